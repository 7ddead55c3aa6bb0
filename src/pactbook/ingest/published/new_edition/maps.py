"""The map files of a new edition, from Natural Earth: simplified so that a report stays small, rounded."""

from collections.abc import Iterable, Mapping
from typing import Any

import shapely
import shapely.geometry

from pactbook import fonts
from pactbook.ingest.published.new_edition.countries import folded
from pactbook.ingest.published.new_edition.model import NewEditionError

FINENESS = 0.05  # degrees by which a simplified outline may leave its place
GRID = 0.01
REACH = 12.0  # degrees around a country of the edition that its maps may show
NOT_DRAWN = ("ATA",)  # reaches the pole, where a map of the world ends
LARGE, LARGE_IN_CORE = 300_000, 100_000  # people of the towns that maps name
Collection = dict[str, Any]
Feature = dict[str, Any]


def files(
    outlines: Mapping[str, Collection], roles: Mapping[str, str], capitals_named: Mapping[str, str]
) -> dict[str, Collection]:
    """The files of `geo/` by name.

    Args:
        outlines: GeoJSON of the sets, by name.
        roles: of the countries that the edition looks at, by code.
        capitals_named: what the edition calls each country's capital.

    Raises:
        NewEditionError: if no set gives outlines of countries.
    """
    if "countries" not in outlines:
        raise NewEditionError("no set gives outlines of countries; import Natural Earth's, 1:50m or 1:110m")
    countries = _simplified(outlines["countries"]["features"])
    near = _near(countries, roles)
    core = {code for code, role in roles.items() if role == "core"}
    towns = outlines.get("places", {"features": []})["features"]
    lines = outlines.get("disputed_boundaries", {"features": []})["features"]
    return {
        "countries": _collection(feature for feature in countries if feature["properties"]["iso3"] in near),
        "places": _collection(_towns(towns, near, core, capitals_named)),
        "disputed_boundaries": _collection(map(_rounded, lines)),
    }


def capitals(outlines: Mapping[str, Collection]) -> dict[tuple[str, str], tuple[float, float]]:
    """(lat, lon) of capitals by country and each of their names, folded; a capital of another name has no place."""
    places = outlines.get("places", {"features": []})["features"]
    found = {}
    for feature in places:
        properties, (lon, lat) = feature["properties"], feature["geometry"]["coordinates"]
        if properties["capital"]:
            for name in (properties["name"], *properties["names"]):
                found[properties["iso3"], folded(name)] = (round(lat, 3), round(lon, 3))
    return found


def _simplified(features: list[Feature]) -> list[Feature]:
    """Outlines simplified as one coverage, so that neighbours still share their borders."""
    drawn = [feature for feature in features if feature["properties"]["iso3"] not in NOT_DRAWN]
    shapes = [shapely.geometry.shape(feature["geometry"]) for feature in drawn]
    simpler = shapely.coverage_simplify(shapes, FINENESS)
    made = []
    for feature, shape, whole in zip(drawn, simpler, shapes, strict=True):
        rounded = shapely.set_precision(shape, GRID)
        kept = whole if rounded.is_empty else rounded
        if kept.geom_type in ("Polygon", "MultiPolygon"):
            made.append({**feature, "geometry": _tidy(kept)})
    return sorted(made, key=lambda feature: str(feature["properties"]["iso3"]))


def _near(features: list[Feature], roles: Mapping[str, str]) -> set[str]:
    """Countries of the edition, and all within the reach of their maps."""
    boxes = {feature["properties"]["iso3"]: shapely.geometry.shape(feature["geometry"]) for feature in features}
    windows = [
        shapely.box(*shape.bounds).buffer(REACH, join_style="mitre") for code, shape in boxes.items() if code in roles
    ]
    area = shapely.union_all(windows)
    shapely.prepare(area)
    return {code for code, shape in boxes.items() if code in roles or area.intersects(shape)}


def _towns(
    features: Iterable[Feature], near: set[str], core: set[str], capitals_named: Mapping[str, str]
) -> Iterable[Feature]:
    for feature in features:
        known = feature["properties"]
        iso3, people = known["iso3"], known["population"]
        if iso3 not in near or not (known["capital"] or people >= (LARGE_IN_CORE if iso3 in core else LARGE)):
            continue
        names = [known["name"], *known["names"]]
        own = capitals_named.get(iso3, "")
        if known["capital"] and folded(own) in map(folded, names):
            names.insert(0, own)
        name = next((name for name in names if not fonts.lacking(name)), None)
        if name is not None:
            lon, lat = feature["geometry"]["coordinates"]
            properties = {"name": name, "iso3": iso3, "capital": known["capital"], "population": people}
            point = {"type": "Point", "coordinates": [round(lon, 3), round(lat, 3)]}
            yield {"type": "Feature", "properties": properties, "geometry": point}


def _rounded(feature: Feature) -> Feature:
    return {**feature, "geometry": _tidy(shapely.geometry.shape(feature["geometry"]))}


def _tidy(shape: shapely.Geometry) -> dict[str, Any]:
    plain: dict[str, Any] = shapely.geometry.mapping(shape)
    return {"type": plain["type"], "coordinates": _round(plain["coordinates"])}


def _round(value: Any) -> Any:
    return [_round(item) for item in value] if isinstance(value, (list, tuple)) else round(value, 2)


def _collection(features: Iterable[Feature]) -> Collection:
    return {"type": "FeatureCollection", "features": list(features)}
