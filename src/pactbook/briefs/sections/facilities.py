"""Facilities in a scope: who runs which kind on whose soil, what opened and what closed."""

from typing import Any

from pactbook.briefs.context import NEUTRAL_COLOUR, Context, Finding, Section, fact, figure, records, trail
from pactbook.briefs.findings import finding
from pactbook.briefs.scope import Scope
from pactbook.briefs.sections.infrastructure import FACILITY

Site = dict[str, Any]
SITES_SHOWN = 40  # rows of a table; the others are in the briefs of their countries
EVENTS_SHOWN = 8
TOP_NAMED = 3  # facilities that one sentence names
CHANGE_YEARS = 10
UNDATED_COLOUR = "#e3e6e9"
UNDATED = "opening not known"
OTHERS = "others"


def topic(context: Context, scope: Scope) -> Section:
    """Facilities on the soil of a topic's countries, foreign ones and the countries' own."""
    here = sites(context, scope)
    if not here:
        return {"empty": True}
    foreign = [site for site in here if site["foreign"]]
    own = [site for site in here if not site["foreign"]]
    in_use = [site for site in foreign if site["open"]]
    return {
        "empty": False,
        "in_use": counted(context, in_use),
        "closed": counted(context, [site for site in foreign if not site["open"]]),
        "disputed": counted(context, [site for site in in_use if site["status"] == "disputed"]),
        "own_in_use": counted(context, [site for site in own if site["open"]]),
        "hosts": _different(context, in_use, "host"),
        "operators": _different(context, in_use, "operator"),
        "countries": len(scope.countries),
        "columns": (columns := [code for code in scope.countries if any(site["host"] == code for site in foreign)]),
        "matrix": _matrix(context, foreign, columns),
        "kinds": _kinds(context, here),
        "events": [fact(context, site, *FACILITY) | said for site, said in _events(foreign)],
        "foreign": [fact(context, site, *FACILITY) for site in foreign[:SITES_SHOWN]],
        "foreign_left_out": counted(context, foreign[SITES_SHOWN:]),
        "own": [fact(context, site, *FACILITY) for site in own[:SITES_SHOWN]],
        "own_left_out": counted(context, own[SITES_SHOWN:]),
        "stock": _stock_chart(context, scope, foreign),
    }


def topic_findings(context: Context, scope: Scope) -> list[Finding]:
    """Who runs most of the foreign facilities, how their number changed, and the last that opened and closed."""
    foreign = [site for site in sites(context, scope) if site["foreign"]]
    stated = [_leading_operator(context, foreign), _change(context, scope, foreign)]
    stated += [_latest(context, foreign, "opened"), _latest(context, foreign, "closed")]
    return [made for made in stated if made is not None]


def topic_glance(context: Context, scope: Scope) -> list[dict[str, Any]]:
    """Foreign facilities in use, and in how many countries."""
    in_use = [site for site in sites(context, scope) if site["foreign"] and site["open"]]
    stock = _stock(context, scope)
    totals = stock.groupby("year")["in_use"].sum()
    years = range(int(totals.index.min()), context.last_year + 1) if len(totals) else ()
    shared = trail(context, "Presence", [site["row"] for site in in_use]) | {
        "unit": None,
        "year": context.as_of.year,
        "verified": "tool" if all(site["verified"] == "tool" for site in in_use) else "memory",
    }
    return [
        {
            "key": "foreign_facilities",
            "label": "Foreign facilities in use",
            "value": len(in_use),
            "spark": [[year, int(totals.get(year, 0))] for year in years],
            **shared,
        },
        {
            "key": "host_countries",
            "label": "Countries that host them",
            "value": len({site["host"] for site in in_use}),
            **shared,
        },
    ]


def sites(context: Context, scope: Scope) -> list[Site]:
    """Facilities on the soil of a topic's countries, in the order of `measures.facilities.sites`."""
    return records(context.sites[context.sites["host"].isin(scope.countries)])


def counted(context: Context, found: list[Site]) -> dict[str, Any]:
    """The number of some facilities, as a figure."""
    return figure(context, len(found), "Presence", [site["row"] for site in found])


def _different(context: Context, found: list[Site], column: str) -> dict[str, Any]:
    return figure(context, len({site[column] for site in found}), "Presence", [site["row"] for site in found])


def _tally(context: Context, found: list[Site]) -> dict[str, Any]:
    """How many of some facilities are in use and how many closed, with what leads to them."""
    in_use = sum(site["open"] for site in found)
    return {
        "open": in_use,
        "closed": len(found) - in_use,
        **trail(context, "Presence", [site["row"] for site in found]),
    }


def _matrix(context: Context, foreign: list[Site], columns: list[str]) -> list[dict[str, Any]]:
    """Operators by hosts; the operator with most facilities in use first."""
    rows = []
    for operator in sorted({site["operator"] for site in foreign}):
        run = [site for site in foreign if site["operator"] == operator]
        cells = [_tally(context, [site for site in run if site["host"] == host]) for host in columns]
        rows.append({"operator": operator, "cells": cells, **_tally(context, run)})
    return sorted(rows, key=lambda row: (-row["open"], -row["closed"], row["operator"]))


def _kinds(context: Context, here: list[Site]) -> list[dict[str, Any]]:
    """Kinds of facilities, the most frequent first: the foreign ones, and the countries' own in use."""
    rows = []
    for kind in sorted({site["kind"] for site in here}):
        of_kind = [site for site in here if site["kind"] == kind]
        foreign = _tally(context, [site for site in of_kind if site["foreign"]])
        own = _tally(context, [site for site in of_kind if not site["foreign"]])
        rows.append({"kind": kind, "foreign": foreign, "own": own, **_tally(context, of_kind)})
    return sorted(rows, key=lambda row: (-row["foreign"]["open"], -row["foreign"]["closed"], -row["open"], row["kind"]))


