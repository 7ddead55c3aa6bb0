"""Partners: each partner's engagement with a country by component, ranked, with the trend of joint exercises."""

from typing import Any

from pactbook.briefs.context import Context, Section, records, trail
from pactbook.measures.engagement import COMPONENTS, LONG_YEARS, RECENT_YEARS

SHOWN = 12
SHADES = 5  # steps from none to the highest count


def country(context: Context, iso3: str) -> Section:
    """The partners with the highest engagement; the components stand beside every score.

    The ranking is a composite, which makes no finding by itself.
    """
    frame = context.engagement
    own = frame[(frame["iso3"] == iso3) & (frame["score"] > 0)].head(SHOWN)
    if own.empty:
        return {"empty": True}
    return {
        "empty": False,
        "complete": iso3 in context.core,
        "leaders": list(own.loc[own["score"] == own["score"].max(), "partner"]),
        "partners": [_partner(context, record) for record in records(own)],
        "years": {"recent": RECENT_YEARS, "long": LONG_YEARS},
    }


def _partner(context: Context, record: dict[str, Any]) -> dict[str, Any]:
    change = record["exercises"] - record["exercises_before"]
    return {
        "partner": record["partner"],
        "score": record["score"],
        "cells": [
            {"component": name, "count": record[name], "shade": round(record[f"{name}_share"] * SHADES)}
            for name in COMPONENTS
        ],
        "exercises_before": record["exercises_before"],
        "trend": "up" if change > 0 else "down" if change < 0 else "level",
        **trail(context, "Engagement", record["rows"]),
    }
