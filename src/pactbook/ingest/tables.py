"""Tables in memory and on disk: typed, with a row identifier, lists as tuples, partial dates as text."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from pactbook.ingest import files, values
from pactbook.ingest.files import Cells, Sheet
from pactbook.ingest.package import Field, Package, Table

TYPES: dict[str, tuple[Any, Callable[[str], Any]]] = {  # of pandas, and how a cell becomes one
    "string": (pd.StringDtype(), str),
    "integer": (pd.Int64Dtype(), values.integer),
    "number": (pd.Float64Dtype(), values.number),
    "boolean": (pd.BooleanDtype(), values.boolean),
}


def read(package: Package) -> dict[str, pd.DataFrame]:
    """Read the tables of a package that has passed its check.

    Args:
        package: its description.

    Returns:
        A frame per table: `row` (identifier: table, colon, key parts with slashes) and the table's columns. Whole
        numbers are Int64, other numbers Float64, booleans boolean, lists tuples of text, all else text; missing is NA,
        an empty list ().
    """
    return {name: typed(files.read(table)) for name, table in package.tables.items()}


def write(tables: dict[str, pd.DataFrame], folder: Path) -> None:
    """Write each table to `<folder>/<name>.parquet`; the same tables give the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, frame in tables.items():
        frame.to_parquet(folder / f"{name}.parquet", index=False)


def load(paths: Sequence[Path]) -> dict[str, pd.DataFrame]:
    """Read tables that `write` wrote, by their file's name."""
    return {path.stem: _with_tuples(pd.read_parquet(path)) for path in paths}


def typed(sheet: Sheet) -> pd.DataFrame:
    """The rows of a sheet that has passed its check, as `read` has them."""
    table, rows = sheet.table, list(sheet.rows.values())
    identifiers = [f"{table.name}:{key(table, cells)}" for cells in rows]
    columns = {field.name: _typed([cells[field.name] for cells in rows], field) for field in table.fields}
    return pd.DataFrame({"row": pd.Series(identifiers, dtype=pd.StringDtype()), **columns})


def key(table: Table, cells: Cells) -> str:
    """The parts of a row's key with slashes: what its identifier has after the colon."""
    return "/".join(cells[name] for name in table.primary_key)


def _typed(cells: list[str], field: Field) -> pd.Series:
    if field.list_of:
        separator = field.list_of.separator
        return pd.Series([tuple(cell.split(separator)) if cell else () for cell in cells], dtype=object)
    dtype, value_of = TYPES[field.type]
    return pd.Series([value_of(cell) if cell else None for cell in cells], dtype=dtype)


def _with_tuples(frame: pd.DataFrame) -> pd.DataFrame:
    for name in frame.columns:
        if frame[name].dtype == object:
            frame[name] = pd.Series([tuple(cell) for cell in frame[name]], index=frame.index, dtype=object)
    return frame
