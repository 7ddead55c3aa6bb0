"""Operations under an organisation's framework or that of its bodies, or in the countries of a topic."""

from collections import Counter
from typing import Any

from pactbook import dates
from pactbook.briefs.context import NEUTRAL_COLOUR, Context, Finding, Section, fact, figure, records, trail
from pactbook.briefs.findings import finding
from pactbook.briefs.scope import Scope
from pactbook.briefs.sections.bodies import own_and_bodies

OPERATION = ("name", "kind", "start", "end", "locations", "lead_iso3", "summary", "outcome", "note")
LISTED = "Rows listed"
KIND_COLOURS = {
    "counterterrorism": "#b5432a", "stabilisation": "#c98a00", "peacekeeping": "#1b8a6b", "transit": "#0b5fa5",
    "evacuation": "#7a7f87",
}  # fmt: skip
LEAST_BARS = 2  # one bar says no more than the table


def organization(context: Context, org_id: str) -> Section:
    """Operations by their start."""
    own = _operations(context, org_id)
    if not own:
        return {"empty": True}
    ongoing = [operation["row"] for operation in own if operation["end"] is None]
    return {
        "empty": False,
        "operations": [fact(context, operation, *OPERATION) for operation in own],
        "ongoing": figure(context, len(ongoing), "Rows listed", ongoing),
    }


def organization_findings(context: Context, org_id: str) -> list[Finding]:
    """The latest operation, and how many there were."""
    own = _operations(context, org_id)
    if not own:
        return []
    last = own[-1]
    values = {key: last[key] for key in ("name", "start", "end", "locations")} | {"operations": len(own)}
    return [
        finding(context, "latest_operation", "operations", 0.7, values, [row["row"] for row in own], complete=False)
    ]


def _operations(context: Context, org_id: str) -> list[dict[str, Any]]:
    table = context.tables["operations"]
    own = records(table[table["framework_org"].isin(own_and_bodies(context, org_id))])
    return sorted(own, key=lambda row: (dates.sort_key(row["start"]), row["row"]))


def topic(context: Context, scope: Scope) -> Section:
    """Operations in the countries of a topic, by their start."""
    own = _in_countries(context, scope)
    if not own:
        return {"empty": True}
    kinds = Counter(row["kind"] for row in own)
    ongoing = [row["row"] for row in own if row["end"] is None]
    return {
        "empty": False,
        "total": figure(context, len(own), LISTED, [row["row"] for row in own]),
        "ongoing": figure(context, len(ongoing), LISTED, ongoing),
        "kinds": [
            {"kind": kind, "count": figure(context, count, LISTED, [row["row"] for row in own if row["kind"] == kind])}
            for kind, count in sorted(kinds.items(), key=lambda item: (-item[1], item[0]))
        ],
        "timeline": _timeline(context, own),
        "operations": [fact(context, row, *OPERATION, "framework_org") for row in own],
    }


def topic_findings(context: Context, scope: Scope) -> list[Finding]:
    """How many operations there were in the countries of a topic, and which one began last."""
    own = _in_countries(context, scope)
    if not own:
        return []
    kinds = Counter(row["kind"] for row in own)
    most = max(kinds.values())
    values = {
        "operations": len(own),
        "kinds": [kind for kind in sorted(kinds) if kinds[kind] == most],
        "most": most,
        "ongoing": sum(row["end"] is None for row in own),
        "last": {key: own[-1][key] for key in ("name", "start", "end", "kind", "locations")},
    }
    rows = [row["row"] for row in own]
    return [finding(context, "operations_in_scope", "operations", 0.45, values, rows, complete=False)]


def topic_glance(context: Context, scope: Scope) -> list[dict[str, Any]]:
    """Operations in the countries of a topic."""
    rows = [row["row"] for row in _in_countries(context, scope)]
    shown = {"key": "operations", "label": "Operations on record", "value": len(rows), "unit": None, "year": None}
    return [shown | {"verified": "tool", **trail(context, LISTED, rows)}]


def _in_countries(context: Context, scope: Scope) -> list[dict[str, Any]]:
    own = [row for row in records(context.tables["operations"]) if set(row["locations"]) & set(scope.countries)]
    return sorted(own, key=lambda row: (dates.sort_key(row["start"]), row["row"]))


def _timeline(context: Context, own: list[dict[str, Any]]) -> dict[str, Any] | None:
    """A bar from the first to the last day of each operation; short ones are a dot, open ones run to the edition."""
    drawn = [row for row in own if row["start"]]
    if len(drawn) < LEAST_BARS:
        return None
    main = [
        {
            "label": row["name"],
            "start": dates.earliest(row["start"]).isoformat(),
            "end": (dates.latest(row["end"]) if row["end"] else context.as_of).isoformat(),
            "open": row["end"] is None,
            "colour": KIND_COLOURS.get(row["kind"], NEUTRAL_COLOUR),
            "order": order,
        }
        for order, row in enumerate(drawn)
    ]
    colours = {row["kind"]: KIND_COLOURS.get(row["kind"], NEUTRAL_COLOUR) for row in drawn}
    return {
        "spec": "operations",
        "data": {"main": main},
        "legend": [{"label": kind, "colour": colour} for kind, colour in sorted(colours.items())],
        "values": {
            "first": dates.year(drawn[0]["start"]),
            "last": context.as_of.year,
            "latest": dates.year(drawn[-1]["start"]),
        },
        **trail(context, LISTED, [row["row"] for row in drawn]),
    }
