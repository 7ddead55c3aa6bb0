"""What follows from a made-up region: if these fail, a minister takes for bound, settled or joint what is not."""

import pandas as pd
import pytest
from made_up import table as _table

from pactbook.briefs.context import Context
from pactbook.briefs.scope import Scope
from pactbook.briefs.sections import implications

SCOPE = Scope(("AAA", "BBB", "CCC"), ("PPP",), ("pact", "staff", "club"), ())


def _context(*, empty=False):
    def table(name, columns, *rows, keys=1):
        kept = rows if not empty or name == "countries" else ()
        return _table(name, columns, *kept, keys=keys)

    tables = {
        "countries": table(
            "countries",
            "iso3 name role area_km2 population population_year",
            ("AAA", "Aland", "core", 1.0, 10, 2020),
            ("BBB", "Bland", "core", 1.0, 20, 2020),
            ("CCC", "Cland", "core", 1.0, 10, 2020),
            ("PPP", "Power", "power", 1.0, 60, 2020),
            ("QQQ", "Quiet", "partner", 1.0, 5, 2020),
        ),
        "organizations": table(
            "organizations",
            "org_id name abbreviation kind parent_org mutual_defence founded dissolved",
            ("pact", "The Pact", "P", "collective defence", None, True, "2000", None),
            ("staff", "Its Staff", "S", "sub-organ", "pact", False, "2001", None),
            ("club", "The Club", "C", "political forum", None, False, "1990", None),
        ),
        "sources": pd.DataFrame([{"row": "sources:paper", "source_id": "paper", "reliability": "B"}]),
        "memberships": table(
            "memberships",
            "membership_id org_id iso3 status start end",
            ("pact-AAA-1", "pact", "AAA", "member", "2000", None),
            ("pact-PPP-1", "pact", "PPP", "member", "2000", None),
            ("pact-QQQ-1", "pact", "QQQ", "frozen", "2018", None),
            ("staff-AAA-1", "staff", "AAA", "member", "2001", None),
            ("staff-PPP-1", "staff", "PPP", "member", "2001", None),
            ("club-BBB-1", "club", "BBB", "member", "2001", None),
            ("club-QQQ-1", "club", "QQQ", "member", "2001", None),
        ),
        "agreements": table(
            "agreements",
            "agreement_id title kind signed in_force ended status framework_org provisions memory_fields",
            ("shield", "Shield", "mutual defence", "2000", None, None, "in force", "pact", ("defence",), ("status",)),
            ("inside", "Inside", "mutual defence", "2001", None, None, "in force", None, ("defence",), ()),
            (
                "talk",
                "Talk",
                "consultation/strategic partnership",
                "2002",
                None,
                None,
                "in force",
                None,
                ("consultation",),
                (),
            ),
        ),
        "agreement_parties": table(
            "agreement_parties",
            "agreement_id iso3 joined left",
            ("shield", "AAA", None, None),
            ("shield", "QQQ", None, None),
            ("inside", "AAA", None, None),
            ("inside", "BBB", None, None),
            ("talk", "CCC", None, None),
            ("talk", "PPP", None, None),
            keys=2,
        ),
        "borders": table(
            "borders",
            "iso3_a iso3_b length_km status settled_on memory_fields",
            ("AAA", "BBB", 100.0, "settled", "2015", ()),
            ("BBB", "CCC", 50.0, "disputed", None, ()),
            ("CCC", "PPP", 10.0, "settled", "2001", ()),
            keys=2,
        ),
        "incidents": table(
            "incidents",
            "incident_id date end kind countries fatalities_low fatalities_high summary",
            ("before", "2014", None, "border clash", ("AAA", "BBB"), 1, 3, "Shots."),
            ("open", "2015-06", None, "border clash", ("AAA", "BBB"), 1, 1, "May be before or after."),
            ("after", "2016-12-30", "2017-01-02", "border clash", ("AAA", "BBB"), 2, None, "Shots."),
            ("outside", "2019", None, "border clash", ("AAA", "PPP"), 1, 3, "One of the countries alone."),
            ("attack", "2020", None, "terrorist attack", ("AAA", "BBB"), 1, 3, "No clash."),
        ),
        "military_expenditure": table(
            "military_expenditure",
            "iso3 year price_basis usd_millions excluded",
            ("AAA", 2020, "current", 10.0, None),
            ("PPP", 2020, "current", 90.0, None),
            keys=3,
        ),
        "force_structure": table("force_structure", "iso3 year series active_personnel"),
        "operations": table(
            "operations",
            "operation_id name lead_iso3 framework_org kind start end locations",
            ("own", "Own", "AAA", None, "counterterrorism", "2010", None, ("AAA",)),
            ("helped", "Helped", "PPP", None, "stabilisation", "2011", None, ("BBB",)),
            ("abroad", "Abroad", "CCC", "club", "peacekeeping", "2012", None, ("QQQ",)),
            ("nowhere", "Elsewhere", "PPP", None, "peacekeeping", "2013", None, ("QQQ",)),
        ),
        "resources": table(
            "resources",
            "resource_id iso3 commodity measure value unit year",
            ("ore", "AAA", "ore", "share of world output", 12.0, "percent", 2019),
            ("oil", "PPP", "oil", "share of world output", 40.0, "percent", 2019),
        ),
    }
    settings = {"edition": {"id": "e", "title": "Region", "as_of": "2020-12-31", "since": 2001}, "palette": {}}
    return Context(tables, settings)


