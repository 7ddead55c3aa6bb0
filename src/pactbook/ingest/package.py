"""The description of a data package: tables, fields, keys, as `datapackage.json` states them."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DATE_TYPE = "http://id.loc.gov/datatypes/edtf"
TYPES = ("string", "integer", "number", "boolean")
RESOURCE_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")
OUTLINES = "geo-countries"  # the resource with the outlines of countries
EDITORIAL = "editorial"  # the table with editors' changes to the briefs; a package may lack it
CORRECTIONS = "corrections"  # the table with corrections of cells; a package may lack it
SOURCES = "sources"


class PackageError(Exception):
    """`datapackage.json` is missing or cannot be understood; the message says why, in one line, without its path."""


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
        unique: no two cells may be the same.
        unit: as stated, or None.
        pattern: that a whole cell must match, or None.
        enum: the allowed cells, or None.
        shortest: characters that a cell must have, or None.
        longest: characters that a cell may have, or None.
        minimum: the smallest number allowed, or None.
        maximum: the largest number allowed, or None.
    """

    name: str
    type: str
    is_date: bool = False
    list_of: ListOf | None = None
    required: bool = False
    unique: bool = False
    unit: str | None = None
    pattern: re.Pattern[str] | None = None
    enum: tuple[str, ...] | None = None
    shortest: int | None = None
    longest: int | None = None
    minimum: float | None = None
    maximum: float | None = None


@dataclass(frozen=True)
class ForeignKey:
    """Columns whose cells, taken together, must stand in another table.

    Attributes:
        fields: the columns here.
        table: the other table.
        referenced: the columns there, in the same order.
    """

    fields: tuple[str, ...]
    table: str
    referenced: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A table of the package.

    Attributes:
        name: of the resource.
        path: of its CSV file.
        fields: in the order of the columns.
        primary_key: names of the key's columns.
        foreign_keys: references to other tables, but for those of list fields.
        sourced_by: (field, table) whose row gives the sources of this table's rows, or None.
        editorial: whether its rows are our own constructs, which need no source.
    """

    name: str
    path: Path
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    sourced_by: tuple[str, str] | None = None
    editorial: bool = False

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
        outlines: GeoJSON with the outlines of countries, or None.
        descriptor: the whole of `datapackage.json`.
    """

    path: Path
    tables: dict[str, Table]
    files: tuple[Path, ...]
    outlines: Path | None
    descriptor: dict[str, Any]


