"""Alliances, membership, treaties, weight and cohesion of a made-up region: whom a reader takes for whose ally."""

import pandas as pd
import pytest
from made_up import table as _table

from pactbook.briefs.context import Context
from pactbook.briefs.sections import alliances, bodies, cohesion, membership, operations, treaties, weight

SETTINGS = {"edition": {"id": "2020-12", "title": "Region", "as_of": "2020-12-31"}, "palette": {"BBB": "#b5432a"}}


@pytest.fixture
def context():
    tables = {
        "countries": _table(
            "countries",
            "iso3 name role area_km2 population population_year",
            ("AAA", "Aland", "core", 300.0, 10, 2020),
            ("BBB", "Bland", "core", 600.0, 20, 2020),
            ("CCC", "Cland", "core", 100.0, 10, 2019),
            ("DDD", "Dland", "neighbour", 50.0, 5, 2020),
        ),
        "organizations": _table(
            "organizations",
            "org_id name abbreviation kind parent_org mutual_defence founded dissolved headquarters summary",
            ("pact", "The Pact", "P", "collective defence", None, True, "2000", None, "Aville", "A pact."),
            ("staff", "Its Staff", "S", "sub-organ", "pact", False, "2001", None, None, "A staff."),
            ("club", "The Club", "C", "political forum", None, False, "1990", None, None, "A club."),
            ("past", "The Past", "L", "political forum", None, False, "1990", "1999", None, "Gone."),
        ),
        "sources": pd.DataFrame([{"row": "sources:paper", "source_id": "paper", "reliability": "B"}]),
        "memberships": _table(
            "memberships",
            "membership_id org_id iso3 status start end",
            ("pact-AAA-1", "pact", "AAA", "member", "2000", None),
            ("pact-BBB-1", "pact", "BBB", "member", "2000", None),
            ("pact-CCC-1", "pact", "CCC", "observer", "2005", "2010-05"),
            ("pact-CCC-2", "pact", "CCC", "member", "2010-05", None),
            ("pact-DDD-1", "pact", "DDD", "member", "2000", "2012-12-19"),
            ("club-AAA-1", "club", "AAA", "member", None, None),
            ("club-DDD-1", "club", "DDD", "member", "1990", None),
            ("past-AAA-1", "past", "AAA", "member", "1990", "1999"),
            ("past-BBB-1", "past", "BBB", "member", "1990", "1999"),
        ),
        "agreements": _table(
            "agreements",
            "agreement_id title kind signed in_force ended status framework_org provisions memory_fields",
            (
                "shield",
                "Shield",
                "mutual defence",
                "2000",
                "2001",
                None,
                "in force",
                "pact",
                ("training", "defence"),
                (),
            ),
            (
                "base",
                "Base",
                "basing/status of forces",
                "2003",
                None,
                None,
                "in force",
                "staff",
                ("basing",),
                ("status",),
            ),
            ("old", "Old", "non-aggression", "1991", None, None, "expired", None, ("nonaggression",), ()),
        ),
        "agreement_parties": _table(
            "agreement_parties",
            "agreement_id iso3 joined left",
            *[("shield", iso3, None, "2012" if iso3 == "DDD" else None) for iso3 in ("AAA", "BBB", "CCC", "DDD")],
            *[("base", iso3, None, None) for iso3 in ("AAA", "BBB")],
            *[("old", iso3, None, None) for iso3 in ("AAA", "DDD")],
            keys=2,
        ),
        "borders": _table(
            "borders",
            "iso3_a iso3_b length_km status settled_on memory_fields",
            ("AAA", "BBB", 100.0, "disputed", None, ()),
            ("AAA", "CCC", 50.0, "settled", "2004", ("status",)),
            ("AAA", "DDD", 10.0, "disputed", None, ()),
            keys=2,
        ),
        "incidents": _table(
            "incidents",
            "incident_id date end kind countries fatalities_low fatalities_high summary",
            ("one", "2015", None, "border clash", ("AAA", "BBB"), 1, 3, "Shots."),
            ("two", "2016", None, "border clash", ("AAA", "DDD"), 1, 3, "Shots at one that has left."),
            ("three", "2017", None, "terrorist attack", ("AAA", "BBB"), 1, 3, "An attack."),
        ),
        "military_expenditure": _table(
            "military_expenditure",
            "iso3 year price_basis usd_millions excluded",
            ("AAA", 2020, "current", 10.0, None),
            ("BBB", 2020, "current", 90.0, None),
            ("CCC", 2012, "current", 5.0, None),
            keys=3,
        ),
        "force_structure": _table(
            "force_structure", "iso3 year series active_personnel", ("AAA", 2020, "new", 100), keys=2
        ),
        "facilities": _table(
            "facilities",
            "facility_id name host_iso3 operator_iso3 org_id kind opened closed status personnel_estimate summary",
            ("seat", "Seat", "AAA", None, "staff", "regional headquarters", "2001", None, "active", None, "A seat."),
        ),
        "operations": _table(
            "operations",
            "operation_id name lead_iso3 framework_org kind start end locations summary outcome",
            ("guard", "Guard", "BBB", "staff", "stabilisation", "2019", None, ("AAA",), "Guards.", None),
        ),
    }
    return Context(tables, SETTINGS)


def _by_code(findings):
    return {found["code"]: found["values"] for found in findings}


def test_a_country_sees_whom_it_is_bound_to_and_only_by_promises_in_force(context):
    assert _by_code(alliances.country_findings(context, "AAA")) == {
        "defence_obligations": {
            "organizations": ["pact"],
            "agreements": 1,
            "unconfirmed": 0,
            "partners": ["BBB", "CCC"],
        }
    }