def _events(foreign: list[Site]) -> list[tuple[Site, dict[str, Any]]]:
    """The latest openings and closings, each with `event` and `date`, the newest first."""
    events = [
        (site, {"event": event, "date": site[event]})
        for site in foreign
        for event in ("opened", "closed")
        if site[event] is not None
    ]
    events.sort(key=lambda pair: pair[0]["row"])
    events.sort(key=lambda pair: str(pair[1]["date"]), reverse=True)
    return events[:EVENTS_SHOWN]


def _stock(context: Context, scope: Scope) -> Any:
    return context.facility_stock[context.facility_stock["host"].isin(scope.countries)]


def _stock_chart(context: Context, scope: Scope, foreign: list[Site]) -> dict[str, Any] | None:
    """Foreign facilities in use by year: operators with a colour of their own, the others, those of unknown opening."""
    stock = records(_stock(context, scope))
    if not stock:
        return None
    own_colours = {row["operator"] for row in stock if context.colour(row["operator"]) != NEUTRAL_COLOUR}

    def group(row: dict[str, Any]) -> str:
        if not row["opening_known"]:
            return UNDATED
        return str(row["operator"]) if row["operator"] in own_colours else OTHERS

    totals: dict[str, dict[int, int]] = {}
    for row in stock:
        years = totals.setdefault(group(row), {})
        years[row["year"]] = years.get(row["year"], 0) + row["in_use"]
    operators = sorted(totals.keys() - {OTHERS, UNDATED}, key=lambda code: (-sum(totals[code].values()), code))
    drawn = [key for key in (*operators, OTHERS, UNDATED) if key in totals]
    colours = {OTHERS: NEUTRAL_COLOUR, UNDATED: UNDATED_COLOUR}
    first, last = context.config["edition"]["since"], context.last_year
    by_year = {year: sum(totals[key].get(year, 0) for key in drawn) for year in range(first, last + 1)}
    peak = max(by_year.values())
    rows = [row for entry in stock for row in entry["rows"]]
    return {
        "spec": "facility_stock",
        "legend": [
            {
                "label": key if key in colours else context.short(key),
                "colour": colours.get(key) or context.colour(key),
            }
            for key in drawn
        ],
        "data": {
            "years": [{"year": year} for year in by_year],
            "main": [
                {"year": year, "facilities": count, "colour": colours.get(key) or context.colour(key), "order": order}
                for order, key in enumerate(drawn)
                for year, count in sorted(totals[key].items())
            ],
        },
        "values": {
            "first": first,
            "last": last,
            "now": by_year[last],
            "peak": peak,
            "peak_years": [year for year, count in by_year.items() if count == peak],
            "undated": len({row for entry in stock if not entry["opening_known"] for row in entry["rows"]}),
            "left_out": sum(not site["open"] and site["closed_year"] is None for site in foreign),
        },
        **trail(context, "Stock of facilities", rows),
    }


def _leading_operator(context: Context, foreign: list[Site]) -> Finding | None:
    in_use = [site for site in foreign if site["open"]]
    runs: dict[str, int] = {}
    for site in in_use:
        runs[site["operator"]] = runs.get(site["operator"], 0) + 1
    if not runs:
        return None
    most = max(runs.values())
    values = {
        "operators": sorted(operator for operator, count in runs.items() if count == most),
        "count": most,
        "total": len(in_use),
        "share": most / len(in_use),
        "hosts": len({site["host"] for site in in_use}),
        "disputed": sum(site["status"] == "disputed" for site in in_use),
    }
    rows = [site["row"] for site in in_use]
    return finding(context, "foreign_presence_by_operator", "facilities", 0.85, values, rows)


def _change(context: Context, scope: Scope, foreign: list[Site]) -> Finding | None:
    """Of the facilities with a known opening: how many were in use then and now."""
    now, then = context.last_year, context.last_year - CHANGE_YEARS
    if then < context.config["edition"]["since"]:
        return None
    stock = [row for row in records(_stock(context, scope)) if row["opening_known"] and row["year"] in (then, now)]
    counts = {year: sum(row["in_use"] for row in stock if row["year"] == year) for year in (then, now)}
    if not any(counts.values()):
        return None
    values = {
        "year": now,
        "earlier_year": then,
        "now": counts[now],
        "then": counts[then],
        "undated": sum(site["open"] and site["opened_year"] is None for site in foreign),
    }
    change = counts[now] - counts[then]
    direction = "up" if change > 0 else "down" if change < 0 else "level"
    rows = list(dict.fromkeys(row for entry in stock for row in entry["rows"]))
    weight = 0.8 if change else 0.6
    return finding(context, "presence_change", "facilities", weight, values, rows, complete=False, direction=direction)


def _latest(context: Context, foreign: list[Site], event: str) -> Finding | None:
    """All that opened, or closed, in the last year in which any did: partial dates leave the order within it open."""
    column = f"{event}_year"
    dated = [site for site in foreign if site[column] is not None]
    if not dated:
        return None
    year = max(site[column] for site in dated)
    latest = [site for site in dated if site[column] == year]
    latest.sort(key=lambda site: site["row"])
    values = {
        "year": year,
        "count": len(latest),
        "facilities": [
            {"name": site["name"], "operator": site["operator"], "host": site["host"], "date": site[event]}
            for site in latest[:TOP_NAMED]
        ],
    }
    recent = context.last_year - year < CHANGE_YEARS
    code = {"opened": "facility_opened", "closed": "facility_closed_in_region"}[event]
    weight = {"opened": 0.7, "closed": 0.65}[event] if recent else 0.35
    return finding(context, code, "facilities", weight, values, [site["row"] for site in latest], complete=False)