def read(path: Path, beside: Package | None = None) -> Package:
    """Read the description of a data package.

    Args:
        path: of `datapackage.json`.
        beside: another package, whose tables this one may refer to.

    Raises:
        PackageError: if the file is missing, no JSON, or lacks what a package needs.
    """
    try:
        descriptor = json.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise PackageError("no such file; a data package needs one") from error
    except OSError as error:
        raise PackageError(f"cannot be read: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise PackageError(f"is not JSON: {error or 'nested too deeply'}") from error
    return described(path, descriptor, beside)


def described(path: Path, descriptor: dict[str, Any], beside: Package | None = None) -> Package:
    """The package that a descriptor describes.

    Args:
        path: of `datapackage.json`, whether it is there or not.
        descriptor: its content.
        beside: see `read`.

    Raises:
        PackageError: if it lacks what a package needs.
    """
    try:
        package = _package(path, descriptor)
    except KeyError as error:
        raise PackageError(f"lacks {error}") from error
    except (TypeError, ValueError, AttributeError, OverflowError, RecursionError, re.error) as error:
        raise PackageError(f"is not a data package: {error}") from error
    _check_references(package.tables, (beside.tables if beside else {}) | package.tables)
    return package


def _package(path: Path, descriptor: dict[str, Any]) -> Package:
    resources = descriptor["resources"]
    paths = {_name(resource["name"]): _inside(path.parent, _text(resource["path"])) for resource in resources}
    if len(paths) < len(resources):
        raise PackageError("two resources have the same name")
    tables = [_table(path.parent, resource) for resource in resources if "schema" in resource]
    return Package(
        path=path,
        tables={table.name: table for table in tables},
        files=tuple(paths.values()),
        outlines=paths.get(OUTLINES),
        descriptor=descriptor,
    )


def _name(stated: Any) -> str:
    """A resource's name, which also names files of the build.

    Raises:
        TypeError: if it is none.
        ValueError: if it is more than small letters, digits, hyphens and underscores.
    """
    name = _text(stated)
    if not RESOURCE_NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no name of a resource (small letters, digits, - and _)")
    return name


def _inside(folder: Path, stated: str) -> Path:
    """A file of the package, wherever links lead.

    Raises:
        ValueError: if it lies outside the package's folder.
    """
    path = folder / stated
    if not path.resolve().is_relative_to(folder.resolve()):
        raise ValueError(f"{stated!r} lies outside the package's folder")
    return path


def _table(folder: Path, resource: dict[str, Any]) -> Table:
    schema = resource["schema"]
    parent = resource.get("pactbook:sourcedBy")
    if len({_text(field["name"]).casefold() for field in schema["fields"]}) < len(schema["fields"]):
        raise ValueError(f"two fields of {resource['name']} have the same name, but for capital letters")
    return Table(
        name=resource["name"],
        path=folder / resource["path"],
        fields=tuple(_field(field) for field in schema["fields"]),
        primary_key=_names(schema.get("primaryKey", [])),
        foreign_keys=tuple(_foreign_key(resource["name"], key) for key in schema.get("foreignKeys", [])),
        sourced_by=(_text(parent["field"]), _text(parent["resource"])) if parent else None,
        editorial=bool(resource.get("pactbook:editorial")),
    )


def _field(field: dict[str, Any]) -> Field:
    constraints = field.get("constraints", {})
    pattern = constraints.get("pattern")
    return Field(
        name=_text(field["name"]),
        type=_text(field.get("type", "string")),
        is_date=field.get("rdfType") == DATE_TYPE,
        list_of=_list_of(field["pactbook:list"]) if "pactbook:list" in field else None,
        required=bool(constraints.get("required")),
        unique=bool(constraints.get("unique")),
        unit=field.get("unit"),
        pattern=re.compile(pattern) if pattern is not None else None,
        enum=_texts(constraints["enum"]) if "enum" in constraints else None,
        shortest=_length(constraints.get("minLength")),
        longest=_length(constraints.get("maxLength")),
        minimum=_number(constraints.get("minimum")),
        maximum=_number(constraints.get("maximum")),
    )


def _list_of(stated: dict[str, Any]) -> ListOf:
    reference = stated.get("reference")
    return ListOf(
        separator=_text(stated.get("separator", ";")),
        reference=(_text(reference["resource"]), _text(reference["field"])) if reference else None,
        enum=_texts(stated["enum"]) if "enum" in stated else None,
    )


def _foreign_key(table: str, key: dict[str, Any]) -> ForeignKey:
    reference = key["reference"]
    # The Data Package standard writes a reference to the table itself as an empty name.
    return ForeignKey(_names(key["fields"]), _text(reference["resource"] or table), _names(reference["fields"]))


def _text(stated: Any) -> str:
    """A name, a path and the like.

    Raises:
        TypeError: if it is none.
    """
    if not isinstance(stated, str) or not stated:
        raise TypeError(f"{stated!r} stands where a text is expected")
    return stated


def _names(stated: str | list[str]) -> tuple[str, ...]:
    """A name or a list of names: the standard allows both."""
    return (_text(stated),) if isinstance(stated, str) else tuple(_text(name) for name in stated)


def _texts(stated: list[Any]) -> tuple[str, ...]:
    """Allowed cells, as they stand in a file."""
    return tuple(str(item) for item in stated)


def _number(stated: Any) -> float | None:
    return None if stated is None else float(stated)


def _length(stated: Any) -> int | None:
    return None if stated is None else int(stated)


def _check_references(tables: dict[str, Table], known: dict[str, Table]) -> None:
    """Refuse a description that names tables or columns which it does not have.

    Args:
        tables: of the package.
        known: these and all others that they may name.

    Raises:
        PackageError: for the first such name.
    """
    for table in tables.values():
        if not table.primary_key:
            raise PackageError(f"table {table.name} has no primaryKey, by which reports name its rows")
        for name in table.primary_key:
            _require(known, table.name, name)
        for field in table.fields:
            if field.type not in TYPES:
                raise PackageError(f"{table.name}.{field.name} has type {field.type!r}, not one of: {', '.join(TYPES)}")
            if field.list_of and field.list_of.reference:
                _require(known, *field.list_of.reference)
        for key in table.foreign_keys:
            _check_foreign_key(known, table, key)
        if table.sourced_by:
            _require(known, table.name, table.sourced_by[0])
            _require(known, table.sourced_by[1])


def _check_foreign_key(known: dict[str, Table], table: Table, key: ForeignKey) -> None:
    if len(key.fields) != len(key.referenced):
        raise PackageError(f"a foreign key of {table.name} does not name as many fields here as there")
    for name in key.fields:
        _require(known, table.name, name)
    for name in key.referenced:
        _require(known, key.table, name)


def _require(known: dict[str, Table], table: str, field: str | None = None) -> None:
    if table not in known:
        raise PackageError(f"names the table {table!r}, which the package does not have")
    if field is not None and known[table].field(field) is None:
        raise PackageError(f"names the field {table}.{field}, which the package does not have")