def test_a_promise_that_no_later_source_confirms_is_not_held_with_high_confidence(context):
    context.tables["agreements"]["memory_fields"] = [("status",), ("status",), ()]
    (found,) = alliances.country_findings(context, "AAA")
    assert found["values"]["unconfirmed"] == 1
    assert found["confidence_reason"]["checked"] == pytest.approx(1 / 2)  # the membership is checked, the treaty is not


def test_an_exit_from_an_alliance_is_stated_and_the_end_of_an_organisation_is_none(context):
    found = _by_code(alliances.country_findings(context, "DDD"))
    assert found == {"alliance_exit": {"org": "pact", "status": "member", "start": "2000", "end": "2012-12-19"}}


def test_a_change_of_standing_names_what_was_before(context):
    found = _by_code(alliances.country_findings(context, "CCC"))
    assert found["standing_changed"] == {
        "org_id": "pact", "before": "observer", "status": "member", "start": "2010-05",
    }  # fmt: skip


def test_agreements_of_a_country(context):
    section = alliances.country(context, "DDD")
    assert [row["title"] for row in section["left"]] == ["Shield"]
    assert section["left"][0]["row"] == "agreement_parties:shield/DDD"  # the row that says so
    assert section["agreements"]["figure"] == 0
    assert [row["title"] for row in section["matrix"]["others"]] == ["Old"]


def test_treaties_count_those_of_bodies_and_say_what_nobody_checked(context):
    section = treaties.organization(context, "pact")["matrix"]
    assert [(row["title"], row["status_checked"]) for row in section["standing"]] == [("Base", False), ("Shield", True)]
    assert section["provisions"] == ["defence", "basing", "training"]


def test_membership_of_an_organisation(context):
    section = membership.organization(context, "pact")
    told = {key: section[key]["figure"] for key in ("members", "others", "ended", "ever")}
    assert told == {"members": 3, "others": 0, "ended": 1, "ever": 4}
    assert membership.organization(context, "club")["per_year"]["values"]["undated"] == 1
    found = _by_code(membership.organization_findings(context, "pact"))
    assert found["membership_changed"] == {
        "date": "2012-12-19", "change": "left", "countries": ["DDD"], "members": 3, "on_hold": 0,
    }  # fmt: skip


def test_an_organisation_in_which_nothing_changed_has_no_such_finding(context):
    assert membership.organization_findings(context, "past") == []


@pytest.mark.parametrize(("last_known", "stated"), [(5.0, "spending"), (500.0, "area_km2")])
def test_a_member_is_called_dominant_only_if_one_without_a_figure_cannot_overturn_it(context, last_known, stated):
    """CCC has no figure of 2020; its last one may be larger than all others together."""
    spending, memberships = context.tables["military_expenditure"], context.tables["memberships"]
    memberships.loc[memberships["membership_id"] == "pact-DDD-1", "end"] = None
    spending.loc[spending["iso3"] == "CCC", "usd_millions"] = last_known
    context.tables["military_expenditure"] = pd.concat(
        [spending, spending.head(1).assign(iso3="DDD", usd_millions=1.0, row="military_expenditure:DDD/2020/current")],
        ignore_index=True,
    )
    found = _by_code(weight.organization_findings(context, "pact"))
    assert found["member_weight_concentrated"]["measure"] == stated


def test_shares_are_not_stated_where_most_figures_are_missing(context):
    section = weight.organization(context, "pact")
    measures = {measure["measure"]: measure for measure in section["measures"]}
    assert measures["spending"]["gaps"] == ["CCC"]
    assert not measures["spending"]["shared"]  # a third of the members has none
    assert not measures["personnel"]["shared"]
    assert section["table"][0]["cells"][3]["share"] is None
    found = _by_code(weight.organization_findings(context, "pact"))
    assert found["member_weight_concentrated"]["measure"] == "population"


def test_cohesion_looks_at_borders_of_members_now_and_at_clashes_of_members_then(context):
    section = cohesion.organization(context, "pact")
    assert [row["row"] for row in section["open_borders"]] == ["borders:AAA/BBB"]
    assert [row["row"] for row in section["clashes"]] == ["incidents:one"]  # not the one with a state that had left
    assert [row["other"] for row in section["overlap"]] == ["club"]
    assert section["similarity"]["values"]["mean"] == 1.0
    found = _by_code(cohesion.organization_findings(context, "pact"))
    assert "portfolios_alike" in found
    assert (found["clash_between_members"]["fatalities_low"], found["clash_between_members"]["clashes"]) == (1, 1)


def test_portfolios_are_compared_only_where_the_data_means_to_hold_all_ties(context):
    """Of other countries it holds their ties to the region alone, so that all of them would look alike."""
    context.tables["countries"].loc[1, "role"] = "power"
    section = cohesion.organization(context, "pact")
    assert section["outside"] == ["BBB"]
    assert section["similarity"]["values"]["pairs"] == 1
    assert "portfolios_alike" not in _by_code(cohesion.organization_findings(context, "pact"))


def test_bodies_and_operations_of_bodies_belong_to_the_organisation(context):
    assert [row["org_id"] for row in bodies.organization(context, "pact")["bodies"]] == ["staff"]
    assert bodies.organization(context, "pact")["open"]["figure"] == 1
    assert operations.organization(context, "pact")["ongoing"]["figure"] == 1


def test_nothing_on_record_is_an_empty_section(context):
    assert membership.organization(context, "staff") == {"empty": True}
    assert treaties.organization(context, "club") == {"empty": True}
    assert weight.organization(context, "past") == {"empty": True}
    assert cohesion.organization(context, "past") == {"empty": True}
    assert bodies.organization(context, "club") == {"empty": True}
    assert operations.organization(context, "club") == {"empty": True}
