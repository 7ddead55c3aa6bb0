"""Sums that overlap must not be added, and two ways of counting must not become one line."""

import pandas as pd

from pactbook.measures import assistance, forces, incidents


def test_an_incident_stands_with_each_country_that_it_concerned():
    table = pd.DataFrame([("i", "2004-03", ("BBB", "AAA"))], columns=["incident_id", "date", "countries"])
    found = incidents.by_country(table)
    assert found[["iso3", "year"]].to_numpy().tolist() == [["AAA", 2004], ["BBB", 2004]]


def test_only_yearly_sums_to_one_recipient_are_added():
    table = pd.DataFrame(
        [
            ("r1", "yearly", 2008, 1.0, ("AAA",)),
            ("r2", "yearly", 2010, 2.0, ("AAA",)),
            ("r3", "planned", 2009, 4.0, ("AAA",)),
            ("r4", "yearly", 2009, 8.0, ("AAA", "CCC")),
            ("r5", "yearly", 2009, None, ("AAA",)),
        ],
        columns=["row", "amount_kind", "year", "usd_millions", "recipients"],
    ).assign(donor_iso3="BBB")
    assert assistance.yearly_sums(table).to_numpy().tolist() == [["BBB", "AAA", 2008, 2010, 3.0, ("r1", "r2")]]


def test_the_two_series_of_forces_each_keep_their_own_latest_figure():
    table = pd.DataFrame(
        [("AAA", "cow-nmc", 2016, 10), ("AAA", "cow-nmc", 2019, 12), ("AAA", "factbook", 2020, 40)],
        columns=["iso3", "series", "year", "active_personnel"],
    )
    assert forces.latest(table)["active_personnel"].tolist() == [12, 40]
