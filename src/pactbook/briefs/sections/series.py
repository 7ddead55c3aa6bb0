"""Exercises in which all partners of a topic took part: how often, how large, where, what for, and what changed."""

from typing import Any

import pandas as pd

from pactbook.briefs import yearly
from pactbook.briefs.context import Context, Finding, Section, fact, figure, records, trail
from pactbook.briefs.findings import finding
from pactbook.briefs.scope import Scope
from pactbook.briefs.sections.exercises import ENOUGH, LATEST, SHOWN
from pactbook.measures import joint_exercises as measures

ALONE_COLOUR, OTHERS_COLOUR = "#1d4e79", "#a9b4c2"
LEAST_SIZED = 3  # known sizes on each side, from which their medians are compared
LABELLED = 4  # of the largest exercises in the chart
LARGEST = ("name", "start", "end", "personnel_total", "equipment_note", "summary")


def topic(context: Context, scope: Scope) -> Section:
    """What the record holds of exercises in which all partners took part."""
    own = _together(context, scope)
    partners = list(scope.partners)
    if own.empty:
        return {"empty": True, "partners": partners}
    rows = list(own["row"])
    alone = list(own.loc[own["alone"], "row"])
    sized = own.dropna(subset=["personnel_total"])
    latest = own.sort_values(["start", "exercise_id"], ascending=False).head(LATEST)["row"]
    windows = records(measures.windows(own, context.last_year))
    return {
        "empty": False,
        "partners": partners,
        "total": figure(context, len(own), "Exercises together", rows),
        "alone": figure(context, len(alone), "Exercises together", alone),
        "first_year": int(own["year"].min()),
        "per_year": _per_year(context, own) if len(own) >= ENOUGH else None,
        "trend": _trend(context, own),
        "scale": _scale(context, own, sized),
        "sized": figure(context, len(sized), "Size", list(sized["row"])),
        "largest": [
            fact(context, context.exercises_by_row[top["row"]], *LARGEST) | {"alone": top["alone"]}
            for top in _largest(sized)
        ],
        "windows": [_window(context, window) for window in windows],
        "tasks": _tasks(context, own, windows),
        "hosts": _hosts(context, own),
        "series": _series(context, own),
        "latest": [fact(context, context.exercises_by_row[row], *SHOWN) for row in latest],
    }


def topic_findings(context: Context, scope: Scope) -> list[Finding]:
    """The largest exercise, what became more or less frequent or larger, and the series that lapsed."""
    own = _together(context, scope)
    if own.empty:
        return []
    stated: list[Finding] = []
    partners = list(scope.partners)
    sized = own.dropna(subset=["personnel_total"])
    if not sized.empty:
        top = records(sized.sort_values(["personnel_total", "start"]).tail(1))[0]
        values = {
            "name": context.exercises_by_row[top["row"]]["name"],
            "personnel": top["personnel_total"],
            "year": top["year"],
            "partners": partners,
            "participants": top["participants"],
            "alone": top["alone"],
            "sized": len(sized),
            "total": len(own),
        }
        stated.append(finding(context, "exercise_record", "series", 0.6, values, list(sized["row"]), complete=False))
    stated += _changes(context, own, partners)
    lapsed = measures.series(own, context.last_year)
    lapsed = lapsed[lapsed["lapsed"]]
    if not lapsed.empty:
        names = _series_names(context)
        shown = [
            {"name": names[row["series_id"]]["name"], "exercises": row["exercises"], "last_year": row["last_year"]}
            for row in records(lapsed)
        ]
        rows = [row for held in lapsed["rows"] for row in held]
        values = {"series": shown, "years": measures.WINDOW_YEARS, "partners": partners}
        stated.append(finding(context, "series_lapse", "series", 0.55, values, rows, complete=False))
    return stated


def topic_glance(context: Context, scope: Scope) -> list[dict[str, Any]]:
    """Exercises together, those of the last five years with their course, and the largest."""
    own = _together(context, scope)
    if own.empty:
        return []
    recent = own[own["year"].between(context.last_year - measures.WINDOW_YEARS + 1, context.last_year)]
    counts = own.groupby("year").size()
    years = range(int(own["year"].min()), context.last_year + 1)
    course = [[year, int(counts.get(year, 0))] for year in years]
    facts = [
        _counted(context, "exercises_together", "Exercises together", list(own["row"])),
        _counted(context, "exercises_5y", "Together, last five years", list(recent["row"])) | {"spark": course},
    ]
    largest = own.dropna(subset=["personnel_total"]).sort_values(["personnel_total", "start"]).tail(1)
    for top in records(largest):
        stated = fact(context, context.exercises_by_row[top["row"]], "name", "personnel_total")
        facts.append(
            {
                "key": "largest_exercise", "label": f"Largest known ({stated['name']}), persons",
                "value": stated["personnel_total"], "unit": "persons", "year": top["year"], **stated,
            }
        )  # fmt: skip
    return facts


