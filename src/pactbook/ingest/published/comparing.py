"""What a new import of a set changes against the one that stands there."""

import csv
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

BESIDE = ("source_ids", "verified", "memory_fields")  # a new edition is a new source; its facts may be the same


@dataclass(frozen=True)
class Changes:
    """How many rows of a table are new, gone or revised."""

    new: int
    gone: int
    revised: int


def changes(before: Path, now: pd.DataFrame, key: Sequence[str]) -> Changes | None:
    """Compare a table with the CSV file of an earlier import.

    Args:
        before: that file.
        now: the table, its cells as text.
        key: its primary key.

    Returns:
        None if there is no such file, or it has another key.
    """
    if not before.is_file():
        return None
    try:
        with before.open(encoding="utf-8", newline="") as file:
            reader = csv.reader(file)
            header = next(reader, [])
            shared = [name for name in now.columns if name in header and name not in BESIDE]
            if not set(key) <= set(shared):
                return None
            places = [header.index(name) for name in shared]
            old = _digests(([row[place] for place in places] for row in reader), shared, key)
    except (OSError, ValueError, IndexError, csv.Error):  # an editor may have spoilt it
        return None
    new = _digests(now[shared].itertuples(index=False, name=None), shared, key)
    both = old.keys() & new.keys()
    return Changes(len(new) - len(both), len(old) - len(both), sum(old[one] != new[one] for one in both))


def _digests(rows: Iterable[Sequence[str]], columns: Sequence[str], key: Sequence[str]) -> dict[bytes, bytes]:
    """A digest of each row by a digest of its key: a table may have many rows."""
    places = [columns.index(name) for name in key]
    return {_digest(row[place] for place in places): _digest(row) for row in rows}


def _digest(cells: Iterable[str]) -> bytes:
    return hashlib.blake2b("\x1f".join(cells).encode("utf-8"), digest_size=16).digest()
