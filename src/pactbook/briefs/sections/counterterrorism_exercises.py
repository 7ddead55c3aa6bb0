"""Joint exercises that trained against terrorism: per year by framework, their share of all, the latest."""

from collections import Counter
from typing import Any

import pandas as pd

from pactbook.briefs.context import OTHERS_COLOUR, Context, Finding, Section, fact, figure, trail
from pactbook.briefs.findings import finding
from pactbook.briefs.scope import Scope
from pactbook.briefs.sections.exercises import ENOUGH, LATEST, RECENT_YEARS, SHOWN
from pactbook.measures.participation import COUNTERTERRORISM

PER_YEAR, MIX = "Exercises a year", "Focus mix"


def topic(context: Context, scope: Scope) -> Section:
    """Exercises against terrorism with a country of a topic among the participants."""
    every = _exercises(context.participations, scope)
    own = every[_against_terrorism(every)]
    if own.empty:
        return {"empty": True}
    recent, recent_all = _window(context, own), _window(context, every)
    announced = _exercises(context.announcements, scope)
    announced = announced[_against_terrorism(announced)]
    latest = own.sort_values(["start", "exercise_id"], ascending=False).head(LATEST)["row"]
    return {
        "empty": False,
        "total": _counted(context, own),
        "share": _share(context, own, every),
        "first_year": int(own["year"].min()),
        "recent": _counted(context, recent),
        "recent_all": _counted(context, recent_all),
        "recent_share": _share(context, recent, recent_all),
        "recent_years": [context.last_year - RECENT_YEARS + 1, context.last_year],
        "announced": _counted(context, announced),
        "chart": _chart(context, own, every) if len(own) >= ENOUGH else None,
        "frameworks": _frameworks(context, own, every),
        "latest": [fact(context, context.exercises_by_row[row], *SHOWN) for row in latest],
    }


def topic_findings(context: Context, scope: Scope) -> list[Finding]:
    """Share of the exercises of the last five years that trained against terrorism, beside that of the five before."""
    every = _exercises(context.participations, scope)
    now, before = _window(context, every), _window(context, every, RECENT_YEARS)
    if len(now) < ENOUGH:
        return []
    values: dict[str, Any] = {"enough_before": len(before) >= ENOUGH}
    for name, held, last in (("now", now, context.last_year), ("before", before, context.last_year - RECENT_YEARS)):
        own = int(_against_terrorism(held).sum())
        values[name] = {
            "own": own,
            "all": len(held),
            "share": own / len(held) if len(held) else None,
            "years": [last - RECENT_YEARS + 1, last],
        }
    direction = None
    if values["enough_before"]:
        difference = values["now"]["share"] - values["before"]["share"]
        direction = "up" if difference > 0 else "down" if difference < 0 else "level"
    told = pd.concat([now, before]) if values["enough_before"] else now
    rows = sorted(told["row"])
    return [
        finding(
            context, "counterterrorism_exercise_share", "counterterrorism_exercises", 0.62, values, rows,
            complete=False, direction=direction,
        )
    ]  # fmt: skip


def topic_glance(context: Context, scope: Scope) -> list[dict[str, Any]]:
    """Exercises against terrorism in the last five years, with their course."""
    every = _exercises(context.participations, scope)
    own = every[_against_terrorism(every)]
    counts = own.groupby("year").size()
    years = range(int(own["year"].min()), context.last_year + 1) if len(own) else ()
    rows = sorted(_window(context, own)["row"])
    label = "Exercises against terrorism, last five years"
    return [
        {"key": "counterterrorism_exercises_5y", "label": label, "value": len(rows), "unit": None, "year": None}
        | {"verified": "tool", "spark": [[year, int(counts.get(year, 0))] for year in years]}
        | trail(context, PER_YEAR, rows)
    ]


def _exercises(participations: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """Each exercise once that a country of the scope took part in, of its series if it names any."""
    own = participations[participations["iso3"].isin(scope.countries)]
    if scope.series:
        own = own[own["series_id"].isin(scope.series)]
    return own.drop_duplicates("exercise_id")


def _against_terrorism(exercises: pd.DataFrame) -> pd.Series:
    return pd.Series([COUNTERTERRORISM in (focus or ()) for focus in exercises["focus"]], exercises.index, dtype=bool)


def _window(context: Context, exercises: pd.DataFrame, earlier: int = 0) -> pd.DataFrame:
    """Those of the last five years that are over, or of five that end some years earlier."""
    last = context.last_year - earlier
    return exercises[exercises["year"].between(last - RECENT_YEARS + 1, last)]


def _counted(context: Context, exercises: pd.DataFrame) -> dict[str, Any]:
    return figure(context, len(exercises), PER_YEAR, sorted(exercises["row"]))


def _share(context: Context, own: pd.DataFrame, every: pd.DataFrame) -> dict[str, Any]:
    return figure(context, len(own) / len(every) if len(every) else None, MIX, sorted(every["row"]))


def _frameworks(context: Context, own: pd.DataFrame, every: pd.DataFrame) -> list[dict[str, Any]]:
    """Exercises against terrorism by framework, most first; those of no organisation are the last."""
    found = []
    for org_id, group in _by_framework(own).items():
        of_framework = _by_framework(every)[org_id]
        found.append(
            {
                "framework_org": org_id,
                "exercises": len(group),
                "all": len(of_framework),
                "share": len(group) / len(of_framework),
                "recent": len(_window(context, group)),
                "first": int(group["year"].min()),
                "last": int(group["year"].max()),
                **trail(context, MIX, sorted(of_framework["row"])),
            }
        )
    return sorted(found, key=lambda row: (row["framework_org"] is None, -row["exercises"], row["framework_org"] or ""))


def _by_framework(exercises: pd.DataFrame) -> dict[str | None, pd.DataFrame]:
    return {
        None if pd.isna(code) else str(code): group for code, group in exercises.groupby("framework_org", dropna=False)
    }


def _chart(context: Context, own: pd.DataFrame, every: pd.DataFrame) -> dict[str, Any]:
    """Exercises per year: against terrorism by framework, and on top those with another focus alone."""
    frameworks = [row["framework_org"] for row in _frameworks(context, own, every)]
    parts = [
        (
            _by_framework(own)[code],
            context.short(code) if code else "Against terrorism, of no organisation",
            context.colour(code),
        )
        for code in frameworks
    ]
    parts.append((every.drop(own.index), "Other exercises", OTHERS_COLOUR))
    years = range(int(every["year"].min()), context.as_of.year + 1)
    main = [
        {"year": year, "exercises": count, "label": label, "colour": colour, "order": order}
        for order, (group, label, colour) in enumerate(parts)
        for year, count in sorted(Counter(group["year"].tolist()).items())
    ]
    counts = own.groupby("year").size()
    peaks = [int(year) for year in counts.index[counts == counts.max()]]
    return {
        "spec": "exercises_per_year",
        "data": {"main": main, "years": [{"year": year} for year in years]},
        "legend": [{"label": label, "colour": colour} for group, label, colour in parts if len(group)],
        "values": {"first": years[0], "last": years[-1], "peak": int(counts.max()), "peak_years": peaks},
        **trail(context, PER_YEAR, sorted(every["row"])),
    }
