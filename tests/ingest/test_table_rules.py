"""Rules across columns and tables: each test names the false statement that a report would make without its rule."""

import pytest

from pactbook.ingest import table_rules

AFTER_SOURCES = "is later than the publication of all its sources"


def test_start_after_end(region):
    """A report would show an operation that ends before it starts, and count negative years."""
    region.edit("operations", 2, start="2011-04")
    assert region.lines() == ["region/operations.csv:2: end: '2011-03-20' is before start '2011-04'"]


@pytest.mark.parametrize(
    ("table", "row", "start", "end"),
    [
        ("exercises", 2, "start", "end"),
        ("incidents", 2, "date", "end"),
        ("facilities", 2, "opened", "closed"),
        ("agreement_parties", 3, "joined", "left"),
        ("agreements", 3, "signed", "ended"),
        ("agreements", 3, "signed", "in_force"),
        ("organizations", 3, "founded", "dissolved"),
        ("infrastructure_projects", 2, "year_start", "year_end"),
        ("exercise_series", 3, "first_year", "last_year"),
        ("arms_transfers", 2, "order_year", "delivered_from"),
        ("arms_transfers", 2, "delivered_from", "delivered_to"),
    ],
)
def test_every_pair_of_start_and_end(region, table, row, start, end):
    """A timeline would draw a bar to the left of its start."""
    region.edit(table, row, **{start: "2023", end: "1996"})
    assert f"region/{table}.csv:{row}: {end}: '1996' is before {start} '2023'" in region.lines()


def test_coarse_dates_that_may_be_in_order_pass(region):
    """An editor who knows no more than the year would be made to invent a month."""
    region.edit("operations", 2, start="2011-03-02", end="2011")
    region.edit("operations", 3, start="2014", end="2014-02")
    assert region.lines() == []


def test_overlapping_spells(region):
    """A country would be counted twice among the members of an organisation."""
    region.edit("memberships", 3, start="1999-04-01")
    assert region.lines() == [
        "region/memberships.csv:3: start: '1999-04-01' overlaps the spell in row 2 (1994-05-15 to 1999-04-02)"
    ]


def test_two_open_spells(region):
    region.copy_row("memberships", 5, membership_id="alpha-BBB-3", start="2020")
    assert region.lines() == ["region/memberships.csv:10: start: '2020' overlaps the spell in row 5 (2017 to now)"]


def test_spells_that_may_touch_pass(region):
    """A coarse date would make two successive spells look like an overlap."""
    region.edit("memberships", 2, end="1999")
    assert region.lines() == []


def test_host_not_among_participants(region):
    """The host would be missing from the counts of exercises and partners."""
    region.drop("exercise_participants", 2)
    assert region.lines() == [
        "region/exercises.csv:2: host_iso3: 'AAA' is not among the participants (exercise_participants.csv)"
    ]


def test_host_in_another_role(region):
    region.edit("exercise_participants", 2, role="participant")
    assert region.lines() == [
        "region/exercises.csv:2: host_iso3: 'AAA' is 'participant' among the participants, expected 'host'"
    ]


def test_agreement_with_one_party(region):
    """A treaty would be listed with nobody on the other side and count for no pair of countries."""
    region.drop("agreement_parties", 7)
    message = "'aaa-bbb-border-2015' has 1 of at least 2 parties (agreement_parties.csv)"
    assert region.lines() == [f"region/agreements.csv:4: agreement_id: {message}"]


def test_half_a_place(region):
    """A map would lack the facility, or draw it on the equator."""
    region.edit("facilities", 2, lat="")
    region.edit("countries", 2, capital_lon="")
    assert region.lines() == [
        "region/countries.csv:2: capital_lon: is empty, but capital_lat is not",
        "region/facilities.csv:2: lat: is empty, but lon is not",
    ]


def test_place_off_the_globe(region):
    """Where the description states no bounds, the rule does."""
    region.describe(
        lambda descriptor: [
            field.pop("constraints")
            for resource in descriptor["resources"]
            if resource["name"] == "facilities"
            for field in resource["schema"]["fields"]
            if field["name"] == "lat"
        ]
    )
    region.edit("facilities", 2, lat="427")
    assert (
        region.lines()[0] == "region/facilities.csv:2: lat: 427, 62.4 is no place: lat is -90 to 90, lon is -180 to 180"
    )


