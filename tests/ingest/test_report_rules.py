"""Each of these would let a package pass whose reports then fail, far from the cell that is to blame."""

import json

import pytest


@pytest.mark.parametrize("content", ["", "[]", '{"type": "FeatureCollection"}', '{"features": 5}', "[" * 100_000])
def test_map_files_that_cannot_be_read(region, content):
    (region.folder / "geo" / "countries.geojson").write_text(content)
    (line,) = region.lines()
    assert line.startswith("region/geo/countries.geojson: cannot be read as GeoJSON")


SQUARE = [[[60, 40], [60, 45], [65, 45], [65, 40], [60, 40]]]


@pytest.mark.parametrize(
    ("feature", "why"),
    [
        ({"properties": {"iso3": "AAA"}, "geometry": {"type": "Point", "coordinates": [1, 2]}}, "is a Point, expected"),
        ({"properties": {}, "geometry": {"type": "Polygon", "coordinates": SQUARE}}, "lacks iso3"),
        ({"properties": {"iso3": "AAA"}, "geometry": {"type": "Polygon", "coordinates": []}}, "has no coordinates"),
        (
            {
                "properties": {"iso3": "AAA"},
                "geometry": {"type": "Polygon", "coordinates": [[[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]]]},
            },
            "has an outline that crosses itself",
        ),
        (
            {
                "properties": {"iso3": "AAA"},
                "geometry": {"type": "Polygon", "coordinates": [[[170, 0], [190, 0], [190, 9], [170, 0]]]},
            },
            "reaches beyond 180 degrees",
        ),
    ],
)
def test_features_that_the_maps_cannot_draw(region, feature, why):
    path = region.folder / "geo" / "countries.geojson"
    content = json.loads(path.read_text(encoding="utf-8"))
    content["features"].append(feature)
    path.write_text(json.dumps(content), encoding="utf-8")
    place = len(content["features"])
    assert any(line.startswith(f"region/geo/countries.geojson: feature {place} {why}") for line in region.lines())


def test_a_coordinate_beyond_all_measure(region):
    """The distance of a place from its country would end in a traceback."""
    path = region.folder / "geo" / "countries.geojson"
    content = json.loads(path.read_text(encoding="utf-8"))
    content["features"][0]["geometry"]["coordinates"][0][0][0] = 10**400
    path.write_text(json.dumps(content), encoding="utf-8")
    (line,) = region.lines()
    assert line.startswith("region/geo/countries.geojson: cannot be read as GeoJSON: OverflowError")


def test_two_outlines_of_one_country(region):
    path = region.folder / "geo" / "countries.geojson"
    content = json.loads(path.read_text(encoding="utf-8"))
    content["features"].append(content["features"][0])
    path.write_text(json.dumps(content), encoding="utf-8")
    assert region.lines() == ["region/geo/countries.geojson: 2 features have the iso3 'AAA'"]


@pytest.mark.parametrize("name", ["countries", "disputed_boundaries", "places"])
def test_missing_map_files(region, name):
    (region.folder / "geo" / f"{name}.geojson").unlink()
    assert region.lines() == [f"region/geo/{name}.geojson: no such file, and the maps need it"]


def test_a_package_without_a_table_or_a_column_that_the_briefs_read(region):
    def shrink(descriptor):
        descriptor["resources"] = [each for each in descriptor["resources"] if each["name"] != "operations"]
        for resource in descriptor["resources"]:
            if resource["name"] == "facilities":
                schema = resource["schema"]
                schema["fields"] = [field for field in schema["fields"] if field["name"] not in ("lon", "summary")]

    region.describe(shrink)
    rows = region.rows("facilities")
    dropped = [rows[0].index(name) for name in ("lon", "summary")]
    region.write("facilities", [[cell for place, cell in enumerate(row) if place not in dropped] for row in rows])
    assert region.lines() == [
        "region/datapackage.json: has no table 'operations', which the briefs need (it may be empty)",
        "region/datapackage.json: table 'facilities' lacks lon, summary, which the briefs need (cells may be empty)",
    ]


def test_a_package_may_lack_a_table_without_which_the_briefs_say_less(region):
    """A package made before the table was thought of could not be built any more."""
    lacking = {"ideal_points", "scenarios", "scenario_indicators"}

    def drop(descriptor):
        descriptor["resources"] = [each for each in descriptor["resources"] if each["name"] not in lacking]

    region.describe(drop)
    assert region.lines() == []


