"""A reader who asks of whose bases little is known must not be told of a gap that is none, or of none where one is."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pactbook.measures import transparency

COLUMNS = [
    "row",
    "host",
    "operator",
    "foreign",
    "opened",
    "personnel_estimate",
    "lat",
    "lon",
    "status",
    "verified",
    "source_ids",
]
SITES = pd.DataFrame(
    [
        ("facilities:full", "AAA", "BBB", True, "2003", 500, 1.0, 2.0, "active", "tool", ("weak", "paper")),
        ("facilities:half", "AAA", "BBB", True, None, None, 1.0, 2.0, "closed", "tool", ("weak",)),
        ("facilities:none", "CCC", "pact", True, None, None, None, None, "disputed", "memory", ()),
        ("facilities:own", "AAA", None, False, "1990-05", None, 1.0, None, "active", "memory", ("paper",)),
    ],
    columns=COLUMNS,
)
SOURCES = pd.DataFrame([("paper", "B"), ("weak", "C")], columns=["source_id", "reliability"])


def test_each_question_is_answered_by_its_own_column():
    found = transparency.answers(SITES, SOURCES).set_index("row")
    # full: all six. half: place, kind and checked. none: nothing. own: opened, kind, grade (half a place is no place).
    assert found["answered"].to_dict() == {
        "facilities:full": 6,
        "facilities:half": 3,
        "facilities:none": 0,
        "facilities:own": 3,
    }
    assert found.loc["facilities:half", list(transparency.QUESTIONS)].tolist() == [
        False,
        False,
        True,
        True,
        True,
        False,
    ]
    assert found.loc["facilities:own", list(transparency.QUESTIONS)].tolist() == [True, False, False, True, False, True]


def test_the_share_of_an_operator_is_the_mean_of_its_facilities():
    found = transparency.together(transparency.answers(SITES, SOURCES), "operator")
    # pact: 0 / 6. BBB: (6/6 + 3/6) / 2 = 0.75; opened of one of two. The facility without an operator is left out.
    assert found[["operator", "facilities", "share", "opened", "checked"]].to_numpy().tolist() == [
        ["pact", 1, 0.0, 0.0, 0.0],
        ["BBB", 2, 0.75, 0.5, 1.0],
    ]
    assert found["rows"].tolist() == [("facilities:none",), ("facilities:full", "facilities:half")]


def test_by_host_all_facilities_count():
    found = transparency.together(transparency.answers(SITES, SOURCES), "host").set_index("host")
    assert found.loc["AAA", "facilities"] == 3
    assert found.loc["AAA", "share"] == pytest.approx((6 + 3 + 3) / 18)


def test_nothing_gives_no_rows():
    nothing = transparency.answers(SITES.iloc[:0], SOURCES)
    assert nothing.empty
    assert transparency.together(nothing, "operator").columns.tolist() == [
        "operator", "facilities", "opened", "personnel", "place", "kind", "checked", "grade", "share", "rows",
    ]  # fmt: skip


@given(st.lists(st.integers(0, 3), min_size=1, max_size=8))
def test_the_share_is_the_mean_of_its_components(picked):
    """If not, the components beside it would not explain it."""
    sites = SITES.iloc[picked].reset_index(drop=True)
    found = transparency.together(transparency.answers(sites, SOURCES), "host")
    means = found[list(transparency.QUESTIONS)].mean(axis="columns")
    assert found["share"].tolist() == pytest.approx(means.tolist())
    assert found["share"].between(0, 1).all()
