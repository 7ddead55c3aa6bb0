"""Memberships: who belonged to what, with which status, and when."""

import pandas as pd

from pactbook import dates

MEMBER = "member"


def members_per_year(memberships: pd.DataFrame, last_year: int) -> pd.DataFrame:
    """Full members of each organisation at the end of each year.

    A spell whose start is unknown counts from the organisation's first known start.

    Args:
        memberships: the table `memberships`.
        last_year: the edition's year.

    Returns:
        org_id, year, members (count), from the first year with a member to the last, ordered by org_id and year.
    """
    spells = memberships.loc[memberships["status"] == MEMBER, ["org_id", "iso3", "start", "end"]].copy()
    spells["first"] = _years(spells["start"])
    spells["first"] = spells["first"].fillna(spells.groupby("org_id")["first"].transform("min"))
    spells["last"] = _years(spells["end"]).fillna(last_year + 1)
    counted = [
        {"org_id": org_id, "year": year, "members": int(own.loc[_standing(own, year), "iso3"].nunique())}
        for org_id, own in spells.dropna(subset=["first"]).groupby("org_id")
        for year in range(int(own["first"].min()), last_year + 1)
    ]
    return pd.DataFrame(counted, columns=["org_id", "year", "members"])


def _standing(spells: pd.DataFrame, year: int) -> pd.Series:
    return (spells["first"] <= year) & (spells["last"] > year)


def _years(column: pd.Series) -> pd.Series:
    return pd.Series(
        [pd.NA if pd.isna(date) else dates.year(str(date)) for date in column], column.index, dtype="Int64"
    )
