"""Maps: outlines within a window, in an equal-area projection, with the brief's symbols on them."""

import json
from collections import Counter
from functools import cache
from itertools import product
from math import asin, atan2, cos, degrees, hypot, pi, radians, sin, sqrt
from pathlib import Path
from typing import Any

import shapely
from shapely import affinity

from pactbook.render import charts
from pactbook.render.errors import RenderError

WIDTH, LOWEST, TALLEST = 620, 240, 400  # pixels; the height follows the window
AROUND = 1.0  # degrees around each symbol
MARGIN = 0.06  # of the window's width and height, on each side
WIDEST = 200  # degrees of longitude from which a conic projection distorts too much and the whole world is drawn
LEAST_CONE = 1.0  # degrees
FOCUS, NEIGHBOUR, OTHER = "#fbf3dc", "#eceff1", "#f5f6f7"
LETTER, LINE, SYMBOL = 5.6, 13, 6  # pixels: mean width of a letter, height of a line, half a symbol
SHIFTS = (-4, 8, -16, 18, -26, 28, -36)  # pixels from a place down to the base of its name; the first is the usual one
NUDGES = tuple(
    sorted(product(range(-90, 91, 15), repeat=2), key=lambda move: (hypot(*move), move))
)  # for a country's name
APART = 10.0  # pixels between the middles of two symbols
Window = tuple[float, float, float, float]
Box = tuple[float, float, float, float]
BASE = "https://site.invalid/"  # the drawing library takes whole addresses only
WORLD: Window = (-180.0, -57.0, 180.0, 84.0)


def svg(section: dict[str, Any], names: dict[str, Any], templates: Path, geo: Path, ident: str) -> str:
    """Draw the map of a country, or of several.

    Args:
        section: `capital` (lat, lon) or None, `focus` (the countries that the map is of), `neighbours`, `facilities`,
            `operators` (in the order of the legend, which numbers them), `exercises`. Facilities that would hide each
            other are moved apart.
        names: of the focus and the neighbours, by code, as in a brief.
        templates: folder with `charts/map.vl.json`.
        geo: folder with `countries.geojson`, `disputed_boundaries.geojson` and `places.geojson`.
        ident: prefix of the ids in the drawing.

    Raises:
        RenderError: if outlines or spec cannot be read.
    """
    outlines = _outlines(geo / "countries.geojson")
    mainland = _mainlands(section["focus"], outlines)
    capital = [section["capital"]] if section["capital"] else []
    facilities, exercises = ([_near(point, mainland) for point in section[key]] for key in ("facilities", "exercises"))
    points = [*(_near(point, mainland) for point in capital), *facilities, *exercises]
    boxes = [
        (point["lon"] - AROUND, point["lat"] - AROUND, point["lon"] + AROUND, point["lat"] + AROUND) for point in points
    ]
    window = _widened([*boxes, *mainland] or [WORLD])
    projection, height = conic(window)
    colours = dict.fromkeys(section["neighbours"], NEIGHBOUR) | dict.fromkeys(section["focus"], FOCUS)
    pieces = _pieces(outlines, window)
    facilities = _apart(facilities, projection)
    numbers = {row["operator"]: number for number, row in enumerate(section.get("operators", ()), start=1)}
    symbols = [_pixel(point, projection) for point in (*facilities, *exercises)]
    taken = [(x - SYMBOL, y - SYMBOL, x + SYMBOL, y + SYMBOL) for x, y in symbols]
    places = _labelled(_places(geo / "places.geojson"), section, projection, (WIDTH, height), taken)
    named = [*(section["focus"] if len(section["focus"]) > 1 else ()), *section["neighbours"]]
    shown_names = {code: names[code]["name"] for code in named if code in pieces}
    datasets = {
        "land": [_feature(shape, fill=colours.get(iso3, OTHER)) for iso3, shape in pieces.items()],
        "disputed": [_feature(line) for line in _lines(geo / "disputed_boundaries.geojson")],
        "facilities": [
            site | {"active": site["status"] != "closed", "number": numbers.get(site.get("operator"), "")}
            for site in facilities
        ],
        "exercises": exercises,
        "places": places,
        "names": _named(shown_names, pieces, window, projection, taken),
    }
    layers = [
        layer
        for layer in charts.spec(templates / "charts" / "map.vl.json")["layer"]
        if exercises or layer["data"]["name"] != "exercises"  # with its legend
    ]
    return _drawn("map", templates, ident, datasets=datasets, projection=projection, height=height, layer=layers)


