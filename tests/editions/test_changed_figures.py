"""Changes of figures: if these fail, numbers are compared that are about different things, or one is told twice."""

import pytest
from pairs import add, brief, edition, figure

from pactbook.editions import figures, rows
from pactbook.editions.labels import Names


def changes(before, after, of_rows=lambda _new: None):
    """The changes of figures between two contents of the chapter `pacts`."""
    old, new = edition("2024-12-31"), edition("2025-12-31")
    of_rows(new)
    names = Names(old, new)
    contents = [brief(old.tables, sections={"pacts": content}) for content in (before, after)]
    told = figures.compare(*contents, rows.compare(old, new, names), names, {"usd_millions": "US$ million"})
    return list(told.values())


def moved(before, after):
    return [(change["label"], change["old"], change["new"]) for change in changes(before, after)]


def items(*values):
    """Items of a table, a country each."""
    return [{"partner": code, "exercises": n, **figure(0, rows=[f"exercises:{code}"])} for code, n in values]


def _new_row(new):
    add(new, "exercises", "e2", name="Shield", start="2025", end="2025", personnel_total=None)


def test_a_figure_with_another_value_is_revised():
    rows = ["exercises:e1", "exercises:e2"]
    (change,) = changes({"total": figure(10)}, {"total": figure(11, rows=rows)}, _new_row)
    told = {key: change[key] for key in ("kind", "what", "section", "label", "measure", "old", "new")}
    assert told == {
        "kind": "revised", "what": "figure", "section": "pacts", "label": "total", "measure": "Count", "old": 10,
        "new": 11,
    }  # fmt: skip
    assert change["weight"] == 0.059  # 0.05 + 0.2 · (1 / 11) · (1 / 2)
    assert change["sources"] == ["paper"]


def test_a_figure_that_moved_without_a_row_has_no_source_of_its_change():
    """The years that it looks at moved on: its sources of before and now are no evidence of any change."""
    (change,) = changes({"total": figure(10)}, {"total": figure(17)})
    assert (change["sources"], change["weight"]) == ([], 0.05)


def test_of_a_trail_that_several_figures_share_each_cites_the_rows_that_it_is_named_after():
    """Deliveries of arms would be told with the sources of a new exercise."""
    shared = figure(0, rows=["arms_transfers:t1", "exercises:e1", "exercises:e2"], partner="AAA")
    before = {"shares": [shared | {"arms": 7, "exercises": 3}]}
    after = {"shares": [shared | {"arms": 5, "exercises": 4}]}
    told = {change["label"]: change["sources"] for change in changes(before, after, _new_row)}
    assert told == {"Alvonia, arms": [], "Alvonia, exercises": ["paper"]}


def test_items_are_matched_by_what_they_are_about():
    """By place, Alvonia's 3 would be compared with Betavia's 5."""
    before, after = items(("AAA", 3), ("BBB", 5)), items(("BBB", 6), ("AAA", 3))
    assert moved({"partners": before}, {"partners": after}) == [("Betavia, exercises", 5, 6)]


def test_items_of_one_subject_are_told_apart_by_their_years():
    before = {"rates": [figure(1, year=2023), figure(2, year=2024)]}
    after = {"rates": [figure(2, year=2024), figure(3, year=2025), figure(9, year=2023)]}
    assert moved(before, after) == [("2023", 1, 9)]


def test_numbers_that_only_their_place_tells_apart_are_not_compared():
    """A matrix whose columns moved by a year would be all changes."""
    assert moved({"t": [figure(1), figure(2)]}, {"t": [figure(2), figure(3)]}) == []


def test_a_figure_of_another_measure_is_another_figure():
    assert moved({"total": figure(10)}, {"total": figure(11, "Share")}) == []


def test_a_number_without_a_trail_is_no_figure():
    assert moved({"peak": 3, "total": figure(1)}, {"peak": 4, "total": figure(1)}) == []


def test_a_drawing_is_no_content():
    before, after = ({"chart": figure(1) | {"data": {"main": [{"label": "a", "y": y}]}}} for y in (1, 2))
    assert moved(before, after) == []


def test_what_no_page_shows_is_no_change():
    """0.64705 and 0.64708 are both printed as 0.647."""
    assert moved({"score": figure(0.64705)}, {"score": figure(0.64708)}) == []
    assert moved({"score": figure(0.647)}, {"score": figure(0.648)}) == [("score", 0.647, 0.648)]


def test_years_and_bounds_are_no_figures():
    """They say where in time a figure stands and how sure it is."""
    before, after = ({"rate": {"last_year": n, "until": n, "change_low": n, **figure(0)}} for n in (1, 2))
    assert moved(before, after) == []


def test_what_is_only_compared_weighs_least():
    """What a count was ten years ago comes after all that it is now."""
    before, after = ({"rate": {"before": n, **figure(0)}} for n in (1, 9))
    assert [change["weight"] for change in changes(before, after)] == [0.05]


def test_a_figure_that_becomes_known_is_told():
    assert moved({"score": figure(None)}, {"score": figure(0)}) == [("score", None, 0)]


def test_the_same_figure_in_two_places_is_told_once():
    before = {"total": figure(10), "lead": {"count": figure(10)}}
    after = {"total": figure(11), "lead": {"count": figure(11)}}
    assert len(moved(before, after)) == 1


def test_two_numbers_of_one_part_are_two():
    before, after = ({"members": [{"iso3": "AAA", "joined": n, "possible": n, **figure(0)}]} for n in (1, 2))
    assert [label for label, _, _ in moved(before, after)] == ["Alvonia, joined", "Alvonia, possible"]


def test_other_sections_findings_are_not_told_again():
    before, after = ({"themes": [{"slug": "x", "findings": [figure(n, code="c")]}]} for n in (1, 2))
    assert moved(before, after) == []


def correct(new):
    new.tables["exercises"]["exercises:e1"]["personnel_total"] = 1


def withdraw(new):
    del new.tables["exercises"]["exercises:e1"]


def revise(new):
    new.tables["exercises"]["exercises:e1"] |= {"personnel_total": 1, "source_ids": ["paper"]}


@pytest.mark.parametrize(
    ("of_rows", "kind", "sources"),
    [(correct, "corrected", ["atlas"]), (withdraw, "corrected", ["atlas"]), (revise, "revised", ["paper"])],
)
def test_the_rows_beneath_say_why_a_figure_moved(of_rows, kind, sources):
    """The sources are those of the rows that changed, not of all that it stands on."""
    before, after = (
        {"total": figure(n, rows=["exercises:e1", "agreements:a1"]) | {"sources": ["atlas", "x"]}} for n in (1, 2)
    )
    (change,) = changes(before, after, of_rows)
    assert (change["kind"], change["sources"]) == (kind, sources)


def test_new_rows_beneath_make_it_revised():
    def extend(new):
        add(new, "exercises", "e2", name="Shield", start="2025", end="2025", personnel_total=None)
        correct(new)

    after = {"total": figure(2, rows=["exercises:e1", "exercises:e2"])}
    (change,) = changes({"total": figure(1)}, after, extend)
    assert (change["kind"], change["sources"]) == ("revised", ["atlas", "paper"])
