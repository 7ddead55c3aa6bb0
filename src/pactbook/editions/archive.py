"""Frozen editions: `editions/<id>.zip`, the same bytes for the same content; what is read is not trusted."""

import csv
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from pactbook import dates, jsonio

FORMAT = 1  # of briefs and tables in an archive; grows when they are told in another way, while lists and changes stay
EDITION, INDEX, CHANGES, COLUMNS = "edition.json", "index.json", "changes.json", "tables/columns.json"
PART = r"[A-Za-z0-9][A-Za-z0-9_-]*"
NAMES = re.compile(rf"edition\.json|index\.json|changes\.json|(briefs|changes)/{PART}/{PART}\.json"
                   rf"|tables/(columns\.json|{PART}\.csv)")  # fmt: skip
ID = re.compile(r"[0-9A-Za-z][0-9A-Za-z.-]*")  # as config/schema.json has it
MOST_FILES, MOST_BYTES = 20_000, 500_000_000  # one of five countries has 150 files and 10 million bytes
COMPRESSIONS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # others unpack all at once, whatever size is asked for
FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the first that a zip can hold
# How a cell begins that a spreadsheet would execute, or that is guarded already; half of them part cells at semicolons,
# and do not see that a line break is quoted then.
FORMULA = re.compile(r"(?<![^;\n\r])(?='*[=+\-@\t\r])")
GUARDED = re.compile(r"(?<![^;\n\r])'(?='*[=+\-@\t\r])")

Record = dict[str, Any]
Table = dict[str, Record]  # rows by their identifier
Columns = dict[str, dict[str, dict[str, str | None]]]  # of each table: `type` and `unit`


class ArchiveError(Exception):
    """An archive is broken, or is none of ours; the message names the file and says why, in one line."""


@dataclass(frozen=True)
class Archive:
    """A frozen edition. What it holds is read when it is asked for; all that is broken is an `ArchiveError`.

    Attributes:
        path: of the zip.
        id: of the edition.
        title: the subject of the whole.
        as_of: the edition's date.
        previous: id of the edition that it was compared with, or None.
        retrospective: whether it was computed after the next edition's data was there, from later data cut at its date.
        format: of its briefs and tables. Those of an earlier format are kept and offered, not compared or drawn anew.
    """

    path: Path
    id: str
    title: str
    as_of: str
    previous: str | None
    retrospective: bool
    format: int = FORMAT

    @property
    def current(self) -> bool:
        """Whether its briefs and tables can be compared with those of today, and drawn."""
        return self.format == FORMAT

    def index(self) -> list[dict[str, Any]]:
        """The list of briefs, as `build/briefs/index.json`."""
        listed: list[dict[str, Any]] = self._json(INDEX, list)
        return listed

    def brief(self, kind: str, slug: str) -> dict[str, Any]:
        """The JSON of one brief."""
        content: dict[str, Any] = self._json(f"briefs/{kind}/{slug}.json", dict)
        return content

    def changes(self) -> dict[str, Any]:
        """What had changed since the edition before, as `build/changes/index.json`."""
        content: dict[str, Any] = self._json(CHANGES, dict)
        return content

    def brief_changes(self, kind: str, slug: str) -> dict[str, Any]:
        """The same of one brief."""
        content: dict[str, Any] = self._json(f"changes/{kind}/{slug}.json", dict)
        return content

    def columns(self) -> Columns:
        """Type (string, integer, number, boolean, list) and unit of each table's columns."""
        columns: Columns = self._json(COLUMNS, dict)
        return columns

    def tables(self) -> dict[str, Table]:
        """The tables of the edition: records by row identifier, by the table's name."""
        columns = self.columns()
        names = [name.removeprefix("tables/").removesuffix(".csv") for name in self.names if name.endswith(".csv")]
        try:
            return {name: _table(self.read(f"tables/{name}.csv").decode("utf-8"), columns[name]) for name in names}
        except (KeyError, ValueError, csv.Error, AttributeError, TypeError) as error:
            raise ArchiveError(f"{self.path}: its tables are broken: {error!r}") from error

    @cached_property
    def names(self) -> frozenset[str]:
        """The files in it."""
        with _opened(self.path) as file:
            return frozenset(file.namelist())

    def read(self, name: str) -> bytes:
        """The content of one file in it."""
        with _opened(self.path) as file:
            try:
                with file.open(name) as held:
                    return held.read(file.getinfo(name).file_size + 1)  # not what unpacks to more than it says
            except KeyError:
                raise ArchiveError(f"{self.path}: lacks {name}") from None
            except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError) as error:
                raise ArchiveError(f"{self.path}: {name} cannot be read: {error or 'it ends early'}") from error

    def _json(self, name: str, shape: type) -> Any:
        try:
            value = json.loads(self.read(name))
        except (ValueError, RecursionError) as error:
            raise ArchiveError(f"{self.path}: {name} is not JSON: {error}") from error
        if not isinstance(value, shape):
            raise ArchiveError(f"{self.path}: {name} does not hold what it should")
        return value


