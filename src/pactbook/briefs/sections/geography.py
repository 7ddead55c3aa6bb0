"""Geography and resources: borders and their status, the open ones first; what the soil and the routes carry."""

from typing import Any

from pactbook import dates
from pactbook.briefs.context import Context, Finding, Section, fact, figure, records
from pactbook.briefs.findings import finding
from pactbook.briefs.sections.borders import open_by_status

BORDER = ("neighbour", "length_km", "status", "settled_on", "share", "note")
RESOURCE = ("commodity", "measure", "value", "unit", "year", "note")
DISPUTED, SETTLED = "disputed", "settled"
RECENT_YEARS = 10
LEAST_SHARE = 5  # percent of a world total; less is not telling
LAST_RANK = 10


def country(context: Context, iso3: str) -> Section:
    """Borders and resources of a country."""
    borders = _of(context, "border_sides", iso3)
    figures = _of(context, "latest_resources", iso3)
    if not (borders or figures):
        return {"empty": True}
    record = context.countries[iso3]
    rows = [border["row"] for border in borders]
    return {
        "empty": False,
        "capital": record["capital"],
        "landlocked": record["landlocked"],
        "country": fact(context, record),
        "complete": iso3 in context.core,
        "border_km": figure(context, sum(border["length_km"] or 0 for border in borders), "Length", rows),
        "open": _open(borders),
        "neighbours": [border["neighbour"] for border in borders],
        "borders": [
            fact(context, border, *BORDER) | {"status_checked": context.row_facts[border["row"]].checked}
            for border in borders
        ],
        "resources": [fact(context, figure, *RESOURCE) for figure in figures],
    }


def _open(borders: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Neighbours with which a border is not settled, by its status, disputed ones first."""
    return [
        {"status": status, "neighbours": [border["neighbour"] for border in own]}
        for status, own in open_by_status(borders).items()
    ]


def country_findings(context: Context, iso3: str) -> list[Finding]:
    """Borders in dispute, the border settled last, and what the country's resources weigh in the world."""
    borders = _of(context, "border_sides", iso3)
    complete = iso3 in context.core
    stated = []
    open_borders = [border for border in borders if border["status"] != SETTLED]
    disputed = [border for border in open_borders if border["status"] == DISPUTED]
    if disputed or (open_borders and complete):
        values = {
            "open": _open(open_borders),
            "length_km": sum(border["length_km"] or 0 for border in open_borders),
            "share": sum(border["share"] or 0 for border in open_borders) if complete else None,
            "borders": len(borders),
        }
        rows = [border["row"] for border in open_borders]
        weight = 0.65 if disputed else 0.55
        stated.append(finding(context, "borders_open", "geography", weight, values, rows, complete=complete))
    settled = [border for border in borders if border["settled_on"]]
    if settled:
        last = max(settled, key=lambda border: (dates.sort_key(border["settled_on"]), border["row"]))
        recent = context.as_of.year - dates.year(last["settled_on"]) < RECENT_YEARS
        values = {
            "neighbour": last["neighbour"],
            "settled_on": last["settled_on"],
            "length_km": last["length_km"],
            "last_open": complete and not open_borders,
            "borders": len(borders),
        }
        stated.append(finding(context, "border_settled", "geography", 0.65 if recent else 0.2, values, [last["row"]]))
    weights = [
        weight
        for weight in _of(context, "world_weight", iso3)
        if (weight["value"] >= LEAST_SHARE if weight["kind"] == "share" else weight["value"] <= LAST_RANK)
    ]
    if weights:
        values = {key: weights[0][key] for key in ("kind", "commodity", "measure", "value", "year")}
        stated.append(finding(context, "resource_weight", "geography", 0.5, values, [weights[0]["row"]]))
    return stated


def _of(context: Context, measure: str, iso3: str) -> list[dict[str, Any]]:
    frame = getattr(context, measure)
    return records(frame[frame["iso3"] == iso3])
