"""The rows of a data package and of the published sets beside it, as text, with the corrections applied."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

from pactbook.ingest import corrections, files, package
from pactbook.ingest.corrections import Corrected
from pactbook.ingest.package import CORRECTIONS, SOURCES, Package, PackageError, Table
from pactbook.ingest.problems import Problem
from pactbook.ingest.table_rules import Sheets

PUBLISHED = "published"  # the folder of the package in which each published set has one of its own
CURATED = "curated"  # how a precedence calls the package's own rows
DESCRIPTION = "datapackage.json"
# Every set is cut to the package's countries and brings its own sources, and corrections are of the package alone.
FIXED = ("countries", SOURCES, CORRECTIONS)

Precedence = Mapping[str, Sequence[str]]  # by table, the names of sets in falling rank
NONE: Precedence = MappingProxyType({})


@dataclass(frozen=True)
class PublishedRows:
    """The rows of a published set.

    Attributes:
        package: its description; a table that the data package has too is described as there.
        sheets: its usable tables by name.
        all_sheets: the others too.
    """

    package: Package
    sheets: Sheets
    all_sheets: Sheets


@dataclass(frozen=True)
class Loaded:
    """What lies in the folder of a data package.

    Attributes:
        package: its description.
        sheets: its usable tables by name.
        all_sheets: the others too.
        sets: the published sets that were read, by name.
        corrected: the cells that a correction gave their value.
        problems: of published sets and of the precedence as such; those of tables stand in their sheets.
    """

    package: Package
    sheets: Sheets
    all_sheets: Sheets
    sets: dict[str, PublishedRows] = field(default_factory=dict)
    corrected: Corrected = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def load(path: Path, precedence: Precedence, *, every_set: bool = False) -> Loaded:
    """Read all tables and apply the corrections.

    Args:
        path: of `datapackage.json`.
        precedence: see the config; the sets that it names are read.
        every_set: read the other sets beside the package too.

    Raises:
        PackageError: if the description of the package cannot be read.
    """
    described = package.read(path)
    all_sheets, sheets = _sheets(described.tables.values())
    lying = names(path)
    problems, wanted = _judged(described, precedence)
    sets = {}
    for name in dict.fromkeys([*wanted, *(lying if every_set else ())]):
        lists = wanted.get(name, [])
        place = path.parent / PUBLISHED / name / DESCRIPTION
        try:
            sets[name] = _set(described, place)
        except PackageError as error:
            told = f"; the config's precedence names it for {', '.join(lists)}" if lists else ""
            problems.append(Problem(place, None, None, f"{error}{told}", PUBLISHED))
            continue
        if lacking := [table for table in lists if table not in sets[name].package.tables]:
            message = f"has no table {', '.join(lacking)}, which the config's precedence expects of it"
            problems.append(Problem(place, None, None, message, PUBLISHED))
    corrected = corrections.apply(sheets, {name: rows.sheets for name, rows in sets.items()}, set(lying))
    return Loaded(described, sheets, all_sheets, sets, corrected, problems)


def names(path: Path) -> list[str]:
    """Names of the published sets that lie beside a data package."""
    return names_in(path.parent / PUBLISHED)


def names_in(published: Path) -> list[str]:
    """Names of the published sets in a folder; what an import that was stopped has left is hidden, and none."""
    found = (path.parent.name for path in published.glob(f"*/{DESCRIPTION}"))
    return sorted(name for name in found if not name.startswith("."))


def _judged(described: Package, precedence: Precedence) -> tuple[list[Problem], dict[str, list[str]]]:
    """What is wrong with a precedence whatever lies there, and the tables that it names each set for."""
    problems = []
    wanted: dict[str, list[str]] = {}
    for table, ranked in precedence.items():
        if table not in described.tables:
            message = f"has no table {table!r}, which the config's precedence names"
        elif table in FIXED or described.tables[table].editorial:
            message = f"the config's precedence names {table}, of which the package's own rows alone count"
        else:
            for name in ranked:
                if name != CURATED:
                    wanted.setdefault(name, []).append(table)
            continue
        problems.append(Problem(described.path, None, None, message, PUBLISHED))
    return problems, wanted


def _sheets(described: Iterable[Table]) -> tuple[Sheets, Sheets]:
    """All tables, and those that can be used."""
    sheets = {table.name: files.read(table) for table in described}
    return sheets, {name: sheet for name, sheet in sheets.items() if sheet.usable}


def _set(described: Package, path: Path) -> PublishedRows:
    """A published set.

    Raises:
        PackageError: if its description cannot be read.
    """
    own = package.read(path, beside=described)
    shared = {name: replace(described.tables[name], path=table.path)
              for name, table in own.tables.items() if name in described.tables}  # fmt: skip
    told = replace(own, tables=own.tables | shared)
    all_sheets, sheets = _sheets(told.tables.values())
    return PublishedRows(told, sheets, all_sheets)
