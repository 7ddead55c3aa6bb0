"""The workflow's job: all files of an edition's data for other programs."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from pactbook import jsonio
from pactbook.exports import packages, references
from pactbook.ingest import tables


def export(paths: Iterable[str], package: str, outputs: Iterable[str], edition: dict[str, Any]) -> None:
    """Write the data package of an edition as CSV, Parquet and DuckDB, and its sources as BibTeX and CSL JSON.

    Args:
        paths: of the tables in `build/tables`.
        package: of `datapackage.json`.
        outputs: the zip of CSV, that of Parquet, the DuckDB file, BibTeX and CSL JSON.
        edition: id and title.
    """
    csv, parquet, database, bibtex, csl = (Path(path) for path in outputs)
    csv.parent.mkdir(parents=True, exist_ok=True)
    described = jsonio.read(Path(package))
    known = tables.load([Path(path) for path in paths])
    sources = _sources(known["sources"])
    made = {
        csv: packages.packed(described, known, edition, packages.CSV),
        parquet: packages.packed(described, known, edition, packages.PARQUET),
        bibtex: references.bibtex(sources).encode("utf-8"),
        csl: jsonio.dumps(references.csl(sources)).encode("utf-8"),
    }
    for path, content in made.items():
        jsonio.land(path, content)
    packages.database(described, known, database)


def _sources(frame: pd.DataFrame) -> list[dict[str, Any]]:
    plain = frame.astype(object).where(frame.notna(), None)
    return [{str(name): value for name, value in record.items()} for record in plain.to_dict("records")]
