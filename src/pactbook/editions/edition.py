"""An edition as it is compared: its briefs and its tables as plain values, from a build or from an archive."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from pactbook import jsonio
from pactbook.briefs.context import records
from pactbook.editions.archive import Archive, ArchiveError, Columns, Record, Table
from pactbook.ingest.package import Package

TYPES = {"Int64": "integer", "Float64": "number", "boolean": "boolean", "object": "list"}  # all else is text
NEEDED = {"rows", "sections", "masthead", "findings", "further", "editorial"}  # of a brief that is compared


@dataclass(frozen=True)
class Edition:
    """An edition.

    Attributes:
        id: of the edition.
        title: the subject of the whole.
        as_of: the edition's date.
        index: the list of briefs, as `build/briefs/index.json`.
        briefs: their JSON, by kind and slug.
        tables: records by row identifier, by the table's name.
        columns: type and unit of each table's columns.
        last_changed: by kind and slug, the id of the edition in which a brief's content last changed, where known.
    """

    id: str
    title: str
    as_of: str
    index: list[Record]
    briefs: dict[tuple[str, str], Record]
    tables: dict[str, Table] = field(default_factory=dict)
    columns: Columns = field(default_factory=dict)
    last_changed: dict[tuple[str, str], str] = field(default_factory=dict)


def built(edition: Record, folder: Path, frames: dict[str, pd.DataFrame], package: Package) -> Edition:
    """An edition from what a build wrote.

    Args:
        edition: id, title and as_of.
        folder: of the briefs' JSON and their `index.json`.
        frames: the tables of the edition.
        package: the description of the data package, which knows the units.
    """
    index = jsonio.read(folder / "index.json")
    keys = [(entry["kind"], entry["slug"]) for entry in index]
    briefs = {(kind, slug): jsonio.read(folder / kind / f"{slug}.json") for kind, slug in keys}
    return Edition(
        id=edition["id"],
        title=edition["title"],
        as_of=edition["as_of"],
        index=index,
        briefs=briefs,
        tables={name: plain(frame) for name, frame in frames.items()},
        columns={name: _columns(frame, name, package) for name, frame in frames.items()},
    )


def frozen(archive: Archive) -> Edition:
    """An edition from its archive.

    Raises:
        ArchiveError: if the archive is broken, or of an earlier format.
    """
    if not archive.current:
        raise ArchiveError(
            f"{archive.path}: was frozen by an earlier Pactbook (format {archive.format}) and cannot be compared"
        )
    try:
        index = archive.index()
        keys = [(str(entry["kind"]), str(entry["slug"])) for entry in index]
        briefs = {key: archive.brief(*key) for key in keys}
        told = {key: archive.brief_changes(*key)["last_changed"] for key in keys}
        whole = all(brief.keys() >= NEEDED for brief in briefs.values()) and all("title" in entry for entry in index)
    except (KeyError, TypeError) as error:
        raise ArchiveError(f"{archive.path}: its list of briefs does not hold what it should") from error
    if not whole:
        raise ArchiveError(f"{archive.path}: its briefs do not hold what they should")
    return Edition(
        id=archive.id,
        title=archive.title,
        as_of=archive.as_of,
        index=index,
        briefs=briefs,
        tables=archive.tables(),
        columns=archive.columns(),
        last_changed=told,
    )


def same(content: Record, frozen_content: Record) -> bool:
    """Whether two briefs are the same, byte for byte."""
    return jsonio.dumps(content) == jsonio.dumps(frozen_content)


def plain(frame: pd.DataFrame) -> Table:
    """A table as records by row identifier; an empty text is a missing one."""
    return {
        record["row"]: {name: None if value == "" else value for name, value in record.items()}
        for record in records(frame)
    }


def _columns(frame: pd.DataFrame, name: str, package: Package) -> dict[str, dict[str, str | None]]:
    table = package.tables.get(name)
    units = {column.name: column.unit for column in table.fields} if table else {}
    return {
        column: {"type": TYPES.get(str(frame[column].dtype), "string"), "unit": units.get(column)}
        for column in map(str, frame.columns)
    }


def units(columns: Iterable[dict[str, dict[str, str | None]]]) -> dict[str, str]:
    """The unit of each column name that has one and the same in all tables."""
    found: dict[str, set[str]] = {}
    for table in columns:
        for name, told in table.items():
            if told["unit"]:
                found.setdefault(name, set()).add(told["unit"])
    return {name: next(iter(told)) for name, told in found.items() if len(told) == 1}
