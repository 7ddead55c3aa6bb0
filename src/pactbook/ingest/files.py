"""From the bytes of a CSV file to its rows, or to one clear line on why not."""

import csv
import difflib
import io
import re
import stat
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from pactbook.ingest.package import Table
from pactbook.ingest.problems import Problem, shown

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"  # how .xlsx and .ods, and how .xls begin
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
LARGEST = 200 * 10**6  # bytes
LONGEST_NAME = 100  # letters of an unknown column that are compared with the known ones
LONGEST_CELL = 10_000
csv.field_size_limit(LARGEST)  # the length of a cell is ours to judge
CYRILLIC_RUN = re.compile(rb"[\xa8\xb8\xc0-\xff]{3}")  # three letters in a row, if the file is Windows-1251

Cells = dict[str, str]


@dataclass
class Sheet:
    """The rows of a table as text.

    Attributes:
        table: its description.
        usable: whether the file could be read to its end and has the columns expected; other sheets are not judged.
        rows: cells by column, by the row's number in a spreadsheet; blanks around a cell are gone, and noted.
        misshapen: rows with too many or too few cells, as far as they go: good for look-ups, not to be judged.
        problems: what is wrong with the file, the shape of its rows or, once they are checked, its cells.
    """

    table: Table
    usable: bool = False
    rows: dict[int, Cells] = field(default_factory=dict)
    misshapen: list[Cells] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def found(self, row: int | None, column: str | None, message: str, kind: str, severity: str = "error") -> Problem:
        """A problem in this sheet, with the cell that it speaks of."""
        value = self.rows.get(row, {}).get(column) if row and column else None
        return Problem(self.table.path, row, column, message, kind, severity, value)

    def problem(self, row: int | None, column: str | None, message: str, kind: str) -> None:
        """Note an error."""
        self.problems.append(self.found(row, column, message, kind))

    def sound_rows(self) -> Iterator[tuple[int, Cells]]:
        """The rows in which no error was noted."""
        bad = {problem.row for problem in self.problems}
        return ((row, cells) for row, cells in self.rows.items() if row not in bad)

    def named(self, *columns: str) -> set[tuple[str, ...]]:
        """What some columns hold together in any row, misshapen ones too."""
        return {tuple(cells[name] for name in columns) for cells in self.all_cells()}

    def all_cells(self) -> list[Cells]:
        """The cells of all rows, misshapen ones too."""
        return [*self.rows.values(), *self.misshapen]


def read(table: Table) -> Sheet:
    """Read a table's file. UTF-8 with or without byte-order mark, LF or CRLF, trailing empty rows are all accepted.

    Args:
        table: its description.

    Returns:
        The rows and the problems; no rows where the file as a whole cannot be used.
    """
    sheet = Sheet(table)
    try:
        found = table.path.stat()
        if not stat.S_ISREG(found.st_mode):
            sheet.problem(None, None, "is no file but a folder or a device", "file")
            return sheet
        if found.st_size > LARGEST:
            sheet.problem(None, None, f"is larger than {LARGEST // 10**6} MB", "file")
            return sheet
        content = table.path.read_bytes()
    except FileNotFoundError:
        sheet.problem(None, None, "no such file", "file")
        return sheet
    except (OSError, ValueError) as error:  # ValueError: a path that no system has
        sheet.problem(None, None, f"cannot be read: {getattr(error, 'strerror', error)}", "file")
        return sheet
    reason = _refused(content)
    if reason:
        sheet.problem(None, None, reason, "file")
        return sheet
    _parse(sheet, content.decode("utf-8-sig"))
    return sheet


