"""Chapters on what hinders cooperation, of a made-up region: a reader must not take a gap or chance for a rift."""

import pandas as pd
import pytest

from pactbook.briefs import topic
from pactbook.briefs.context import Context
from pactbook.briefs.scope import Scope
from pactbook.briefs.sections import alignments, borders, capability_gaps, dependence, rivalry
from pactbook.measures.engagement import COMPONENTS

TRAIL = {"source_ids": ("paper",), "verified": "tool", "note": None, "memory_fields": ()}
SETTINGS = {
    "edition": {"id": "2020-12", "title": "Region", "as_of": "2020-12-31", "since": 2010},
    "palette": {"BIG": "#b5432a"},
    "engagement": {"weights": dict.fromkeys(COMPONENTS, 1)},
}
CHAPTERS = (alignments, rivalry, capability_gaps, borders, dependence)
SCOPE = Scope(countries=("AAA", "BBB", "CCC"), partners=("BIG", "LOW"), organizations=("club", "pact"), series=())
COLUMNS = {
    "countries": "iso3 name role area_km2 population population_year",
    "organizations": "org_id name abbreviation kind parent_org mutual_defence",
    "memberships": "membership_id org_id iso3 status start end",
    "agreements": "agreement_id title kind signed in_force ended status framework_org provisions",
    "agreement_parties": "party_id agreement_id iso3 joined left",
    "ideal_points": "point_id iso3 year ideal_point low high",
    "exercises": "exercise_id series_id framework_org host_iso3 start focus personnel_total held",
    "exercise_participants": "seat_id exercise_id iso3 role",
    "facilities": "facility_id host_iso3 operator_iso3 org_id opened closed status",
    "arms_transfers": "transfer_id recipient_iso3 supplier_iso3 delivered_from delivered_to",
    "security_assistance": "assistance_id donor_iso3 recipients year amount_kind usd_millions",
    "borders": "border_id iso3_a iso3_b length_km status settled_on",
    "incidents": "incident_id date end kind countries fatalities_low fatalities_high summary",
    "military_expenditure": "figure_id iso3 year price_basis usd_millions pct_gdp excluded",
    "force_structure": "force_id iso3 year series active_personnel",
}
ROWS = {
    "countries": [
        ("AAA", "Aland", "core", 1.0, 1, 2020),
        ("BBB", "Bland", "core", 1.0, 1, 2020),
        ("CCC", "Cland", "core", 1.0, 1, 2020),
        ("BIG", "Bigland", "power", 1.0, 1, 2020),
        ("LOW", "Lowland", "power", 1.0, 1, 2020),
    ],
    "organizations": [
        ("pact", "The Pact", "P", "collective defence", None, True),
        ("club", "The Club", "C", "political forum", None, False),
        ("staff", "Its Staff", "S", "sub-organ", "pact", False),
    ],
    "memberships": [
        (f"{org}-{iso3}", org, iso3, "member", "2000", None)
        for org, codes in {"pact": ("AAA", "BBB"), "club": ("BBB", "CCC"), "staff": ("AAA", "BBB")}.items()
        for iso3 in codes
    ],
    "ideal_points": [
        (f"{iso3}-{year}", iso3, year, point, point - 0.1, point + 0.1)
        for year, points in {
            2010: {"AAA": 0.0, "BBB": 0.2, "CCC": 0.4, "BIG": 1.0},
            2020: {"AAA": 0.0, "BBB": 0.5, "CCC": 1.0, "BIG": 1.2, "LOW": -1.0},
        }.items()
        for iso3, point in points.items()
    ],
    "facilities": [
        ("f1", "AAA", "BIG", None, "2015", None, "active"),
        ("f2", "AAA", "LOW", None, "2015", None, "active"),
        ("f3", "BBB", "BIG", None, "2015", None, "active"),
        ("f4", "AAA", "CCC", None, "2015", None, "active"),
    ],
    "arms_transfers": [
        *((f"a{number}", "AAA", "BIG", 2016 + number, None) for number in range(3)),
        ("a4", "AAA", "LOW", 2019, None),
        ("b1", "BBB", "LOW", 2018, None),
    ],
    "borders": [
        ("AAA/BBB", "AAA", "BBB", 100.0, "settled", "2018-05"),
        ("BBB/CCC", "BBB", "CCC", 50.0, "disputed", None),
        ("AAA/BIG", "AAA", "BIG", 30.0, "delimited", None),
        ("BIG/LOW", "BIG", "LOW", 500.0, "disputed", None),
    ],
    "incidents": [
        ("i1", "2015", None, "border clash", ("AAA", "BBB"), 1, 3, "Shots."),
        ("i2", "2016-02", None, "border clash", ("BBB", "AAA"), 4, None, "More shots."),
        ("i3", "2017", None, "border clash", ("AAA", "BBB"), None, None, "Nobody counted."),
        ("i4", "2017", None, "border clash", ("BBB", "CCC"), 0, 0, "Stones."),
        ("i5", "2017", None, "terrorist attack", ("AAA", "BBB"), 9, 9, "An attack."),
    ],
    "military_expenditure": [
        ("m1", "AAA", 2020, "current", 10.0, 1.0, None),
        ("m2", "BBB", 2020, "current", 40.0, 1.0, None),
        ("m3", "CCC", 2009, "current", 5.0, 1.0, None),
        ("m4", "CCC", 2019, "current", 6.0, 1.0, "an estimate"),
        ("m5", "BIG", 2020, "current", 1000.0, 1.0, None),
    ],
}


