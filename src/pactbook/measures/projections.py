"""Projections of yearly series one to three years ahead, and how well they would have done on years already known."""

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from scipy import stats

COUNT, LEVEL = "count", "level"  # of events; of a sum such as spending in constant prices
MIN_EVENTS = 10  # of a count
MOST = {COUNT: 1e6, LEVEL: 1e12}  # in a year; beyond, the quantiles can no longer be computed
MIN_YEARS = 10  # in one run without a gap; also what the back-test starts from
LEVEL_CHANGES = 20  # yearly changes that a level's drift is taken from
DISCOUNTS = np.arange(100, 29, -5) / 100  # of a count's past, by year; the steadiest first
MIN_TESTED = 8  # forecasts of years already known; fewer say nothing of a model
MIN_COVERED = 0.75  # of back-tested years within the 90 % interval
RECENT_YEARS = 5
QUANTILES = {"low_90": 0.05, "low_50": 0.25, "median": 0.5, "high_50": 0.75, "high_90": 0.95}
TESTED = ("covered_50", "covered_90", "error", "error_last", "error_mean")
GAPS, TOO_FEW_YEARS, ALL_ZERO, TOO_FEW_EVENTS = "gaps", "too_few_years", "all_zero", "too_few_events"
NOT_POSITIVE, NO_ESTIMATE, UNRELIABLE, UNTESTED = "not_positive", "no_estimate", "unreliable", "untested"


class _Prediction(NamedTuple):
    """A distribution with its parameters; scipy's own frozen ones take a millisecond each to make.

    Attributes:
        family: of scipy's distributions.
        parameters: in the family's order.
    """

    family: Any
    parameters: tuple[float, ...]

    def cdf(self, value: float) -> float:
        """Probability of a value up to this one."""
        return float(self.family.cdf(value, *self.parameters))

    def sf(self, value: float) -> float:
        """Probability of a value above this one."""
        return float(self.family.sf(value, *self.parameters))


Distribution = Callable[[int], _Prediction]  # of a year so many steps ahead


@dataclass(frozen=True)
class _Run:
    """The last years of a series without a gap.

    Attributes:
        years: in order.
        figures: theirs.
        reason: why it bears no projection, or None.
    """

    years: np.ndarray
    figures: np.ndarray
    reason: str | None


def project(series: pd.DataFrame, keys: Sequence[str], kind: str, horizon: int) -> pd.DataFrame:
    """Each series 1 to `horizon` years ahead, with intervals that hold half and nine tenths of what may come.

    Counts: a rate that drifts, the past discounted from year to year by a factor chosen by likelihood; the prediction
    is negative binomial. Levels: a random walk with drift on logarithms, over the last 20 changes at most, with
    Student's t. Only the last years without a gap are used. Nothing is simulated.

    Args:
        series: the key columns, year, value (a count: whole, 0 and up; a level: above 0, in one price basis). A year
            without a row or with a missing value is a gap.
        keys: the columns that name a series.
        kind: COUNT or LEVEL.
        horizon: 1 to 3 years.

    Returns:
        One row per series and step: the key columns, origin (last known year), step, year, median, low_50, high_50,
        low_90, high_90 (in the unit of the series), tested (back-tested years: as `backtest` with all origins),
        covered_90 (share of them within the 90 % interval; missing if none), reason. With a reason there is no
        projection, and median to high_90 are missing: `too_few_years` (under 10), `gaps` (under 10 since the last gap),
        `all_zero`, `too_few_events` (a count with none or under 10 in those years), `not_positive` (a level of 0 or
        less), `no_estimate` (a figure beyond MOST; a level that never changed), `untested` (fewer than 8 forecasts of
        known years), `unreliable` (of these the 90 % interval held less than 75 %). Ordered by keys, step. Rows are the
        caller's to carry.

    Raises:
        ValueError: for another kind or horizon.

    Reference: Harvey and Fernandes (1989) for counts; Hyndman and Athanasopoulos (2021), 5.2 and 5.5, for levels.
    """
    _checked(kind, horizon)
    found = [
        (*key, int(run.years[-1]), step, int(run.years[-1]) + step, *values, tested, covered, reason)
        for key, run in _runs(series, keys, kind)
        for tested, covered, reason, forecasts in [_forecasts(run, kind, horizon)]
        for step, values in enumerate(forecasts, start=1)
    ]
    columns = [*keys, "origin", "step", "year", *QUANTILES, "tested", "covered_90", "reason"]
    frame = pd.DataFrame(found, columns=columns).astype(
        dict.fromkeys((*QUANTILES, "covered_90"), "Float64")
        | dict.fromkeys(("origin", "step", "year", "tested"), "int64")
        | {"reason": "string"}
    )
    return frame[
        [*keys, "origin", "step", "year", "median", "low_50", "high_50", "low_90", "high_90", "tested", "covered_90",
         "reason"]
    ]  # fmt: skip


