"""Incidents against years of conflict, and exercises against a register of exercises."""

import difflib
from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd

from pactbook import dates
from pactbook.crosscheck.findings import AGREES, DIFFERS, MISSING_HERE, MISSING_THERE, WHOLE, frame

DAYS_APART = 31  # between the starts of what may be one exercise


class _Exercise(NamedTuple):
    """What is compared of an exercise."""

    name: str
    start: str
    who: frozenset[str]
    row: str


def conflicts(name: str, incidents: pd.DataFrame, years: pd.DataFrame, countries: Iterable[str]) -> pd.DataFrame:
    """Whether each year of conflict in some countries has an incident there in that year.

    Years of conflict begin at 25 deaths in battle, while incidents may cost fewer lives: an incident without a year of
    conflict is no difference.

    Args:
        name: of the comparison.
        incidents: the table `incidents`.
        years: the table `conflict_years`.
        countries: iso3.

    Returns:
        As `findings.frame`; the subject is country, year and conflict.
    """
    known: dict[tuple[str, int], list[str]] = {}
    for record in incidents.to_dict("records"):
        begin = dates.year(str(record["date"]))
        end = begin if pd.isna(record["end"]) else dates.year(str(record["end"]))
        for iso3 in record["countries"]:
            for year in range(begin, end + 1):
                known.setdefault((iso3, year), []).append(record["row"])
    wanted = set(countries)
    found = []
    for record in years.to_dict("records"):
        for iso3 in sorted(wanted.intersection(record["locations"])):
            rows = known.get((iso3, record["year"]), [])
            subject = f"{iso3}, {record['year']}, {record['conflict_id']}"
            outcome = AGREES if rows else MISSING_HERE
            found.append(
                (name, outcome, subject, WHOLE, "; ".join(rows), record["row"], next(iter(rows), ""), record["row"])
            )
    return frame(found)


def exercises(
    name: str,
    ours: tuple[pd.DataFrame, pd.DataFrame],
    theirs: tuple[pd.DataFrame, pd.DataFrame],
    countries: Iterable[str],
) -> pd.DataFrame:
    """Match exercises of both sides, each at most once, the nearest in time first, of these the likest in name.

    Two may be the same if they began at most 31 days apart, as far as the dates are known, and two of the countries
    looked at, or the only one, took part in both.

    Args:
        name: of the comparison.
        ours: the tables `exercises` and `exercise_participants`.
        theirs: the same of the set.
        countries: iso3; exercises without them are left out.

    Returns:
        As `findings.frame`; the subject is the exercise, the column `start`.
    """
    wanted = set(countries)
    here, there = _held(*ours, wanted), _held(*theirs, wanted)
    last = max((dates.latest(each.start) for each in there.values()), default=None)
    first = min((dates.earliest(each.start) for each in there.values()), default=None)
    pairs = sorted(
        (apart, -difflib.SequenceMatcher(None, one.name.casefold(), other.name.casefold()).ratio(), mine, its)
        for mine, one in here.items()
        for its, other in there.items()
        if (apart := _days(one.start, other.start)) <= DAYS_APART and _met(one.who, other.who, wanted)
    )
    found, used_here, used_there = [], set(), set()
    for *_, mine, its in pairs:
        if mine in used_here or its in used_there:
            continue
        used_here.add(mine)
        used_there.add(its)
        one, other = here[mine], there[its]
        outcome = AGREES if _days(one.start, other.start) == 0 else DIFFERS
        subject = f"{one.name} ({mine})"
        found.append((name, outcome, subject, "start", one.start, other.start, one.row, other.row))
    for its, other in there.items():
        if its not in used_there:
            found.append((name, MISSING_HERE, f"{other.name} ({its})", WHOLE, "", other.start, "", other.row))
    for mine, one in here.items():
        covered = last and first and first <= dates.earliest(one.start) <= last
        if mine not in used_here and covered:
            found.append((name, MISSING_THERE, f"{one.name} ({mine})", WHOLE, one.start, "", one.row, ""))
    return frame(found)


def _held(exercises: pd.DataFrame, participants: pd.DataFrame, wanted: set[str]) -> dict[str, _Exercise]:
    who = {key: frozenset(group) for key, group in participants.groupby("exercise_id")["iso3"]}
    return {
        record["exercise_id"]: _Exercise(
            record["name"], str(record["start"]), who[record["exercise_id"]], record["row"]
        )
        for record in exercises.to_dict("records")
        if wanted & who.get(record["exercise_id"], frozenset())
    }


def _met(one: frozenset[str], other: frozenset[str], wanted: set[str]) -> bool:
    common = one & other
    return bool(common & wanted) and (len(common) >= 2 or len(one) == 1 or len(other) == 1)


def _days(one: str, other: str) -> int:
    """Days that two partial dates are surely apart."""
    if dates.may_be_same(one, other):
        return 0
    early, late = sorted((one, other), key=dates.earliest)
    return (dates.earliest(late) - dates.latest(early)).days