def _refused(content: bytes) -> str | None:
    """Why a file cannot be a table of ours, or None."""
    if content.startswith((ZIP, OLE)):
        return "is a spreadsheet file, not CSV; open it and save it as 'CSV UTF-8'"
    if content.startswith(UTF_16):
        return "is UTF-16; save it as 'CSV UTF-8'"
    if not content.removeprefix(b"\xef\xbb\xbf").strip():
        return "is empty; it needs at least the header row"
    if b"\0" in content:
        return f"holds a NUL byte at row {_row_at(content, content.index(0))}; save it as 'CSV UTF-8'"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        place = f"row {_row_at(content, error.start)}, byte 0x{content[error.start]:02x}"
        codepage = "Windows-1251" if CYRILLIC_RUN.search(content, error.start) else "Windows-1252"
        return f"is not UTF-8 at {place}; saved as {codepage}? Save it as 'CSV UTF-8'"
    return None


def _row_at(content: bytes, position: int) -> int:
    """The row, as a spreadsheet counts, in which a byte stands."""
    before = content[:position].decode("utf-8", errors="replace").replace("\0", "") + "x"
    return sum(1 for _ in csv.reader(io.StringIO(before, newline="")))


def _parse(sheet: Sheet, text: str) -> None:
    records = _records(sheet, text)
    header = next(records, (1, None))[1]
    if header is None or not _header_fits(sheet, header):
        return
    empty = None
    for number, cells in records:
        if not any(cells):
            empty = empty or number
            continue
        if empty:
            sheet.problem(empty, None, "is an empty row; delete it", "empty row")
            empty = None
        if len(cells) == len(header):
            _add(sheet, number, dict(zip(header, cells, strict=True)))
        else:
            message = f"has {len(cells)} cells, expected {len(header)} (a comma in a text needs quotes round the text)"
            sheet.problem(number, None, message, "cells")
            padded = cells + [""] * (len(header) - len(cells))
            sheet.misshapen.append(dict(zip(header, padded, strict=False)))
    sheet.usable = not any(problem.kind == "quotes" for problem in sheet.problems)


def _records(sheet: Sheet, text: str) -> Iterator[tuple[int, list[str]]]:
    """Rows with their number, as far as the quotes allow; what is wrong with the quotes is noted."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            yield number, cells
    except csv.Error:
        message = "has a quote that is not closed, or a text after a closing quote; write a quote inside a cell as two"
        sheet.problem(number + 1, None, message, "quotes")


def _add(sheet: Sheet, number: int, cells: Cells) -> None:
    """Add a row without blanks around its cells; the blanks, and cells of great length, are noted."""
    sheet.rows[number] = {name: cell.strip() for name, cell in cells.items()}
    for name, cell in cells.items():
        if cell != cell.strip():
            sheet.problem(number, name, f"{shown(cell)} has blanks around it", "blanks")
        if len(cell) > LONGEST_CELL:
            sheet.problem(number, name, f"has {len(cell):,} characters, and {LONGEST_CELL:,} are the most", "length")


def _header_fits(sheet: Sheet, header: list[str]) -> bool:
    if not any(header):
        sheet.problem(1, None, "is empty; the header must stand in the first row", "header")
        return False
    if len(header) == 1 and len(sheet.table.fields) > 1:
        for sign, name in ((";", "semicolons"), ("\t", "tabs")):
            if sign in header[0]:
                sheet.problem(1, None, f"has {name} between its columns; save it with commas ('CSV UTF-8')", "header")
                return False
    expected = [field.name for field in sheet.table.fields]
    missing = [name for name in expected if name not in header]
    for name in missing:
        sheet.problem(1, None, f"column {name!r} is missing", "header")
    for name, count in Counter(header).items():
        if count > 1:
            sheet.problem(1, None, f"column {shown(name)} stands {count} times", "header")
        elif name not in expected:
            near = difflib.get_close_matches(name[:LONGEST_NAME], missing, n=1)
            hint = f"is it {near[0]!r}?" if near else f"the columns are {', '.join(expected)}"
            sheet.problem(1, None, f"column {shown(name)} is unknown; {hint}", "header")
    return not any(problem.kind == "header" for problem in sheet.problems)
