"""How much the data knows of the facilities in a scope, by who runs them and by whose soil they stand on."""

from typing import Any

import pandas as pd

from pactbook.briefs.context import Context, Finding, Section, fact, figure, records, trail
from pactbook.briefs.findings import finding
from pactbook.briefs.scope import Scope
from pactbook.briefs.sections.infrastructure import FACILITY
from pactbook.measures import transparency

MEASURE = "Transparency"
LEAST_FACILITIES = 2  # of an operator that is compared: one facility says nothing of a habit
LEAST_OPERATORS = 2


def topic(context: Context, scope: Scope) -> Section:
    """Which questions the data answers of the facilities on the soil of a topic's countries."""
    answers = _answers(context, scope)
    if answers.empty:
        return {"empty": True}
    foreign = answers[answers["foreign"]]
    operators = _shown(context, transparency.together(foreign, "operator"))
    shown = foreign if len(foreign) else answers
    disputed = context.sites[context.sites["host"].isin(scope.countries) & (context.sites["status"] == "disputed")]
    fully = shown[shown["answered"] == len(transparency.QUESTIONS)]
    return {
        "empty": False,
        "of_foreign": bool(len(foreign)),
        "total": figure(context, len(shown), "Presence", shown["row"]),
        "share": figure(context, float(shown["share"].mean()), MEASURE, shown["row"]),
        "fully": figure(context, len(fully), MEASURE, fully["row"]),
        "questions": [
            {"question": name, "answered": int(shown[name].sum()), "share": float(shown[name].mean())}
            | trail(context, MEASURE, shown.loc[shown[name], "row"])
            for name in transparency.QUESTIONS
        ],
        "operators": operators,
        "hosts": _shown(context, transparency.together(answers, "host")),
        "chart": _chart(context, operators),
        "disputed": [fact(context, site, *FACILITY) for site in records(disputed)],
    }


def topic_findings(context: Context, scope: Scope) -> list[Finding]:
    """The operator of whose facilities least is known, among those that run at least two."""
    answers = _answers(context, scope)
    table = records(transparency.together(answers[answers["foreign"]], "operator"))
    compared = [row for row in table if row["facilities"] >= LEAST_FACILITIES]
    if len(compared) < LEAST_OPERATORS or compared[0]["share"] == compared[-1]["share"]:
        return []
    least = [row for row in compared if row["share"] == compared[0]["share"]]
    best = compared[-1]
    values = {
        "operators": sorted(row["operator"] for row in least),
        "share": least[0]["share"],
        "facilities": sum(row["facilities"] for row in least),
        "compared": len(compared),
        "best": [row["operator"] for row in compared if row["share"] == best["share"]],
        "best_share": best["share"],
    }
    rows = [row for entry in compared for row in entry["rows"]]
    return [finding(context, "transparency_gap", "transparency", 0.55, values, rows)]


def _answers(context: Context, scope: Scope) -> pd.DataFrame:
    return context.facility_answers[context.facility_answers["host"].isin(scope.countries)]


def _shown(context: Context, table: pd.DataFrame) -> list[dict[str, Any]]:
    return [row | trail(context, MEASURE, row["rows"]) for row in records(table)]


def _chart(context: Context, operators: list[dict[str, Any]]) -> dict[str, Any] | None:
    """A bar for each operator."""
    if len(operators) < LEAST_OPERATORS:
        return None
    return {
        "spec": "transparency",
        "data": {
            "main": [
                {
                    "label": f"{context.short(row['operator'])} ({row['facilities']})",
                    "share": row["share"],
                    "colour": context.colour(row["operator"]),
                    "order": order,
                }
                for order, row in enumerate(operators)
            ]
        },
        **trail(context, MEASURE, [row for entry in operators for row in entry["rows"]]),
    }
