"""Text files that SIPRI's site of arms transfers makes: a preamble, a header row, records."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import pandas as pd

from pactbook.ingest.published import reading
from pactbook.ingest.published.glimpse import Glimpse
from pactbook.ingest.published.model import PublishedError, sources

WHERE = "https://www.sipri.org/databases/armstransfers"
LOOKED_AT = 40  # lines in which a header row may stand; SIPRI's preambles have a dozen
SIGNS = 3  # columns that tell a header row from others
LONGEST = 40  # characters of a column's name; prose has longer pieces between commas
GENERATED = re.compile(r"Data generated: ([0-9]{1,2}) ([A-Z][a-z]{2})[a-z]* ([0-9]{4})")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
Record = Mapping[str, str]


def has_header(columns: Sequence[str], without: str) -> Callable[[Glimpse], bool]:
    """A test whether some line of a text looks like a header row with at least SIGNS of the columns.

    Args:
        columns: names in the export.
        without: a name that another export has.
    """

    def fits(glimpse: Glimpse) -> bool:
        rows = [_cells(line) for line in glimpse.lines[:LOOKED_AT]] if glimpse.kind == "text" else []
        return any(
            len(row.intersection(columns)) >= SIGNS and without not in row and max(map(len, row)) <= LONGEST
            for row in rows
        )

    return fits


def records(path: Path, columns: Sequence[str]) -> tuple[str, list[str], list[tuple[int, list[str]]]]:
    """What stands before the header, the header row, and the records after it with their numbers.

    Raises:
        PublishedError: if there is no header row, it lacks one of the columns, or nothing follows it.
    """
    rows = reading.records(reading.text(path, reading.UTF_8, "cp1252"))
    needed = min(SIGNS, len(columns))
    for number, cells in enumerate(rows, start=1):
        header = [cell.strip() for cell in cells]
        if len(set(header).intersection(columns)) >= needed:
            missing = [column for column in columns if column not in header]
            twice = [column for column in columns if header.count(column) > 1]
            if twice:
                raise PublishedError(f"has two columns {twice[0]!r}")
            if missing:
                raise PublishedError(f"has no column {missing[0]!r}; columns are {', '.join(filter(None, header))}")
            preamble = "\n".join(",".join(before) for before in rows[: number - 1])
            found = [(line, one) for line, one in enumerate(rows[number:], start=number + 1) if any(one)]
            if not found:
                raise PublishedError("has no record after its header")
            return preamble, header, found
    raise PublishedError(f"has no header row with {', '.join(columns[:3])}")


def mended(rows: Iterable[tuple[int, list[str]]], width: int) -> Iterable[tuple[int, list[str]]]:
    """Records, those joined again that a line break in a comment has torn.

    Raises:
        PublishedError: if pieces do not make a record of that many cells.
    """
    torn: tuple[int, list[str]] | None = None
    for line, cells in rows:
        first, whole = line, [cell.strip() for cell in cells]
        if torn:
            first = torn[0]
            whole = [*torn[1][:-1], f"{torn[1][-1]} {whole[0]}".strip(), *whole[1:]]
        if len(whole) > width:
            raise PublishedError(f"record {first}: {len(whole)} cells in place of {width}")
        torn = (first, whole) if len(whole) < width else None
        if torn is None:
            yield first, whole
    if torn:
        raise PublishedError(f"record {torn[0]}: {len(torn[1])} cells in place of {width}; is the file cut off?")


def retrieved(preamble: str) -> str | None:
    """The day on which SIPRI's site made the export, if it says so."""
    found = GENERATED.search(preamble)
    if not found or found[2] not in MONTHS:
        return None
    return f"{found[3]}-{MONTHS.index(found[2]) + 1:02d}-{int(found[1]):02d}"


def source_row(source: str, what: str, last: int, reliability: str) -> pd.DataFrame:
    """The row of `sources` for an export.

    Args:
        source: its id.
        what: which export, for the title.
        last: year of the last deliveries; SIPRI publishes them in the year after.
        reliability: grade.
    """
    row: dict[str, str | None] = {
        "source_id": source,
        "publisher": "SIPRI",
        "title": f"SIPRI Arms Transfers Database, {what}",
        "url": WHERE,
        "published": str(last + 1),
        "kind": "dataset",
        "reliability": reliability,
    }
    return sources([row])


def _cells(line: str) -> set[str]:
    return {cell.strip().strip('"') for cell in line.split(",")}
