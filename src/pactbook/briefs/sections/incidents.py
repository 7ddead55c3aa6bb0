"""Incidents in a scope: how many a year, of what kind, with what toll."""

from collections import Counter
from typing import Any

from pactbook.briefs.context import Context, Section, fact, figure, records, trail
from pactbook.briefs.scope import Scope
from pactbook.briefs.sections.counterterrorism import INCIDENT, TOLL, deadliest


def topic(context: Context, scope: Scope) -> Section:
    """Incidents that concern the countries of a topic."""
    own = _incidents(context, scope)
    if not own:
        return {"empty": True}
    kinds = Counter(row["kind"] for row in own)
    worst = deadliest(own)
    return {
        "empty": False,
        "total": figure(context, len(own), "Rows listed", [row["row"] for row in own]),
        "first_year": min(row["year"] for row in own),
        "deadliest": worst and fact(context, worst, *TOLL),
        "kinds": [
            {"kind": kind, "incidents": count}
            | trail(context, "Rows listed", [row["row"] for row in own if row["kind"] == kind])
            for kind, count in sorted(kinds.items(), key=lambda item: (-item[1], item[0]))
        ],
        "incidents": [fact(context, row, *INCIDENT) for row in own],
    }


def _incidents(context: Context, scope: Scope) -> list[dict[str, Any]]:
    """Each incident once, the latest first."""
    frame = context.incidents_by_country
    own = frame[frame["iso3"].isin(scope.countries)].drop_duplicates("row")
    return records(own.sort_values(["date", "row"], ascending=False))