def test_such_a_table_has_its_columns_where_it_stands(region):
    """The check would pass, and the cut of the edition or a measure end in a traceback."""

    def shrink(descriptor):
        for resource in descriptor["resources"]:
            if resource["name"] == "ideal_points":
                fields = resource["schema"]["fields"]
                resource["schema"]["fields"] = [field for field in fields if field["name"] != "low"]

    region.describe(shrink)
    region.write("ideal_points", [row[:3] + row[4:] for row in region.rows("ideal_points")])
    assert region.lines() == [
        "region/datapackage.json: table 'ideal_points' lacks low, which the briefs need (cells may be empty)"
    ]


def test_a_package_of_other_tables(region):
    """Another region's package may lack tables and columns; the check would end in a traceback."""
    kept = {"countries", "sources", "exercises", "exercise_series", "organizations", "facilities", "geo-countries"}
    dropped = {"exercises": "held", "facilities": "lon", "organizations": "parent_org", "sources": "published"}

    def shrink(descriptor):
        descriptor["resources"] = [each for each in descriptor["resources"] if each["name"] in kept]
        for resource in descriptor["resources"]:
            column = dropped.get(resource["name"])
            if column:
                schema = resource["schema"]
                schema["fields"] = [field for field in schema["fields"] if field["name"] != column]
                keys = schema.get("foreignKeys", [])
                schema["foreignKeys"] = [key for key in keys if key["fields"] != [column]]

    region.describe(shrink)
    for table, column in dropped.items():
        rows = region.rows(table)
        place = rows[0].index(column)
        region.write(table, [row[:place] + row[place + 1 :] for row in rows])
    lines = region.lines()
    assert len(lines) == 21 - 6 + len(dropped)  # a line for each table that is gone, and for each that lacks a column
    assert all(line.startswith("region/datapackage.json: ") and "which the briefs need" in line for line in lines)


def test_letters_that_the_fonts_lack(region):
    region.edit("operations", 2, name="Вода H₂O 水")
    (line,) = region.lines()
    assert line.startswith("region/operations.csv:2: name: ")
    assert line.endswith("'水' (U+6C34) is not in the reports' fonts")


@pytest.mark.parametrize("slug", ["a-", "-", "a--b", "a" * 61, "../../config/schema"])
def test_slugs_that_cannot_name_a_file(region, slug):
    """One of them would write a brief over the settings, or outside the reports."""

    def loosen(descriptor):
        for resource in descriptor["resources"]:
            for field in resource.get("schema", {}).get("fields", []):
                if field["name"] == "slug":
                    del field["constraints"]["pattern"]

    region.describe(loosen)
    region.edit("countries", 2, slug=slug)
    assert any("slug: " in line and "it names a file" in line for line in region.lines())


def test_an_address_that_cannot_be_read(region):
    region.edit("sources", 2, url="http://[::1")
    assert region.lines() == ["region/sources.csv:2: url: 'http://[::1' is no address: Invalid IPv6 URL"]


@pytest.mark.parametrize("letter", ["\x0b", "\x1b", "\u0085", "\u200b", "\u202e", "\ufeff"])
def test_what_nobody_can_see(region, letter):
    region.edit("operations", 2, name=f"a{letter}b")
    (line,) = region.lines()
    assert line.endswith("is not in the reports' fonts")
    assert line.isprintable()


@pytest.mark.parametrize("table", ["countries", "memberships", "sources"])
def test_a_table_without_which_there_is_no_brief(region, table):
    """A run would end well and remove every report."""
    region.write(table, region.rows(table)[:1])
    assert f"region/{table}.csv: has no rows, and without any there is no brief" in region.lines()


def test_a_description_that_asks_less_than_the_briefs_need(region):
    def loosen(descriptor):
        for resource in descriptor["resources"]:
            for field in resource.get("schema", {}).get("fields", []):
                if (resource["name"], field["name"]) == ("exercises", "start"):
                    del field["constraints"]["required"]
                if (resource["name"], field["name"]) == ("operations", "locations"):
                    del field["pactbook:list"]

    region.describe(loosen)
    assert "region/datapackage.json: exercises.start must be required: a brief cannot do without it" in region.lines()
    assert "region/datapackage.json: operations.locations must be a list (pactbook:list)" in region.lines()


def test_a_topic_names_chapters_that_there_are(region):
    """The build would end in a traceback."""
    region.edit("topics", 2, sections="incidents;weather")
    problems = region.lines()
    assert len(problems) == 1
    assert problems[0].startswith("region/topics.csv:2: sections: 'weather' is no chapter, expected one of ")