def test_place_in_another_country(region):
    """A map would show a base on the soil of a country that does not host it."""
    region.edit("facilities", 2, lat="42.7", lon="72.4")
    assert region.lines() == ["region/facilities.csv:2: lat: 42.7, 72.4 lies 683 km from AAA (host_iso3)"]


def test_place_a_little_far_is_doubtful(region):
    """A naval exercise off the coast of its host would be refused."""
    region.edit("facilities", 2, lat="42.7", lon="67")
    assert region.lines() == ["region/facilities.csv:2: warning: lat: 42.7, 67 lies 244 km from AAA (host_iso3)"]


def test_place_near_the_border_passes(region):
    region.edit("facilities", 2, lat="42.7", lon="65.5")
    assert region.lines() == []


def test_swapped_coordinates(region):
    """The most common mistake of all: the message should say so."""
    region.edit("exercises", 2, lat="61.2", lon="43.1")
    (line,) = region.lines()
    assert line.startswith("region/exercises.csv:2: lat: 61.2, 43.1 lies ")
    assert line.endswith(" km from AAA (host_iso3); are lat and lon swapped?")


def test_percentage(region):
    """A chart of shares would run off its scale."""
    region.edit("resources", 3, value="101")
    region.edit("military_expenditure", 2, pct_gdp="110")
    assert region.lines() == [
        "region/resources.csv:3: value: '101' is no percentage from 0 to 100",
        "region/military_expenditure.csv:2: pct_gdp: '110' is more than 100",
    ]


def test_percentage_by_the_unit_of_the_column(region):
    def no_bounds(descriptor):
        for resource in descriptor["resources"]:
            for field in resource.get("schema", {}).get("fields", []):
                if field["name"] == "pct_gdp":
                    del field["constraints"]

    region.describe(no_bounds)
    region.edit("military_expenditure", 2, pct_gdp="-1")
    assert region.lines() == ["region/military_expenditure.csv:2: pct_gdp: '-1' is no percentage from 0 to 100"]


def test_tolls(region):
    """A report would give a range of victims from more to fewer."""
    region.edit("incidents", 2, fatalities_low="12")
    assert region.lines() == ["region/incidents.csv:2: fatalities_high: '11' is less than fatalities_low '12'"]


def test_row_without_source(region):
    """A figure could not be followed to its source: the first promise of every report."""

    def not_required(descriptor):
        for resource in descriptor["resources"]:
            for field in resource.get("schema", {}).get("fields", []):
                if field["name"] == "source_ids":
                    field.pop("constraints", None)

    region.describe(not_required)
    region.edit("operations", 2, source_ids="")
    assert region.lines() == ["region/operations.csv:2: source_ids: is empty, and every row needs a source"]


def test_table_without_sources(region):
    def no_parent(descriptor):
        for resource in descriptor["resources"]:
            resource.pop("pactbook:sourcedBy", None)

    region.describe(no_parent)
    message = "has no column source_ids, and datapackage.json names no table that gives its sources"
    assert region.lines() == [
        f"region/exercise_participants.csv: {message}",
        f"region/counterterrorism_parties.csv: {message}",
    ]


def test_organisation_inside_itself(region):
    """A report that walks up to the parent would never come to an end."""
    region.edit("organizations", 4, parent_org="alpha-rapid")
    assert region.lines() == [
        "region/organizations.csv:4: parent_org: 'alpha-rapid' makes 'alpha-rapid' a part of itself"
    ]


def test_organisations_inside_each_other(region):
    region.edit("organizations", 2, parent_org="alpha-rapid")
    assert region.lines() == [
        "region/organizations.csv:2: parent_org: 'alpha-rapid' makes 'alpha' a part of itself",
        "region/organizations.csv:4: parent_org: 'alpha' makes 'alpha-rapid' a part of itself",
    ]


