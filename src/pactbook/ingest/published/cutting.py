"""Cutting a published set to the countries of a data package.

The rule, table by table, follows from the tables' descriptions:

- A row that names countries in columns of their own stays if the package has all of them.
- A list of countries is cut to those that the package has. The row goes if nothing is left of a list that must not be
  empty, or of all the countries that it named.
- A row that rows of other tables belong to (an agreement, an exercise, an organisation) stays if enough of these stay:
  two parties of an agreement, two participants of an exercise, one member of an organisation. Where the file lists
  fewer, all must stay.
- A row that belongs to one that goes, goes with it. Other references to it are emptied.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from pactbook.ingest.published import schemas
from pactbook.ingest.published.schemas import Resource

ENOUGH = {"agreements": 2, "exercises": 2}  # rows of parties that make one worth keeping; one for others


@dataclass
class Cut:
    """What is left of a set's tables, and what is not.

    Attributes:
        tables: by name.
        gone: how many rows of each table have been cut.
        others: for how many rows a country that the package lacks was the reason or one of them, by its code.
        shortened: how many lists of a row that stays have lost a country, by table and column.
    """

    tables: dict[str, pd.DataFrame]
    gone: dict[str, int] = field(default_factory=dict)
    others: Counter[str] = field(default_factory=Counter)
    shortened: Counter[str] = field(default_factory=Counter)


def cut(tables: Mapping[str, pd.DataFrame], described: Mapping[str, Resource], countries: Iterable[str]) -> Cut:
    """Cut the tables of a set; see the module for the rule.

    Args:
        tables: by name, as an importer gives them.
        described: their descriptions, with the references that they have in a data package.
        countries: codes of the package's countries.
    """
    known = frozenset(countries)
    result = Cut({})
    for name, frame in tables.items():
        result.tables[name] = _own_countries(name, frame, described[name], known, result)
    children = [(child, *owner) for child in tables for owner in schemas.owners(described[child]) if owner[1] in tables]
    before = -1
    while (rows := sum(map(len, result.tables.values()))) != before:
        before = rows
        for parent in {owner for _, _, owner, _ in children}:
            result.tables[parent] = _with_enough(parent, tables, result.tables, children)
        for child, column, parent, key in children:
            frame = result.tables[child]
            result.tables[child] = frame[frame[column].isin(result.tables[parent][key])]
    result.gone = {name: len(frame) - len(result.tables[name]) for name, frame in tables.items()}
    result.tables = {
        name: _without_lost(name, result.tables, described[name]).reset_index(drop=True) for name in tables
    }
    return result


def _own_countries(
    name: str, frame: pd.DataFrame, described: Resource, known: frozenset[str], result: Cut
) -> pd.DataFrame:
    """The rows whose own countries allow them to stay, their lists cut."""
    columns, lists = schemas.country_columns(described), schemas.country_lists(described)
    frame = frame.reset_index(drop=True)
    stays = pd.Series(data=True, index=frame.index)
    named = pd.Series(data=False, index=frame.index)  # whether a row names a country at all
    left = pd.Series(data=False, index=frame.index)  # whether the package has one of them
    lacking: list[pd.Series] = []
    for column in columns:
        stated, has = frame[column].notna(), frame[column].isin(known)
        stays &= has | ~stated
        named |= stated
        left |= has
        lacking.append(frame[column].where(stated & ~has))
    shorter: dict[str, pd.Series] = {}
    for column, required in lists.items():
        whole = frame[column]
        frame[column] = whole.map(lambda items: tuple(item for item in items if item in known)).astype(object)
        stated, has = whole.map(len) > 0, frame[column].map(len) > 0
        if required:
            stays &= has
        named |= stated
        left |= has
        lacking.append(whole.map(lambda items: tuple(item for item in items if item not in known)).explode())
        shorter[column] = whole.map(len) > frame[column].map(len)
    stays &= left | ~named
    for column, cells in shorter.items():
        if count := int((cells & stays).sum()):
            result.shortened[f"{name}.{column}"] = count
    codes = pd.concat(lacking).dropna() if lacking else pd.Series(dtype=object)
    codes = codes[codes.index.isin(frame.index[~stays])]
    result.others.update(code for _, code in sorted(set(zip(codes.index, codes, strict=True))))
    return frame[stays]


def _with_enough(
    parent: str,
    tables: Mapping[str, pd.DataFrame],
    kept: Mapping[str, pd.DataFrame],
    children: list[tuple[str, str, str, str]],
) -> pd.DataFrame:
    """The rows of a table that keep enough of the rows that belong to them."""
    frame = kept[parent]
    had, has = pd.Series(0, index=frame.index), pd.Series(0, index=frame.index)
    for child, column, owner, key in children:
        if owner == parent:
            had += frame[key].map(tables[child][column].value_counts()).fillna(0).astype(int)
            has += frame[key].map(kept[child][column].value_counts()).fillna(0).astype(int)
    return frame[has >= had.clip(1, ENOUGH.get(parent, 1))]


def _without_lost(name: str, kept: Mapping[str, pd.DataFrame], described: Resource) -> pd.DataFrame:
    """A table whose references to rows that have gone are empty, where they may be."""
    frame = kept[name].copy(deep=False)
    for column, table, key in schemas.optional_references(described):
        if table in kept:
            frame[column] = frame[column].where(frame[column].isin(kept[table][key]))
    return frame
