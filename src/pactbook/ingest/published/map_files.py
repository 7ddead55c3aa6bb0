"""Map files beside the tables of an imported set: GeoJSON in its folder `geo/`."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pactbook.ingest.published.model import PublishedError


def text(collection: Mapping[str, Any]) -> str:
    """GeoJSON with a feature a line, so that a change of one is a change of its line.

    Raises:
        ValueError: if a number is infinite or not a number.
    """
    lines = [
        json.dumps(feature, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        for feature in collection["features"]
    ]
    return '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"


def write(folder: Path, outlines: Mapping[str, Mapping[str, Any]]) -> None:
    """Write each to `<folder>/geo/<name>.geojson`.

    Raises:
        PublishedError: if one holds what GeoJSON cannot.
    """
    for name, collection in outlines.items():
        path = folder / "geo" / f"{name}.geojson"
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            content = text(collection).encode("utf-8")
        except ValueError as error:  # half of a character, or no number
            raise PublishedError(f"map file {name} cannot be written: {error}") from error
        path.write_bytes(content)


def resource(name: str, licences: Sequence[Any], credit: Sequence[Any]) -> dict[str, Any]:
    """What `datapackage.json` says of such a file."""
    return {
        "name": f"geo-{name.replace('_', '-')}",
        "path": f"geo/{name}.geojson",
        "format": "geojson",
        "mediatype": "application/geo+json",
        "encoding": "utf-8",
        "licenses": list(licences),
        "sources": list(credit),
    }
