"""Dependence: how much of a country's arms, joint exercises and assistance comes from, or is with, one partner."""

import math
from typing import Any

import pandas as pd

from pactbook.briefs.context import Context, Finding, Section, figure, records
from pactbook.briefs.findings import finding
from pactbook.briefs.scope import Scope
from pactbook.briefs.sections.arms import ENOUGH
from pactbook.measures.arms import PERIOD_YEARS
from pactbook.measures.engagement import LONG_YEARS, RECENT_YEARS

HALF = 1 / 2
SHADES = 3  # lighter than elsewhere: small text stands on them
ARMS, EXERCISES, DONORS = "arms", "exercises", "donors"
MEASURES = {ARMS: "Suppliers of arms", EXERCISES: "Partners in exercises", DONORS: "Donors by entries"}
PERIODS = 2  # of arms, the latest with enough entries


def topic(context: Context, scope: Scope) -> Section:
    """Countries by kind of dependence: who leads, with what share, and how concentrated the whole is."""
    every = {iso3: _country(context, iso3) for iso3 in scope.countries}
    if not any(kind for kinds in every.values() for kind in kinds.values()):
        return {"empty": True}
    half = [iso3 for iso3 in scope.countries if (arms := _latest_arms(every[iso3])) and arms["share"] >= HALF]
    with_arms = [arms for iso3 in scope.countries if (arms := _latest_arms(every[iso3]))]
    return {
        "empty": False,
        "half": _figure(context, [every[iso3][ARMS][0] for iso3 in half]),
        "half_countries": half,
        "with_arms": _figure(context, with_arms),
        "matrix": [
            {
                "iso3": iso3,
                "arms": [_shown(context, ARMS, found) for found in _padded(kinds[ARMS])],
                "exercises": _shown(context, EXERCISES, kinds[EXERCISES]),
                "donors": _shown(context, DONORS, kinds[DONORS]),
            }
            for iso3, kinds in sorted(every.items(), key=lambda item: context.name(item[0]))
        ],
        "enough": ENOUGH,
        "years": {
            "now": context.last_year,
            "recent": context.last_year - RECENT_YEARS + 1,
            "long": context.last_year - LONG_YEARS + 1,
        },
    }


def topic_findings(context: Context, scope: Scope) -> list[Finding]:
    """Countries of which one supplier has half of the arms or more; where partners and donors are most concentrated."""
    every = {iso3: _country(context, iso3) for iso3 in scope.countries}
    stated = []
    arms = {iso3: found for iso3, kinds in every.items() if (found := _latest_arms(kinds))}
    half = {iso3: found for iso3, found in arms.items() if found["share"] >= HALF}
    if arms:
        values = {
            "countries": [{"iso3": iso3, **_plain(found)} for iso3, found in half.items()],
            "compared": len(arms),
            "without": [iso3 for iso3 in scope.countries if iso3 not in arms],
        }
        rows = sorted({name for found in (half or arms).values() for name in found["rows"]})
        weight = 0.65 if half else 0.4
        stated.append(
            finding(context, "supplier_dependence_in_region", "dependence", weight, values, rows, complete=False)
        )
    for kind in (EXERCISES, DONORS):
        known = {iso3: found for iso3, kinds in every.items() if (found := kinds[kind]) and found["entries"] >= ENOUGH}
        if len(known) < 2:
            continue
        most = max(known, key=lambda iso3: (known[iso3]["share"], iso3))
        rows = sorted({name for found in known.values() for name in found["rows"]})
        values = {
            "kind": kind,
            "iso3": most,
            **_plain(known[most]),
            "compared": len(known),
            "least_effective": min(found["effective"] for found in known.values()),
            "most_effective": max(found["effective"] for found in known.values()),
        }
        code, weight = "partner_concentration", 0.3 + 0.3 * known[most]["share"]
        stated.append(finding(context, code, "dependence", weight, values, rows, complete=False, about=kind))
    return stated


def _country(context: Context, iso3: str) -> dict[str, Any]:
    """The kinds of dependence of a country: arms as a list, the latest period first; the others one or None."""
    periods = context.arms_concentration
    periods = periods[(periods["recipient_iso3"] == iso3) & (periods["entries"] >= ENOUGH)]
    shares = context.arms_suppliers[context.arms_suppliers["recipient_iso3"] == iso3]
    latest = sorted(records(periods), key=lambda row: -row["period"])[:PERIODS]
    arms = [
        _kind(row, shares[shares["period"] == row["period"]], "supplier_iso3", row["entries"])
        | {"first_year": row["period"], "last_year": min(row["period"] + PERIOD_YEARS - 1, context.last_year)}
        for row in latest
    ]
    partners = context.exercise_partners[RECENT_YEARS]
    concentrated = context.exercise_concentration[RECENT_YEARS]
    own = records(concentrated[concentrated["iso3"] == iso3])
    donors = context.donors_by_entries
    given = records(context.donor_entry_concentration.query("recipient_iso3 == @iso3"))
    return {
        ARMS: arms,
        EXERCISES: _kind(own[0], partners[partners["iso3"] == iso3], "partner", len(own[0]["rows"]))
        | _years(context, RECENT_YEARS)
        if own
        else None,
        DONORS: _kind(given[0], donors[donors["recipient_iso3"] == iso3], "donor_iso3", given[0]["entries"])
        | _years(context, LONG_YEARS)
        if given
        else None,
    }


def _years(context: Context, years: int) -> dict[str, int]:
    return {"first_year": context.last_year - years + 1, "last_year": context.last_year}


def _kind(index: dict[str, Any], shares: pd.DataFrame, part: str, entries: int) -> dict[str, Any]:
    """Who leads with what share; of several with the same share all are named."""
    largest = shares["share"].max()
    return {
        "leaders": sorted(shares.loc[shares["share"] == largest, part]),
        "share": float(largest),
        "entries": entries,
        **{key: index[key] for key in ("parts", "hhi", "effective", "rows")},
    }


def _latest_arms(kinds: dict[str, Any]) -> dict[str, Any] | None:
    return kinds[ARMS][0] if kinds[ARMS] else None


def _padded(found: list[dict[str, Any]]) -> list[dict[str, Any] | None]:
    return [*found, *[None] * (PERIODS - len(found))]


def _plain(found: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in found.items() if key != "rows"}


def _shown(context: Context, kind: str, found: dict[str, Any] | None) -> dict[str, Any] | None:
    """A cell of the matrix: its figures lead to the rows behind them; shaded by the leader's share."""
    if found is None:
        return None
    measure = MEASURES[kind]
    return {
        **{key: found[key] for key in ("leaders", "first_year", "last_year")},
        "share": figure(context, found["share"], measure, found["rows"]),
        "few": found["entries"] < ENOUGH,
        "shade": math.ceil(found["share"] * SHADES),
        **{key: figure(context, found[key], measure, found["rows"]) for key in ("entries", "hhi", "effective")},
    }


def _figure(context: Context, found: list[dict[str, Any]]) -> dict[str, Any]:
    rows = sorted({name for each in found for name in each["rows"]})
    return figure(context, len(found), MEASURES[ARMS], rows)
