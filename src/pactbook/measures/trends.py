"""Trends of yearly counts: how fast they rise or fall, and whether that is more than chance."""

import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats
from statsmodels.genmod.families import Poisson
from statsmodels.genmod.generalized_linear_model import GLM
from statsmodels.tools.sm_exceptions import PerfectSeparationError

MIN_YEARS = 8
MIN_EVENTS = 10
INTERVAL = 0.9
TOO_FEW_YEARS, TOO_FEW_EVENTS, GAPS, ALL_ZERO = "too_few_years", "too_few_events", "gaps", "all_zero"
NO_ESTIMATE = "no_estimate"  # no finite slope fits: all events lie in the first or in the last year, or nearly so
RISING, FALLING, NONE = "rising", "falling", "none"
RESULT = [
    "first_year", "last_year", "years", "events", "change", "change_low", "change_high", "model", "dispersion",
    "direction", "reason",
]  # fmt: skip
Fit = tuple[float, float, float, float]  # change, its interval, dispersion


def yearly_counts(events: pd.DataFrame, keys: Sequence[str], first_year: int, last_year: int) -> pd.DataFrame:
    """Events counted by series and year, with a zero for every year of the span that has none.

    Args:
        events: one row per event and series, with the key columns, year and row (identifier).
        keys: the columns that name a series.
        first_year: first year that the record covers.
        last_year: last year that it covers; what lies outside the span is left out.

    Returns:
        The key columns, year (every year of the span), count (0 and up), rows (tuple of identifiers), ordered by keys,
        year. A series without an event in the span has no rows.
    """
    keys = list(keys)
    inside = events[events["year"].between(first_year, last_year)]
    found: dict[tuple[Any, ...], set[str]] = {}
    for *key, year, row in inside[[*keys, "year", "row"]].itertuples(index=False):
        found.setdefault((*key, int(year)), set()).add(row)
    every = pd.DataFrame({"year": range(first_year, last_year + 1)})
    counts = inside[keys].drop_duplicates().merge(every, how="cross").sort_values([*keys, "year"], ignore_index=True)
    rows = [tuple(sorted(found.get(key, ()))) for key in counts[[*keys, "year"]].itertuples(index=False, name=None)]
    counts["count"] = pd.Series([len(held) for held in rows], dtype="int64")
    counts["rows"] = pd.Series(rows, dtype=object)
    return counts


def trend(counts: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    """Yearly change of each series of counts, with its 90 % interval.

    A log-linear rate, `log E(count) = a + b · year`, fitted by quasi-Poisson: the variance is the mean times the
    dispersion, estimated as Pearson's chi-squared by its degrees of freedom and never taken to be below 1; the interval
    is that of t with the same degrees of freedom.

    Args:
        counts: the key columns, year, count (whole, 0 and up). Every year that the record covers has a row, also where
            nothing happened; a year without a row between others, or with a missing count, is a gap.
        keys: the columns that name a series.

    Returns:
        One row per series: the key columns, first_year, last_year, years (with a count), events (sum), change (a year:
        rate ratio - 1; above -1), change_low, change_high (90 % interval), model (`poisson`: the dispersion is 1 or
        less, or `quasi-poisson`), dispersion (chi-squared by degrees of freedom, as estimated; 0 and up), direction
        (`rising` or `falling` where the interval excludes 0, else `none`), reason. With a reason there is no trend, and
        change to direction are missing: `gaps`, `too_few_years` (under 8), `all_zero`, `too_few_events` (under 10),
        `no_estimate` (no finite slope fits), the first that applies. Ordered by keys.

    Reference: McCullagh and Nelder (1989); Ver Hoef and Boveng (2007); Santos Silva and Tenreyro (2010) on when no
    finite slope fits.
    """
    keys = list(keys)
    rows = [
        (*(name if isinstance(name, tuple) else (name,)), *_trend(group.sort_values("year")))
        for name, group in counts.groupby(keys)
    ]
    frame = pd.DataFrame(rows, columns=[*keys, *RESULT])
    numbers = dict.fromkeys(("change", "change_low", "change_high", "dispersion"), "Float64")
    whole = dict.fromkeys(("first_year", "last_year", "years", "events"), "int64")
    return frame.astype({**numbers, **whole, **dict.fromkeys(("model", "direction", "reason"), "string")})


def _trend(series: pd.DataFrame) -> tuple[object, ...]:
    """The columns of RESULT for one series in order of its years."""
    years = series["year"].to_numpy(dtype=float)
    known = series["count"].notna()
    counts = series.loc[known, "count"].to_numpy(dtype=float)
    facts = (int(years[0]), int(years[-1]), len(counts), int(counts.sum()))
    reason = _reason(years, counts)
    fit = None if reason else _fit(years, counts)
    if fit is None:
        return (*facts, None, None, None, None, None, None, reason or NO_ESTIMATE)
    change, low, high, dispersion = fit
    direction = RISING if low > 0 else FALLING if high < 0 else NONE
    model = "quasi-poisson" if dispersion > 1 else "poisson"
    return (*facts, change, low, high, model, dispersion, direction, None)


def _reason(years: np.ndarray, counts: np.ndarray) -> str | None:
    """Why a series bears no trend, or None."""
    if len(counts) < years[-1] - years[0] + 1:
        return GAPS
    if len(counts) < MIN_YEARS:
        return TOO_FEW_YEARS
    if not counts.any():
        return ALL_ZERO
    if counts.sum() < MIN_EVENTS:
        return TOO_FEW_EVENTS
    return None


def _fit(years: np.ndarray, counts: np.ndarray) -> Fit | None:
    """Change a year, its interval and the dispersion; None where no finite slope fits."""
    if counts.sum() in (counts[0], counts[-1]):  # all in one year at an end: ever steeper slopes fit ever better
        return None
    design = np.column_stack([np.ones(len(years)), years - years.mean()])
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")  # what they warn of is looked for below
        try:
            fit = GLM(counts, design, family=Poisson()).fit(maxiter=200, tol_criterion="params", rtol=1e-9)
        except (ValueError, ArithmeticError, np.linalg.LinAlgError, PerfectSeparationError):
            return None
        dispersion = float(fit.pearson_chi2 / fit.df_resid)
        width = stats.t.ppf((1 + INTERVAL) / 2, fit.df_resid) * fit.bse[1] * np.sqrt(max(dispersion, 1))
        slope = fit.params[1]
        change, low, high = np.expm1([slope, slope - width, slope + width])
    if not (fit.converged and width > 0 and np.isfinite([change, low, high, dispersion]).all()):
        return None
    return float(change), float(low), float(high), dispersion
