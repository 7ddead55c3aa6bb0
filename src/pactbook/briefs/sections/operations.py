"""Operations under an organisation's framework or that of its bodies."""

from typing import Any

from pactbook import dates
from pactbook.briefs.context import Context, Finding, Section, fact, figure, records
from pactbook.briefs.findings import finding
from pactbook.briefs.sections.bodies import own_and_bodies

OPERATION = ("name", "kind", "start", "end", "locations", "lead_iso3", "summary", "outcome", "note")


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
    return sorted(own, key=lambda row: (dates.sort_key(row["start"]) if row["start"] else (), row["row"]))
