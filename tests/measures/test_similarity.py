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


def test_kappa_and_pi_by_hand():
    """A reader would take for agreement what two states have in common with everybody: ties to nobody."""
    # Ranks as above. AAA 3, 3, 0, 0 and BBB 3, 3, 1, 0: means 6/4 and 7/4; mean squares 18/4 and 19/4; so variances
    # 18/4 - 36/16 = 36/16 and 19/4 - 49/16 = 27/16; square of the means' difference 1/16; observed 1/4.
    # AAA and CCC 0, 1, 3, 0: CCC has mean 4/4, mean square 10/4, variance 24/16; difference of means 2/4, squared 4/16;
    # observed (9 + 4 + 9 + 0) / 4 = 22/4.
    found = similarity.kappas(_both_ways([("AAA", "BBB", "defence"), ("BBB", "CCC", "consultation")]), STATES)
    found = found.set_index(["iso3", "partner"])
    assert found.loc[("AAA", "BBB"), "kappa"] == pytest.approx(1 - (1 / 4) / (64 / 16))
    assert found.loc[("AAA", "BBB"), "pi"] == pytest.approx(1 - (1 / 4) / (63.5 / 16))
    assert found.loc[("AAA", "CCC"), "kappa"] == pytest.approx(1 - (22 / 4) / (64 / 16))
    assert found.loc[("AAA", "CCC"), "pi"] == pytest.approx(1 - (22 / 4) / (62 / 16))


def test_expected_differences_are_those_of_all_draws():
    """The short formula with variances would part from the definition, and no hand-made case need show it."""
    ties = [("AAA", "BBB", "defence"), ("BBB", "CCC", "consultation"), ("CCC", "DDD", "neutrality")]
    found = similarity.kappas(_both_ways(ties), STATES).set_index(["iso3", "partner"]).loc[("BBB", "DDD")]
    x, y = [3, 3, 1, 0], [0, 0, 2, 3]  # BBB and DDD to the four
    observed = sum((a - b) ** 2 for a, b in zip(x, y, strict=True)) / 4
    assert found["kappa"] == pytest.approx(1 - observed / (sum((a - b) ** 2 for a in x for b in y) / 16))
    assert found["pi"] == pytest.approx(1 - observed / (sum((a - b) ** 2 for a in x + y for b in x + y) / 64))


def test_kappa_and_pi_are_missing_where_nothing_can_differ():
    """Two states bound to each other and compared by nothing else would be said to agree, or a brief would fail."""
    found = similarity.kappas(_both_ways([("AAA", "BBB", "defence")]), ["AAA", "BBB"])
    assert found[["kappa", "pi"]].isna().all(axis=None)


@pytest.mark.parametrize("measure", [similarity.s_scores, similarity.kappas])
def test_without_ties_or_states_the_columns_stay(measure):
    columns = list(measure(_both_ways([("AAA", "BBB", "defence")]), STATES).columns)
    assert len(measure(_both_ways([]), STATES)) == 12
    assert measure(_both_ways([]), []).columns.tolist() == columns


@given(st.lists(st.tuples(PAIRS, st.sampled_from([*similarity.RANKS, "training"]))))
def test_kappa_and_pi_are_symmetric_and_in_range(ties):
    """The two briefs of a pair would tell different stories of it."""
    found = similarity.kappas(_both_ways([(*pair, obligation) for pair, obligation in ties]), STATES)
    for measure in ("kappa", "pi"):
        values = found.set_index(["iso3", "partner"])[measure].dropna()
        assert all(-1 - 1e-9 <= value <= 1 for value in values)
        assert all(value == values[partner, state] for (state, partner), value in values.items())
    known = found.dropna()
    assert (known["pi"] <= known["kappa"]).all()  # chance, as pi sees it, never differs more


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


def test_overlap_of_countries_by_hand():
    """A reader would take two countries for partners in more, or in fewer, organisations than they are."""
    members = pd.DataFrame(
        [
            ("pact", "AAA", "m:1"),
            ("club", "AAA", "m:2"),
            ("pact", "BBB", "m:3"),
            ("bank", "BBB", "m:4"),
            ("bank", "CCC", "m:5"),
        ],
        columns=["org_id", "iso3", "row"],
    )
    found = similarity.overlap_of_countries(members).set_index(["iso3", "partner"])
    # AAA: pact, club; BBB: pact, bank; CCC: bank. AAA and BBB share one of three, BBB and CCC one of two, others none.
    assert found.loc[("AAA", "BBB")].to_list() == [1, 3, 1 / 3, ("m:1", "m:2", "m:3", "m:4")]
    assert found.loc[("CCC", "BBB"), "jaccard"] == 1 / 2
    assert found.loc[("AAA", "CCC"), "jaccard"] == 0
    assert similarity.overlap_of_countries(members.head(0)).empty
