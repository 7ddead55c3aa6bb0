"""The tables of an edition as a data package of CSV or Parquet files, and as one DuckDB file."""

import csv
import io
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import networkx as nx
import pandas as pd

from pactbook import jsonio, zips
from pactbook.cells import harmless

TYPES = {"string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN"}
LIST = "pactbook:list"
CSV, PARQUET = "csv", "parquet"
GIVEN = "the rows"  # of a table while they are copied; no resource can be called so
# Of the first block of a DuckDB file: its size, where its checksum covers it from, and the random identifier in it.
HEADER, COVERED, IDENTIFIER = 4096, 8, slice(124, 140)
FACTOR, WORD = 0xBF58476D1CE4E5B9, 0xFFFFFFFFFFFFFFFF


def descriptor(package: dict[str, Any], tables: dict[str, pd.DataFrame], edition: dict[str, Any], form: str) -> str:
    """The description of an edition's data package as JSON.

    Args:
        package: `datapackage.json` of the data that the edition was cut from.
        tables: the tables of the edition; resources without one are left out.
        edition: id and title.
        form: CSV or PARQUET, the format of the files.
    """
    resources = [
        resource | {"path": f"{resource['name']}.{form}", "format": form, "mediatype": MEDIA[form]}
        for resource in package["resources"]
        if resource["name"] in tables
    ]
    return jsonio.dumps(package | {"version": edition["id"], "resources": resources})


MEDIA = {CSV: "text/csv", PARQUET: "application/vnd.apache.parquet"}


def packed(package: dict[str, Any], tables: dict[str, pd.DataFrame], edition: dict[str, Any], form: str) -> bytes:
    """A zip with `datapackage.json` and a file for each table, the same to the byte for the same tables.

    In CSV a text that a spreadsheet would execute has an apostrophe before it.

    Args:
        package: see `descriptor`.
        tables: see `descriptor`.
        edition: see `descriptor`.
        form: see `descriptor`.
    """
    write = {CSV: _csv, PARQUET: _parquet}[form]
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        described = descriptor(package, tables, edition, form).encode("utf-8")
        zips.add(archive, "datapackage.json", described, packed=False)
        for resource in _described(package, tables):
            content = write(resource, tables[resource["name"]])
            zips.add(archive, f"{resource['name']}.{form}", content, packed=form == PARQUET)
    return target.getvalue()


def _described(package: dict[str, Any], tables: dict[str, pd.DataFrame]) -> Iterator[dict[str, Any]]:
    return (resource for resource in package["resources"] if resource["name"] in tables)


def _csv(resource: dict[str, Any], frame: pd.DataFrame) -> bytes:
    fields = resource["schema"]["fields"]
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(field["name"] for field in fields)
    for record in frame.to_dict("records"):
        writer.writerow(_cell(record[field["name"]], field) for field in fields)
    return text.getvalue().encode("utf-8")


def _cell(value: Any, field: dict[str, Any]) -> str:
    if isinstance(value, tuple):
        return harmless(field[LIST].get("separator", ";").join(value))
    if pd.isna(value):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if field.get("type") == "number":
        return f"{value:.15g}"
    return harmless(str(value))


def _parquet(resource: dict[str, Any], frame: pd.DataFrame) -> bytes:
    target = io.BytesIO()
    frame[[field["name"] for field in resource["schema"]["fields"]]].to_parquet(target, index=False)
    return target.getvalue()


def database(package: dict[str, Any], tables: dict[str, pd.DataFrame], path: Path) -> None:
    """One DuckDB file with the tables, their primary and foreign keys, and the descriptions as comments.

    Keys that lead to the same table are left to the package's check: DuckDB would want its rows in an order of their
    own. The same tables and version of DuckDB give the same bytes.

    Args:
        package: see `descriptor`.
        tables: see `descriptor`.
        path: of the file; replaced when the new one is whole.
    """
    beside = path.with_name(f".{path.name}.part")
    beside.unlink(missing_ok=True)
    with duckdb.connect(":memory:", config={"threads": 1}) as connection:
        connection.execute("ATTACH ? AS pactbook (STORAGE_VERSION 'latest', BLOCK_SIZE 16384)", [str(beside)])
        connection.execute("USE pactbook")
        for resource in _ordered(package, tables):
            _create(connection, resource, tables)
        connection.execute("CHECKPOINT")
        connection.execute("USE memory")
        connection.execute("DETACH pactbook")
    _identify(beside)
    beside.replace(path)


