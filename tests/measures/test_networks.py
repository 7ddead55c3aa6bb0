"""A wrong network would show two states as bound that are not, or one as a go-between that nobody needs."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pactbook.measures import networks

STATES = {"AAA", "BBB", "CCC", "DDD"}
AGREEMENTS = pd.DataFrame(
    [
        ("old", "1990", "1992", "2000-06", "expired"),
        ("pact", "1995-03-01", None, None, "in force"),
        ("text", "1995", None, None, "signed"),
        ("lapsed", "1995", "1995", None, "expired"),
    ],
    columns=["agreement_id", "signed", "in_force", "ended", "status"],
).assign(row=lambda frame: "agreements:" + frame["agreement_id"])
PARTIES = pd.DataFrame(
    [
        ("old", "AAA", None, None),
        ("old", "BBB", None, None),
        ("pact", "AAA", None, None),
        ("pact", "BBB", None, "2003"),
        ("pact", "CCC", "1999-05", None),
        ("pact", "ZZZ", None, None),
        ("text", "AAA", None, None),
        ("text", "BBB", None, None),
        ("lapsed", "AAA", None, None),
        ("lapsed", "BBB", None, None),
    ],
    columns=["agreement_id", "iso3", "joined", "left"],
)
PARTICIPATIONS = pd.DataFrame(
    [("x", "AAA", 2000), ("x", "BBB", 2000), ("x", "ZZZ", 2000), ("y", "AAA", 2001), ("y", "BBB", 2001)],
    columns=["exercise_id", "iso3", "year"],
).assign(row=lambda frame: "exercises:" + frame["exercise_id"])


def edges(*ties):
    """Ties of one period: two codes and a weight each."""
    rows = [(2001, 2005, *sorted(tie[:2]), tie[2], (f"agreements:{tie[0]}-{tie[1]}",)) for tie in ties]
    return pd.DataFrame(rows, columns=["first", "last", "iso3", "partner", "weight", "rows"])


def ties(frame):
    return frame[["last", "iso3", "partner", "weight"]].to_numpy().tolist()


def test_the_last_period_is_whole_so_that_it_can_be_compared_with_those_before():
    assert networks.periods(1993, 2005) == [(1993, 1995), (1996, 2000), (2001, 2005)]
    assert networks.periods(2001, 2005) == [(2001, 2005)]
    assert networks.periods(2006, 2005) == []


def test_an_agreement_counts_from_its_first_day_until_it_ends_or_a_party_leaves():
    # "old" runs 1992 to 2000, "pact" from 1995; CCC joins it in 1999, BBB leaves in 2003. "text" is only signed, the
    # end of "lapsed" is not known, ZZZ is not in the picture.
    found = networks.agreement_edges(AGREEMENTS, PARTIES, STATES, [(1987, 1991), (1992, 1996), (1997, 2001)])
    assert ties(found) == [
        [1996, "AAA", "BBB", 2],
        [2001, "AAA", "BBB", 1],
        [2001, "AAA", "CCC", 1],
        [2001, "BBB", "CCC", 1],
    ]
    assert found["rows"].tolist()[0] == ("agreements:old", "agreements:pact")
    later = networks.agreement_edges(AGREEMENTS, PARTIES, STATES, [(2000, 2003)])
    assert ties(later) == [[2003, "AAA", "CCC", 1]]  # BBB left within the year


def test_joint_exercises_count_in_the_period_in_which_they_were_held():
    found = networks.exercise_edges(PARTICIPATIONS, STATES, [(1996, 2000), (2001, 2005)])
    assert ties(found) == [[2000, "AAA", "BBB", 1], [2005, "AAA", "BBB", 1]]
    assert found["rows"].tolist() == [("exercises:x",), ("exercises:y",)]
    both = networks.exercise_edges(PARTICIPATIONS, STATES, [(1996, 2005)])
    assert both[["weight", "rows"]].to_numpy().tolist() == [[2, ("exercises:x", "exercises:y")]]


def test_the_go_between_of_a_chain_is_the_state_in_its_middle():
    """Chain AAA-BBB-CCC-DDD: of the 3 pairs of others, the paths of 2 lead through BBB (AAA-CCC, AAA-DDD): 2/3."""
    found = networks.positions(edges(("AAA", "BBB", 5), ("BBB", "CCC", 1), ("CCC", "DDD", 1))).set_index("iso3")
    assert found["betweenness"].tolist() == pytest.approx([0, 2 / 3, 2 / 3, 0])
    assert found["degree"].tolist() == [1, 2, 2, 1]
    assert found["strength"].tolist() == [5, 6, 2, 1]
    assert found.loc["BBB", "rows"] == ("agreements:AAA-BBB", "agreements:BBB-CCC")


def test_states_with_many_ties_among_them_form_a_community_and_the_largest_comes_first():
    # A triangle of weight 2 and a pair of weight 2, joined by one tie of weight 1: total weight m = 6 + 2 + 1 = 9.
    # Strengths 4 + 4 + 5 = 13 and 3 + 2 = 5. Modularity 6/9 - (13/18)^2 + 2/9 - (5/18)^2 = 94/324.
    two = edges(("YYY", "XXX", 2), ("YYY", "ZZZ", 2), ("XXX", "ZZZ", 2), ("AAA", "BBB", 2), ("BBB", "XXX", 1))
    community = networks.positions(two).set_index("iso3")["community"]
    assert community.to_dict() == {"AAA": 2, "BBB": 2, "XXX": 1, "YYY": 1, "ZZZ": 1}
    whole = networks.networks(two).iloc[0]
    assert whole["modularity"] == pytest.approx(94 / 324)
    assert (whole["states"], whole["ties"], whole["communities"]) == (5, 5, 2)
    assert whole["density"] == pytest.approx(5 / 10)  # 5 ties of 5 * 4 / 2 pairs
    assert len(whole["rows"]) == 5


def test_communities_of_one_size_are_numbered_by_the_smallest_code():
    found = networks.positions(edges(("CCC", "DDD", 9), ("AAA", "BBB", 1)))
    assert found["community"].tolist() == [1, 1, 2, 2]


def test_nothing_on_record_gives_empty_frames_with_their_columns():
    none = [
        networks.agreement_edges(AGREEMENTS.iloc[:0], PARTIES.iloc[:0], STATES, [(2001, 2005)]),
        networks.agreement_edges(AGREEMENTS, PARTIES, STATES, []),
        networks.exercise_edges(PARTICIPATIONS.iloc[:0], STATES, [(2001, 2005)]),
    ]
    for found in none:
        assert found.empty
        assert found.columns.tolist() == edges().columns.tolist()
        assert networks.positions(found).columns.tolist()[-2:] == ["community", "rows"]
        assert networks.networks(found).empty


CODES = ["AAA", "BBB", "CCC", "DDD", "EEE", "FFF"]
PAIRS = [(one, other) for one in CODES for other in CODES if one < other]


@given(st.dictionaries(st.sampled_from(PAIRS), st.integers(1, 9), min_size=1), st.randoms(use_true_random=False))
def test_positions_keep_their_ranges_and_do_not_depend_on_the_order_of_the_rows(weights, random):
    frame = edges(*((*pair, weight) for pair, weight in weights.items()))
    found, whole = networks.positions(frame), networks.networks(frame)
    assert found["betweenness"].between(0, 1 + 1e-9).all()
    assert found["strength"].sum() == 2 * sum(weights.values())
    assert found["degree"].sum() == 2 * len(weights)
    assert -1e-9 < whole["modularity"].iloc[0] < 1
    assert sorted(found["community"].unique()) == list(range(1, whole["communities"].iloc[0] + 1))
    order = random.sample(range(len(frame)), len(frame))
    pd.testing.assert_frame_equal(networks.positions(frame.iloc[order]), found)
