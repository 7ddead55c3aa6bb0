"""Yearly series of a topic's countries, of each and of all together, that trends and projections are taken of."""

from collections.abc import Iterable, Iterator
from typing import Any

import pandas as pd

from pactbook.briefs.context import Context, records
from pactbook.briefs.scope import Scope
from pactbook.measures.scenarios import CONSTANT

WHOLE = "whole"  # the series of all countries together, in which an event counts once
KEYS = ["subject"]
SPAN = 5  # years, that the latest are compared over
TREND = ("first_year", "last_year", "events", "change", "change_low", "change_high", "direction", "reason")
LATELY = ("recent", "before", "recent_years", "before_years")


def exercises(context: Context, scope: Scope) -> pd.DataFrame:
    """Exercises with at least one of the countries, a year each; see `_counts`."""
    events = context.participations
    return _counts(events, scope, _first(events), context.last_year)


def incidents(context: Context, scope: Scope) -> pd.DataFrame:
    """Incidents that concern at least one of the countries, a year each; see `_counts`."""
    return _counts(context.incidents_by_country, scope, _first(context.incidents_by_country), context.last_year)


def deliveries(context: Context, scope: Scope) -> pd.DataFrame:
    """Entries of the register by first year of delivery, to the last year that it holds; see `_counts`."""
    entries = context.arms_entries.rename(columns={"recipient_iso3": "iso3"})
    known = entries.loc[entries["year"] <= context.last_year, "year"].dropna()
    return _counts(entries, scope, _first(entries), int(known.max()) if len(known) else None)


def spending(context: Context, scope: Scope) -> pd.DataFrame:
    """Military spending of each country in constant prices: subject, year, value (US$ million), rows.

    A figure with a reason against its use is left out. Of several price bases that of the latest prices is taken.
    """
    table = context.tables["military_expenditure"]
    usable = table["excluded"].isna() & table["usd_millions"].notna() & table["price_basis"].str.startswith(CONSTANT)
    own = table[usable.astype(bool) & table["iso3"].isin(scope.countries) & (table["year"] <= context.last_year)]
    own = own.sort_values(["iso3", "year", "price_basis"])
    own = own[own["price_basis"] == own.groupby("iso3")["price_basis"].transform("max")]
    made = own[["iso3", "year", "usd_millions"]].set_axis([*KEYS, "year", "value"], axis=1).reset_index(drop=True)
    made["rows"] = pd.Series([(row,) for row in own["row"]], dtype=object)
    return made


def subjects(context: Context, scope: Scope) -> list[str]:
    """WHOLE, where there are several countries, and the countries by name."""
    return [*([WHOLE] if len(scope.countries) > 1 else []), *sorted(scope.countries, key=context.name)]


def rows_of(series: pd.DataFrame, subject: str) -> list[str]:
    """Identifiers of all rows behind the series of a subject."""
    return sorted({row for rows in series.loc[series["subject"] == subject, "rows"] for row in rows})


def trend_of(events: Iterable[tuple[int, str]], first: int, last: int) -> dict[str, Any]:
    """The trend of the number of some events a year over a record.

    Args:
        events: the year and the row of each; those outside the record are left out.
        first: the first year that the record covers.
        last: the last.

    Returns:
        first_year, last_year, events, change, change_low, change_high, direction and reason as
        `measures.trends.trend` gives them, and interval (its probability). The reason is too_few_years for a record
        without a year, all_zero for one without events.
    """
    from pactbook.measures import trends  # noqa: PLC0415 (what it imports takes more than a second)

    frame = pd.DataFrame(list(events), columns=["year", "row"]).assign(subject=WHOLE)
    found = records(trends.trend(trends.yearly_counts(frame, KEYS, first, last), KEYS)) if first <= last else []
    nothing = {"first_year": first, "last_year": last, "events": 0}
    reason = trends.ALL_ZERO if first <= last else trends.TOO_FEW_YEARS
    line = found[0] if found else dict.fromkeys(TREND) | nothing | {"reason": reason}
    return {key: line[key] for key in TREND} | {"interval": trends.INTERVAL}


def lately(years: Iterable[tuple[int, str]], first: int, last: int) -> dict[str, Any]:
    """The last five years of a record beside the five before.

    Args:
        years: the year and the row of each event.
        first: the first year that the record covers.
        last: the last.

    Returns:
        recent, before (rows of the events), recent_years, before_years (first and last of each); all None where the
        record covers less than ten years, so that the halves would not be alike.
    """
    middle, start = last - SPAN, last - 2 * SPAN
    if first > start + 1:
        return dict.fromkeys(LATELY)
    events = sorted(years)
    return {
        "recent": [row for year, row in events if middle < year <= last],
        "before": [row for year, row in events if start < year <= middle],
        "recent_years": [middle + 1, last],
        "before_years": [start + 1, middle],
    }


def lately_counted(halves: dict[str, Any], change: float | None) -> dict[str, Any]:
    """The counts of `lately`, its years, and `against`: whether they moved against a change over the whole record."""
    if halves["recent"] is None:
        return {**halves, "against": False}
    recent, before = len(halves["recent"]), len(halves["before"])
    return {**halves, "recent": recent, "before": before, "against": (recent - before) * (change or 0) < 0}


def _first(events: pd.DataFrame) -> int | None:
    """The first year of a record, of whomever."""
    years = events["year"].dropna()
    return int(years.min()) if len(years) else None


def _counts(events: pd.DataFrame, scope: Scope, first: int | None, last: int | None) -> pd.DataFrame:
    """Events by subject and year, with a zero for every year of the record that has none: subject, year, value, rows.

    Empty where there is no record.
    """
    from pactbook.measures.trends import yearly_counts  # noqa: PLC0415 (what it imports takes more than a second)

    if first is None or last is None:
        return pd.DataFrame(columns=[*KEYS, "year", "value", "rows"])
    own = events.loc[events["iso3"].isin(scope.countries) & events["year"].notna(), ["iso3", "year", "row"]]
    each = own.rename(columns={"iso3": "subject"})
    parts = [each]
    if len(scope.countries) > 1:
        parts.append(each.assign(subject=WHOLE))
    counts = yearly_counts(pd.concat(parts).drop_duplicates(), KEYS, first, last).rename(columns={"count": "value"})
    silent = sorted({*scope.countries, *(part for part in [WHOLE] if len(scope.countries) > 1)} - {*counts["subject"]})
    zeros = pd.DataFrame(_zeros(silent, range(first, last + 1)), columns=[*KEYS, "year", "value", "rows"])
    return pd.concat([counts, zeros], ignore_index=True) if len(zeros) else counts


def _zeros(silent: Iterable[str], years: range) -> Iterator[tuple[str, int, int, tuple[str, ...]]]:
    return ((subject, year, 0, ()) for subject in silent for year in years)
