"""Stand-in for the module of this name on the branch `editions`, which replaces it: what `pactbook send` uses of it."""

import json
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any


class ArchiveError(Exception):
    """An archive is broken, or is none of ours; the message names the file and says why, in one line."""


@dataclass(frozen=True)
class Archive:
    """A frozen edition.

    Attributes:
        path: of the zip.
        id: of the edition.
        title: the subject of the whole.
        as_of: the edition's date.
    """

    path: Path
    id: str
    title: str
    as_of: str

    def index(self) -> list[dict[str, Any]]:
        """The list of briefs."""
        listed: list[dict[str, Any]] = _json(self.path, "index.json")
        return listed

    def brief_changes(self, kind: str, slug: str) -> dict[str, Any]:
        """What had changed in it since the edition before."""
        content: dict[str, Any] = _json(self.path, f"changes/{kind}/{slug}.json")
        return content


def editions(folder: Path) -> list[Archive]:
    """All frozen editions in a folder, oldest first."""
    told = [(path, _json(path, "edition.json")) for path in sorted(folder.glob("*.zip"))]
    found = [Archive(path, one["id"], one["title"], one["as_of"]) for path, one in told]
    return sorted(found, key=lambda archive: (archive.as_of, archive.id))


def _json(path: Path, name: str) -> Any:
    with zipfile.ZipFile(path) as file:
        return json.loads(file.read(name))
