"""Influence: the instruments that a power has in each core country, and where it gained and lost in ten years."""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from pactbook.briefs.context import Context, Finding, Section, figure, records, trail
from pactbook.briefs.findings import finding
from pactbook.measures import exercises as exercise_measures
from pactbook.measures.agreements import OBLIGATIONS
from pactbook.measures.arms import PERIOD_YEARS
from pactbook.measures.engagement import COMPONENTS, LONG_YEARS

NOTABLE = 0.05  # a change of the score from which a brief's first page may speak of it
PERIODS = 5  # five-year periods shown, the last one ends with the last year that is over
Table = list[dict[str, Any]]


def country(context: Context, iso3: str) -> Section:
    """What a power has in each core country now and ten years before, instrument by instrument."""
    hosts = _hosts(context, iso3)
    changes = _changes(context, iso3)
    if not changes:
        return {"empty": True}
    spans = _spans(context)
    return {
        "empty": False,
        "now": context.last_year,
        "then": context.last_year - LONG_YEARS,
        "since": context.engagement_since,
        "lead": _lead(context, iso3),
        "chart": _chart(context, iso3, hosts),
        "counts": [_counts(context, iso3, row) for row in changes],
        "changes": [
            {key: row[key] for key in ("partner", "before", "score", "change")}
            | {"components": [row[f"{name}_change"] for name in COMPONENTS]}
            | trail(context, "Trend", row["rows"])
            for row in changes
        ],
        "facilities": _facilities(context, iso3, hosts),
        "spans": [f"{first}–{last}" for first, last in spans],
        "arms_periods": [_period(context, first) for first in _arms_periods(context)],
        "arms": _arms(context, iso3, hosts),
        "assistance": _assistance(context, iso3, hosts),
        "exercises": _exercises(context, iso3, hosts, spans),
        "agreements": _agreements(context, iso3, hosts),
    }


def country_findings(context: Context, iso3: str) -> list[Finding]:
    """Where a power gained and lost most, where it lost its last facility, and which instrument it has most of."""
    changes = _changes(context, iso3)
    if not changes:
        return []
    gains = [row for row in changes if row["change"] >= NOTABLE]
    losses = [row for row in reversed(changes) if row["change"] <= -NOTABLE]
    stated = [_moved(context, iso3, row, first=row is rows[0]) for rows in (gains, losses) for row in rows]
    return [*stated, *_lost(context, iso3), *_strongest(context, iso3)]


def _hosts(context: Context, iso3: str) -> list[str]:
    return sorted(context.core - {iso3}, key=context.name)


def _changes(context: Context, iso3: str) -> Table:
    """Change of the score with each core country, the largest gain first; none where nothing was on record."""
    frame = context.engagement_trend
    return records(frame[(frame["iso3"] == iso3) & frame["partner"].isin(context.core)])


def _lead(context: Context, iso3: str) -> dict[str, Any]:
    """The countries with the most and the least engagement now, and how many scores rose and fell."""
    changes = _changes(context, iso3)
    by_host = {row["partner"]: row for row in changes}
    scores = {host: by_host[host]["score"] if host in by_host else 0.0 for host in _hosts(context, iso3)}
    highest, lowest = max(scores.values()), min(scores.values())
    most, least = ([host for host in scores if scores[host] == score] for score in (highest, lowest))

    def scored(score: float, hosts: list[str]) -> dict[str, Any]:
        rows = [row for host in hosts if host in by_host for row in by_host[host]["rows"]]
        return {"hosts": hosts, "score": figure(context, score, "Engagement", sorted(set(rows)))}

    def moved(sign: int) -> dict[str, Any]:
        rows = [row for row in changes if row["change"] * sign > 0]
        return figure(context, len(rows), "Trend", sorted({name for row in rows for name in row["rows"]}))

    return {
        "most": scored(highest, most),
        "least": scored(lowest, least) if lowest < highest else None,
        "rose": moved(1),
        "fell": moved(-1),
    }


def _chart(context: Context, iso3: str, hosts: list[str]) -> dict[str, Any]:
    """A panel for each country; a year in which nothing was on record has the score 0."""
    frame = context.engagement
    own = frame[(frame["iso3"] == iso3) & frame["partner"].isin(hosts)]
    scores = {(row["partner"], row["year"]): row["score"] for row in records(own)}
    years = range(context.engagement_since, context.last_year + 1)
    main = [
        {"panel": context.short(host), "order": order, "year": year, "score": scores.get((host, year), 0.0)}
        | {"colour": context.colour(iso3)}
        for order, host in enumerate(hosts)
        for year in years
    ]
    rows = {row for rows in own["rows"] for row in rows}
    return {"spec": "influence", "data": {"main": main}, **trail(context, "Engagement", sorted(rows))}