@pytest.mark.parametrize(
    ("table", "row", "cells", "line"),
    [
        ("exercises", 2, {"personnel_total": "9"},
         "personnel_total: '9' is less than the 1500 of its participants together"),
        ("incidents", 3, {"date": "2025", "source_ids": "ep-almanac;ep-pact"}, f"date: '2025' {AFTER_SOURCES}"),
        ("agreements", 3, {"ended": ""}, "ended: is empty, but the status is 'expired'"),
        ("facilities", 2, {"closed": ""}, "closed: is empty, but the status is 'closed'"),
        ("agreements", 3, {"status": "in force"}, "status: 'in force', but it ended 2019-03-31"),
        ("exercises", 2, {"held": "announced"}, "held: 'announced' only; find out whether it was held"),
        ("memberships", 2, {"end": "1994-05-15"}, "end: '1994-05-15' is also the day of start"),
    ],
)  # fmt: skip
def test_doubtful_rows_are_pointed_out_but_pass(region, table, row, cells, line):
    """An editor would not see what is worth a second look; an error would stop the reports for a mere doubt."""
    region.edit(table, row, **cells)
    assert region.lines() == [f"region/{table}.csv:{row}: warning: {line}"]


def test_twin_exercises(region):
    """The same exercise, entered by two editors, would count twice."""
    region.copy_row("exercises", 4, exercise_id="again", name="Again")
    region.copy_row("exercise_participants", 7, exercise_id="again", personnel="")
    assert region.lines() == [
        "region/exercises.csv:11: warning: exercise_id: 'again' has the series, start and host of row 4"
    ]


def test_agreement_in_force_that_will_end(region):
    """A lease until 2042 is in force and has an end: nothing doubtful about it."""
    region.edit("agreements", 3, status="in force", ended="2042")
    assert region.lines() == []


def test_source_without_date_proves_nothing(region):
    region.edit("incidents", 3, date="2025", source_ids="ep-almanac;ep-bases")
    assert region.lines() == []


def test_mistake_in_one_row_brings_up_no_false_one(region):
    """A mistyped cell in a participant's row would make its exercise look as if it had no host."""
    region.edit("exercise_participants", 2, personnel="many")
    region.edit("agreement_parties", 7, joined="soon")
    assert [line.split(": ")[1] for line in region.lines()] == ["joined", "personnel"]


def test_a_second_spell_without_a_known_start(region):
    """The country would count twice."""
    region.copy_row("memberships", 2, membership_id="again", start="", end="")
    assert any("overlaps the spell" in line for line in region.lines())


def test_a_border_that_stands_twice_or_with_itself(region):
    """Its length would count twice."""
    a, b = (region.rows("borders")[0].index(name) for name in ("iso3_a", "iso3_b"))
    first = region.rows("borders")[1]
    region.copy_row("borders", 2, iso3_a=first[b], iso3_b=first[a])
    (line,) = region.lines()
    assert line.endswith("stands in row 2 already")
    region.edit("borders", len(region.rows("borders")), iso3_a=first[a], iso3_b=first[a])
    (line,) = region.lines()
    assert line.endswith("has no border with itself")


def test_a_year_that_is_a_slip_of_the_hand(region):
    """A chart would have an axis of eight hundred years."""
    region.edit("incidents", 2, date="1014-07-10", end="1014-07-12")
    assert region.lines() == [
        "region/incidents.csv:2: date: '1014-07-10' is not between 1900 and 2100",
        "region/incidents.csv:2: end: '1014-07-12' is not between 1900 and 2100",
    ]


def test_two_things_with_one_name(region):
    """A chart would draw them as one."""
    region.copy_row("facilities", 2, facility_id="another")
    (line,) = region.lines()
    assert line.endswith("is the name in row 2 too")


def test_a_number_that_is_written_in_another_way_is_no_other_key(region):
    """Two rows of one year would both count."""
    region.copy_row("military_expenditure", 2, year="+" + region.rows("military_expenditure")[1][1])
    (line,) = region.lines()
    assert "is not a whole number" in line


def test_a_circle_of_parents_is_found_however_long():
    """Who leads into a circle is not part of it."""
    chain = {f"o{n}": f"o{n + 1}" for n in range(5000)}
    assert table_rules._in_circles(chain) == set()
    assert table_rules._in_circles(chain | {"o5000": "o2"}) == {f"o{n}" for n in range(2, 5001)}
