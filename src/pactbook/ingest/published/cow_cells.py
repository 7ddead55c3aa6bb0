"""Columns of the Correlates of War's files as numbers, codes and dates; what is not understood is refused."""

from collections.abc import Collection
from typing import Any

import pandas as pd

from pactbook.ingest.published.model import PublishedError

MISSING = -9


def numbers(table: pd.DataFrame, column: str, missing: Collection[int] = (MISSING,)) -> pd.Series:
    """A column as Float64; the publisher's codes for missing, empty cells and R's `NA` are NA.

    Raises:
        PublishedError: for the first cell that is no number.
    """
    cells = table[column]
    if not pd.api.types.is_numeric_dtype(cells):
        cells = cells.astype("string").str.strip()
        cells = cells.mask(cells.isin(["", "NA"]))
    values = pd.to_numeric(cells, errors="coerce").astype("Float64")
    _refuse(table, column, values.isna() & cells.notna(), "is no number")
    return values.mask(values.isin(list(missing)))


def whole(table: pd.DataFrame, column: str, missing: Collection[int] = (MISSING,)) -> pd.Series:
    """A column as Int64, as `numbers`.

    Raises:
        PublishedError: for the first cell that is no whole number.
    """
    values = numbers(table, column, missing)
    _refuse(table, column, (values % 1 != 0).fillna(False), "is no whole number")
    return values.astype("Int64")


def required(table: pd.DataFrame, column: str) -> pd.Series:
    """A column of whole numbers without gaps.

    Raises:
        PublishedError: for the first cell that is empty or no whole number.
    """
    values = whole(table, column, missing=())
    _refuse(table, column, values.isna(), "is missing")
    return values


def coded(table: pd.DataFrame, column: str, known: dict[int, Any]) -> pd.Series:
    """A column of codes as what they stand for; -9 and empty cells are missing.

    Raises:
        PublishedError: for the first code that is not known.
    """
    values = whole(table, column)
    _refuse(table, column, values.notna() & ~values.isin(list(known)), "is no code that is known")
    return values.map(known)


def texts(table: pd.DataFrame, column: str) -> pd.Series:
    """A column as text; empty is missing."""
    cells = table[column].astype("string").str.strip()
    return cells.mask(cells == "")


def _refuse(table: pd.DataFrame, column: str, bad: pd.Series, why: str) -> None:
    if bad.any():
        row = bad.index[bad.to_numpy(dtype=bool)][0]
        raise PublishedError(f"row {row}, column {column!r}: {str(table.loc[row, column])!r} {why}")


def dates(table: pd.DataFrame, year: str, month: str, day: str) -> pd.Series:
    """Partial dates from three columns; where the month is not known, the day is not used."""
    parts = zip(whole(table, year), whole(table, month), whole(table, day), strict=True)
    return pd.Series([_date(*part) for part in parts], index=table.index, dtype="string")


def _date(year: Any, month: Any, day: Any) -> str | None:
    if pd.isna(year):
        return None
    if pd.isna(month) or not 1 <= month <= 12:
        return f"{year:04d}"
    if pd.isna(day) or not 1 <= day <= pd.Timestamp(int(year), int(month), 1).days_in_month:
        return f"{year:04d}-{month:02d}"  # some dates are the 31st of a shorter month
    return f"{year:04d}-{month:02d}-{day:02d}"


def edition(table: pd.DataFrame, *, several: bool = False) -> str:
    """The version that a file names in every record, without the noise of its floating point (`4.3000002`).

    Args:
        table: of the file.
        several: whether records keep the version in which they were last changed; then it is the latest.

    Raises:
        PublishedError: if it names none, or several where it should name one, as a file that is cut off does.
    """
    versions = sorted({f"{version:.4g}" for version in numbers(table, "version").dropna()}, key=float)
    if not versions:
        raise PublishedError("names no version in column 'version'")
    if len(versions) > 1 and not several:
        raise PublishedError(f"names several versions: {', '.join(versions)}; is it cut off?")
    return versions[-1]