@pytest.fixture
def context():
    return _context()


def _found(context):
    return {stated["code"]: stated["values"] for stated in implications.topic_findings(context, SCOPE)}


def test_states_outside_are_bound_by_promises_in_force_or_by_the_same_alliance(context):
    """Power by the alliance, Quiet by a treaty though its membership is frozen; consultation binds nobody to help."""
    section = implications.topic(context, SCOPE)
    assert [(each["iso3"], each["defended"], each["agreements"], each["on_hold"]) for each in section["bound"]] == [
        ("QQQ", ["AAA"], 1, ["pact"]),
        ("PPP", ["AAA"], 0, []),
    ]
    assert "memberships:pact-QQQ-1" in section["bound"][0]["rows"]
    assert _found(context)["obligations_reach_out"] == {
        "states": ["QQQ", "PPP"], "defended": ["AAA"], "on_hold": ["QQQ"], "promises": 1, "unconfirmed": 1,
    }  # fmt: skip


def test_a_clash_is_after_a_settlement_only_if_it_cannot_be_before(context):
    """Settled in 2015: of clashes in 2014, in June 2015 and in December 2016 only the last is surely later."""
    first, second = implications.topic(context, SCOPE)["pairs"]
    assert (first["countries"], first["clashes"], first["after"]) == (["AAA", "BBB"], 3, 1)
    assert (second["countries"], second["clashes"], second["after"]) == (["BBB", "CCC"], 0, None)


def test_years_without_a_clash_begin_when_the_last_one_ended(context):
    """It ended in 2017, so that 2018, 2019 and 2020 are three full years; one with a state outside is no such clash."""
    values = _found(context)["clash_free_years"]
    assert (values["clashes"], values["years"], values["last_year"]) == (3, 3, 2020)
    assert values["countries"] == ["AAA", "BBB"]


def test_borders_with_states_outside_do_not_count(context):
    section = implications.topic(context, SCOPE)
    assert (section["borders"]["figure"], section["settled"]["figure"]) == (2, 1)


def test_joint_operations_have_an_organisation_or_a_helper_from_outside(context):
    """Of three operations two are joint; one of a power elsewhere is not of this region."""
    assert _found(context)["operations_joint"] == {"joint": 2, "total": 3, "beyond": 1}
    assert [row["name"] for row in implications.topic(context, SCOPE)["beyond"]] == ["Abroad"]


def test_only_organisations_with_a_power_are_listed_without_bodies_and_shares_only_where_known(context):
    (table,) = implications.topic(context, SCOPE)["tables"]
    assert (table["org_id"], table["own"], table["powers"]) == ("pact", ["AAA"], ["PPP"])
    assert table["shares"]["spending"] == {"own": pytest.approx(0.1), "powers": pytest.approx(0.9)}
    context.tables["military_expenditure"] = context.tables["military_expenditure"].head(1)
    del context.__dict__["recent_figures"], context.__dict__["weight"]
    (table,) = implications.topic(context, SCOPE)["tables"]
    assert table["shares"]["spending"] == {"own": None, "powers": None}


def test_resources_are_those_of_the_countries(context):
    assert [row["commodity"] for row in implications.topic(context, SCOPE)["resources"]] == ["ore"]


def test_nothing_on_record_is_an_empty_chapter():
    context = _context(empty=True)
    assert implications.topic(context, SCOPE) == {"empty": True}
    assert implications.topic_findings(context, SCOPE) == []
    assert implications.topic_glance(context, SCOPE) == []


def test_one_country_has_neighbours_outside_alone(context):
    section = implications.topic(context, Scope(("AAA",), ("PPP",), ("pact",), ()))
    assert (section["pairs"], section["last_clash"], section["quiet_years"]) == ([], None, None)
    assert [each["iso3"] for each in section["bound"]] == ["BBB", "QQQ", "PPP"]
