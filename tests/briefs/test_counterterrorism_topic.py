"""The theme of counterterrorism, of two made-up countries: if these fail, readers get wrong counts, ranks or dates."""

import json
from pathlib import Path

import pandas as pd
import pytest
from made_up import table as _table

from pactbook.briefs.context import Context
from pactbook.briefs.findings import KINDS as FINDINGS
from pactbook.briefs.scope import Scope
from pactbook.briefs.sections import commitment, counterterrorism_exercises, incidents, initiatives, operations

SETTINGS = {"edition": {"id": "2020-12", "as_of": "2020-12-31", "since": 2001}, "palette": {}}
SCOPE = Scope(("AAA", "BBB"), (), ("pact", "arm"), ())
NOWHERE = Scope(("CCC",), (), (), ())
CHAPTERS = (initiatives, commitment, counterterrorism_exercises, incidents, operations)


@pytest.fixture
def tables():
    parties = [("a", "AAA"), ("a", "BBB"), ("b", "AAA"), ("c", "AAA"), ("d", "BBB"), ("e", "DDD")]
    drills = [(f"x{year}", f"{year}-05", ("counterterrorism",), "pact") for year in range(2014, 2020)]
    drills += [("sea", "2019", ("naval",), None), ("arms", "2020", ("counterterrorism", "naval"), "arm")]
    seats = [(drill[0], "AAA") for drill in drills] + [("x2014", "BBB"), ("x2015", "BBB")]
    attacks = [(f"i{year}", f"{year}-02", None, ("AAA", "BBB"), "terrorist attack", 1, 1) for year in range(2006, 2016)]
    events = [
        *attacks,
        ("war", "2005", "2006", ("BBB",), "civil unrest", 50, 90),
        ("raid", "2020-03-01", None, ("BBB", "DDD"), "armed incursion", None, None),
        ("far", "2020", None, ("DDD",), "terrorist attack", 9, 9),
    ]
    return {
        "countries": _table("countries", "iso3 name role", ("AAA", "Aland", "core"), ("BBB", "Bland", "core"),
                            ("CCC", "Cland", "core"), ("DDD", "Dland", "power")),
        "organizations": _table("organizations", "org_id name abbreviation parent_org", ("pact", "The Pact", "P", None),
                                ("arm", "The Arm", "A", "pact")),
        "sources": pd.DataFrame([{"row": "sources:paper", "source_id": "paper", "reliability": "B"}]),
        "counterterrorism_initiatives": _table(
            "counterterrorism_initiatives", "initiative_id name kind framework_org start end",
            ("a", "Bank", "intelligence sharing", "pact", "2001", None),
            ("b", "School", "training", None, "2003-04", None),
            ("c", "Patrol", "border patrol", "pact", "2003", "2005"),
            ("d", "List", "sanctions/listing", None, "2010", None),
            ("e", "Far", "training", None, "2010", None),
        ),
        "counterterrorism_parties": pd.DataFrame(
            [{"row": f"counterterrorism_parties:{key}/{iso3}", "initiative_id": key, "iso3": iso3, "verified": "tool"}
             for key, iso3 in parties]
        ),
        "exercises": _table(
            "exercises",
            "exercise_id name series_id start end focus framework_org host_iso3 location personnel_total held",
            *((key, key, "s", start, start, focus, org, "AAA", "Range", None, "held")
              for key, start, focus, org in drills),
        ),
        "exercise_participants": pd.DataFrame(
            [{"row": f"exercise_participants:{key}/{iso3}", "exercise_id": key, "iso3": iso3, "role": "participant",
              "verified": "tool"} for key, iso3 in seats]
        ),
        "memberships": _table("memberships", "membership_id org_id iso3 status start end",
                              ("1", "pact", "AAA", "member", "2000", None),
                              ("2", "pact", "BBB", "member", "2000", None)),
        "incidents": _table(
            "incidents", "incident_id date end countries kind fatalities_low fatalities_high", *events
        ).assign(summary="It happened.").astype({"fatalities_low": "Int64", "fatalities_high": "Int64"}),
        "operations": _table(
            "operations", "operation_id name lead_iso3 framework_org kind start end locations summary outcome",
            ("sweep", "Sweep", "AAA", None, "counterterrorism", "2010-05", "2010-06", ("AAA",), "It ran.", None),
            ("watch", "Watch", None, "pact", "stabilisation", "2012", None, ("BBB", "DDD"), "It runs.", None),
            ("away", "Away", "AAA", None, "peacekeeping", "2015", None, ("DDD",), "It runs.", None),
        ),
    }  # fmt: skip