def backtest(
    series: pd.DataFrame, keys: Sequence[str], kind: str, horizon: int, origins: int | None = None
) -> pd.DataFrame:
    """How projections made in earlier years would have done (rolling origin): each knows only the years before it.

    Args:
        series: as in `project`.
        keys: the columns that name a series.
        kind: COUNT or LEVEL.
        horizon: 1 to 3 years; every step with a known outcome is tested.
        origins: how many of the latest origins to test; all with 10 years or more before them, if None.

    Returns:
        One row per series: the key columns, origins (count), tested (forecasts with a known outcome), covered_50,
        covered_90 (shares within the intervals, 0 to 1), error (mean absolute error of the median, in the unit of the
        series), error_last (of "as last year"), error_mean (of "the mean of the last five"); shares and errors are
        missing where nothing could be tested. Ordered by keys.

    Raises:
        ValueError: for another kind or horizon.

    Reference: Tashman (2000).
    """
    _checked(kind, horizon)
    found = []
    for key, run in _runs(series, keys, kind):
        tests = [] if run.reason else _tests(run, kind, horizon, origins)
        means = pd.DataFrame(tests, columns=["origin", *TESTED]).astype("Float64").mean()
        found.append((*key, len({test[0] for test in tests}), len(tests), *means[list(TESTED)]))
    frame = pd.DataFrame(found, columns=[*keys, "origins", "tested", *TESTED])
    return frame.astype({"origins": "int64", "tested": "int64", **dict.fromkeys(TESTED, "Float64")})


def chances(series: pd.DataFrame, keys: Sequence[str], kind: str) -> pd.DataFrame:
    """How probable it is that the next year lies above or below the mean of the last five.

    Args:
        series: as in `project`.
        keys: the columns that name a series.
        kind: COUNT or LEVEL.

    Returns:
        One row per series: the key columns, year (the one after the last known), mean (of the last five years, in the
        unit of the series), above, below (probabilities from the prediction of `project`, 0 to 1; they leave out the
        chance of exactly the mean), above_unchanged, below_unchanged (the same if nothing had changed: by a Poisson of
        that mean, since counts lie below their mean more often than above it; even chances for a level), tested,
        covered_90, reason (as in `project`; with one, above, below and their unchanged values are missing). Ordered by
        keys.

    Raises:
        ValueError: for another kind.
    """
    _checked(kind, 1)
    found = []
    for key, run in _runs(series, keys, kind):
        tested, covered, reason, _ = _forecasts(run, kind, 1)
        mean = float(run.figures[-RECENT_YEARS:].mean()) if len(run.figures) >= RECENT_YEARS else None
        above = below = usual_above = usual_below = None
        if reason is None and mean is not None:
            below, above = _sides(_models(run.figures, kind)[-1](1), mean, kind)
            usual_below, usual_above = (
                _sides(_Prediction(stats.poisson, (mean,)), mean, kind) if kind == COUNT else (0.5, 0.5)
            )
        year = int(run.years[-1]) + 1
        found.append((*key, year, mean, above, below, usual_above, usual_below, tested, covered, reason))
    sides = ["mean", "above", "below", "above_unchanged", "below_unchanged"]
    frame = pd.DataFrame(found, columns=[*keys, "year", *sides, "tested", "covered_90", "reason"])
    numbers = dict.fromkeys((*sides, "covered_90"), "Float64")
    return frame.astype({**numbers, "year": "int64", "tested": "int64", "reason": "string"})


def _checked(kind: str, horizon: int) -> None:
    if kind not in (COUNT, LEVEL):
        raise ValueError(f"{kind!r} is neither {COUNT!r} nor {LEVEL!r}")
    if not 1 <= horizon <= 3:
        raise ValueError(f"{horizon} years ahead: only 1 to 3 are projected")


def _sides(prediction: _Prediction, mean: float, kind: str) -> tuple[float, float]:
    """Probabilities of less and of more than a mean; a level is predicted by its logarithm."""
    if kind == LEVEL:
        below = prediction.cdf(np.log(mean))
        return below, 1 - below
    return prediction.cdf(np.ceil(mean) - 1), prediction.sf(np.floor(mean))


def _runs(series: pd.DataFrame, keys: Sequence[str], kind: str) -> list[tuple[tuple[Any, ...], _Run]]:
    """Every series, by key, with its last run of years; one without any known value is left out."""
    known = series[series["value"].notna()].sort_values([*keys, "year"])
    return [
        (name if isinstance(name, tuple) else (name,), _run(group, kind)) for name, group in known.groupby(list(keys))
    ]


def _run(known: pd.DataFrame, kind: str) -> _Run:
    years = known["year"].to_numpy(dtype=int)
    values = known["value"].to_numpy(dtype=float)
    breaks = np.flatnonzero(np.diff(years) > 1)
    start = int(breaks[-1]) + 1 if len(breaks) else 0
    years, values = years[start:], values[start:]
    reason = None
    if (values > MOST[kind]).any():
        reason = NO_ESTIMATE
    elif len(years) < MIN_YEARS:
        reason = GAPS if start else TOO_FEW_YEARS
    elif kind == COUNT and not values.any():
        reason = ALL_ZERO
    elif kind == COUNT and values.sum() < MIN_EVENTS:
        reason = TOO_FEW_EVENTS
    elif kind == LEVEL and (values <= 0).any():
        reason = NOT_POSITIVE
    return _Run(years, values, reason)


