"""Tables of an imported set from rows in Python: typed and in order."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from pactbook.ingest.published.model import PublishedError

TEXT, WHOLE, NUMBER, LIST = "string", "Int64", "Float64", "object"  # dtypes of pandas


def frame(rows: Iterable[Mapping[str, Any]], types: Mapping[str, str], key: Sequence[str]) -> pd.DataFrame:
    """A table with one row per key, in the order of the key.

    Args:
        rows: cells by column; what a row lacks is missing, an empty list ().
        types: TEXT, WHOLE, NUMBER or LIST by column, in the order of the columns.
        key: columns that tell the rows apart.

    Raises:
        PublishedError: if two rows have the same key.
    """
    kept = list(rows)
    columns = {name: _column([row.get(name) for row in kept], kind) for name, kind in types.items()}
    table = pd.DataFrame(columns)
    double = table[table.duplicated(list(key))]
    if len(double):
        raise PublishedError(f"has two records of {'/'.join(map(str, double.iloc[0][list(key)]))}")
    return table.sort_values(list(key), ignore_index=True)


def positions(header: Sequence[str], wanted: Iterable[str | tuple[str, ...]]) -> dict[str, int]:
    """Where columns stand; names count without case, blanks and underscores.

    Args:
        header: names of the columns of a file.
        wanted: names, or several names that a column has had in editions, of which the first is the key of the result.

    Raises:
        PublishedError: if a column is not there, or stands twice.
    """
    plain = [_plain(name) for name in header]
    found = {}
    for names in (name if isinstance(name, tuple) else (name,) for name in wanted):
        at = [plain.index(_plain(name)) for name in names if _plain(name) in plain]
        if not at:
            raise PublishedError(f"has no column {names[0]!r}; columns are {', '.join(header)[:400]}")
        if plain.count(plain[at[0]]) > 1:
            raise PublishedError(f"has two columns {header[at[0]]!r}")
        found[names[0]] = at[0]
    return found


def has(header: str, *names: str) -> bool:
    """Whether a line of column names holds all of these, for a first look at a file."""
    found = {_plain(name) for name in header.split(",")}
    return all(_plain(name) in found for name in names)


def _plain(name: str) -> str:
    return name.strip().strip('"').replace("_", "").replace(" ", "").lower()


def _column(cells: list[Any], kind: str) -> pd.Series:
    if kind == LIST:
        return pd.Series([cell or () for cell in cells], dtype=object)
    return pd.Series(cells, dtype=kind)
