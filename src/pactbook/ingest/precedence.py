"""Which source wins: the rows of several sets as one table, and where the sets disagree (docs/methodology.md)."""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from pactbook import dates
from pactbook.ingest.loading import CURATED, Precedence
from pactbook.ingest.package import SOURCES, Field, Package, Table

Tables = dict[str, pd.DataFrame]

DISAGREEMENTS = "disagreements"  # the table that uniting makes
COLUMNS = ["row", "table", "about", "column", "unit", "preferred", "value", "set", "other", "size", "source_ids"]
TEXTS = [name for name in COLUMNS if name not in ("size", "source_ids")]
SAME = 0.005  # share of the larger number by which two may differ and still be the same
DIGITS = 12  # of a number as it is compared and told: more are noise of binary fractions
PROVENANCE = {"source_ids", "verified", "memory_fields", "mark", "estimated"}  # say how a fact is known


def unite(
    curated: Tables, published: Mapping[str, Tables], precedence: Precedence, package: Package
) -> tuple[Tables, list[str]]:
    """One table from the rows of several sets.

    The row of a key comes from the first set that has it; keys that only a later one has are added. Rows of published
    sets that refer to a country, organisation, treaty or the like that no set has are left out.

    Args:
        curated: the tables of the package, as `tables.typed` gives them.
        published: the same of each published set.
        precedence: by table the names of sets, the first one winning; without the name `curated`, the package's own
            rows are left out.
        package: the description of the tables.

    Returns:
        The package's tables and `disagreements` (COLUMNS; one row for each cell of a later set that disagrees with the
        row that won, `size` being the difference divided by the larger of two numbers), and what was left out, a line
        for each set and table.
    """
    ranked = {
        table: [(name, curated[table] if name == CURATED else published[name][table]) for name in names]
        for table, names in precedence.items()
    }
    ranked, told = _with_references(ranked, curated, package)
    united = curated | {
        table: _joined([frame for _, frame in frames]).drop_duplicates("row", ignore_index=True)
        for table, frames in ranked.items()
    }
    found = [
        one for table, frames in ranked.items() for one in _disagreements(package.tables[table], frames, published)
    ]
    types = dict.fromkeys(TEXTS, "string") | {"size": "Float64", "source_ids": "object"}
    united[DISAGREEMENTS] = pd.DataFrame(found, columns=COLUMNS).astype(types)
    if SOURCES in curated:
        added = [tables[SOURCES] for tables in published.values() if SOURCES in tables]
        cited = {code for name, frame in united.items() if name != SOURCES for code in _cited(frame)}
        every = _joined([curated[SOURCES], *added]).drop_duplicates("row", ignore_index=True)
        kept = every["row"].isin(curated[SOURCES]["row"]) | every["source_id"].isin(cited)
        united[SOURCES] = every[kept].reset_index(drop=True)
    return united, told


def agree(field: Field, one: Any, other: Any) -> bool:
    """Whether two known values say the same.

    Numbers: they differ by no more than 0.5 % of the larger one, or than half a unit of the last decimal of the one
    that is given with fewer. Whole numbers without a unit (years) must be equal. Partial dates: they may be the same
    day. Lists: the same items in any order.
    """
    if field.list_of:
        return set(one) == set(other)
    if field.is_date:
        return dates.may_be_same(str(one), str(other))
    if field.type == "number" or (field.type == "integer" and field.unit):
        room = 10.0 ** -min(_decimals(one), _decimals(other)) / 2
        return bool(abs(one - other) <= max(SAME * max(abs(one), abs(other)), room) * (1 + 10**-DIGITS))
    return bool(one == other)


def told(value: Any) -> str:
    """A value as a cell of a table states it."""
    if isinstance(value, tuple):
        return ";".join(value)
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:.{DIGITS}g}" if isinstance(value, float) else str(value)


def compared(table: Table) -> list[Field]:
    """The columns in which sets may disagree: numbers, dates, and words from a list or another table; no wording."""
    referring = {name for key in table.foreign_keys for name in key.fields}
    return [
        field
        for field in table.fields
        if field.name not in {*table.primary_key, *PROVENANCE}
        and (field.type != "string" or field.is_date or field.enum or field.list_of or field.name in referring)
    ]


def _joined(frames: list[pd.DataFrame]) -> pd.DataFrame:
    """Frames of the same columns one below the other; empty ones would blur the types."""
    return pd.concat([frame for frame in frames if len(frame)] or frames[:1], ignore_index=True)


def _cited(frame: pd.DataFrame) -> set[str]:
    return {code for codes in frame["source_ids"] for code in codes} if "source_ids" in frame else set()


