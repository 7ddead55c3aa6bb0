"""Scenarios: courses that cooperation may take, and where the indicators of each stand; none has a probability."""

from typing import Any

from pactbook.briefs.context import Context, Finding, Section, figure, records, trail
from pactbook.briefs.findings import finding
from pactbook.briefs.scope import Scope
from pactbook.measures.scenarios import AWAY, LEVEL, TO, UNKNOWN

TOLD = ("name", "description", "drivers", "horizon_year", "note")
INDICATOR = (
    "indicator", "countries", "partner", "org_id", "direction", "until", "now", "before", "state", "points", "note",
)  # fmt: skip
POINTS = (TO, AWAY, LEVEL, UNKNOWN)


def topic(context: Context, scope: Scope) -> Section:  # noqa: ARG001 (scenarios are of the region, whatever the topic)
    """Each scenario of the package with its indicators, and how many point to it or away."""
    states = records(context.scenario_states)
    if not states:
        return {"empty": True}
    texts = {row["scenario_id"]: row for row in records(context.tables["scenarios"])}
    made = [_scenario(context, texts[state["scenario_id"]], state) for state in states]
    rows = [row for state in states for row in state["rows"]]
    return {
        "empty": False,
        "scenarios": made,
        "powers": context.powers,
        "indicators": figure(context, len(context.scenario_indicators), "State", rows),
        "changed": figure(
            context,
            sum(state[TO] + state[AWAY] for state in states),
            "Points to the scenario",
            [
                row
                for state in made
                for line in state["indicators"]
                if line["points"] in (TO, AWAY)
                for row in line["rows"]
            ],
        ),
    }


def topic_findings(context: Context, scope: Scope) -> list[Finding]:  # noqa: ARG001 (see `topic`)
    """The scenarios to which more than half of their indicators point, of those whose state is known."""
    states = records(context.scenario_states)
    leading = [state for state in states if state[TO] > (state[TO] + state[AWAY] + state[LEVEL]) / 2]
    if not leading:
        return []
    names = {row["scenario_id"]: row["name"] for row in records(context.tables["scenarios"])}
    values = {
        "scenarios": [
            {"name": names[state["scenario_id"]], "indicators": sum(state[points] for points in POINTS)}
            | {points: state[points] for points in POINTS}
            for state in leading
        ]
    }
    rows = list(dict.fromkeys(row for state in leading for row in state["rows"]))
    return [finding(context, "scenario_pointers", "scenarios", 0.6, values, rows, complete=False)]


def _scenario(context: Context, text: dict[str, Any], state: dict[str, Any]) -> dict[str, Any]:
    """A scenario's text is no fact, so that its own row does not stand behind it; the indicators' rows do."""
    found = context.scenario_indicators
    own = records(found[found["scenario_id"] == text["scenario_id"]])
    return {
        **{column: text[column] for column in TOLD},
        **{points: state[points] for points in POINTS},
        "indicators": [
            {column: row[column] for column in INDICATOR}
            | {"summed": sorted(row["summed"], key=context.name), "asked": len(row["countries"] or context.core)}
            | trail(context, "State", [*row["rows"], *row["rows_before"]])
            for row in own
        ],
        **trail(context, "Points to the scenario", state["rows"]),
    }
