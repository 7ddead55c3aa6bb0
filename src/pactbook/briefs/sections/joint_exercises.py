"""Joint exercises of a topic's countries with its partners: how many a year, in which series, with what trend."""

from typing import Any

import pandas as pd

from pactbook.briefs import yearly
from pactbook.briefs.context import Context, Finding, Section, fact, figure, records, trail
from pactbook.briefs.findings import finding
from pactbook.briefs.scope import Scope
from pactbook.briefs.sections.exercises import LATEST, RECENT_YEARS, SHOWN
from pactbook.measures.participation import COUNTERTERRORISM

MEASURE = "Joint exercises with partners"
DIRECTIONS = {"rising": "up", "falling": "down", "none": "level"}


def topic(context: Context, scope: Scope) -> Section:
    """Exercises of the countries with the partners: per year, by country, by series, the latest, and their trend."""
    seats = _seats(context, scope)
    if seats.empty:
        return {"empty": True, "partners": list(scope.partners)}
    held = seats.drop_duplicates("exercise_id")
    latest = held.sort_values(["start", "exercise_id"], ascending=False)["row"]
    trend = _trend(context, held)
    last = context.last_year
    return {
        "empty": False,
        "partners": list(scope.partners),
        "total": _counted(context, held),
        "against": _counted(context, held[_against(held)]),
        "recent": _counted(context, _recent(held, last)),
        "before": _counted(context, _recent(held, last - RECENT_YEARS)),
        "recent_years": [last - RECENT_YEARS + 1, last],
        "before_years": [last - 2 * RECENT_YEARS + 1, last - RECENT_YEARS],
        "first_year": int(held["year"].min()),
        "latest_year": int(held["year"].max()),
        "chart": _chart(context, held),
        "countries": _countries(context, scope, seats),
        "series": _series(context, held),
        "latest": [fact(context, context.exercises_by_row[row], *SHOWN) for row in latest.head(LATEST)],
        "trend": trend,
        "trend_figures": {
            key: figure(context, trend.get(key), "Yearly change", trend["rows"])
            for key in ("change", "low", "high", "interval")
        },
    }


def topic_findings(context: Context, scope: Scope) -> list[Finding]:
    """Whether the exercises become more or fewer; nothing where the record bears no trend."""
    held = _seats(context, scope).drop_duplicates("exercise_id")
    trend = _trend(context, held) if len(held) else None
    if trend is None or trend["reason"]:
        return []
    keys = ("first_year", "last_year", "events", "change", "low", "high", "direction")
    change = None if trend["direction"] == "level" else trend["change"]
    halves = yearly.lately(zip(held["year"], held["row"], strict=True), trend["first_year"], trend["last_year"])
    values = {key: trend[key] for key in keys} | {"partners": list(scope.partners)}
    values |= yearly.lately_counted(halves, change)
    against = values["against"]  # what came last points elsewhere than the long trend
    direction = {"up": "down", "down": "up"}[trend["direction"]] if against else trend["direction"]
    return [
        finding(
            context, "trend_of_joint_exercises", "joint_exercises", 0.5 if change is None or against else 0.7,
            values, trend["rows"], complete=False, direction=direction,
        )
    ]  # fmt: skip


def _seats(context: Context, scope: Scope) -> pd.DataFrame:
    """Seats of the countries in exercises that a partner took part in too, and these of the topic's series alone."""
    joined = context.participations
    if scope.series:
        joined = joined[joined["series_id"].isin(scope.series)]
    ours, theirs = (joined[joined["iso3"].isin(codes)] for codes in (scope.countries, scope.partners))
    other = ours.merge(theirs[["exercise_id", "iso3"]], on="exercise_id", suffixes=("", "_partner"))
    shared = other.loc[other["iso3"] != other["iso3_partner"], "exercise_id"]
    found: pd.DataFrame = ours[ours["exercise_id"].isin(shared)]
    return found


def _window(context: Context) -> tuple[int, int]:
    """The years that the whole record of exercises covers."""
    return int(min(context.participations["year"], default=context.last_year)), context.last_year


def _recent(held: pd.DataFrame, last: int) -> pd.DataFrame:
    found: pd.DataFrame = held[held["year"].between(last - RECENT_YEARS + 1, last)]
    return found


def _counted(context: Context, held: pd.DataFrame) -> dict[str, Any]:
    return figure(context, len(held), MEASURE, sorted(held["row"]))


def _trend(context: Context, held: pd.DataFrame) -> dict[str, Any]:
    """The yearly change with its interval, or the reason why there is none."""
    first, last = _window(context)
    inside = held[held["year"].between(first, last)]
    found = yearly.trend_of(zip(inside["year"], inside["row"], strict=True), first, last)
    return (
        {key: found[key] for key in ("first_year", "last_year", "events", "change", "reason", "interval")}
        | {"low": found["change_low"], "high": found["change_high"]}
        | {"direction": DIRECTIONS.get(found["direction"] or "")}
        | trail(context, "Yearly change", sorted(inside["row"]))
    )


def _chart(context: Context, held: pd.DataFrame) -> dict[str, Any]:
    """Exercises a year, those that trained against terrorism apart."""
    against = _against(held)
    main = records(held.assign(against=against).groupby(["year", "against"]).size().rename("exercises").reset_index())
    years = range(int(held["year"].min()), context.as_of.year + 1)
    peak = held["year"].value_counts()
    return {
        "spec": "joint_exercises",
        "data": {"main": main, "years": [{"year": year} for year in years]},
        "values": {
            "first": years[0],
            "last": years[-1],
            "peak": int(peak.max()),
            "peak_years": sorted(peak.index[peak == peak.max()].tolist()),
            "against": int(against.sum()),
        },
        **trail(context, MEASURE, sorted(held["row"])),
    }


def _against(held: pd.DataFrame) -> pd.Series:
    """Whether each exercise had counterterrorism among its focuses."""
    return pd.Series([COUNTERTERRORISM in (focus or ()) for focus in held["focus"]], held.index, dtype=bool)


def _countries(context: Context, scope: Scope, seats: pd.DataFrame) -> list[dict[str, Any]]:
    table = []
    for iso3 in sorted(scope.countries, key=context.name):
        own = seats[seats["iso3"] == iso3]
        table.append(
            {
                "iso3": iso3,
                "total": len(own),
                "recent": len(_recent(own, context.last_year)),
                "before": len(_recent(own, context.last_year - RECENT_YEARS)),
                "latest": int(own["year"].max()) if len(own) else None,
                **trail(context, MEASURE, sorted(own["row"])),
            }
        )
    return table


def _series(context: Context, held: pd.DataFrame) -> list[dict[str, Any]]:
    """Series by their number of exercises; those outside any series come last, as one."""
    names = dict(zip(*(context.tables["exercise_series"][key] for key in ("series_id", "name")), strict=True))
    table = [
        {
            "name": names.get(series) if series else None,
            "exercises": len(own),
            "first_year": int(own["year"].min()),
            "last_year": int(own["year"].max()),
            **trail(context, MEASURE, sorted(own["row"])),
        }
        for series, own in held.groupby(held["series_id"].fillna(""))
    ]
    return sorted(table, key=lambda row: (row["name"] is None, -row["exercises"], row["name"] or ""))
