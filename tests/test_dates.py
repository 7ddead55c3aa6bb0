"""Partial dates: if these fail, reports put facts into the wrong year or order, or claim days that no source gives."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pactbook import dates

DAYS = st.dates(min_value=dt.date(1000, 1, 1), max_value=dt.date(2999, 12, 31))
LENGTHS = st.sampled_from([4, 7, 10])
PARTIAL = st.builds(lambda day, length: day.isoformat()[:length], DAYS, LENGTHS)


@pytest.mark.parametrize("text", ["2004", "2004-10", "2004-10-07", "2004-02-29"])
def test_accepts_what_the_calendar_has(text):
    assert dates.is_partial_date(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "04",
        "2004-13",
        "2004-00",
        "2004-02-30",
        "2003-02-29",
        "2004-1-7",
        "2004-10-07 ",
        "07.10.2004",
        "3004",
        "٢٠٠٤",
    ],
)
def test_refuses_what_the_calendar_does_not_have(text):
    """Otherwise a mistyped date passes the check and a report shows it."""
    assert not dates.is_partial_date(text)
    with pytest.raises(ValueError, match="is not a date like 2004"):
        dates.earliest(text)


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("2004", "2004-01-01", "2004-12-31", "year"),
        ("2004-02", "2004-02-01", "2004-02-29", "month"),
        ("2004-10-07", "2004-10-07", "2004-10-07", "day"),
    ],
)
def test_bounds(text, first, last, precision):
    """Otherwise the edition's cut leaves out or keeps the wrong facts."""
    assert dates.earliest(text).isoformat() == first
    assert dates.latest(text).isoformat() == last
    assert dates.precision(text) == precision
    assert dates.year(text) == 2004


def test_coarser_date_comes_first():
    """Otherwise a list of facts of one year changes its order from run to run."""
    assert sorted(["2004-01-01", "2004-01", "2004", "2003-12"], key=dates.sort_key) == [
        "2003-12",
        "2004",
        "2004-01",
        "2004-01-01",
    ]


@given(DAYS, LENGTHS)
def test_a_day_lies_within_each_of_its_partial_dates(day, length):
    text = day.isoformat()[:length]
    assert dates.earliest(text) <= day <= dates.latest(text)


@given(PARTIAL, PARTIAL)
def test_order_is_total_and_agrees_with_certainty(first, second):
    """Otherwise an end could be called earlier than its start although a source may mean them the right way round."""
    assert (dates.sort_key(first) == dates.sort_key(second)) == (first == second)
    if dates.definitely_after(first, second):
        assert not dates.definitely_after(second, first)
        assert dates.sort_key(first) > dates.sort_key(second)


@given(st.text(max_size=12))
def test_no_text_breaks_the_test_for_a_date(text):
    assert dates.is_partial_date(text) in (True, False)


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("2004", "2004-10-07", True),
        ("2004-10", "2004-11", False),
        ("2004", "2005", False),
        ("2004-10-07",) * 2 + (True,),
    ],
)
def test_dates_that_may_stand_for_the_same_day(first, second, same):
    """A spell that ends in 2004 and one that starts on a day of 2004 touch, else a change reads as an exit."""
    assert dates.may_be_same(first, second) is same
    assert dates.may_be_same(second, first) is same
