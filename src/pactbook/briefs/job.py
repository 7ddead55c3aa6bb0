"""The workflow's job of this stage: read the tables, write the briefs, log what was done."""

from pathlib import Path
from typing import Any

from pactbook.briefs.build import build
from pactbook.ingest import tables


def briefs(paths: list[Path], settings: dict[str, Any], folder: Path, log: Path) -> None:
    """Write all briefs.

    Args:
        paths: the parquet files of the tables.
        settings: the checked settings that the briefs depend on.
        folder: where the JSON files go.
        log: what was written, a line each.
    """
    index = build(tables.load(paths), settings, folder)
    lines = [f"{entry['kind']}/{entry['slug']}: data to {entry['data_to']}" for entry in index]
    log.write_text("\n".join([*lines, f"{len(index)} briefs"]) + "\n", encoding="utf-8")