def _together(context: Context, scope: Scope) -> pd.DataFrame:
    found = measures.together(context.participations, scope.partners)
    return found[found["series_id"].isin(scope.series)] if scope.series else found


def _counted(context: Context, key: str, label: str, rows: list[str]) -> dict[str, Any]:
    checked = all(context.row_facts[row].verified == "tool" for row in rows)
    return {
        "key": key, "label": label, "value": len(rows), "unit": None, "year": None,
        "verified": "tool" if checked else "memory", **trail(context, "Exercises together", rows),
    }  # fmt: skip


def _largest(sized: pd.DataFrame) -> list[dict[str, Any]]:
    """The largest exercise, and the largest of the partners alone if that is another one."""
    ordered = sized.sort_values(["personnel_total", "start"])
    top = pd.concat([ordered.tail(1), ordered[ordered["alone"]].tail(1)])
    return records(top.drop_duplicates("row"))


def _per_year(context: Context, own: pd.DataFrame) -> dict[str, Any]:
    """Exercises a year, those of the partners alone and those with others."""
    first, last = int(own["year"].min()), context.as_of.year
    main = [
        {
            "year": int(held["year"].iloc[0]),
            "exercises": len(held),
            "label": _company(bool(held["alone"].iloc[0])),
            "colour": ALONE_COLOUR if held["alone"].iloc[0] else OTHERS_COLOUR,
            "order": 0 if held["alone"].iloc[0] else 1,
        }
        for _, held in own.groupby(["year", "alone"])
    ]
    totals = own.groupby("year").size()
    return {
        "spec": "exercises_per_year",
        "data": {"main": main, "years": [{"year": year} for year in range(first, last + 1)]},
        "legend": [
            {"label": _company(True), "colour": ALONE_COLOUR},
            {"label": _company(False), "colour": OTHERS_COLOUR},
        ],
        "values": {
            "first": first,
            "last": last,
            "peak": int(totals.max()),
            "peak_years": [int(year) for year in totals.index[totals == totals.max()]],
        },
        **trail(context, "Exercises together", own["row"]),
    }


def _company(alone: bool) -> str:  # noqa: FBT001 (a column of the measure)
    return "The partners alone" if alone else "With others"


def _trend(context: Context, own: pd.DataFrame) -> dict[str, Any]:
    """Yearly change of the number of exercises, or why none is stated."""
    events = list(zip(own["year"], own["row"], strict=True))
    found = yearly.trend_of(events, int(own["year"].min()), context.last_year)
    if not found["events"]:
        return {key: found[key] for key in ("reason", "first_year", "last_year")}
    behind = trail(
        context, "Trend of exercises together", [row for year, row in sorted(events) if year <= context.last_year]
    )
    numbers = ("change", "change_low", "change_high")
    shown = {key: found[key] for key in ("first_year", "last_year", "direction", "reason")}
    halves = yearly.lately(events, found["first_year"], found["last_year"])
    for key in yearly.LATELY[:2]:
        halves[key] = figure(context, len(halves[key] or ()), "Exercises together", halves[key] or [])
    shown |= halves
    return shown | {key: found[key] if found["reason"] else {"figure": found[key], **behind} for key in numbers}


def _scale(context: Context, own: pd.DataFrame, sized: pd.DataFrame) -> dict[str, Any] | None:
    """Each exercise by its first year and its size; those of unknown size as ticks at the foot."""
    if len(sized) < LEAST_SIZED:
        return None
    middle = (int(own["year"].min()) + int(own["year"].max())) / 2  # labels point inwards, away from the edges
    named = set(sized.sort_values("personnel_total").tail(LABELLED)["row"])
    main = [
        {
            "year": row["year"],
            "personnel": row["personnel_total"],
            "alone": row["alone"],
            "label": context.exercises_by_row[row["row"]]["name"] if row["row"] in named else "",
            "side": "left" if row["year"] > middle else "right",
        }
        for row in records(sized)
    ]
    unknown = [{"year": row["year"]} for row in records(own[own["personnel_total"].isna()])]
    return {
        "spec": "exercise_scale",
        "data": {"main": main, "unknown": unknown},
        "legend": [
            {"label": _company(True), "colour": ALONE_COLOUR},
            {"label": _company(False), "colour": OTHERS_COLOUR},
        ],
        "values": {"first": int(own["year"].min()), "last": int(own["year"].max()), "unknown": len(unknown)},
        **trail(context, "Size", own["row"]),
    }


