"""Players: the powers side by side in some countries, what each has there, and how firm their order is."""

import math
from typing import Any

import pandas as pd

from pactbook.briefs.context import Context, Finding, Section, figure, records, trail
from pactbook.briefs.findings import finding
from pactbook.briefs.scope import Scope
from pactbook.briefs.sections.partners import SHADES
from pactbook.measures import powers
from pactbook.measures.engagement import COMPONENTS, LONG_YEARS, RECENT_YEARS

BALANCE, HOLD = "Balance of the powers", "Hold of a rank"
LEAST_CHANGE = 0.03  # of the share; less is not told from the noise of a few rows
FIRM = 0.9  # share of random weightings from which a first place is called firm
LABEL_GAP = 0.055  # of the height of the chart: room for one line of text


def topic(context: Context, scope: Scope) -> Section:
    """Each power's share of the powers' engagement, year by year, and its place in each country."""
    balance = _balance(context, scope)
    if balance.empty:
        return {"empty": True}
    now, before = (_in_year(balance, year) for year in (context.last_year, context.last_year - LONG_YEARS))
    if not now:
        return {"empty": True}
    first_year = int(balance["year"].min())
    places = _places(context, scope)
    behind = [row for country in places for power in country["powers"] for row in power["rows"]]
    return {
        "empty": False,
        "countries": list(scope.countries),
        "leaders": [power for power, record in now.items() if record["share"] == _highest(now)],
        "share": figure(context, _highest(now), BALANCE, _behind(now)),
        "powers": [_power(context, record, before.get(power)) for power, record in now.items()],
        "shares": _chart(context, balance),
        "places": places,
        "draws": figure(context, powers.DRAWS, HOLD, behind),
        "years": {
            "first": first_year,
            "now": context.last_year,
            "before": context.last_year - LONG_YEARS,
            "recent": context.last_year - RECENT_YEARS + 1,
            "long": context.last_year - LONG_YEARS + 1,
            "since": context.engagement_since,
        },
    }


def topic_findings(context: Context, scope: Scope) -> list[Finding]:
    """Which power leads, how the balance has moved, and where the first place hangs on the weights."""
    balance = _balance(context, scope)
    now, before = (_in_year(balance, year) for year in (context.last_year, context.last_year - LONG_YEARS))
    if len(now) < 2:
        return []
    return [*_leader(context, now), *_shifts(context, now, before), *_ranks(context, scope)]


def _balance(context: Context, scope: Scope) -> pd.DataFrame:
    """Years in which any of the powers has something on record."""
    frame = powers.balance(context.engagement, scope.countries, scope.partners)
    return frame[frame["share"].notna()]


def _in_year(balance: pd.DataFrame, year: int) -> dict[str, dict[str, Any]]:
    """Powers in one year, the largest share first."""
    own = balance[balance["year"] == year].sort_values(["share", "power"], ascending=[False, True])
    return {record["power"]: record for record in records(own)}


def _highest(now: dict[str, dict[str, Any]]) -> float:
    return max(float(record["share"]) for record in now.values())


def _behind(*years: dict[str, dict[str, Any]]) -> list[str]:
    return sorted({row for year in years for record in year.values() for row in record["rows"]})


def _power(context: Context, now: dict[str, Any], before: dict[str, Any] | None) -> dict[str, Any]:
    rows = sorted({*now["rows"], *(before["rows"] if before else ())})
    return {
        "power": now["power"],
        "share": now["share"],
        "before": before and before["share"],
        "change": before and round(now["share"], 2) - round(before["share"], 2),  # of what is shown, so that it adds up
        "score": now["score"],
        **trail(context, BALANCE, rows),
    }


def _chart(context: Context, balance: pd.DataFrame) -> dict[str, Any]:
    """Shares by year; the labels at the ends of the lines are moved apart where they would lie on each other."""
    lines = [
        {
            "year": record["year"],
            "share": record["share"],
            "label": context.short(record["power"]),
            "colour": context.colour(record["power"]),
        }
        for record in records(balance.sort_values(["power", "year"]))
    ]
    last_year = max(line["year"] for line in lines)
    top = max(line["share"] for line in lines)
    ends, free = [], 0.0
    for line in sorted((line for line in lines if line["year"] == last_year), key=lambda line: float(line["share"])):
        place = max(float(line["share"]), free)
        ends.append(line | {"place": place})
        free = place + LABEL_GAP * top
    rows = sorted({row for behind in balance["rows"] for row in behind})
    return {"spec": "power_shares", "data": {"main": lines, "ends": ends}, **trail(context, BALANCE, rows)}


