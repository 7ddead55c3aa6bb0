"""Memberships: spells of a country in one status, who stands where on a day, and how membership changed."""

import datetime
from typing import Any

import pandas as pd

from pactbook import dates

MEMBER = "member"
ON_HOLD = ("frozen", "suspended")


def on(memberships: pd.DataFrame, day: datetime.date) -> pd.DataFrame:
    """The spell in which each country stands in each organisation on a day.

    A spell covers its first day and not its last, on which the next one starts. A partial date counts as covering the
    day if it may; of several spells that may, the one that starts last stands. A spell without a start covers all days
    before its end.

    Args:
        memberships: the table `memberships`.
        day: the day.

    Returns:
        At most one row per org_id and iso3, columns as in the table, ordered by org_id, iso3.
    """
    standing = [
        (pd.isna(start) or dates.earliest(start) <= day) and (pd.isna(end) or dates.latest(end) > day)
        for start, end in zip(memberships["start"], memberships["end"], strict=True)
    ]
    known = _ordered(memberships[pd.Series(standing, memberships.index, bool)])
    return known.groupby(["org_id", "iso3"]).tail(1).reset_index(drop=True)


def spells(memberships: pd.DataFrame) -> pd.DataFrame:
    """Every spell with what came before and after it in the same organisation.

    Args:
        memberships: the table `memberships`.

    Returns:
        The table with before and after: the status of the previous and of the next spell where the two touch (one may
        end on the day on which the other starts), missing at a joining, an exit or an interruption. Ordered by org_id,
        iso3, start (unknown first).
    """
    frame = _ordered(memberships)
    grouped = frame.groupby(["org_id", "iso3"])
    frame["before"] = grouped["status"].shift(1).where(_touching(grouped["end"].shift(1), frame["start"]))
    frame["after"] = grouped["status"].shift(-1).where(_touching(frame["end"], grouped["start"].shift(-1)))
    return frame


def _touching(ends: pd.Series, starts: pd.Series) -> pd.Series:
    """Whether one spell may end on the day on which the other starts, row by row; False where a date is missing."""
    found = [
        pd.notna(end) and pd.notna(start) and dates.may_be_same(str(end), str(start))
        for end, start in zip(ends, starts, strict=True)
    ]
    return pd.Series(found, ends.index, bool)


def exits(memberships: pd.DataFrame, organizations: pd.DataFrame) -> pd.DataFrame:
    """Countries whose last spell in an organisation has ended, where the organisation itself goes on.

    Args:
        memberships: the table `memberships`.
        organizations: the table `organizations`.

    Returns:
        The last spell of each such country, columns as in `memberships`, ordered by org_id, iso3.
    """
    last = _ordered(memberships).groupby(["org_id", "iso3"]).tail(1)
    alive = organizations.loc[organizations["dissolved"].isna(), "org_id"]
    return last[last["end"].notna() & last["org_id"].isin(alive)].reset_index(drop=True)


def may_cover(start: Any, end: Any, day: str) -> bool:
    """Whether a spell covers a day, or may where dates are partial; its last day is not part of it.

    Args:
        start: partial date, or missing: open on that side.
        end: partial date, or missing: open on that side.
        day: partial date.
    """
    begun = pd.isna(start) or dates.earliest(str(start)) <= dates.latest(day)
    return begun and (pd.isna(end) or dates.latest(str(end)) > dates.earliest(day))


def members_per_year(memberships: pd.DataFrame, last_year: int) -> pd.DataFrame:
    """Number of full members of each organisation at the end of each year.

    A partial date counts in its year. Members whose date of joining is not known are left out, so that a series does
    not start with them; `undated` says how many they are.

    Args:
        memberships: the table `memberships`.
        last_year: the edition's year.

    Returns:
        org_id, year (from the first joining to last_year, or the year in which the last member left), members (count,
        0 and up), undated (count), ordered by org_id, year.
    """
    own = memberships[memberships["status"] == MEMBER]
    rows = []
    for org_id, group in own.groupby("org_id"):
        dated = group[group["start"].notna()]
        starts = [dates.year(start) for start in dated["start"]]
        ends = [last_year + 1 if pd.isna(end) else dates.year(end) for end in dated["end"]]
        for year in range(min(starts, default=last_year + 1), min(max(ends, default=0), last_year) + 1):
            inside = sum(start <= year < end for start, end in zip(starts, ends, strict=True))
            rows.append((org_id, year, inside, len(group) - len(dated)))
    return pd.DataFrame(rows, columns=["org_id", "year", "members", "undated"])


def _ordered(memberships: pd.DataFrame) -> pd.DataFrame:
    first = [datetime.date.min if pd.isna(start) else dates.earliest(start) for start in memberships["start"]]
    frame = memberships.assign(first=first).sort_values(["org_id", "iso3", "first", "row"], ignore_index=True)
    return frame.drop(columns="first")