def _counts(context: Context, iso3: str, change: dict[str, Any]) -> dict[str, Any]:
    """The counts of the five components at the end of the last year and ten years before."""
    pair = _pair(context, iso3, change["partner"])
    return {
        "partner": change["partner"],
        "cells": [{"component": name, "then": then, "now": now} for name, (then, now) in pair.items()],
        **trail(context, "Engagement", change["rows"]),
    }


def _pair(context: Context, iso3: str, partner: str) -> dict[str, tuple[int, int]]:
    """Counts of each component with a partner, then and now."""
    frame = context.engagement
    own = records(frame[(frame["iso3"] == iso3) & (frame["partner"] == partner)])
    by_year = {row["year"]: row for row in own}
    now, then = (by_year.get(year) for year in (context.last_year, context.last_year - LONG_YEARS))
    return {name: (then[name] if then else 0, now[name] if now else 0) for name in COMPONENTS}


def _facilities(context: Context, iso3: str, hosts: list[str]) -> Table:
    """Facilities in each country: how many are open, how many closed, when the last opened and closed."""
    own = _sites(context, iso3)
    table = []
    for host in hosts:
        here = [site for site in own if site["host"] == host]
        table.append(
            {
                "partner": host,
                "open": sum(site["open"] for site in here),
                "closed": sum(not site["open"] for site in here),
                "last_opened": max((site["opened"] for site in here if site["opened"]), default=None),
                "last_closed": max((site["closed"] for site in here if site["closed"]), default=None),
                **trail(context, "Presence", [site["row"] for site in here]),
            }
        )
    return [row for row in table if row["rows"]]


def _sites(context: Context, iso3: str) -> Table:
    sites = context.sites
    return records(sites[(sites["operator_iso3"] == iso3).fillna(value=False) & sites["host"].isin(context.core)])


def _arms_periods(context: Context) -> list[int]:
    """First years of the last five-year periods of the register."""
    last = context.as_of.year // PERIOD_YEARS * PERIOD_YEARS
    return list(range(last - (PERIODS - 1) * PERIOD_YEARS, last + 1, PERIOD_YEARS))


def _period(context: Context, first: int) -> str:
    """A period as far as the edition goes: "2020–2024", "2025"."""
    last = min(first + PERIOD_YEARS - 1, context.as_of.year)
    return str(first) if first == last else f"{first}–{last}"


def _arms(context: Context, iso3: str, hosts: list[str]) -> Table:
    entries = context.arms_entries
    own = entries[(entries["supplier_iso3"] == iso3).fillna(value=False)]
    periods = [(first, first + PERIOD_YEARS - 1) for first in _arms_periods(context)]
    return _by_span(context, own.rename(columns={"recipient_iso3": "partner"}), hosts, periods, "Register entries")


def _spans(context: Context) -> list[tuple[int, int]]:
    """First and last years of the last five-year spans, counted back from the last year that is over."""
    lasts = range(context.last_year - (PERIODS - 1) * PERIOD_YEARS, context.last_year + 1, PERIOD_YEARS)
    return [(last - PERIOD_YEARS + 1, last) for last in lasts]


def _exercises(context: Context, iso3: str, hosts: list[str], spans: list[tuple[int, int]]) -> Table:
    joined = context.participations
    own = joined[joined["exercise_id"].isin(joined.loc[joined["iso3"] == iso3, "exercise_id"])]
    pairs = exercise_measures.pairs(own)
    return _by_span(context, pairs[pairs["iso3"] == iso3], hosts, spans, "Joint exercises")


def _by_span(
    context: Context, events: pd.DataFrame, hosts: list[str], spans: list[tuple[int, int]], measure: str
) -> Table:
    """Events with each country (columns partner, year, row) counted by spans of years, and in all."""
    table = []
    for host in hosts:
        own = events[events["partner"] == host]
        counts = [int(own["year"].between(*span).sum()) for span in spans]
        table.append({"partner": host, "cells": counts, "total": len(own), **trail(context, measure, list(own["row"]))})
    return [row for row in table if row["total"]]


