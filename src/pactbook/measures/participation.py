"""Participation of members: the exercises that they could join, those that they hosted, and what joining changed."""

import operator
from collections.abc import Mapping, Sequence

import pandas as pd

from pactbook import dates
from pactbook.measures.exercises import HELD
from pactbook.measures.memberships import MEMBER, ON_HOLD, may_cover, spells

COUNTERTERRORISM = "counterterrorism"  # a value of `exercises.focus`
WINDOW_YEARS = 5
OBSERVER = "observer"
CHANCES = ["org_id", "iso3", "exercise_id", "start", "year", "joined", "hosted", "row", "member_row"]
SHARES = ["org_id", "iso3", "first", "last", "possible", "joined", "unknown", "share", "rows"]
COMPARED = [
    "org_id",
    "iso3",
    "start",
    "others",
    "compared",
    "before",
    "after",
    "before_per_year",
    "after_per_year",
    "rows",
]
SUMMARY = ["org_id", "members", "left_out", "before_per_year", "after_per_year", "more", "fewer", "same", "rows"]


def chances(
    tables: dict[str, pd.DataFrame], frameworks: Mapping[str, Sequence[str]], focus: str | None = None
) -> pd.DataFrame:
    """Exercises of each organisation that each of its full members could join.

    A country could join an exercise if it was a full member on its first day, or may have been. Exercises count if
    they are known to have been held; observers do not count as joining. Who was invited is not in the data.

    Args:
        tables: `exercises`, `exercise_participants`, `memberships`.
        frameworks: to each org_id the frameworks whose exercises are its own: itself and its bodies.
        focus: only exercises with this focus, or None for all.

    Returns:
        org_id, iso3, exercise_id, start, year, joined (boolean; missing where no participant of the exercise is known),
        hosted (boolean; missing where no host is known), row (of the exercise), member_row (of the membership), once
        per org_id, iso3 and exercise, ordered by org_id, iso3, start, exercise_id.
    """
    held = tables["exercises"][tables["exercises"]["held"] == HELD]
    if focus is not None:
        held = held[pd.Series([focus in trained for trained in held["focus"]], held.index, bool)]
    own = pd.DataFrame([(org_id, code) for org_id in frameworks for code in frameworks[org_id]],
                       columns=["org_id", "framework_org"])  # fmt: skip
    offered = held[["exercise_id", "start", "framework_org", "host_iso3", "row"]].merge(own, on="framework_org")
    members = tables["memberships"][tables["memberships"]["status"] == MEMBER]
    members = members[["org_id", "iso3", "start", "end", "row"]]
    members = members.rename(columns={"start": "since", "end": "until", "row": "member_row"})
    found = offered.merge(members, on="org_id")
    covered = [may_cover(*term) for term in found[["since", "until", "start"]].itertuples(index=False)]
    found = found[pd.Series(covered, found.index, bool)]
    found = found.sort_values(["org_id", "iso3", "start", "exercise_id", "member_row"])
    found = found.drop_duplicates(["org_id", "iso3", "exercise_id"], ignore_index=True)
    participants = tables["exercise_participants"]
    present = participants[participants["role"] != OBSERVER]
    took_part = set(zip(present["exercise_id"], present["iso3"], strict=True))
    listed = found["exercise_id"].isin(participants["exercise_id"])
    joined = [pair in took_part for pair in zip(found["exercise_id"], found["iso3"], strict=True)]
    found["year"] = pd.Series([dates.year(start) for start in found["start"]], found.index, int)
    found["joined"] = pd.Series(joined, found.index, "boolean").where(listed)
    found["hosted"] = (found["host_iso3"] == found["iso3"]).astype("boolean").where(found["host_iso3"].notna())
    return found[CHANCES]


def commitment(chances: pd.DataFrame, last_year: int, years: int = WINDOW_YEARS) -> pd.DataFrame:
    """Share of the exercises which a member could join that it joined, in windows of some years.

    Windows are counted back from the last year that is over; later exercises are left out.

    Args:
        chances: as `chances` returns.
        last_year: the last year that is over.
        years: length of a window; 1 for each year.

    Returns:
        org_id, iso3, first, last (years of the window), possible, joined, unknown (counts; possible exercises have a
        list of participants, unknown ones have none), share (joined / possible, 0 to 1; missing if none was possible),
        rows (tuple: exercises and memberships), ordered by org_id, iso3, first. A window without exercises has no row.
    """
    over = chances[chances["year"] <= last_year]
    last = last_year - (last_year - over["year"]) // years * years
    return _shares(over.assign(first=last - years + 1, last=last))


def overall_commitment(chances: pd.DataFrame) -> pd.DataFrame:
    """Share of the exercises which a member could join that it joined, over all years.

    Args:
        chances: as `chances` returns.

    Returns:
        As `commitment`; first and last are the years of the first and the last exercise that the member could join.
    """
    year = chances.groupby(["org_id", "iso3"])["year"]
    return _shares(chances.assign(first=year.transform("min"), last=year.transform("max")))


