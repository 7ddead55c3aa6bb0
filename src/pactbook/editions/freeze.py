"""Freezing an edition: computed from the data by this process, never from a build that may be older than the data."""

import datetime
import tempfile
from pathlib import Path
from typing import Any

from pactbook import config, jsonio
from pactbook.briefs.build import NoBriefsError, build
from pactbook.editions import archive
from pactbook.editions.archive import Archive
from pactbook.editions.compare import compare
from pactbook.editions.edition import Edition, built, frozen
from pactbook.ingest import check, package, whole
from pactbook.ingest import edition as cut


class FreezeError(Exception):
    """The edition cannot be computed or must not be frozen; the message says why, in one line."""


def freeze(settings: dict[str, Any], *, retrospective: bool = False, replace: bool = False) -> Archive:
    """Keep an edition under `editions/`; the archive lands whole or not at all.

    Args:
        settings: the checked settings; `edition` is what is frozen.
        retrospective: whether it is computed afterwards, from data that is newer than the edition.
        replace: whether an archive of that id may be replaced.

    Raises:
        FreezeError: if it is frozen already, or the data has errors.
        ArchiveError: if another archive is broken.
    """
    folder, edition = Path(settings["paths"]["editions"]), settings["edition"]
    path = folder / f"{edition['id']}.zip"
    if path.exists() and not replace:
        raise FreezeError(f"{path}: the edition {edition['id']} is frozen; --replace freezes it anew")
    others = archive.editions(folder, without=path)
    earlier = archive.before(others, edition)
    archive.write(path, files(present(settings), earlier, retrospective=retrospective))
    return archive.read(path)


def present(settings: dict[str, Any]) -> Edition:
    """An edition as the data gives it now.

    Args:
        settings: the checked settings.

    Raises:
        FreezeError: if the data has errors or calls for no brief.
    """
    described = Path(settings["paths"]["data"]) / "datapackage.json"
    verdict = check.check(described, settings["precedence"])
    errors = sum(problem.severity == "error" for problem in verdict.problems)
    if errors:
        counted, them = ("1 error", "it") if errors == 1 else (f"{errors} errors", "them")
        raise FreezeError(f"{described}: the data has {counted}; `pactbook check {described.parent}` lists {them}")
    told = package.read(described)
    edition = settings["edition"]
    known, _left_out = whole.read(described, settings["precedence"])
    frames = cut.cut(known, datetime.date.fromisoformat(edition["as_of"]))
    with tempfile.TemporaryDirectory(prefix="pactbook-") as folder:
        try:
            build(frames, config.of_briefs(settings), Path(folder))
        except NoBriefsError as error:
            raise FreezeError(f"{described}: {error}") from error
        return built(edition, Path(folder), frames, told)


def files(edition: Edition, earlier: Archive | None, *, retrospective: bool) -> dict[str, bytes]:
    """What the archive of an edition holds, by name.

    Args:
        edition: all of it.
        earlier: the edition before, which it is compared with.
        retrospective: see `freeze`.
    """
    found = compare(frozen(earlier) if earlier else None, edition, edition)
    told = {
        "id": edition.id,
        "title": edition.title,
        "as_of": edition.as_of,
        "format": archive.FORMAT,
        "previous": earlier.id if earlier else None,
        "retrospective": retrospective,
    }
    values = {
        archive.EDITION: told,
        archive.INDEX: edition.index,
        archive.CHANGES: found.whole,
        archive.COLUMNS: edition.columns,
        **{f"briefs/{kind}/{slug}.json": brief for (kind, slug), brief in edition.briefs.items()},
        **{f"changes/{kind}/{slug}.json": changed for (kind, slug), changed in found.briefs.items()},
    }
    sheets = {
        f"tables/{name}.csv": archive.table_csv(table, edition.columns[name]) for name, table in edition.tables.items()
    }
    return {name: jsonio.dumps(value).encode("utf-8") for name, value in values.items()} | sheets