def _assistance(context: Context, iso3: str, hosts: list[str]) -> Table:
    """Entries to each country, those to several once for each, and the published yearly sums to it alone."""
    given = context.tables["security_assistance"]
    own = records(given[given["donor_iso3"] == iso3])
    frame = context.assistance_sums
    sums = {row["recipient_iso3"]: row for row in records(frame[frame["donor_iso3"] == iso3])}
    table = []
    for host in hosts:
        here = [row for row in own if host in row["recipients"]]
        recent = [row for row in here if context.last_year - LONG_YEARS < row["year"] <= context.last_year]
        table.append(
            {
                "partner": host,
                "entries": len(here),
                "recent": len(recent),
                "latest": max((row["year"] for row in here), default=None),
                "sum": {key: sums[host][key] for key in ("usd_millions", "first_year", "last_year")}
                if host in sums
                else None,
                **trail(context, "Assistance", [row["row"] for row in here]),
            }
        )
    return [row for row in table if row["entries"]]


def _agreements(context: Context, iso3: str, hosts: list[str]) -> Table:
    """Agreements in force with each country, and how many of them hold each obligation."""
    own = context.agreements_by_party
    own = own[(own["iso3"] == iso3) & own["stands"]]
    bonds = context.bonds[context.bonds["iso3"] == iso3]
    table = []
    for host in hosts:
        shared = [row for row in records(own) if host in row["partners"]]
        bound = bonds[bonds["partner"] == host]
        table.append(
            {
                "partner": host,
                "bilateral": sum(len(row["partners"]) == 1 for row in shared),
                "multilateral": sum(len(row["partners"]) > 1 for row in shared),
                "obligations": [int((bound["obligation"] == name).sum()) for name in OBLIGATIONS],
                **trail(context, "Obligations", [row["row"] for row in shared]),
            }
        )
    return [row for row in table if row["rows"]]


def _moved(context: Context, iso3: str, row: dict[str, Any], *, first: bool) -> Finding:
    """A gain or a loss, and the component that has the largest part in it."""
    sign = 1 if row["change"] > 0 else -1
    weights = context.config["engagement"]["weights"]
    main = max(COMPONENTS, key=lambda name: sign * weights[name] * row[f"{name}_change"])
    then, now = _pair(context, iso3, row["partner"])[main]
    values = {
        "partner": row["partner"],
        "before": row["before"],
        "score": row["score"],
        "then_year": context.last_year - LONG_YEARS,
        "year": context.last_year,
        "component": main,
        # The component is weighed by depth and size, so that its count need not move with it.
        "counts": [then, now] if (now - then) * sign > 0 else None,
    }
    code, direction = ("power_gained", "up") if sign > 0 else ("power_lost", "down")
    weight = min((0.6 if first else 0.35) + abs(row["change"]), 0.95)
    return finding(
        context, code, "influence", weight, values, row["rows"],
        complete=False, about=row["partner"], direction=direction,
    )  # fmt: skip


def _lost(context: Context, iso3: str) -> Iterable[Finding]:
    """Countries in which a power had a facility and has none now."""
    own = _sites(context, iso3)
    for host in _hosts(context, iso3):
        here = [site for site in own if site["host"] == host]
        if not here or any(site["open"] for site in here):
            continue
        last = max(here, key=lambda site: (site["closed_year"] or 0, site["closed"] or "", site["row"]))
        values = {"host": host, "name": last["name"], "closed": last["closed"], "facilities": len(here)}
        rows = [site["row"] for site in here]
        recent = context.last_year - (last["closed_year"] or 0) < LONG_YEARS
        yield finding(context, "access_lost", "influence", 0.7 if recent else 0.5, values, rows, about=host)


def _strongest(context: Context, iso3: str) -> list[Finding]:
    """The component with the highest mean share over the core countries."""
    hosts = _hosts(context, iso3)
    frame = context.engagement_components
    now = frame[(frame["iso3"] == iso3) & frame["partner"].isin(hosts) & (frame["year"] == context.last_year)]
    if now.empty:
        return []
    means = now.groupby("component")["share"].sum() / len(hosts)
    highest = [name for name in COMPONENTS if means.get(name) == means.max()]
    behind = now[now["component"].isin(highest)]
    rows = sorted({row for rows in behind["rows"] for row in rows})
    values = {
        "components": highest,
        "share": float(means.max()),
        "countries": len(hosts),
        "with_any": int(behind["partner"].nunique()),
        "year": context.last_year,
    }
    return [finding(context, "strongest_instrument", "influence", 0.6, values, rows, complete=False)]