def _apart(points: list[dict[str, Any]], projection: dict[str, Any]) -> list[dict[str, Any]]:
    """Points, in order, each as near to its place as it can be without hiding one before it."""
    placed: list[tuple[float, float]] = []
    moved = []
    for point in points:
        x, y = _pixel(point, projection)
        spiral = [(x, y)]
        spiral += [
            (x + ring * APART * cos(turn * pi / (3 * ring)), y + ring * APART * sin(turn * pi / (3 * ring)))
            for ring in range(1, len(points) + 1)
            for turn in range(6 * ring)
        ]
        free = next(
            (spot for spot in spiral if all(hypot(spot[0] - i, spot[1] - j) > APART - 0.1 for i, j in placed)), (x, y)
        )
        placed.append(free)
        moved.append(point if free == (x, y) else point | _place(free, projection))
    return moved


def _near(point: dict[str, Any], mainland: list[Window]) -> dict[str, Any]:
    """A point with its longitude on the mainland's side of the antimeridian: 190 rather than -170 in the far east."""
    middle = (mainland[0][0] + mainland[0][2]) / 2 if mainland else point["lon"]
    turn = 360 if point["lon"] < middle - 180 else -360 if point["lon"] > middle + 180 else 0
    return point | {"lon": point["lon"] + turn}


def status_svg(spells: list[dict[str, Any]], templates: Path, geo: Path, ident: str) -> str:
    """Draw the members of an organisation by their status.

    Args:
        spells: `iso3`, `status` and `end` of its spells of membership; a country is drawn by its open spell, or as
            "former" if it has none.
        templates: folder with `charts/status_map.vl.json`, which says what colour a status has.
        geo: folder with `countries.geojson` and `disputed_boundaries.geojson`.
        ident: prefix of the ids in the drawing.

    Raises:
        RenderError: if outlines or spec cannot be read.
    """
    outlines = _outlines(geo / "countries.geojson")
    former = {spell["iso3"]: "former" for spell in spells}
    statuses = former | {spell["iso3"]: spell["status"] for spell in spells if spell["end"] is None}
    window = _widened(_mainlands(sorted(statuses), outlines) or [WORLD])
    if window[2] - window[0] > WIDEST:
        window, projection, height = WORLD, {"type": "equalEarth"}, 280
    else:
        projection, height = conic(window)
    pieces = _pieces(outlines, window)
    land = [_feature(shape) for shape in pieces.values()]
    disputed = [_feature(line) for line in _lines(geo / "disputed_boundaries.geojson")]
    members = [_feature(pieces[iso3], status=statuses[iso3]) for iso3 in sorted(statuses) if iso3 in pieces]
    return _drawn(
        "status_map", templates, ident,
        datasets={"land": land, "members": members, "disputed": disputed}, projection=projection, height=height,
        params=[{"name": "shown", "value": [status for status, _ in Counter(sorted(statuses.values())).most_common()]}],
    )  # fmt: skip


