"""All tables of a brief as one workbook, a sheet each, with an index before them."""

import datetime
import io
import re
from collections.abc import Iterable

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pactbook.render.tables import Cell, Table

INDEX = "index"
COLUMNS = ("sheet", "chapter", "table", "records", "measure", "rows", "sources")
LONGEST = 31  # letters of a sheet's name
MOST = 32767  # letters of a cell
FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
NARROWEST, WIDEST, TRAIL = 6, 48, 24  # width of a column in letters; of one that lists rows or sources
LOOKED_AT = 100  # rows that decide on a column's width
AS_THEY_ARE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}


def content(title: str, edition: dict[str, str], tables: list[Table]) -> bytes:
    """The file's content; the same tables give the same bytes.

    Args:
        title: what the brief is on.
        edition: id and as_of, which is also the date of the file.
        tables: what goes in, in this order.
    """
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, AS_THEY_ARE)
    stated = f"{title}: Pactbook, edition {edition['id']}, state of {edition['as_of']}"
    created = datetime.datetime.combine(datetime.date.fromisoformat(edition["as_of"]), datetime.time(), datetime.UTC)
    book.set_properties({"title": stated, "author": "Pactbook", "created": created.replace(tzinfo=None)})
    bold = book.add_format({"bold": True, "bottom": 1})
    names = sheet_names([table.title for table in tables])
    index = book.add_worksheet(INDEX)
    index.write_string(0, 0, stated, book.add_format({"bold": True, "font_size": 13}))
    listed = [
        (name, table.chapter, table.name, len(table.rows), table.measure, *table.trail[1:])
        for name, table in zip(names, tables, strict=True)
    ]
    _fill(index, COLUMNS, listed, bold, first=2)
    link = book.get_default_url_format()
    for place, name in enumerate(names, start=3):
        quoted = name.replace("'", "''")
        index.write_url(place, 0, f"internal:'{quoted}'!A1", link, name)
    for name, table in zip(names, tables, strict=True):
        _fill(book.add_worksheet(name), table.columns, table.rows, bold)
    book.close()
    return file.getvalue()


def sheet_names(titles: Iterable[str]) -> list[str]:
    """A name for each sheet as a spreadsheet takes it: without some signs, short, and no two alike in any case.

    Args:
        titles: what the sheets would be called.
    """
    taken = {INDEX, "history"}  # the latter is Excel's own
    names = []
    for title in titles:
        plain = FORBIDDEN.sub("-", title).strip("' ") or "table"
        name, number = plain[:LONGEST].strip("' "), 1
        while name.casefold() in taken:
            number += 1
            name = f"{plain[: LONGEST - len(str(number)) - 1]}~{number}"
        taken.add(name.casefold())
        names.append(name)
    return names


def _fill(
    sheet: Worksheet, columns: tuple[str, ...], rows: Iterable[tuple[Cell, ...]], head: Format, first: int = 0
) -> None:
    """Write a header, which stays in sight, and the rows below it."""
    filled = list(rows)
    for place, column in enumerate(columns):
        sheet.write_string(first, place, column, head)
        sheet.set_column(place, place, _width(column, [row[place] for row in filled[:LOOKED_AT]]))
    for down, row in enumerate(filled, start=first + 1):
        for place, cell in enumerate(row):
            _write(sheet, down, place, cell)
    sheet.freeze_panes(first + 1, 0)
    if filled:
        sheet.autofilter(first, 0, first + len(filled), len(columns) - 1)


def _write(sheet: Worksheet, down: int, place: int, cell: Cell) -> None:
    if isinstance(cell, bool):
        sheet.write_boolean(down, place, cell)
    elif isinstance(cell, str):
        if cell:
            sheet.write_string(down, place, cell if len(cell) <= MOST else f"{cell[: MOST - 1]}…")
    elif cell is not None:
        sheet.write_number(down, place, cell)


def _width(column: str, cells: list[Cell]) -> int:
    longest = max(len(column) + 3, *(len(str(cell)) + 1 for cell in cells if cell is not None), NARROWEST)
    return min(longest, TRAIL if column.rsplit(".", maxsplit=1)[-1] in ("rows", "sources") else WIDEST)
