"""What happened among the members of an organisation, before and after it was founded."""

from typing import Any

import pandas as pd

from pactbook import dates
from pactbook.measures.memberships import MEMBER, may_cover

BORDER_CLASH = "border clash"  # the one kind of incident that is between states by definition


def incidents_of_members(incidents: pd.DataFrame, memberships: pd.DataFrame) -> pd.DataFrame:
    """Incidents on the soil of an organisation's members and between them, in every year on record.

    The group is all countries that were ever members, in every year, so that the years before and after the founding
    count the same countries. The first country of an incident is its place; `between` is true for a border clash
    that concerns at least two countries of the group (an attack on a member's citizens in another is no clash).

    Args:
        incidents: the table `incidents`.
        memberships: the table `memberships`.

    Returns:
        org_id, row (of the incident), year, kind, place (iso3), between (boolean), members_then (boolean: between, and
        at least two of the countries were full members on its first day, or may have been), ordered by org_id, year,
        row.
    """
    member_spells = memberships[memberships["status"] == MEMBER]
    groups = {str(org_id): set(spells["iso3"]) for org_id, spells in member_spells.groupby("org_id")}
    terms: dict[tuple[str, str], list[tuple[Any, Any]]] = {}
    for org_id, iso3, start, end in member_spells[["org_id", "iso3", "start", "end"]].itertuples(index=False):
        terms.setdefault((org_id, iso3), []).append((start, end))

    def members_on(org_id: str, countries: tuple[str, ...], day: str) -> int:
        return sum(any(may_cover(*term, day) for term in terms.get((org_id, iso3), ())) for iso3 in countries)

    found = [
        (
            org_id,
            row,
            dates.year(date),
            kind,
            countries[0],
            kind == BORDER_CLASH and len(members & set(countries)) > 1,
            kind == BORDER_CLASH and members_on(org_id, countries, date) > 1,
        )
        for org_id, members in groups.items()
        for row, date, kind, countries in zip(
            incidents["row"], incidents["date"], incidents["kind"], incidents["countries"], strict=True
        )
        if countries and countries[0] in members
    ]
    frame = pd.DataFrame(found, columns=["org_id", "row", "year", "kind", "place", "between", "members_then"])
    return frame.sort_values(["org_id", "year", "row"], ignore_index=True)


def rates(found: pd.DataFrame, organizations: pd.DataFrame, first_year: int, last_year: int) -> pd.DataFrame:
    """Incidents per year before and from the founding year of each organisation.

    Args:
        found: as `incidents_of_members` returns.
        organizations: the table `organizations`; those without a founding date are left out.
        first_year: first year that the record of incidents covers.
        last_year: the last year that is over at the edition's date; an organisation that was dissolved earlier
            counts to that year.

    Returns:
        org_id, period (`before`, `after`), first_year, last_year, years (count, at least 1), incidents, between
        (counts), per_year, between_per_year (incidents per year, at least 0), `before` first. A period without a
        year of record has no row.
    """
    rows = []
    for org_id, founded, dissolved in zip(
        organizations["org_id"], organizations["founded"], organizations["dissolved"], strict=True
    ):
        if pd.isna(founded):
            continue
        start = dates.year(founded)
        end = last_year if pd.isna(dissolved) else dates.year(dissolved)
        own = found[found["org_id"] == org_id]
        for period, first, last in (("before", first_year, start - 1), ("after", max(start, first_year), end)):
            if last < first:
                continue
            inside = own[own["year"].between(first, last)]
            rows.append((org_id, period, first, last, last - first + 1, len(inside), int(inside["between"].sum())))
    frame = pd.DataFrame(rows, columns=["org_id", "period", "first_year", "last_year", "years", "incidents", "between"])
    frame["per_year"] = frame["incidents"] / frame["years"]
    frame["between_per_year"] = frame["between"] / frame["years"]
    return frame.sort_values(["org_id", "first_year"], ignore_index=True)


def borders_settled(borders: pd.DataFrame, memberships: pd.DataFrame) -> pd.DataFrame:
    """Borders that were settled while both countries were members of an organisation.

    Where dates are partial, a membership counts if it may have covered the day.

    Args:
        borders: the table `borders`.
        memberships: the table `memberships`.

    Returns:
        org_id, row (of the border), iso3_a, iso3_b, settled_on, ordered by org_id, settled_on, row.
    """
    spells = memberships[(memberships["status"] == MEMBER) & memberships["start"].notna()]
    settled = borders.dropna(subset=["settled_on"])[["row", "iso3_a", "iso3_b", "settled_on"]]
    members = spells[["org_id", "iso3", "start", "end"]]
    first = members.rename(columns={"iso3": "iso3_a", "start": "start_a", "end": "end_a"})
    second = members.rename(columns={"iso3": "iso3_b", "start": "start_b", "end": "end_b"})
    pairs = settled.merge(first, on="iso3_a").merge(second, on=["org_id", "iso3_b"])
    columns = ["settled_on", "start_a", "end_a", "start_b", "end_b"]
    covered = [
        may_cover(start_a, end_a, day) and may_cover(start_b, end_b, day)
        for day, start_a, end_a, start_b, end_b in pairs[columns].itertuples(index=False)
    ]
    kept = pairs[pd.Series(covered, index=pairs.index, dtype=bool)]
    kept = kept[["org_id", "row", "iso3_a", "iso3_b", "settled_on"]].drop_duplicates()
    return kept.sort_values(["org_id", "settled_on", "row"], ignore_index=True)
