"""How far a place lies from a country, by the outlines of the map data."""

import json
from functools import cache
from math import cos, radians
from pathlib import Path

import shapely
import shapely.geometry

UNREADABLE = (
    OSError, ValueError, KeyError, IndexError, TypeError, AttributeError, OverflowError, RecursionError,
    shapely.errors.ShapelyError,
)  # fmt: skip
KM_PER_DEGREE = 111.2
LEAST_SQUEEZE = 0.05  # so that a place at the pole does not squeeze the map to a line


class OutlinesError(Exception):
    """The file cannot be used; the message says why, in one line."""


class Outlines:
    """Outlines of countries by code."""

    def __init__(self, shapes: dict[str, shapely.Geometry]) -> None:
        self._shapes = shapes
        self._flattened = cache(self._flat)

    def km_away(self, code: str, lat: float, lon: float) -> float | None:
        """Distance of a place from a country in km, 0 inside; None for a country without an outline.

        Measured on a flat map that is squeezed to the place's latitude (to the whole degree): good to a few per cent
        for the few hundred km that matter here.

        Args:
            code: the country's iso3.
            lat: degrees north.
            lon: degrees east.
        """
        if code not in self._shapes:
            return None
        squeeze = _squeeze(round(lat))
        place = shapely.Point(lon * squeeze, lat)
        return float(shapely.distance(self._flattened(code, round(lat)), place)) * KM_PER_DEGREE

    def _flat(self, code: str, lat: int) -> shapely.Geometry:
        squeeze = _squeeze(lat)
        flat = shapely.transform(self._shapes[code], lambda points: points * [squeeze, 1.0])
        shapely.prepare(flat)
        return flat


def read(path: Path) -> Outlines:
    """Read outlines from GeoJSON whose features have the property `iso3`.

    Args:
        path: of the file.

    Raises:
        OutlinesError: if it is missing or is no such GeoJSON.
    """
    try:
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
        return Outlines({each["properties"]["iso3"]: shapely.geometry.shape(each["geometry"]) for each in features})
    except FileNotFoundError as error:
        raise OutlinesError("no such file") from error
    except UNREADABLE as error:
        raise OutlinesError("is not GeoJSON with an iso3 for each outline") from error


def _squeeze(lat: int) -> float:
    return max(cos(radians(lat)), LEAST_SQUEEZE)
