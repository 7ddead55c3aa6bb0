"""What the importers of the Correlates of War share: opening files, numbers, dates, states, rows of sources."""

import csv
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path
from typing import Any, cast

import pandas as pd

from pactbook import dates
from pactbook.ingest.published import codes, glimpse, model, reading, states
from pactbook.ingest.published.model import Imported, LeftOut, Progress, PublishedError, PublishedSet

PUBLISHER = "Correlates of War Project"
SITE = "https://correlatesofwar.org/data-sets/"
TERMS = (
    "Free to download and use. The project asks that publications name the version and cite the article of record. "
    "Whether whole files may be passed on: not checked."
)
ENCODINGS = (reading.UTF_8, "latin-1")  # names with accents, as COW's programs write them
SOURCED = {"note": "string", "source_ids": "object", "verified": "string"}


def published_set(
    name: str,
    title: str,
    page: str,
    file: str,
    citation: str,
    tables: tuple[str, ...],
    fits: Callable[[glimpse.Glimpse], bool],
    read: Callable[[Path, Progress], Imported],
) -> PublishedSet:
    """A set of the project: `page` is below SITE, `file` what to take from there."""
    return PublishedSet(
        name, title, PUBLISHER, f"{SITE}{page}/ ({file})", TERMS, "COW-terms", citation, tables, fits, read
    )


def source(set_name: str, edition: str, title: str, page: str, published: str | None = None) -> pd.DataFrame:
    """The one row of `sources` for an edition of a set."""
    row: dict[str, str | None] = {
        "source_id": source_id(set_name, edition),
        "publisher": PUBLISHER,
        "title": f"{title}, version {edition}",
        "url": f"{SITE}{page}/",
        "published": published,
        "kind": "dataset",
        "reliability": "A",
    }
    return model.sources([row])


def source_id(set_name: str, edition: str) -> str:
    """Of the source that an edition is."""
    return f"{set_name}-{slug(edition)}"


def slug(text: str) -> str:
    """A text as part of an identifier."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


# Files


def header(seen: glimpse.Glimpse) -> set[str]:
    """Column names in the first line of a text, in small letters."""
    if seen.kind != "text":
        return set()
    try:
        return {name.strip().lower() for name in next(csv.reader([seen.lines[0]]), [])}
    except csv.Error:
        return set()


def has_member(seen: glimpse.Glimpse, pattern: str) -> bool:
    """Whether a zip holds a file of that name, whatever its folder."""
    return seen.kind == "zip" and any(
        re.fullmatch(pattern, name.split("/")[-1], re.IGNORECASE) for name in seen.members
    )


def records(path: Path, progress: Progress, *wanted: Collection[str]) -> pd.DataFrame:
    """The table of a file that has the wanted columns: of a CSV file, of R's own file, or of a zip with CSV files.

    Args:
        path: of the file.
        progress: told of the bytes read.
        wanted: sets of columns; the table must have all of one set.

    Returns:
        Columns in small letters; index `row` as in a spreadsheet (in files of R the number of the record). Cells are
        text in CSV files, numbers or text in those of R.

    Raises:
        PublishedError: if the file cannot be read or no table has the columns.
    """
    size = path.stat().st_size if path.exists() else 0
    progress(0, size)
    tables = _tables(path)
    progress(size, size)
    for columns in wanted:
        for table in tables:
            if set(columns) <= set(table.columns):
                return table
    lacking = [name for name in wanted[0] if not tables or name not in tables[0].columns]
    found = ", ".join(str(name) for name in tables[0].columns[:12]) if tables else "none"
    raise PublishedError(f"has no column {lacking[0]!r}; columns are {found}")


def _tables(path: Path) -> list[pd.DataFrame]:
    kind = glimpse.look(path).kind if path.exists() else "text"
    if kind == "zip":
        contents = reading.members(path)
        return [
            _csv(reading.decoded(contents[name], *ENCODINGS))
            for name in sorted(contents)
            if name.lower().endswith(".csv")
        ]
    if kind == "rda":
        return _r_tables(path)
    return [_csv(reading.text(path, *ENCODINGS))]


def _csv(text: str) -> pd.DataFrame:
    lines = [(number, cells) for number, cells in enumerate(reading.records(text), start=1) if any(cells)]
    if not lines:
        return pd.DataFrame()
    columns = [name.strip().lower() for name in lines[0][1]]
    if len(set(columns)) < len(columns):
        raise PublishedError("has two columns of one name")
    for number, cells in lines[1:]:
        if len(cells) != len(columns):
            raise PublishedError(f"row {number} has {len(cells)} cells, the header {len(columns)}; is it cut off?")
    index = pd.Index([number for number, _ in lines[1:]], name="row")
    return pd.DataFrame([cells for _, cells in lines[1:]], columns=columns, index=index, dtype="str")


def _r_tables(path: Path) -> list[pd.DataFrame]:
    tables = [table for table in reading.objects(path).values() if isinstance(table, pd.DataFrame)]
    for table in tables:
        table.columns = [str(name).strip().lower() for name in table.columns]
        table.index = pd.RangeIndex(1, len(table) + 1, name="row")
    return tables


# States


def iso3(numbered: pd.Series, years: pd.Series) -> pd.Series:
    """The states that COW numbers stood for in years; missing where they had no ISO code."""
    pairs = numbered.astype("int64") * 10_000 + years.astype("int64")
    known = {pair: codes.iso3(codes.COW, pair // 10_000, pair % 10_000) for pair in pairs.unique().tolist()}
    return pairs.map(known).astype("string")


def held(number: int, first: str, last: str | None) -> list[tuple[str, str, str | None]]:
    """The states with an ISO code that a number stood for between two partial dates, each with its own first and last.

    The stated dates are kept where no other state begins or ends between them; a coarse date that could lie on either
    side of such a change counts for the state that held the number at its end (`first`) or its beginning (`last`).
    """
    after = dates.latest(first).isoformat()
    before = None if last is None else dates.earliest(last).isoformat()
    found = []
    for code, _, begin, end in states.spells().get(number, []):
        if code is None or end < after or (before is not None and begin > before):
            continue
        starts = first if begin <= after else begin
        ends = last if before is not None and end >= before else None if end == states.LAST else end
        found.append((code, starts, ends))
    return found


def leave_out(left_out: LeftOut, numbered: Iterable[int]) -> None:
    """Count records of states that have no ISO code."""
    for number in numbered:
        called = next((one.name for one in states.spells().get(int(number), [])), "not in our list of states")
        left_out.add(f"no state with an ISO code in that year: {called} (COW {number})")


# Tables


def each(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows, one after the other."""
    return cast("list[dict[str, Any]]", table.to_dict("records"))


def shaped(
    rows: pd.DataFrame | list[dict[str, Any]], kinds: Mapping[str, str], key: list[str], by: str
) -> pd.DataFrame:
    """Rows as a table of the data package: its columns and types, sourced by one source, in the order of the key.

    Raises:
        PublishedError: if a key stands twice.
    """
    table = pd.DataFrame(rows)
    table["source_ids"] = [(by,)] * len(table)
    table["verified"] = "tool"
    table = table.reindex(columns=list(kinds)).astype(kinds).sort_values(key, ignore_index=True)
    twice = table[table.duplicated(key)]
    if len(twice):
        raise PublishedError(f"has two records for {' '.join(str(cell) for cell in twice.iloc[0][key])}")
    return table
