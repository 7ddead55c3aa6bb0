"""A reader must see a dispute first, from either side of the line."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from pactbook.measures import borders

COLUMNS = ["row", "iso3_a", "iso3_b", "length_km", "status", "settled_on", "note"]
TABLE = pd.DataFrame(
    [
        ("borders:AAA/BBB", "AAA", "BBB", 300.0, "settled", "2002", None),
        ("borders:AAA/CCC", "AAA", "CCC", 100.0, "disputed", None, None),
    ],
    columns=COLUMNS,
)


def test_each_border_is_seen_from_both_sides_the_disputed_one_first():
    sides = borders.sides(TABLE)
    assert sides[["iso3", "neighbour", "share"]].to_numpy().tolist() == [
        ["AAA", "CCC", 0.25],
        ["AAA", "BBB", 0.75],
        ["BBB", "AAA", 1.0],
        ["CCC", "AAA", 1.0],
    ]


@given(st.lists(st.floats(1, 10_000), min_size=1, max_size=6))
def test_shares_of_a_country_add_up_to_one(lengths):
    table = pd.DataFrame(
        [(f"borders:AAA/B{n:02}", "AAA", f"B{n:02}", km, "delimited", None, None) for n, km in enumerate(lengths)],
        columns=COLUMNS,
    )
    sides = borders.sides(table)
    assert abs(sides.loc[sides["iso3"] == "AAA", "share"].sum() - 1) < 1e-9