def entry_svg(countries: list[dict[str, Any]], templates: Path, geo: Path, ident: str) -> str | None:
    """Draw the map that leads into the site: countries with a brief are links, which a keyboard reaches too.

    Args:
        countries: iso3, name, core (whether the data is about it) and href (of its brief); the window shows the core
            countries, or all where there is none.
        templates: folder with `charts/entry_map.vl.json`.
        geo: folder with `countries.geojson` and `disputed_boundaries.geojson`.
        ident: prefix of the ids in the drawing.

    Returns:
        The SVG element, or None if none of the countries has an outline.

    Raises:
        RenderError: if outlines or spec cannot be read.
    """
    outlines = _outlines(geo / "countries.geojson")
    core = [country["iso3"] for country in countries if country["core"]]
    shown = _mainlands(core or [country["iso3"] for country in countries], outlines)
    if not shown:
        return None
    window = _widened(shown)
    projection, height = conic(window)
    pieces = _pieces(outlines, window)
    seen = shapely.box(*window)
    linked = {
        country["iso3"]: country
        for country in countries
        if country["iso3"] in pieces and pieces[country["iso3"]].intersects(seen)
    }
    names = {iso3: country["name"] for iso3, country in linked.items()}
    datasets = {
        "land": [_feature(shape) for iso3, shape in pieces.items() if iso3 not in linked],
        "linked": [
            _feature(
                pieces[country["iso3"]],
                fill=FOCUS if country["core"] else NEIGHBOUR,
                href=BASE + country["href"],
                text=f"{country['name']}: brief",
            )
            for country in linked.values()
        ],
        "disputed": [_feature(line) for line in _lines(geo / "disputed_boundaries.geojson")],
        "names": _named(names, pieces, window, projection, []),
    }
    text = _drawn("entry_map", templates, ident, datasets=datasets, projection=projection, height=height)
    return text.replace(f'xlink:href="{BASE}', 'href="')


def conic(window: Window) -> tuple[dict[str, Any], int]:
    """Albers' equal-area conic projection that fits a window into a picture.

    Snyder, Map Projections (USGS 1987), p. 98-103; standard parallels at a sixth of the height from south and north.

    Args:
        window: west, south, east, north in degrees.

    Returns:
        The `projection` of a Vega-Lite spec for a picture `WIDTH` pixels wide, and the picture's height in pixels.
    """
    west, south, east, north = window
    middle, sixth = (west + east) / 2, (north - south) / 6
    parallels = (south + sixth, north - sixth)
    if abs(sum(parallels)) < LEAST_CONE:  # around the equator a cone is a cylinder: division by zero
        parallels = (parallels[0], parallels[1] + LEAST_CONE)
    steps = [i / 24 for i in range(25)]
    edge = [(west + t * (east - west), lat) for t in steps for lat in (south, north)]
    edge += [(lon, south + t * (north - south)) for t in steps for lon in (west, east)]
    points = [_albers(lon - middle, lat, parallels) for lon, lat in edge]
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    bottom, top = min(y for _, y in points), max(y for _, y in points)
    height = round(min(max(WIDTH * (top - bottom) / (right - left), LOWEST), TALLEST))
    scale = min(WIDTH / (right - left), height / (top - bottom))
    return {
        "type": "conicEqualArea",
        "parallels": list(parallels),
        "rotate": [-middle, 0, 0],
        "center": [0, 0],
        "scale": scale,
        "translate": [WIDTH / 2 - scale * (left + right) / 2, height / 2 + scale * (bottom + top) / 2],
    }, height


def _albers(lon: float, lat: float, parallels: tuple[float, float]) -> tuple[float, float]:
    """Place on the unit sphere's map, the origin at 0° N on the middle meridian; degrees in."""
    south, north = (sin(radians(parallel)) for parallel in parallels)
    cone = (south + north) / 2
    constant = 1 + south * (2 * cone - south)
    radius = sqrt(max(constant - 2 * cone * sin(radians(lat)), 0)) / cone
    angle = cone * radians(lon)
    return radius * sin(angle), sqrt(constant) / cone - radius * cos(angle)


def _pixel(point: dict[str, Any], projection: dict[str, Any]) -> tuple[float, float]:
    """Where a point with `lon` and `lat` falls in the picture."""
    x, y = _albers(point["lon"] + projection["rotate"][0], point["lat"], projection["parallels"])
    return (
        projection["translate"][0] + projection["scale"] * x,
        projection["translate"][1] - projection["scale"] * y,
    )


