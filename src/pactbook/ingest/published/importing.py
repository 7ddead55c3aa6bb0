"""One run of `pactbook import`: a file is read whole, cut to a data package's countries, and written as a set."""

import hashlib
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from pactbook.ingest import files
from pactbook.ingest.package import Package
from pactbook.ingest.problems import printable
from pactbook.ingest.published import comparing, conforming, cutting, glimpse, joining, map_files, schemas, writing
from pactbook.ingest.published.comparing import Changes
from pactbook.ingest.published.cutting import Cut
from pactbook.ingest.published.model import Imported, Progress, PublishedError, PublishedSet

# The reasons for which importers leave out a name that is no country's, and that name.
NO_COUNTRY = re.compile(r"no (?:country with a code|ISO code|state with an ISO code[^:]*): (.+)", re.DOTALL)
FORMULA_MARKS = "=+-@"
SOURCES = "sources"


@dataclass(frozen=True)
class Report:
    """What an import has done.

    Attributes:
        one: the set.
        imported: what its importer has read.
        cut: what of it was written, and what belongs to other countries.
        files: name and sha256 of each file.
        folder: in which the set stands now.
        before: what the import before it had been, or None.
        changes: against that one, by table; None where that cannot be told.
        formulas: cells that a spreadsheet would take for a formula.
    """

    one: PublishedSet
    imported: Imported
    cut: Cut
    files: list[dict[str, str]]
    folder: Path
    before: dict[str, Any] | None
    changes: dict[str, Changes | None]
    formulas: int

    @property
    def unknown_names(self) -> dict[str, int]:
        """Names of the file that are no country, by how many rows have them."""
        return {found[1]: rows for why, rows in self._reasons() if (found := NO_COUNTRY.fullmatch(why))}

    @property
    def other_reasons(self) -> dict[str, int]:
        """Why other rows of the file are not in the tables, and how many."""
        return {why: rows for why, rows in self._reasons() if not NO_COUNTRY.fullmatch(why)}

    def _reasons(self) -> Iterable[tuple[str, int]]:
        return self.imported.left_out.reasons.items()


def run(
    paths: Sequence[Path],
    one: PublishedSet,
    package: Package,
    into: Path,
    progress: Progress,
    *,
    all_countries: bool = False,
) -> Report:
    """Read a file, or all files that make up a set, and write their tables.

    Args:
        paths: of the files, each of which `recognising.recognise` has taken for this set.
        one: the set.
        package: the data package that describes the tables, and whose countries count.
        into: the folder in which sets are kept, each in a folder of its name.
        progress: told how far the reading is.
        all_countries: whether rows of countries that the package lacks are kept too.

    Raises:
        PublishedError: if a file cannot be read as this set, or gives what its tables may not hold.
        WritingError: if the set cannot be written there.
        OSError: if it cannot be written at all.
    """
    named = [{"name": printable(path.name), "sha256": _sha256(path)} for path in paths]
    known = None if all_countries else _countries(package)
    parts = [_read(path, one, progress, known) for path in paths]
    _refuse_changed(paths, named)
    described = {name: schemas.resource(name, package.descriptor) for name in (*one.tables, SOURCES)}
    keys = {name: described[name]["schema"]["primaryKey"] for name in one.tables}
    imported = joining.joined(parts, keys)
    for name in one.tables:
        imported.tables[name] = _with_own_columns(imported.tables[name], described[name])
    if known is None:
        cut = Cut(dict(imported.tables), dict.fromkeys(imported.tables, 0))
    else:
        cut = cutting.cut(imported.tables, described, known)
    descriptor = _descriptor(one, imported, cut, described, named, all_countries=all_countries)
    folder = into / one.name
    with writing.prepared(folder) as part:
        own = writing.describe(part, descriptor)
        frames = cut.tables | {SOURCES: imported.sources}
        texts = {name: conforming.as_text(frames[name], table) for name, table in own.tables.items()}
        conforming.check(texts, own)
        writing.write(part, texts)
        map_files.write(part, imported.outlines or {})
        before = writing.record(folder)
        changes = {
            name: comparing.changes(folder / f"{name}.csv", texts[name], own.tables[name].primary_key)
            for name in one.tables
        }
    return Report(one, imported, cut, named, folder, before, changes, _formulas(texts))


