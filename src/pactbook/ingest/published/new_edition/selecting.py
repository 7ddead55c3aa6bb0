"""Which rows of the sets an edition takes, table by table, by what the tables' descriptions say of each other.

- A yearly figure of one country stays if that is a core country, a power or a neighbour.
- Any other row that names countries stays if one of them is a core country.
- What consists of rows of another table (an agreement of its parties, an exercise of its participants) stays whole if
  one of these names a core country; the rows go with it.
- What only groups others (a series of exercises) stays if one of them does.
- Organisations are those asked for, with all their members. A reference to one of the others is emptied.
- A row that names a state which there is no more, or no facts on, goes; a list loses it. So does one of before 1900.
"""

from collections import Counter
from collections.abc import Sequence

import pandas as pd

from pactbook import dates
from pactbook.ingest.package import Field, Table
from pactbook.ingest.published.new_edition.model import Data, NewEditionError
from pactbook.ingest.table_rules import FIRST_YEAR, INTERVALS, TIMES

COUNTRIES, ORGANIZATIONS, SOURCES = "countries", "organizations", "sources"
LEAST_PARTS = {"agreements": 2}  # parties, without which there is no agreement
NOT_TAKEN = (COUNTRIES, ORGANIZATIONS, SOURCES)  # see the modules of their own


def select(data: Data, core: frozenset[str], focus: frozenset[str], known: frozenset[str]) -> None:
    """Cut the tables of the sets to an edition.

    Args:
        data: the tables, changed in place; `organizations` has been cut to those asked for.
        core: the countries that the edition is about (iso3).
        focus: these, the powers and the neighbours.
        known: all countries on which there are facts.
    """
    tables = {name: table for name, table in data.described.items() if name not in NOT_TAKEN}
    gone = {}
    for name, table in tables.items():
        frame = _of_our_time(table, data.tables[name])
        data.tables[name], gone[name] = _without_unknown(table, frame, known)
    parts = {name: parents for name, table in tables.items() if (parents := _parents(table, tables))}
    groups = {target for table in tables.values() for _, target in _references(table) if target in tables}
    whole = {name for parents in parts.values() for _, name in parents}
    for name, table in tables.items():
        if not table.editorial and name not in {*whole, *parts, *groups}:
            frame = data.tables[name]
            data.tables[name] = frame[_stays(table, frame, core, focus, data)]
    for name in sorted(whole):
        _cut_whole(
            name, data, core, [(child, column) for child in parts for column, parent in parts[child] if parent == name]
        )
    for name in sorted(groups - whole):
        named = {cell for table in tables.values() for column, target in _references(table) if target == name
                 for cell in data.tables[table.name][column]}  # fmt: skip
        frame = data.tables[name]
        data.tables[name] = frame[frame[data.described[name].primary_key[0]].isin(named)]
    for name, table in tables.items():
        data.tables[name] = _without_lost(table, data).reset_index(drop=True)
        _count_gone(table, gone[name], parts.get(name, []), core, data)


def organizations(data: Data, wanted: Sequence[str]) -> list[str]:
    """Cut the organisations to those asked for.

    Args:
        data: `organizations` is changed in place.
        wanted: codes as in the sets, or what follows the set's name in them (`ecowas` for `cow-igo-ecowas`).

    Returns:
        Their codes, in the order asked for.

    Raises:
        NewEditionError: if one is not there.
    """
    if not wanted:
        raise NewEditionError("no organisation is named, and without memberships there is no edition: --organizations")
    frame = data.tables[ORGANIZATIONS]
    codes = set(frame["org_id"])
    found = []
    for one in wanted:
        code = one.lower()
        fitting = [code] if code in codes else sorted(each for each in codes if each.endswith(f"-{code}"))
        if not fitting:
            raise NewEditionError(f"no set has an organisation {one!r}")
        if len(fitting) > 1:
            raise NewEditionError(f"{one!r} may be {' or '.join(fitting)}; say which")
        found += fitting
    data.tables[ORGANIZATIONS] = frame[frame["org_id"].isin(found)].reset_index(drop=True)
    return found


def named(data: Data) -> set[str]:
    """All countries that the tables name."""
    return {
        code
        for name, table in data.described.items()
        if name not in NOT_TAKEN
        for field in country_fields(table)
        for cell in data.tables[name][field.name].unique()
        for code in _items(str(cell), field)
    } - {""}


def country_fields(table: Table) -> list[Field]:
    """The columns that hold countries, one each or a list."""
    single = {name for key in table.foreign_keys if key.table == COUNTRIES for name in key.fields}
    lists = {each.name for each in table.fields if each.list_of and (each.list_of.reference or ("",))[0] == COUNTRIES}
    return [each for each in table.fields if each.name in single | lists]


def _stays(table: Table, frame: pd.DataFrame, core: frozenset[str], focus: frozenset[str], data: Data) -> pd.Series:
    fields = country_fields(table)
    if table.name == "memberships":
        return frame["org_id"].isin(set(data.tables[ORGANIZATIONS]["org_id"]))
    yearly = len(fields) == 1 and not fields[0].list_of and table.field("year") is not None
    return _names(frame, fields, focus if yearly else core)


