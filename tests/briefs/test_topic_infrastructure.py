"""The chapters on facilities, projects, what is known of them, and their map: what a reader of a theme is told."""

import made_up
import pandas as pd
import pytest

from pactbook.briefs import topic as topics
from pactbook.briefs.context import Context
from pactbook.briefs.scope import Scope
from pactbook.briefs.sections import facilities, projects, transparency
from pactbook.briefs.sections import map as facility_map

SETTINGS = {
    "edition": {"id": "2020-12", "title": "Region", "as_of": "2020-12-31", "since": 2001},
    "palette": {"BBB": "#b5432a"},
}
BOTH = Scope(countries=("AAA", "CCC"), partners=("BBB",), organizations=("pact",), series=())
ALONE = Scope(countries=("CCC",), partners=("BBB",), organizations=(), series=())
NOWHERE = Scope(countries=("DDD",), partners=(), organizations=(), series=())
CHAPTERS = (facility_map, facilities, projects, transparency)


def _table(*arguments):
    return made_up.table(*arguments).convert_dtypes()


@pytest.fixture
def context():
    tables = {
        "countries": _table(
            "countries", "iso3 name role",
            ("AAA", "Aland", "core"), ("BBB", "Bland", "power"), ("CCC", "Cland", "core"), ("DDD", "Dland", "core"),
        ),
        "organizations": _table(
            "organizations", "org_id name abbreviation parent_org", ("pact", "The Pact", "P", None)
        ),
        "sources": pd.DataFrame([{"row": "sources:paper", "source_id": "paper", "reliability": "B"}]),
        "facilities": _table(
            "facilities",
            "facility_id name host_iso3 operator_iso3 org_id kind opened closed "
            "status lat lon personnel_estimate summary",
            ("base", "Base", "AAA", "BBB", None, "air base", "2003-10", None, "active", 11.0, 21.0, 500, "A base."),
            ("range", "Range", "AAA", "BBB", None, "ground base", None, None, "disputed", None, None, None, "A range."),
            ("old", "Old", "AAA", "BBB", None, "air base", "2005", "2012", "closed", 11.0, 21.0, None, "Gone."),
            ("lost", "Lost", "CCC", "BBB", None, "air base", "2005", None, "closed", 12.0, 22.0, None, "Lost."),
            ("seat", "Seat", "CCC", None, "pact", "regional headquarters", "2019", None, "active", 12.0, 22.0, 9, "S."),
            ("post", "Post", "CCC", None, "pact", "border outpost", "2019-05", None, "active", 12.0, 22.0, 5, "P."),
            ("own", "Own", "AAA", "AAA", None, "air base", "1990", None, "active", None, None, None, "Its own."),
        ),
        "infrastructure_projects": _table(
            "infrastructure_projects",
            "project_id name hosts funders kind year_start year_end usd summary",
            ("road", "Road", ("AAA", "CCC"), ("BBB",), "bridge", 2001, 2004, 1000, "A road."),
            ("hall", "Hall", ("AAA",), ("BBB", "CCC"), "barracks and housing", 2003, None, None, "A hall."),
            ("plan", "Plan", ("AAA",), (), "bridge", None, 2010, 5000, "A plan."),
            ("far", "Far", ("BBB",), ("CCC",), "bridge", 2003, None, 7000, "Elsewhere."),
        ),
        "borders": _table("borders", "iso3_a iso3_b length_km status settled_on", ("AAA", "BBB", 9.0, "settled", None)),
    }  # fmt: skip
    return Context(tables, SETTINGS)


def _stated(module, context, scope=BOTH):
    return {finding["code"]: finding for finding in module.topic_findings(context, scope)}


def test_the_lead_counts_facilities_hosts_and_operators(context):
    section = facilities.topic(context, BOTH)
    # In use: base, range (disputed), seat, post; closed: old, lost. Hosts AAA and CCC, operators BBB and pact.
    counts = {
        key: section[key]["figure"] for key in ("in_use", "closed", "disputed", "own_in_use", "hosts", "operators")
    }
    assert counts == {"in_use": 4, "closed": 2, "disputed": 1, "own_in_use": 1, "hosts": 2, "operators": 2}
    assert section["in_use"]["rows"] == ["facilities:base", "facilities:range", "facilities:seat", "facilities:post"]


