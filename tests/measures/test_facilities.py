"""A reader who asks whose bases stand on a country's soil must get the right answer."""

import pandas as pd

from pactbook.measures import facilities

TABLE = pd.DataFrame(
    [
        ("facilities:own", "own", "AAA", "AAA", None, "1990", None, "active"),
        ("facilities:base", "base", "AAA", "BBB", None, "2003-10", None, "active"),
        ("facilities:old", "old", "AAA", "BBB", None, None, "2014-06-03", "closed"),
        ("facilities:seat", "seat", "AAA", None, "pact", "2001", None, "reduced"),
        ("facilities:odd", "odd", "CCC", None, None, None, None, "disputed"),
    ],
    columns=["row", "facility_id", "host_iso3", "operator_iso3", "org_id", "opened", "closed", "status"],
)


def test_a_facility_is_foreign_if_another_country_or_an_organisation_runs_it():
    sites = facilities.sites(TABLE).set_index("facility_id")
    assert sites["foreign"].to_dict() == {"own": False, "base": True, "old": True, "seat": True, "odd": False}


def test_years_come_from_partial_dates_and_unknown_ones_stay_unknown():
    sites = facilities.sites(TABLE).set_index("facility_id")
    assert sites.loc["base", "opened_year"] == 2003
    assert pd.isna(sites.loc["old", "opened_year"])
    assert sites.loc["old", "closed_year"] == 2014
    assert pd.isna(sites.loc["base", "closed_year"])


def test_presence_counts_open_and_closed_facilities_of_each_foreign_operator():
    presence = facilities.foreign_presence(facilities.sites(TABLE))
    assert presence[["host", "operator", "open", "closed"]].to_numpy().tolist() == [
        ["AAA", "BBB", 1, 1],
        ["AAA", "pact", 1, 0],
    ]
    assert presence["first_year"].tolist() == [2003, 2001]


def test_no_facilities_give_no_rows():
    empty = facilities.sites(TABLE.iloc[:0])
    assert empty.empty
    assert facilities.foreign_presence(empty).empty


def test_the_stock_counts_from_the_opening_to_the_year_before_the_closing():
    table = pd.DataFrame(
        [
            ("facilities:base", "base", "AAA", "BBB", None, "2003-10", None, "active"),
            ("facilities:left", "left", "AAA", "BBB", None, "2001", "2004-12-31", "closed"),
            ("facilities:old", "old", "AAA", "BBB", None, None, "2003", "closed"),
            ("facilities:lost", "lost", "AAA", "BBB", None, "2001", None, "closed"),
            ("facilities:own", "own", "AAA", "AAA", None, "1990", None, "active"),
        ],
        columns=TABLE.columns,
    )
    found = facilities.stock(facilities.sites(table), 2002, 2005)
    # 2002: left, and old of which the start is not known. 2003: base and left, old has closed. From 2004: base alone.
    # lost closed at an unknown date and is never counted; own is no foreign one.
    assert found[["year", "opening_known", "in_use"]].to_numpy().tolist() == [
        [2002, False, 1],
        [2002, True, 1],
        [2003, True, 2],
        [2004, True, 1],
        [2005, True, 1],
    ]
    assert found["rows"].tolist()[2] == ("facilities:left", "facilities:base")


def test_no_foreign_facility_gives_no_stock():
    empty = facilities.stock(facilities.sites(TABLE.iloc[:1]), 1990, 2000)
    assert empty.columns.tolist() == ["host", "operator", "year", "opening_known", "in_use", "rows"]
    assert empty.empty
