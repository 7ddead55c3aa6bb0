"""If these fail, a slip in the table of editors' changes passes the check, and the brief says other than was meant."""

import pytest

BASE, SPENDING, TERRAIN, OPERATION, GAMMALAND = 2, 3, 4, 5, 6  # rows of the region's table


def one_line(region, row, column):
    """What the check says of one cell, which must be all it says."""
    (line,) = region.lines()
    start = f"region/editorial.csv:{row}: {column}: "
    assert line.startswith(start), line
    return line.removeprefix(start)


@pytest.mark.parametrize(
    ("row", "column", "action"),
    [
        (OPERATION, "finding", "pin"),
        (SPENDING, "finding", "drop"),
        (BASE, "finding", "reword"),
        (BASE, "text", "reword"),
        (TERRAIN, "text", "note"),
        (TERRAIN, "source_ids", "note"),
    ],
)
def test_a_cell_that_the_action_needs(region, row, column, action):
    """The change would do nothing, print nothing, or state what nobody can look up."""
    region.edit("editorial", row, **{column: ""})
    assert one_line(region, row, column) == f"is empty, and the action '{action}' needs it"


@pytest.mark.parametrize(
    ("row", "column", "action"),
    [
        (OPERATION, "text", "pin"),
        (SPENDING, "section", "drop"),
        (BASE, "section", "reword"),
        (TERRAIN, "finding", "note"),
        (TERRAIN, "about", "note"),
    ],
)
def test_a_cell_that_the_action_would_not_use(region, row, column, action):
    """An editor who writes a sentence and leaves `pin` standing would wait for it in vain."""
    region.edit("editorial", row, **{column: "arms"})
    assert one_line(region, row, column) == f"'arms' has no use with the action '{action}', expected an empty cell"


def test_figures_in_a_reworded_finding_need_a_source(region):
    """The first promise of every report: a figure can be followed to its source."""
    region.edit("editorial", BASE, source_ids="")
    assert one_line(region, BASE, "source_ids") == "is empty, and a text that states figures needs its sources"


def test_a_reworded_finding_without_figures_needs_no_source(region):
    region.edit("editorial", BASE, text="The air base at Alva is empty.", source_ids="")
    assert region.lines() == []


@pytest.mark.parametrize("brief", ["alvonia", "countries/", "regions/alvonia", "Countries/alvonia"])
def test_what_names_no_brief(region, brief):
    region.edit("editorial", BASE, brief=brief)
    expected = (
        f"'{brief}' names no brief, expected countries/<slug> or organizations/<org_id> or region|themes|cases/<slug>"
    )
    assert one_line(region, BASE, "brief") == expected


@pytest.mark.parametrize(
    ("brief", "why"),
    [
        ("countries/alvonja", "'alvonja' is not in countries.slug"),
        ("countries/alpha", "'alpha' is not in countries.slug"),
        ("organizations/alvonia", "'alvonia' is not in organizations.org_id"),
    ],
)
def test_a_brief_of_nobody(region, brief, why):
    region.edit("editorial", BASE, brief=brief)
    assert one_line(region, BASE, "brief") == f"'{brief}': {why}"


def test_a_source_that_is_not_there(region):
    region.edit("editorial", TERRAIN, source_ids="ep-atlas;ep-atlsa")
    assert one_line(region, TERRAIN, "source_ids") == "'ep-atlsa' is not in sources.source_id"


@pytest.mark.parametrize("column", ["editor", "reason", "date"])
def test_every_change_says_who_why_and_when(region, column):
    region.edit("editorial", SPENDING, **{column: ""})
    assert one_line(region, SPENDING, column) == "is empty, and a value is required"


@pytest.mark.parametrize(
    ("row", "action", "cells"),
    [
        (SPENDING, "drop", {"action": "pin"}),
        (SPENDING, "drop", {"action": "drop"}),
        (SPENDING, "drop", {"action": "reword", "text": "A gap."}),
        (SPENDING, "drop", {"action": "pin", "about": "BBB"}),  # all of the code are dropped, that on BBB too
        (OPERATION, "pin", {"action": "pin"}),
        (BASE, "reword", {"action": "reword", "text": "It is empty."}),
    ],
)
def test_two_changes_that_contradict(region, row, action, cells):
    """Which of the two applies would hang on their ids."""
    region.copy_row("editorial", row, edit_id="another", **cells)
    what = region.rows("editorial")[row - 1][3]
    expected = f"'{cells['action']}' of '{what}': row {row} has '{action}' for it, expected one of them"
    assert one_line(region, 7, "action") == expected


def test_the_second_row_may_speak_of_all(region):
    region.edit("editorial", SPENDING, about="BBB")
    region.copy_row("editorial", SPENDING, edit_id="another", action="pin", about="")
    assert one_line(region, 7, "action") == "'pin' of 'spending_gap': row 3 has 'drop' for it, expected one of them"


def test_changes_that_go_together(region):
    """A reworded finding may be put first, and what one brief drops another may pin."""
    region.copy_row("editorial", BASE, edit_id="another-1", action="pin", text="")
    region.copy_row("editorial", SPENDING, edit_id="another-2", brief="countries/gammaland", action="pin")
    region.edit("editorial", SPENDING, about="BBB")
    region.copy_row("editorial", SPENDING, edit_id="another-3", about="CCC", action="pin")
    region.copy_row("editorial", TERRAIN, edit_id="another-4")
    assert region.lines() == []


def without_table(descriptor):
    descriptor["resources"] = [each for each in descriptor["resources"] if each["name"] != "editorial"]


def test_a_package_without_the_table(region):
    """Packages of other regions would be refused for a table that they do not need."""
    region.describe(without_table)
    assert region.lines() == []


def test_a_table_that_lacks_columns(region):
    def shrink(descriptor):
        for resource in descriptor["resources"]:
            if resource["name"] == "editorial":
                fields = resource["schema"]["fields"]
                resource["schema"]["fields"] = [each for each in fields if each["name"] not in ("about", "reason")]

    region.describe(shrink)
    rows = region.rows("editorial")
    kept = [place for place, name in enumerate(rows[0]) if name not in ("about", "reason")]
    region.write("editorial", [[row[place] for place in kept] for row in rows])
    assert region.lines() == [
        "region/datapackage.json: table 'editorial' lacks about, reason, which the briefs need (cells may be empty)"
    ]


def test_a_change_is_younger_than_its_sources_without_a_warning(region):
    """Every edit would bring a warning, and nobody would read the warnings any more."""
    region.edit("editorial", TERRAIN, date="2031-01-01")
    assert region.lines() == []


def test_a_topic_is_changed_under_its_own_kind(region):
    region.edit("editorial", BASE, brief="themes/calm", finding="borders_open", about="")
    assert region.lines() == []
    region.edit("editorial", BASE, brief="cases/calm")
    assert one_line(region, BASE, "brief") == "'cases/calm': 'calm' is not in topics.slug of the kind 'cases'"