@pytest.fixture
def context(tables):
    return Context(tables, SETTINGS)


def _found(module, context, scope=SCOPE):
    return {(stated["code"], stated["about"]): stated for stated in module.topic_findings(context, scope)}


def test_kinds_and_colours_are_those_of_the_data_package():
    """A kind that the code does not know would break a chart, or never be said to be missing."""
    package = json.loads((Path(__file__).parents[2] / "data" / "datapackage.json").read_text(encoding="utf-8"))
    fields = {r["name"]: {f["name"]: f for f in r["schema"]["fields"]} for r in package["resources"] if "schema" in r}
    kinds = {name: fields[name]["kind"]["constraints"]["enum"]
             for name in ("counterterrorism_initiatives", "incidents", "operations")}  # fmt: skip
    assert list(initiatives.KINDS) == sorted(kinds["counterterrorism_initiatives"])
    assert set(incidents.KIND_COLOURS) == set(kinds["incidents"])
    assert set(operations.KIND_COLOURS) == set(kinds["operations"])


def test_initiatives_that_stand_have_lapsed_or_are_missing(context):
    # of a, b, c, d (e has no party in the scope) c has ended; border patrol has lapsed; four kinds never were
    section = initiatives.topic(context, SCOPE)
    assert [section[key]["figure"] for key in ("total", "standing", "ended")] == [4, 3, 1]
    assert section["lapsed"] == ["border patrol"]
    assert section["absent"] == ["counter-narcotics", "counter-radicalisation", "joint task force", "legal framework"]
    assert [(row["framework_org"], row["standing"], row["ended"]) for row in section["frameworks"]] == [
        ("pact", 1, 1), (None, 2, 0),
    ]  # fmt: skip
    assert sum(mark["initiatives"] for mark in section["chart"]["data"]["main"]) == 4
    assert section["chart"]["values"] == {"peak": 2, "peak_years": [2003]}
    stated = _found(initiatives, context)
    assert stated["initiatives_standing", None]["values"]["last"] == {"name": "List", "start": "2010"}
    assert stated["initiative_kinds_missing", None]["rows"] == ["counterterrorism_initiatives:c"]


def test_a_listing_by_others_is_no_commitment_and_ties_are_named(context):
    # AAA: a, b; BBB: a (d lists groups and does not count)
    section = commitment.topic(context, SCOPE)
    assert [(row["iso3"], row["rank"], row["initiatives"]["figure"]) for row in section["countries"]] == [
        ("AAA", 1, 2), ("BBB", 2, 1),
    ]  # fmt: skip
    assert sum(section["countries"][1]["counts"]) == 1
    parties = context.tables["counterterrorism_parties"]
    context.tables["counterterrorism_parties"] = parties[parties["initiative_id"] != "b"]
    del context.initiatives, context.standing_initiatives
    assert [row["rank"] for row in commitment.topic(context, SCOPE)["countries"]] == [1, 1]
    assert all(row["tied"] for row in commitment.topic(context, SCOPE)["countries"])
    assert not {code for code, _ in _found(commitment, context)} & {"most_committed", "least_committed"}


def test_low_participation_is_stated_of_enough_possible_exercises(context):
    # possible: six of the pact and one of its arm; AAA joined 7 of 7, BBB 2 of 7
    stated = _found(commitment, context)
    assert {about for code, about in stated if code == "participation_low"} == {"BBB/pact"}
    values = stated["participation_low", "BBB/pact"]["values"]
    assert (values["joined"], values["possible"], values["share"]) == (2, 7, pytest.approx(2 / 7))
    (cell,) = [row["cells"][0] for row in commitment.topic(context, SCOPE)["participation"] if row["iso3"] == "AAA"]
    assert (cell["joined"], cell["hosted"]) == (7, 7)


