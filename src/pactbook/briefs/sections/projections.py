"""Exercises, incidents and spending one to three years ahead, and how such projections would have done before."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from pactbook.briefs import yearly
from pactbook.briefs.context import Context, Finding, Section, figure, records, trail
from pactbook.briefs.findings import finding
from pactbook.briefs.likelihood import EVEN, word
from pactbook.briefs.scope import Scope
from pactbook.measures import projections as measures

HORIZON = 3
NEWS = 0.05  # by which a probability must exceed what would hold without any change
RISING, FALLING = "rising", "falling"  # directions of `measures.trends`, which takes a second to import
LATEST_END = 2  # years by which a record may lag; what ended earlier is history
ENDED, NO_RECORD = "ended", "no_record"
STEP = ("year", "median", "low_50", "high_50", "low_90", "high_90")
TEST = ("tested", "covered_50", "covered_90", "error", "error_last", "error_mean")
FINDINGS = {"exercises": "next_year_exercises", "incidents": "next_year_incidents"}
LEGEND = [
    {"label": "on record", "colour": "#2a4d69"},
    {"label": "median", "colour": "#1b1f24"},
    {"label": "half of what may come", "colour": "#c98a6a"},
    {"label": "nine tenths of it", "colour": "#ecd5c7"},
]


@dataclass(frozen=True)
class _Kind:
    """Series of one kind: what is counted, by which model, and subject, year, value, rows."""

    key: str
    model: str
    series: pd.DataFrame


def topic(context: Context, scope: Scope) -> Section:
    """Projections of each kind with their back-tests; series without a projection with the reason."""
    kinds = [_kind(context, scope, kind) for kind in _kinds(context, scope)]
    lines = [line for kind in kinds for line in kind["lines"]]
    projected = [line for line in lines if line["reason"] is None]
    if not any(line["rows"] for line in lines):
        return {"empty": True}
    compared = [line for line in projected if line["tested"]]
    return {
        "empty": False,
        "total": _counted(context, lines),
        "projected": _counted(context, projected),
        "compared": _counted(context, compared),
        "better": _counted(context, [line for line in compared if line["better"]]),
        "not_better": [
            {key: line[key] for key in ("kind", "iso3")} | trail(context, "Back-test", line["rows"])
            for line in compared
            if not line["better"]
        ],
        "kinds": kinds,
        "tests": [
            {key: line[key] for key in ("kind", "iso3", "better", *TEST)} | trail(context, "Back-test", line["rows"])
            for line in lines
            if line["tested"]
        ],
    }


def topic_findings(context: Context, scope: Scope) -> list[Finding]:
    """Whether the next year would bring more or less than the last five, and whether the whole record goes that way.

    Never of a year that is over, and not of a series whose model lost to both naive forecasts.
    """
    stated = []
    for kind in _kinds(context, scope):
        if kind.key not in FINDINGS:
            continue
        ahead = {line["subject"]: line for line in records(measures.project(kind.series, yearly.KEYS, kind.model, 1))}
        held = _unprojected(context, kind)
        tests = {line["subject"]: line for line in _tests(kind)}
        trends = _trends(kind)
        for chance in records(measures.chances(kind.series, yearly.KEYS, kind.model)):
            subject = chance["subject"]
            if chance["above"] is None or chance["year"] <= context.last_year or held[subject]:
                continue
            if _lost(tests[subject]):  # what either naive forecast says better is no news
                continue
            up = chance["above"] > chance["below"]
            side = "above" if up else "below"
            probability = chance[side]
            if word(probability) == EVEN or probability - chance[f"{side}_unchanged"] < NEWS:
                continue  # as good as open, or what would hold without any change
            whole = trends[subject]
            values = {
                "iso3": None if subject == yearly.WHOLE else subject,
                "year": chance["year"],
                "mean": chance["mean"],
                "first_year": chance["year"] - measures.RECENT_YEARS,
                "last_year": chance["year"] - 1,
                "more": up,
                **{key: ahead[subject][key] for key in ("median", "low_90", "high_90")},
                "better": _better(tests[subject]),
                "record_from": whole["first_year"],
                "against": whole["direction"] == (FALLING if up else RISING),
            }
            stated.append(
                finding(
                    context,
                    FINDINGS[kind.key],
                    "projections",
                    (0.7 if subject == yearly.WHOLE else 0.4) + 0.3 * (probability - 0.5),
                    values,
                    yearly.rows_of(kind.series, subject),
                    complete=False,
                    about=subject,
                    direction="up" if up else "down",
                    probability=probability,
                )
            )
    return stated


def _kinds(context: Context, scope: Scope) -> list[_Kind]:
    made = [
        _Kind("exercises", measures.COUNT, yearly.exercises(context, scope)),
        _Kind("incidents", measures.COUNT, yearly.incidents(context, scope)),
        _Kind("spending", measures.LEVEL, yearly.spending(context, scope)),
    ]
    return [kind for kind in made if not kind.series.empty]


def _kind(context: Context, scope: Scope, kind: _Kind) -> dict[str, Any]:
    """Every subject of a kind with its projection or the reason against one, the back-test, and the chart."""
    steps = measures.project(kind.series, yearly.KEYS, kind.model, HORIZON)
    tests = {line["subject"]: line for line in _tests(kind)}
    held = _unprojected(context, kind)
    lines = []
    for subject in yearly.subjects(context, scope):
        if subject == yearly.WHOLE and kind.model == measures.LEVEL:
            continue  # a sum of countries would need the figures of all
        rows = yearly.rows_of(kind.series, subject)
        own = records(steps[steps["subject"] == subject])
        reason = held.get(subject, NO_RECORD)
        test = tests.get(subject, dict.fromkeys(TEST) | {"tested": 0})
        lines.append(
            {
                "kind": kind.key,
                "iso3": None if subject == yearly.WHOLE else subject,
                "origin": own[0]["origin"] if own else None,
                "reason": reason,
                "steps": [] if reason else [{key: step[key] for key in STEP} for step in own],
                "better": _better(test),
                "drawn": reason is None and not _lost(test),
                **{key: test[key] for key in TEST},
                **trail(context, "Projection", rows),
            }
        )
    return {"key": kind.key, "lines": lines, "chart": _chart(context, kind, lines)}


def _tests(kind: _Kind) -> list[dict[str, Any]]:
    return records(measures.backtest(kind.series, yearly.KEYS, kind.model, HORIZON))


def _unprojected(context: Context, kind: _Kind) -> dict[str, str | None]:
    """Why each subject has no projection over the horizon, or None; one whose record ended long ago has none either."""
    steps = records(measures.project(kind.series, yearly.KEYS, kind.model, HORIZON))
    return {
        step["subject"]: step["reason"] or (ENDED if step["origin"] < context.last_year - LATEST_END else None)
        for step in steps
    }


def _better(test: dict[str, Any]) -> bool:
    """Whether the error in the back-test is smaller than that of both naive forecasts."""
    return bool(test["tested"]) and test["error"] < min(test["error_last"], test["error_mean"])


def _lost(test: dict[str, Any]) -> bool:
    """Whether the error in the back-test is no smaller than that of either naive forecast."""
    return bool(test["tested"]) and test["error"] >= max(test["error_last"], test["error_mean"])


def _trends(kind: _Kind) -> dict[str, dict[str, Any]]:
    """The trend of each subject over the whole record."""
    from pactbook.measures import trends  # noqa: PLC0415 (its import takes more than a second)

    found = trends.trend(kind.series.rename(columns={"value": "count"}), yearly.KEYS)
    return {line["subject"]: line for line in records(found)}


def _counted(context: Context, lines: list[dict[str, Any]]) -> dict[str, Any]:
    return figure(context, len(lines), "Projection", [row for line in lines for row in line["rows"]])


def _chart(context: Context, kind: _Kind, lines: list[dict[str, Any]]) -> dict[str, Any] | None:
    """History and projection of the subjects whose model did not lose; those that beat both naive forecasts first."""
    shown = sorted((line for line in lines if line["drawn"]), key=lambda line: not line["better"])
    if not shown:
        return None
    main: list[dict[str, Any]] = []
    for order, line in enumerate(shown):
        subject = line["iso3"] or yearly.WHOLE
        label = context.name(subject) if line["iso3"] else "All countries together"
        own = kind.series[kind.series["subject"] == subject].set_index("year")["value"]
        named = {"label": label, "order": order}
        years = range(int(own.index.min()), int(own.index.max()) + 1)
        main += [
            named | {"part": "record", "year": year, "value": float(own[year]) if year in own.index else None}
            for year in years
        ]
        main += [named | {"part": "ahead"} | step for step in line["steps"]]
    first = shown[0]
    rows = [row for line in shown for row in line["rows"]]
    return {
        "spec": "projections",
        "data": {"main": main},
        "legend": LEGEND,
        "values": {
            "iso3": first["iso3"],
            "better": first["better"],
            "first": min(point["year"] for point in main),
            "last": max(line["origin"] for line in shown),
            **first["steps"][0],
        },
        **trail(context, "Projection", rows),
    }
