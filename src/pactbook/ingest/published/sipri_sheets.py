"""Sheets of SIPRI's workbook: a row per country, a column per year, colours and signs that say how sure a figure is."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from pactbook.ingest.published.model import LeftOut, PublishedError

HEADS = ("Country", "Region")  # the first cell of the header row, wherever that stands
MISSING = frozenset({"", "...", "…", "..", ". .", ". . .", "xxx"})
ESTIMATE, UNCERTAIN = "estimate", "uncertain"
INDEXED = {12: ESTIMATE, 10: UNCERTAIN, 8: None, 64: None}  # blue, red, black, as the window has it
COLOURS = {"0000FF": ESTIMATE, "FF0000": UNCERTAIN, "000000": None}
TEXT_THEMES = (0, 1)  # the colours of text in a theme
UNEXPLAINED = "In SIPRI's sheet the figure is in a colour that the sheet does not explain."
SIGNS = {
    "†": "Without military pensions.",
    "‡": "Current spending only, without capital spending.",
    "§": "The adopted budget, not actual spending.",
    "¶": "Without paramilitary forces.",
    "‖": "The currency changed; figures in local currency are in the latest one.",
}
YEAR = re.compile(r"(?:19|20)[0-9]{2}")
AGAIN = re.compile(r"(?i)(?:19|20)[0-9]{2}\s*\(?current.*|current.*(?:19|20)[0-9]{2}")  # the last year a second time
WORDS = ("", "country", "region", "currency", "notes", "reporting year", "omitted countries")
SHARE_OF_GDP = "Share of GDP"
LARGEST_SHARE = 2  # of GDP; the largest ever reported is 1.17, so more means percent in place of fractions


@dataclass(frozen=True)
class Figure:
    """One cell.

    Attributes:
        name: of the country, as the sheet has it.
        year: of its column.
        value: in the unit of the sheet.
        mark: ESTIMATE, UNCERTAIN or None.
        notes: sentences: signs and footnotes of the row, the financial year.
        currency: of the row, on sheets in local currency.
        colour: one that is not explained, or None.
    """

    name: str
    year: int
    value: float
    mark: str | None
    notes: tuple[str, ...]
    currency: str | None
    colour: str | None


@dataclass(frozen=True)
class _Header:
    """The header row: its number, the columns of years and of words, and those that repeat the last year."""

    row: int
    years: Mapping[int, int]
    words: Mapping[str, int]
    again: tuple[int, ...]


def figures(sheet: Worksheet, explained: Mapping[str, str], left_out: LeftOut) -> list[Figure]:
    """All figures of a sheet; names of regions have none and pass without a word.

    Args:
        sheet: with a row that begins with `Country`.
        explained: footnotes by their number, as `footnotes` gives them.
        left_out: where figures that stand in the sheet twice are counted.

    Raises:
        PublishedError: if the sheet has other headers, signs without an explanation, or text in place of a number.
    """
    header = _header(sheet)
    if header is None:
        raise PublishedError(f"sheet {sheet.title!r} has no row that begins with {HEADS[0]!r}")
    found = []
    for cells in sheet.iter_rows(min_row=header.row + 1):
        row = _row(cells, header, explained)
        again = sum(_value(cells[column]) is not None for column in header.again)
        if row and again:
            left_out.add("a figure of the last year that stands on the sheet twice", again)
        found += row
    return found


def _row(cells: tuple[Cell, ...], header: _Header, explained: Mapping[str, str]) -> list[Figure]:
    """The figures of a country."""
    values = {year: value for column, year in header.years.items() if (value := _value(cells[column])) is not None}
    if not values:
        return []
    name, currency = _text(cells[0]), None
    if not name:
        raise PublishedError(f"{_place(cells[0])}: figures without a country")
    if "currency" in header.words:
        currency = _text(cells[header.words["currency"]])
        if not currency:
            raise PublishedError(f"{_place(cells[0])}: {name} has no currency")
    notes = _about(cells, header, explained)
    found = []
    for column, year in header.years.items():
        if year in values:
            mark, colour = _mark(cells[column])
            own = (*notes, UNEXPLAINED) if colour else notes
            found.append(Figure(name, year, values[year], mark, own, currency, colour))
    return found


def numbers(sheet: Worksheet) -> int:
    """How many figures a sheet has that nobody reads; none if it has no header row."""
    header = _header(sheet)
    if header is None:
        return 0
    columns = (*header.years, *header.again)
    return sum(
        isinstance(cells[column].value, int | float)
        for cells in sheet.iter_rows(min_row=header.row + 1)
        for column in columns
    )


def span(sheet: Worksheet) -> tuple[int, int]:
    """The first and the last year that a sheet has a column for."""
    header = _header(sheet)
    assert header is not None
    return min(header.years.values()), max(header.years.values())


def footnotes(sheet: Worksheet) -> dict[str, str]:
    """What the sheet of footnotes says, by sign or number; the name of the country before it is left out."""
    found = {}
    for cells in sheet.iter_rows():
        text = next((_text(cell) for cell in cells[1:] if _text(cell)), "")
        if text and _text(cells[0]):
            found[_text(cells[0])] = re.sub(r"^[^:.]{3,60}: ", "", " ".join(text.split()))
    return found


def _header(sheet: Worksheet) -> _Header | None:
    """The header row, found by its first cell."""
    for cells in sheet.iter_rows():
        if _text(cells[0]) in HEADS:
            return _columns(sheet, cells)
    return None


def _columns(sheet: Worksheet, cells: tuple[Cell, ...]) -> _Header:
    years: dict[int, int] = {}
    words: dict[str, int] = {}
    again = []
    for column, cell in enumerate(cells):
        text = _text(cell)
        word = "fiscal year" if text.lower().startswith("fiscal year") else text.lower()
        if YEAR.fullmatch(text):
            years[column] = int(text)
        elif AGAIN.fullmatch(text):
            again.append(column)
        elif word in WORDS or word == "fiscal year":
            words[word] = column
        else:
            raise PublishedError(f"sheet {sheet.title!r} has a column {text!r} that is not known")
    in_order = list(years.values())
    if not in_order or in_order != list(range(in_order[0], in_order[0] + len(in_order))):
        raise PublishedError(f"sheet {sheet.title!r}, row {cells[0].row}: no column per year, each once and in order")
    return _Header(int(cells[0].row), years, words, tuple(again))


def _about(cells: tuple[Cell, ...], header: _Header, explained: Mapping[str, str]) -> tuple[str, ...]:
    """Sentences on a row: its financial year, its signs and footnotes."""
    notes = []
    financial = _text(cells[header.words["fiscal year"]]) if "fiscal year" in header.words else ""
    if financial:
        notes.append(f"Financial year: {financial.rstrip('.')}.")
    if "notes" in header.words:
        notes += _signs(cells[header.words["notes"]], explained)
    return tuple(notes)


def _signs(cell: Cell, explained: Mapping[str, str]) -> Iterator[str]:
    """The signs and footnote numbers of a cell such as `‡§¶16`, spelled out."""
    text = _text(cell)
    if text in MISSING:
        return
    for sign in re.findall(r"[0-9]+|[^\s,;0-9]", text):
        if sign in SIGNS:
            yield SIGNS[sign]
        elif sign in explained:
            yield f"SIPRI's footnote: {explained[sign]}"
        elif sign.isdigit():
            yield f"SIPRI refers to its footnote {sign}, which the workbook does not have."
        else:
            raise PublishedError(f"{_place(cell)}: the sign {sign!r} of {text!r} is explained nowhere")


def _value(cell: Cell) -> float | None:
    """The number of a cell, or None where SIPRI has none."""
    value: Any = cell.value
    if value is None or (isinstance(value, str) and value.strip() in MISSING):
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < float("inf"):
        raise PublishedError(f"{_place(cell)}: {value!r} is no figure")
    if cell.parent.title.strip() == SHARE_OF_GDP and value > LARGEST_SHARE:
        raise PublishedError(f"{_place(cell)}: {value:g} is no share of GDP; percent in place of fractions?")
    return float(value)


def _mark(cell: Cell) -> tuple[str | None, str | None]:
    """What the colour of a figure says, or else the colour that says nothing known."""
    colour = cell.font.color if cell.font else None
    if colour is None or (colour.type == "theme" and colour.value in TEXT_THEMES):
        return None, None
    if colour.type == "indexed" and colour.value in INDEXED:
        return INDEXED[colour.value], None
    if colour.type == "rgb" and str(colour.value)[-6:] in COLOURS:
        return COLOURS[str(colour.value)[-6:]], None
    return None, f"{colour.type} {colour.value}"


def _text(cell: Cell) -> str:
    return "" if cell.value is None else str(cell.value).strip()


def _place(cell: Cell) -> str:
    return f"sheet {cell.parent.title!r}, cell {cell.coordinate}"
