"""Importance: size, borders, resources and routes of some countries together, and which powers are near."""

from itertools import groupby
from typing import Any

from pactbook.briefs.context import Context, Finding, Section, fact, figure, records, trail
from pactbook.briefs.findings import finding
from pactbook.briefs.scope import Scope
from pactbook.briefs.sections.borders import open_by_status

AREA, OUTER, POOLED, NEAR = "Area and people", "Outer borders", "Pooled resources", "Nearness of a power"
ADDED_UP = ("proved reserves", "annual output")  # measures of which a sum over countries counts nothing twice
ROUTES = "transit corridor"
RESOURCE = ("iso3", "commodity", "measure", "value", "unit", "year", "note")
LEAST_SHARE = 5  # percent of a world total


def topic(context: Context, scope: Scope) -> Section:
    """Geography, resources, routes and the powers around some countries."""
    countries = [context.countries[iso3] for iso3 in scope.countries]
    if not countries:
        return {"empty": True}
    borders = _outer(context, scope)
    rows = [row for border in borders for row in border["rows"]]
    landlocked = [record for record in countries if record["landlocked"]]
    return {
        "empty": False,
        "countries": len(countries),
        "area": _sum(context, countries, "area_km2"),
        "population": _sum(context, countries, "population"),
        "missing": sorted(
            (record["iso3"] for record in countries if None in (record["area_km2"], record["population"])),
            key=context.name,
        ),
        "years": sorted({record["population_year"] for record in countries if record["population_year"]}),
        "landlocked": figure(context, len(landlocked), "Rows listed", [record["row"] for record in landlocked]),
        "border_km": figure(context, sum(border["length_km"] or 0 for border in borders) or None, OUTER, rows),
        "borders": borders,
        "powers": [_power(context, scope, power) for power in scope.partners],
        "world": _world(context, scope),
        "pooled": _pooled(context, scope),
        "routes": [
            fact(context, record, *RESOURCE)
            for record in records(context.latest_resources)
            if record["iso3"] in scope.countries and record["commodity"] == ROUTES
        ],
    }


def topic_findings(context: Context, scope: Scope) -> list[Finding]:
    """Which powers border the countries, and what weighs most in the world."""
    stated = []
    powers = [_power(context, scope, power) for power in scope.partners]
    near = [power for power in powers if power["borders"]]
    if near and set(scope.countries) <= context.core:
        near.sort(key=lambda power: (-(power["border_km"] or 0), power["power"]))
        values = {
            "near": [{"power": power["power"], "border_km": power["border_km"]} for power in near],
            "far": [power["power"] for power in powers if not power["borders"]],
        }
        rows = [
            row for border in _outer(context, scope) if border["neighbour"] in scope.partners for row in border["rows"]
        ]
        stated.append(finding(context, "powers_at_the_border", "importance", 0.6, values, rows))
    shares = [record for record in _world(context, scope) if record["kind"] == "share"]
    if shares and shares[0]["value"] >= LEAST_SHARE:
        values = {key: shares[0][key] for key in ("iso3", "commodity", "measure", "value", "year")}
        stated.append(finding(context, "world_share", "importance", 0.6, values, [shares[0]["row"]]))
    return stated


def topic_glance(context: Context, scope: Scope) -> list[dict[str, Any]]:
    """Area, people and outer borders of all the countries together."""
    countries = [context.countries[iso3] for iso3 in scope.countries]
    borders = _outer(context, scope)
    km = figure(context, sum(border["length_km"] or 0 for border in borders) or None, OUTER, _rows(borders))
    shown = (
        ("area_km2", "Area", _sum(context, countries, "area_km2")),
        ("population", "People", _sum(context, countries, "population")),
        ("outer_km", "Outer land borders, km", km),
    )
    return [_glance(context, key, label, made) for key, label, made in shown]


def _glance(context: Context, key: str, label: str, made: dict[str, Any]) -> dict[str, Any]:
    behind = {name: made[name] for name in ("measure", "rows", "sources")}
    checked = all(context.row_facts[row].verified == "tool" for row in made["rows"])
    verified = "tool" if checked else "memory"
    return {
        "key": key,
        "label": label,
        "value": made["figure"],
        "unit": None,
        "year": None,
        "verified": verified,
    } | behind


