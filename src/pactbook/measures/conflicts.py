"""Armed conflicts in a set of countries, from their conflict-years."""

from collections.abc import Iterable

import pandas as pd

WAR = "war"


def of_countries(conflict_years: pd.DataFrame, countries: Iterable[str]) -> pd.DataFrame:
    """The conflicts fought in some countries: in which years, and which of them were wars.

    Args:
        conflict_years: row, conflict_id, year, locations (tuple of iso3), side_a, side_b, intensity (`minor`, `war` or
            missing).
        countries: iso3.

    Returns:
        One row per conflict: conflict_id, locations (tuple: all of its years'), side_a, side_b (all of its years'),
        years, wars (tuples of years), rows (tuple of identifiers), ordered by first year, conflict_id.
    """
    wanted = set(countries)
    inside = [not wanted.isdisjoint(places) for places in conflict_years["locations"]]
    own = conflict_years[pd.Series(inside, conflict_years.index, dtype=bool)].sort_values(["conflict_id", "year"])
    found = []
    for conflict, group in own.groupby("conflict_id", sort=True):
        places = sorted({place for listed in group["locations"] for place in listed})
        at_war = group.loc[(group["intensity"] == WAR).fillna(value=False), "year"]
        found.append(
            (
                conflict, tuple(places), _sides(group["side_a"]), _sides(group["side_b"]),
                tuple(map(int, group["year"])), tuple(map(int, at_war)), tuple(group["row"]),
            )
        )  # fmt: skip
    columns = ["conflict_id", "locations", "side_a", "side_b", "years", "wars", "rows"]
    found.sort(key=lambda one: (one[4][0], one[0]))
    return pd.DataFrame(found, columns=columns)


def _sides(column: pd.Series) -> str:
    """The parties of a side in any year, each once, in the order in which they joined."""
    return ", ".join(dict.fromkeys(party for sides in column.dropna() for party in str(sides).split(", ")))