def _context(rows):
    tables = {
        name: pd.DataFrame(
            [dict(zip(columns.split(), row, strict=True)) | TRAIL | {"row": f"{name}:{row[0]}"} for row in rows[name]]
            if name in rows
            else [],
            columns=["row", *columns.split(), *TRAIL],
        )
        for name, columns in COLUMNS.items()
    }
    for column in ("delivered_from", "delivered_to"):
        tables["arms_transfers"][column] = tables["arms_transfers"][column].astype("Int64")
    tables["sources"] = pd.DataFrame([{"row": "sources:paper", "source_id": "paper", "reliability": "B"}])
    return Context(tables, SETTINGS)


@pytest.fixture
def context():
    return _context(ROWS)


@pytest.fixture
def bare():
    return _context({"countries": ROWS["countries"]})


def _by_code(findings):
    return {(found["code"], found["about"]): found for found in findings}


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_without_data_or_countries_a_chapter_says_that_it_is_empty(chapter, bare, context):
    nobody = Scope(countries=(), partners=(), organizations=(), series=())
    assert chapter.topic(context, nobody) == {"empty": True}
    assert chapter.topic_findings(context, nobody) == []
    assert chapter.topic(bare, SCOPE) == {"empty": True}
    assert chapter in topic.SECTIONS.values()


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_one_country_is_enough_for_a_chapter(chapter, context):
    alone = Scope(countries=("AAA",), partners=("BIG",), organizations=("pact",), series=())
    assert chapter.topic(context, alone) is not None
    assert isinstance(chapter.topic_findings(context, alone), list)


def test_votes_of_countries_that_part_are_said_to_part(context):
    found = _by_code(alignments.topic_findings(context, SCOPE))
    drift = found["alignment_drift", None]
    # 2010: 0.2, 0.4, 0.2, mean 0.8 / 3; 2020: 0.5, 1, 0.5, mean 2 / 3.
    assert drift["direction"] == "up"
    assert (drift["values"]["then"], drift["values"]["now"]) == pytest.approx((0.8 / 3, 2 / 3))
    # The pact alone promises defence; of the club nothing is stated. Bounds: 0.1 below 0.4.
    gap = found["alignment_gap", "pact"]["values"]
    assert (gap["pair"], gap["distance"], gap["bounds_apart"]) == (["AAA", "BBB"], 0.5, True)
    assert ("alignment_gap", "club") not in found
    # AAA: LOW 1.0 away (bounds 0.9 to 1.1), BIG 1.2 (1.1 to 1.3), which overlap; BBB: BIG 0.7; CCC: BIG 0.2.
    closest = found["closest_power_in_votes", None]["values"]
    assert closest["groups"] == [
        {"power": "BIG", "rivals": [], "countries": ["BBB", "CCC"]},
        {"power": "LOW", "rivals": ["BIG"], "countries": ["AAA"]},
    ]


def test_organisations_in_common_leave_bodies_out(context):
    section = alignments.topic(context, SCOPE)
    # AAA: pact; BBB: pact, club; CCC: club. The staff repeats the pact's members.
    assert [(row["iso3"], row["partner"], row["common"], row["either"]) for row in section["overlap"]] == [
        ("AAA", "CCC", 0, 2),
        ("AAA", "BBB", 1, 2),
        ("BBB", "CCC", 1, 2),
    ]


def test_a_year_without_a_position_breaks_the_line(context):
    drawn = alignments.topic(context, SCOPE)["points"]["data"]["main"]
    assert [point["ideal_point"] for point in drawn if point["year"] == 2015] == [None] * 9  # 3 panels of 3 lines


