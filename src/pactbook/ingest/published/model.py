"""What a published data set is, and what reading a file of it gives."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from pactbook.ingest.published.glimpse import Glimpse

SOURCE_COLUMNS = ("source_id", "publisher", "title", "url", "published", "kind", "reliability", "note", "verified")
Progress = Callable[[int, int], None]  # how much has been read, and of how much, in bytes


class PublishedError(Exception):
    """A file cannot be read as the data set that it should be; the message is one line for an editor.

    Attributes:
        path: of the file, where several were given; else None.
    """

    path: Path | None = None


@dataclass(frozen=True)
class PublishedSet:
    """A data set that can be imported.

    Attributes:
        name: by which the command calls it: small letters, digits, hyphens.
        title: as the publisher calls it.
        publisher: who that is.
        where: address of the page from which people get the file, and what to click there if that is not plain.
        terms: the terms of use in our words, with what they forbid.
        licence: its short name, as in `licenses` of a data package (`CC-BY-4.0`, `SIPRI-terms`).
        citation: how the publisher wants it cited.
        tables: names of the tables that it gives.
        fits: whether a file looks like this set; cheap, never an exception.
        read: reads a file whole or raises PublishedError; never half.
        read_for: of sets whose files may be larger than memory: as `read`, but only rows of these countries, by their
            codes; what belongs to others is counted in `left_out`.
    """

    name: str
    title: str
    publisher: str
    where: str
    terms: str
    licence: str
    citation: str
    tables: tuple[str, ...]
    fits: Callable[[Glimpse], bool]
    read: Callable[[Path, Progress], "Imported"]
    read_for: Callable[[Path, Progress, frozenset[str]], "Imported"] | None = None


@dataclass
class LeftOut:
    """Why rows of a file are not in the tables, how many, and a few of them for the reader to look up.

    Attributes:
        reasons: counts by reason; a reason is a clause such as `no country with a code: Zanzibar`.
    """

    reasons: Counter[str] = field(default_factory=Counter)

    def add(self, reason: str, rows: int = 1) -> None:
        """Count rows left out."""
        self.reasons[reason] += rows


@dataclass
class Imported:
    """A file of a published set as tables of the data package.

    Attributes:
        edition: which edition of the set the file is, as the publisher numbers it (`1949-2024`, `4.1`).
        retrieved: day on which the file was made, if it says so; else None.
        tables: by name; the columns of `datapackage.json` (or of `schemas/<name>.json`) in their order, without `row`;
            whole numbers Int64, other numbers Float64, lists tuples of text, dates partial ISO text; missing is NA.
            Countries are ISO 3166 codes of three letters, those of former states too (`SUN`). Each row names its
            sources in `source_ids`, and `verified` is `tool`. Keys are unique; rows in the order of the key.
        sources: the rows of `sources` that the tables name, with SOURCE_COLUMNS.
        rows_read: records in the file, blank and preamble lines not counted.
        left_out: which of them stand in no table.
        notes: what an editor must know of the file, a sentence each: footnotes, breaks, doubtful values.
        outlines: map files beside the tables, GeoJSON by name (`countries` is `geo/countries.geojson`), or None.
    """

    edition: str
    retrieved: str | None
    tables: dict[str, pd.DataFrame]
    sources: pd.DataFrame
    rows_read: int
    left_out: LeftOut = field(default_factory=LeftOut)
    notes: list[str] = field(default_factory=list)
    outlines: dict[str, dict[str, Any]] | None = None


def sources(rows: Iterable[dict[str, str | None]]) -> pd.DataFrame:
    """Rows of `sources`; columns that a row does not name are missing, `verified` is `tool`."""
    frame = pd.DataFrame([{"verified": "tool", **row} for row in rows], columns=list(SOURCE_COLUMNS))
    return frame.astype("string")
