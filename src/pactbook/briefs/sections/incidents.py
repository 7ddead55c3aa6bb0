"""Incidents in a scope: how many a year, of what kind, with what toll, and whether they become more or fewer."""

from collections import Counter
from typing import Any

from pactbook.briefs import yearly
from pactbook.briefs.context import NEUTRAL_COLOUR, Context, Finding, Section, counted, fact, figure, records, trail
from pactbook.briefs.findings import finding
from pactbook.briefs.scope import Scope
from pactbook.briefs.sections.counterterrorism import GRAVE, INCIDENT, RECENT_YEARS, TOLL, deadliest

LISTED, CHANGE, CONFLICTS = "Rows listed", "Yearly change", "Conflict-years"
ATTACK = "terrorist attack"
KIND_COLOURS = {
    "terrorist attack": "#b5432a", "armed incursion": "#c98a00", "border clash": "#2b2f36", "civil unrest": "#5b6ea8",
    "coup/revolution": "#8a5a9e", "military accident": "#b3b8c0", "armed conflict": "#1b8a6b",
    "non-state conflict": "#3b9bd1", "violence against civilians": "#7a5c2e",
}  # fmt: skip
GRAVEST, LATEST = 8, 8  # incidents in the table
GLANCE_YEARS = 5
LEAST_DRAWN = 3  # incidents from which a chart says more than the table
CONTESTED = ("date", "end", "kind", "countries", "fatalities_low", "fatalities_high")
DIRECTIONS = {"rising": "up", "falling": "down", "none": "level"}


def topic(context: Context, scope: Scope) -> Section:
    """Incidents that concern the countries of a topic."""
    own = _incidents(context, scope)
    if not own:
        return {"empty": True}
    rows = [row["row"] for row in own]
    worst = deadliest(own)
    shown = _shown(own)
    trends = _trends(context, own)
    return {
        "empty": False,
        "total": figure(context, len(own), LISTED, rows),
        "first_year": min(row["year"] for row in own),
        "deadliest": worst and fact(context, worst, *TOLL),
        "chart": _chart(context, own),
        "trend": trends[None],
        "lately": _lately_figures(context, _lately(own, trends[None])),
        "kinds": _kinds(context, own, trends),
        "incidents": [fact(context, row, *INCIDENT) for row in shown],
        "left_out": figure(context, len(own) - len(shown), LISTED, [row["row"] for row in own if row not in shown]),
        "contested": counted(context, LISTED, _contested(own)),
        "without_count": counted(context, LISTED, [row for row in own if row["fatalities_low"] is None]),
        "conflicts": _conflicts(context, scope),
    }


def topic_findings(context: Context, scope: Scope) -> list[Finding]:
    """Whether incidents become more or fewer, the deadliest of the last years, contested tolls, the last attack."""
    own = _incidents(context, scope)
    if not own:
        return []
    stated: list[Finding] = []
    trend = _trends(context, own)[None]
    if trend["reason"] is None:
        clear = trend["direction"] != "none"
        counted = yearly.lately_counted(_lately(own, trend), trend["change"] if clear else None)
        values = {key: trend[key] for key in yearly.TREND if key != "reason"} | counted
        direction = DIRECTIONS[trend["direction"]]
        if counted["against"]:
            direction = "down" if direction == "up" else "up"
        stated.append(
            finding(
                context, "incidents_trend", "incidents", 0.7 if clear and not counted["against"] else 0.5, values,
                trend["rows"], complete=False, direction=direction,
            )
        )  # fmt: skip
    recent = [row for row in own if context.as_of.year - row["year"] < RECENT_YEARS]
    worst = deadliest(recent)
    if worst:
        values = {key: worst[key] for key in CONTESTED} | {"years": RECENT_YEARS, "incidents": len(recent)}
        weight = 0.5 + min(worst["fatalities_low"], GRAVE) / GRAVE / 4
        stated.append(finding(context, "deadliest_incident_of_scope", "incidents", weight, values, [worst["row"]]))
    contested = _contested(own)
    if contested:
        widest = max(contested, key=lambda row: (row["fatalities_high"] - row["fatalities_low"], row["row"]))
        values = {
            "contested": len(contested),
            "incidents": len(own),
            "widest": {key: widest[key] for key in CONTESTED},
        }
        rows = [row["row"] for row in contested]
        stated.append(finding(context, "contested_tolls", "incidents", 0.4, values, rows, complete=False))
    attacks = [row for row in own if row["kind"] == ATTACK]
    if attacks:
        late = [row for row in attacks if context.last_year - GLANCE_YEARS < row["year"] <= context.last_year]
        checked = {row["row"]: context.row_facts[row["row"]].checked for row in attacks}
        values = {key: attacks[0][key] for key in CONTESTED} | {
            "attacks": len(attacks),
            "checked": checked[attacks[0]["row"]],
            "recent": len(late),
            "recent_unchecked": sum(not checked[row["row"]] for row in late),
            "years": [context.last_year - GLANCE_YEARS + 1, context.last_year],
        }
        rows = [row["row"] for row in attacks]
        stated.append(finding(context, "last_attack", "incidents", 0.66, values, rows, complete=False))
    return stated


