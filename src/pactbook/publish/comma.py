"""A table as a CSV file: UTF-8, commas, a header, line ends as on Unix."""

import csv
import io

from pactbook.cells import harmless
from pactbook.render.tables import Cell, Table


def text(table: Table) -> str:
    """The file's content.

    Args:
        table: its cells; a missing one is empty, truth is written as true and false, a line break as that of a line.
    """
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(map(harmless, table.columns))
    writer.writerows([_cell(cell) for cell in row] for row in table.rows)
    return file.getvalue()


def _cell(cell: Cell) -> str:
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, str):
        return harmless(cell).replace("\r\n", "\n").replace("\r", "\n")
    return "" if cell is None else str(cell)
