"""Opening an Excel workbook with distrust: its parts are looked at before openpyxl builds cells from them."""

import io
import warnings
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import openpyxl
from openpyxl.utils.cell import range_boundaries

from pactbook.ingest.problems import shown
from pactbook.ingest.published import archives
from pactbook.ingest.published.model import PublishedError

UNPACKED = 100 * 10**6  # bytes; openpyxl needs fifty times as many
AREA = 100_000  # cells of one merged or linked range: openpyxl makes each of them
CELLS = 10 * 10**6  # cells of a sheet, empty ones too: importers go through them all
DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY")  # Excel writes none, and entities can multiply
LINKS = "xl/externalLinks/"


def workbook(path: Path) -> openpyxl.Workbook:
    """A workbook with its formats.

    A publisher's file states numbers. A formula is refused, even with the value that Excel had computed: nobody can
    see whether that value is the publisher's, and other programs save none. So are links to other workbooks.

    Raises:
        PublishedError: if it is broken or too large, holds a formula or links to another workbook.
    """
    with archives.opened(path, UNPACKED) as archive:
        formulas = _examine(archive)
    book = _loaded(path, values=not formulas)
    for sheet in book.worksheets:
        rows, columns = sheet.max_row or 0, sheet.max_column or 0  # None, whatever the stubs say, in an empty sheet
        if rows * columns > CELLS:
            raise PublishedError(f"sheet {shown(sheet.title)} has {rows:,} rows and {columns:,} columns: too many")
        if formulas:
            _refuse_formulas(sheet)
    return book


def _loaded(path: Path, *, values: bool) -> openpyxl.Workbook:
    try:
        with warnings.catch_warnings(), path.open("rb") as file:  # by its content, whatever the file is called
            warnings.simplefilter("ignore")  # of what openpyxl does not keep: pictures, print settings
            return openpyxl.load_workbook(file, data_only=values, keep_links=False)
    except Exception as error:  # openpyxl raises whatever a broken part makes it raise
        raise PublishedError(f"is no sound Excel workbook, or is cut off: {error}") from error


def _examine(archive: zipfile.ZipFile) -> bool:
    """Refuse what may not be opened; whether there are formulas."""
    formulas = False
    for name in archive.namelist():
        if name.startswith(LINKS):
            raise PublishedError(f"links to another workbook ({shown(name)}); a publisher's file stands alone")
        content = archive.read(name)
        if content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<" or name.endswith((".xml", ".rels")):
            formulas |= _examine_part(name, content)
    return formulas


def _examine_part(name: str, content: bytes) -> bool:
    """Refuse a part that would grow when opened; whether it has formulas."""
    if (
        content.startswith((b"\xff\xfe", b"\xfe\xff"))
        or b"\0" in content
        or any(sign in content for sign in DECLARATIONS)
    ):
        raise PublishedError(f"declares entities or is not UTF-8 in {shown(name)}; Excel writes no such files")
    formulas = False
    try:
        for _, element in ET.iterparse(io.BytesIO(content)):  # noqa: S314 (without declarations it cannot grow)
            tag = element.tag.rpartition("}")[2]
            if tag in ("mergeCell", "hyperlink"):
                _refuse_large(name, element.get("ref", ""))
            formulas |= tag == "f"
            element.clear()
    except ET.ParseError as error:
        raise PublishedError(f"is no sound Excel workbook: {shown(name)}: {error}") from error
    return formulas


def _refuse_large(name: str, reference: str) -> None:
    try:
        left, top, right, bottom = range_boundaries(reference)
    except (ValueError, TypeError) as error:
        raise PublishedError(f"is no sound Excel workbook: {shown(name)}: {shown(reference)} is no range") from error
    whole = left is None or top is None or right is None or bottom is None  # columns or rows without an end
    if whole or (right - left + 1) * (bottom - top + 1) > AREA:
        raise PublishedError(f"merges or links the cells {reference} in {shown(name)}: too many")


def _refuse_formulas(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
    for row in sheet.iter_rows():
        for cell in row:
            if cell.data_type == "f":
                place = f"sheet {shown(sheet.title)}, cell {cell.coordinate}"
                raise PublishedError(f"{place}: holds a formula; a publisher's file states values")