def _ordered(package: dict[str, Any], tables: dict[str, pd.DataFrame]) -> list[dict[str, Any]]:
    """Tables after those that their keys lead to."""
    resources = {resource["name"]: resource for resource in _described(package, tables)}
    keys = nx.DiGraph()
    keys.add_nodes_from(resources)
    keys.add_edges_from((target, name) for name in resources for _, target, _ in _keys(resources[name], tables))
    return [resources[name] for name in nx.lexicographical_topological_sort(keys)]


def _keys(resource: dict[str, Any], tables: dict[str, pd.DataFrame]) -> Iterator[tuple[list[str], str, list[str]]]:
    """Foreign keys to other tables: fields here, the table, fields there."""
    for key in resource["schema"].get("foreignKeys", []):
        target = key["reference"]["resource"]
        if target in tables and target != resource["name"]:
            yield _names(key["fields"]), target, _names(key["reference"]["fields"])


def _create(connection: duckdb.DuckDBPyConnection, resource: dict[str, Any], tables: dict[str, pd.DataFrame]) -> None:
    name, schema = resource["name"], resource["schema"]
    columns = [f"{_quoted(field['name'])} {_type(field)}" for field in schema["fields"]]
    columns.append(f"PRIMARY KEY ({_listed(_names(schema['primaryKey']))})")
    columns += [
        f"FOREIGN KEY ({_listed(here)}) REFERENCES {_quoted(target)} ({_listed(there)})"
        for here, target, there in _keys(resource, tables)
    ]
    connection.execute(f"CREATE TABLE {_quoted(name)} ({', '.join(columns)})")
    _comment(connection, f"TABLE {_quoted(name)}", resource.get("description"))
    for field in schema["fields"]:
        words = [field.get("description"), f"Unit: {field['unit']}." if field.get("unit") else None]
        _comment(connection, f"COLUMN {_quoted(name)}.{_quoted(field['name'])}", " ".join(filter(None, words)))
    frame = tables[name][[field["name"] for field in schema["fields"]]]
    lists = {
        field["name"]: pd.Series([list(cell) for cell in frame[field["name"]]], frame.index, dtype=object)
        for field in schema["fields"]
        if LIST in field
    }
    connection.register(GIVEN, frame.assign(**lists))
    connection.execute(f"INSERT INTO {_quoted(name)} SELECT * FROM {_quoted(GIVEN)}")  # noqa: S608 (quoted)
    connection.unregister(GIVEN)


def _comment(connection: duckdb.DuckDBPyConnection, what: str, words: str | None) -> None:
    if words:
        text = words.replace("'", "''")
        connection.execute(f"COMMENT ON {what} IS '{text}'")


def _type(field: dict[str, Any]) -> str:
    return "VARCHAR[]" if LIST in field else TYPES[field.get("type", "string")]


def _names(stated: str | list[str]) -> list[str]:
    return [stated] if isinstance(stated, str) else stated


def _listed(names: list[str]) -> str:
    return ", ".join(_quoted(name) for name in names)


def _quoted(name: str) -> str:
    return '"{}"'.format(name.replace('"', '""'))


def _identify(path: Path) -> None:
    """Replace the random identifier that DuckDB gives every file, by zeros, and its checksum accordingly.

    The checksum of a block is 5381, to which each word of eight bytes times FACTOR is added bit by bit without carry.
    """
    with path.open("r+b") as file:
        header = bytearray(file.read(HEADER))
        header[IDENTIFIER] = bytes(IDENTIFIER.stop - IDENTIFIER.start)
        checksum = 5381
        for (word,) in struct.iter_unpack("<Q", header[COVERED:]):
            checksum ^= (word * FACTOR) & WORD
        header[:COVERED] = struct.pack("<Q", checksum)
        file.seek(0)
        file.write(header)
