"""Infrastructure, geography, map and stability of a made-up region: what a reader sees of places and borders."""

import pandas as pd
import pytest
from made_up import table as _table

from pactbook.briefs.context import Context
from pactbook.briefs.sections import geography, infrastructure, stability
from pactbook.briefs.sections import map as country_map

SETTINGS = {
    "edition": {"id": "2020-12", "title": "Region", "as_of": "2020-12-31", "since": 1991},
    "palette": {"BBB": "#b5432a"},
}


@pytest.fixture
def context():
    tables = {
        "countries": _table(
            "countries",
            "iso3 name role capital capital_lat capital_lon landlocked",
            ("AAA", "Aland", "core", "Aville", 10.0, 20.0, True),
            ("BBB", "Bland", "power", "Bville", 15.0, 20.0, False),
            ("DDD", "Dland", "neighbour", "Dville", None, None, False),
        ),
        "organizations": _table(
            "organizations",
            "org_id name abbreviation parent_org founded dissolved",
            ("pact", "The Pact", "P", None, "2000", None),
        ),
        "sources": pd.DataFrame([{"row": "sources:paper", "source_id": "paper", "reliability": "B"}]),
        "facilities": _table(
            "facilities",
            "facility_id name host_iso3 operator_iso3 org_id kind opened closed "
            "status lat lon personnel_estimate summary",
            ("base", "Base", "AAA", "BBB", None, "air base", None, None, "active", 11.0, 21.0, None, "A base."),
            ("old", "Old", "AAA", "BBB", None, "air base", "1995", "2019-03", "closed", None, None, None, "Gone."),
            ("post", "Post", "AAA", "AAA", None, "border outpost", None, None, "disputed", None, None, None, "A post."),
        ),
        "infrastructure_projects": _table(
            "infrastructure_projects",
            "project_id name hosts funders kind year_start year_end usd summary",
            ("road", "Road", ("AAA",), ("BBB",), "bridge", 2001, None, None, "A road."),
        ),
        "borders": _table(
            "borders",
            "iso3_a iso3_b length_km status settled_on memory_fields",
            ("AAA", "BBB", 100.0, "settled", "2018-05", ("status",)),
        ),
        "agreements": _table("agreements", "agreement_id memory_fields"),
        "resources": _table(
            "resources",
            "resource_id iso3 commodity measure value unit year",
            ("gold", "AAA", "gold", "share of world output", 4.0, "percent", 2019),
            ("gas", "AAA", "gas", "world rank by reserves", 3.0, "rank", 2019),
        ),
        "exercises": _table(
            "exercises",
            "exercise_id start host_iso3 held location lat lon",
            ("one", "2019-05", "AAA", "held", "Range", 12.0, 22.0),
            ("two", "2018", "AAA", "held", "Range", 12.0, 22.0),
            ("early", "2001", "AAA", "held", "Range", 12.0, 22.0),
            ("plan", "2020", "AAA", "announced", "Range", 12.0, 22.0),
        ),
        "memberships": _table(
            "memberships",
            "membership_id org_id iso3 status start end",
            ("a", "pact", "AAA", "member", "2000", None),
            ("b", "pact", "BBB", "member", "2000", None),
        ),
        "incidents": _table(
            "incidents", "incident_id date countries kind", ("i", "1999", ("AAA", "BBB"), "border clash")
        ),
        "operations": _table("operations", "operation_id name framework_org kind start end locations outcome"),
    }
    return Context(tables, SETTINGS)


def test_a_base_with_an_unknown_start_is_drawn_and_marked(context):
    section = infrastructure.country(context, "AAA")
    bars = {bar["label"]: bar for bar in section["timeline"]["data"]["main"]}
    assert bars["Base"]["start_known"] is False
    assert bars["Base"]["open"] is True
    assert (bars["Old"]["start"], bars["Old"]["end"]) == (1995, 2020)
    assert "Post" not in bars
    assert [section[key]["figure"] for key in ("open_foreign", "closed_foreign", "disputed")] == [1, 1, 1]


def test_the_operator_sees_its_bases_as_abroad_and_what_it_pays_for(context):
    section = infrastructure.country(context, "BBB")
    assert [site["name"] for site in section["abroad"]] == ["Old", "Base"]
    assert [project["usd"] for project in section["funded"]] == [None]


def test_findings_name_the_operators_and_the_last_closure(context):
    bases, closed = infrastructure.country_findings(context, "AAA")
    assert bases["values"]["operators"] == [{"operator": "BBB", "count": 1}]
    assert closed["values"]["closed"] == "2019-03"


def test_a_small_share_of_the_world_is_no_finding_but_a_high_rank_is(context):
    stated = {finding["code"]: finding["values"] for finding in geography.country_findings(context, "AAA")}
    assert stated["resource_weight"]["commodity"] == "gas"
    assert stated["border_settled"]["neighbour"] == "BBB"
    assert stated["border_settled"]["last_open"] is True
    assert "borders_open" not in stated


def test_a_border_called_settled_from_memory_counts_as_unchecked(context):
    (found,) = [each for each in geography.country_findings(context, "AAA") if each["code"] == "border_settled"]
    assert found["confidence_reason"]["checked"] == 0


def test_an_unsettled_border_is_not_called_disputed(context):
    context.tables["borders"].loc[0, ["status", "settled_on"]] = ["unsettled", None]
    stated = {finding["code"]: finding["values"] for finding in geography.country_findings(context, "AAA")}
    assert stated["borders_open"]["open"] == [{"status": "unsettled", "neighbours": ["BBB"]}]
    (found,) = [each for each in geography.country_findings(context, "AAA") if each["code"] == "borders_open"]
    assert found["confidence_reason"]["checked"] == 0  # the row is checked, its status is from memory


def test_of_a_country_at_the_edge_of_the_data_only_disputes_are_stated(context):
    """Its other borders are not in the data, so that no share of them can be open."""
    context.tables["borders"].loc[0, ["status", "settled_on"]] = ["unsettled", None]
    assert [finding["code"] for finding in geography.country_findings(context, "BBB")] == []
    context.tables["borders"].loc[0, "status"] = "disputed"
    del context.border_sides
    (stated,) = geography.country_findings(context, "BBB")
    assert stated["values"]["open"] == [{"status": "disputed", "neighbours": ["AAA"]}]
    assert stated["values"]["share"] is None


def test_a_power_that_has_left_its_bases_abroad_is_said_to_have(context):
    context.tables["facilities"].loc[0, ["status", "closed"]] = ["closed", "2020"]
    stated = {finding["code"]: finding["values"] for finding in infrastructure.country_findings(context, "BBB")}
    assert (stated["facilities_abroad"]["open"], stated["facilities_abroad"]["closed"]) == (0, 2)
    assert stated["facilities_abroad"]["last"]["name"] == "Base"


def test_the_map_groups_recent_held_exercises_by_place(context):
    section = country_map.country(context, "AAA")
    assert [(place["label"], place["count"]) for place in section["exercises"]] == [("Range", 2)]
    assert section["capital"] == {"lat": 10.0, "lon": 20.0}
    assert section["operators"] == [{"operator": "BBB", "colour": "#b5432a", "open": 1, "closed": 0}]
    assert section["unplaced"]["figure"] == 2


def test_stability_shows_the_border_settled_between_members(context):
    section = stability.organization(context, "pact")
    assert [border["settled_on"] for border in section["borders"]] == ["2018-05"]
    assert [rate["between"] for rate in section["rates"]] == [1, 0]


def test_a_country_without_data_has_empty_sections(context):
    for module in (infrastructure, geography, country_map):
        assert module.country(context, "DDD") == {"empty": True}