def _read(path: Path, one: PublishedSet, progress: Progress, known: frozenset[str] | None = None) -> Imported:
    """What the set's importer makes of a file, of one that may be larger than memory only what these countries need.

    Raises:
        PublishedError: if it makes nothing of it, for whatever reason.
    """
    try:
        imported = one.read_for(path, progress, known) if one.read_for and known else one.read(path, progress)
    except PublishedError as error:
        error.path = path
        raise
    except Exception as error:  # libraries that read files raise whatever a broken one makes them raise
        what = f"{type(error).__name__}: {error}"
        raise PublishedError(f"cannot be read as {one.title}; is it cut off or changed? ({what})") from error
    if _open_end(path):
        imported.notes.append(
            "The file has no line end after its last line; if it was cut off there, that row is wrong."
        )
    if imported.tables.keys() != set(one.tables):
        raise PublishedError(f"gives the tables {', '.join(imported.tables)}, expected {', '.join(one.tables)}")
    return imported


def _with_own_columns(frame: pd.DataFrame, resource: schemas.Resource) -> pd.DataFrame:
    """A table with the columns that the package has beside the publisher's, empty; not those that must be filled."""
    fields = resource["schema"]["fields"]
    own = [field["name"] for field in fields if not field.get("constraints", {}).get("required")]
    missing = {name: pd.Series(pd.NA, frame.index, dtype="string") for name in own if name not in frame}
    if not missing:
        return frame
    whole = frame.assign(**missing)
    return whole[[field["name"] for field in fields if field["name"] in whole]]


def _open_end(path: Path) -> bool:
    """Whether a text ends in the middle of a line: some publishers write it so, and so does a broken download."""
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) not in b"\r\n" and glimpse.look(path).kind == "text"


def _refuse_changed(paths: Sequence[Path], named: Sequence[Mapping[str, str]]) -> None:
    """What is told of a file must be true of what was read of it.

    Raises:
        PublishedError: if a file is not what it was before it was read.
    """
    for path, file in zip(paths, named, strict=True):
        if _sha256(path) != file["sha256"]:
            error = PublishedError("was changed while it was read; import it anew")
            error.path = path
            raise error


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _countries(package: Package) -> frozenset[str]:
    """The codes of a package's countries.

    Raises:
        PublishedError: if it has none that can be read.
    """
    table = package.tables.get(schemas.COUNTRIES)
    if table is None:
        raise PublishedError("cannot be cut: the data package has no table countries (or give --all-countries)")
    sheet = files.read(table)
    if not sheet.usable:
        told = sheet.problems[0].line() if sheet.problems else f"{table.path}: cannot be read"
        raise PublishedError(f"cannot be cut to the countries of the package: {told}")
    return frozenset(cells["iso3"] for cells in sheet.all_cells())


def _descriptor(
    one: PublishedSet,
    imported: Imported,
    cut: Cut,
    described: Mapping[str, schemas.Resource],
    named: Sequence[Mapping[str, str]],
    *,
    all_countries: bool,
) -> dict[str, Any]:
    """The content of `datapackage.json`."""
    licences = [{"name": one.licence, "title": one.terms}]
    credit = [{"title": one.citation, "path": one.where}]
    names = (*one.tables, SOURCES)
    return {
        "profile": "data-package",
        "name": one.name,
        "title": f"{one.title}, edition {imported.edition}",
        "description": f"Imported by `pactbook import` from a file of {one.publisher}. Do not edit; import anew.",
        "licenses": licences,
        "contributors": [{"title": one.publisher, "role": "publisher"}],
        "sources": credit,
        "resources": [
            schemas.alone(described[name], names) | {"path": f"{name}.csv", "licenses": licences, "sources": credit}
            for name in names
        ]
        + [map_files.resource(name, licences, credit) for name in imported.outlines or {}],
        writing.RECORD: {
            "set": one.name,
            "edition": imported.edition,
            "retrieved": imported.retrieved,
            "files": [dict(file) for file in named],
            "rows_read": imported.rows_read,
            "rows": {name: len(frame) for name, frame in cut.tables.items()},
            "left_out": {printable(why): count for why, count in imported.left_out.reasons.items()},
            "countries": "all" if all_countries else "package",
            "of_other_countries": cut.gone,
            "notes": list(map(printable, imported.notes)),
        },
    }


def _formulas(texts: Mapping[str, pd.DataFrame]) -> int:
    """How many cells a spreadsheet would take for a formula."""
    return sum(_count(frame[column]) for frame in texts.values() for column in frame)


def _count(column: pd.Series) -> int:
    begins = column[column.str.startswith(tuple(FORMULA_MARKS))]
    return int(pd.to_numeric(begins, errors="coerce").isna().sum())


def by_size(counts: Mapping[str, int], most: int | None = None) -> Sequence[tuple[str, int]]:
    """Counts, the biggest first, those alike in the order of the alphabet."""
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:most]
