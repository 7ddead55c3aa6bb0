"""Access, assistance and joint exercises in a topic: what remains, what is added up, and what bears a trend."""

from functools import partial

import made_up
import pandas as pd
import pytest

from pactbook.briefs.context import Context
from pactbook.briefs.scope import Scope
from pactbook.briefs.sections import access, assistance, joint_exercises

TRAIL = made_up.TRAIL | {"summary": "It was."}
_table = partial(made_up.table, trail=TRAIL)
SETTINGS = {"edition": {"id": "2020-12", "title": "Region", "as_of": "2020-12-31", "since": 1991}, "palette": {}}
SCOPE = Scope(("AAA", "BBB"), ("PPP",), (), ())
NOBODY = Scope(("AAA",), ("QQQ",), (), ())


@pytest.fixture
def tables():
    drills = [(f"drill-{year}-{number}", year) for year in range(2011, 2021) for number in range(year - 2010)]
    return {
        "countries": _table(
            "countries",
            "iso3 name role",
            ("AAA", "Aland", "core"),
            ("BBB", "Bland", "core"),
            ("PPP", "Power", "power"),
            ("QQQ", "Other", "power"),
        ),
        "organizations": _table("organizations", "org_id name abbreviation"),
        "sources": pd.DataFrame([{"row": "sources:paper", "source_id": "paper", "reliability": "B"}]),
        "facilities": _table(
            "facilities",
            "facility_id name host_iso3 operator_iso3 org_id opened closed status",
            ("old", "Old", "AAA", "PPP", None, "2001", "2005-11-21", "closed"),
            ("new", "New", "BBB", "PPP", None, "2002", "2014-06-03", "closed"),
            ("dark", "Dark", "BBB", "PPP", None, None, None, "closed"),
            ("own", "Own", "AAA", "AAA", None, "2001", None, "active"),
        ),
        "operations": _table(
            "operations",
            "operation_id name lead_iso3 kind start end locations",
            ("lift", "Lift", "PPP", "transit", "2001-12", "2014", ("AAA", "QQQ")),
            ("fight", "Fight", "PPP", "counterterrorism", "2001-12", None, ("AAA",)),
        ),
        "agreements": _table(
            "agreements",
            "agreement_id title kind provisions signed in_force ended status",
            ("lease", "Lease", "basing/status of forces", ("basing",), "2001-10", None, "2005", "expired"),
            ("sky", "Sky", "defence cooperation", ("transit",), "2010", None, None, "in force"),
            ("drill", "Drill", "defence cooperation", ("training",), "2010", None, None, "in force"),
            ("among", "Among themselves", "basing/status of forces", ("basing",), "2010", None, None, "in force"),
        ),
        "agreement_parties": _table(
            "agreement_parties",
            "agreement_id iso3 joined left",
            *((key, iso3, None, None) for key in ("lease", "sky", "drill") for iso3 in ("AAA", "PPP")),
            *(("among", iso3, None, None) for iso3 in ("AAA", "BBB")),
            keys=2,
        ),
        "security_assistance": _table(
            "security_assistance",
            "assistance_id donor_iso3 recipients year programme amount_kind usd_millions",
            ("one", "PPP", ("AAA",), 2012, "vehicles", "yearly", 5.0),
            ("two", "PPP", ("AAA",), 2015, "radios", "yearly", 2.0),
            ("both", "PPP", ("AAA", "BBB"), 2015, "all", "yearly", 70.0),
            ("plan", "PPP", ("AAA",), 2019, "more", "planned", 60.0),
            ("gift", "PPP", ("BBB",), 2020, "course", "in-kind", None),
            ("rival", "QQQ", ("BBB",), 2018, "trucks", "in-kind", None),
        ),
        "exercises": _table(
            "exercises",
            "exercise_id name series_id framework_org host_iso3 location start end focus personnel_total held",
            *((key, key, None, None, "AAA", None, str(year), None, (), None, "held") for key, year in drills),
        ),
        "exercise_participants": _table(
            "exercise_participants",
            "exercise_id iso3 role",
            *((key, iso3, "participant") for key, _ in drills for iso3 in ("AAA", "PPP")),
            keys=2,
        ),
        "exercise_series": _table("exercise_series", "series_id name"),
    }


