"""Trends of exercises, incidents and deliveries of arms, with their intervals or the reason why there is none."""

from typing import Any

import pandas as pd

from pactbook.briefs import yearly
from pactbook.briefs.context import Context, Finding, Section, figure, records, trail
from pactbook.briefs.findings import finding
from pactbook.briefs.scope import Scope

RISING, FALLING = "rising", "falling"  # directions of `measures.trends`, which takes a second to import
TURNED = 0.8  # what a trend weighs that the last years went against
COLOURS = {RISING: "#0b5fa5", FALLING: "#b5432a"}
NO_DIRECTION = "#7a7f87"
LEGEND = {**COLOURS, "no direction beyond chance": NO_DIRECTION}


def topic(context: Context, scope: Scope) -> Section:
    """The yearly change of each series, or why none is stated."""
    lines = _lines(context, scope)
    stated = [line for line in lines if line["reason"] is None]
    if not any(line["events"] for line in lines):
        return {"empty": True}
    return {
        "empty": False,
        "total": _counted(context, lines),
        "stated": _counted(context, stated),
        RISING: _counted(context, [line for line in stated if line["direction"] == RISING]),
        FALLING: _counted(context, [line for line in stated if line["direction"] == FALLING]),
        "against": _counted(context, [line for line in stated if line["against"]]),
        "lines": lines,
        "chart": _chart(context, stated),
    }


def topic_findings(context: Context, scope: Scope) -> list[Finding]:
    """Every rise and fall beyond chance, those that the last years went against, and which series bear no trend."""
    lines = _lines(context, scope)
    found = [
        finding(
            context,
            "trend_turned" if line["against"] else f"trend_{line['direction']}",
            "trends",
            (TURNED if line["against"] else 1) * (0.65 if line["iso3"] is None else 0.35),
            {key: line[key] for key in ("kind", "iso3", *yearly.TREND[:6], *yearly.LATELY)},
            line["rows"],
            complete=False,
            about=f"{line['kind']}/{line['iso3'] or yearly.WHOLE}",
            direction="up" if (line["direction"] == RISING) != line["against"] else "down",
        )
        for line in lines
        if line["direction"] in (RISING, FALLING)
    ]
    silent = [line for line in lines if line["reason"]]
    if silent and any(line["events"] for line in lines):
        values = {
            "total": len(lines),
            "series": [{key: line[key] for key in ("kind", "iso3", "events", "reason")} for line in silent],
        }
        rows = list(dict.fromkeys(row for line in silent for row in line["rows"]))
        found.append(finding(context, "no_trend_possible", "trends", 0.3, values, rows, complete=False))
    return found


def _lines(context: Context, scope: Scope) -> list[dict[str, Any]]:
    """A record for each kind and subject, kinds together, all countries before each."""
    series = {
        "exercises": yearly.exercises(context, scope),
        "incidents": yearly.incidents(context, scope),
        "deliveries": yearly.deliveries(context, scope),
    }
    return [line for kind, counts in series.items() if not counts.empty for line in _kind(context, scope, kind, counts)]


def _kind(context: Context, scope: Scope, kind: str, counts: pd.DataFrame) -> list[dict[str, Any]]:
    from pactbook.measures import trends as measures  # noqa: PLC0415 (see RISING)

    found = measures.trend(counts.rename(columns={"value": "count"}), yearly.KEYS)
    by_subject = {line["subject"]: line for line in records(found)}
    return [
        {"kind": kind, "iso3": None if subject == yearly.WHOLE else subject}
        | {key: by_subject[subject][key] for key in yearly.TREND}
        | _lately(counts[counts["subject"] == subject], by_subject[subject])
        | trail(context, "Yearly change", yearly.rows_of(counts, subject))
        for subject in yearly.subjects(context, scope)
    ]


def _lately(own: pd.DataFrame, line: dict[str, Any]) -> dict[str, Any]:
    """The last ten years of a series, by halves; against a trend only if they moved the other way and there is one."""
    events = [(year, row) for year, rows in zip(own["year"], own["rows"], strict=True) for row in rows]
    change = line["change"] if line["direction"] in (RISING, FALLING) else None
    return yearly.lately_counted(yearly.lately(events, line["first_year"], line["last_year"]), change)


def _counted(context: Context, lines: list[dict[str, Any]]) -> dict[str, Any]:
    return figure(context, len(lines), "Yearly change", [row for line in lines for row in line["rows"]])


def _chart(context: Context, stated: list[dict[str, Any]]) -> dict[str, Any] | None:
    if not stated:
        return None
    main = [
        {
            "kind": line["kind"],
            "label": context.name(line["iso3"]) if line["iso3"] else "All together",
            "order": order,
            "change": line["change"],
            "low": line["change_low"],
            "high": line["change_high"],
            "colour": COLOURS.get(line["direction"], NO_DIRECTION),
        }
        for order, line in enumerate(stated)
    ]
    return {
        "spec": "trends",
        "data": {"main": main},
        "legend": [
            {"label": label, "colour": colour}
            for label, colour in LEGEND.items()
            if colour in {point["colour"] for point in main}
        ],
        "values": {},
        **trail(context, "Yearly change", [row for line in stated for row in line["rows"]]),
    }