def test_too_few_possible_exercises_say_nothing(context):
    held = context.tables["exercises"].head(commitment.ENOUGH - 1)
    seats = context.tables["exercise_participants"]
    context.tables["exercises"] = held
    context.tables["exercise_participants"] = seats[seats["exercise_id"].isin(held["exercise_id"])]
    section = commitment.topic(context, SCOPE)
    assert section["organizations"] == []
    assert "participation_low" not in {code for code, _ in _found(commitment, context)}


def test_share_of_exercises_against_terrorism(context):
    # eight exercises, all but "sea" against terrorism; 2016 to 2020: x2016 to x2019 and arms of these and sea
    section = counterterrorism_exercises.topic(context, SCOPE)
    assert [section[key]["figure"] for key in ("total", "recent", "recent_all")] == [7, 5, 6]
    assert section["share"]["figure"] == pytest.approx(7 / 8)
    bars = section["chart"]["data"]["main"]
    assert sum(bar["exercises"] for bar in bars) == 8
    (finding,) = counterterrorism_exercises.topic_findings(context, SCOPE)
    assert finding["values"]["now"]["share"] == pytest.approx(5 / 6)
    assert finding["direction"] is None  # two exercises in the five years before are too few to compare with
    (fact,) = counterterrorism_exercises.topic_glance(context, SCOPE)
    assert fact["value"] == 5
    assert fact["spark"][-1] == [2020, 1]


def test_incidents_with_their_trend_tolls_and_what_the_table_leaves_out(context):
    # ten attacks, the war and the raid; "far" concerns neither country
    section = incidents.topic(context, SCOPE)
    assert section["total"]["figure"] == 12
    assert (len(section["incidents"]), section["left_out"]["figure"]) == (12 - section["left_out"]["figure"], 0)
    attacks, *others = section["kinds"]
    assert (attacks["low"], attacks["high"], attacks["trend"]["reason"]) == (10, 10, None)
    assert {row["trend"]["reason"] for row in others} == {"too_few_events"}
    assert [row["without"] for row in others if row["kind"] == "armed incursion"] == [1]
    assert section["trend"]["first_year"] == 2005
    stated = _found(incidents, context)
    assert stated["contested_tolls", None]["values"]["widest"]["kind"] == "civil unrest"
    assert stated["last_attack", None]["values"]["date"] == "2015-02"
    assert stated["last_attack", None]["values"]["recent"] == 0
    (fact,) = incidents.topic_glance(context, SCOPE)
    assert fact["value"] == 1


def test_the_table_of_incidents_holds_the_gravest_and_the_latest(context, monkeypatch):
    monkeypatch.setattr(incidents, "GRAVEST", 1)
    monkeypatch.setattr(incidents, "LATEST", 2)
    section = incidents.topic(context, SCOPE)
    assert [row["row"] for row in section["incidents"]] == ["incidents:raid", "incidents:i2015", "incidents:war"]
    assert section["left_out"]["figure"] == 9


def test_operations_in_the_countries_and_not_by_them(context):
    section = operations.topic(context, SCOPE)
    assert [row["name"] for row in section["operations"]] == ["Sweep", "Watch"]
    assert section["ongoing"]["figure"] == 1
    bars = section["timeline"]["data"]["main"]
    assert [(bar["start"], bar["end"], bar["open"]) for bar in bars] == [
        ("2010-05-01", "2010-06-30", False), ("2012-01-01", "2020-12-31", True),
    ]  # fmt: skip
    assert _found(operations, context)["operations_in_scope", None]["values"]["last"]["name"] == "Watch"


@pytest.mark.parametrize("module", CHAPTERS)
def test_a_scope_without_data_is_said_to_be_so(context, module):
    """A chapter on nothing must be a sentence, not a crash, and must state no finding."""
    assert module.topic(context, NOWHERE) == {"empty": True}
    assert module.topic_findings(context, NOWHERE) == []


@pytest.mark.parametrize("module", CHAPTERS)
def test_one_country_alone_is_enough_for_a_chapter(context, module):
    alone = Scope(("BBB",), (), ("pact",), ())
    assert module.topic(context, alone)["empty"] is False
    for stated in module.topic_findings(context, alone):
        assert stated["code"] in FINDINGS
