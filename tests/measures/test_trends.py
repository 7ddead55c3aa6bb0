"""A reader takes a rising trend for more than chance; a wrong one would be read as policy."""

import math
import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from pactbook.measures import trends

COUNT = st.one_of(st.integers(0, 5), st.integers(0, 10**15))


def counts(values, series="a"):
    return pd.DataFrame({"series": series, "year": range(2000, 2000 + len(values)), "count": values})


def only(values):
    (found,) = trends.trend(counts(values), ["series"]).to_dict("records")
    return found


def test_a_doubling_every_year_is_found():
    """1, 2, 4, ... 128: the rate ratio is 2, so the change is 1 a year, and the fit leaves nothing over."""
    found = only([2**year for year in range(8)])
    assert found["change"] == pytest.approx(1)
    assert found["dispersion"] == pytest.approx(0, abs=1e-9)
    assert (found["model"], found["direction"], found["events"], found["years"]) == ("poisson", "rising", 255, 8)
    assert only([2**year for year in range(8)][::-1])["direction"] == "falling"


def test_the_interval_is_that_of_the_formula():
    """Flat counts 4, 0, 4, 0, 0, 4, 0, 4: by symmetry the slope is 0 and every fitted value the mean, 2.

    Chi-squared is 8 · (2 - 0)² / 2 = 16, by 8 - 2 degrees of freedom 16/6. The variance of the slope is the dispersion
    by the sum of 2 · (year - mean)², which is 2 · 42 = 84.
    """
    found = only([4, 0, 4, 0, 0, 4, 0, 4])
    width = stats.t.ppf(0.95, 6) * math.sqrt(16 / 6 / 84)
    assert found["change"] == pytest.approx(0, abs=1e-9)
    assert found["dispersion"] == pytest.approx(16 / 6)
    assert found["change_high"] == pytest.approx(math.exp(width) - 1)
    assert found["change_low"] == pytest.approx(math.exp(-width) - 1)
    assert (found["model"], found["direction"]) == ("quasi-poisson", "none")


def test_counts_more_even_than_chance_get_no_narrower_interval():
    """Equal counts leave a dispersion of 0; an interval of no width would call any slope a trend."""
    found = only([3] * 10)
    assert found["dispersion"] == pytest.approx(0, abs=1e-9)
    assert found["change_low"] < -0.05 < 0.05 < found["change_high"]


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ([5] * 7, "too_few_years"),
        ([0] * 8, "all_zero"),
        ([1] * 9 + [0], "too_few_events"),
        ([5] * 5 + [None] + [5] * 5, "gaps"),
        ([0] * 9 + [12], "no_estimate"),
        ([12] + [0] * 9, "no_estimate"),
    ],
)
def test_a_series_that_bears_no_trend_says_why(values, reason):
    """A brief would print a slope of a few events, or leave the reader to guess why there is none."""
    found = only(values)
    assert found["reason"] == reason
    assert pd.isna(found["change"])
    assert pd.isna(found["direction"])


def test_a_year_without_a_row_is_a_gap_and_no_zero():
    frame = counts([5] * 12).drop(index=4)
    assert trends.trend(frame, ["series"])["reason"].tolist() == ["gaps"]


def test_many_series_at_once_in_order_whatever_the_order_of_rows():
    both = pd.concat([counts([9] * 4 + [1] * 6, "b"), counts([1] * 6 + [9] * 4, "a")])
    found = trends.trend(both.sample(frac=1, random_state=1), ["series"])
    assert found[["series", "direction"]].to_numpy().tolist() == [["a", "rising"], ["b", "falling"]]
    assert trends.trend(both.iloc[:0], ["series"]).columns.tolist() == ["series", *trends.RESULT]


def test_the_interval_holds_as_often_as_it_says():
    """Of series with a known slope, nine tenths or a little more; else the directions are chance.

    500 series of 20 years, variance three times the mean, mean 4 · exp(0.05 · year). With a true share of 0.9 the
    share found has a standard error of 0.013.
    """
    random = np.random.default_rng(7)
    means = 4 * np.exp(0.05 * (np.arange(20) - 9.5))
    frame = pd.concat([counts(random.negative_binomial(means / 2, 1 / 3), name) for name in range(500)])
    found = trends.trend(frame, ["series"])
    held = (found["change_low"] <= math.exp(0.05) - 1) & (math.exp(0.05) - 1 <= found["change_high"])
    assert 0.86 <= held.mean() <= 0.95


@given(st.lists(COUNT, min_size=1, max_size=30))
def test_any_counts_give_a_trend_or_a_reason(values):
    """One odd series would end the whole build, or print an infinite rate."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = only(values)
    if pd.isna(found["reason"]):
        assert -1 <= found["change_low"] <= found["change"] <= found["change_high"] < math.inf
        assert {"rising": found["change_low"] > 0, "falling": found["change_high"] < 0, "none": True}[
            found["direction"]
        ]
    else:
        assert pd.isna(found["change"])


@pytest.mark.parametrize("values", [[10**15] * 10, [10**15, 0] * 6, [0] * 8 + [1, 10**6], [2**n for n in range(50)]])
def test_extreme_counts_raise_and_warn_nothing(values):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = only(values)
    assert pd.isna(found["reason"]) or found["reason"] == "no_estimate"


def test_years_without_an_event_are_counted_as_zero_and_rows_are_kept():
    """An average or a trend over the years with events alone is too high."""
    events = pd.DataFrame(
        [
            ("a", 2001, "exercises:2"),
            ("a", 2001, "exercises:1"),
            ("a", 2001, "exercises:1"),
            ("a", 1999, "exercises:0"),
        ],
        columns=["series", "year", "row"],
    )
    found = trends.yearly_counts(events, ["series"], 2000, 2002)
    assert found.to_numpy().tolist() == [
        ["a", 2000, 0, ()],
        ["a", 2001, 2, ("exercises:1", "exercises:2")],
        ["a", 2002, 0, ()],
    ]
    assert trends.yearly_counts(events.iloc[:0], ["series"], 2000, 2002).empty
