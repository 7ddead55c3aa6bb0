"""Importance, players and pacts of a made-up region: what a reader takes for its weight, its powers and its allies."""

from functools import partial

import made_up
import pandas as pd
import pytest

from pactbook.briefs.context import Context
from pactbook.briefs.scope import Scope
from pactbook.briefs.sections import importance, pacts, players

TRAIL = made_up.TRAIL | {"memory_fields": ()}
_table = partial(made_up.table, trail=TRAIL)
SETTINGS = {
    "edition": {"id": "2020-12", "title": "Region", "as_of": "2020-12-31", "since": 2001},
    "palette": {"PPP": "#b5432a"},
    "engagement": {"weights": dict.fromkeys(("agreements", "exercises", "facilities", "arms", "assistance"), 1)},
}
SCOPE = Scope(("AAA", "BBB", "CCC"), ("PPP", "QQQ"), ("club", "pact"), ())


AGREEMENT = "agreement_id title kind signed in_force ended status framework_org provisions"


@pytest.fixture
def tables():
    return {
        "countries": _table(
            "countries",
            "iso3 name role area_km2 population population_year landlocked",
            ("AAA", "Aland", "core", 300.0, 10, 2020, True),
            ("BBB", "Bland", "core", 100.0, 20, 2019, False),
            ("CCC", "Cland", "core", None, 5, 2020, True),
            ("PPP", "Pland", "power", 900.0, 50, 2020, False),
            ("QQQ", "Qland", "power", 900.0, 50, 2020, False),
        ),
        "sources": pd.DataFrame([{"row": "sources:paper", "source_id": "paper", "reliability": "B"}]),
        "organizations": _table(
            "organizations",
            "org_id name abbreviation kind parent_org mutual_defence founded dissolved",
            ("pact", "The Pact", "P", "collective defence", None, True, "2000", None),
            ("club", "The Club", "C", "political forum", None, False, "1990", None),
        ),
        "memberships": _table(
            "memberships",
            "membership_id org_id iso3 status start end",
            ("pact-AAA-1", "pact", "AAA", "member", "2000", None),
            ("pact-BBB-1", "pact", "BBB", "member", "2000", "2012"),
            ("club-AAA-1", "club", "AAA", "member", "1990", None),
            ("club-BBB-1", "club", "BBB", "observer", "1990", None),
            ("club-CCC-1", "club", "CCC", "member", "1990", None),
        ),
        "agreements": _table(
            "agreements",
            AGREEMENT,
            ("shield", "Shield", "mutual defence", "2001", None, None, "in force", None, ("defence", "consultation")),
            ("peace", "Peace", "non-aggression", "2002", None, None, "in force", None, ("nonaggression",)),
            ("work", "Work", "defence cooperation", "2003", None, None, "in force", None, ("training",)),
            ("old", "Old", "mutual defence", "2002", None, "2010", "expired", None, ("defence",)),
        ),
        "agreement_parties": _table(
            "agreement_parties",
            "agreement_id iso3 joined left",
            *[
                (name, iso3, None, None)
                for name, parties in (
                    ("shield", ("AAA", "PPP")),
                    ("peace", ("AAA", "BBB", "PPP")),
                    ("work", ("BBB", "QQQ")),
                    ("old", ("CCC", "PPP")),
                )
                for iso3 in parties
            ],
            keys=2,
        ),
        "borders": _table(
            "borders",
            "iso3_a iso3_b length_km status settled_on",
            ("AAA", "BBB", 100.0, "settled", "2004"),
            ("AAA", "PPP", 50.0, "settled", "2004"),
            ("BBB", "PPP", 30.0, "delimited", None),
            ("CCC", "QQQ", None, "disputed", None),
            keys=2,
        ),
        "resources": _table(
            "resources",
            "resource_id iso3 commodity measure value unit year",
            ("a1", "AAA", "oil", "annual output", 3.0, "barrels", 2018),
            ("a2", "AAA", "oil", "annual output", 6.0, "barrels", 2019),
            ("b1", "BBB", "oil", "annual output", 2.0, "barrels", 2020),
            ("a3", "AAA", "gas", "annual output", 2.0, "m3", 2020),
            ("b2", "BBB", "gold", "share of world output", 7.0, "percent", 2020),
            ("c1", "CCC", "gold", "share of world output", 9.0, "percent", 2020),
            ("c2", "CCC", "transit corridor", "capacity", 9.0, "tonnes", 2020),
        ),
        "facilities": _table(
            "facilities",
            "facility_id name host_iso3 operator_iso3 org_id kind opened closed status lat lon",
            ("camp", "Camp", "AAA", "PPP", None, "ground base", "2005", None, "active", 40.0, 60.0),
            ("past", "Past", "BBB", "QQQ", None, "ground base", "2005", "2009", "closed", 41.0, 61.0),
            ("own", "Own", "AAA", "AAA", None, "ground base", "2005", None, "active", 42.0, 62.0),
        ),
        "exercises": _table(
            "exercises", "exercise_id series_id framework_org host_iso3 start focus personnel_total held"
        ),
        "exercise_participants": _table("exercise_participants", "exercise_id iso3 role"),
        "arms_transfers": _table(
            "arms_transfers",
            "transfer_id supplier_iso3 recipient_iso3 delivered_from delivered_to",
            ("q-b", "QQQ", "BBB", 2019, 2019),
        ).astype({"delivered_from": "Int64", "delivered_to": "Int64"}),
        "security_assistance": _table(
            "security_assistance", "assistance_id donor_iso3 recipients year amount_kind usd_millions"
        ),
    }


