"""Exercises: who took part, how many a year, with whom, of what kind."""

import pandas as pd

from pactbook import dates

EXERCISE_COLUMNS = [
    "exercise_id",
    "series_id",
    "framework_org",
    "host_iso3",
    "start",
    "focus",
    "personnel_total",
]


HELD, ANNOUNCED = "held", "announced"


def participations(exercises: pd.DataFrame, participants: pd.DataFrame, held: str = HELD) -> pd.DataFrame:
    """One row per exercise and country that took part in it; observers are not counted as taking part.

    Args:
        exercises: the table `exercises`.
        participants: the table `exercise_participants`.
        held: HELD for exercises known to have been held, ANNOUNCED for those known only as a plan.

    Returns:
        iso3, exercise_id, row (of the exercise), participant_row, role, year, and the columns of EXERCISE_COLUMNS,
        ordered by iso3, start, exercise_id.
    """
    joined = participants.loc[participants["role"] != "observer", ["row", "exercise_id", "iso3", "role"]].rename(
        columns={"row": "participant_row"}
    )
    known = exercises.loc[exercises["held"] == held, ["row", *EXERCISE_COLUMNS]]
    joined = joined.merge(known, on="exercise_id", how="inner")
    joined["year"] = [dates.year(start) for start in joined["start"]]
    return joined.sort_values(["iso3", "start", "exercise_id"], ignore_index=True)


def per_year(participations: pd.DataFrame) -> pd.DataFrame:
    """Exercises of each country per year and framework.

    Args:
        participations: as `participations` returns.

    Returns:
        iso3, year, framework_org (empty string: outside any organisation), exercises (count).
    """
    framed = participations.assign(framework_org=participations["framework_org"].fillna(""))
    counts = framed.groupby(["iso3", "year", "framework_org"])["exercise_id"].nunique()
    return counts.rename("exercises").reset_index()


def focus_mix(participations: pd.DataFrame) -> pd.DataFrame:
    """How often each focus occurs among a country's exercises.

    An exercise with two focuses counts once under each, so shares can add up to more than 1.

    Args:
        participations: as `participations` returns.

    Returns:
        iso3, focus, exercises (count), share (of the country's exercises, 0 to 1), most frequent first.
    """
    totals = participations.groupby("iso3")["exercise_id"].nunique().rename("total")
    each = participations[["iso3", "exercise_id", "focus"]].explode("focus").dropna(subset=["focus"])
    counts = each.groupby(["iso3", "focus"])["exercise_id"].nunique().rename("exercises").reset_index()
    counts = counts.merge(totals, on="iso3")
    counts["share"] = counts["exercises"] / counts["total"]
    ordered = counts.sort_values(["iso3", "exercises", "focus"], ascending=[True, False, True], ignore_index=True)
    return ordered.drop(columns="total")


def pairs(participations: pd.DataFrame) -> pd.DataFrame:
    """Every two countries in every exercise that both took part in, in both directions.

    Args:
        participations: as `participations` returns.

    Returns:
        iso3, partner, exercise_id, row, year.
    """
    left = participations[["iso3", "exercise_id", "row", "year"]]
    right = participations[["iso3", "exercise_id"]].rename(columns={"iso3": "partner"})
    both = left.merge(right, on="exercise_id")
    both = both[both["iso3"] != both["partner"]]
    return both.sort_values(["iso3", "partner", "year", "exercise_id"], ignore_index=True)
