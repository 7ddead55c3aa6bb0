"""The whole data of a package: corrected, published sets united with it, not yet cut at an edition's date."""

from pathlib import Path

import pandas as pd

from pactbook.ingest import loading, precedence, tables
from pactbook.ingest.edition import Tables
from pactbook.ingest.loading import CURATED, Precedence
from pactbook.ingest.package import CORRECTIONS


def read(path: Path, order: Precedence) -> tuple[Tables, list[str]]:
    """The tables of a package that has passed its check, as typed frames (see `tables.read`).

    Args:
        path: of `datapackage.json`.
        order: the config's precedence. Without any, the package's own rows are all.

    Returns:
        The package's tables, its `corrections` without those of rows that are not used, with a column `about` (the row
        identifier); with a precedence also `disagreements`; and what was left out of the sets, a line each.
    """
    loaded = loading.load(path, order)
    curated = {name: tables.typed(sheet) for name, sheet in loaded.sheets.items()}
    published = {
        name: {table: tables.typed(sheet) for table, sheet in rows.sheets.items() if table in loaded.package.tables}
        for name, rows in loaded.sets.items()
    }
    united, told = precedence.unite(curated, published, order, loaded.package) if order else (curated, [])
    if CORRECTIONS in united:
        united[CORRECTIONS] = _of_rows_used(united[CORRECTIONS], united, published, order)
    return united, told


def _of_rows_used(
    listed: pd.DataFrame, united: Tables, published: dict[str, Tables], order: Precedence
) -> pd.DataFrame:
    """Corrections of rows that the tables hold: not of those that gave way to the row of another set."""
    about = listed["table"] + ":" + listed["key"]
    used = []
    for table, row, corrected in zip(listed["table"], about, listed["set"].fillna(CURATED), strict=True):
        sets = [name for name in order.get(table, (CURATED,)) if name == CURATED or _has(published[name][table], row)]
        used.append(_has(united[table], row) and corrected == next(iter(sets), None))
    return listed.assign(about=about)[pd.Series(used, listed.index, bool)].reset_index(drop=True)


def _has(frame: pd.DataFrame, row: str) -> bool:
    return bool((frame["row"] == row).any())
