"""Exercises: per year by framework, their focus, the most frequent partners, the latest; an organisation's record."""

from typing import Any

import pandas as pd

from pactbook.briefs.context import Context, Finding, Section, fact, figure, records, trail
from pactbook.briefs.findings import finding
from pactbook.briefs.sections.bodies import own_and_bodies
from pactbook.measures import exercises as measures

LATEST = 10
PARTNERS = 8
RECENT_YEARS = 5
ENOUGH = 5  # exercises from which a chart says more than a sentence
SHOWN = ("name", "start", "end", "host_iso3", "location", "framework_org", "focus", "personnel_total", "note")


def country(context: Context, iso3: str) -> Section:
    """Exercises that a country took part in."""
    own = context.participations[context.participations["iso3"] == iso3]
    if own.empty:
        return {"empty": True}
    announced = context.announcements[context.announcements["iso3"] == iso3]
    hosts = own["role"] == "host"
    seats = context.tables["exercise_participants"]
    held = context.participations["exercise_id"]
    observed = seats[(seats["iso3"] == iso3) & (seats["role"] == "observer") & seats["exercise_id"].isin(held)]
    shared = _pairs(context, own)
    partners = shared.groupby("partner")["exercise_id"].nunique().rename("exercises").reset_index()
    partners = partners.sort_values(["exercises", "partner"], ascending=[False, True]).head(PARTNERS)
    return _common(context, own, announced) | {
        "observed": figure(context, observed["exercise_id"].nunique(), "Exercises a year", sorted(observed["row"])),
        "partners": [
            {"partner": row["partner"], "exercises": row["exercises"], "last_year": int(together["year"].max())}
            | trail(context, "Joint exercises", sorted(together["row"]))
            for row in records(partners)
            for together in [shared[shared["partner"] == row["partner"]]]
        ],
        "hosted": figure(context, int(hosts.sum()), "Exercises a year", sorted(own.loc[hosts, "row"])),
    }


def organization(context: Context, org_id: str) -> Section:
    """Exercises under the framework of an organisation or its bodies."""
    frameworks = own_and_bodies(context, org_id)
    own = context.participations[context.participations["framework_org"].isin(frameworks)]
    if own.empty:
        return {"empty": True}
    announced = context.announcements[context.announcements["framework_org"].isin(frameworks)]
    matrix = own.pivot_table(index="iso3", columns="year", values="exercise_id", aggfunc="nunique", fill_value=0)
    years = list(range(int(own["year"].min()), context.as_of.year + 1))
    matrix = matrix.reindex(columns=years, fill_value=0)
    matrix = matrix.loc[matrix.sum(axis=1).sort_values(ascending=False, kind="stable").index]
    return _common(context, own, announced) | {
        "years": years,
        "matrix": [
            {"iso3": iso3, "counts": [int(count) for count in counts], "total": int(counts.sum())}
            | trail(context, "Exercises a year", sorted(own.loc[own["iso3"] == iso3, "row"]))
            for iso3, counts in matrix.iterrows()
        ],
    }


def country_findings(context: Context, iso3: str) -> list[Finding]:
    """How often a country exercises, and with whom most."""
    own = context.participations[context.participations["iso3"] == iso3]
    recent, before = _recent(context, own), _recent(context, own, RECENT_YEARS)
    stated: list[Finding] = []
    if len(own) >= ENOUGH and (len(recent) or len(before)):
        stated.append(_pace(context, recent, before, 0.6))
    if len(recent) >= ENOUGH:
        shared = _pairs(context, recent)
        counts = (
            shared.groupby("partner")["exercise_id"].nunique().sort_index().sort_values(ascending=False, kind="stable")
        )
        if not counts.empty:
            partners = [str(code) for code in counts.index[counts == counts.max()]]
            rows = sorted(shared.loc[shared["partner"].isin(partners), "row"].unique())
            values = {
                "partners": partners,
                "count": int(counts.max()),
                "total": int(recent["exercise_id"].nunique()),
                "first_year": context.last_year - RECENT_YEARS + 1,
                "last_year": context.last_year,
            }
            weight = (0.55 if len(partners) == 1 else 0.4) if iso3 in context.core else 0.2
            stated.append(finding(context, "top_exercise_partner", "exercises", weight, values, rows, complete=False))
    return stated