def _window(context: Context, window: dict[str, Any]) -> dict[str, Any]:
    """A period's counts, and what its exercises were like; the size stands on those of known size alone."""
    rows = list(window["rows"])
    return {
        "first": window["first"],
        "last": window["last"],
        "exercises": window["exercises"],
        "alone": window["alone"],
        "sized": figure(context, window["sized"], "Size", window["sized_rows"]),
        "median_size": figure(context, window["median_size"], "Size", window["sized_rows"]),
        "focuses": figure(context, window["focuses"], "Complexity", rows),
        "participants": figure(context, window["participants"], "Complexity", rows),
        **trail(context, "Exercises together", rows),
    }


def _tasks(context: Context, own: pd.DataFrame, windows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Focuses, the most frequent first, with their exercises in each period."""
    found = records(measures.tasks(own, context.last_year))
    by_cell = {(row["focus"], row["last"]): row for row in found}
    totals: dict[str, int] = {}
    for row in found:
        totals[row["focus"]] = totals.get(row["focus"], 0) + row["exercises"]
    return [
        {
            "focus": focus,
            "counts": [
                figure(context, cell["exercises"], "Tasks", cell["rows"]) if cell else None
                for cell in (by_cell.get((focus, window["last"])) for window in windows)
            ],
            **trail(context, "Tasks", [row for cell in found if cell["focus"] == focus for row in cell["rows"]]),
        }
        for focus in sorted(totals, key=lambda name: (-totals[name], name))
    ]


def _hosts(context: Context, own: pd.DataFrame) -> list[dict[str, Any]]:
    """Exercises by host, those without one (as at sea) last, with the places named."""
    found = []
    for host, held in own.groupby(own["host_iso3"].fillna("")):
        places = [context.exercises_by_row[row]["location"] for row in held.sort_values("start")["row"]]
        found.append(
            {
                "host": host or None,
                "exercises": len(held),
                "first_year": int(held["year"].min()),
                "last_year": int(held["year"].max()),
                "places": list(dict.fromkeys(place for place in places if place)),
                **trail(context, "Exercises together", held["row"]),
            }
        )
    return sorted(found, key=lambda row: (row["host"] is None, -row["exercises"], row["host"] or ""))


def _series_names(context: Context) -> dict[str, dict[str, Any]]:
    return {row["series_id"]: row for row in records(context.tables["exercise_series"])}


def _series(context: Context, own: pd.DataFrame) -> list[dict[str, Any]]:
    names = _series_names(context)
    return [
        {key: row[key] for key in ("exercises", "alone", "first_year", "last_year", "lapsed")}
        | {"name": names[row["series_id"]]["name"], "summary": names[row["series_id"]]["summary"]}
        | trail(context, "Lapsed series", row["rows"])
        for row in records(measures.series(own, context.last_year))
    ]


def _changes(context: Context, own: pd.DataFrame, partners: list[str]) -> list[Finding]:
    """Whether the last five years had more exercises than the five before, and larger ones."""
    windows = records(measures.windows(own, context.last_year))
    if len(windows) < 2:
        return []
    before, recent = windows[-2:]
    common = {
        "before_years": [before["first"], before["last"]],
        "recent_years": [recent["first"], recent["last"]],
        "partners": partners,
    }
    counts = {key: [before[key], recent[key]] for key in ("exercises", "alone", "sized")}
    rows = [*before["rows"], *recent["rows"]]
    stated = []
    if rows:
        values = common | {"exercises": counts["exercises"], "alone": counts["alone"]}
        way = _direction(*counts["exercises"])
        stated.append(finding(context, "frequency_change", "series", 0.8, values, rows, complete=False, direction=way))
    if min(counts["sized"]) >= LEAST_SIZED:
        sizes = [before["median_size"], recent["median_size"]]
        values = common | {"median": sizes, "sized": counts["sized"]}
        rows = [*before["sized_rows"], *recent["sized_rows"]]
        stated.append(
            finding(context, "scale_change", "series", 0.65, values, rows, complete=False,
                    direction=_direction(*sizes))
        )  # fmt: skip
    return stated


def _direction(before: float, after: float) -> str:
    return "up" if after > before else "down" if after < before else "level"
