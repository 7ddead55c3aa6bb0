"""Counterterrorism: initiatives, operations, incidents with contested tolls, security assistance."""

from typing import Any

from pactbook.briefs.context import Context, Finding, Section, fact, records, sources_of
from pactbook.briefs.findings import finding
from pactbook.measures import initiatives

INITIATIVE = ("name", "kind", "framework_org", "start", "end", "parties", "summary", "note")
OPERATION = ("name", "kind", "lead_iso3", "framework_org", "start", "end", "locations", "outcome", "note")
INCIDENT = ("date", "end", "kind", "countries", "fatalities_low", "fatalities_high", "summary", "note")
SPAN = 5  # years of the deadliest period


def country(context: Context, iso3: str) -> Section:
    """Initiatives joined, operations that touch the country, incidents, assistance received and given."""
    joined = [row for row in _initiatives(context) if iso3 in row["parties"]]
    operations = [
        row for row in records(context.tables["operations"]) if iso3 in row["locations"] or row["lead_iso3"] == iso3
    ]
    events = _incidents(context, iso3)
    sums = records(context.assistance_totals)
    aid = [row for row in sums if iso3 in row["recipients"] or row["donor_iso3"] == iso3]
    if not (joined or operations or events or aid):
        return {"empty": True}
    return {
        "empty": False,
        "initiatives": [fact(context, row, *INITIATIVE) for row in joined],
        "operations": [fact(context, row, *OPERATION) for row in operations],
        "incidents": [fact(context, row, *INCIDENT) for row in events],
        "chart": _chart(context, iso3, events),
        "assistance": [row | {"sources": sources_of(context, row["rows"])} for row in aid],
    }


def organization(context: Context, org_id: str) -> Section:
    """Initiatives under an organisation's framework."""
    own = [row for row in _initiatives(context) if row["framework_org"] == org_id]
    return {"empty": not own, "initiatives": [fact(context, row, *INITIATIVE) for row in own]}


def country_findings(context: Context, iso3: str) -> list[Finding]:
    """The most contested toll, and the five years with the most dead by the low counts."""
    events = _incidents(context, iso3)
    stated = []
    contested = [
        row for row in events if row["fatalities_low"] and (row["fatalities_high"] or 0) > row["fatalities_low"]
    ]
    if contested:
        top = max(contested, key=lambda row: (row["fatalities_high"] - row["fatalities_low"], row["row"]))
        values = {key: top[key] for key in ("date", "end", "kind", "fatalities_low", "fatalities_high")}
        stated.append(finding(context, "contested_toll", "counterterrorism", 0.4, values, [top["row"]]))
    counted = [row for row in events if row["fatalities_low"]]
    windows = {
        row["year"]: [event for event in counted if row["year"] <= event["year"] < row["year"] + SPAN]
        for row in counted
    }
    if windows:
        first = max(windows, key=lambda year: (sum(row["fatalities_low"] for row in windows[year]), year))
        inside = windows[first]
        highs = [row["fatalities_high"] for row in inside]
        values = {
            "first": first,
            "last": min(first + SPAN - 1, context.as_of.year),
            "incidents": len(inside),
            "low": sum(row["fatalities_low"] for row in inside),
            "high": None if None in highs else sum(highs),
        }
        rows = [row["row"] for row in inside]
        stated.append(finding(context, "deadliest_period", "counterterrorism", 0.35, values, rows))
    return stated


def _initiatives(context: Context) -> list[dict[str, Any]]:
    tables = context.tables
    return records(initiatives.with_parties(tables["counterterrorism_initiatives"], tables["counterterrorism_parties"]))


def _incidents(context: Context, iso3: str) -> list[dict[str, Any]]:
    return records(context.incidents_by_country[context.incidents_by_country["iso3"] == iso3])


def _chart(context: Context, iso3: str, events: list[dict[str, Any]]) -> dict[str, Any] | None:
    if not events:
        return None
    years = context.incidents_per_year
    rows = [row["row"] for row in events]
    main = records(years.loc[years["iso3"] == iso3, ["year", "incidents"]])
    values = {"first": main[0]["year"], "last": main[-1]["year"], "count": len(events)}
    return {
        "spec": "incidents",
        "data": {"main": main},
        "values": values,
        "rows": rows,
        "sources": sources_of(context, rows),
    }
