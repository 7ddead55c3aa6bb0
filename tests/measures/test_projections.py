"""A projection that was never right, or whose interval is too narrow, would be read as knowledge of the future."""

import math
import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from pactbook.measures import projections
from pactbook.measures.projections import COUNT, LEVEL

BOUNDS = ["low_90", "low_50", "median", "high_50", "high_90"]


def series(values, name="a", first=2000):
    return pd.DataFrame({"series": name, "year": range(first, first + len(values)), "value": values})


def project(values, kind, horizon=3):
    return projections.project(series(values), ["series"], kind, horizon)


def only(frame):
    (found,) = frame.to_dict("records")
    return found


def test_a_steady_count_is_predicted_from_all_its_years():
    """A discount without need would widen the interval.

    Eighteen years of 2: the rate has a gamma distribution of shape 0.5 + 36 and rate 18, and the next count a negative
    binomial one with probability 18/19.
    """
    found = project([2] * 18, COUNT, 1)
    expected = stats.nbinom(36.5, 18 / 19).ppf([0.05, 0.25, 0.5, 0.75, 0.95])
    assert found[BOUNDS].to_numpy().tolist() == [expected.tolist()]
    assert found[["origin", "step", "year"]].to_numpy().tolist() == [[2017, 1, 2018]]


def test_a_count_that_jumped_is_predicted_from_its_late_years():
    """The mean of all years, 6, would be stated for a series that has stood at 10 for ten years."""
    found = project([2] * 10 + [10] * 10, COUNT, 1)
    assert 9 <= found["median"][0] <= 10


def test_a_level_is_predicted_by_drift_on_logarithms():
    """Changes of the logarithm 0, 0.2, 0, 0.2, ...: 14 of them with mean 0.1 and standard deviation 0.1 · √(14/13).

    Two steps ahead: log(last) + 2 · 0.1, spread by the standard deviation times √(2 + 2²/14), with t of 13 degrees.
    """
    logs = np.cumsum([0, *[0, 0.2] * 7])
    found = project(np.exp(logs), LEVEL, 2).iloc[1]
    width = stats.t.ppf(0.95, 13) * 0.1 * math.sqrt(14 / 13) * math.sqrt(2 + 4 / 14)
    assert found["median"] == pytest.approx(math.exp(1.4 + 0.2))
    assert found["high_90"] == pytest.approx(math.exp(1.6 + width))
    assert found["low_90"] == pytest.approx(math.exp(1.6 - width))


@pytest.mark.parametrize(
    ("values", "kind", "reason"),
    [
        ([5] * 9, COUNT, "too_few_years"),
        ([5] * 9 + [None] + [5] * 9, COUNT, "gaps"),
        ([0] * 12, COUNT, "all_zero"),
        ([1] * 9 + [0] * 3, COUNT, "too_few_events"),
        ([1e15, 0] * 6, COUNT, "no_estimate"),
        ([100.0] * 5 + [0.0] + [100.0] * 5, LEVEL, "not_positive"),
        ([5.0] * 12, LEVEL, "no_estimate"),
        ([1, 90] * 10, COUNT, "unreliable"),
        ([5] * 12, COUNT, "untested"),  # 3 forecasts: two of 2010 and 2011 from 2009, one of 2011 from 2010
    ],
)
def test_a_series_that_bears_no_projection_says_why(values, kind, reason):
    """A brief would show a fan where nothing is known, or one that history has refuted."""
    found = project(values, kind)
    assert found["reason"].tolist() == [reason] * 3
    assert found[BOUNDS].isna().all(axis=None)
    chance = only(projections.chances(series(values), ["series"], kind))
    assert chance["reason"] == reason
    assert pd.isna(chance["above"])


def test_a_projection_that_failed_too_often_is_called_unreliable_only_after_enough_tests():
    """Steady for long, then wild: of one test nothing follows, not even a projection; of ten it does."""
    assert project([10] * 10 + [90], COUNT, 1)[["tested", "covered_90"]].to_numpy().tolist() == [[1, 0.0]]
    assert project([10] * 10 + [90], COUNT, 1)["reason"].tolist() == ["untested"]
    assert project([10] * 10 + [90, 1] * 5, COUNT, 1)["reason"].tolist() == ["unreliable"]


def test_only_the_years_since_the_last_gap_count():
    """A figure from before a gap of years would be taken for last year's."""
    late = series([3] * 14, first=2010)
    both = pd.concat([series([50] * 5), late])
    pd.testing.assert_frame_equal(
        projections.project(both, ["series"], COUNT, 3), projections.project(late, ["series"], COUNT, 3)
    )


def test_the_back_test_compares_with_both_naive_forecasts():
    """Eleven years of 2, then 7: tested are 2010 (2) and 2011 (7), one step ahead.

    "As last year" is wrong by 0 and by 5, on average 2.5; so is the mean of the last five, and so the median, 2.
    """
    found = only(projections.backtest(series([2] * 11 + [7]), ["series"], COUNT, 1))
    assert (found["origins"], found["tested"]) == (2, 2)
    assert [found[name] for name in ("error", "error_last", "error_mean")] == [2.5, 2.5, 2.5]
    assert (found["covered_50"], found["covered_90"]) == (0.5, 0.5)