def hosting(chances: pd.DataFrame) -> pd.DataFrame:
    """Share of an organisation's exercises that each member hosted while it was one.

    Args:
        chances: as `chances` returns.

    Returns:
        org_id, iso3, hosted (count), exercises (count: all of the organisation with a known host that any member could
        join), share (0 to 1), rows (tuple: exercises hosted and memberships). Members that could join an exercise and
        hosted none are listed with 0. Ordered by org_id, falling count, iso3.
    """
    known = chances[chances["hosted"].notna()]
    total = known.groupby("org_id")["exercise_id"].nunique().to_dict()
    rows = []
    for (org_id, iso3), group in known.groupby(["org_id", "iso3"]):
        own = group[group["hosted"].astype(bool)]
        rows.append((org_id, iso3, len(own), total[org_id], len(own) / total[org_id], _rows(own)))
    frame = pd.DataFrame(rows, columns=["org_id", "iso3", "hosted", "exercises", "share", "rows"])
    return frame.sort_values(["org_id", "hosted", "iso3"], ascending=[True, False, True], ignore_index=True)


def change(
    pairs: pd.DataFrame, memberships: pd.DataFrame, first_year: int, last_year: int, years: int = WINDOW_YEARS
) -> pd.DataFrame:
    """Joint exercises of each member with the other members, before and after it joined.

    The others are the countries that were full members on the day it joined, or may have been: the same countries
    before and after. Exercises count under any framework. The year in which it joined belongs to neither side. A return
    from a frozen or suspended membership is no joining.

    Args:
        pairs: as `measures.exercises.pairs` returns.
        memberships: the table `memberships`; those without a known start are left out.
        first_year: first year that the record of exercises covers.
        last_year: the last year that is over.
        years: full years on each side.

    Returns:
        org_id, iso3, start (partial date), others (tuple of iso3), compared (boolean: there are others, both windows
        lie in the record, and the membership lasted beyond the second), before, after (counts of exercises; missing
        where not compared), before_per_year, after_per_year (exercises a year; likewise), rows (tuple: the membership
        and the exercises), ordered by org_id, start, iso3.
    """
    known = spells(memberships)
    members = known[known["status"] == MEMBER]
    joinings = members[members["start"].notna() & ~members["before"].isin(ON_HOLD)]
    by_country = dict(list(pairs.groupby("iso3")))
    found = []
    for org_id, iso3, start, end, row in joinings[["org_id", "iso3", "start", "end", "row"]].itertuples(index=False):
        fellows = members[(members["org_id"] == org_id) & (members["iso3"] != iso3)]
        there = [may_cover(since, until, start) for since, until in zip(fellows["start"], fellows["end"], strict=True)]
        others = tuple(sorted(set(fellows.loc[pd.Series(there, fellows.index, bool), "iso3"])))
        year = dates.year(start)
        lasted = pd.isna(end) or dates.year(end) > year + years
        compared = bool(others) and first_year <= year - years and year + years <= last_year and lasted
        together = by_country.get(iso3, pairs.iloc[:0])
        together = together[together["partner"].isin(others)].drop_duplicates("exercise_id")
        before = together[together["year"].between(year - years, year - 1)]
        after = together[together["year"].between(year + 1, year + years)]
        counts = (len(before), len(after)) if compared else (None, None)
        rows = tuple(sorted({row, *before["row"], *after["row"]})) if compared else (row,)
        found.append((org_id, iso3, start, others, compared, *counts, rows))
    frame = pd.DataFrame(found, columns=[name for name in COMPARED if not name.endswith("_per_year")])
    for side in ("before", "after"):
        frame[side] = frame[side].astype("Int64")
        frame[f"{side}_per_year"] = (frame[side] / years).astype("Float64")
    return frame.astype({"compared": bool}).sort_values(["org_id", "start", "iso3"], ignore_index=True)[COMPARED]


def change_by_organization(change: pd.DataFrame) -> pd.DataFrame:
    """Joint exercises before and after joining, over the members of each organisation that can be compared.

    Args:
        change: as `change` returns.

    Returns:
        org_id, members (joinings compared), left_out (joinings not compared), before_per_year, after_per_year
        (exercises a year, mean over the members; missing without any), more, fewer, same (members with more, fewer, as
        many exercises after joining), rows (tuple), ordered by org_id.
    """
    found = []
    for org_id, group in change.groupby("org_id"):
        own = group[group["compared"]]
        means = (own["before_per_year"].mean(), own["after_per_year"].mean()) if len(own) else (None, None)
        signs = [int(wanted(own["after"], own["before"]).sum()) for wanted in (operator.gt, operator.lt, operator.eq)]
        rows = tuple(sorted({row for names in own["rows"] for row in names}))
        found.append((org_id, len(own), len(group) - len(own), *means, *signs, rows))
    frame = pd.DataFrame(found, columns=SUMMARY)
    return frame.astype({"before_per_year": "Float64", "after_per_year": "Float64"})


def _shares(chances: pd.DataFrame) -> pd.DataFrame:
    """Possible and joined exercises by organisation, country and the window that `first` and `last` give."""
    found = []
    for key, group in chances.groupby(["org_id", "iso3", "first", "last"]):
        possible, joined = int(group["joined"].count()), int(group["joined"].sum())
        share = joined / possible if possible else None
        found.append((*key, possible, joined, len(group) - possible, share, _rows(group)))
    return pd.DataFrame(found, columns=SHARES).astype({"share": "Float64"})


def _rows(chances: pd.DataFrame) -> tuple[str, ...]:
    return tuple(sorted({*chances["row"], *chances["member_row"]}))
