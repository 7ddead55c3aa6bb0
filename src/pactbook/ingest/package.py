"""The description of a data package: tables, fields, keys, as `datapackage.json` states them."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DATE_TYPE = "http://id.loc.gov/datatypes/edtf"


class PackageError(Exception):
    """`datapackage.json` is missing or cannot be understood; the message says which and why, in one line."""


@dataclass(frozen=True)
class ListOf:
    """What the items of a list field are.

    Attributes:
        separator: between two items of a cell.
        reference: (table, field) that holds every item, or None.
        enum: the allowed items, or None.
    """

    separator: str
    reference: tuple[str, str] | None
    enum: tuple[str, ...] | None


@dataclass(frozen=True)
class Field:
    """A column.

    Attributes:
        name: as in the header row.
        type: of the Table Schema: string, integer, number, boolean.
        is_date: a partial date.
        list_of: set for list fields.
        required: no cell may be empty.
        unit: as stated, or None.
    """

    name: str
    type: str
    is_date: bool
    list_of: ListOf | None
    required: bool
    unit: str | None


@dataclass(frozen=True)
class Table:
    """A table of the package.

    Attributes:
        name: of the resource.
        path: of its CSV file.
        fields: in the order of the columns.
        primary_key: names of the key's columns.
        sourced_by: (field, table) whose row gives the sources of this table's rows, or None.
    """

    name: str
    path: Path
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]
    sourced_by: tuple[str, str] | None

    def field(self, name: str) -> Field | None:
        """The field of that name, or None."""
        return next((field for field in self.fields if field.name == name), None)


@dataclass(frozen=True)
class Package:
    """A data package.

    Attributes:
        path: of `datapackage.json`.
        tables: by name, in the order of the package.
        files: all files of the package, maps too.
        descriptor: the whole of `datapackage.json`.
    """

    path: Path
    tables: dict[str, Table]
    files: tuple[Path, ...]
    descriptor: dict[str, Any]


def read(path: Path) -> Package:
    """Read the description of a data package.

    Args:
        path: of `datapackage.json`.

    Raises:
        PackageError: if the file is missing, no JSON, or lacks what a package needs.
    """
    try:
        descriptor = json.loads(path.read_text(encoding="utf-8-sig"))
        resources = descriptor["resources"]
        tables = [_table(path.parent, resource) for resource in resources if "schema" in resource]
        files = tuple(path.parent / resource["path"] for resource in resources)
    except FileNotFoundError as error:
        raise PackageError(f"{path}: no such file; a data package needs one") from error
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise PackageError(f"{path}: is not JSON: {error}") from error
    except (KeyError, TypeError, AttributeError) as error:
        raise PackageError(f"{path}: lacks or misstates {error}") from error
    return Package(path, {table.name: table for table in tables}, files, descriptor)


def _table(folder: Path, resource: dict[str, Any]) -> Table:
    schema = resource["schema"]
    key = schema.get("primaryKey", [])
    parent = resource.get("pactbook:sourcedBy")
    return Table(
        name=resource["name"],
        path=folder / resource["path"],
        fields=tuple(_field(field) for field in schema["fields"]),
        primary_key=(key,) if isinstance(key, str) else tuple(key),
        sourced_by=(parent["field"], parent["resource"]) if parent else None,
    )


def _field(field: dict[str, Any]) -> Field:
    listed = field.get("pactbook:list")
    reference = (listed or {}).get("reference")
    enum = (listed or {}).get("enum")
    return Field(
        name=field["name"],
        type=field.get("type", "string"),
        is_date=field.get("rdfType") == DATE_TYPE,
        list_of=ListOf(
            listed.get("separator", ";"),
            (reference["resource"], reference["field"]) if reference else None,
            tuple(enum) if enum else None,
        )
        if listed
        else None,
        required=bool(field.get("constraints", {}).get("required")),
        unit=field.get("unit"),
    )
