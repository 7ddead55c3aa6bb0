"""What `datapackage.json` asks of each table: types, constraints, keys, references, also inside list fields.

Written directly on the rows as text rather than on frictionless's validator: that one needs over 30 seconds for 50,000
bad rows, takes `NaN` and `1_000` for numbers, does not say what is expected, and knows neither list fields nor partial
dates. `make check` runs frictionless on the same package.
"""

from collections import Counter

from pactbook import dates
from pactbook.ingest import values
from pactbook.ingest.files import Sheet
from pactbook.ingest.package import Field, ForeignKey, ListOf, Package
from pactbook.ingest.problems import shown

FORMS = {  # patterns in words
    "[A-Z]{2}": "two capital letters, like KZ",
    "[A-Z]{3}": "three capital letters, like AAA",
    "[a-z0-9_]+": "small letters, digits and underscores",
    "[a-z0-9-]+": "small letters, digits and hyphens",
    "[a-z0-9][a-z0-9-]*": "small letters, digits and hyphens",
    r"https?://\S+": "a web address that begins with http:// or https://",
}


def check(package: Package, sheets: dict[str, Sheet]) -> None:
    """Check every table; problems are noted in the sheets.

    Args:
        package: its description.
        sheets: the usable tables by name, as `files.read` returns.
    """
    for name, sheet in sheets.items():
        for field in sheet.table.fields:
            _check_column(sheet, field)
            if field.list_of:
                _check_list(sheet, field.name, field.list_of, sheets)
        _check_primary_key(sheet)
        for key in package.tables[name].foreign_keys:
            _check_foreign_key(sheet, key, sheets)


def _check_column(sheet: Sheet, field: Field) -> None:
    seen: dict[str, int] = {}
    for row, cells in sheet.rows.items():
        cell = cells[field.name]
        if not cell:
            if field.required:
                sheet.problem(row, field.name, "is empty, and a value is required", "required")
            continue
        if message := wrong(field, cell):
            sheet.problem(row, field.name, message, "value")
        if field.unique:
            if cell in seen:
                sheet.problem(row, field.name, f"{shown(cell)} stands in row {seen[cell]} already", "unique")
            seen.setdefault(cell, row)


def wrong(field: Field, cell: str) -> str | None:
    """Why a cell is not what its column asks for, in words; None if it is. Lists are not looked into.

    Args:
        field: the column.
        cell: not empty.
    """
    return _wrong_type(field, cell) or _wrong_text(field, cell) or _out_of_bounds(field, cell)


def _wrong_type(field: Field, cell: str) -> str | None:
    if field.type == "integer" and values.integer(cell) is None:
        return f"{shown(cell)} is not a whole number (digits only, like 1500)"
    if field.type == "number" and values.number(cell) is None:
        return f"{shown(cell)} is not a number (digits and a decimal point, like 1500.5)"
    if field.type == "boolean" and values.boolean(cell) is None:
        return f"{shown(cell)} is neither true nor false"
    if field.is_date and not dates.is_partial_date(cell):
        return f"{shown(cell)} is not a date like 2004, 2004-10 or 2004-10-07"
    return None


def _wrong_text(field: Field, cell: str) -> str | None:
    """Which constraint on the text of a well-typed cell does not hold, in words."""
    if field.enum is not None and cell not in field.enum:
        return f"{shown(cell)} is not one of: {', '.join(field.enum)}"
    if field.pattern is not None and not field.is_date and not field.pattern.fullmatch(cell):
        form = field.pattern.pattern
        return f"{shown(cell)} does not have the form expected: {FORMS.get(form, form)}"
    if field.shortest is not None and len(cell) < field.shortest:
        return f"{shown(cell)} is shorter than {field.shortest} characters"
    if field.longest is not None and len(cell) > field.longest:
        return f"{shown(cell)} is longer than {field.longest} characters"
    return None


def _out_of_bounds(field: Field, cell: str) -> str | None:
    """Which bound a well-typed number breaks, in words."""
    value = values.number(cell) if field.type in ("integer", "number") else None
    if value is not None and field.minimum is not None and value < field.minimum:
        return f"{shown(cell)} is less than {field.minimum:g}"
    if value is not None and field.maximum is not None and value > field.maximum:
        return f"{shown(cell)} is more than {field.maximum:g}"
    return None


def _check_primary_key(sheet: Sheet) -> None:
    names = sheet.table.primary_key
    fields = [field for field in sheet.table.fields if field.name in names]
    for field in fields:
        for row, cells in sheet.rows.items():
            if not cells[field.name] and not field.required:
                sheet.problem(row, field.name, "is empty, and is part of the table's key", "key")
    if len(fields) == 1 and fields[0].unique:
        return
    seen: dict[tuple[str, ...], int] = {}
    for row, cells in sheet.rows.items():
        key = tuple(cells[name] for name in names)
        if key in seen:
            what = ", ".join(f"{name} {shown(value)}" for name, value in zip(names, key, strict=True))
            sheet.problem(row, names[0], f"row {seen[key]} has the same key ({what})", "key")
        seen.setdefault(key, row)


def _offered(sheets: dict[str, Sheet], table: str, *names: str) -> set[tuple[str, ...]] | None:
    """Keys that a table offers; None where it could not be read, so that one bad file gives one problem."""
    return sheets[table].named(*names) if table in sheets else None


def _check_foreign_key(sheet: Sheet, key: ForeignKey, sheets: dict[str, Sheet]) -> None:
    offered = _offered(sheets, key.table, *key.referenced)
    if offered is None:
        return
    for row, cells in sheet.rows.items():
        value = tuple(cells[name] for name in key.fields)
        if all(value) and value not in offered:
            message = f"{shown('/'.join(value))} is not in {key.table}.{'/'.join(key.referenced)}"
            sheet.problem(row, key.fields[0], message, "reference")


def _check_list(sheet: Sheet, name: str, listed: ListOf, sheets: dict[str, Sheet]) -> None:
    offered = _offered(sheets, *listed.reference) if listed.reference else None
    for row, cells in sheet.rows.items():
        cell = cells[name]
        items = cell.split(listed.separator) if cell else []
        if any(not item or item != item.strip() for item in items):
            example = f"a{listed.separator}b"
            message = f"{shown(cell)} has an empty item or blanks round an item; write it like {example}"
            sheet.problem(row, name, message, "list")
            continue
        for item, count in Counter(items).items():
            if count > 1:
                sheet.problem(row, name, f"{shown(item)} stands twice in the list", "list")
            if offered is not None and listed.reference and (item,) not in offered:
                sheet.problem(row, name, f"{shown(item)} is not in {'.'.join(listed.reference)}", "reference")
            if listed.enum is not None and item not in listed.enum:
                sheet.problem(row, name, f"{shown(item)} is not one of: {', '.join(listed.enum)}", "value")
