"""What the Snakefile needs beside the jobs of the stages: where the pages go, one run at a time, what failed."""

import fcntl
import hashlib
import os
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from pactbook import jsonio

FORMATS = ("html", "pdf")
MANIFEST = "manifest.json"  # lists the files of a folder that are made and delivered together
_held: list[Any] = []  # keeps the lock's file open as long as the run lasts


class BusyError(Exception):
    """Another run is at work in the same build folder."""


def index(path: Path) -> dict[tuple[str, str], dict[str, Any]]:
    """The list of briefs by kind and slug, read anew only when it has changed.

    Args:
        path: `index.json` of the briefs.
    """
    return _index(path, path.stat().st_mtime_ns)


@cache
def _index(path: Path, _changed: int) -> dict[tuple[str, str], dict[str, Any]]:
    entries = jsonio.read(path)
    return {(entry["kind"], entry["slug"]): entry for entry in entries}


def pages(entries: Iterable[dict[str, Any]], past: Iterable[str] = ()) -> list[Path]:
    """Every page of an edition, below `build/pages` and below `reports` alike.

    Args:
        entries: the list of briefs, records of kind and slug.
        past: ids of the past editions whose briefs are shown.
    """
    return [Path(MANIFEST), *brief_files(entries), *(Path("editions") / edition / MANIFEST for edition in past)]


def brief_files(entries: Iterable[dict[str, Any]]) -> list[Path]:
    """The pages of all briefs and the manifests of their downloads; see `pages`."""
    briefs = [Path("en") / entry["kind"] / entry["slug"] for entry in entries]
    return [
        place for brief in briefs for place in (*(brief.with_suffix(f".{form}") for form in FORMATS), brief / MANIFEST)
    ]


def numbers(folder: Path, entries: Iterable[dict[str, Any]]) -> list[Path]:
    """The files that say how many pages each PDF has, and where its chapters begin.

    Args:
        folder: `build/pages`.
        entries: the list of briefs, records of kind and slug.
    """
    return [folder / "en" / entry["kind"] / f"{entry['slug']}.pages.json" for entry in entries]


def steps(tables: Iterable[str], build: Path) -> list[Path]:
    """What a run makes before any page, the list of briefs last.

    Args:
        tables: names of the package's tables.
        build: the build folder.
    """
    typed = [build / "tables" / f"{name}.parquet" for name in tables]
    known = [build / name / "index.json" for name in ("changes", "briefs")]
    return [*typed, build / "tables" / "check.txt", build / "briefs" / "package.json", *known]


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


def digests(folder: Path, *patterns: str) -> dict[str, str]:
    """Checksums of the files that match some patterns, by their path below a folder."""
    files = sorted({path for pattern in patterns for path in folder.glob(pattern)})
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def pin(path: Path, values: dict[str, Any]) -> Path:
    """A file that holds some settings, written only when they are not what it holds; a job's input like any other."""
    content = jsonio.dumps(values).encode("utf-8")
    if not path.exists() or path.read_bytes() != content:
        jsonio.land(path, content)
    return path


def deliver(pages: Iterable[str], reports: Iterable[str], log: str) -> None:
    """Put finished pages in their places, each in one step, so that readers never meet half of one, or none.

    Args:
        pages: what was drawn.
        reports: where readers find each of them.
        log: what was done.
    """
    lines = []
    for page, report in zip(pages, reports, strict=True):
        jsonio.land(Path(report), Path(page).read_bytes())
        lines.append(f"delivered {report}")
    Path(log).write_text("\n".join(lines) + "\n", encoding="utf-8")


def list_files(folder: Path, files: Iterable[Path]) -> None:
    """Write the manifest of a folder, and remove what an older one listed and this one does not.

    Args:
        folder: holds the files.
        files: their paths below it.
    """
    manifest = folder / MANIFEST
    before = listed(manifest)
    now = {path.as_posix(): hashlib.sha256((folder / path).read_bytes()).hexdigest() for path in sorted(files)}
    jsonio.write(manifest, {"files": now})
    remove_files(folder, before.keys() - now.keys())


def deliver_files(made: Path, delivered: Path) -> None:
    """Put the files of one manifest in their places, the manifest last; those of the manifest before it go.

    Args:
        made: the manifest of what was made.
        delivered: where the manifest goes; its files stand beside it.
    """
    new, old = listed(made), listed(delivered)
    for name, digest in new.items():
        if old.get(name) != digest or not (delivered.parent / name).exists():
            jsonio.land(delivered.parent / name, (made.parent / name).read_bytes())
    remove_files(delivered.parent, old.keys() - new.keys())
    jsonio.land(delivered, made.read_bytes())


def listed(manifest: Path) -> dict[str, str]:
    """The files that a manifest lists, by path beside it, with their SHA-256; none if it is not there."""
    return jsonio.read(manifest)["files"] if manifest.exists() else {}


def remove_files(folder: Path, names: Iterable[str]) -> None:
    """Remove some files of a folder, and the folders that they leave empty."""
    for name in names:
        path = folder / name
        path.unlink(missing_ok=True)
        while (path := path.parent) != folder and path.is_dir() and not any(path.iterdir()):
            path.rmdir()


def undone(
    tables: Iterable[str], build: Path, reports: Path, past: Iterable[str] = (), beside: Iterable[Path] = ()
) -> list[str]:
    """Outputs that a failed run has left missing, and reports that are not their latest page.

    Such reports are made older than their page, so that they count as out of date.

    Args:
        tables: names of the package's tables.
        build: the build folder.
        reports: the folder of the reports.
        past: ids of the past editions whose briefs are shown.
        beside: what both folders hold beside the pages.
    """
    made = steps(tables, build)
    briefs = index(made[-1]).values() if made[-1].exists() else ()
    found = [step for step in made if not step.exists()]
    for page in [*pages(briefs, past), *(beside if briefs else ())]:
        drawn, delivered = build / "pages" / page, reports / page
        if not drawn.exists():
            found.append(drawn)
        elif not delivered.exists():
            found.append(delivered)
        elif drawn.read_bytes() != delivered.read_bytes():
            os.utime(delivered, (0, drawn.stat().st_mtime - 1))
            found.append(delivered)
    return [str(path) for path in found]