def _sensitivity(context: Context, scope: Scope) -> pd.DataFrame:
    return powers.sensitivity(context.engagement, scope.countries, scope.partners, context.last_year)


def _places(context: Context, scope: Scope) -> list[dict[str, Any]]:
    """The powers in each country by rank, with the components of their scores."""
    frame = context.engagement
    now = frame[(frame["year"] == context.last_year) & frame["iso3"].isin(scope.countries)]
    components = {(record["iso3"], record["partner"]): record for record in records(now)}
    found: dict[str, list[dict[str, Any]]] = {iso3: [] for iso3 in sorted(scope.countries, key=context.name)}
    for record in records(_sensitivity(context, scope)):
        own = components.get((record["iso3"], record["partner"]), {})
        cells = [
            {"count": own.get(name, 0), "shade": math.ceil(own.get(f"{name}_share", 0) * SHADES)} for name in COMPONENTS
        ]
        kept = {key: record[key] for key in ("partner", "score", "rank", "rank_kept", "first", "order_changed")}
        found[record["iso3"]].append(kept | {"cells": cells, **trail(context, HOLD, record["rows"])})
    with_any = (iso3 for iso3, ranked in found.items() if any(power["score"] for power in ranked))
    return [{"iso3": iso3, "powers": found[iso3]} for iso3 in with_any]  # of none on record none is first


def _leader(context: Context, now: dict[str, dict[str, Any]]) -> list[Finding]:
    """The power with the largest share, beside the next one; none where two share the first place."""
    first, second = list(now.values())[:2]
    if first["share"] == second["share"]:
        return []
    values = {
        "power": first["power"],
        "share": first["share"],
        "second": second["power"],
        "second_share": second["share"],
        "powers": len(now),
        "year": context.last_year,
    }
    return [finding(context, "engagement_leader", "players", 0.85, values, _behind(now), complete=False)]


def _shifts(context: Context, now: dict[str, dict[str, Any]], before: dict[str, dict[str, Any]]) -> list[Finding]:
    """Powers whose share is much larger or smaller than ten years before."""
    stated = []
    for power in sorted(now.keys() & before.keys()):
        change = now[power]["share"] - before[power]["share"]
        if abs(change) < LEAST_CHANGE:
            continue
        values = {
            "power": power,
            "share": now[power]["share"],
            "before": before[power]["share"],
            "year": context.last_year,
            "before_year": context.last_year - LONG_YEARS,
        }
        rows = sorted({*now[power]["rows"], *before[power]["rows"]})
        stated.append(
            finding(
                context,
                "engagement_shift",
                "players",
                min(0.5 + abs(change), 0.7),
                values,
                rows,
                complete=False,
                about=power,
                direction="up" if change > 0 else "down",
            )
        )
    return stated


def _ranks(context: Context, scope: Scope) -> list[Finding]:
    """Where a power is first whatever the weights, and where the first place hangs on them."""
    ranked = records(_sensitivity(context, scope))
    leaders = [record for record in ranked if record["rank"] == 1 and record["score"] > 0 and not record["tied"]]
    stated = []
    for power in sorted({record["partner"] for record in leaders}):
        firm = [record for record in leaders if record["partner"] == power and record["first"] >= FIRM]
        if firm:
            values = {
                "power": power,
                "countries": sorted((record["iso3"] for record in firm), key=context.name),
                "least": min(record["first"] for record in firm),
                "draws": powers.DRAWS,
            }
            rows = sorted({row for record in firm for row in record["rows"]})
            stated.append(finding(context, "rank_firm", "players", 0.65, values, rows, complete=False, about=power))
    for leader in (record for record in leaders if record["first"] < FIRM):
        rivals = [other for other in ranked if other["iso3"] == leader["iso3"] and other is not leader]  # draws had one
        rival = max(rivals, key=lambda other: (other["first"], -other["rank"]))
        values = {
            "iso3": leader["iso3"],
            "power": leader["partner"],
            "first": leader["first"],
            "rival": rival["partner"],
            "rival_first": rival["first"],
            "draws": powers.DRAWS,
        }
        rows = sorted({*leader["rows"], *rival["rows"]})
        code = "rank_fragile"
        stated.append(finding(context, code, "players", 0.6, values, rows, complete=False, about=leader["iso3"]))
    return stated
