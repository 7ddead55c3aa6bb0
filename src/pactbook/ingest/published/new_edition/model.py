"""What a new edition is asked to be, and what it is made from."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from pactbook.ingest.package import Table

CORE, POWER, NEIGHBOUR, CONTEXT = "core", "power", "neighbour", "context"
ALL = "ALL"  # stands for every state of today in the Correlates of War


class NewEditionError(Exception):
    """The edition cannot be made; the message is one line for whoever asked for it."""


@dataclass(frozen=True)
class Wish:
    """What somebody wants.

    Attributes:
        name: of the edition's folder, in small letters with hyphens.
        title: of the region or subject.
        countries: that it is about (iso3).
        organizations: their codes in the sets, or short forms of these.
        powers: countries whose place among them is compared (iso3).
        neighbours: of the countries; None: those with a land border.
        identifier: of the edition; None: the month of its date.
        as_of: its date; None: the last day of the newest year in the data.
        since: first year of its timelines.
    """

    name: str
    title: str
    countries: tuple[str, ...]
    organizations: tuple[str, ...] = ()
    powers: tuple[str, ...] = ()
    neighbours: tuple[str, ...] | None = None
    identifier: str | None = None
    as_of: str | None = None
    since: int = 1990


@dataclass(frozen=True)
class SetFolder:
    """An imported set.

    Attributes:
        name: of the set.
        tables: cells as text by name, without `sources`.
        sources: the rows of its `sources.csv`.
        descriptions: of its tables as in `datapackage.json`, by name.
        outlines: its map files by name, as GeoJSON.
    """

    name: str
    tables: dict[str, pd.DataFrame]
    sources: pd.DataFrame
    descriptions: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    outlines: dict[str, Any] = field(default_factory=dict)


@dataclass
class Data:
    """The sets put together.

    Attributes:
        described: the tables of the new package, in its order.
        tables: cells as text by name; every table of `described`.
        given: the names of the sets that rows of a table come from, by table.
        left_out: how many rows are not taken, by reason.
    """

    described: dict[str, Table]
    tables: dict[str, pd.DataFrame]
    given: dict[str, list[str]]
    left_out: Counter[str] = field(default_factory=Counter)
