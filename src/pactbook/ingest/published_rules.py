"""Rules on published sets: their rows are judged by themselves, as those of the package are.

What they refer to in other tables is not asked for: rows whose country, organisation or treaty the package does not
have are left out when the tables are united. Only their sources must be there.
"""

from collections.abc import Iterator
from dataclasses import replace

from pactbook.ingest import report_rules, schema_rules, table_rules
from pactbook.ingest.files import Sheet
from pactbook.ingest.loading import CURATED, FIXED, Loaded, Precedence, PublishedRows
from pactbook.ingest.package import SOURCES, ListOf, Table
from pactbook.ingest.problems import Problem, shown
from pactbook.ingest.table_rules import Sheets

# Those that judge a row by itself.
RULES = (
    table_rules.intervals,
    table_rules.coordinates,
    table_rules.places,
    table_rules.tolls,
    table_rules.sources,
    report_rules.addresses,
    report_rules.letters,
)
# Those on tables of the package. A publisher's own go back to 1816, and growth may lie below 0 per cent.
OF_PACKAGE = (table_rules.years, table_rules.percentages)


def check(loaded: Loaded, precedence: Precedence) -> list[Problem]:
    """Check the published sets, and that a precedence leaves no row out to which a curated one refers.

    Args:
        loaded: what lies in the package's folder; problems of single tables are noted in their sheets.
        precedence: of the config.

    Returns:
        The problems across tables.
    """
    found = [problem for rows in loaded.sets.values() for problem in _rows(loaded, rows)]
    return found + list(_left_alone(loaded, precedence))


def _rows(loaded: Loaded, rows: PublishedRows) -> Iterator[Problem]:
    tables = {name: _by_itself(table) for name, table in rows.package.tables.items()}
    described = replace(rows.package, tables=loaded.package.tables | tables, outlines=loaded.package.outlines)
    for name, sheet in rows.sheets.items():
        sheet.table = tables[name]
    sources = _sources(loaded, rows)
    schema_rules.check(described, rows.sheets | sources)
    for rule in RULES:
        yield from rule(described, rows.sheets)
    known = {name: sheet for name, sheet in rows.sheets.items() if name in loaded.package.tables}
    for rule in OF_PACKAGE:
        yield from rule(described, known)


def _by_itself(table: Table) -> Table:
    """A table without its references to others, but for sources."""
    fields = [
        replace(field, list_of=ListOf(field.list_of.separator, None, field.list_of.enum))
        if field.list_of and field.list_of.reference and field.list_of.reference[0] != SOURCES
        else field
        for field in table.fields
    ]
    return replace(table, fields=tuple(fields), foreign_keys=())


def _sources(loaded: Loaded, rows: PublishedRows) -> Sheets:
    """The sources that a set may name: its own, and the package's, which are not judged here again."""
    shared = loaded.sheets.get(SOURCES)
    if shared is None or (SOURCES in rows.all_sheets and SOURCES not in rows.sheets):
        return {}
    own = rows.sheets.get(SOURCES) or Sheet(shared.table, usable=True)
    return {SOURCES: replace(own, misshapen=[*own.misshapen, *shared.all_cells()])}  # the problems go to the own one


def _left_alone(loaded: Loaded, precedence: Precedence) -> Iterator[Problem]:
    """A curated row may not refer to a curated one that the precedence leaves out, unless a set has it."""
    for table, ranked in precedence.items():
        if table not in loaded.sheets or table in FIXED or CURATED in ranked:
            continue
        offering = [loaded.sets[name].sheets for name in ranked if name in loaded.sets]
        for name, sheet in loaded.sheets.items():
            if name == table or CURATED not in precedence.get(name, (CURATED,)):
                continue
            for column, referenced, separator in _references(sheet.table, table):
                offered = {row[0] for sheets in offering if table in sheets for row in sheets[table].named(referenced)}
                for row, cells in table_rules.filled(sheet, column):
                    items = cells[column].split(separator) if separator else [cells[column]]
                    for item in items:
                        if item not in offered:
                            message = f"{shown(item)} is in no set that the config's precedence names for {table}"
                            yield sheet.found(row, column, message, "precedence")


def _references(table: Table, to: str) -> Iterator[tuple[str, str, str | None]]:
    """Columns that refer to another table: the column, the one there, and the separator of a list."""
    for key in table.foreign_keys:
        if key.table == to and len(key.fields) == 1:
            yield key.fields[0], key.referenced[0], None
    for field in table.fields:
        if field.list_of and field.list_of.reference and field.list_of.reference[0] == to:
            yield field.name, field.list_of.reference[1], field.list_of.separator
