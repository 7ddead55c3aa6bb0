"""A wrong ratio, or a gap read as a zero, would make one country look stronger than the record says."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pactbook.measures import capabilities


def figures(*known):
    """Figures as `weight.figures` returns them: iso3, measure, year, value."""
    rows = [(*figure, f"{figure[1]}:{figure[0]}/{figure[2]}") for figure in known]
    frame = pd.DataFrame(rows, columns=["iso3", "measure", "year", "value", "row"])
    return frame.astype({"year": "Int64", "value": "Float64"})


FIGURES = figures(
    ("AAA", "spending", 2019, 100.0),
    ("AAA", "spending", 2020, 120.0),
    ("BBB", "spending", 2019, 20.0),
    ("CCC", "spending", 2020, 0.0),
    ("AAA", "personnel", 2019, 5000.0),
    ("AAA", "personnel", 2020, 4000.0),
    ("BBB", "personnel", 2020, 2000.0),
    ("CCC", "personnel", 2018, 100.0),
    ("AAA", "area_km2", None, 7.0),
)
MEMBERS = pd.DataFrame([("pact", "AAA"), ("pact", "BBB"), ("pact", "CCC")], columns=["org_id", "iso3"])
SIDES = pd.DataFrame([("AAA", "BBB"), ("BBB", "AAA")], columns=["iso3", "neighbour"])


@pytest.fixture
def levels():
    return capabilities.levels(FIGURES)


@pytest.fixture
def ratios(levels):
    found = capabilities.ratios(capabilities.pairs(MEMBERS, SIDES), levels)
    return found.set_index(["iso3", "partner", "measure"])


def test_spending_per_head_takes_the_forces_of_the_same_year_or_of_the_year_beside_it(levels):
    """AAA 2019: 100 million / 5000; 2020: 120 million / 4000. BBB 2019: its forces of 2020. CCC 2020: none near."""
    found = levels[levels["measure"] == capabilities.PER_HEAD]
    assert found[["iso3", "year", "value", "personnel_year"]].to_numpy().tolist() == [
        ["AAA", 2019, 20_000, 2019],
        ["AAA", 2020, 30_000, 2020],
        ["BBB", 2019, 10_000, 2020],
    ]
    assert found["rows"].tolist()[2] == ("personnel:BBB/2020", "spending:BBB/2019")


def test_the_forces_of_the_year_before_go_before_those_of_the_year_after():
    both = figures(("AAA", "spending", 2019, 1.0), ("AAA", "personnel", 2018, 100.0), ("AAA", "personnel", 2020, 10.0))
    assert capabilities.levels(both)["personnel_year"].dropna().tolist() == [2018]


def test_forces_of_nobody_have_no_spending_per_head():
    found = capabilities.levels(figures(("AAA", "spending", 2019, 1.0), ("AAA", "personnel", 2019, 0.0)))
    assert capabilities.PER_HEAD not in set(found["measure"])


def test_two_countries_are_compared_in_the_latest_year_that_both_have(ratios):
    """Spending 2019, though AAA has 2020: 100 / 20 = 5 and 20 / 100 = 0.2. Personnel 2020: 4000 / 2000 = 2."""
    within = ratios[ratios["org_id"] == "pact"]
    spending = within.loc[("AAA", "BBB", "spending")]
    assert (spending["year"], spending["value"], spending["partner_value"], spending["ratio"]) == (2019, 100, 20, 5)
    assert spending["rows"] == ("spending:AAA/2019", "spending:BBB/2019")
    assert within.loc[("BBB", "AAA", "spending"), "ratio"] == pytest.approx(0.2)
    assert within.loc[("AAA", "BBB", "personnel"), "ratio"] == pytest.approx(2)
    head = within.loc[("AAA", "BBB", capabilities.PER_HEAD)]  # 20 000 / 10 000
    assert (head["ratio"], head["personnel_year"], head["partner_personnel_year"]) == (2, 2019, 2020)
    assert len(head["rows"]) == 4


def test_a_pair_without_a_common_year_stays_as_a_gap(ratios):
    within = ratios[ratios["org_id"] == "pact"]
    gap = within.loc[("BBB", "CCC", "spending")]
    assert gap[["year", "value", "partner_value", "ratio"]].isna().all()
    assert gap["rows"] == ()
    assert len(within) == 6 * 3  # three pairs both ways, three measures


def test_nothing_is_divided_by_zero(ratios):
    spending = ratios[ratios["org_id"] == "pact"].loc[("AAA", "CCC", "spending")]
    assert (spending["year"], spending["partner_value"]) == (2020, 0)
    assert pd.isna(spending["ratio"])


def test_neighbours_are_compared_outside_any_organisation(ratios):
    beside = ratios[ratios["org_id"].isna()]
    assert set(beside.index) == {
        (*pair, measure) for pair in (("AAA", "BBB"), ("BBB", "AAA")) for measure in capabilities.MEASURES
    }
    assert beside.loc[("AAA", "BBB", "spending"), "ratio"] == 5


def test_the_spread_names_both_ends_in_one_year_and_whoever_has_no_figure(levels):
    """Personnel: two members in 2020, so 4000 / 2000 = 2; spending: two in 2019 and two in 2020, the later counts."""
    found = capabilities.spread(MEMBERS, levels).set_index("measure")
    personnel = found.loc["personnel"]
    assert (personnel["year"], personnel["largest"], personnel["smallest"]) == (2020, "AAA", "BBB")
    assert (personnel["ratio"], personnel["known"], personnel["without"]) == (2, 2, ("CCC",))
    assert personnel["rows"] == ("personnel:AAA/2020", "personnel:BBB/2020")
    assert (found.loc["spending", "year"], found.loc["spending", "smallest_value"]) == (2020, 0)
    assert pd.isna(found.loc["spending", "ratio"])


def test_one_known_member_has_no_spread(levels):
    assert capabilities.spread(MEMBERS.iloc[:1], levels).empty


def test_nothing_on_record_gives_empty_frames_with_their_columns():
    none = capabilities.levels(FIGURES.iloc[:0])
    assert none.columns.tolist() == ["iso3", "measure", "year", "value", "personnel_year", "rows"]
    pairs = capabilities.pairs(MEMBERS.iloc[:0], SIDES.iloc[:0])
    assert pairs.columns.tolist() == ["org_id", "iso3", "partner"]
    found = capabilities.ratios(pairs, none)
    assert found.empty
    assert "ratio" in found
    assert capabilities.ratios(capabilities.pairs(MEMBERS, SIDES), none)["ratio"].isna().all()
    assert capabilities.spread(MEMBERS, none).columns.tolist()[-3:] == ["known", "without", "rows"]


COUNTRIES = ["AAA", "BBB", "CCC"]
KNOWN = st.dictionaries(
    st.tuples(st.sampled_from(COUNTRIES), st.sampled_from(["spending", "personnel"]), st.integers(2016, 2020)),
    st.integers(1, 10**6),
)


@given(KNOWN)
def test_a_ratio_seen_from_the_other_side_is_its_inverse(known):
    frame = figures(*((*key, float(value)) for key, value in known.items()))
    found = capabilities.ratios(capabilities.pairs(MEMBERS, SIDES), capabilities.levels(frame))
    within = found[found["org_id"] == "pact"].set_index(["iso3", "partner", "measure"])
    other = within.swaplevel(0, 1).loc[within.index]
    assert (within["ratio"].isna() == other["ratio"].isna()).all()
    product = (within["ratio"] * other["ratio"]).dropna()
    assert product.tolist() == pytest.approx([1.0] * len(product))
    assert (within["rows"] == other["rows"]).all()