def _place(pixel: tuple[float, float], projection: dict[str, Any]) -> dict[str, float]:
    """Which `lon` and `lat` fall on a point of the picture: the inverse of `_pixel` (Snyder, p. 101)."""
    south, north = (sin(radians(parallel)) for parallel in projection["parallels"])
    cone = (south + north) / 2
    constant = 1 + south * (2 * cone - south)
    x = (pixel[0] - projection["translate"][0]) / projection["scale"]
    y = sqrt(constant) / cone - (projection["translate"][1] - pixel[1]) / projection["scale"]
    sign = 1 if cone > 0 else -1
    sine = (constant - (cone * hypot(x, y)) ** 2) / (2 * cone)
    return {
        "lon": degrees(atan2(sign * x, sign * y)) / cone - projection["rotate"][0],
        "lat": degrees(asin(min(max(sine, -1), 1))),
    }


def _mainlands(codes: list[str], outlines: dict[str, shapely.Geometry]) -> list[Window]:
    """The box around the largest part of each country."""
    parts = [shapely.get_parts(outlines[code]) for code in codes if code in outlines]
    return [max(each, key=lambda part: part.area).bounds for each in parts]


def _widened(boxes: list[Window]) -> Window:
    """The box around all boxes, with a margin."""
    west, south = min(box[0] for box in boxes), min(box[1] for box in boxes)
    east, north = max(box[2] for box in boxes), max(box[3] for box in boxes)
    across, up = MARGIN * (east - west), MARGIN * (north - south)
    return west - across, max(south - up, -80), east + across, min(north + up, 84)


def _pieces(outlines: dict[str, shapely.Geometry], window: Window) -> dict[str, shapely.Geometry]:
    """What can show of each country in the picture (which may reach beyond the window), as fine as its pixels."""
    west, south, east, north = window
    if window == WORLD:
        wide = shapely.box(*WORLD)
    else:
        middle, reach = (west + east) / 2, min(1.5 * (east - west), 175)
        wide = shapely.box(middle - reach, south - (north - south) / 2, middle + reach, north + (north - south) / 2)
    pixel = (east - west) / WIDTH
    pieces = {}
    for iso3, outline in outlines.items():
        around = (outline, affinity.translate(outline, 360))  # what lies beyond the antimeridian
        cut = shapely.union_all([shapely.intersection(shape, wide) for shape in around if shape.intersects(wide)])
        polygons = [part for part in shapely.get_parts(shapely.simplify(cut, pixel / 2)) if part.geom_type == "Polygon"]
        if polygons:
            largest = max(polygons, key=lambda part: part.area)
            pieces[iso3] = shapely.MultiPolygon([p for p in polygons if p.area > pixel**2 or p is largest])
    return pieces


def _feature(shape: shapely.Geometry, **properties: str) -> dict[str, Any]:
    """A GeoJSON feature; rings run clockwise, as the drawing library wants them."""
    polygons = shape.geom_type in ("Polygon", "MultiPolygon")
    oriented = shapely.orient_polygons(shape, exterior_cw=True) if polygons else shape
    return {"type": "Feature", "geometry": shapely.geometry.mapping(oriented), **properties}


def _labelled(
    places: list[dict[str, Any]],
    section: dict[str, Any],
    projection: dict[str, Any],
    size: tuple[int, int],
    taken: list[Box],
) -> list[dict[str, Any]]:
    """Places whose name finds room: capitals first, then a single country's cities by size; adds what it takes."""
    shown = [
        place
        for place in places
        if (place["iso3"] in section["focus"] and (place["capital"] or len(section["focus"]) == 1))
        or (place["capital"] and place["iso3"] in section["neighbours"])
    ]
    labelled = []
    shown.sort(key=lambda place: (not place["capital"], -place["population"], place["name"]))
    for place in shown:
        x, y = _pixel(place, projection)
        if not (0 < x < size[0] and 0 < y < size[1]):
            continue
        own_capital = place["capital"] and place["iso3"] in section["focus"]  # named even where symbols crowd
        spots = [spot for dy in SHIFTS[: None if own_capital else 1] for spot in _beside(place["name"], x, y, dy)]
        inside = [(box, look) for box, look in spots if box[0] > 0 and box[1] > 0 and box[2] < size[0]]
        free = [(box, look) for box, look in inside if not any(_overlap(box, other) for other in taken)]
        for box, look in (free or (inside if own_capital else []))[:1]:
            labelled.append(place | look)
            taken.append((min(box[0], x - 3), box[1], max(box[2], x + 3), box[3] + 2))
    return labelled


