"""The folders that `pactbook import` wrote, each a small data package, as text; and all of them put together."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from pactbook.ingest import loading, package
from pactbook.ingest.package import SOURCES, Table
from pactbook.ingest.published.new_edition.model import Data, NewEditionError, SetFolder

# Where two sets list the same, the rows of the first are left out: ATOP tells more of what allies promise.
INSTEAD_OF = {"cow-alliances": "atop-members", "atop-alliances": "atop-members"}


def sets(folder: Path) -> list[SetFolder]:
    """The imported sets below a folder, by name.

    Raises:
        NewEditionError: if there is none, or one cannot be read.
    """
    found = [_set(each) for each in loading.folders(folder)]
    if not found:
        raise NewEditionError(f"{folder} holds no imported set; `pactbook import FILE --into {folder}` makes one")
    return found


def together(found: Sequence[SetFolder], described: Mapping[str, Table]) -> Data:
    """All rows of all sets; of two with the same key the first stays, of two sets that list the same the better one.

    Args:
        found: the sets.
        described: the tables of the new package; of others nothing is taken.
    """
    names = {one.name for one in found}
    chosen = [one for one in found if INSTEAD_OF.get(one.name) not in names]
    left_out: Counter[str] = Counter()
    for one in found:
        if one not in chosen:
            rows = sum(map(len, one.tables.values()))
            left_out[f"{one.name}: {INSTEAD_OF[one.name]} goes before it"] += rows
    tables, given = {}, {}
    for name, table in described.items():
        parts = [one.sources if name == SOURCES else one.tables[name] for one in chosen if _has(one, name)]
        columns = [field.name for field in table.fields]
        whole = (
            pd.concat([part.reindex(columns=columns, fill_value="") for part in parts]) if parts else _empty(columns)
        )
        doubled = whole.duplicated(list(table.primary_key))
        if doubled.any() and name != SOURCES:
            left_out[f"{name}: another set has a row of the same key"] += int(doubled.sum())
        tables[name] = whole[~doubled].reset_index(drop=True)
        given[name] = [one.name for one in chosen if _has(one, name)]
    return Data(dict(described), tables, given, left_out)


def _has(one: SetFolder, name: str) -> bool:
    return len(one.sources) > 0 if name == SOURCES else len(one.tables.get(name, ())) > 0


def _empty(columns: list[str]) -> pd.DataFrame:
    return pd.DataFrame(columns=columns, dtype=object)


def _set(folder: Path) -> SetFolder:
    try:
        described = package.read(folder / loading.DESCRIPTION)
        tables = {name: _text(table.path) for name, table in described.tables.items()}
        outlines = {
            path.stem: json.loads(path.read_text(encoding="utf-8"))
            for path in sorted((folder / "geo").glob("*.geojson"))
        }
    except (package.PackageError, OSError, ValueError, RecursionError) as error:
        raise NewEditionError(f"{folder} is no imported set that can be read: {error}") from error
    resources: list[Any] = described.descriptor["resources"]
    own = tables.pop(SOURCES, _empty(["source_id"]))
    return SetFolder(folder.name, tables, own, {one["name"]: one for one in resources}, outlines)


def _text(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype=object, keep_default_na=False, na_filter=False)
