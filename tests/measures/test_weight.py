"""A reader must see a gap as a gap: a member without a figure is named, and does not count as zero."""

import pandas as pd
import pytest

from pactbook.measures import weight

TABLES = {
    "countries": pd.DataFrame(
        [("AAA", 300.0, 10, 2020), ("BBB", 100.0, 30, 2020), ("CCC", None, None, None)],
        columns=["iso3", "area_km2", "population", "population_year"],
    ).assign(row=lambda frame: "countries:" + frame["iso3"]),
    "military_expenditure": pd.DataFrame(
        [
            ("AAA", 2019, 80.0, "current", None),
            ("BBB", 2019, 20.0, "current", None),
            ("AAA", 2020, 999.0, "current", None),
            ("BBB", 2020, 5.0, "constant_2024", None),
            ("BBB", 2020, 999.0, "current", "wrong"),
            ("CCC", 2003, 50.0, "current", None),
        ],
        columns=["iso3", "year", "usd_millions", "price_basis", "excluded"],
    ).assign(row=lambda frame: "military_expenditure:" + frame["iso3"] + frame["year"].astype(str)),
    "force_structure": pd.DataFrame(
        [("AAA", 2019, "old", 7), ("AAA", 2020, "new", 10), ("BBB", 2019, "old", 5)],
        columns=["iso3", "year", "series", "active_personnel"],
    ).assign(row=lambda frame: "force_structure:" + frame["iso3"] + frame["year"].astype(str)),
}
MEMBERS = pd.DataFrame([("pact", "AAA"), ("pact", "BBB"), ("pact", "CCC")], columns=["org_id", "iso3"])


@pytest.fixture
def found():
    return weight.shares(MEMBERS, weight.figures(TABLES, 2020))


def test_spending_is_compared_in_the_latest_year_that_most_members_share(found):
    spending = found[found["measure"] == "spending"].set_index("iso3")
    assert spending.loc["AAA", "share"] == pytest.approx(0.8)
    assert spending.loc["AAA", "year"] == 2019
    assert pd.isna(spending.loc["CCC", "value"])  # a figure of 2003 is no figure of today


def test_two_series_of_personnel_are_never_joined(found):
    personnel = found[found["measure"] == "personnel"].set_index("iso3")
    assert personnel.loc["AAA", "value"] == 10
    assert pd.isna(personnel.loc["BBB", "share"])


def test_shares_are_of_the_known_sum_and_the_largest_member_comes_first(found):
    area = found[found["measure"] == "area_km2"]
    assert area["iso3"].tolist() == ["AAA", "BBB", "CCC"]
    assert area["share"].tolist()[:2] == [0.75, 0.25]
    assert found.groupby("measure")["share"].sum().to_numpy() == pytest.approx(1.0)
