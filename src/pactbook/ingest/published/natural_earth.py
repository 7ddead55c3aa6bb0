"""Natural Earth as GeoJSON: outlines of countries, towns, disputed lines; map files of a package rather than tables.

Natural Earth draws who controls an area. Its `ISO_A3` is "-99" for several states, so that `ADM0_A3`, its own code, is
read; where ISO 3166 has another, OWN_CODES says so. Places without an ISO code keep Natural Earth's.
"""

import json
import re
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import shapely
import shapely.geometry

from pactbook.ingest.outlines import UNREADABLE
from pactbook.ingest.problems import shown
from pactbook.ingest.published import reading
from pactbook.ingest.published.glimpse import Glimpse
from pactbook.ingest.published.model import Imported, LeftOut, Progress, PublishedError, PublishedSet, sources

OWN_CODES = {"ALD": "ALA", "KOS": "XKX", "PSX": "PSE", "SAH": "ESH", "SDS": "SSD"}
CODE = re.compile(r"[A-Z0-9]{3}")  # Natural Earth has B12 and the like for disputed areas
Feature = dict[str, Any]


def read_geojson(make: Callable[[Feature], Feature], name: str, path: Path, progress: Progress) -> Imported:
    """Read a file of Natural Earth: each feature with the properties that the maps need.

    Args:
        make: what becomes of a feature.
        name: of the map file that it gives (`geo/<name>.geojson`).
        path: of the file.
        progress: told when it is read.

    Raises:
        PublishedError: if it is no such file; nothing of it is used then.
    """
    content = reading.text(path)
    try:
        found = json.loads(content)["features"]
    except UNREADABLE as error:
        raise PublishedError(f"is no sound GeoJSON: {error}; is it cut off?") from error
    features = [_made(make, feature, place) for place, feature in enumerate(found, start=1)]
    if not features:
        raise PublishedError("holds no feature")
    progress(len(content), len(content))
    given: dict[str, str | None] = {
        "source_id": f"natural-earth-{name.replace('_', '-')}",
        "publisher": "Natural Earth",
        "title": f"Natural Earth, {TITLES[name].lower()}",
        "url": WHERE,
        "kind": "dataset",
        "reliability": "B",
        "note": "The file does not say its release.",
    }
    outlines = {name: {"type": "FeatureCollection", "features": features}}
    return Imported("undated", None, {}, sources([given]), len(found), LeftOut(), list(NOTES[name]), outlines)


def country(feature: Feature) -> Feature:
    """An outline with `iso3` and `name`. A shape that crosses itself is mended; the antimeridian cuts shapes in two."""
    properties = feature["properties"]
    shape = shapely.make_valid(shapely.geometry.shape(feature["geometry"]))
    if shape.geom_type not in ("Polygon", "MultiPolygon"):
        parts = [part for part in shapely.get_parts(shape) if part.geom_type in ("Polygon", "MultiPolygon")]
        shape = shapely.union_all(parts)
    if shape.is_empty:
        raise ValueError("it has no area")
    return _feature(shape, iso3=_iso3(properties["ADM0_A3"]), name=str(properties["NAME"]))


def place(feature: Feature) -> Feature:
    """A town with `name`, `iso3`, `capital` (of a state, not of a province), `population`, and its other `names`."""
    properties = feature["properties"]
    lon, lat = map(float, feature["geometry"]["coordinates"])
    _refuse_beyond((lon, lat, lon, lat))
    other = {properties.get(key) for key in ("nameascii", "namealt", "namepar")} - {None, "", properties["name"]}
    return {
        "type": "Feature",
        "properties": {
            "name": str(properties["name"]),
            "names": sorted(map(str, other)),
            "iso3": _iso3(properties["adm0_a3"]),
            "capital": properties["featurecla"] in ("Admin-0 capital", "Admin-0 capital alt"),
            "population": int(properties["pop_max"]),
        },
        "geometry": {"type": "Point", "coordinates": [lon, lat]},
    }


def line(feature: Feature) -> Feature:
    """A disputed line with its `kind` as Natural Earth calls it."""
    properties = feature["properties"]
    text = {
        "name": properties.get("name") or "",
        "kind": properties["featurecla"],
        "note": properties.get("note") or "",
    }
    return _feature(shapely.geometry.shape(feature["geometry"]), **text)


def _made(make: Callable[[Feature], Feature], feature: Any, place: int) -> Feature:
    try:
        return make(feature)
    except KeyError as error:
        raise PublishedError(f"feature {place} has no {error}") from error
    except UNREADABLE as error:
        raise PublishedError(f"feature {place} cannot be read: {error}") from error


def _iso3(own: str) -> str:
    """The code of ISO 3166 for one of Natural Earth's own."""
    if not CODE.fullmatch(own):
        raise ValueError(f"{shown(own)} is no code of three letters")
    return OWN_CODES.get(own, own)


def _feature(shape: shapely.Geometry, **properties: str) -> Feature:
    _refuse_beyond(shape.bounds)
    return {"type": "Feature", "properties": properties, "geometry": shapely.geometry.mapping(shape)}


def _refuse_beyond(bounds: Sequence[float]) -> None:
    """No map can draw what lies beyond the globe, or nowhere."""
    west, south, east, north = bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise ValueError("it reaches beyond 180 degrees of longitude or 90 of latitude")


def _fits(properties: tuple[str, ...], without: str, glimpse: Glimpse) -> bool:
    head = glimpse.head
    named = all(f'"{name}"' in head for name in properties)
    return glimpse.kind == "json" and '"FeatureCollection"' in head[:200] and named and f'"{without}"' not in head


WHERE = "https://www.naturalearthdata.com/downloads/"
TITLES = {
    "countries": "Outlines of countries",
    "places": "Towns",
    "disputed_boundaries": "Disputed boundary lines",
}
NOTES = {
    "countries": ("Outlines show who controls an area, not who owns it by law.",),
    "places": (),
    "disputed_boundaries": ("Lines are those of the release, and some may be out of date.",),
}
KINDS: dict[str, tuple[str, Callable[[Feature], Feature], tuple[str, ...], str]] = {
    "countries": ("natural-earth-countries", country, ("ADM0_A3", "ISO_A3", "SOVEREIGNT"), "adm0cap"),
    "places": ("natural-earth-places", place, ("adm0cap", "adm0_a3", "pop_max"), "ADM0_A3"),
    "disputed_boundaries": ("natural-earth-disputed", line, ("featurecla", "scalerank", "note"), "adm0_a3"),
}
LINE = '"LineString"'  # what sets the lines apart from the two others


def _fits_line(glimpse: Glimpse) -> bool:
    _, _, properties, without = KINDS["disputed_boundaries"]
    return _fits(properties, without, glimpse) and LINE in glimpse.head


SETS: tuple[PublishedSet, ...] = tuple(
    PublishedSet(
        name=name,
        title=f"Natural Earth: {TITLES[file].lower()}",
        publisher="Natural Earth",
        where=WHERE,
        terms="In the public domain; credit is welcome, not asked for.",
        licence="other-pd",
        citation="Made with Natural Earth, naturalearthdata.com",
        tables=(),
        fits=_fits_line if file == "disputed_boundaries" else partial(_fits, properties, without),
        read=partial(read_geojson, make, file),
    )
    for file, (name, make, properties, without) in KINDS.items()
)