def test_access_that_has_ended_is_not_told_as_standing(tables):
    context = Context(tables, SETTINGS)
    section = access.topic(context, SCOPE)
    assert (section["open"]["figure"], section["closed"]["figure"]) == (0, 3)
    assert {item["kind"]: [row["name"] for row in item["rows"]] for item in section["kinds"]} == {
        "facility": ["Old", "New", "Dark"],  # an unknown start comes last; its own facility is none of a partner
        "transit operation": ["Lift"],
        "agreement": ["Lease", "Sky"],  # not those on training, nor those among the countries alone
    }
    assert [row["name"] for row in section["remaining"]] == ["Sky"]
    assert section["timeline"]["values"]["left_out"] == 1  # closed, and nobody knows when
    (found,) = access.topic_findings(context, SCOPE)
    assert (found["code"], found["values"]["closed"]) == ("no_base_left", 3)
    assert found["values"]["last"] == {"name": "New", "host": "BBB", "closed": "2014-06-03"}


def test_one_open_facility_is_enough_for_the_other_finding(tables):
    tables["facilities"].loc[0, ["closed", "status"]] = [None, "active"]
    (found,) = access.topic_findings(Context(tables, SETTINGS), SCOPE)
    assert (found["code"], found["values"]["closed"]) == ("bases_remain", 2)
    assert found["values"]["operators"] == [{"operator": "PPP", "count": 1}]


def test_an_agreement_that_the_partner_left_no_longer_stands(tables):
    parties = tables["agreement_parties"]
    parties.loc[(parties["agreement_id"] == "sky") & (parties["iso3"] == "PPP"), "left"] = "2016"
    section = access.topic(Context(tables, SETTINGS), SCOPE)
    assert section["remaining"] == []
    assert section["kinds"][2]["rows"][1]["end"] == "2016"


def test_only_yearly_sums_to_one_country_are_added(tables):
    """AAA: 5 + 2; the 70 to both and the plan of 60 stay out. Entries of ten years: AAA 3, all of PPP; BBB 3."""
    context = Context(tables, SETTINGS)
    section = assistance.topic(context, SCOPE)
    first, second = section["recipients"]
    assert (first["usd_millions"], first["sum_years"]) == (7.0, [2012, 2015])
    assert (first["all_entries"], first["partners_share"], first["hhi"]) == (3, 1.0, 1.0)
    assert second["usd_millions"] is None
    assert second["partners_share"] == pytest.approx(2 / 3)
    assert second["hhi"] == pytest.approx(5 / 9)  # (2/3)² + (1/3)²
    assert (section["total"]["figure"], section["unpriced"]["figure"], section["last_sum"]) == (5, 1, 2015)
    (found,) = assistance.topic_findings(context, SCOPE)
    assert (found["values"]["donors"], found["values"]["entries"], found["values"]["total"]) == (
        ["PPP"],
        4,
        5,
    )  # those to both once


def test_a_rising_record_has_a_trend_and_its_interval(tables):
    """One in 2011, two in 2012, and so on up to ten in 2020: 55 in all."""
    context = Context(tables, SETTINGS)
    section = joint_exercises.topic(context, SCOPE)
    assert section["total"]["figure"] == 55
    assert (section["recent"]["figure"], section["before"]["figure"]) == (40, 15)  # 6 to 10, and 1 to 5
    assert [row["total"] for row in section["countries"]] == [55, 0]
    (found,) = joint_exercises.topic_findings(context, SCOPE)
    assert found["direction"] == "up"
    assert 0 < found["values"]["low"] < found["values"]["change"] < found["values"]["high"]


def test_too_few_exercises_give_the_reason_and_no_finding(tables):
    tables["exercises"] = tables["exercises"].iloc[:3]
    context = Context(tables, SETTINGS)
    assert joint_exercises.topic(context, SCOPE)["trend"]["reason"] == "too_few_events"
    assert joint_exercises.topic_findings(context, SCOPE) == []


def test_partners_without_any_tie_leave_the_chapters_empty(tables):
    context = Context(tables, SETTINGS)
    tables["security_assistance"] = tables["security_assistance"].iloc[:5]
    for chapter in (access, assistance, joint_exercises):
        assert chapter.topic(context, NOBODY) == {"empty": True, "partners": ["QQQ"]}
    assert access.topic_findings(context, NOBODY) == []
    assert joint_exercises.topic_findings(context, NOBODY) == []
