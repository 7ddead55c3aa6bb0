"""What the Snakefile needs beside the jobs of the stages: where the pages go, one run at a time, what failed."""

import fcntl
import json
import os
from pathlib import Path
from typing import Any

from pactbook import jsonio

FORMATS = ("html", "pdf")
_held: list[Any] = []  # keeps the lock's file open as long as the run lasts


class BusyError(Exception):
    """Another run is at work in the same build folder."""


def pages(index: list[dict[str, Any]]) -> list[Path]:
    """Every page of an edition, below `build/pages` and below `reports` alike.

    Args:
        index: the list of briefs, records of kind and slug.
    """
    briefs = [Path("en") / entry["kind"] / f"{entry['slug']}.{extension}" for entry in index for extension in FORMATS]
    return [Path("index.html"), *briefs]


def lock(build: Path) -> None:
    """Keep other runs out of a build folder as long as this process lives, however it ends.

    Raises:
        BusyError: if another run holds it.
    """
    build.mkdir(parents=True, exist_ok=True)
    file = (build / ".lock").open("w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        file.close()
        raise BusyError(f"another run is at work in {build}; wait until it has ended") from error
    _held.append(file)


def deliver(page: str, report: str, log: str) -> None:
    """Put a finished page in its place in one step, so that readers never meet half of one, or none.

    Args:
        page: what was drawn.
        report: where readers find it.
        log: what was done.
    """
    jsonio.land(Path(report), Path(page).read_bytes())
    Path(log).write_text(f"delivered {report}\n", encoding="utf-8")


def undone(tables: list[str], build: Path, reports: Path) -> list[str]:
    """Outputs that a failed run has left missing, and reports that are not their latest page.

    Such reports are made older than their page, so that they count as out of date.

    Args:
        tables: names of the package's tables.
        build: the build folder.
        reports: the folder of the reports.
    """
    index = build / "briefs" / "index.json"
    listed = json.loads(index.read_text(encoding="utf-8")) if index.exists() else []
    steps = [*(build / "tables" / f"{name}.parquet" for name in tables), build / "tables" / "check.txt", index]
    found = [step for step in steps if not step.exists()]
    for page in pages(listed):
        drawn, delivered = build / "pages" / page, reports / page
        if not drawn.exists():
            found.append(drawn)
        elif not delivered.exists():
            found.append(delivered)
        elif drawn.read_bytes() != delivered.read_bytes():
            os.utime(delivered, (0, drawn.stat().st_mtime - 1))
            found.append(delivered)
    return [str(path) for path in found]