@pytest.fixture
def context(tables):
    return Context(tables, SETTINGS)


def _by_code(findings):
    return {(found["code"], found["about"]): found["values"] for found in findings}


def test_the_region_is_as_large_as_its_known_parts_and_borders_inside_it_do_not_count(context):
    section = importance.topic(context, SCOPE)
    assert section["area"]["figure"] == 300 + 100  # CCC's is not known, and is named
    assert section["population"]["figure"] == 10 + 20 + 5
    assert section["missing"] == ["CCC"]
    assert section["landlocked"]["figure"] == 2
    assert section["border_km"]["figure"] == 50 + 30  # not the 100 km between AAA and BBB
    assert [(row["neighbour"], row["length_km"], row["open"]) for row in section["borders"]] == [
        ("PPP", 80, [{"status": "delimited", "countries": ["BBB"]}]),
        ("QQQ", None, [{"status": "disputed", "countries": ["CCC"]}]),
    ]


def test_resources_are_added_up_only_where_several_have_them_and_from_their_newest_figures(context):
    (oil,) = importance.topic(context, SCOPE)["pooled"]
    assert (oil["commodity"], oil["total"], oil["most"], oil["years"]) == ("oil", 8, "AAA", [2019, 2020])  # 6 + 2
    assert oil["share"] == pytest.approx(6 / 8)
    assert oil["rows"] == ["resources:a2", "resources:b1"]


def test_a_power_is_shown_by_its_border_its_agreements_and_its_facilities(context):
    first, second = importance.topic(context, SCOPE)["powers"]
    # PPP: shield with AAA alone, peace with two; the expired one is none. QQQ: work, and a border of unknown length.
    assert [first[key] for key in ("border_km", "agreements", "two_sided", "open", "closed")] == [80, 2, 1, 1, 0]
    assert [second[key] for key in ("border_km", "borders", "agreements", "closed")] == [None, ["CCC"], 1, 1]


def test_a_power_with_a_border_of_unknown_length_is_not_said_to_have_none(context):
    found = _by_code(importance.topic_findings(context, SCOPE))
    assert found["powers_at_the_border", None] == {
        "near": [{"power": "PPP", "border_km": 80}, {"power": "QQQ", "border_km": None}],
        "far": [],
    }
    assert found["world_share", None]["iso3"] == "CCC"  # 9 % before 7 %


def test_a_topic_of_nothing_is_empty(context):
    nothing = Scope((), (), (), ())
    assert [part.topic(context, nothing) for part in (importance, players, pacts)] == [{"empty": True}] * 3
    assert [part.topic_findings(context, nothing) for part in (importance, players, pacts)] == [[]] * 3