def test_the_matrix_holds_open_and_closed_of_each_operator_in_each_country(context):
    section = facilities.topic(context, BOTH)
    assert section["columns"] == ["AAA", "CCC"]
    cells = {row["operator"]: [(cell["open"], cell["closed"]) for cell in row["cells"]] for row in section["matrix"]}
    assert cells == {"BBB": [(2, 1), (0, 1)], "pact": [(0, 0), (2, 0)]}
    assert [row["open"] + row["closed"] for row in section["matrix"]] == [4, 2]


def test_kinds_keep_foreign_and_own_apart(context):
    (air_base,) = [row for row in facilities.topic(context, BOTH)["kinds"] if row["kind"] == "air base"]
    assert (air_base["foreign"]["open"], air_base["foreign"]["closed"], air_base["own"]["open"]) == (1, 2, 1)


def test_the_chart_draws_unknown_openings_apart_and_says_what_it_leaves_out(context):
    chart = facilities.topic(context, BOTH)["stock"]
    in_2011 = {bar["order"]: bar["facilities"] for bar in chart["data"]["main"] if bar["year"] == 2011}
    # BBB: base and old; the pact comes in 2019; range has no known opening; lost is not drawn.
    assert [item["label"] for item in chart["legend"]] == ["Bland", "others", "opening not known"]
    assert in_2011 == {0: 2, 2: 1}
    assert (chart["values"]["now"], chart["values"]["undated"], chart["values"]["left_out"]) == (4, 1, 1)


def test_events_are_the_newest_first_and_never_without_a_date(context):
    section = facilities.topic(context, BOTH)
    assert [(row["name"], row["event"], row["date"]) for row in section["events"]] == [
        ("Post", "opened", "2019-05"),
        ("Seat", "opened", "2019"),
        ("Old", "closed", "2012"),
        ("Lost", "opened", "2005"),
        ("Old", "opened", "2005"),
        ("Base", "opened", "2003-10"),
    ]


def test_long_tables_are_cut_and_the_rest_is_counted(context, monkeypatch):
    monkeypatch.setattr(facilities, "SITES_SHOWN", 2)
    monkeypatch.setattr(projects, "SHOWN", 1)
    section = facilities.topic(context, BOTH)
    assert (len(section["foreign"]), section["foreign_left_out"]["figure"]) == (2, 4)
    assert projects.topic(context, BOTH)["left_out"]["figure"] == 2


def test_findings_on_presence_count_what_is_in_use(context):
    stated = _stated(facilities, context)
    leader = stated["foreign_presence_by_operator"]["values"]
    assert (leader["operators"], leader["count"], leader["total"], leader["share"]) == (["BBB", "pact"], 2, 4, 0.5)
    # Dated: at the end of 2010 base and old, at the end of 2020 base, seat and post; range alone is undated and open.
    change = stated["presence_change"]
    assert (change["values"]["then"], change["values"]["now"], change["values"]["undated"]) == (2, 3, 1)
    assert change["direction"] == "up"


def test_all_that_opened_in_the_last_year_are_named(context):
    """Seat has a year alone and Post a month: which came last is not known."""
    stated = _stated(facilities, context)
    assert [site["name"] for site in stated["facility_opened"]["values"]["facilities"]] == ["Post", "Seat"]
    assert stated["facility_closed_in_region"]["values"]["facilities"][0]["date"] == "2012"


def test_no_change_is_stated_across_years_before_the_edition_begins(context):
    context.config["edition"] = SETTINGS["edition"] | {"since": 2015}
    assert "presence_change" not in _stated(facilities, context)


def test_glance_follows_the_facilities_in_use(context):
    in_use, hosts = facilities.topic_glance(context, BOTH)
    assert (in_use["value"], hosts["value"]) == (4, 2)
    assert in_use["spark"][-1] == [2020, 4]


