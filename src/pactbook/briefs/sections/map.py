"""Map: countries, their neighbours, facilities by operator, and where exercises were held."""

from collections.abc import Collection
from typing import Any

from pactbook.briefs.context import NEUTRAL_COLOUR, Context, Section, figure, records, trail
from pactbook.briefs.scope import Scope

EXERCISE_YEARS = 15


def country(context: Context, iso3: str) -> Section:
    """What the map of a country shows; the renderer, which knows outlines, finds the window."""
    facilities = sites_of(context, [iso3])
    exercises = _exercises(context, iso3)
    record = context.countries[iso3]
    capital = {"lat": record["capital_lat"], "lon": record["capital_lon"]}
    if capital["lat"] is None and not facilities and not exercises:
        return {"empty": True}
    borders = context.border_sides
    unplaced = context.sites[(context.sites["host"] == iso3) & context.sites["lat"].isna()]
    drawn = [site["row"] for site in facilities] + [row for place in exercises for row in place["rows"]]
    rows = sorted(drawn) or [record["row"]]
    return {
        "empty": False,
        "spec": "map",
        "capital": capital if capital["lat"] is not None else None,
        "focus": [iso3],
        "neighbours": sorted(borders.loc[borders["iso3"] == iso3, "neighbour"]),
        "facilities": facilities,
        "exercises": exercises,
        "first_year": context.as_of.year - EXERCISE_YEARS + 1,
        "last_year": context.as_of.year,
        "unplaced": figure(context, len(unplaced), "Presence", list(unplaced["row"])),
        "operators": operators(context, facilities),
        **trail(context, "Presence", rows),
    }


def topic(context: Context, scope: Scope) -> Section:
    """Foreign facilities in the countries of a topic, in one map; the countries' own are in the table of facilities."""
    facilities = sites_of(context, scope.countries, foreign=True)
    if not facilities:
        return {"empty": True}
    borders = context.border_sides
    around = set(borders.loc[borders["iso3"].isin(scope.countries), "neighbour"]) - set(scope.countries)
    sites = context.sites
    unplaced = sites[sites["host"].isin(scope.countries) & sites["foreign"] & sites["lat"].isna()]
    return {
        "empty": False,
        "spec": "map",
        "capital": None,
        "focus": list(scope.countries),
        "neighbours": sorted(around),
        "facilities": facilities,
        "exercises": [],
        "drawn": figure(context, len(facilities), "Presence", [site["row"] for site in facilities]),
        "drawn_open": figure(
            context,
            sum(site["status"] != "closed" for site in facilities),
            "Presence",
            [site["row"] for site in facilities if site["status"] != "closed"],
        ),
        "unplaced": figure(context, len(unplaced), "Presence", list(unplaced["row"])),
        "operators": (runs := operators(context, facilities)),
        "coloured": [row for row in runs if row["colour"] != NEUTRAL_COLOUR],
        "others": [row for row in runs if row["colour"] == NEUTRAL_COLOUR],
        **trail(context, "Presence", [site["row"] for site in facilities]),
    }


def sites_of(context: Context, hosts: Collection[str], *, foreign: bool = False) -> list[dict[str, Any]]:
    """Facilities with a known place in some countries (iso3), as a map draws them; the foreign ones alone if asked."""
    sites = context.sites
    own = sites[sites["host"].isin(hosts) & sites["lat"].notna() & (sites["foreign"] | (not foreign))]
    return [
        {
            "lat": site["lat"],
            "lon": site["lon"],
            "label": site["name"],
            "operator": site["operator"],
            "status": site["status"],
            "kind": site["kind"],
            "colour": context.colour(site["operator"]),
            "row": site["row"],
        }
        for site in records(own)
    ]


def operators(context: Context, facilities: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Who runs the facilities drawn, with how many are open and closed; most first."""
    counts: dict[str, list[bool]] = {}
    for site in facilities:
        if site["operator"] is not None:
            counts.setdefault(site["operator"], []).append(site["status"] == "closed")
    return [
        {
            "operator": operator,
            "colour": context.colour(operator),
            "open": len(closed) - sum(closed),
            "closed": sum(closed),
        }
        for operator, closed in sorted(counts.items(), key=lambda item: (-len(item[1]), item[0]))
    ]


def _exercises(context: Context, iso3: str) -> list[dict[str, Any]]:
    """Exercises held in the country in the last years, those at the same point together, most frequent places first."""
    table = context.tables["exercises"]
    held = table[(table["host_iso3"] == iso3) & table["lat"].notna() & (table["held"] == "held")]
    first_year = str(context.as_of.year - EXERCISE_YEARS + 1)
    recent = held[held["start"].str.slice(0, 4) >= first_year]
    places = [
        {
            "lat": lat,
            "lon": lon,
            "label": str(group["location"].iloc[0]),
            "count": len(group),
            "rows": sorted(group["row"]),
        }
        for (lat, lon), group in recent.sort_values(["start", "row"], ascending=False).groupby(["lat", "lon"])
    ]
    return sorted(places, key=lambda place: (-place["count"], place["label"]))