def _names(frame: pd.DataFrame, fields: list[Field], wanted: frozenset[str]) -> pd.Series:
    """Whether a row names one of some countries."""
    stays = pd.Series(data=False, index=frame.index)
    for field in fields:
        cells = frame[field.name]
        distinct = {cell: not wanted.isdisjoint(_items(str(cell), field)) for cell in cells.unique()}
        stays |= cells.map(distinct).astype(bool)
    return stays


def _cut_whole(name: str, data: Data, core: frozenset[str], children: list[tuple[str, str]]) -> None:
    """What consists of rows of other tables, and these rows."""
    table, frame = data.described[name], data.tables[name]
    key = table.primary_key[0]
    counts: Counter[str] = Counter()
    touched: set[str] = set()
    for child, column in children:
        rows = data.tables[child]
        counts.update(rows[column])
        touched.update(rows.loc[_names(rows, country_fields(data.described[child]), core), column])
    stays = frame[key].isin(touched) | _names(frame, country_fields(table), core)
    enough = frame[key].map(counts) >= LEAST_PARTS.get(name, 1)
    if few := int((stays & ~enough).sum()):
        data.left_out[f"{name}: too few parties that there are facts on"] += few
    data.tables[name] = frame[stays & enough]
    for child, column in children:
        rows = data.tables[child]
        data.tables[child] = rows[rows[column].isin(set(data.tables[name][key]))]


def _parents(table: Table, tables: dict[str, Table]) -> list[tuple[str, str]]:
    """(column, table) of what the rows of a table are parts of: the column belongs to their key."""
    return [
        (column, target) for column, target in _references(table) if target in tables and column in table.primary_key
    ]


def _references(table: Table) -> list[tuple[str, str]]:
    """(column, table) of references of one column to other tables than countries."""
    return [
        (key.fields[0], key.table)
        for key in table.foreign_keys
        if key.table not in (COUNTRIES, table.name) and len(key.fields) == 1
    ]


def _of_our_time(table: Table, frame: pd.DataFrame) -> pd.DataFrame:
    """Rows without what was over before 1900, which a package has no place for; an earlier start is left open."""
    frame = frame.copy()
    for start, end in INTERVALS:
        if table.field(start) and table.field(end):
            frame = frame[~frame[end].map(_early).astype(bool)]
    for field in table.fields:
        if field.name in TIMES:
            early = frame[field.name].map(_early).astype(bool)
            if field.required or field.name in table.primary_key:
                frame = frame[~early]
            else:
                frame[field.name] = frame[field.name].mask(early, "")
    return frame


def _early(date: str) -> bool:
    return bool(date) and dates.year(date) < FIRST_YEAR


def _count_gone(
    table: Table, gone: pd.DataFrame, parents: list[tuple[str, str]], core: frozenset[str], data: Data
) -> None:
    """Count the rows that would belong to the edition, had they not named a country without facts."""
    belongs = _names(gone, country_fields(table), core)
    owners = [*parents, *([("org_id", ORGANIZATIONS)] if table.name == "memberships" else [])]
    for column, target in owners:
        belongs |= gone[column].isin(set(data.tables[target][data.described[target].primary_key[0]]))
    if count := int(belongs.sum()):
        data.left_out[f"{table.name}: names a state of the past, or one that there are no facts on"] += count


def _without_unknown(table: Table, frame: pd.DataFrame, known: frozenset[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows whose countries are known, lists cut to these; and the others."""
    frame = frame.copy()
    stays = pd.Series(data=True, index=frame.index)
    for field in country_fields(table):
        if field.list_of:
            kept = {cell: _known_items(str(cell), field, known) for cell in frame[field.name].unique()}
            frame[field.name] = frame[field.name].map(kept)
            stays &= (frame[field.name] != "") | (not field.required)
        else:
            stays &= frame[field.name].isin(known | {""})
    return frame[stays], frame[~stays]


def _known_items(cell: str, field: Field, known: frozenset[str]) -> str:
    separator = field.list_of.separator if field.list_of else ";"
    return separator.join(code for code in _items(cell, field) if code in known)


def _items(cell: str, field: Field) -> list[str]:
    return cell.split(field.list_of.separator) if field.list_of and cell else [cell]


def _without_lost(table: Table, data: Data) -> pd.DataFrame:
    """A table whose references to rows that have not been taken are empty; rows that need them go."""
    frame = data.tables[table.name].copy()
    for column, target in [*_references(table), *_to_itself(table)]:
        if target == SOURCES:
            continue
        there = set(data.tables[target][data.described[target].primary_key[0]]) if target in data.tables else set()
        field = table.field(column)
        if field is not None and (field.required or column in table.primary_key):
            frame = frame[frame[column].isin(there)]
        else:
            frame[column] = frame[column].where(frame[column].isin(there), "")
    return frame


def _to_itself(table: Table) -> list[tuple[str, str]]:
    return [
        (key.fields[0], table.name) for key in table.foreign_keys if key.table == table.name and len(key.fields) == 1
    ]
