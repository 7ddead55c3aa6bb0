"""Records of a CSV file: the columns that an importer needs, and cells read with distrust."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from pactbook import dates
from pactbook.ingest import values
from pactbook.ingest.problems import shown
from pactbook.ingest.published import reading
from pactbook.ingest.published.glimpse import Glimpse
from pactbook.ingest.published.model import PublishedError

Value = TypeVar("Value")


@dataclass(frozen=True)
class Record:
    """One record.

    Attributes:
        row: its number as a spreadsheet counts, the header being row 1.
        cells: by column, without blanks round them; the publisher's codes for missing are empty.
    """

    row: int
    cells: Mapping[str, str]

    def text(self, column: str) -> str | None:
        """A cell as text; None if it is empty or the file has no such column."""
        return self.cells.get(column) or None

    def needed(self, column: str) -> str:
        """A cell that may not be empty.

        Raises:
            PublishedError: if it is.
        """
        cell = self.text(column)
        if cell is None:
            raise PublishedError(f"row {self.row}, column {column!r} is empty, and a value is needed")
        return cell

    def whole(self, column: str) -> int | None:
        """A cell as a whole number; None if it is empty or the file has no such column.

        Raises:
            PublishedError: if it is something else.
        """
        return self._read(column, values.integer, "a whole number")

    def number(self, column: str) -> float | None:
        """A cell as a number; None if it is empty or the file has no such column.

        Raises:
            PublishedError: if it is something else.
        """
        return self._read(column, values.number, "a number")

    def _read(self, column: str, value_of: Callable[[str], Value | None], expected: str) -> Value | None:
        cell = self.text(column)
        value = None if cell is None else value_of(cell)
        if cell is not None and value is None:
            raise self.odd(column, expected)
        return value

    def flag(self, column: str) -> bool:
        """Whether a cell is 1; an empty one is not.

        Raises:
            PublishedError: if it is neither 0 nor 1 nor empty.
        """
        if self.cells.get(column, "") not in ("0", "1", ""):
            raise self.odd(column, "0 or 1")
        return self.cells.get(column) == "1"

    def date(self, year: str, month: str, day: str) -> str | None:
        """A date from three columns, as far as it is known: what is empty or 0 is not.

        Raises:
            PublishedError: if the columns give no date of the calendar.
        """
        parts = [self.whole(column) for column in (year, month, day)]
        known = [part for part in parts[: next((n for n, part in enumerate(parts) if not part), 3)] if part]
        if not known:
            return None
        date = "-".join([f"{known[0]:04d}", *(f"{part:02d}" for part in known[1:])])
        if not dates.is_partial_date(date):
            raise self.odd(day if len(known) == 3 else month, f"part of a date (with the others it gives {date})")
        return date

    def place(self) -> tuple[float | None, float | None]:
        """Degrees of latitude and longitude, from the columns `lat` and `lon`.

        Raises:
            PublishedError: if one lies beyond the poles or the antimeridian, or is no number.
        """
        lat, lon = self.number("lat"), self.number("lon")
        for column, value, most in (("lat", lat, 90), ("lon", lon, 180)):
            if value is not None and abs(value) > most:
                raise self.odd(column, f"between -{most} and {most} degrees")
        return lat, lon

    def odd(self, column: str, expected: str) -> PublishedError:
        """The error for a cell that is not what it should be."""
        return PublishedError(f"row {self.row}, column {column!r}: {shown(self.cells[column])} is not {expected}")


def header(glimpse: Glimpse) -> frozenset[str]:
    """The columns of a text file whose first line is a CSV header; none of other files."""
    if glimpse.kind != "text":
        return frozenset()
    return frozenset(cell.strip().strip('"') for cell in glimpse.lines[0].split(","))


def read(content: str, needed: Iterable[str], missing: Iterable[str] = ()) -> list[Record]:
    """The records of a CSV text whose first line is the header; blank lines are none.

    Args:
        content: the text.
        needed: columns without which the file cannot be understood.
        missing: the publisher's codes for a missing value, in any column.

    Raises:
        PublishedError: if a column is missing or stands twice, or a record has another number of cells than the header.
    """
    lines = reading.records(content)
    columns = [cell.strip() for cell in lines[0]] if lines else []
    for column in needed:
        if columns.count(column) != 1:
            lack = "no column" if column not in columns else "more than one column"
            raise PublishedError(f"has {lack} {column!r}; columns are {', '.join(columns) or 'none'}")
    return list(_records(lines, columns, frozenset(missing)))


def _records(lines: Sequence[Sequence[str]], columns: list[str], missing: frozenset[str]) -> Iterator[Record]:
    for row, line in enumerate(lines[1:], start=2):
        if not any(line):
            continue
        if len(line) != len(columns):
            raise PublishedError(f"row {row} has {len(line)} cells, and the header {len(columns)}: is it cut off?")
        stripped = (cell.strip() for cell in line)
        cells = ("" if cell in missing else cell for cell in stripped)
        yield Record(row, dict(zip(columns, cells, strict=True)))
