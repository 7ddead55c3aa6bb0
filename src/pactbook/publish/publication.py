"""The finished site as readers have it: is it whole, has it changed, and how it gets to where they read it."""

import hashlib
import json
import urllib.request
from collections.abc import Iterable, Mapping
from pathlib import Path

from pactbook import jsonio, workflows

RECORD = "published.json"  # beside the published pages: their files, and one digest of all
PATIENCE = 30  # seconds for the answer of the published site


class DamagedError(Exception):
    """The site is not whole; the message has one line per file."""


def files(reports: Path, pages: Iterable[Path]) -> dict[str, str]:
    """All files of the site with their SHA-256, each compared with the manifest that lists it.

    Args:
        reports: the folder of the reports. What is neither named here nor listed by a manifest is no part of the site.
        pages: what a build delivers, below the reports: pages, zips, and manifests, which list further files.

    Raises:
        DamagedError: if a file is missing, or is not what its manifest lists.
    """
    found: dict[str, str] = {}
    wrong: list[str] = []
    for page in pages:
        for name, expected in {page: None, **_listed(reports, page)}.items():
            path = reports / name
            if not path.is_file():
                wrong.append(f"{path}: is missing")
                continue
            found[name.as_posix()] = hashlib.sha256(path.read_bytes()).hexdigest()
            if expected not in (None, found[name.as_posix()]):
                wrong.append(f"{path}: is not what {reports / page} lists")
    if wrong:
        raise DamagedError("\n".join(wrong))
    return dict(sorted(found.items()))


def _listed(reports: Path, page: Path) -> dict[Path, str]:
    """What a manifest lists, by path below the reports; nothing if the page is none."""
    listed = workflows.listed(reports / page) if page.name == workflows.MANIFEST else {}
    return {page.parent / name: digest for name, digest in listed.items()}


def digest(found: Mapping[str, str]) -> str:
    """One SHA-256 of all files of the site, of their names and contents."""
    return hashlib.sha256(jsonio.dumps(dict(found)).encode("utf-8")).hexdigest()


def copy(found: Mapping[str, str], reports: Path, folder: Path) -> list[str]:
    """Bring a published folder up to date so that readers never meet a page whose neighbours are not there yet.

    What is new comes first, pages after what they load, the index last; then what is gone is removed. Files that were
    not published by this function stay. If it is interrupted, the next run goes on.

    Args:
        found: the files of the site with their digests.
        reports: where they are.
        folder: where readers find them.

    Returns:
        The names of the files that were written or removed.
    """
    before = _published(folder)
    jsonio.write(folder / RECORD, {"digest": None, "files": {**before, **found}})
    written = [name for name in sorted(found, key=_rank) if _land(reports / name, folder / name, found[name])]
    gone = sorted(before.keys() - found.keys())
    workflows.remove_files(folder, gone)
    jsonio.write(folder / RECORD, {"digest": digest(found), "files": dict(found)})
    return written + gone


def _rank(name: str) -> tuple[bool, bool, bool, str]:
    return name == "index.html", "/" not in name, name.endswith(".html"), name


def _land(source: Path, target: Path, expected: str) -> bool:
    if target.is_file() and hashlib.sha256(target.read_bytes()).hexdigest() == expected:
        return False
    jsonio.land(target, source.read_bytes())
    return True


def _published(folder: Path) -> dict[str, str]:
    record = folder / RECORD
    return dict(jsonio.read(record)["files"]) if record.exists() else {}


def last_in(folder: Path) -> str | None:
    """The digest of what a folder has published; None if that is nothing, or was interrupted."""
    record = folder / RECORD
    return jsonio.read(record)["digest"] if record.exists() else None


def last_at(url: str) -> str | None:
    """The digest of what a site has published, from the site itself; None if it does not say.

    Args:
        url: the address of the site, with a slash at its end.
    """
    try:
        with urllib.request.urlopen(url + RECORD, timeout=PATIENCE) as answer:  # noqa: S310  the schema wants http(s)
            found = json.load(answer)["digest"]
    except (OSError, ValueError, KeyError, TypeError):  # unreachable, not there, or a page that asks to log in
        return None
    return str(found) if found else None
