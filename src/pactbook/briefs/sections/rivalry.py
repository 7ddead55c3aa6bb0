"""Rivalry of the powers: where several do the same thing in one country, and how their engagement divides there."""

from collections import Counter
from itertools import groupby
from typing import Any

from pactbook.briefs.context import Context, Finding, Section, figure, records, trail
from pactbook.briefs.findings import finding
from pactbook.briefs.scope import Scope
from pactbook.measures import concentration, powers
from pactbook.measures.engagement import COMPONENTS, LONG_YEARS, RECENT_YEARS

HALF, DOMINANT = 1 / 2, 2 / 3
SHARED = ("facilities", "arms", "exercises")  # of these, two powers in one country are worth a column
CONTESTED, LED, DOMINATED = "contested", "led", "dominated"


def topic(context: Context, scope: Scope) -> Section:
    """What each power has in each country side by side, and each country's division among them."""
    divided = _divided(context, scope)
    if not divided:
        return {"empty": True}
    counts = _counts(context, scope)
    both = [iso3 for iso3 in scope.countries if len(_with(counts, iso3, "facilities")) > 1]
    contested = [row for row in divided if row["standing"] == CONTESTED]
    dominated = [row for row in divided if row["standing"] == DOMINATED]
    return {
        "empty": False,
        "powers": list(scope.partners),
        "contested": _figure(context, contested),
        "dominated": _figure(context, dominated),
        "compared": _figure(context, divided),
        "several_facilities": both,
        "chart": _chart(context, divided),
        "countries": [
            {
                **{key: row[key] for key in ("iso3", "hhi", "effective", "standing")},
                **{name: _with(counts, row["iso3"], name) for name in SHARED},
                **trail(context, "Division among the powers", row["rows"]),
            }
            for row in divided
        ],
        "pairs": _pairs(context, counts, divided),
        "unengaged": sorted(set(scope.countries) - {row["iso3"] for row in divided}, key=context.name),
        "years": {
            "now": context.last_year,
            "recent": context.last_year - RECENT_YEARS + 1,
            "long": context.last_year - LONG_YEARS + 1,
        },
    }


def topic_findings(context: Context, scope: Scope) -> list[Finding]:
    """Countries in which no power has half of the engagement, and those in which one has more than two thirds."""
    divided = _divided(context, scope)
    stated = []
    for code, standing, weight in (
        ("contested_country", CONTESTED, 0.6),
        ("dominated_country", DOMINATED, 0.65),
    ):
        own = [row for row in divided if row["standing"] == standing]
        if own:
            values = {
                "countries": [{"iso3": row["iso3"], **row["shares"][0]} for row in own],
                "powers": list(scope.partners),
                "year": context.last_year,
            }
            rows = sorted({name for row in own for name in row["rows"]})
            stated.append(finding(context, code, "rivalry", weight, values, rows, complete=False))
    return stated


def _divided(context: Context, scope: Scope) -> list[dict[str, Any]]:
    """Each country with the shares of the powers, HHI, effective number and how it stands; the most contested first."""
    if len(scope.partners) < 2:
        return []
    shares = powers.division(context.engagement, scope.countries, scope.partners, context.last_year)
    own: dict[str, list[dict[str, Any]]] = {
        iso3: [{key: row[key] for key in ("partner", "share", "score")} for row in group]
        for iso3, group in groupby(records(shares), key=lambda row: str(row["iso3"]))
    }
    found = [
        row | {"shares": own[row["iso3"]], "standing": _standing(own[row["iso3"]][0]["share"])}
        for row in records(concentration.indices(shares, ["iso3"], "score"))
    ]
    return sorted(found, key=lambda row: (row["hhi"], row["iso3"]))


def _standing(largest: float) -> str:
    return CONTESTED if largest < HALF else DOMINATED if largest > DOMINANT else LED


def _figure(context: Context, divided: list[dict[str, Any]]) -> dict[str, Any]:
    rows = sorted({name for row in divided for name in row["rows"]})
    return figure(context, len(divided), "Division among the powers", rows)


def _counts(context: Context, scope: Scope) -> dict[tuple[str, str, str], dict[str, Any]]:
    """Component rows of the last year by country, power and component."""
    frame = context.engagement_components
    now = frame[(frame["year"] == context.last_year) & frame["iso3"].isin(scope.countries)]
    now = now[now["partner"].isin(scope.partners)]
    return {(row["iso3"], row["partner"], row["component"]): row for row in records(now)}


def _with(counts: dict[tuple[str, str, str], dict[str, Any]], iso3: str, component: str) -> list[str]:
    """The powers with any of a component in a country, those with the most first."""
    found = [(row["count"], key[1]) for key, row in counts.items() if (key[0], key[2]) == (iso3, component)]
    return [power for _, power in sorted(found, key=lambda item: (-item[0], item[1]))]


def _pairs(
    context: Context,
    counts: dict[tuple[str, str, str], dict[str, Any]],
    divided: list[dict[str, Any]],
) -> list[dict[str, Any]]:
    """Every power with any engagement in every country: the counts of all components and its share."""
    return [
        {
            "iso3": row["iso3"],
            "partner": part["partner"],
            "share": part["share"],
            "counts": [counts.get((row["iso3"], part["partner"], name), {}).get("count", 0) for name in COMPONENTS],
            **trail(
                context,
                "Engagement",
                [
                    name
                    for component in COMPONENTS
                    for name in counts.get((row["iso3"], part["partner"], component), {}).get("rows", ())
                ],
            ),
        }
        for row in divided
        for part in row["shares"]
    ]


def _chart(context: Context, divided: list[dict[str, Any]]) -> dict[str, Any]:
    every = sorted({part["partner"] for row in divided for part in row["shares"]})
    main = [
        {
            "country": context.name(row["iso3"]),
            "share": part["share"],
            "label": context.name(part["partner"]),
            "colour": context.colour(part["partner"]),
            "order": every.index(part["partner"]),
            "place": place,
        }
        for place, row in enumerate(divided)
        for part in row["shares"]
    ]
    leads = Counter(row["shares"][0]["partner"] for row in divided)
    leader, countries = min(leads.items(), key=lambda item: (-item[1], item[0]))
    return {
        "spec": "rivalry",
        "data": {"main": main},
        "values": {"leader": leader, "countries": countries, "all": len(divided)},
        "legend": [{"label": context.name(code), "colour": context.colour(code)} for code in every],
        **trail(context, "Division among the powers", sorted({name for row in divided for name in row["rows"]})),
    }
