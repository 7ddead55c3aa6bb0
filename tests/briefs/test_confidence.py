"""A finding that sounds surer than its rows are misleads whoever repeats it."""

from types import SimpleNamespace

import pytest

from pactbook.briefs.confidence import confidence
from pactbook.briefs.context import RowFacts


def _context(*rows, unconfirmed=()):
    facts = {
        f"r{place}": RowFacts(verified, verified == "tool" and f"r{place}" not in unconfirmed, (grade,), None)
        for place, (verified, grade) in enumerate(rows)
    }
    sources = {grade: {"reliability": grade} for grade in "ABCDEF"}
    return SimpleNamespace(row_facts=facts, sources=sources, disagreements={})


def _level(*rows, unconfirmed=(), **more):
    context = _context(*rows, unconfirmed=unconfirmed)
    return confidence(context, list(context.row_facts), **more)[0]


@pytest.mark.parametrize(
    ("rows", "level"),
    [
        ([("tool", "B")] * 3, "high"),
        ([("tool", "B")] * 2, "moderate"),  # too few
        ([("tool", "C")] * 3, "moderate"),  # not graded well enough
        ([("tool", "A")] * 9 + [("memory", "A")], "high"),  # nine of ten
        ([("tool", "A")] * 8 + [("memory", "A")], "moderate"),
        ([("tool", "A"), ("memory", "A")], "moderate"),  # half
        ([("tool", "A"), ("memory", "A"), ("memory", "A")], "low"),
        ([("tool", "D")] * 3, "low"),
        ([("tool", "A"), ("tool", "D"), ("tool", "D")], "low"),  # the median row counts, not the best
        ([], "low"),
    ],
)
def test_levels_at_their_edges(rows, level):
    assert _level(*rows) == level


def test_a_checked_row_whose_telling_part_is_from_memory_counts_as_unchecked():
    assert _level(("tool", "A"), ("tool", "A"), ("tool", "A"), unconfirmed={"r0"}) == "moderate"


def test_a_count_of_events_on_record_is_never_held_with_high_confidence():
    assert _level(*[("tool", "A")] * 50, complete=False) == "moderate"


@pytest.mark.parametrize(
    ("disputed", "size", "level"),
    [
        (0, 0.5, "high"),
        (1, 0.5, "high"),  # one row of ten
        (2, 0.5, "moderate"),  # two of ten are more than a tenth
        (2, 0.1, "high"),  # a tenth apart is not beyond a tenth
        (2, None, "moderate"),  # another date or word has no size and counts
    ],
)
def test_a_finding_on_rows_that_another_source_contradicts_is_less_sure(disputed, size, level):
    context = _context(*[("tool", "A")] * 10)
    context.disagreements = {f"r{place}": [{"size": size}] for place in range(disputed)}
    told, reason = confidence(context, list(context.row_facts))
    assert told == level
    assert reason.get("disputed") == (0.2 if level == "moderate" else None)
    assert confidence(context, ["r0"])[0] == ("moderate" if disputed == 0 or size == 0.1 else "low")
