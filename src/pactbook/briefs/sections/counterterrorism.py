"""Counterterrorism: initiatives, operations, incidents with contested tolls, security assistance."""

from collections import Counter
from typing import Any

from pactbook import dates
from pactbook.briefs.context import Context, Finding, Section, fact, figure, records, trail
from pactbook.briefs.findings import finding
from pactbook.briefs.sections.bodies import own_and_bodies

INITIATIVE = ("name", "kind", "framework_org", "start", "end", "parties", "summary", "note")
OPERATION = ("name", "kind", "lead_iso3", "framework_org", "start", "end", "locations", "outcome", "note")
INCIDENT = ("date", "end", "kind", "countries", "fatalities_low", "fatalities_high", "summary", "note")
TOLL = ("date", "end", "kind", "countries", "fatalities_low", "fatalities_high")
ASSISTANCE = ("year", "donor_iso3", "recipients", "programme", "amount_kind", "usd_millions", "note")
RECENT_YEARS = 15  # an incident that is older is history, and stands in the table
GRAVE = 100  # dead, from which an incident weighs as much as it can
LEAST_DRAWN = 3  # incidents from which a chart says more than the table


def country(context: Context, iso3: str) -> Section:
    """Initiatives joined, operations that touch the country, incidents, assistance received and given."""
    joined = [row for row in _initiatives(context) if iso3 in row["parties"]]
    operations = [
        row for row in records(context.tables["operations"]) if iso3 in row["locations"] or row["lead_iso3"] == iso3
    ]
    events = _incidents(context, iso3)
    worst = deadliest(events)
    received = _assistance(context, iso3, "received")
    given = _assistance(context, iso3, "given")
    if not (joined or operations or events or received["entries"] or given["entries"]):
        return {"empty": True}
    return {
        "empty": False,
        **_kinds(context, joined),
        "initiatives": [fact(context, row, *INITIATIVE) for row in joined],
        "operations": [fact(context, row, *OPERATION) for row in operations],
        "incidents": [fact(context, row, *INCIDENT) for row in events],
        "deadliest": worst and fact(context, worst, *TOLL),
        "chart": _chart(context, events),
        "received": received,
        "given": given,
    }


def organization(context: Context, org_id: str) -> Section:
    """Initiatives under the framework of an organisation or its bodies."""
    frameworks = own_and_bodies(context, org_id)
    own = [row for row in _initiatives(context) if row["framework_org"] in frameworks]
    return {"empty": not own, **_kinds(context, own), "initiatives": [fact(context, row, *INITIATIVE) for row in own]}


def country_findings(context: Context, iso3: str) -> list[Finding]:
    """The deadliest incident of the last years, and the most contested toll of all if that is another one."""
    events = _incidents(context, iso3)
    stated = []
    recent = [row for row in events if context.as_of.year - row["year"] < RECENT_YEARS]
    worst = deadliest(recent)
    if worst:
        values = {key: worst[key] for key in TOLL} | {"years": RECENT_YEARS, "incidents": len(recent)}
        weight = 0.5 + min(worst["fatalities_low"], GRAVE) / GRAVE / 4
        stated.append(finding(context, "deadliest_incident", "counterterrorism", weight, values, [worst["row"]]))
    contested = [
        row
        for row in events
        if row["fatalities_low"]
        and (row["fatalities_high"] or 0) > row["fatalities_low"]
        and not (worst and row["row"] == worst["row"])
    ]
    if contested:
        top = max(contested, key=lambda row: (row["fatalities_high"] - row["fatalities_low"], row["row"]))
        values = {key: top[key] for key in TOLL}
        stated.append(finding(context, "contested_toll", "counterterrorism", 0.4, values, [top["row"]]))
    return stated


def _initiatives(context: Context) -> list[dict[str, Any]]:
    return records(context.initiatives)


def _kinds(context: Context, own: list[dict[str, Any]]) -> dict[str, Any]:
    """How many initiatives have no known end, and which kind is the most frequent among all."""
    counts = Counter(row["kind"] for row in own)
    most = max(counts.values(), default=0)
    leading = [kind for kind in sorted(counts) if counts[kind] == most]
    top = leading[0] if len(leading) == 1 else None
    open_ended = [row["row"] for row in own if row["end"] is None]
    of_kind = [row["row"] for row in own if row["kind"] == top]
    return {
        "standing": figure(context, len(open_ended), "Standing initiatives", open_ended),
        "top_kind": top and {"kind": top, "count": figure(context, counts[top], "Rows listed", of_kind)},
    }


def _incidents(context: Context, iso3: str) -> list[dict[str, Any]]:
    return records(context.incidents_by_country[context.incidents_by_country["iso3"] == iso3])


def deadliest(events: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The incident with the highest low toll.

    Args:
        events: rows of incidents with `row` and `fatalities_low`.
    """
    counted = [row for row in events if row["fatalities_low"]]
    return max(counted, key=lambda row: (row["fatalities_low"], row["row"]), default=None)


def _chart(context: Context, events: list[dict[str, Any]]) -> dict[str, Any] | None:
    """Each incident with its low and its high toll; those without a count are left out and counted."""
    counted = [row for row in events if row["fatalities_low"] is not None]
    if len(counted) < LEAST_DRAWN:
        return None
    rows = sorted(row["row"] for row in counted)
    main = [
        {
            "date": dates.earliest(row["date"]).isoformat(),
            "low": row["fatalities_low"],
            "high": row["fatalities_low"] if row["fatalities_high"] is None else row["fatalities_high"],
            "open": row["fatalities_high"] is None,
        }
        for row in counted
    ]
    values = {
        "first": min(row["year"] for row in counted),
        "last": max(row["year"] for row in counted),
        "left_out": len(events) - len(counted),
    }
    return {
        "spec": "incidents",
        "data": {"main": main},
        "values": values,
        **trail(context, "Toll", rows),
    }


def _assistance(context: Context, iso3: str, side: str) -> dict[str, Any]:
    """Entries of assistance that a country received or gave, the latest first, and the yearly sums by partner."""
    table = context.tables["security_assistance"]
    own = [
        row
        for row in records(table)
        if (iso3 in row["recipients"] if side == "received" else row["donor_iso3"] == iso3)
    ]
    own.sort(key=lambda row: (-row["year"], row["row"]))
    here, there = ("recipient_iso3", "donor_iso3") if side == "received" else ("donor_iso3", "recipient_iso3")
    sums = context.assistance_sums
    added = sorted(records(sums[sums[here] == iso3]), key=lambda row: (-row["usd_millions"], row[there]))
    return {
        "entries": [fact(context, row, *ASSISTANCE) for row in own],
        "sums": [
            {key: row[key] for key in ("first_year", "last_year", "usd_millions")}
            | {"partner": row[there], **trail(context, "Yearly sums", row["rows"])}
            for row in added
        ],
    }
