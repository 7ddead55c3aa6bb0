"""Corrections as data: single cells of the package or of a published set that are replaced before anything is computed.

A correction states what stood there when it was made. When that has changed, nobody knows whether it still applies, so
it fails rather than overwrite what is newer.
"""

from collections.abc import Mapping
from pathlib import Path

from pactbook.ingest import tables
from pactbook.ingest.files import Cells, Sheet
from pactbook.ingest.package import CORRECTIONS
from pactbook.ingest.problems import Problem, shown, shown_path
from pactbook.ingest.table_rules import Sheets, have

COLUMNS = ("correction_id", "set", "table", "key", "column", "old", "new", "reason", "source_ids", "date", "verified")
NEEDED = ("table", "key", "column")
Cell = tuple[Path, int, str]  # file, row and column
Corrected = dict[Cell, int]  # the row of corrections.csv that gave a cell its value


def apply(sheets: Sheets, sets: Mapping[str, Sheets], known: set[str]) -> Corrected:
    """Put the new value into each cell that a correction names; what does not apply is noted as a problem of its row.

    Args:
        sheets: the tables of the package; corrected in place.
        sets: the tables of the published sets that were read; corrected in place.
        known: names of all published sets that lie beside the package; corrections of those not read are passed over.

    Returns:
        The cells that were corrected.
    """
    corrected: Corrected = {}
    if not have(sheets, **{CORRECTIONS: COLUMNS}):
        return corrected
    listed = sheets[CORRECTIONS]
    rows_by_key: dict[Path, dict[str, int]] = {}
    for number, cells in listed.rows.items():
        if not all(cells[name] for name in NEEDED) or (cells["set"] in known and cells["set"] not in sets):
            continue  # an empty cell is told with the schema
        if (target := _target(listed, number, cells, sheets, sets)) is None or not target.usable:
            continue
        path = target.table.path
        if path not in rows_by_key:
            rows_by_key[path] = {tables.key(target.table, row): place for place, row in target.rows.items()}
        row = rows_by_key[path].get(cells["key"])
        if row is None:
            listed.problem(number, "key", f"{shown(cells['key'])} is no row of {shown_path(path)}", CORRECTIONS)
        elif _holds(listed, number, cells, target, row, corrected):
            target.rows[row][cells["column"]] = cells["new"]
            corrected[path, row, cells["column"]] = number
    return corrected


def _target(listed: Sheet, number: int, cells: Cells, sheets: Sheets, sets: Mapping[str, Sheets]) -> Sheet | None:
    """The table that a correction speaks of, if there is one with its column."""
    named, table, column = cells["set"], cells["table"], cells["column"]
    if named and named not in sets:
        listed.problem(number, "set", f"{shown(named)} is no published set beside the package", CORRECTIONS)
        return None
    target = (sets[named] if named else sheets).get(table)
    if target is None or table == CORRECTIONS:
        place = f"of the published set {named}" if named else "of the package"
        listed.problem(number, "table", f"{shown(table)} is no table {place} that can be corrected", CORRECTIONS)
        return None
    if target.table.field(column) is None:
        listed.problem(number, "column", f"{shown(column)} is no column of {table}", CORRECTIONS)
        return None
    if column in target.table.primary_key:
        message = f"{shown(column)} is part of the key of {table}, which names the row and cannot be corrected"
        listed.problem(number, "column", message, CORRECTIONS)
        return None
    return target


def _holds(listed: Sheet, number: int, cells: Cells, target: Sheet, row: int, corrected: Corrected) -> bool:
    """Whether a correction still applies to the cell that it names; else the problem is noted."""
    path, column = target.table.path, cells["column"]
    place = f"{shown_path(path)}:{row}"
    stands = target.rows[row][column]
    if (first := corrected.get((path, row, column))) is not None:
        message = f"{shown(column)} at {place} is corrected in row {first} already, expected one correction of a cell"
        listed.problem(number, "column", message, CORRECTIONS)
    elif cells["old"] != stands:
        message = f"{_told(cells['old'])} does not stand at {place}, but {_told(stands)}; is the correction needed?"
        listed.problem(number, "old", message, CORRECTIONS)
    elif cells["new"] == stands:
        listed.problem(number, "new", f"{_told(stands)} stands at {place} already", CORRECTIONS)
    else:
        return True
    return False


def blamed(problem: Problem, listed: Sheet | None, corrected: Corrected) -> Problem:
    """A problem of a cell as one of the correction that gave the cell its value; others as they are.

    Args:
        problem: of any table.
        listed: the table `corrections`.
        corrected: as `apply` returns.
    """
    number = corrected.get((problem.file, problem.row or 0, problem.column or ""))
    if number is None or listed is None:
        return problem
    message = f"{shown_path(problem.file)}:{problem.row}: {problem.column}: {problem.message}"
    return listed.found(number, "new", message, problem.kind, problem.severity)


def _told(cell: str) -> str:
    return shown(cell) if cell else "an empty cell"
