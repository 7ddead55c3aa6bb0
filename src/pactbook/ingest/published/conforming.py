"""Tables as they will stand in CSV files: every cell as text, and checked against the table's description.

An importer that has misread an edition gives cells that the description does not allow; they are refused before
anything is written.
"""

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from pactbook.ingest import files, schema_rules
from pactbook.ingest.package import Field, ForeignKey, Package, Table
from pactbook.ingest.problems import shown
from pactbook.ingest.published.model import PublishedError

DIGITS = 12  # of a number: what is beyond comes from computing with binary fractions
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")  # but tab and line end; a letter of old Macs lands beyond 0x80


def as_text(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """A table with its cells as the CSV file will hold them; missing ones are empty.

    Args:
        frame: with the columns of the table's description.
        table: that description.

    Raises:
        PublishedError: if the columns are others.
    """
    expected, found = [field.name for field in table.fields], list(map(str, frame.columns))
    if found != expected:
        odd = [*(f"no {name}" for name in expected if name not in found), *(c for c in found if c not in expected)]
        raise PublishedError(
            f"table {table.name} has other columns than the package describes: {', '.join(odd) or 'another order'}"
        )
    try:
        texts = {field.name: _texts(frame[field.name], field) for field in table.fields}
        return pd.DataFrame(texts, columns=expected, dtype="str")
    except UnicodeError as error:
        raise PublishedError(f"table {table.name}: a cell holds half of a character: {shown(str(error))}") from error


def check(texts: Mapping[str, pd.DataFrame], package: Package) -> None:
    """Check tables against their descriptions.

    Args:
        texts: tables by name, as `as_text` gives them.
        package: describes them.

    Raises:
        PublishedError: for the first cell that is not allowed, with table, row as a spreadsheet counts it, and column.
    """
    for name, frame in texts.items():
        table = package.tables[name]
        for field in table.fields:
            _check_column(table, field, frame[field.name])
        doubles = frame[frame.duplicated(list(table.primary_key))]
        if len(doubles):
            twice = "/".join(doubles.iloc[0][list(table.primary_key)])
            raise PublishedError(f"table {name}: two rows have the key {shown(twice)}")
        for key in table.foreign_keys:
            _check_reference(name, frame[list(key.fields)], key, texts[key.table])
        for field in table.fields:
            if field.list_of and field.list_of.reference:
                other, column = field.list_of.reference
                _check_items(table, field, frame[field.name], set(texts[other][column]))


def _texts(column: pd.Series, field: Field) -> pd.Series:
    if field.list_of:
        separator = field.list_of.separator
        return column.map(lambda items: separator.join(items) if isinstance(items, tuple) else "").astype("string")
    if field.type == "number":
        return column.map(lambda value: "" if pd.isna(value) else _number(float(value)))
    if field.type == "boolean":
        return column.map({True: "true", False: "false"}).fillna("")
    return column.astype("string").fillna("").str.strip()


def _number(value: float) -> str:
    rounded = float(f"{value:.{DIGITS}g}")
    return str(int(rounded)) if rounded.is_integer() and abs(rounded) < 10**15 else repr(rounded)


def _check_column(table: Table, field: Field, column: pd.Series) -> None:
    if field.required or field.name in table.primary_key:
        empty = column.index[column == ""]
        if len(empty):
            raise PublishedError(_place(table, field, int(empty[0])) + "is empty, and a value is required")
    for cell in column[column != ""].unique():
        if message := _wrong(field, str(cell)):
            raise PublishedError(_place(table, field, int(column.index[column == cell][0])) + message)
    if field.unique and (doubles := column[(column != "") & column.duplicated()]).size:
        raise PublishedError(_place(table, field, int(doubles.index[0])) + "stands in another row already")


def _wrong(field: Field, cell: str) -> str | None:
    if len(cell) > files.LONGEST_CELL:
        return f"has {len(cell):,} characters, and {files.LONGEST_CELL:,} are the most"
    if CONTROLS.search(cell):
        return f"{shown(cell)} holds a control character"
    if field.list_of:
        items = cell.split(field.list_of.separator)
        if len(set(items)) < len(items) or any(item != item.strip() or not item for item in items):
            return f"{shown(cell)} has an item that is empty, stands twice or has blanks round it"
        odd = [item for item in items if field.list_of.enum is not None and item not in field.list_of.enum]
        return f"{shown(odd[0])} is not one of: {', '.join(field.list_of.enum or ())}" if odd else None
    return schema_rules.wrong(field, cell)


def _check_reference(name: str, own: pd.DataFrame, key: ForeignKey, other: pd.DataFrame) -> None:
    offered = set(other[list(key.referenced)].itertuples(index=False, name=None))
    for cells in own.drop_duplicates().itertuples(index=False, name=None):
        if all(cells) and cells not in offered:
            raise PublishedError(f"table {name}: {shown('/'.join(cells))} is not in the table {key.table}")


def _check_items(table: Table, field: Field, column: pd.Series, offered: set[Any]) -> None:
    separator = field.list_of.separator if field.list_of else ";"
    for cell in column[column != ""].unique():
        for item in str(cell).split(separator):
            if item not in offered:
                row = int(column.index[column == cell][0])
                raise PublishedError(_place(table, field, row) + f"{shown(item)} is not described")


def _place(table: Table, field: Field, row: int) -> str:
    return f"table {table.name}, row {row + 2}, column {field.name}: "
