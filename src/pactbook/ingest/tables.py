"""Tables in memory and on disk: typed, with a row identifier, lists as tuples, partial dates as text."""

from pathlib import Path

import pandas as pd

from pactbook.ingest.package import Field, Package, Table

DTYPES = {"integer": "Int64", "number": "Float64", "boolean": "boolean"}
TRUE = "true"


def read(package: Package) -> dict[str, pd.DataFrame]:
    """Read the tables of a package that has passed its check.

    Args:
        package: its description.

    Returns:
        A frame per table: `row` (identifier: table, colon, key parts with slashes) and the table's columns. Whole
        numbers are Int64, other numbers Float64, booleans boolean, lists tuples of text, all else text; missing is NA.
    """
    return {name: _read(table) for name, table in package.tables.items()}


def write(tables: dict[str, pd.DataFrame], folder: Path) -> None:
    """Write each table to `<folder>/<name>.parquet`; the same tables give the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, frame in tables.items():
        frame.to_parquet(folder / f"{name}.parquet", index=False)


def load(paths: list[Path]) -> dict[str, pd.DataFrame]:
    """Read tables that `write` wrote, by their file's name."""
    return {path.stem: _with_tuples(pd.read_parquet(path)) for path in paths}


def _read(table: Table) -> pd.DataFrame:
    raw = pd.read_csv(table.path, dtype="string", keep_default_na=False, na_values=[""], encoding="utf-8-sig")
    columns = {field.name: _typed(raw[field.name], field) for field in table.fields}
    keys = [raw[name].fillna("") for name in table.primary_key]
    row = table.name + ":" + keys[0].str.cat(keys[1:], sep="/") if keys else pd.Series(dtype="string")
    return pd.DataFrame({"row": row, **columns})


def _typed(column: pd.Series, field: Field) -> pd.Series:
    if field.list_of:
        separator = field.list_of.separator
        cells = [() if pd.isna(cell) else tuple(cell.split(separator)) for cell in column]
        return pd.Series(cells, index=column.index, dtype=object)
    if field.type == "boolean":
        return column.str.lower().eq(TRUE).astype("boolean").mask(column.isna())
    if field.type in DTYPES:
        return pd.to_numeric(column).astype(DTYPES[field.type])
    return column


def _with_tuples(frame: pd.DataFrame) -> pd.DataFrame:
    for name in frame.columns:
        if frame[name].dtype == object:
            frame[name] = pd.Series([tuple(cell) for cell in frame[name]], index=frame.index, dtype=object)
    return frame