def test_the_back_test_takes_the_latest_origins():
    """Of 14 years, ten and more are known at four origins; two steps ahead the last of them has one outcome."""
    every = only(projections.backtest(series([3] * 14), ["series"], COUNT, 2))
    assert (every["origins"], every["tested"]) == (4, 7)
    last = only(projections.backtest(series([3] * 14), ["series"], COUNT, 2, origins=1))
    assert (last["origins"], last["tested"]) == (1, 1)


def test_the_back_test_knows_nothing_of_later_years():
    """A model that had seen the outcome would look better than it is."""
    early = [4, 2, 5, 3, 4, 6, 2, 3, 5, 4, 3]
    first = projections._tests(projections._run(series([*early, 3]), COUNT), COUNT, 1, None)
    second = projections._tests(projections._run(series([*early, 900]), COUNT), COUNT, 1, None)
    assert first[0] == second[0]


def test_intervals_hold_as_often_as_they_say():
    """200 series of 25 years with a steady rate of 12: the share of held-out years inside must be near what is said."""
    random = np.random.default_rng(3)
    frame = pd.concat([series(random.poisson(12, 25), name) for name in range(200)])
    found = projections.backtest(frame, ["series"], COUNT, 3)
    assert 0.5 <= found["covered_50"].mean() <= 0.65
    assert 0.88 <= found["covered_90"].mean() <= 0.96


def test_chances_of_a_steady_count():
    """The next count is negative binomial (36.5, 18/19); above and below the mean, 2, leave out exactly 2."""
    found = only(projections.chances(series([2] * 18), ["series"], COUNT))
    predicted = stats.nbinom(36.5, 18 / 19)
    assert (found["year"], found["mean"]) == (2018, 2)
    assert found["above"] == pytest.approx(1 - predicted.cdf(2))
    assert found["below"] == pytest.approx(predicted.cdf(1))


def test_chances_of_a_mean_between_two_counts_leave_nothing_out():
    """The last five are 2, 1, 2, 1, 1, with a mean of 1.4: every count is above or below."""
    found = only(projections.chances(series([2, 1] * 9 + [1]), ["series"], COUNT))
    assert found["mean"] == pytest.approx(1.4)
    assert found["above"] + found["below"] == pytest.approx(1)


def test_a_level_that_grows_lies_above_its_mean():
    found = only(projections.chances(series(np.exp(np.cumsum([0, *[0.05, 0.15] * 9]))), ["series"], LEVEL))
    assert found["above"] > 0.95
    assert found["above"] + found["below"] == pytest.approx(1)


@pytest.mark.parametrize(("kind", "horizon"), [("share", 1), (COUNT, 0), (COUNT, 4)])
def test_other_kinds_and_horizons_are_refused(kind, horizon):
    with pytest.raises(ValueError, match=r"neither|only 1 to 3"):
        project([1] * 10, kind, horizon)


def test_no_series_gives_no_rows():
    empty = series([])
    assert projections.project(empty, ["series"], COUNT, 3).empty
    assert projections.backtest(empty, ["series"], COUNT, 3).empty
    assert projections.chances(empty, ["series"], LEVEL).empty


FIGURES = {
    COUNT: st.one_of(st.integers(0, 5), st.integers(0, 10**18)),
    LEVEL: st.one_of(st.floats(1, 100), st.floats(0, 1e300)),
}


@given(st.sampled_from([COUNT, LEVEL]).flatmap(lambda kind: st.tuples(
    st.just(kind), st.lists(FIGURES[kind], min_size=1, max_size=20)
)))  # fmt: skip
def test_any_series_gives_a_projection_or_a_reason_and_always_the_same(drawn):
    """One odd series would end the whole build, print an infinite number, or change the brief from run to run."""
    kind, values = drawn
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = project(values, kind)
        chance = only(projections.chances(series(values), ["series"], kind))
        pd.testing.assert_frame_equal(found, project(values, kind))
    for row in found.to_dict("records"):
        if pd.isna(row["reason"]):
            bounds = [row[name] for name in BOUNDS]
            assert bounds == sorted(bounds)
            assert 0 <= bounds[0] <= bounds[-1] < math.inf
    if pd.isna(chance["reason"]):
        assert 0 <= chance["above"] <= 1
        assert 0 <= chance["below"] <= 1 + 1e-12 - chance["above"]


def test_counts_lie_below_their_mean_more_often_without_any_change():
    """Else a brief would foretell a fall from the mere skew of counts.

    The mean of the last five is 1.4: a Poisson of 1.4 lies below with e^-1.4 (1 + 1.4) = 0.5918.
    """
    found = only(projections.chances(series([2, 1] * 9 + [1]), ["series"], COUNT))
    assert found["below_unchanged"] == pytest.approx(0.5918, abs=1e-4)
    assert found["above_unchanged"] == pytest.approx(1 - 0.5918, abs=1e-4)