Ranked = dict[str, list[tuple[str, pd.DataFrame]]]


def _with_references(ranked: Ranked, curated: Tables, package: Package) -> tuple[Ranked, list[str]]:
    """Rows of published sets without those that refer to nothing; leaving out one may leave another alone."""
    full = {(table, name): len(frame) for table, frames in ranked.items() for name, frame in frames}
    left = -1
    while left != (left := sum(len(frame) for frames in ranked.values() for _, frame in frames)):
        ranked = {
            table: [
                (name, frame if name == CURATED else _referring(frame, package.tables[table], ranked, curated))
                for name, frame in frames
            ]
            for table, frames in ranked.items()
        }
    lines = [
        f"{name}: {count:,} rows of {table} left out, which name countries or the like that the package does not have"
        for table, frames in ranked.items()
        for name, frame in frames
        if (count := full[table, name] - len(frame))
    ]
    return ranked, lines


def _referring(frame: pd.DataFrame, table: Table, ranked: Ranked, curated: Tables) -> pd.DataFrame:
    sound = [True] * len(frame)
    for key in table.foreign_keys:
        offered = {
            row
            for one in _frames(key.table, ranked, curated)
            for row in one[list(key.referenced)].itertuples(index=False, name=None)
        }
        named = frame[list(key.fields)].itertuples(index=False, name=None)
        refers = [any(pd.isna(cell) for cell in cells) or cells in offered for cells in named]
        sound = [one and other for one, other in zip(sound, refers, strict=True)]
    for field in table.fields:
        if field.list_of and field.list_of.reference and field.list_of.reference[0] != SOURCES:
            to, column = field.list_of.reference
            items = {item for one in _frames(to, ranked, curated) for item in one[column]}
            sound = [one and items.issuperset(cell) for one, cell in zip(sound, frame[field.name], strict=True)]
    return frame[pd.Series(sound, frame.index, bool)].reset_index(drop=True)


def _frames(table: str, ranked: Ranked, curated: Tables) -> list[pd.DataFrame]:
    return [frame for _, frame in ranked[table]] if table in ranked else [curated[table]]


def _disagreements(
    table: Table, frames: list[tuple[str, pd.DataFrame]], published: Mapping[str, Tables]
) -> Iterator[dict[str, Any]]:
    """The cells in which a later set disagrees with the row that won."""
    fields = compared(table)
    names = [field.name for field in fields]
    won: dict[str, tuple[str, tuple[Any, ...]]] = {}
    for name, frame in frames:
        columns = [frame[column].tolist() for column in names]  # Python's own values
        cells = zip(*columns, strict=True) if columns else [()] * len(frame)
        cited = _sources(table, name, frame, published)
        for row, values, sources in zip(frame["row"], cells, cited, strict=True):
            first, preferred = won.setdefault(str(row), (name, values))
            for field, value, other in zip(fields, preferred, values, strict=True):
                if first != name and _known(value) and _known(other) and not agree(field, value, other):
                    yield {
                        "row": f"{DISAGREEMENTS}:{row.replace(':', '/', 1)}/{field.name}/{name}",
                        "table": table.name,
                        "about": row,
                        "column": field.name,
                        "unit": field.unit,
                        "preferred": first,
                        "value": told(value),
                        "set": name,
                        "other": told(other),
                        "size": _size(value, other) if _is_quantity(field) else None,
                        "source_ids": sources,
                    }


def _sources(table: Table, name: str, frame: pd.DataFrame, published: Mapping[str, Tables]) -> list[tuple[str, ...]]:
    """The sources of each row: its own, or those of the row that it belongs to."""
    if "source_ids" in frame:
        return list(frame["source_ids"])
    if name == CURATED or not table.sourced_by or table.sourced_by[1] not in published[name]:
        return [()] * len(frame)
    column, parent = table.sourced_by
    owners = published[name][parent]
    known = dict(zip(owners["row"], owners["source_ids"], strict=True))
    return [known.get(f"{parent}:{code}", ()) for code in frame[column]]


def _known(value: Any) -> bool:
    return value != () if isinstance(value, tuple) else not pd.isna(value)


def _is_quantity(field: Field) -> bool:
    return not field.list_of and (field.type == "number" or (field.type == "integer" and field.unit is not None))


def _size(one: float, other: float) -> float:
    return abs(one - other) / max(abs(one), abs(other))


def _decimals(value: float) -> int:
    """Decimals that a number is given with, without zeros at its end."""
    return len(f"{value:.{DIGITS}f}".rstrip("0").partition(".")[2])
