"""Ideal points: where countries stand on one line by their votes in the UN General Assembly, and how far apart.

Bailey, Strezhnev and Voeten, "Estimating Dynamic State Preferences from United Nations Voting Data", Journal of
Conflict Resolution 61 (2017).
"""

import pandas as pd


def distances(ideal_points: pd.DataFrame) -> pd.DataFrame:
    """How far apart two countries are in each year for which both have a position: |position - position|.

    Args:
        ideal_points: the table `ideal_points`.

    Returns:
        iso3, partner, year, distance (0 and up, in the points of the estimate), rows (tuple of the identifiers of the
        two positions, in order); every pair both ways, ordered by iso3, partner, year. A year without a position of one
        of them has no row.
    """
    points = ideal_points[["iso3", "year", "ideal_point", "row"]]
    pairs = points.merge(points.rename(columns={"iso3": "partner"}), on="year", suffixes=("", "_partner"))
    pairs = pairs[pairs["iso3"] != pairs["partner"]].sort_values(["iso3", "partner", "year"], ignore_index=True)
    pairs["distance"] = (pairs["ideal_point"] - pairs["ideal_point_partner"]).abs()
    both = zip(pairs["row"], pairs["row_partner"], strict=True)
    pairs["rows"] = pd.Series([tuple(sorted(rows)) for rows in both], index=pairs.index, dtype=object)
    return pairs[["iso3", "partner", "year", "distance", "rows"]]
