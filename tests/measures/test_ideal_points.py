"""Positions compared across years, or of a pair from one side only, would tell a reader of shifts that nobody made."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pactbook.measures import ideal_points

COLUMNS = ["iso3", "year", "ideal_point", "low", "high"]


def _table(*points):
    frame = pd.DataFrame(points, columns=["iso3", "year", "ideal_point"]).assign(low=None, high=None)
    frame = frame.astype({"year": "Int64", "ideal_point": "Float64", "low": "Float64", "high": "Float64"})
    frame.insert(0, "row", [f"ideal_points:{iso3}/{year}" for iso3, year, _ in points])
    return frame


# BBB has no position in 2016, CCC none in 2015.
TABLE = _table(
    ("AAA", 2015, -0.5), ("AAA", 2016, 0.25), ("BBB", 2015, 1.25), ("CCC", 2016, -1.0), ("BBB", 2014, 3.0)
)  # fmt: skip


def test_distances_by_hand():
    """AAA and BBB in 2015: |-0.5 - 1.25| = 1.75. AAA and CCC in 2016: |0.25 - -1| = 1.25. BBB and CCC share no year."""
    found = ideal_points.distances(TABLE)
    assert found.drop(columns="rows").to_numpy().tolist() == [
        ["AAA", "BBB", 2015, 1.75],
        ["AAA", "CCC", 2016, 1.25],
        ["BBB", "AAA", 2015, 1.75],
        ["CCC", "AAA", 2016, 1.25],
    ]


def test_a_distance_leads_to_both_positions():
    """A figure in a brief could not be followed to the votes of one of the two."""
    rows = ideal_points.distances(TABLE)["rows"].tolist()
    assert rows[0] == rows[2] == ("ideal_points:AAA/2015", "ideal_points:BBB/2015")


def test_without_positions_the_columns_stay():
    """A brief of a package without the table would fail."""
    nothing = pd.DataFrame(columns=["row", *COLUMNS])
    assert ideal_points.distances(nothing).columns.tolist() == ["iso3", "partner", "year", "distance", "rows"]
    assert ideal_points.distances(nothing).empty


KEYS = st.tuples(st.sampled_from(["AAA", "BBB", "CCC"]), st.integers(2014, 2016))


@given(st.dictionaries(KEYS, st.floats(-4, 4)))
def test_distances_are_symmetric_and_hold_the_triangle(points):
    """The briefs of two countries would give two distances between them."""
    found = ideal_points.distances(_table(*((*key, point) for key, point in points.items())))
    known = found.set_index(["iso3", "partner", "year"])["distance"]
    assert all(value == known[partner, iso3, year] for (iso3, partner, year), value in known.items())
    for year in {year for _, _, year in known.index}:
        if len(found[found["year"] == year]) == 6:
            direct, around = known["AAA", "CCC", year], known["AAA", "BBB", year] + known["BBB", "CCC", year]
            assert direct <= around + 1e-9


@pytest.mark.parametrize("shuffled", [[4, 3, 2, 1, 0], [2, 0, 4, 1, 3]])
def test_the_order_of_the_table_does_not_matter(shuffled):
    """The same data would give other bytes."""
    pd.testing.assert_frame_equal(ideal_points.distances(TABLE.iloc[shuffled]), ideal_points.distances(TABLE))