def _forecasts(run: _Run, kind: str, horizon: int) -> tuple[int, float | None, str | None, list[list[float | None]]]:
    """Years tested, share covered, reason against, and the quantiles of each step (None with a reason)."""
    nothing: list[list[float | None]] = [[None] * len(QUANTILES) for _ in range(horizon)]
    if run.reason:
        return 0, None, run.reason, nothing
    tests = _tests(run, kind, horizon, None)
    covered = sum(test[2] for test in tests) / len(tests) if tests else None
    model = _models(run.figures, kind)[-1]
    forecasts = _quantiles([model(step) for step in range(1, horizon + 1)], kind)
    if not np.isfinite(forecasts).all():
        return len(tests), covered, NO_ESTIMATE, nothing
    if covered is None or len(tests) < MIN_TESTED:
        return len(tests), covered, UNTESTED, nothing
    if covered < MIN_COVERED:
        return len(tests), covered, UNRELIABLE, nothing
    return len(tests), covered, None, [list(values) for values in forecasts]


def _tests(run: _Run, kind: str, horizon: int, origins: int | None) -> list[tuple[float, ...]]:
    """Of every forecast of a known year: its origin and the columns of TESTED."""
    models = _models(run.figures, kind)
    first = MIN_YEARS if origins is None else max(MIN_YEARS, len(run.figures) - origins)
    ahead = [
        (known, step)
        for known in range(first, len(run.figures))
        for step in range(1, min(horizon, len(run.figures) - known) + 1)
    ]
    found = []
    forecasts = _quantiles([models[known - 1](step) for known, step in ahead], kind)
    for (known, step), (low_90, low_50, median, high_50, high_90) in zip(ahead, forecasts, strict=True):
        value = run.figures[known + step - 1]
        naive = run.figures[known - 1], run.figures[known - RECENT_YEARS : known].mean()
        errors = (float(abs(value - guess)) for guess in (median, *naive))
        found.append((known, bool(low_50 <= value <= high_50), bool(low_90 <= value <= high_90), *errors))
    return found


def _quantiles(predictions: Sequence[_Prediction], kind: str) -> list[list[float]]:
    """The QUANTILES of each prediction, all of one family; one call of scipy for all, since each takes its time."""
    if not predictions:
        return []
    parameters = np.array([prediction.parameters for prediction in predictions], dtype=float).T[:, :, None]
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")  # a quantile beyond all numbers is infinite, and refused by the caller
        quantiles = predictions[0].family.ppf(list(QUANTILES.values()), *parameters)
        return [[float(value) for value in row] for row in (np.exp(quantiles) if kind == LEVEL else quantiles)]


def _models(values: np.ndarray, kind: str) -> list[Distribution]:
    """The prediction from each year on, knowing what was known then: element n knows n + 1 years."""
    return _count_models(values) if kind == COUNT else _level_models(values)


def _count_models(values: np.ndarray) -> list[Distribution]:
    """A gamma-distributed rate whose past is discounted: shape and rate are multiplied by the factor every year."""
    shapes = np.zeros((len(values), len(DISCOUNTS)))
    rates = np.zeros_like(shapes)
    shape, rate = np.full(len(DISCOUNTS), 0.5), np.zeros(len(DISCOUNTS))  # before any year: Jeffreys' prior
    for place, value in enumerate(values):
        shape, rate = DISCOUNTS * shape + value, DISCOUNTS * rate + 1
        shapes[place], rates[place] = shape, rate
    ahead, waiting = shapes[:-1] * DISCOUNTS, rates[:-1] * DISCOUNTS
    likelihood = np.cumsum(stats.nbinom.logpmf(values[1:, None], ahead, waiting / (1 + waiting)), axis=0)
    best = np.concatenate([[0], np.argmax(np.nan_to_num(likelihood, nan=-np.inf), axis=1)])

    def model(place: int) -> Distribution:
        discount = DISCOUNTS[best[place]]
        shape, rate = shapes[place, best[place]], rates[place, best[place]]

        def prediction(step: int) -> _Prediction:
            scale = rate * discount**step
            return _Prediction(stats.nbinom, (shape * discount**step, scale / (1 + scale)))

        return prediction

    return [model(place) for place in range(len(values))]


def _level_models(values: np.ndarray) -> list[Distribution]:
    """A random walk with drift of the logarithm; what is predicted is the logarithm."""
    logs = np.log(values)

    def model(place: int) -> Distribution:
        changes = np.diff(logs[max(0, place - LEVEL_CHANGES) : place + 1])
        count = len(changes)

        def prediction(step: int) -> _Prediction:
            spread = changes.std(ddof=1) * np.sqrt(step + step**2 / count)
            return _Prediction(stats.t, (count - 1, logs[place] + step * changes.mean(), spread))

        return prediction

    return [model(place) for place in range(len(values))]