def _beside(name: str, x: float, y: float, dy: int) -> list[tuple[Box, dict[str, Any]]]:
    """Where a name can stand beside its place: the room it takes, and how the spec puts it there."""
    width = LETTER * len(name)
    top, bottom = y + dy + 4 - LINE, y + dy + 6
    spots = []
    for dx in (6, 8):  # the latter clears a symbol at the place itself
        spots.append(((x + dx - 1, top, x + dx + 1 + width, bottom), {"align": "left", "dx": dx, "dy": dy}))
        spots.append(((x - dx - 1 - width, top, x - dx + 1, bottom), {"align": "right", "dx": -dx, "dy": dy}))
    return spots


def _named(
    names: dict[str, str],
    pieces: dict[str, shapely.Geometry],
    window: Window,
    projection: dict[str, Any],
    taken: list[Box],
) -> list[dict[str, Any]]:
    """Names of countries, each as near as there is room to the place that is deepest within what is seen of it."""
    named = []
    seen = shapely.box(*window)
    for code, name in sorted(names.items()):
        visible = shapely.get_parts(shapely.intersection(pieces[code], seen))
        parts = [part for part in visible if part.geom_type == "Polygon"]
        if not parts:
            continue
        largest = max(parts, key=lambda part: part.area)
        middle = shapely.maximum_inscribed_circle(largest, tolerance=0.1).coords[0]
        x, y = _pixel({"lon": middle[0], "lat": middle[1]}, projection)
        half = LETTER * len(name) / 2 + 4
        for across, down in NUDGES:
            place = _place((x + across, y + down), projection)
            box = (x + across - half, y + down - LINE / 2, x + across + half, y + down + LINE / 2)
            within = largest.contains(shapely.Point(place["lon"], place["lat"])) or (across, down) == (0, 0)
            if within and box[0] > 0 and box[2] < WIDTH and not any(_overlap(box, other) for other in taken):
                named.append(place | {"name": name})
                taken.append(box)
                break
    return named


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _drawn(name: str, templates: Path, ident: str, **filled: Any) -> str:
    spec = charts.spec(templates / "charts" / f"{name}.vl.json") | {"width": WIDTH} | filled
    return charts.draw(spec, charts.spec(templates / "charts" / "theme.json"), ident, name)


@cache
def _outlines(path: Path) -> dict[str, shapely.Geometry]:
    return {
        feature["properties"]["iso3"]: shapely.make_valid(shapely.geometry.shape(feature["geometry"]))
        for feature in _features(path)
    }


@cache
def _lines(path: Path) -> list[shapely.Geometry]:
    return [shapely.geometry.shape(feature["geometry"]) for feature in _features(path)]


@cache
def _places(path: Path) -> list[dict[str, Any]]:
    return [
        feature["properties"] | dict(zip(("lon", "lat"), feature["geometry"]["coordinates"], strict=True))
        for feature in _features(path)
    ]


def forget() -> None:
    """Read the outlines anew when they are next drawn; a preview's editor may have saved them."""
    for known in (_outlines, _lines, _places):
        known.cache_clear()


def _features(path: Path) -> list[dict[str, Any]]:
    try:
        return list(json.loads(path.read_text(encoding="utf-8"))["features"])
    except (OSError, ValueError, KeyError) as error:
        raise RenderError(f"{path}: cannot be read as map outlines: {error}") from error
