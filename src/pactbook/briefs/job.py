"""The workflow's job of this stage: read the tables, write the briefs, log what was done."""

from pathlib import Path
from typing import Any

from pactbook.briefs import editorial
from pactbook.briefs.build import build
from pactbook.ingest import tables


def briefs(paths: list[Path], settings: dict[str, Any], folder: Path, log: Path) -> None:
    """Write all briefs.

    Args:
        paths: the parquet files of the tables.
        settings: the checked settings that the briefs depend on.
        folder: where the JSON files go.
        log: what was written, and which editors' changes do not apply, a line each.
    """
    known = tables.load(paths)
    index = build(known, settings, folder)
    made = {f"{entry['kind']}/{entry['slug']}": entry for entry in index}
    lines = [f"{brief}: data to {entry['data_to']}" for brief, entry in made.items()]
    lines += [lost for entry in index for lost in entry["lost"]] + editorial.without_brief(known, made)
    log.write_text("\n".join([*lines, f"{len(index)} briefs"]) + "\n", encoding="utf-8")
