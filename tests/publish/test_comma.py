"""If these fail, an analyst reads other cells than the brief has, or a spreadsheet runs them."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from pactbook.cells import harmless
from pactbook.publish import comma
from pactbook.render.tables import Table

CELLS = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.text())


def table(columns, rows):
    return Table("arms", "deliveries", columns, rows, ("", "", ""))


def test_cells_are_plain_and_missing_ones_empty():
    rows = (("KAZ", 1994, -0.5, None, True), ('a "b", c', 0, 1.0, "x\ny", False))
    assert comma.text(table(("iso3", "year", "change", "note", "checked"), rows)) == (
        'iso3,year,change,note,checked\nKAZ,1994,-0.5,,true\n"a ""b"", c",0,1.0,"x\ny",false\n'
    )


def shown(cell):
    if isinstance(cell, str):
        return "\n".join(harmless(cell).replace("\r\n", "\n").split("\r"))
    return "" if cell is None else str(cell).lower() if isinstance(cell, bool) else str(cell)


@given(st.lists(st.tuples(CELLS, CELLS), max_size=5))
def test_what_is_read_again_is_what_was_written(rows):
    read = list(csv.reader(io.StringIO(comma.text(table(("a", "=b"), tuple(rows))), newline="")))
    assert read == [["a", "'=b"], *([shown(cell) for cell in row] for row in rows)]
