"""The whole comparison: if these fail, a brief says that it changed when it did not, or the wrong brief says so."""

import copy

from hypothesis import given
from hypothesis import strategies as st
from pairs import add, brief, edition, figure, judgement, pair

from pactbook.editions.compare import compare

ALVONIA = ("countries", "alvonia")


def with_brief(told, **parts):
    """The edition with other content in its brief."""
    told.briefs[ALVONIA] = brief(told.tables, **parts)
    return told


def kinds(comparison):
    return [(change["kind"], change["what"], change["label"]) for change in comparison.briefs[ALVONIA]["changes"]]


def test_the_first_edition_has_no_changes():
    found = compare(None, edition("2025-12-31"))
    assert found.whole["previous"] is None
    own = {"edition": "2025-12", "draft": True, "previous": None, "new_brief": False, "last_changed": "2025-12"}
    assert found.briefs == {ALVONIA: own | {"changes": []}}


def test_without_changes_the_last_change_is_that_of_before():
    old, new = pair()
    assert compare(old, new).briefs[ALVONIA]["last_changed"] == "2024-12"
    known = edition("2024-12-31", last_changed={ALVONIA: "2023-06"})
    assert compare(known, new).briefs[ALVONIA]["last_changed"] == "2023-06"
    assert compare(known, new).whole["briefs"][0]["status"] == "unchanged"


def test_only_rows_that_a_brief_shows_count_for_it():
    old, new = pair()
    add(new, "exercises", "e2", name="Shield", start="2025", end="2025", personnel_total=None)
    new.briefs[ALVONIA]["rows"].remove("exercises:e2")
    found = compare(old, new)
    assert found.briefs[ALVONIA]["changes"] == []
    assert found.whole["changes"] == []


def test_the_chapter_that_lists_a_row_is_named():
    """Not one whose figures stand on it."""
    old, new = pair()
    add(new, "exercises", "e2", name="Shield", start="2025", end="2025", personnel_total=None)
    shown = {
        "arms": {"total": figure(1, rows=["exercises:e2"])},
        "exercises": {"latest": [{"row": "exercises:e2", "sources": ["paper"]}]},
    }
    found = compare(old, with_brief(new, sections=shown))
    assert found.briefs[ALVONIA]["changes"][0]["section"] == "exercises"


def test_the_biggest_comes_first():
    """A treaty before an exercise, an exercise before a count that follows from it."""
    old, new = pair()
    with_brief(old, sections={"exercises": {"total": figure(1)}})
    add(new, "exercises", "e2", name="Shield", start="2025", end="2025", personnel_total=None)
    add(new, "agreements", "a2", title="Pact", signed="2025", ended=None, status="signed")
    with_brief(new, sections={"exercises": {"total": figure(2)}})
    assert [label for _, _, label in kinds(compare(old, new))] == ["Pact", "Shield", "total"]


def test_judgements_that_are_new_or_gone_are_told():
    old, new = pair()
    with_brief(old, findings=[judgement("alliance_exit"), judgement("rank_firm")])
    with_brief(new, findings=[judgement("rank_firm"), judgement("clash_pair", about="AAA/BBB")])
    assert kinds(compare(old, new)) == [
        ("withdrawn", "finding", "key judgement, alliance exit"),
        ("new", "finding", "key judgement, clash pair: Alvonia, Betavia"),
    ]


def test_a_judgement_worded_anew_is_no_change():
    """Nor are its weight, its number, its rank, its confidence, and what editors write, pin and drop."""
    old, new = pair()
    words = {
        "text": "In other words.",
        "editor": "A. B.",
        "reason": "clearer",
        "date": "2025",
        "sources": [],
        "row": "x",
    }
    dropped = {"action": "drop", "finding": "clash_pair", "about": None, "editor": "A. B.", "reason": "old"}
    with_brief(old, findings=[judgement("rank_firm"), judgement("exit"), judgement("clash_pair")])
    with_brief(
        new,
        findings=[judgement("exit"), judgement("rank_firm", weight=0.9, confidence="high", edited=words)],
        editorial={"notes": [words], "unseen": [dropped], "lost": []},
    )
    assert kinds(compare(old, new)) == []


def test_a_judgement_that_only_gave_way_is_not_gone():
    old, new = pair()
    with_brief(old, findings=[judgement("exit")])
    with_brief(new, further=["exit"])
    assert kinds(compare(old, new)) == []


def test_a_new_brief_and_one_that_is_gone():
    old, new = pair()
    content = new.briefs.pop(ALVONIA)
    new.briefs["themes", "pacts"] = content
    new.index[:] = [{"kind": "themes", "slug": "pacts", "title": "Pacts"}]
    found = compare(old, new)
    assert found.briefs["themes", "pacts"]["new_brief"] is True
    assert [(entry["slug"], entry["status"]) for entry in found.whole["briefs"]] == [
        ("pacts", "new"), ("alvonia", "gone"),
    ]  # fmt: skip


def test_a_change_of_two_briefs_stands_once_in_the_whole():
    old, new = pair()
    for told in (old, new):
        told.briefs["themes", "pacts"] = copy.deepcopy(told.briefs[ALVONIA])
        told.index.append({"kind": "themes", "slug": "pacts", "title": "Pacts"})
    new.tables["exercises"]["exercises:e1"]["personnel_total"] = 1000
    (change,) = compare(old, new).whole["changes"]
    assert change["briefs"] == ["countries/alvonia", "themes/pacts"]
    assert compare(old, new).whole["sources"] == {
        "atlas": {"publisher": "The atlas", "title": "atlas", "url": "https://example.org/atlas"}
    }


def test_only_what_is_frozen_as_it_stands_is_no_draft():
    new = edition("2025-12-31")
    assert compare(None, new, copy.deepcopy(new)).whole["draft"] is False
    kept = with_brief(copy.deepcopy(new), further=["exit"])
    found = compare(None, new, kept)
    assert (found.whole["draft"], found.briefs[ALVONIA]["draft"]) == (True, True)


VALUES = st.one_of(st.none(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.text())
FIGURES = st.recursive(
    st.builds(figure, st.one_of(st.none(), st.integers(), st.floats(allow_nan=False, allow_infinity=False))),
    lambda parts: st.one_of(
        st.lists(parts, max_size=3), st.dictionaries(st.sampled_from(["iso3", "year", "kind", "a"]), parts | VALUES)
    ),
    max_leaves=8,
)
CELLS = st.fixed_dictionaries(
    {"name": st.text(min_size=1), "start": st.sampled_from(["2020", "2025-03"]), "end": st.just("2025"),
     "personnel_total": st.one_of(st.none(), st.integers(0))}
)  # fmt: skip


@given(st.dictionaries(st.sampled_from(["x", "y", "z"]), CELLS), st.dictionaries(st.sampled_from(["p", "q"]), FIGURES))
def test_nothing_differs_from_itself(exercises, sections):
    """A reader would be told of changes in an edition in which nothing happened."""
    new = edition("2025-12-31")
    for key, cells in exercises.items():
        add(new, "exercises", key, **cells)
    with_brief(new, sections={key: {"part": part} for key, part in sections.items()})
    found = compare(copy.deepcopy(new), new)
    assert found.briefs[ALVONIA]["changes"] == []
    assert found.whole["changes"] == []
