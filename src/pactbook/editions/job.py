"""The workflow's job of the briefs and of what has changed in them, which only the whole of the two stages can tell."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pactbook import jsonio
from pactbook.briefs import job
from pactbook.editions import archive
from pactbook.editions.compare import compare as changes
from pactbook.editions.edition import built, frozen
from pactbook.ingest import package
from pactbook.ingest.tables import load


def write(
    tables: Sequence[str], settings: dict[str, Any], build: Path, editions: Path, described: str, log: str
) -> None:
    """Write all briefs below `build/briefs`, and what has changed in each below `build/changes`.

    Args:
        tables: the parquet files of the edition's tables.
        settings: the checked settings that the briefs depend on.
        build: the build folder.
        editions: folder of the frozen editions.
        described: path of `datapackage.json`.
        log: see `briefs.job.briefs`.

    Raises:
        ArchiveError: if a frozen edition is broken.
    """
    typed = [Path(path) for path in tables]
    job.briefs(typed, settings, build / "briefs", Path(log))
    compare(build / "briefs", settings["edition"], build / "changes", typed, editions, Path(described))


def compare(
    briefs: Path, edition: dict[str, Any], folder: Path, typed: Sequence[Path], editions: Path, described: Path
) -> None:
    """Write what has changed in each brief since the edition before, and `index.json` for the whole.

    The edition before is the newest frozen one whose date lies before this one's. What is not frozen as it stands is
    marked as a draft.

    Args:
        briefs: folder with the briefs' JSON and their `index.json`.
        edition: id, title and as_of.
        folder: where `<kind>/<slug>.json` goes; files of briefs that are no longer called for are removed.
        typed: the parquet files of the edition's tables.
        editions: folder of the frozen editions, if there are any.
        described: `datapackage.json`, which knows the units.

    Raises:
        ArchiveError: if a frozen edition is broken.
    """
    kept = archive.editions(editions)
    earlier = archive.before(kept, edition)
    own = next((one for one in kept if one.id == edition["id"] and one.as_of == edition["as_of"] and one.current), None)
    now = built(edition, briefs, load(typed), package.read(described))
    found = changes(frozen(earlier) if earlier else None, now, frozen(own) if own else None)
    for (kind, slug), changed in found.briefs.items():
        jsonio.write(folder / kind / f"{slug}.json", changed)
    for path in sorted(folder.glob("*/*.json")):
        if (path.parent.name, path.stem) not in found.briefs:
            path.unlink()
    jsonio.write(folder / "index.json", found.whole)
