"""How the tables of a published set are described: as those of the data package, or by a schema of their own."""

import copy
import json
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pactbook.ingest.published.frames import LIST, NUMBER, TEXT, WHOLE
from pactbook.ingest.published.model import PublishedError

FOLDER = Path(__file__).with_name("schemas")
COUNTRIES = "countries"
DTYPES = {"string": TEXT, "integer": WHOLE, "number": NUMBER, "boolean": "boolean"}

Resource = Mapping[str, Any]
Reference = tuple[str, str, str]  # a column, the table that it leads to, and the column there


def resource(name: str, package: Mapping[str, Any]) -> Resource:
    """The description of a table.

    Args:
        name: of the table.
        package: the content of the data package's `datapackage.json`, which goes before our own schemas.

    Raises:
        PublishedError: if neither describes it.
    """
    for known in package["resources"]:
        if known["name"] == name and "schema" in known:
            return dict(known)
    path = FOLDER / f"{name}.json"
    if not path.exists():
        raise PublishedError(f"gives the table {name!r}, which neither the data package nor Pactbook describes")
    return dict(json.loads(path.read_text(encoding="utf-8")))


@cache
def columns(name: str) -> Mapping[str, str]:
    """Columns of a table that a file in `schemas/` describes, with their dtypes in pandas."""
    fields = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))["schema"]["fields"]
    return MappingProxyType(
        {field["name"]: LIST if "pactbook:list" in field else DTYPES[field["type"]] for field in fields}
    )


def country_columns(table: Resource) -> list[str]:
    """The columns that hold one country each."""
    return [
        name
        for key in table["schema"].get("foreignKeys", [])
        if key["reference"]["resource"] == COUNTRIES
        for name in _names(key["fields"])
    ]


def country_lists(table: Resource) -> dict[str, bool]:
    """The columns that hold lists of countries, and whether they may not be empty."""
    return {
        field["name"]: bool(field.get("constraints", {}).get("required"))
        for field in table["schema"]["fields"]
        if _list_reference(field) == COUNTRIES
    }


def owners(table: Resource) -> list[Reference]:
    """The rows that a row belongs to: references to other tables that may not be empty."""
    return [found for found, required in _references(table) if required and found[1] != table["name"]]


def optional_references(table: Resource) -> list[Reference]:
    """References to rows of this and other tables that may be empty."""
    return [found for found, required in _references(table) if not required]


def _references(table: Resource) -> list[tuple[Reference, bool]]:
    """References of one column, but for those to countries; and whether they may not be empty."""
    required = {f["name"] for f in table["schema"]["fields"] if f.get("constraints", {}).get("required")}
    found = []
    for key in table["schema"].get("foreignKeys", []):
        other = key["reference"]["resource"] or table["name"]
        columns, referenced = _names(key["fields"]), _names(key["reference"]["fields"])
        if other != COUNTRIES and len(columns) == 1:
            found.append(((columns[0], other, referenced[0]), columns[0] in required))
    return found


def alone(table: Resource, beside: Iterable[str]) -> dict[str, Any]:
    """A description for a package that has only some tables: without references to others.

    Args:
        table: its description.
        beside: names of the tables that the package has.
    """
    known = {"", *beside}  # the standard writes a reference to the table itself as an empty name
    own = copy.deepcopy(dict(table))
    keys = [key for key in own["schema"].get("foreignKeys", []) if key["reference"]["resource"] in known]
    own["schema"].pop("foreignKeys", None)
    if keys:
        own["schema"]["foreignKeys"] = keys
    for field in own["schema"]["fields"]:
        if _list_reference(field) not in (None, *known):
            del field["pactbook:list"]["reference"]
    if own.get("pactbook:sourcedBy", {}).get("resource", "") not in known:
        del own["pactbook:sourcedBy"]
    return own


def _list_reference(field: Mapping[str, Any]) -> str | None:
    """The table that the items of a list are looked up in, or None."""
    found = field.get("pactbook:list", {}).get("reference", {}).get("resource")
    return None if found is None else str(found)


def _names(stated: str | list[str]) -> list[str]:
    return [stated] if isinstance(stated, str) else list(stated)
