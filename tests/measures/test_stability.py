"""A reader who compares the years before and after a founding must compare the same countries."""

import pandas as pd

from pactbook.measures import stability

MEMBERSHIPS = pd.DataFrame(
    [
        ("pact", "AAA", "member", "2000", None),
        ("pact", "BBB", "member", "2005-06", None),
        ("pact", "CCC", "observer", "2000", None),
    ],
    columns=["org_id", "iso3", "status", "start", "end"],
)
INCIDENTS = pd.DataFrame(
    [
        ("incidents:1", "1998-05", "border clash", ("AAA", "BBB")),
        ("incidents:2", "2001", "terrorist attack", ("BBB", "AAA")),
        ("incidents:3", "2003-01-01", "border clash", ("CCC", "AAA")),
        ("incidents:4", "2003-02-01", "border clash", ("AAA", "CCC")),
    ],
    columns=["row", "date", "kind", "countries"],
)
ORGANIZATIONS = pd.DataFrame(
    [("pact", "2000-01-01", None), ("ghost", None, None)], columns=["org_id", "founded", "dissolved"]
)
BORDERS = pd.DataFrame(
    [
        ("borders:AAA/BBB", "AAA", "BBB", "2005"),
        ("borders:AAA/CCC", "AAA", "CCC", "2006"),
        ("borders:BBB/AAA", "BBB", "AAA", "2005-05"),
    ],
    columns=["row", "iso3_a", "iso3_b", "settled_on"],
)


def test_an_incident_belongs_to_the_place_and_only_a_border_clash_is_between_members():
    found = stability.incidents_of_members(INCIDENTS, MEMBERSHIPS)
    assert found[["row", "year", "between"]].to_numpy().tolist() == [
        ["incidents:1", 1998, True],
        ["incidents:2", 2001, False],
        ["incidents:4", 2003, False],
    ]


def test_rates_count_the_same_countries_before_and_after_the_founding():
    found = stability.incidents_of_members(INCIDENTS, MEMBERSHIPS)
    rates = stability.rates(found, ORGANIZATIONS, 1996, 2003)
    assert rates[["period", "years", "incidents", "between", "per_year"]].to_numpy().tolist() == [
        ["before", 4, 1, 1, 0.25],
        ["after", 4, 2, 0, 0.5],
    ]


def test_an_organisation_older_than_the_record_has_no_before():
    found = stability.incidents_of_members(INCIDENTS, MEMBERSHIPS)
    assert stability.rates(found, ORGANIZATIONS, 2000, 2003)["period"].tolist() == ["after"]


def test_a_border_counts_only_if_both_were_members_then():
    """BBB joined in June 2005: a border of 2005 may fall after, one of May 2005 cannot; CCC only observed."""
    assert stability.borders_settled(BORDERS, MEMBERSHIPS)["row"].tolist() == ["borders:AAA/BBB"]


def test_nothing_settled_gives_no_rows():
    assert stability.borders_settled(BORDERS.iloc[:0], MEMBERSHIPS).empty
    assert stability.incidents_of_members(INCIDENTS.iloc[:0], MEMBERSHIPS).empty
