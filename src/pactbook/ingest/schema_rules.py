"""What `datapackage.json` asks of each table: types, constraints, keys, references, also inside list fields.

Written directly on the rows as text rather than on frictionless's validator, whose messages do not say what is
expected and which knows neither list fields nor partial dates; `make check` runs frictionless on the same package.
"""

import re
from typing import Any

from pactbook import dates
from pactbook.ingest.files import Sheet
from pactbook.ingest.package import Field, Package
from pactbook.ingest.problems import shown

INTEGER = re.compile(r"[+-]?[0-9]+")
NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,3})?")
TRUTHS = ("true", "false")


def check(package: Package, sheets: dict[str, Sheet]) -> None:
    """Check every table; problems are noted in the sheets.

    Args:
        package: its description.
        sheets: by table name, as `files.read` returns.
    """
    schemas = {r["name"]: r["schema"] for r in package.descriptor["resources"] if "schema" in r}
    for name, sheet in sheets.items():
        constraints = {field["name"]: field.get("constraints", {}) for field in schemas[name]["fields"]}
        for field in sheet.table.fields:
            _check_column(sheet, field, constraints[field.name])
        _check_primary_key(sheet)
        for key in schemas[name].get("foreignKeys", []):
            _check_foreign_key(sheet, key, sheets)
        for field in sheet.table.fields:
            if field.list_of:
                _check_list(sheet, field, sheets)


def _check_column(sheet: Sheet, field: Field, constraints: dict[str, Any]) -> None:
    seen: dict[str, int] = {}
    for row, cells in sheet.rows:
        cell = cells[field.name]
        if not cell:
            if field.required:
                sheet.problem(row, field.name, "is empty, and a value is required", "required")
            continue
        message = _wrong_type(field, cell) or _breaks(constraints, field, cell)
        if message:
            sheet.problem(row, field.name, message, "value")
        if constraints.get("unique") and cell in seen:
            sheet.problem(row, field.name, f"{shown(cell)} stands in row {seen[cell]} already", "unique")
        seen.setdefault(cell, row)


def _wrong_type(field: Field, cell: str) -> str | None:
    if field.type == "integer" and not INTEGER.fullmatch(cell):
        return f"{shown(cell)} is not a whole number (digits only, no thousands separators)"
    if field.type == "number" and not NUMBER.fullmatch(cell):
        return f"{shown(cell)} is not a number (digits and a decimal point, no thousands separators)"
    if field.type == "boolean" and cell not in TRUTHS:
        return f"{shown(cell)} is neither true nor false"
    if field.is_date and not dates.is_partial_date(cell):
        return f"{shown(cell)} is not a date like 2004, 2004-10 or 2004-10-07"
    return None


def _breaks(constraints: dict[str, Any], field: Field, cell: str) -> str | None:
    """Which constraint of a well-typed cell does not hold, in words."""
    if "enum" in constraints and cell not in (allowed := [str(item) for item in constraints["enum"]]):
        return f"{shown(cell)} is not one of: {', '.join(allowed)}"
    if "pattern" in constraints and not field.is_date and not re.fullmatch(constraints["pattern"], cell):
        return f"{shown(cell)} does not have the form {constraints['pattern']}"
    if "minLength" in constraints and len(cell) < constraints["minLength"]:
        return f"{shown(cell)} is shorter than {constraints['minLength']} characters"
    if "maxLength" in constraints and len(cell) > constraints["maxLength"]:
        return f"{shown(cell)} is longer than {constraints['maxLength']} characters"
    if field.type in ("integer", "number"):
        value = float(cell)
        if "minimum" in constraints and value < float(constraints["minimum"]):
            return f"{shown(cell)} is less than {constraints['minimum']}"
        if "maximum" in constraints and value > float(constraints["maximum"]):
            return f"{shown(cell)} is more than {constraints['maximum']}"
    return None


def _check_primary_key(sheet: Sheet) -> None:
    names = sheet.table.primary_key
    seen: dict[tuple[str, ...], int] = {}
    for row, cells in sheet.rows:
        key = tuple(cells[name] for name in names)
        for name in names:
            if not cells[name] and not _required(sheet, name):
                sheet.problem(row, name, "is empty, and is part of the table's key", "key")
        if key in seen:
            what = " and ".join(f"{name} {shown(value)}" for name, value in zip(names, key, strict=True))
            sheet.problem(row, names[0], f"{what}: row {seen[key]} has the same key", "key")
        seen.setdefault(key, row)


def _required(sheet: Sheet, name: str) -> bool:
    field = sheet.table.field(name)
    return field is not None and field.required


def _values(sheets: dict[str, Sheet], table: str, names: list[str]) -> set[tuple[str, ...]] | None:
    """Keys that a table offers; None where it could not be read, so that one bad file gives one problem."""
    sheet = sheets.get(table)
    if sheet is None or any(problem.kind in ("file", "header") for problem in sheet.problems):
        return None
    return {tuple(cells[name] for name in names) for _, cells in sheet.rows}


def _check_foreign_key(sheet: Sheet, key: dict[str, Any], sheets: dict[str, Sheet]) -> None:
    names = [key["fields"]] if isinstance(key["fields"], str) else key["fields"]
    target = key["reference"]
    others = [target["fields"]] if isinstance(target["fields"], str) else target["fields"]
    table = target["resource"] or sheet.table.name
    offered = _values(sheets, table, others)
    if offered is None:
        return
    for row, cells in sheet.rows:
        value = tuple(cells[name] for name in names)
        if all(value) and value not in offered:
            message = f"{shown('/'.join(value))} is not in {table}.{'/'.join(others)}"
            sheet.problem(row, names[0], message, "reference")


def _check_list(sheet: Sheet, field: Field, sheets: dict[str, Sheet]) -> None:
    listed = field.list_of
    assert listed is not None
    offered = None
    if listed.reference:
        offered = _values(sheets, listed.reference[0], [listed.reference[1]])
    for row, cells in sheet.rows:
        if not cells[field.name]:
            continue
        items = cells[field.name].split(listed.separator)
        for item in dict.fromkeys(items):
            if not item or item != item.strip():
                message = f"{shown(cells[field.name])} has an empty item or blanks in it (write a{listed.separator}b)"
                sheet.problem(row, field.name, message, "list")
                break
            if items.count(item) > 1:
                sheet.problem(row, field.name, f"{shown(item)} stands twice in the list", "list")
            if offered is not None and listed.reference and (item,) not in offered:
                sheet.problem(row, field.name, f"{shown(item)} is not in {'.'.join(listed.reference)}", "reference")
            if listed.enum and item not in listed.enum:
                sheet.problem(row, field.name, f"{shown(item)} is not one of: {', '.join(listed.enum)}", "value")