def test_the_balance_is_that_of_the_mean_shares(context):
    """PPP has one agreement of depth 4 (share 1) and one facility (share 1): (1 + 1) / 5 in AAA, 2 / 15 on average.

    QQQ has with BBB an agreement of depth 1 (share 1/4) and one delivery (share 1): (1/4 + 1) / 5 = 1/4, 1 / 12 on
    average. PPP's share is (2/15) / (2/15 + 1/12) = 8/13. Ten years before: PPP the same and the treaty with CCC, which
    ended in 2010 and counts to 2009 only; QQQ the agreement alone, (1/4) / 5 / 3 = 1/60: 2/15 of 9/60 is 8/9.
    """
    section = players.topic(context, SCOPE)
    assert section["leaders"] == ["PPP"]
    assert [(row["power"], row["share"], row["before"]) for row in section["powers"]] == [
        ("PPP", pytest.approx(8 / 13), pytest.approx(8 / 9)),
        ("QQQ", pytest.approx(5 / 13), pytest.approx(1 / 9)),
    ]
    found = _by_code(players.topic_findings(context, SCOPE))
    assert found["engagement_leader", None]["second_share"] == pytest.approx(5 / 13)
    assert found["engagement_shift", "QQQ"]["share"] > found["engagement_shift", "QQQ"]["before"]
    # The only power in each of AAA and BBB is first whatever the weights; in CCC neither is.
    firm = {about: values["countries"] for (code, about), values in found.items() if code == "rank_firm"}
    assert firm == {"PPP": ["AAA"], "QQQ": ["BBB"]}


def test_a_first_place_that_hangs_on_the_weights_is_said_to(tables):
    """In AAA PPP has an agreement and a facility, QQQ now five deliveries: arms alone decide, and often enough."""
    more = [(f"q-a{number}", "QQQ", "AAA", 2019, 2019) for number in range(5)]
    columns = "transfer_id supplier_iso3 recipient_iso3 delivered_from delivered_to"
    tables["arms_transfers"] = _table("arms_transfers", columns, *more).astype(
        {"delivered_from": "Int64", "delivered_to": "Int64"}
    )
    found = _by_code(players.topic_findings(Context(tables, SETTINGS), SCOPE))
    fragile = found["rank_fragile", "AAA"]
    assert (fragile["power"], fragile["rival"]) == ("PPP", "QQQ")
    assert fragile["first"] + fragile["rival_first"] == pytest.approx(1)  # no two random scores are equal
    # PPP is first where w1 + w3 > w4, of flat weights: 3/4 in the mean of many draws.
    assert fragile["first"] == pytest.approx(3 / 4, abs=0.05)


def test_labels_of_lines_that_end_together_stand_apart(context):
    ends = players.topic(context, SCOPE)["shares"]["data"]["ends"]
    assert [end["label"] for end in ends] == ["Qland", "Pland"]
    assert all(end["place"] >= end["share"] for end in ends)


def test_the_matrix_shows_the_strongest_obligation_in_force(context):
    section = pacts.topic(context, SCOPE)
    assert section["columns"] == ["PPP", "QQQ", "AAA", "BBB", "CCC"]
    shown = {row["iso3"]: [cell["strongest"] for cell in row["cells"]] for row in section["ties"]}
    assert shown == {
        "AAA": ["defence", None, None, "nonaggression", None],
        "BBB": ["nonaggression", "working agreement", "nonaggression", None, None],
        "CCC": [None, None, None, None, None],  # its treaty has expired
    }
    assert len(section["network"]["data"]["edges"]) == 4  # AAA-PPP, AAA-BBB once, BBB-PPP, BBB-QQQ
    assert section["bound"]["figure"] == 1


def test_a_country_that_left_an_alliance_is_shown_to_have_left(context):
    alliance, club = pacts.topic(context, SCOPE)["organizations"]
    assert [cell and cell["status"] for cell in alliance["cells"]] == ["member", "left", None]
    assert [cell["status"] for cell in club["cells"]] == ["member", "observer", "member"]


def test_who_has_a_promise_of_defence_and_who_has_none(context):
    found = _by_code(pacts.topic_findings(context, SCOPE))
    assert found["bound_by_defence", None] == {
        "bound": ["AAA"],
        "total": 3,
        "powers": [{"power": "PPP", "countries": ["AAA"]}],
    }
    assert found["unaligned_countries", None] == {"countries": ["BBB", "CCC"], "total": 3}
    # BBB alone lies between QQQ and the others: on 2 of the 3 pairs of others (AAA, PPP, QQQ); AAA on none.
    centre = found["network_centre", None]
    assert (centre["iso3"], centre["degree"], centre["betweenness"]) == ("BBB", 3, pytest.approx(2 / 3))