def _rows(records: list[dict[str, Any]]) -> list[str]:
    return [row for record in records for row in record["rows"]]


def _sum(context: Context, countries: list[dict[str, Any]], column: str) -> dict[str, Any]:
    """Sum of the known figures; missing where none is known."""
    known = [record for record in countries if record[column] is not None]
    value = sum(record[column] for record in known) if known else None
    return figure(context, value, AREA, [record["row"] for record in known])


def _outer(context: Context, scope: Scope) -> list[dict[str, Any]]:
    """Borders with neighbours outside, all those with one neighbour together, the longest first."""
    sides = context.border_sides
    outside = sides[sides["iso3"].isin(scope.countries) & ~sides["neighbour"].isin(scope.countries)]
    found = []
    for neighbour, group in groupby(
        records(outside.sort_values(["neighbour", "iso3"])), lambda side: side["neighbour"]
    ):
        own = list(group)
        lengths = [side["length_km"] for side in own if side["length_km"] is not None]
        found.append(
            {
                "neighbour": neighbour,
                "role": context.countries[neighbour]["role"],
                "length_km": sum(lengths) if lengths else None,
                "countries": [side["iso3"] for side in own],
                "open": [
                    {"status": status, "countries": [side["iso3"] for side in sides]}
                    for status, sides in open_by_status(own).items()
                ],
                **trail(context, OUTER, [side["row"] for side in own]),
            }
        )
    return sorted(found, key=lambda border: (-(border["length_km"] or 0), border["neighbour"]))


def _power(context: Context, scope: Scope, power: str) -> dict[str, Any]:
    """How near a power is: its border, the agreements in force with any of the countries, its facilities in them."""
    others = set(scope.countries) - {power}
    own = [border for border in _outer(context, scope) if border["neighbour"] == power]
    parties = context.agreements_by_party
    standing = parties[(parties["iso3"] == power) & parties["stands"]]
    shared = [record for record in records(standing) if others & set(record["partners"])]
    two_sided = [record for record in shared if len(record["partners"]) == 1]
    sites = context.sites
    there = sites[(sites["operator"] == power) & sites["host"].isin(others)]
    rows = [*_rows(own), *(record["row"] for record in shared), *there["row"]]
    return {
        "power": power,
        "border_km": own[0]["length_km"] if own else None,
        "borders": own[0]["countries"] if own else [],
        "agreements": len(shared),
        "two_sided": len(two_sided),
        "open": int(there["open"].sum()),
        "closed": int((~there["open"]).sum()),
        **trail(context, NEAR, rows),
    }


def _world(context: Context, scope: Scope) -> list[dict[str, Any]]:
    """Shares of a world total, the largest first, then ranks."""
    frame = context.world_weight
    own = records(frame[frame["iso3"].isin(scope.countries)])
    own.sort(
        key=lambda record: (
            record["kind"] != "share",
            record["value"] * (-1 if record["kind"] == "share" else 1),
            record["row"],
        )
    )
    return [fact(context, record, *RESOURCE, "kind") for record in own]


def _pooled(context: Context, scope: Scope) -> list[dict[str, Any]]:
    """Sums of the newest figures of one commodity, measure and unit, where two countries or more have one."""
    frame = context.latest_resources
    keys = ["commodity", "measure", "unit"]
    own = frame[frame["iso3"].isin(scope.countries) & frame["measure"].isin(ADDED_UP)]
    found = []
    for key, group in groupby(
        records(own.sort_values([*keys, "iso3"])), lambda record: [record[name] for name in keys]
    ):
        parts = list(group)
        total = sum(part["value"] for part in parts)
        if len(parts) < 2 or not total:
            continue
        most = max(parts, key=lambda part: (part["value"], part["iso3"]))
        found.append(
            {
                "commodity": key[0],
                "of": key[1],
                "unit": key[2],
                "total": total,
                "countries": len(parts),
                "most": most["iso3"],
                "share": most["value"] / total,
                "years": sorted({part["year"] for part in parts}),
                **trail(context, POOLED, [part["row"] for part in parts]),
            }
        )
    return found
