"""If these fail, readers take a gap in the data for peace, or old data for new."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from pactbook.measures import completeness

FACTS = pd.DataFrame(
    [
        ("arms:one", "arms", "1999", "2004-10", True),
        ("arms:two", "arms", "2001-05-07", "2003", False),
        ("arms:bare", "arms", None, None, True),
        ("plans:one", "plans", "2020", "2020", None),
    ],
    columns=["row", "table", "oldest", "newest", "checked"],
    dtype=object,
)
NAMING = pd.DataFrame(
    [("arms:one", "AAA"), ("arms:two", "AAA"), ("arms:bare", "BBB"), ("plans:one", "AAA"), ("arms:one", "ZZZ")],
    columns=["row", "iso3"],
)


def test_what_tables_hold():
    found = completeness.of_tables(FACTS, ["plans", "arms", "none"]).astype(object)
    # arms: 2 of 3 rows checked; plans do not say; a table without rows has no date and no share.
    assert found.where(found.notna(), None).to_numpy().tolist() == [
        ["plans", 1, "2020", "2020", None],
        ["arms", 3, "1999", "2004-10", 2 / 3],
        ["none", 0, None, None, None],
    ]


def test_every_country_and_table_has_a_cell_and_a_gap_is_nought():
    found = completeness.of_countries(FACTS, NAMING, ["BBB", "AAA"], ["arms", "plans"], 2006).astype(object)
    # AAA: newest 2004-10, 2006 - 2004 = 2 years old, one of two rows checked. 2020 is after 2006: no negative age.
    assert found.where(found.notna(), None).to_numpy().tolist() == [
        ["BBB", "arms", 1, None, None, 1.0],
        ["BBB", "plans", 0, None, None, None],
        ["AAA", "arms", 2, "2004-10", 2, 0.5],
        ["AAA", "plans", 1, "2020", 0, None],
    ]


SPENDING = pd.DataFrame(
    [
        ("AAA", 2001, 5.0, None),
        ("AAA", 2001, 6.0, None),  # another price basis: the year counts once
        ("AAA", 2002, 5.0, "army only"),
        ("AAA", 2003, None, None),
        ("AAA", 2009, 5.0, None),
    ],
    columns=["iso3", "year", "usd_millions", "excluded"],
)


def test_years_without_a_usable_figure_are_named():
    found = completeness.series({"military_expenditure": SPENDING}, ["AAA", "BBB"], 2000, 2004)
    # Of 2000 to 2004 only 2001 has a figure in use: 1 / 5. 2009 lies beyond. BBB has none.
    assert found.to_numpy().tolist() == [
        ["AAA", "military_expenditure", 1, 5, 0.2, (2000, 2002, 2003, 2004)],
        ["BBB", "military_expenditure", 0, 5, 0.0, (2000, 2001, 2002, 2003, 2004)],
    ]


def test_rows_that_name_a_source_are_counted_by_table():
    tables = {
        "arms": pd.DataFrame({"source_ids": [("paper", "book"), ("paper",), ()]}),
        "plans": pd.DataFrame({"source_ids": [("paper",)]}),
        "sources": pd.DataFrame({"source_id": ["paper"]}),
    }
    found = completeness.uses(tables)
    assert found.to_numpy().tolist() == [["book", "arms", 1], ["paper", "arms", 2], ["paper", "plans", 1]]


def test_nothing_gives_empty_frames():
    assert completeness.of_tables(FACTS.iloc[:0], []).empty
    cells = completeness.of_countries(FACTS.iloc[:0], NAMING.iloc[:0], ["AAA"], ["arms"], 2006)
    assert cells["rows"].tolist() == [0]
    assert completeness.series({}, ["AAA"], 2000, 2001).columns.tolist() == [
        "iso3", "table", "known", "years", "share", "missing",
    ]  # fmt: skip
    assert completeness.uses({}).columns.tolist() == ["source_id", "table", "rows"]
    assert completeness.uses({"arms": pd.DataFrame({"source_ids": [()]})}).empty


@given(st.sets(st.integers(1990, 2030)), st.integers(1995, 2010), st.integers(0, 15))
def test_known_and_missing_years_make_up_all(years, first, more):
    """If not, the page would tell of fewer gaps than there are."""
    table = pd.DataFrame({"iso3": "AAA", "year": sorted(years), "ideal_point": 0.5})
    row = completeness.series({"ideal_points": table}, ["AAA"], first, first + more).iloc[0]
    assert row["known"] + len(row["missing"]) == row["years"] == more + 1
    assert not years & set(row["missing"])
