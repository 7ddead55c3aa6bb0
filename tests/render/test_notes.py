"""If these fail, a figure on a page leads to the wrong rows, or to none."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape
from untraced import untraced

from pactbook.render.environment import headings
from pactbook.render.formats import number, upper_first
from pactbook.render.notes import Notes, Records, alive, condensed, length, spans, traced

ROWS = ["exercises:drill-2004", "exercises:drill-2005", "memberships:org-x-AAA"]
BRIEF = {"rows": ROWS, "sources": [{"source_id": "good", "number": 1}, {"source_id": "bad", "number": 2}]}
COUNT = {"figure": 2, "measure": "Exercises a year", "rows": ROWS[:2], "sources": ["good", "bad"]}


@pytest.fixture
def notes():
    return Notes(BRIEF)


def test_a_figure_is_a_number_and_prints_as_a_link_to_its_note(notes):
    count = alive({"total": COUNT}, notes)["total"]
    assert count == 2
    assert count + 1 == 3
    assert escape(count) == '<a class="figure" href="#note-1" data-note="1">2</a>'
    assert traced(number)(alive(COUNT | {"figure": 1234.5, "rows": ROWS}, notes), 1) == (
        '<a class="figure" href="#note-2" data-note="2">1,234.5</a>'
    )


def test_notes_are_numbered_as_figures_are_shown_and_a_trail_has_one_note(notes):
    """A figure that no page shows has no note; two figures on the same rows share theirs."""
    shown, again, other = (alive(COUNT | {"measure": name}, notes) for name in ("Pace", "Pace", "Focus mix"))
    assert notes.listed() == []
    for figure in (other, shown, again):
        escape(figure)
    assert [(note["number"], note["measure"]) for note in notes.listed()] == [(1, "Focus mix"), (2, "Pace")]
    assert notes.listed()[1] | {"number": 0} == {
        "number": 0, "measure": "Pace", "count": 2, "rows": [(1, 2)], "sources": [(1, 2)],
        "disputes": [], "corrections": [], "marks": {},
    }  # fmt: skip


def test_the_number_of_listed_rows_is_a_figure(notes):
    records = alive([{"row": ROWS[0], "sources": ["bad"]}, {"row": ROWS[2], "sources": []}], notes)
    assert isinstance(records, Records)
    assert 'href="#note-1"' in escape(length(records))
    assert notes.listed()[0]["rows"] == [(1, 1), (3, 3)]
    assert length([1, 2]) == 2


def test_an_unknown_figure_is_none(notes):
    assert alive(COUNT | {"figure": None, "rows": []}, notes) is None


def test_row_identifiers_that_differ_in_their_year_are_listed_once():
    """Every one of them can still be found; else a figure cannot be followed to its row."""
    keys = ["A/1992/x", "A/1993/x", "A/1995/x", "A/1992/y", "b-2010-1", "b-2010-2", "drill-2005", "drill-2007", "plain"]
    told = condensed([(key, place) for place, key in enumerate(keys, start=1)])
    assert [entry["text"] for entry in told] == [
        "A/1992–1993, 1995/x", "A/1992/y", "b-2010-1", "b-2010-2", "drill-2005, 2007", "plain",
    ]  # fmt: skip
    assert [entry["numbers"] for entry in told] == [[1, 2, 3], [4], [5], [6], [7, 8], [9]]


@given(st.sets(st.integers(1, 200)))
def test_spans_hold_exactly_the_numbers_given(numbers):
    told = spans(numbers)
    assert {number for first, last in told for number in range(first, last + 1)} == numbers
    assert all(last + 1 < following for (_, last), (following, _) in pairwise(told))


def test_a_sentence_that_begins_with_a_link_begins_with_a_capital():
    assert upper_first("two states") == "Two states"
    assert upper_first('<a href="#note-1">two</a> states') == '<a href="#note-1">Two</a> states'


def test_contents_are_the_headings_of_the_page():
    assert headings('<section id="arms" class="chapter">\n<h2>Arms</h2><h2>No chapter</h2>') == [("arms", "Arms")]


def test_every_figure_of_the_page_leads_to_its_rows(sample, draw):
    sample["masthead"]["title"] = "Longland"  # the name of before holds a number
    page = draw(sample)
    assert untraced(page) == []
    assert re.search(r'<li id="note-\d+" value="\d+"><b>Exercises a year</b>: 1 row', page)


def test_a_number_without_a_trail_is_found(sample, draw):
    """The test above can fail."""
    sample["sections"]["exercises"]["total"] = 17
    assert any("17" in found for found in untraced(draw(sample)))


DISPUTE = {
    "row": ROWS[0], "column": "personnel", "unit": "persons", "value": 900.0, "other": 1200.0, "size": 0.25,
    "set": "mme", "by": "Press, Drills", "sources": ["bad"],
}  # fmt: skip


def test_a_figure_whose_row_another_source_contradicts_carries_a_sign_and_its_note_says_what(notes):
    """A sign, not a colour; and none where the row is one of many, since the figure hardly hangs on it."""
    rows = [f"exercises:{place}" for place in range(10)]
    brief = BRIEF | {"rows": rows, "disagreements": [DISPUTE | {"row": rows[0]}], "marks": {rows[1]: "estimate"}}
    notes = Notes(brief)
    ten, nine, eleven = (COUNT | {"rows": rows}, COUNT | {"rows": rows[1:]}, COUNT | {"rows": [*rows, rows[1] + "x"]})
    assert "‡" in escape(alive(ten, notes))  # one of ten
    assert "‡" not in escape(alive(nine, notes))
    assert "‡" not in escape(figure_of_eleven(eleven, brief))  # one of eleven is less than a tenth
    first, second = notes.listed()
    assert [said["by"] for said in first["disputes"]] == ["Press, Drills"]
    assert second["disputes"] == []
    assert first["marks"] == second["marks"] == {"estimate": 1}


def figure_of_eleven(figure, brief):
    return alive(figure, Notes(brief | {"rows": figure["rows"]}))