def topic_glance(context: Context, scope: Scope) -> list[dict[str, Any]]:
    """Incidents in the last five years, with their course since the first on record."""
    own = _incidents(context, scope)
    counts = Counter(row["year"] for row in own)
    years = range(context.incident_years[0], context.last_year + 1) if own else ()
    rows = [row["row"] for row in own if context.last_year - GLANCE_YEARS < row["year"] <= context.last_year]
    shown = {"key": "incidents_5y", "label": "Incidents, last five years", "value": len(rows), "unit": None}
    course = {"spark": [[year, counts[year]] for year in years]}
    return [shown | {"year": None, "verified": "tool"} | course | trail(context, LISTED, rows)]


def _incidents(context: Context, scope: Scope) -> list[dict[str, Any]]:
    """Each incident once, the latest first."""
    frame = context.incidents_by_country
    own = frame[frame["iso3"].isin(scope.countries)].drop_duplicates("row")
    return records(own.sort_values(["date", "row"], ascending=False))


def _conflicts(context: Context, scope: Scope) -> list[dict[str, Any]]:
    """Armed conflicts in the countries, with the runs of their years."""
    return [
        {key: conflict[key] for key in ("locations", "side_a", "side_b")}
        | {"years": _runs(conflict["years"]), "wars": _runs(conflict["wars"])}
        | trail(context, CONFLICTS, conflict["rows"])
        for conflict in records(context.conflicts(scope.countries))
    ]


def _runs(listed: list[int]) -> list[list[int]]:
    """Runs of years as first and last."""
    runs: list[list[int]] = []
    for year in listed:
        if runs and runs[-1][1] == year - 1:
            runs[-1][1] = year
        else:
            runs.append([year, year])
    return runs


