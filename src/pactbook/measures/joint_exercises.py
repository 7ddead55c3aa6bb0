"""Exercises in which all countries of a group took part: how often, how large, what for, and which series went on."""

from collections.abc import Collection

import pandas as pd

WINDOW_YEARS = 5
LEAST_IN_SERIES = 3  # exercises that make a series one that can lapse
TOGETHER = [
    "row", "exercise_id", "series_id", "framework_org", "host_iso3", "start", "year", "focus", "personnel_total",
    "participants", "alone",
]  # fmt: skip
WINDOWS = [
    "first", "last", "exercises", "alone", "sized", "median_size", "focuses", "participants", "rows", "sized_rows",
]  # fmt: skip


def together(participations: pd.DataFrame, group: Collection[str]) -> pd.DataFrame:
    """Exercises in which every country of a group took part.

    Args:
        participations: as `measures.exercises.participations` returns.
        group: countries (iso3); of fewer than two there is no exercise together.

    Returns:
        The columns of an exercise as in `participations` without those of a participant, participants (countries that
        took part, count), alone (boolean: nobody outside the group did), ordered by start, exercise_id.
    """
    wanted = set(group)
    members = participations.groupby("exercise_id")["iso3"].agg(frozenset).to_dict()
    found = participations.drop_duplicates("exercise_id").sort_values(["start", "exercise_id"], ignore_index=True)
    everyone = [members[exercise] for exercise in found["exercise_id"]]
    found["participants"] = pd.Series([len(countries) for countries in everyone], found.index, "int64")
    found["alone"] = pd.Series([countries == wanted for countries in everyone], found.index, bool)
    joined = pd.Series([len(wanted) > 1 and wanted <= countries for countries in everyone], found.index, bool)
    return found.loc[joined, TOGETHER].reset_index(drop=True)


def windows(together: pd.DataFrame, last_year: int, years: int = WINDOW_YEARS) -> pd.DataFrame:
    """How many exercises there were, how large and how complex, in windows of some years.

    Windows are counted back from the last year that is over; later exercises are left out. The first window is the one
    that holds the first exercise.

    Args:
        together: as `together` returns.
        last_year: the last year that is over.
        years: length of a window.

    Returns:
        first, last (years of the window), exercises, alone, sized (counts; sized: of known size), median_size (of
        those, persons; missing without any), focuses (focuses of an exercise, mean over those with any), participants
        (countries, mean; both missing without an exercise), rows, sized_rows (tuples of exercises), ordered by first.
    """
    over = _windowed(together, last_year, years)
    found = []
    for last in range(int(over["last"].min()), last_year + 1, years) if len(over) else ():
        own = over[over["last"] == last]
        sized = own[own["personnel_total"].notna()]
        focuses = own["focus"].map(len)
        counts = (len(own), int(own["alone"].sum()), len(sized))
        sizes = (
            sized["personnel_total"].median() if len(sized) else None,
            focuses[focuses > 0].mean() if (focuses > 0).any() else None,
            own["participants"].mean() if len(own) else None,
        )
        found.append((last - years + 1, last, *counts, *sizes, tuple(own["row"]), tuple(sized["row"])))
    numbers = dict.fromkeys(("median_size", "focuses", "participants"), "Float64")
    return pd.DataFrame(found, columns=WINDOWS).astype(numbers)


def tasks(together: pd.DataFrame, last_year: int, years: int = WINDOW_YEARS) -> pd.DataFrame:
    """How often each focus occurs, in windows as those of `windows`.

    An exercise with two focuses counts once under each, so that shares of a window may add up to more than 1.

    Args:
        together: as `together` returns.
        last_year: the last year that is over.
        years: length of a window.

    Returns:
        first, last, focus, exercises (count), share (of all exercises of the window, 0 to 1), rows (tuple), ordered by
        first, falling count, focus. A focus that a window has not has no row.
    """
    over = _windowed(together, last_year, years)
    each = over.explode("focus").dropna(subset=["focus"])
    each["first"] = each["last"] - years + 1
    found = [
        (*window, len(own), len(own) / int((over["last"] == own["last"].iloc[0]).sum()), tuple(own["row"]))
        for window, own in each.groupby(["first", "last", "focus"])
    ]
    frame = pd.DataFrame(found, columns=["first", "last", "focus", "exercises", "share", "rows"])
    return frame.sort_values(["first", "exercises", "focus"], ascending=[True, False, True], ignore_index=True)


def series(together: pd.DataFrame, last_year: int, years: int = WINDOW_YEARS) -> pd.DataFrame:
    """Series of exercises, and which of them have lapsed.

    Args:
        together: as `together` returns; exercises outside any series are left out.
        last_year: the last year that is over.
        years: without an exercise, after which a series has lapsed.

    Returns:
        series_id, exercises, alone (counts), first_year, last_year, lapsed (boolean: three exercises or more, and none
        in the last years), rows (tuple), ordered by falling count, series_id.
    """
    found = []
    for series_id, own in together.dropna(subset=["series_id"]).groupby("series_id"):
        last = int(own["year"].max())
        lapsed = len(own) >= LEAST_IN_SERIES and last <= last_year - years
        counts = (len(own), int(own["alone"].sum()))
        found.append((series_id, *counts, int(own["year"].min()), last, lapsed, tuple(own["row"])))
    columns = ["series_id", "exercises", "alone", "first_year", "last_year", "lapsed", "rows"]
    frame = pd.DataFrame(found, columns=columns).astype({"lapsed": bool})
    return frame.sort_values(["exercises", "series_id"], ascending=[False, True], ignore_index=True)


def _windowed(together: pd.DataFrame, last_year: int, years: int) -> pd.DataFrame:
    over = together[together["year"] <= last_year]
    return over.assign(last=last_year - (last_year - over["year"]) // years * years)
