"""mledoze/countries: names, capitals, areas and land neighbours of countries and territories, as one JSON file."""

import json
from pathlib import Path
from typing import Any

import pandas as pd

from pactbook.ingest.published import reading, schemas
from pactbook.ingest.published.glimpse import Glimpse
from pactbook.ingest.published.model import Imported, LeftOut, Progress, PublishedError, PublishedSet, sources

SOURCE = "mledoze-countries"
KEYS = ("name", "cca2", "cca3", "capital", "latlng", "area", "landlocked", "borders", "independent")
USER_ASSIGNED = {"UNK": "XKX"}  # Kosovo, which ISO 3166 has no code for


def fits(glimpse: Glimpse) -> bool:
    """Whether a file looks like it: a list of objects with these keys."""
    start = glimpse.head.lstrip("\ufeff \n\t")
    return glimpse.kind == "json" and start.startswith("[") and all(f'"{key}"' in start for key in ("cca3", "cioc"))


def read(path: Path, progress: Progress) -> Imported:
    """Read the file: a row of `country_facts` for each country or territory.

    `name_local` is the common name in the first of the country's own languages, in the order of their codes;
    `independent` says what the file says, and is missing where it says nothing.

    Raises:
        PublishedError: if it is not what mledoze/countries publishes.
    """
    content = reading.text(path)
    try:
        records = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise PublishedError(f"is no sound JSON: {error}; is it cut off?") from error
    if not isinstance(records, list) or not records:
        raise PublishedError("holds no list of countries")
    rows = [_row(record, place) for place, record in enumerate(records, start=1)]
    types = schemas.columns("country_facts")
    frame = pd.DataFrame(rows, columns=list(types)).sort_values("iso3", ignore_index=True).astype(types)
    if doubles := sorted(frame.loc[frame["iso3"].duplicated(), "iso3"]):
        raise PublishedError(f"has two entries for {', '.join(doubles)}")
    progress(len(content), len(content))
    given: dict[str, str | None] = {
        "source_id": SOURCE,
        "publisher": "M. Le Doze and contributors",
        "title": "countries: world countries in JSON",
        "url": SETS[0].where,
        "kind": "dataset",
        "reliability": "B",
        "note": "The file does not say its release.",
    }
    notes = ["The place of a country (lat, lon) is its middle, not its capital."]
    return Imported(
        "undated",
        None,
        {"country_facts": frame},
        sources([given]),
        len(rows),
        LeftOut(),
        notes,
    )


def _row(record: Any, place: int) -> dict[str, Any]:
    """A row of the table.

    Raises:
        PublishedError: if the entry lacks what it should have, or holds something else in its place.
    """
    if not isinstance(record, dict):
        raise PublishedError(f"entry {place} is no object")
    if missing := [key for key in KEYS if key not in record]:
        raise PublishedError(f"entry {place} ({record.get('cca3', 'no code')}) has no {', '.join(missing)}")
    try:
        lat, lon = record["latlng"]
        return {
            "iso3": _code(record["cca3"]),
            "iso2": str(record["cca2"]),
            "name": str(record["name"]["common"]),
            "official_name": str(record["name"]["official"]),
            "name_local": _local(record["name"].get("native") or {}),
            "capital": str(record["capital"][0]) if record["capital"] else None,
            "lat": float(lat),
            "lon": float(lon),
            "area_km2": _area(record["area"]),
            "landlocked": _boolean(record["landlocked"]),
            "independent": None if record["independent"] is None else _boolean(record["independent"]),
            "land_neighbours": tuple(sorted(map(_code, record["borders"]))),
            "source_ids": (SOURCE,),
            "verified": "tool",
        }
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        raise PublishedError(f"entry {place} ({record['cca3']}) cannot be read: {error}") from error


def _code(stated: Any) -> str:
    code = str(stated)
    if len(code) != 3 or not code.isascii() or not code.isupper():
        raise ValueError(f"{stated!r} is no code of three letters")
    return USER_ASSIGNED.get(code, code)


def _local(native: dict[str, dict[str, str]]) -> str | None:
    return native[min(native)]["common"] if native else None


def _area(stated: Any) -> float | None:
    """In km2; the file writes -1 where it does not know."""
    area = float(stated)
    return area if area > 0 else None


def _boolean(stated: Any) -> bool:
    if not isinstance(stated, bool):
        raise TypeError(f"{stated!r} is neither true nor false")
    return stated


SETS: tuple[PublishedSet, ...] = (
    PublishedSet(
        name="mledoze-countries",
        title="countries",
        publisher="M. Le Doze and contributors",
        where="https://github.com/mledoze/countries",
        terms="Free to use, share and change with credit; a changed database must stay under the same licence.",
        licence="ODbL-1.0",
        citation="mledoze/countries, Open Database License 1.0, https://github.com/mledoze/countries",
        tables=("country_facts",),
        fits=fits,
        read=read,
    ),
)
