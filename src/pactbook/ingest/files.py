"""From the bytes of a CSV file to its rows, or to one clear line on why not."""

import csv
import io
from dataclasses import dataclass, field

from pactbook.ingest.package import Table
from pactbook.ingest.problems import Problem, shown

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
LONGEST_CELL = 10_000


@dataclass
class Sheet:
    """The rows of a table as text.

    Attributes:
        table: its description.
        rows: (row as a spreadsheet counts it, cells by column); cells of unknown columns are left out.
        problems: what is wrong with the file or its rows' shape.
    """

    table: Table
    rows: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def problem(self, row: int | None, column: str | None, message: str, kind: str) -> None:
        """Note an error."""
        self.problems.append(Problem(self.table.path, row, column, message, kind))


def read(table: Table) -> Sheet:
    """Read a table's file. UTF-8 with or without byte-order mark, LF or CRLF, trailing empty lines are all accepted.

    Args:
        table: its description.

    Returns:
        The rows and the problems; no rows where the file as a whole cannot be used.
    """
    sheet = Sheet(table)
    try:
        content = table.path.read_bytes()
    except OSError as error:
        sheet.problem(None, None, f"cannot be read: {error.strerror}", "file")
        return sheet
    reason = _refused(content)
    if reason:
        sheet.problem(None, None, reason, "file")
        return sheet
    try:
        _parse(sheet, content.decode("utf-8-sig"))
    except csv.Error as error:
        sheet.problem(None, None, f"is not CSV: {error}", "file")
    return sheet


def _refused(content: bytes) -> str | None:
    """Why a file cannot be a table of ours, or None."""
    if content.startswith((ZIP, OLE)):
        return "is a spreadsheet file, not CSV; open it and save it as 'CSV UTF-8'"
    if content.startswith(UTF_16):
        return "is UTF-16; save it as 'CSV UTF-8'"
    if not content.strip():
        return "is empty; it needs at least the header row"
    if b"\0" in content:
        return "holds NUL bytes, so it is not CSV; save it as 'CSV UTF-8'"
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        byte = content[error.start]
        return f"is not UTF-8 (line {line}, byte 0x{byte:02x}), perhaps Windows-1252; save it as 'CSV UTF-8'"
    return None


def _parse(sheet: Sheet, text: str) -> None:
    csv.field_size_limit(max(len(text), 1))
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    header = next(reader)
    if not _header_fits(sheet, header):
        return
    known = {field.name for field in sheet.table.fields}
    pending = 0
    for number, cells in enumerate(reader, start=2):
        if not any(cells):
            pending = pending or number
            continue
        if pending:
            sheet.problem(pending, None, "is an empty row; delete it", "shape")
            pending = 0
        if len(cells) != len(header):
            message = f"has {len(cells)} cells, expected {len(header)} (a comma in a text needs quotes round it)"
            sheet.problem(number, None, message, "shape")
            continue
        row = {name: cell for name, cell in zip(header, cells, strict=True) if name in known}
        sheet.rows.append((number, row))
        for name, cell in row.items():
            if cell != cell.strip():
                sheet.problem(number, name, f"{shown(cell)} has blanks around it", "blanks")
            if len(cell) > LONGEST_CELL:
                sheet.problem(number, name, f"is longer than {LONGEST_CELL:,} characters", "length")


def _header_fits(sheet: Sheet, header: list[str]) -> bool:
    if len(header) == 1 and len(sheet.table.fields) > 1:
        for sign, name in ((";", "semicolons"), ("\t", "tabs")):
            if sign in header[0]:
                sheet.problem(1, None, f"has {name} between its columns; save it with commas ('CSV UTF-8')", "file")
                return False
    expected = [field.name for field in sheet.table.fields]
    for name in expected:
        if name not in header:
            sheet.problem(1, None, f"column {name!r} is missing", "header")
    for name in dict.fromkeys(header):
        if header.count(name) > 1:
            sheet.problem(1, None, f"column {shown(name)} stands {header.count(name)} times", "header")
        elif name not in expected:
            sheet.problem(1, None, f"column {shown(name)} is unknown; datapackage.json names the columns", "header")
    return all(header.count(name) == 1 for name in expected)
