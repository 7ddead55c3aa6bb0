"""A wrong index would tell a reader that a country depends on one partner when it does not."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pactbook.measures import concentration

ASSISTANCE = pd.DataFrame(
    [
        ("a", "XXX", ("AAA",), 2020, "yearly", 3.0),
        ("b", "YYY", ("AAA",), 2019, "yearly", 1.0),
        ("c", "XXX", ("AAA", "BBB"), 2018, "yearly", 50.0),
        ("d", "XXX", ("AAA",), 2020, "in-kind", 9.0),
        ("e", "YYY", ("AAA",), 2020, "planned", 100.0),
        ("f", "YYY", ("AAA",), 2010, "yearly", 70.0),
        ("g", "ZZZ", ("AAA",), 2020, "yearly", None),
    ],
    columns=["id", "donor_iso3", "recipients", "year", "amount_kind", "usd_millions"],
).assign(row=lambda frame: "security_assistance:" + frame["id"])
PARTICIPATIONS = pd.DataFrame(
    [
        ("x", "AAA", 2020),
        ("x", "BBB", 2020),
        ("x", "CCC", 2020),
        ("y", "AAA", 2016),
        ("y", "BBB", 2016),
        ("z", "AAA", 2015),
        ("z", "BBB", 2015),
    ],
    columns=["exercise_id", "iso3", "year"],
).assign(row=lambda frame: "exercises:" + frame["exercise_id"])


def test_the_index_is_the_sum_of_squared_shares_and_its_inverse_a_number_of_equal_parts():
    """Shares 2/3 and 1/3: HHI 4/9 + 1/9 = 5/9, effective number 9/5."""
    entries = pd.DataFrame(
        [("AAA", "XXX", "t:1"), ("AAA", "XXX", "t:2"), ("AAA", "YYY", "t:3"), ("AAA", None, "t:4")],
        columns=["iso3", "partner", "row"],
    )
    shares = concentration.shares(entries, ["iso3"], "partner")
    assert shares[["partner", "entries", "rows"]].to_numpy().tolist() == [
        ["XXX", 2, ("t:1", "t:2")],
        ["YYY", 1, ("t:3",)],  # nobody knows whose t:4 is
    ]
    found = concentration.indices(shares, ["iso3"]).iloc[0]
    assert (found["entries"], found["parts"], found["rows"]) == (3, 2, ("t:1", "t:2", "t:3"))
    assert found["hhi"] == pytest.approx(5 / 9)
    assert found["effective"] == pytest.approx(9 / 5)


def test_each_exercise_counts_once_for_each_partner_in_it():
    """2016 to 2020: x gives AAA one seat with BBB and one with CCC, y one with BBB; z is older."""
    found = concentration.exercise_partners(PARTICIPATIONS, 2020, 5)
    own = found[found["iso3"] == "AAA"]
    assert own[["partner", "seats"]].to_numpy().tolist() == [["BBB", 2], ["CCC", 1]]
    assert own["share"].tolist() == pytest.approx([2 / 3, 1 / 3])
    assert own["rows"].tolist() == [("exercises:x", "exercises:y"), ("exercises:x",)]
    whole = concentration.indices(found, ["iso3"], "seats").set_index("iso3")
    assert whole.loc["AAA", "rows"] == ("exercises:x", "exercises:y")
    assert whole.loc["AAA", "seats"] == 3


def test_help_to_several_countries_counts_for_each_and_intentions_for_none():
    """Last ten years: a, c, d from XXX, b from YYY, g from ZZZ; e is a plan, f is older."""
    found = concentration.donors_by_entries(ASSISTANCE, 2020).set_index(["recipient_iso3", "donor_iso3"])
    assert found["entries"].to_dict() == {("AAA", "XXX"): 3, ("AAA", "YYY"): 1, ("AAA", "ZZZ"): 1, ("BBB", "XXX"): 1}
    assert found["share"].tolist() == pytest.approx([0.6, 0.2, 0.2, 1.0])


def test_dollars_of_one_kind_are_added_and_what_several_share_belongs_to_none():
    """Yearly sums to AAA alone: 3 from XXX, 1 from YYY; the donor without a sum is no donor of zero."""
    found = concentration.donors_by_sums(ASSISTANCE, 2020)
    columns = ["recipient_iso3", "donor_iso3", "usd_millions", "share"]
    assert found[columns].to_numpy().tolist() == [["AAA", "XXX", 3.0, 0.75], ["AAA", "YYY", 1.0, 0.25]]
    whole = concentration.indices(found, ["recipient_iso3"], "usd_millions").iloc[0]
    assert (whole["usd_millions"], whole["hhi"]) == (4.0, 0.75**2 + 0.25**2)


def test_a_whole_of_nothing_has_no_shares():
    entries = pd.DataFrame([("AAA", "XXX", 0.0, "t:1")], columns=["iso3", "partner", "usd", "row"])
    assert concentration.shares(entries, ["iso3"], "partner", "usd").empty


def test_nothing_on_record_gives_empty_frames_with_their_columns():
    partners = concentration.exercise_partners(PARTICIPATIONS.iloc[:0], 2020, 5)
    assert partners.columns.tolist() == ["iso3", "partner", "seats", "share", "rows"]
    whole = concentration.indices(partners, ["iso3"], "seats")
    assert whole.columns.tolist() == ["iso3", "seats", "parts", "hhi", "effective", "rows"]
    for found in (concentration.donors_by_entries, concentration.donors_by_sums):
        assert found(ASSISTANCE.iloc[:0], 2020).columns.tolist()[:2] == ["recipient_iso3", "donor_iso3"]


@given(st.lists(st.tuples(st.sampled_from("XY"), st.sampled_from("abcd")), min_size=1, max_size=30))
def test_shares_add_up_to_one_and_the_effective_number_lies_between_one_and_the_parts(pairs):
    entries = pd.DataFrame(pairs, columns=["iso3", "partner"])
    entries["row"] = [f"t:{number}" for number in range(len(entries))]
    shares = concentration.shares(entries, ["iso3"], "partner")
    assert shares.groupby("iso3")["share"].sum().to_numpy() == pytest.approx(1)
    found = concentration.indices(shares, ["iso3"])
    assert (found["effective"] >= 1 - 1e-9).all()
    assert (found["effective"] <= found["parts"] + 1e-9).all()
    assert sorted(row for rows in found["rows"] for row in rows) == sorted(entries["row"])


def test_an_entry_to_several_countries_counts_once_for_all_of_them():
    """Otherwise the share of a donor of regional programmes grows with the number of their recipients."""
    columns = ["row", "donor_iso3", "recipients", "year", "amount_kind"]
    entries = [
        ("a", "PPP", ["AAA", "BBB", "CCC"], 2019, "yearly"),
        ("b", "QQQ", ["AAA"], 2020, "in-kind"),
        ("c", "QQQ", ["BBB"], 2020, "other"),
        ("d", "QQQ", ["DDD"], 2020, "yearly"),  # none of the countries
        ("e", "PPP", ["AAA"], 2020, "rent"),  # no help
    ]
    found = concentration.donors_of_scope(pd.DataFrame(entries, columns=columns), ["AAA", "BBB", "CCC"], 2020)
    # By pairs PPP would have 3 of 5; of the rows it has 1 of 3.
    assert list(found[["donor_iso3", "entries", "share", "rows"]].itertuples(index=False, name=None)) == [
        ("QQQ", 2, 2 / 3, ("b", "c")),
        ("PPP", 1, 1 / 3, ("a",)),
    ]
    assert concentration.donors_of_scope(pd.DataFrame(entries, columns=columns), ["EEE"], 2020).empty