def editions(folder: Path, without: Path | None = None) -> list[Archive]:
    """All frozen editions in a folder, oldest first; none if there is no such folder.

    Args:
        folder: where they are.
        without: the path of one that does not count.

    Raises:
        ArchiveError: if a zip there is broken or none of ours.
    """
    found = [read(path) for path in sorted(folder.glob("*.zip")) if path != without]
    return sorted(found, key=lambda archive: (archive.as_of, archive.id))


def before(archives: Iterable[Archive], edition: dict[str, Any]) -> Archive | None:
    """The newest of some archives of the present format whose date lies before an edition's."""
    earlier = [one for one in archives if one.current and one.as_of < edition["as_of"] and one.id != edition["id"]]
    return max(earlier, key=lambda archive: (archive.as_of, archive.id), default=None)


def earlier(archives: Iterable[Archive], edition: dict[str, Any]) -> list[Archive]:
    """The frozen editions beside the present one and not after it, newest first.

    Args:
        archives: all frozen editions, oldest first.
        edition: id and as_of of the present one.
    """
    return [one for one in archives if one.id != edition["id"] and one.as_of <= edition["as_of"]][::-1]


def past(archives: Iterable[Archive], edition: dict[str, Any], most: int) -> list[Archive]:
    """The newest of the earlier editions that today's templates can draw, newest first.

    Args:
        archives: all frozen editions, oldest first.
        edition: id and as_of of the present one.
        most: how many, at most.
    """
    return [one for one in earlier(archives, edition) if one.current][:most]


def named(folder: Path, edition: str) -> Archive:
    """The frozen edition of an id.

    Raises:
        ArchiveError: if there is none, or it is broken.
    """
    path = folder / f"{edition}.zip"
    if not ID.fullmatch(edition) or not path.is_file():
        there = ", ".join(sorted(one.stem for one in folder.glob("*.zip"))) or "none"
        raise ArchiveError(f"{edition}: no such edition in {folder}; there are: {there}")
    return read(path)


def read(path: Path) -> Archive:
    """Read what an archive says of itself.

    Raises:
        ArchiveError: if it is missing, broken, foreign, of a later format, or says another name than its file has.
    """
    told = _told(path)
    form = told.get("format")
    if not isinstance(form, int) or not 1 <= form <= FORMAT:
        raise ArchiveError(f"{path}: is of format {form!r}, this Pactbook reads 1 to {FORMAT}")
    texts = [told.get(key) for key in ("id", "title", "as_of")]
    previous = told.get("previous")
    if not all(isinstance(text, str) for text in texts) or not isinstance(previous, str | None):
        raise ArchiveError(f"{path}: {EDITION} does not hold what it should")
    if not all(ID.fullmatch(known) for known in (told["id"], previous) if known is not None):
        raise ArchiveError(f"{path}: its name or that of the edition before it cannot be an edition's")
    if told["id"] != path.stem:
        raise ArchiveError(f"{path}: is the edition {told['id']!r}; a file is named after its edition")
    if not dates.is_partial_date(told["as_of"]) or dates.precision(told["as_of"]) != "day":
        raise ArchiveError(f"{path}: its date is {told['as_of']!r}, expected YYYY-MM-DD")
    return Archive(path, told["id"], told["title"], told["as_of"], previous, bool(told.get("retrospective")), form)


