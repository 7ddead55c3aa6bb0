"""The map of a country: outlines within a window, in an equal-area projection, with the brief's symbols on it."""

import json
from functools import cache
from math import cos, radians, sin, sqrt
from pathlib import Path
from typing import Any

import shapely

from pactbook.render import charts
from pactbook.render.errors import RenderError

WIDTH, HEIGHT = 620, 360
MARGIN = 0.06  # of the window's width and height, on each side
FOCUS, NEIGHBOUR, OTHER = "#fbf3dc", "#eceff1", "#f5f6f7"
Window = tuple[float, float, float, float]


def svg(section: dict[str, Any], templates: Path, geo: Path, ident: str) -> str:
    """Draw the map of a brief.

    Args:
        section: `window` (west, south, east, north), `focus`, `neighbours`, `facilities`, `exercises`.
        templates: folder with `charts/map.vl.json`.
        geo: folder with `countries.geojson`.
        ident: prefix of the ids in the drawing.

    Raises:
        RenderError: if outlines or spec cannot be read.
    """
    outlines = _outlines(geo / "countries.geojson")
    window = _window(section, outlines)
    spec = charts.spec(templates / "charts" / "map.vl.json")
    spec = spec | {
        "width": WIDTH,
        "height": HEIGHT,
        "projection": projection(window, WIDTH, HEIGHT),
        "datasets": {
            "land": _land(section, outlines, window),
            "facilities": [site | {"active": site["status"] != "closed"} for site in section["facilities"]],
            "exercises": section["exercises"],
            "places": [place for place in _places(geo / "places.geojson") if _shown(place, section, window)],
        },
    }
    return charts.draw(spec, charts.spec(templates / "charts" / "theme.json"), ident, "map")


def projection(window: Window, width: float, height: float) -> dict[str, Any]:
    """Albers' equal-area conic projection that fits a window into a picture.

    Snyder, Map Projections (USGS 1987), p. 98-103; standard parallels at a sixth of the height from south and north.

    Args:
        window: west, south, east, north in degrees.
        width: of the picture, in pixels.
        height: of the picture, in pixels.

    Returns:
        The `projection` of a Vega-Lite spec.
    """
    west, south, east, north = window
    middle, sixth = (west + east) / 2, (north - south) / 6
    parallels = (south + sixth, north - sixth)
    edge = [i / 24 for i in range(25)]
    points = [
        _albers(lon - middle, lat, parallels)
        for t in edge
        for lon, lat in (
            (west + t * (east - west), south), (west + t * (east - west), north),
            (west, south + t * (north - south)), (east, south + t * (north - south)),
        )
    ]  # fmt: skip
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    bottom, top = min(y for _, y in points), max(y for _, y in points)
    scale = min(width / (right - left), height / (top - bottom))
    return {
        "type": "conicEqualArea",
        "parallels": list(parallels),
        "rotate": [-middle, 0, 0],
        "center": [0, 0],
        "scale": scale,
        "translate": [width / 2 - scale * (left + right) / 2, height / 2 + scale * (bottom + top) / 2],
    }


def _albers(lon: float, lat: float, parallels: tuple[float, float]) -> tuple[float, float]:
    """Place on the unit sphere's map, the origin at 0° N on the middle meridian; degrees in."""
    south, north = (sin(radians(parallel)) for parallel in parallels)
    cone = (south + north) / 2
    constant = 1 + south * (2 * cone - south)
    radius = sqrt(max(constant - 2 * cone * sin(radians(lat)), 0)) / cone
    angle = cone * radians(lon)
    return radius * sin(angle), sqrt(constant) / cone - radius * cos(angle)


def _window(section: dict[str, Any], outlines: dict[str, dict[str, Any]]) -> Window:
    """The brief's window, widened to the country's main land and by a margin."""
    boxes = [tuple(section["window"])]
    if section["focus"] in outlines:
        parts = shapely.get_parts(shapely.geometry.shape(outlines[section["focus"]]["geometry"]))
        boxes.append(max(parts, key=lambda part: part.area).bounds)
    west, south = min(box[0] for box in boxes), min(box[1] for box in boxes)
    east, north = max(box[2] for box in boxes), max(box[3] for box in boxes)
    across, up = MARGIN * (east - west), MARGIN * (north - south)
    return west - across, max(south - up, -80), east + across, min(north + up, 84)


def _land(section: dict[str, Any], outlines: dict[str, dict[str, Any]], window: Window) -> list[dict[str, Any]]:
    """Outlines that can show in the picture, which is wider than the window."""
    west, south, east, north = window
    wide = shapely.box(
        west - (east - west), south - (north - south) / 2, east + (east - west), north + (north - south) / 2
    )
    colours = dict.fromkeys(section["neighbours"], NEIGHBOUR) | {section["focus"]: FOCUS}
    land = []
    for iso3, feature in outlines.items():
        shape = shapely.intersection(shapely.make_valid(shapely.geometry.shape(feature["geometry"])), wide)
        polygons = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
        if polygons:
            oriented = [shapely.geometry.polygon.orient(part, -1) for part in polygons]  # as d3 wants it: clockwise
            geometry = shapely.geometry.mapping(shapely.MultiPolygon(oriented))
            land.append({"type": "Feature", "geometry": geometry, "fill": colours.get(iso3, OTHER)})
    return land


def _shown(place: dict[str, Any], section: dict[str, Any], window: Window) -> bool:
    west, south, east, north = window
    inside = west <= place["lon"] <= east and south <= place["lat"] <= north
    return inside and place["capital"] and (place["iso3"] == section["focus"] or place["iso3"] in section["neighbours"])


@cache
def _outlines(path: Path) -> dict[str, dict[str, Any]]:
    return {feature["properties"]["iso3"]: feature for feature in _features(path)}


@cache
def _places(path: Path) -> list[dict[str, Any]]:
    return [
        feature["properties"] | dict(zip(("lon", "lat"), feature["geometry"]["coordinates"], strict=True))
        for feature in _features(path)
    ]


def _features(path: Path) -> list[dict[str, Any]]:
    try:
        return list(json.loads(path.read_text(encoding="utf-8"))["features"])
    except (OSError, ValueError, KeyError) as error:
        raise RenderError(f"{path}: cannot be read as map outlines: {error}") from error
