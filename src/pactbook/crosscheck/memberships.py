"""Memberships against a set that codes, year by year, who belonged to which organisation."""

from collections.abc import Iterable, Mapping

import pandas as pd

from pactbook import dates
from pactbook.crosscheck.findings import AGREES, DIFFERS, MISSING_HERE, MISSING_THERE, WHOLE, frame

MEMBER = "member"
# What the set's few words for a standing may be called in finer tables.
STANDINGS = {
    "member": {"member", "frozen", "suspended"},
    "associate": {"associate", "partner", "dialogue partner", "signatory"},
    "observer": {"observer", "guest", "partner", "dialogue partner"},
}


def compare(
    name: str,
    ours: pd.DataFrame,
    theirs: pd.DataFrame,
    organizations: Mapping[str, str],
    countries: Iterable[str],
    years: tuple[int, int],
) -> pd.DataFrame:
    """Compare by organisation and country: the years in which it belonged, and as what.

    A year counts for a standing if it was held on any day of it, on either side; years that either side's dates leave
    open count as agreeing. Organisations that only one side has are not compared.

    Args:
        name: of the comparison.
        ours: the table `memberships`.
        theirs: the same of the set.
        organizations: the set's org_id by ours.
        countries: which ones to look at (iso3).
        years: the first and the last that the set covers.

    Returns:
        As `findings.frame`; the subject is country and organisation, the column `status`; ours and theirs name the
        years in which they differ, with the standing there.
    """
    found = []
    wanted = set(countries)
    for org_id, there in organizations.items():
        here = _standings(ours[(ours["org_id"] == org_id) & ours["iso3"].isin(wanted)], years)
        other = _standings(theirs[(theirs["org_id"] == there) & theirs["iso3"].isin(wanted)], years)
        for iso3 in sorted(here.keys() | other.keys()):
            subject = f"{iso3}, {org_id}"
            mine, its = here.get(iso3, _Standing()), other.get(iso3, _Standing())
            if not its.years:
                found.append((name, MISSING_THERE, subject, WHOLE, mine.told(mine.years), "", mine.row, ""))
            elif not mine.years:
                found.append((name, MISSING_HERE, subject, WHOLE, "", its.told(its.years), "", its.row))
            else:
                apart = [year for year in sorted(mine.years.keys() | its.years.keys()) if not _agree(mine, its, year)]
                outcome = DIFFERS if apart else AGREES
                told = (mine.told(apart), its.told(apart)) if apart else (mine.told(mine.years), its.told(its.years))
                found.append((name, outcome, subject, "status", *told, mine.row, its.row))
    return frame(found)


class _Standing:
    """What a country was in an organisation, by year.

    Attributes:
        row: the first row that says so.
        years: the standings that it surely or possibly held in a year.
        sure: the years in which it surely held one.
    """

    def __init__(self) -> None:
        self.row = ""
        self.years: dict[int, set[str]] = {}
        self.sure: set[int] = set()

    def told(self, years: Iterable[int]) -> str:
        """Runs of years with the standing in them: `1994-2002 member; 2003 observer`."""
        runs: list[tuple[int, int, str]] = []
        for year in sorted(years):
            standing = "/".join(sorted(self.years.get(year, {"none"})))
            if runs and runs[-1][1] == year - 1 and runs[-1][2] == standing:
                runs[-1] = (runs[-1][0], year, standing)
            else:
                runs.append((year, year, standing))
        return "; ".join(f"{a if a == b else f'{a}-{b}'} {standing}" for a, b, standing in runs)


def _standings(table: pd.DataFrame, years: tuple[int, int]) -> dict[str, _Standing]:
    made: dict[str, _Standing] = {}
    for spell in table.to_dict("records"):
        standing = made.setdefault(spell["iso3"], _Standing())
        standing.row = standing.row or spell["row"]
        start, end = spell["start"], spell["end"]
        first = years[0] if pd.isna(start) else dates.earliest(str(start)).year
        surely = years[1] + 1 if pd.isna(start) else dates.latest(str(start)).year
        last = years[1] if pd.isna(end) else dates.latest(str(end)).year
        for year in range(max(first, years[0]), min(last, years[1]) + 1):
            standing.years.setdefault(year, set()).add(spell["status"])
            if year >= surely:
                standing.sure.add(year)
    return {iso3: standing for iso3, standing in made.items() if standing.years}


def _agree(mine: _Standing, its: _Standing, year: int) -> bool:
    here, there = mine.years.get(year, set()), its.years.get(year, set())
    if not here or not there:
        return year not in mine.sure | its.sure
    return any(here & STANDINGS.get(standing, {standing}) for standing in there)