def _told(path: Path) -> dict[str, Any]:
    bare = Archive(path, "", "", "", None, retrospective=False)
    told: dict[str, Any] = bare._json(EDITION, dict)  # noqa: SLF001 (our own)
    return told


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """A zip that has been looked over before anything is unpacked."""
    try:
        file = zipfile.ZipFile(path)
    except FileNotFoundError:
        raise ArchiveError(f"{path}: no such file") from None
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise ArchiveError(f"{path}: is no zip, or a broken one: {error}") from error
    with file:
        _look_over(path, file.infolist())
        yield file


def _look_over(path: Path, entries: list[zipfile.ZipInfo]) -> None:
    """Refuse what is no edition, or would fill the machine.

    Raises:
        ArchiveError: if it is.
    """
    foreign = [entry.orig_filename for entry in entries if not NAMES.fullmatch(entry.orig_filename)]
    if foreign:
        raise ArchiveError(f"{path}: is no frozen edition: holds {foreign[0]!r}")
    if len({entry.filename for entry in entries}) < len(entries):
        raise ArchiveError(f"{path}: is no frozen edition: holds two files of one name")
    if any(entry.compress_type not in COMPRESSIONS for entry in entries):
        raise ArchiveError(f"{path}: is no frozen edition: is packed in another way than editions are")
    if len(entries) > MOST_FILES or sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise ArchiveError(f"{path}: would unpack to more than an edition can hold; left alone")


def write(path: Path, files: dict[str, bytes]) -> None:
    """Write an archive; it is whole or not there, and the same files give the same bytes.

    Args:
        path: of the zip.
        files: content by name.

    Raises:
        ValueError: if a name is none that `read` would take.
    """
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as file:
        for name in sorted(files):
            if not NAMES.fullmatch(name):
                raise ValueError(f"{name!r} is no name of a file in an archive")
            entry = zipfile.ZipInfo(name, FIRST_DAY)
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            file.writestr(entry, files[name], compresslevel=9)
    jsonio.land(path, held.getvalue())


def table_csv(table: Table, columns: dict[str, dict[str, str | None]]) -> bytes:
    """A table as CSV, rows by identifier; text that a spreadsheet would execute begins with an apostrophe.

    Args:
        table: records by row identifier.
        columns: its columns, in their order, with their `type`.
    """
    held = io.StringIO()
    writer = csv.writer(held, lineterminator="\n")
    writer.writerow(columns)
    for row in sorted(table):
        writer.writerow([_cell(table[row][name]) for name in columns])
    return held.getvalue().encode("utf-8")


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return repr(value)
    text = ";".join(value) if isinstance(value, list | tuple) else str(value)
    return FORMULA.sub("'", text)


def _table(text: str, columns: dict[str, dict[str, str | None]]) -> Table:
    reader = csv.DictReader(io.StringIO(text, newline=""))
    return {record["row"]: record for record in _records(reader, columns)}


def _records(reader: "csv.DictReader[str]", columns: dict[str, dict[str, str | None]]) -> Iterator[Record]:
    for cells in reader:
        yield {name: _value(cells[name], columns[name]["type"]) for name in columns}


def _value(cell: str, kind: str | None) -> Any:
    """What a cell stands for.

    Raises:
        ValueError: if it is no value of its column's type.
    """
    if kind == "integer" and cell:
        return int(cell)
    if kind == "number" and cell:
        return float(cell)
    if kind == "boolean" and cell:
        return {"true": True, "false": False}[cell]
    text = GUARDED.sub("", cell)
    if kind == "list":
        return text.split(";") if text else []
    return text or None
