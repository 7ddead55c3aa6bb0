"""Partners: each partner's engagement with a country by component, ranked, with the trend of joint exercises."""

from typing import Any

from pactbook.briefs.context import Context, Finding, Section, records
from pactbook.measures.engagement import ARMS_YEARS, COMPONENTS, RECENT_YEARS

SHOWN = 12


def country(context: Context, iso3: str) -> Section:
    """The partners with the highest engagement; the components stand beside every score."""
    frame = context.engagement
    own = frame[(frame["iso3"] == iso3) & (frame["score"] > 0)].head(SHOWN)
    if own.empty:
        return {"empty": True}
    partners = [_partner(context, record) for record in records(own)]
    cells = [
        {
            "partner": partner["name"],
            "component": component,
            "count": partner[component],
            "share": partner[f"{component}_share"],
            "order": place,
        }
        for place, partner in enumerate(partners)
        for component in COMPONENTS
    ]
    return {
        "empty": False,
        "partners": partners,
        "components": COMPONENTS,
        "years": {"recent": RECENT_YEARS, "arms": ARMS_YEARS, "last": context.as_of.year},
        "chart": {
            "spec": "engagement",
            "data": {"main": cells},
            "values": {"partner": partners[0]["partner"], "score": partners[0]["score"]},
            "sources": [],
            "rows": [],
        },
    }


def country_findings(_context: Context, _iso3: str) -> list[Finding]:
    """The ranking is a composite, which makes no finding by itself."""
    return []


def _partner(context: Context, record: dict[str, Any]) -> dict[str, Any]:
    change = record["exercises"] - record["exercises_before"]
    return {key: value for key, value in record.items() if key != "iso3"} | {
        "name": context.name(record["partner"]),
        "colour": context.colour(record["partner"]),
        "trend": "up" if change > 0 else "down" if change < 0 else "level",
    }
