"""If these fail, a map shows areas out of proportion, or names that cannot be read."""

import json
import re
from itertools import combinations
from math import dist, radians, sin
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pactbook.render import charts, maps
from pactbook.render.errors import RenderError

ROOT = Path(__file__).parents[2]
WINDOW = (60.0, 35.0, 80.0, 45.0)


def test_the_window_fills_the_picture():
    projection, height = maps.conic(WINDOW)
    corners = [maps._pixel({"lon": lon, "lat": lat}, projection) for lon in (60.0, 80.0) for lat in (35.0, 45.0)]
    assert all(-1 <= x <= maps.WIDTH + 1 and -1 <= y <= height + 1 for x, y in corners)
    assert max(x for x, _ in corners) - min(x for x, _ in corners) == pytest.approx(maps.WIDTH, abs=1)
    north, south = (maps._pixel({"lon": 70.0, "lat": lat}, projection) for lat in (45.0, 35.0))
    assert north[0] == pytest.approx(maps.WIDTH / 2)
    assert north[1] < south[1]


@given(st.floats(60, 79.9), st.floats(35, 44.9))
def test_equal_areas_on_the_globe_are_equal_on_the_map(lon, lat):
    projection, _ = maps.conic(WINDOW)
    step = 0.01
    corners = [(lon, lat), (lon + step, lat), (lon + step, lat + step), (lon, lat + step)]
    points = [maps._pixel({"lon": x, "lat": y}, projection) for x, y in corners]
    ring = zip(points, points[1:] + points[:1], strict=True)
    drawn = abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in ring)) / 2
    real = radians(step) * (sin(radians(lat + step)) - sin(radians(lat)))  # on the unit sphere
    assert drawn / projection["scale"] ** 2 == pytest.approx(real, rel=1e-3)


def test_names_of_places_do_not_lie_on_each_other():
    projection, height = maps.conic(WINDOW)
    place = {"iso3": "AAA", "capital": False, "lon": 70.0, "lat": 40.0}
    places = [place | {"name": name, "population": size} for name, size in (("Small", 1), ("Large", 3), ("Middle", 2))]
    section = {"focus": ["AAA"], "neighbours": []}
    shown = maps._labelled(places, section, projection, (maps.WIDTH, height), [])
    assert [(item["name"], item["align"]) for item in shown] == [("Large", "left"), ("Middle", "right")]


def test_a_capital_is_named_beside_the_symbols_that_crowd_it():
    projection, height = maps.conic(WINDOW)
    place = {"iso3": "AAA", "capital": True, "lon": 70.0, "lat": 40.0, "name": "Capital", "population": 1}
    x, y = maps._pixel(place, projection)
    symbols = [(x + dx - 6, y - 6, x + dx + 6, y + 6) for dx in (-20, -10, 0, 10, 20)]
    section = {"focus": ["AAA", "BBB"], "neighbours": []}
    (shown,) = maps._labelled([place], section, projection, (maps.WIDTH, height), symbols.copy())
    top, bottom = y + shown["dy"] - 9, y + shown["dy"] + 2  # of the letters
    assert bottom <= y - 6 or top >= y + 6


@given(st.floats(45, 95), st.floats(20, 60))
def test_a_place_is_found_again_from_its_pixel(lon, lat):
    """If not, a symbol moved aside would land elsewhere."""
    projection, _ = maps.conic(WINDOW)
    found = maps._place(maps._pixel({"lon": lon, "lat": lat}, projection), projection)
    assert (found["lon"], found["lat"]) == (pytest.approx(lon), pytest.approx(lat))


@given(st.lists(st.tuples(st.floats(69, 71), st.floats(39, 41)), max_size=12))
def test_no_symbol_hides_another(places):
    projection, _ = maps.conic(WINDOW)
    points = [{"lon": lon, "lat": lat, "label": str(i)} for i, (lon, lat) in enumerate(places)]
    moved = maps._apart(points, projection)
    pixels = [maps._pixel(point, projection) for point in moved]
    assert [point["label"] for point in moved] == [point["label"] for point in points]
    assert all(dist(one, other) > maps.APART - 0.2 for one, other in combinations(pixels, 2))


def test_the_map_of_several_countries_names_them_and_needs_no_exercises():
    site = {"lat": 42.9, "lon": 74.6, "colour": "#b5432a", "status": "active"}
    section = {
        "focus": ["KAZ", "KGZ"], "neighbours": ["UZB"], "capital": None, "exercises": [],
        "facilities": [site, site | {"status": "closed"}],
    }  # fmt: skip
    names = {code: {"name": f"Country {code}"} for code in ("KAZ", "KGZ", "UZB")}
    drawing = maps.svg(section, names, ROOT / "templates", ROOT / "data" / "geo", "a")
    assert {"Country KAZ", "Country KGZ", "Country UZB"} <= set(re.findall(r">([^<>]+)</text>", drawing))
    assert "Exercises held" not in drawing
    assert drawing.count("#b5432a") == 2


def test_members_are_drawn_by_their_open_spell():
    spells = [
        {"iso3": "KAZ", "status": "observer", "end": "2001"},
        {"iso3": "KAZ", "status": "member", "end": None},
        {"iso3": "UZB", "status": "member", "end": "2012"},
    ]
    drawing = maps.status_svg(spells, ROOT / "templates", ROOT / "data" / "geo", "a")
    assert ">member<" in drawing
    assert ">former<" in drawing
    assert ">observer<" not in drawing


def test_missing_outlines_are_named(tmp_path):
    with pytest.raises(RenderError, match=r"countries\.geojson"):
        maps.status_svg([], ROOT / "templates", tmp_path, "a")


def test_drawings_of_one_page_share_no_id():
    chart = json.loads((Path(__file__).parent / "sample_country.json").read_text())["sections"]["exercises"]["per_year"]
    chart["data"]["main"][0]["label"] = 'id="x" url(#y)'
    first, second = (charts.svg(chart, ROOT / "templates", ident) for ident in ("c1", "c2"))
    assert first.replace("c1-", "c2-") == second


def test_a_chart_without_a_spec_is_named():
    with pytest.raises(RenderError, match="no_such_chart"):
        charts.svg({"spec": "no_such_chart", "data": {}}, ROOT / "templates", "c1")


def test_on_the_entry_map_every_country_with_a_brief_is_a_link_with_its_name():
    countries = [
        {"iso3": "KAZ", "name": 'K & "<b>"', "core": True, "href": "en/countries/k.html"},
        {"iso3": "UZB", "name": "U", "core": True, "href": "en/countries/u.html"},
        {"iso3": "BRA", "name": "B", "core": False, "href": "en/countries/b.html"},  # out of sight
        {"iso3": "XXX", "name": "X", "core": False, "href": "en/countries/x.html"},  # without an outline
    ]
    drawn = maps.entry_svg(countries, ROOT / "templates", ROOT / "data" / "geo", "m")
    assert re.findall(r'<a href="([^"]*)"', drawn) == ["en/countries/k.html", "en/countries/u.html"]
    assert 'aria-label="K &amp; &quot;&lt;b&gt;&quot;: brief"' in drawn
    assert "site.invalid" not in drawn


def test_there_is_no_entry_map_without_an_outline():
    country = {"iso3": "XXX", "name": "X", "core": True, "href": "en/countries/x.html"}
    for countries in ([], [country]):
        assert maps.entry_svg(countries, ROOT / "templates", ROOT / "data" / "geo", "m") is None