def test_projects_of_the_scope_count_once_and_for_each_payer(context):
    section = projects.topic(context, BOTH)
    assert [section[key]["figure"] for key in ("total", "ended", "open_ended", "priced", "unpaid")] == [3, 2, 1, 2, 1]
    assert [(row["funder"], row["counts"], row["total"]) for row in section["funders"]] == [
        ("BBB", [2, 1], 2),
        ("CCC", [1, 0], 1),
    ]
    assert [project["name"] for project in section["projects"]] == ["Plan", "Hall", "Road"]
    assert section["per_year"]["values"]["left_out"] == 1


def test_sums_of_projects_are_never_added(context):
    """They are of different kinds: a total of them would be a figure that no source carries."""
    assert "6000" not in str(projects.topic(context, BOTH))


def test_who_pays_for_most_projects(context):
    values = _stated(projects, context)["projects_leader"]["values"]
    assert values == {"funders": ["BBB"], "count": 2, "total": 3, "payers": 2}


def test_one_project_of_several_makes_no_leader(context):
    """Of two projects one names who pays, and it names two: a lead of one is none."""
    context.tables["infrastructure_projects"] = context.tables["infrastructure_projects"].iloc[1:3]
    assert projects.topic_findings(context, BOTH) == []


def test_transparency_shows_its_components_and_the_operator_of_whom_least_is_known(context):
    section = transparency.topic(context, BOTH)
    # Answered of 6: base 6; range 2 (checked, grade); old 5, lost 5 (no personnel); seat and post 6.
    assert section["share"]["figure"] == pytest.approx((6 + 2 + 5 + 5 + 6 + 6) / 36)
    assert section["fully"]["figure"] == 3
    assert {row["question"]: row["answered"] for row in section["questions"]} == {
        "opened": 5, "personnel": 3, "place": 5, "kind": 5, "checked": 6, "grade": 6,
    }  # fmt: skip
    assert [site["name"] for site in section["disputed"]] == ["Range"]
    values = _stated(transparency, context)["transparency_gap"]["values"]
    assert (values["operators"], values["share"], values["best"]) == (["BBB"], pytest.approx(18 / 24), ["pact"])


def test_the_operators_of_one_facility_are_not_compared(context):
    """In Cland, Bland has one facility on record: there is nobody to compare the Pact with."""
    assert transparency.topic_findings(context, ALONE) == []


def test_the_map_draws_foreign_facilities_with_a_place(context):
    section = facility_map.topic(context, BOTH)
    assert section["focus"] == ["AAA", "CCC"]
    assert section["neighbours"] == ["BBB"]
    assert sorted(site["label"] for site in section["facilities"]) == ["Base", "Lost", "Old", "Post", "Seat"]
    assert (section["drawn_open"]["figure"], section["unplaced"]["figure"]) == (3, 1)
    assert [row["operator"] for row in section["coloured"] + section["others"]] == ["BBB", "pact"]


@pytest.mark.parametrize("module", CHAPTERS)
def test_a_scope_without_data_has_empty_chapters_and_no_findings(context, module):
    assert module.topic(context, NOWHERE) == {"empty": True}
    assert getattr(module, "topic_findings", lambda *_: [])(context, NOWHERE) == []
    assert all(fact["value"] == 0 for fact in getattr(module, "topic_glance", lambda *_: [])(context, NOWHERE))


@pytest.mark.parametrize("name", ["facilities", "infrastructure_projects"])
def test_an_empty_table_breaks_no_chapter(context, name):
    context.tables[name] = context.tables[name].iloc[:0]
    assert any(module.topic(context, BOTH) == {"empty": True} for module in CHAPTERS)
    for module in CHAPTERS:
        getattr(module, "topic_findings", lambda *_: [])(context, BOTH)
        getattr(module, "topic_glance", lambda *_: [])(context, BOTH)


def test_the_chapters_are_known_to_the_briefs():
    assert {"map", "facilities", "projects", "transparency"} <= topics.SECTIONS.keys()