def test_a_country_is_contested_only_if_no_power_has_half(context):
    found = _by_code(rivalry.topic_findings(context, SCOPE))
    # Shares of the highest: AAA with BIG facilities 1/1, arms 3/3; with LOW 1/1 and 1/3. Scores 2/5 and 4/15: 0.6, 0.4.
    section = rivalry.topic(context, SCOPE)
    assert {row["iso3"]: row["standing"] for row in section["countries"]} == {"AAA": "led", "BBB": "dominated"}
    assert section["several_facilities"] == ["AAA"]
    assert section["unengaged"] == ["CCC"]
    # BBB: facilities 1/1 with BIG, arms 1/3 with LOW: 3/4 and 1/4.
    dominated = found["dominated_country", None]["values"]["countries"]
    assert [(row["iso3"], row["partner"], row["share"]) for row in dominated] == [("BBB", "BIG", pytest.approx(0.75))]
    assert ("contested_country", None) not in found


@pytest.mark.parametrize(
    ("largest", "standing"), [(0.49, "contested"), (0.5, "led"), (2 / 3, "led"), (0.7, "dominated")]
)
def test_half_is_no_contest_and_two_thirds_are_no_dominance(largest, standing):
    assert rivalry._standing(largest) == standing


def test_one_power_has_no_rival(context):
    alone = Scope(countries=("AAA",), partners=("BIG",), organizations=(), series=())
    assert rivalry.topic(context, alone) == {"empty": True}


def test_an_excluded_figure_is_a_gap_and_no_ratio_is_made_of_it(context):
    found = _by_code(capability_gaps.topic_findings(context, SCOPE))
    gap = found["capability_gap", "AAA-BBB"]["values"]
    assert (gap["larger"], gap["ratio"], gap["known"], gap["pairs"]) == ("BBB", 4, 1, 2)
    missing = found["data_gap_forbids", None]["values"]
    assert missing["countries"] == [{"iso3": "CCC", "last_year": 2009}]
    assert (missing["pairs"], missing["all_pairs"]) == (1, 2)
    section = capability_gaps.topic(context, SCOPE)
    # Neighbours: AAA and BIG 100, AAA and BBB 4, BBB and CCC unknown.
    assert [(row["pair"], row["gaps"][0]["ratio"]["figure"]) for row in section["neighbours"]] == [
        (["AAA", "BIG"], 100),
        (["AAA", "BBB"], 4),
        (["BBB", "CCC"], None),
    ]
    assert section["chart"]["values"]["unknown"] == 1


def test_the_tolls_of_a_pair_stay_open_where_one_is(context):
    found = _by_code(borders.topic_findings(context, SCOPE))
    clash = found["clash_pair", None]["values"]
    # 1 and 4 are 5 at least; the highest count of one is not known; a third has none.
    assert (clash["pair"], clash["clashes"], clash["all"]) == (["AAA", "BBB"], 3, 4)
    assert (clash["low"], clash["high"], clash["uncounted"], clash["settled_on"]) == (5, None, 1, "2018-05")


def test_borders_of_others_are_none_of_the_region(context):
    found = _by_code(borders.topic_findings(context, SCOPE))
    open_borders = found["border_open_in_region", None]["values"]
    assert open_borders["open"] == [
        {"status": "disputed", "pairs": [["BBB", "CCC"]]},
        {"status": "delimited", "pairs": [["AAA", "BIG"]]},
    ]
    assert (open_borders["borders"], open_borders["length_km"]) == (3, 80)
    assert found["border_settled_in_region", None]["values"]["settled_on"] == "2018-05"
    settled = borders.topic(context, SCOPE)["chart"]["data"]["main"]
    assert [(row["year"], row["settled"]) for row in settled] == [(2018, 100), (2019, 100), (2020, 100)]


def test_dependence_is_stated_of_enough_entries_only(context):
    found = _by_code(dependence.topic_findings(context, SCOPE))["supplier_dependence_in_region", None]["values"]
    (row,) = found["countries"]
    assert (row["iso3"], row["leaders"], row["share"], row["entries"]) == ("AAA", ["BIG"], 0.75, 4)
    assert found["without"] == ["BBB", "CCC"]  # BBB has one entry, CCC none
    matrix = {row["iso3"]: row for row in dependence.topic(context, SCOPE)["matrix"]}
    assert matrix["BBB"]["arms"] == [None, None]
    assert matrix["AAA"]["arms"][0]["hhi"]["figure"] == pytest.approx(0.75**2 + 0.25**2)
