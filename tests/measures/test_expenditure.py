"""A line drawn across a gap, or a figure known to be wrong, would tell a reader what nobody knows."""

import pandas as pd

from pactbook.measures import expenditure

TABLE = pd.DataFrame(
    [
        ("r0", "AAA", 2009, 900.0, "current", 9.0, "wrong"),
        ("r1", "AAA", 2010, 100.0, "current", 1.0, None),
        ("r2", "AAA", 2013, 120.0, "current", 1.2, None),
        ("r3", "AAA", 2015, 150.0, "current", 1.5, None),
    ],
    columns=["row", "iso3", "year", "usd_millions", "price_basis", "pct_gdp", "excluded"],
)
SERIES = expenditure.series(TABLE)


def test_a_missing_year_is_an_empty_row_and_an_excluded_figure_is_skipped():
    assert SERIES["year"].tolist() == [2010, 2011, 2012, 2013, 2014, 2015]
    assert SERIES["usd_millions"].isna().tolist() == [False, True, True, False, True, False]


def test_gaps_are_ranges_of_years():
    assert expenditure.gaps(SERIES)[["first", "last"]].to_numpy().tolist() == [[2011, 2012], [2014, 2014]]


def test_change_compares_the_latest_figure_with_the_year_asked_for_and_no_other():
    assert expenditure.changes(SERIES, 5)["change"].tolist() == [0.5]
    assert expenditure.changes(SERIES, 4)["change"].isna().all()


def test_the_share_of_gdp_of_an_excluded_figure_stays():
    assert expenditure.shares(TABLE)["pct_gdp"].iloc[0] == 9.0
