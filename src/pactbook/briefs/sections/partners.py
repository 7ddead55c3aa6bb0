"""Partners: each partner's engagement with a country by component, ranked, with the trend of joint exercises."""

import math
from typing import Any

from pactbook.briefs.context import Context, Section, records, trail
from pactbook.measures.engagement import COMPONENTS, LONG_YEARS, RECENT_YEARS

SHOWN = 12
SHADES = 5  # steps from none to the highest share


def country(context: Context, iso3: str) -> Section:
    """The partners with the highest engagement; the components stand beside every score.

    The ranking is a composite, which makes no finding by itself.
    """
    frame = context.engagement
    now = frame[(frame["iso3"] == iso3) & (frame["year"] == context.last_year) & (frame["score"] > 0)]
    if now.empty:
        return {"empty": True}
    own = now.sort_values(["score", "partner"], ascending=[False, True]).head(SHOWN)
    before = _exercises_before(context, iso3)
    return {
        "empty": False,
        "complete": iso3 in context.core,
        "leaders": list(own.loc[own["score"] == own["score"].max(), "partner"]),
        "partners": [_partner(context, record, *before.get(record["partner"], (0, ()))) for record in records(own)],
        "years": {
            "now": context.last_year,
            "recent": context.last_year - RECENT_YEARS + 1,
            "before": context.last_year - 2 * RECENT_YEARS + 1,
            "long": context.last_year - LONG_YEARS + 1,
            "since": context.engagement_since,
        },
        "weights": _weights(context.config["engagement"]["weights"]),
    }


def _exercises_before(context: Context, iso3: str) -> dict[str, tuple[int, list[str]]]:
    """Count and rows of the exercises with each partner in the five years before the last five."""
    frame = context.engagement_components
    year = frame["year"] == context.last_year - RECENT_YEARS
    found = records(frame[(frame["iso3"] == iso3) & year & (frame["component"] == "exercises")])
    return {record["partner"]: (record["count"], record["rows"]) for record in found}


def _partner(context: Context, record: dict[str, Any], before: int, rows_before: list[str]) -> dict[str, Any]:
    change = record["exercises"] - before
    rows = sorted({*record["rows"], *rows_before})
    return {
        "partner": record["partner"],
        "score": record["score"],
        "cells": [
            {"component": name, "count": record[name], "shade": math.ceil(record[f"{name}_share"] * SHADES)}
            for name in COMPONENTS
        ],
        "exercises_before": before,
        "trend": "up" if change > 0 else "down" if change < 0 else "level",
        **trail(context, "Engagement", rows),
    }


def _weights(weights: dict[str, float]) -> list[dict[str, Any]]:
    """The weights of the components where they differ, which must then be said."""
    if len(set(weights.values())) == 1:
        return []
    return [{"component": name, "weight": weights[name]} for name in COMPONENTS]
