"""Contested and unknown tolls must not turn into one certain number."""

import pandas as pd

from pactbook.measures import assistance, forces, incidents


def test_an_unknown_high_toll_makes_the_years_high_toll_unknown():
    table = pd.DataFrame(
        [("i", "2004-03", ("AAA", "BBB"), 10, 20), ("j", "2004", ("AAA",), 5, None)],
        columns=["incident_id", "date", "countries", "fatalities_low", "fatalities_high"],
    ).astype({"fatalities_low": "Int64", "fatalities_high": "Int64"})
    years = incidents.per_year(incidents.by_country(table)).set_index("iso3")
    assert years["low"].tolist() == [15, 10]
    assert pd.isna(years.loc["AAA", "high"])
    assert years.loc["BBB", "high"] == 20


def test_only_yearly_sums_are_added():
    table = pd.DataFrame(
        [("r1", "a", "yearly", 1.0), ("r2", "b", "yearly", 2.0), ("r3", "c", "planned", 4.0)],
        columns=["row", "assistance_id", "amount_kind", "usd_millions"],
    ).assign(donor_iso3="BBB", year=2008, recipients=[("AAA",)] * 3)
    assert sorted(assistance.totals(table)["usd_millions"]) == [3.0, 4.0]


def test_the_two_series_of_forces_each_keep_their_own_latest_figure():
    table = pd.DataFrame(
        [("AAA", "cow-nmc", 2016, 10), ("AAA", "cow-nmc", 2019, 12), ("AAA", "factbook", 2020, 40)],
        columns=["iso3", "series", "year", "active_personnel"],
    )
    assert forces.latest(table)["active_personnel"].tolist() == [12, 40]
