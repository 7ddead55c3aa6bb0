"""A reader who compares organisations needs scores that stay in range and say the same from both sides."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pactbook.measures import similarity

STATES = ["AAA", "BBB", "CCC", "DDD"]
PAIRS = st.tuples(st.sampled_from(STATES), st.sampled_from(STATES)).filter(lambda pair: pair[0] != pair[1])


def _both_ways(ties):
    rows = [row for a, b, obligation in ties for row in ((a, b, obligation), (b, a, obligation))]
    return pd.DataFrame(rows, columns=["iso3", "partner", "obligation"])


def test_s_score_by_hand():
    # Ranks of AAA to the four: 3 (itself), 3, 0, 0. BBB: 3, 3, 1, 0. CCC: 0, 1, 3, 0.
    scores = similarity.s_scores(_both_ways([("AAA", "BBB", "defence"), ("BBB", "CCC", "consultation")]), STATES)
    found = scores.set_index(["iso3", "partner"])["s"]
    assert found["AAA", "BBB"] == pytest.approx(1 - 2 * 1 / 12)
    assert found["AAA", "CCC"] == pytest.approx(1 - 2 * (3 + 2 + 3) / 12)


def test_of_several_obligations_the_strongest_counts():
    ties = [("AAA", "BBB", "consultation"), ("AAA", "BBB", "defence"), ("AAA", "BBB", "nonaggression")]
    scores = similarity.s_scores(_both_ways(ties), ["AAA", "BBB"])
    assert scores["s"].tolist() == [1.0, 1.0]


@given(st.lists(st.tuples(PAIRS, st.sampled_from([*similarity.RANKS, "training"]))))
def test_s_score_is_symmetric_and_in_range(ties):
    scores = similarity.s_scores(_both_ways([(*pair, obligation) for pair, obligation in ties]), STATES)
    found = scores.set_index(["iso3", "partner"])["s"]
    assert all(-1 <= score <= 1 for score in found)
    assert all(score == found[partner, state] for (state, partner), score in found.items())


def test_overlap_by_hand():
    members = pd.DataFrame(
        [("one", "AAA"), ("one", "BBB"), ("two", "BBB"), ("two", "CCC"), ("two", "DDD")], columns=["org_id", "iso3"]
    )
    found = similarity.overlap(members)
    assert found.to_numpy().tolist() == [["one", "two", 1, 4, 0.25], ["two", "one", 1, 4, 0.25]]


@given(st.sets(st.tuples(st.sampled_from(["one", "two", "three"]), st.sampled_from(STATES))))
def test_overlap_is_symmetric_and_in_range(pairs):
    found = similarity.overlap(pd.DataFrame(sorted(pairs), columns=["org_id", "iso3"]))
    values = found.set_index(["org_id", "other"])["jaccard"]
    assert all(0 <= value <= 1 for value in values)
    assert all(value == values[other, org] for (org, other), value in values.items())
