"""If these fail, readers are told the wrong number of exercises, or the wrong partners."""

import pandas as pd
import pytest

from pactbook.measures import exercises as measures


@pytest.fixture
def participations():
    exercises = pd.DataFrame(
        {
            "row": ["exercises:a", "exercises:b", "exercises:c", "exercises:d"],
            "exercise_id": ["a", "b", "c", "d"],
            "series_id": ["s", "s", "t", "t"],
            "framework_org": ["pact", None, "pact", "pact"],
            "host_iso3": ["AAA", "BBB", None, "AAA"],
            "start": ["2004-10", "2005", "2005-03-01", "2006"],
            "focus": [("naval", "logistics"), ("naval",), (), ()],
            "personnel_total": [100, None, None, None],
            "held": ["held", "held", "held", "announced"],
        }
    )
    participants = pd.DataFrame(
        [("a", "AAA", "host"), ("a", "BBB", "participant"), ("a", "CCC", "observer"), ("b", "BBB", "host"),
         ("b", "AAA", "participant"), ("c", "AAA", "participant"), ("d", "AAA", "host")],
        columns=["exercise_id", "iso3", "role"],
    )  # fmt: skip
    participants["row"] = "exercise_participants:" + participants["exercise_id"] + "/" + participants["iso3"]
    return measures.participations(exercises, participants)


def test_an_observer_does_not_count_as_taking_part(participations):
    assert "CCC" not in set(participations["iso3"])


def test_an_announced_exercise_does_not_count_as_held(participations):
    assert "d" not in set(participations["exercise_id"])


def test_a_partial_date_counts_in_its_year(participations):
    assert participations.loc[participations["iso3"] == "AAA", "year"].tolist() == [2004, 2005, 2005]


def test_exercises_per_year_and_framework(participations):
    counts = measures.per_year(participations)
    assert counts.to_dict("records") == [
        {"iso3": "AAA", "year": 2004, "framework_org": "pact", "exercises": 1},
        {"iso3": "AAA", "year": 2005, "framework_org": "", "exercises": 1},
        {"iso3": "AAA", "year": 2005, "framework_org": "pact", "exercises": 1},
        {"iso3": "BBB", "year": 2004, "framework_org": "pact", "exercises": 1},
        {"iso3": "BBB", "year": 2005, "framework_org": "", "exercises": 1},
    ]


def test_focus_is_a_share_of_the_exercises_not_of_the_mentions(participations):
    mix = measures.focus_mix(participations)
    own = mix[mix["iso3"] == "AAA"].set_index("focus")["share"]
    assert own["naval"] == pytest.approx(2 / 3)
    assert own["logistics"] == pytest.approx(1 / 3)


def test_pairs_go_both_ways_and_leave_out_oneself(participations):
    pairs = measures.pairs(participations)
    assert set(zip(pairs["iso3"], pairs["partner"], pairs["exercise_id"], strict=True)) == {
        ("AAA", "BBB", "a"), ("BBB", "AAA", "a"), ("AAA", "BBB", "b"), ("BBB", "AAA", "b"),
    }  # fmt: skip