def _contested(own: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Incidents whose highest credible count of dead lies above the lowest."""
    known = [row for row in own if None not in (row["fatalities_low"], row["fatalities_high"])]
    return [row for row in known if row["fatalities_high"] > row["fatalities_low"]]


def _shown(own: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The gravest by the lowest count, and the latest; in the order of `own`."""
    counted = [row for row in own if row["fatalities_low"]]
    grave = sorted(counted, key=lambda row: (-row["fatalities_low"], row["row"]))[:GRAVEST]
    kept = {row["row"] for row in (*grave, *own[:LATEST])}
    return [row for row in own if row["row"] in kept]


def _kinds(
    context: Context, own: list[dict[str, Any]], trends: dict[str | None, dict[str, Any]]
) -> list[dict[str, Any]]:
    """Each kind with its incidents, the sums of its tolls, and how fast it changes."""
    kinds = Counter(row["kind"] for row in own)
    return [
        {
            "kind": kind,
            "incidents": count,
            **_toll(of_kind),
            "contested": len(_contested(of_kind)),
            "gravest": (one := _bulk(of_kind)) and fact(context, one, *TOLL),
            "trend": trends[kind],
            **trail(context, LISTED, [row["row"] for row in of_kind]),
        }
        for kind, count in sorted(kinds.items(), key=lambda item: (-item[1], item[0]))
        for of_kind in [[row for row in own if row["kind"] == kind]]
    ]


def _bulk(rows: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The one of several incidents with a toll that has more than half of their lowest counts."""
    tolls = [row for row in rows if row["fatalities_low"]]
    worst = deadliest(tolls)
    if worst is None or len(tolls) == 1:
        return None
    return worst if worst["fatalities_low"] > sum(row["fatalities_low"] for row in tolls) / 2 else None


def _toll(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The lowest counts added up, and the highest; open where a highest count is not known, so that it may be more."""
    counted = [row for row in rows if row["fatalities_low"] is not None]
    highest = [row["fatalities_low"] if row["fatalities_high"] is None else row["fatalities_high"] for row in counted]
    return {
        "low": sum(row["fatalities_low"] for row in counted) if counted else None,
        "high": sum(highest) if counted else None,
        "open": any(row["fatalities_high"] is None for row in counted),
        "without": len(rows) - len(counted),
    }


def _trends(context: Context, own: list[dict[str, Any]]) -> dict[str | None, dict[str, Any]]:
    """The trend of each kind, and under None that of all; over the years that the record of incidents covers."""
    first, last = context.incident_years[0], context.last_year
    found = {}
    for kind in (None, *_kind_names(own)):
        of_kind = [row for row in own if kind in (None, row["kind"])]
        trend = yearly.trend_of(((row["year"], row["row"]) for row in of_kind), first, last)
        found[kind] = {key: trend[key] for key in yearly.TREND} | trail(
            context, CHANGE, [row["row"] for row in of_kind]
        )
    return found


def _lately(own: list[dict[str, Any]], trend: dict[str, Any]) -> dict[str, Any]:
    """The last ten years that a trend covers, by halves."""
    if trend["reason"]:
        return dict.fromkeys(yearly.LATELY)
    return yearly.lately(((row["year"], row["row"]) for row in own), trend["first_year"], trend["last_year"])


def _lately_figures(context: Context, halves: dict[str, Any]) -> dict[str, Any] | None:
    if halves["recent"] is None:
        return None
    return halves | {key: figure(context, len(halves[key]), LISTED, halves[key]) for key in yearly.LATELY[:2]}


def _kind_names(own: list[dict[str, Any]]) -> list[str]:
    return sorted({row["kind"] for row in own})


def _chart(context: Context, own: list[dict[str, Any]]) -> dict[str, Any] | None:
    """Incidents per year, stacked by kind; a year without any has no bar and stays on the axis."""
    if len(own) < LEAST_DRAWN:
        return None
    counts = Counter((row["year"], row["kind"]) for row in own)
    present = {row["kind"] for row in own}
    kinds = [*KIND_COLOURS, *sorted(present - KIND_COLOURS.keys())]
    colours = {kind: KIND_COLOURS.get(kind, NEUTRAL_COLOUR) for kind in kinds}
    main = [
        {"year": year, "incidents": count, "colour": colours[kind], "order": kinds.index(kind)}
        for (year, kind), count in sorted(counts.items())
    ]
    per_year = Counter(row["year"] for row in own)
    peak = max(per_year.values())
    first, last = context.incident_years
    return {
        "spec": "incidents_per_year",
        "data": {"main": main, "years": [{"year": year} for year in range(first, last + 1)]},
        "legend": [{"label": kind, "colour": colours[kind]} for kind in kinds if kind in present],
        "values": {
            "first": first,
            "last": last,
            "peak": peak,
            "peak_years": sorted(year for year in per_year if per_year[year] == peak),
        },
        **trail(context, LISTED, [row["row"] for row in own]),
    }
