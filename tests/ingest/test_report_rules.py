"""Each of these would let a package pass whose reports then fail, far from the cell that is to blame."""

import pytest


@pytest.mark.parametrize("content", ["", "[]", '{"type": "FeatureCollection"}', '{"features": 5}', "[" * 100_000])
def test_map_files_that_cannot_be_read(region, content):
    (region.folder / "geo" / "countries.geojson").write_text(content)
    (line,) = region.lines()
    assert line.startswith("region/geo/countries.geojson: cannot be read as GeoJSON")


@pytest.mark.parametrize(
    "feature",
    [
        '{"properties": {"iso3": "AAA"}, "geometry": {"type": "Point", "coordinates": [1, 2]}}',
        '{"properties": {}, "geometry": {"type": "Polygon", "coordinates": []}}',
        '{"properties": {"iso3": "AAA"}, "geometry": null}',
    ],
)
def test_features_that_the_maps_cannot_draw(region, feature):
    (region.folder / "geo" / "countries.geojson").write_text(f'{{"features": [{feature}]}}')
    expected = "region/geo/countries.geojson: feature 1 is not what the maps draw: a Polygon or MultiPolygon with iso3"
    assert expected in region.lines()


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


def test_letters_that_the_fonts_lack(region):
    region.edit("operations", 2, name="Вода H₂O 水")
    (line,) = region.lines()
    assert line.startswith("region/operations.csv:2: name: ")
    assert line.endswith("'水' (U+6C34) is not in the reports' fonts")
