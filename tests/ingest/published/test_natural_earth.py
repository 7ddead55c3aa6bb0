"""Natural Earth: if these fail, maps lack a country, or draw one under another's code."""

import json
from pathlib import Path

import pytest
from shapely.geometry import shape

from pactbook.ingest.published import glimpse, map_files, natural_earth
from pactbook.ingest.published.model import PublishedError

REAL = Path(__file__).parents[4] / "shared" / "datasets" / "natural-earth"
SETS = {one.name: one for one in natural_earth.SETS}
SQUARE = [[[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]]]


def country(own, iso, coordinates=SQUARE, kind="Polygon"):
    properties = {"SOVEREIGNT": "X", "ADM0_A3": own, "ISO_A3": iso, "NAME": f"Land {own}"}
    return {"type": "Feature", "properties": properties, "geometry": {"type": kind, "coordinates": coordinates}}


def town(name, featurecla, **other):
    properties = {"scalerank": 1, "featurecla": featurecla, "name": name, "nameascii": name, "namealt": None,
                  "namepar": None, "adm0cap": 1.0, "adm0_a3": "AAA", "pop_max": 5000, "note": None} | other  # fmt: skip
    return {"type": "Feature", "properties": properties, "geometry": {"type": "Point", "coordinates": [1.5, 2.5]}}


def line(kind):
    properties = {"scalerank": 5, "featurecla": kind, "name": None, "note": None}
    geometry = {"type": "LineString", "coordinates": [[0, 0], [1, 1]]}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def write(tmp_path, *features):
    path = tmp_path / "file.json"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": list(features)}), encoding="utf-8")
    return path


def read(name, path):
    return SETS[name].read(path, lambda *_: None)


def codes(path):
    features = read("natural-earth-countries", path).outlines["countries"]["features"]
    return [feature["properties"]["iso3"] for feature in features]


def test_codes_of_its_own_become_those_of_iso(tmp_path):
    features = [country("FRA", "-99"), country("KOS", "-99"), country("SDS", "SSD"), country("SOL", "-99")]
    assert codes(write(tmp_path, *features)) == ["FRA", "XKX", "SSD", "SOL"]


def test_a_country_across_the_antimeridian_keeps_its_parts_in_range(tmp_path):
    east = [[[170, 60], [180, 60], [180, 70], [170, 70], [170, 60]]]
    west = [[[-180, 60], [-170, 60], [-170, 70], [-180, 70], [-180, 60]]]
    imported = read("natural-earth-countries", write(tmp_path, country("AAA", "AAA", [east, west], "MultiPolygon")))
    outline = shape(imported.outlines["countries"]["features"][0]["geometry"])
    assert (outline.geom_type, len(outline.geoms)) == ("MultiPolygon", 2)
    assert outline.bounds == (-180, 60, 180, 70)


def test_an_outline_that_crosses_itself_is_mended(tmp_path):
    bow = [[[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]]]  # two triangles of area 1 that meet in (1, 1)
    imported = read("natural-earth-countries", write(tmp_path, country("AAA", "AAA", bow)))
    outline = shape(imported.outlines["countries"]["features"][0]["geometry"])
    assert outline.is_valid
    assert outline.area == pytest.approx(2)


def test_towns_say_whether_they_are_capitals_of_a_state(tmp_path):
    path = write(tmp_path, town("Main", "Admin-0 capital", namealt="Old Main"), town("Province", "Admin-1 capital"))
    main, province = read("natural-earth-places", path).outlines["places"]["features"]
    assert main["properties"] == {
        "name": "Main", "names": ["Old Main"], "iso3": "AAA", "capital": True, "population": 5000,
    }  # fmt: skip
    assert not province["properties"]["capital"]


def test_lines_lack_no_text(tmp_path):
    imported = read("natural-earth-disputed", write(tmp_path, line("Claim")))
    assert imported.outlines["disputed_boundaries"]["features"][0]["properties"] == {
        "kind": "Claim", "name": "", "note": "",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "feature"),
    [
        ("natural-earth-countries", country("AAA", "AAA")),
        ("natural-earth-places", town("Main", "Admin-0 capital")),
        ("natural-earth-disputed", line("Claim")),
    ],
)
def test_each_file_fits_its_own_set_alone(tmp_path, name, feature):
    found = glimpse.look(write(tmp_path, feature))
    assert [one.name for one in natural_earth.SETS if one.fits(found)] == [name]


def test_what_is_not_understood_is_refused(tmp_path):
    broken = country("AAA", "AAA")
    del broken["properties"]["NAME"]
    with pytest.raises(PublishedError, match="feature 1 has no 'NAME'"):
        read("natural-earth-countries", write(tmp_path, broken))
    with pytest.raises(PublishedError, match="feature 1"):
        read("natural-earth-countries", write(tmp_path, country("AAA", "AAA", [[["x", 0]]])))
    with pytest.raises(PublishedError, match="no feature"):
        read("natural-earth-places", write(tmp_path))


def test_map_files_can_be_read_again(tmp_path):
    outlines = read("natural-earth-countries", write(tmp_path, country("AAA", "AAA"))).outlines
    map_files.write(tmp_path, outlines)
    written = json.loads((tmp_path / "geo" / "countries.geojson").read_text(encoding="utf-8"))
    assert written["features"][0]["properties"] == {"iso3": "AAA", "name": "Land AAA"}


@pytest.mark.skipif(not REAL.exists(), reason="the files of Natural Earth are not there")
@pytest.mark.parametrize(
    ("name", "file", "count"),  # counted in INDEX.md
    [
        ("natural-earth-countries", "ne_110m_admin_0_countries.json", 177),
        ("natural-earth-countries", "ne_50m_admin_0_countries.json", 241),
        ("natural-earth-places", "ne_50m_populated_places_simple.json", 1249),
        ("natural-earth-disputed", "ne_50m_admin_0_boundary_lines_disputed_areas.json", 24),
    ],
)
def test_the_real_files(name, file, count):
    imported = read(name, REAL / file)
    features = next(iter(imported.outlines.values()))["features"]
    assert imported.rows_read == len(features) == count
    if name == "natural-earth-countries":
        known = [feature["properties"]["iso3"] for feature in features]
        assert len(set(known)) == count
        assert {"FRA", "NOR", "XKX", "SSD", "PSE", "ESH"} <= set(known)
        assert all(shape(feature["geometry"]).is_valid for feature in features)


@pytest.mark.parametrize("coordinates", [[float("nan"), 0], [0, float("inf")], [181, 0]])
def test_a_town_beyond_the_globe_is_refused(tmp_path, coordinates):
    feature = town("Town", "Populated place")
    feature["geometry"]["coordinates"] = coordinates
    with pytest.raises(PublishedError, match="feature 1 cannot be read: it reaches beyond"):
        read("natural-earth-places", write(tmp_path, feature))


def test_a_code_that_is_none_is_refused(tmp_path):
    with pytest.raises(PublishedError, match="no code of three letters"):
        codes(write(tmp_path, country("<b>", "-99")))


@pytest.mark.parametrize("name", ["\ud800", float("nan")])
def test_what_no_map_file_can_hold_is_refused_in_one_line(tmp_path, name):
    """Half of a character, or a number that is none."""
    with pytest.raises(PublishedError, match="map file countries cannot be written"):
        map_files.write(tmp_path, {"countries": {"features": [{"properties": {"name": name}}]}})
