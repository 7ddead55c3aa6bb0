"""Correlates of War, Direct Contiguity: which states touch, by land or across how much water, and since when."""

from pathlib import Path
from typing import Any

import pandas as pd

from pactbook.ingest.published import cow, cow_cells, schemas
from pactbook.ingest.published.glimpse import Glimpse
from pactbook.ingest.published.model import Imported, LeftOut, Progress, PublishedError

NAME, PAGE, TITLE = "cow-contiguity", "direct-contiguity", "Direct Contiguity"
COLUMNS = ("statelno", "statehno", "conttype", "begin", "end", "notes", "version")
KINDS = {
    1: "land or river", 2: "water up to 12 miles", 3: "water up to 24 miles", 4: "water up to 150 miles",
    5: "water up to 400 miles",
}  # fmt: skip


def _fits(seen: Glimpse) -> bool:
    return set(COLUMNS) <= cow.header(seen) or cow.has_member(seen, r"contdir\.csv")


def _read(path: Path, progress: Progress) -> Imported:
    raw = cow.records(path, progress, COLUMNS)
    edition = cow_cells.edition(raw)
    table = pd.DataFrame(
        {
            "low": cow_cells.required(raw, "statelno"), "high": cow_cells.required(raw, "statehno"),
            "kind": cow_cells.coded(raw, "conttype", KINDS), "begin": _months(raw, "begin"), "end": _months(raw, "end"),
            "note": cow_cells.texts(raw, "notes"),
        }
    )  # fmt: skip
    data_end = table["end"].max()
    left_out = LeftOut()
    rows: list[dict[str, Any]] = []
    for record in cow.each(table):
        found = _borders(record, data_end)
        rows += found
        if not found:
            _leave_out(left_out, record, data_end)
    by = cow.source_id(NAME, edition)
    return Imported(
        edition=edition,
        retrieved=None,
        tables={
            "contiguity": cow.shaped(rows, schemas.columns("contiguity"), ["iso3_a", "iso3_b", "start", "kind"], by)
        },
        sources=cow.source(NAME, edition, TITLE, PAGE, "2017" if edition == "3.2" else None),
        rows_read=len(raw),
        left_out=left_out,
        notes=[f"The data ends with {data_end}; what was so then has no end here."],
    )


def _months(raw: pd.DataFrame, column: str) -> pd.Series:
    """Months written as 199112, as partial dates.

    Raises:
        PublishedError: for the first that is none.
    """
    values = cow_cells.required(raw, column)
    bad = ~(values % 100).between(1, 12) | ~values.between(100_000, 999_912)
    if bad.any():
        row = bad.index[bad.to_numpy(dtype=bool)][0]
        raise PublishedError(f"row {row}, column {column!r}: {str(raw.loc[row, column])!r} is no year and month")
    return pd.Series([f"{value // 100:04d}-{value % 100:02d}" for value in values], index=raw.index, dtype="string")


def _held(record: dict[str, Any], side: str, data_end: str) -> list[tuple[str, str, str | None]]:
    return cow.held(record[side], record["begin"], None if record["end"] == data_end else record["end"])


def _borders(record: dict[str, Any], data_end: str) -> list[dict[str, Any]]:
    """A record as rows: one, or several where a number passed from one state to its successor meanwhile."""
    rows = []
    for low, low_start, low_end in _held(record, "low", data_end):
        for high, high_start, high_end in _held(record, "high", data_end):
            start, last = max(low_start, high_start), min(filter(None, (low_end, high_end)), default=None)
            if last is None or start[:7] <= last[:7]:
                first, second = sorted((low, high))
                rows.append(
                    {
                        "iso3_a": first, "iso3_b": second, "kind": record["kind"], "start": start[:7],
                        "end": last and last[:7], "note": record["note"],
                    }
                )  # fmt: skip
    return rows


def _leave_out(left_out: LeftOut, record: dict[str, Any], data_end: str) -> None:
    uncoded = [record[side] for side in ("low", "high") if not _held(record, side, data_end)]
    if uncoded:
        cow.leave_out(left_out, uncoded[:1])
    else:
        left_out.add("two states that did not have their ISO codes at the same time")


SETS = (
    cow.published_set(
        NAME,
        TITLE,
        PAGE,
        "the zip of the data, or contdir.csv in it",
        "Stinnett, Douglas M., Jaroslav Tir, Philip Schafer, Paul F. Diehl and Charles Gochman (2002): "
        '"The Correlates of War Project Direct Contiguity Data, Version 3". Conflict Management and Peace Science '
        "19(2), 58-66.",
        ("contiguity",),
        _fits,
        _read,
    ),
)
