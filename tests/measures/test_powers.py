"""A rank that only the chosen weights give must not pass for one that holds whatever they are."""

import pandas as pd
import pytest

from pactbook.measures import engagement, powers


def _scores(*rows, weights=(1, 1, 1, 1, 1)):
    """Scores of pairs both ways, from iso3, partner, year and the shares of some components."""
    frame = pd.DataFrame(
        [
            (*pair, year, name, share, 1, share, (f"{name}:{iso3}-{partner}-{year}",))
            for iso3, partner, year, shares in rows
            for pair in ((iso3, partner), (partner, iso3))
            for name, share in shares.items()
        ],
        columns=["iso3", "partner", "year", "component", "value", "count", "share", "rows"],
    )
    place = frame["component"].map(engagement.COMPONENTS.index)
    ordered = frame.assign(place=place).sort_values(["iso3", "partner", "year", "place"], ignore_index=True)
    return engagement.scores(ordered, dict(zip(engagement.COMPONENTS, weights, strict=True)))


DOMINANT = ("AAA", "BIG", 2020, {"arms": 0.9, "exercises": 0.8})
SMALLER = ("AAA", "LOW", 2020, {"arms": 0.3, "exercises": 0.2})
OTHER = ("AAA", "MID", 2020, {"arms": 0.1, "exercises": 0.5})


def test_who_leads_in_every_component_is_first_whatever_the_weights():
    found = powers.sensitivity(_scores(DOMINANT, SMALLER, OTHER), ["AAA"], ["BIG", "LOW", "MID"], 2020)
    first = found.iloc[0]
    assert (first["partner"], first["rank"], first["rank_kept"], first["first"]) == ("BIG", 1, 1.0, 1.0)
    # MID (0.6 / 5) is before LOW (0.5 / 5). It stays so where 0.5 e + 0.1 a > 0.2 e + 0.3 a, that is e > 2/3 a: the
    # share e / (e + a) of a flat Dirichlet is uniform, and must be above 2/5. So the order holds in 3 of 5 draws.
    assert list(found["partner"]) == ["BIG", "MID", "LOW"]
    assert found["rank_kept"].iloc[1:].tolist() == pytest.approx([3 / 5, 3 / 5], abs=0.05)
    assert found["order_changed"].tolist() == pytest.approx([2 / 5] * 3, abs=0.05)
    assert found["rows"].iloc[0] == ("exercises:AAA-BIG-2020", "arms:AAA-BIG-2020")


def test_weights_of_the_config_change_the_order():
    order = {}
    for weights in ((1, 1, 1, 1, 1), (1, 1, 1, 3, 1)):
        found = powers.sensitivity(_scores(SMALLER, OTHER, weights=weights), ["AAA"], ["LOW", "MID"], 2020)
        order[weights] = list(found["partner"])
    # Arms three times: LOW 0.2 + 3 * 0.3 = 1.1 before MID 0.5 + 3 * 0.1 = 0.8.
    assert list(order.values()) == [["MID", "LOW"], ["LOW", "MID"]]


def test_the_same_seed_gives_the_same_shares_and_another_does_not():
    given = (_scores(SMALLER, OTHER), ["AAA"], ["LOW", "MID"], 2020)
    pd.testing.assert_frame_equal(powers.sensitivity(*given), powers.sensitivity(*given))
    assert powers.sensitivity(*given, seed=1)["rank_kept"][0] != powers.sensitivity(*given)["rank_kept"][0]


def test_equal_scores_share_a_rank_and_are_named():
    twin = ("AAA", "TWN", 2020, {"arms": 0.9, "exercises": 0.8})
    found = powers.sensitivity(_scores(DOMINANT, twin, SMALLER), ["AAA"], ["TWN", "LOW", "BIG", "ZER"], 2020)
    assert found[["partner", "rank", "tied", "score"]].to_numpy().tolist() == [
        ["BIG", 1, ("TWN",), pytest.approx(1.7 / 5)],
        ["TWN", 1, ("BIG",), pytest.approx(1.7 / 5)],
        ["LOW", 3, (), pytest.approx(0.5 / 5)],
        ["ZER", 4, (), 0],  # nothing on record
    ]
    assert found["rank_kept"].tolist() == [1, 1, 1, 1]


def test_a_country_is_no_partner_of_itself():
    found = powers.sensitivity(_scores(DOMINANT), ["AAA", "BIG"], ["AAA", "BIG"], 2020)
    assert found[["iso3", "partner"]].to_numpy().tolist() == [["AAA", "BIG"], ["BIG", "AAA"]]


def test_balance_is_the_mean_over_all_core_countries():
    scores = _scores(
        DOMINANT,
        ("CCC", "BIG", 2020, {"arms": 0.5}),
        SMALLER,
        ("AAA", "CCC", 2018, {"arms": 1.0}),
    )
    found = powers.balance(scores, {"AAA", "CCC"}, ["BIG", "LOW"]).set_index(["year", "power"])
    # 2020: BIG (1.7 / 5 + 0.5 / 5) / 2 = 0.22; LOW (0.5 / 5 + 0) / 2 = 0.05; of 0.27 together.
    assert found.loc[(2020, "BIG"), ["score", "share"]].tolist() == pytest.approx([0.22, 0.22 / 0.27])
    assert found.loc[(2020, "LOW"), ["score", "share"]].tolist() == pytest.approx([0.05, 0.05 / 0.27])
    assert found.loc[(2020, "LOW"), "rows"] == ("arms:AAA-LOW-2020", "exercises:AAA-LOW-2020")
    # 2018 and 2019: no power has any, of which nobody can have a share.
    assert found.loc[2018:2019, "score"].tolist() == [0, 0, 0, 0]
    assert found.loc[2018:2019, "share"].isna().all()


def test_nothing_on_record_gives_empty_frames():
    assert powers.balance(_scores(), {"AAA"}, ["BIG"]).empty
    found = powers.sensitivity(_scores(), ["AAA"], ["BIG"], 2020)
    assert found[["rank", "score"]].to_numpy().tolist() == [[1, 0]]


def test_the_engagement_of_powers_divides_into_shares_by_country():
    """A reader would take a country that one power dominates for a contested one."""
    outside = ("AAA", "CCC", 2020, {"arms": 1.0})
    found = powers.division(_scores(DOMINANT, SMALLER, outside), ["AAA"], ["BIG", "LOW", "MID"], 2020)
    # BIG 1.7 / 5 = 0.34, LOW 0.5 / 5 = 0.10, of 0.44 together; MID has nothing, and CCC is no power.
    assert found["partner"].tolist() == ["BIG", "LOW"]
    assert found["share"].tolist() == pytest.approx([34 / 44, 10 / 44])
    assert found["rows"].iloc[1] == ("arms:AAA-LOW-2020", "exercises:AAA-LOW-2020")
    assert powers.division(_scores(DOMINANT), ["AAA"], ["BIG"], 2019).empty