def organization_findings(context: Context, org_id: str) -> list[Finding]:
    """Whether an organisation exercises more or less than before, or has stopped."""
    frameworks = own_and_bodies(context, org_id)
    own = context.participations[context.participations["framework_org"].isin(frameworks)]
    own = own.drop_duplicates("exercise_id")
    recent, before = _recent(context, own), _recent(context, own, RECENT_YEARS)
    if own.empty:
        return []
    if recent.empty:
        last = own[own["year"] == own["year"].max()]
        values = {
            "last_year": int(own["year"].max()),
            "last_name": str(_exercise(context, last["row"].iloc[-1])["name"]),
        }
        return [finding(context, "exercise_lapse", "exercises", 0.7, values, sorted(last["row"]), complete=False)]
    return [_pace(context, recent, before, 0.75)]


def _recent(context: Context, own: pd.DataFrame, earlier: int = 0) -> pd.DataFrame:
    """The exercises of the last RECENT_YEARS full years, or of as many years that end some years earlier."""
    last = context.last_year - earlier
    return own[own["year"].between(last - RECENT_YEARS + 1, last)]


def _pace(context: Context, recent: pd.DataFrame, before: pd.DataFrame, weight: float) -> Finding:
    last = context.last_year
    values = {
        "recent": int(recent["exercise_id"].nunique()),
        "before": int(before["exercise_id"].nunique()),
        "recent_years": [last - RECENT_YEARS + 1, last],
        "before_years": [last - 2 * RECENT_YEARS + 1, last - RECENT_YEARS],
    }
    rows = sorted({*recent["row"], *before["row"]})
    return finding(context, "exercise_pace", "exercises", weight, values, rows, complete=False)


def _common(context: Context, own: pd.DataFrame, announced: pd.DataFrame) -> Section:
    """What a country's and an organisation's record have in common; frames have a row per exercise and participant."""
    held = own.drop_duplicates("exercise_id")
    rows = sorted(held["row"])
    enough = len(held) >= ENOUGH
    latest = held.sort_values(["start", "exercise_id"], ascending=False).head(LATEST)["row"]
    peak = held.groupby("year")["exercise_id"].nunique()
    return {
        "empty": False,
        "total": figure(context, len(held), "Exercises a year", rows),
        "first_year": int(held["year"].min()),
        "last_year": int(held["year"].max()),
        "peak_years": [int(year) for year in peak.index[peak == peak.max()]],
        "peak": int(peak.max()),
        "announced": figure(
            context, announced["exercise_id"].nunique(), "Exercises a year", sorted(announced["row"].unique())
        ),
        "per_year": _per_year(context, held) | trail(context, "Exercises a year", rows) if enough else None,
        "focus": _focus(held) | trail(context, "Focus mix", rows) if enough else None,
        "latest": [fact(context, _exercise(context, row), *SHOWN) for row in latest],
    }


def _per_year(context: Context, held: pd.DataFrame) -> dict[str, Any]:
    counts = measures.per_year(held.assign(iso3=""))
    order = counts.groupby("framework_org")["exercises"].sum().sort_values(ascending=False, kind="stable").index
    main = [
        {
            "year": row["year"],
            "exercises": row["exercises"],
            "label": context.short(row["framework_org"]) if row["framework_org"] else "Bilateral and other",
            "colour": context.colour(row["framework_org"]),
            "order": list(order).index(row["framework_org"]),
        }
        for row in records(counts)
    ]
    years = {"first": int(held["year"].min()), "last": context.as_of.year}
    legend = sorted({(bar["order"], bar["label"], bar["colour"]) for bar in main})
    return {
        "spec": "exercises_per_year",
        "data": {"main": main, "years": [{"year": year} for year in range(years["first"], years["last"] + 1)]},
        "legend": [{"label": label, "colour": colour} for _, label, colour in legend],
        "values": years,
    }


def _focus(held: pd.DataFrame) -> dict[str, Any]:
    mix = records(measures.focus_mix(held.assign(iso3="")))
    main = [{"label": row["focus"], "exercises": row["exercises"], "share": row["share"]} for row in mix]
    return {"spec": "exercise_focus", "data": {"main": main}, "values": _leaders(main)}


def _leaders(mix: list[dict[str, Any]]) -> dict[str, Any]:
    """The most frequent focus, or all that share the first place."""
    top = [row for row in mix if row["exercises"] == mix[0]["exercises"]]
    return {"labels": [row["label"] for row in top], "share": top[0]["share"]} if top else {}


def _pairs(context: Context, own: pd.DataFrame) -> pd.DataFrame:
    everyone = context.participations[context.participations["exercise_id"].isin(own["exercise_id"])]
    iso3 = own["iso3"].iloc[0]
    both: pd.DataFrame = measures.pairs(everyone)
    own_side: pd.DataFrame = both[both["iso3"] == iso3]
    return own_side


def _exercise(context: Context, row: str) -> dict[str, Any]:
    return context.exercises_by_row[row]
