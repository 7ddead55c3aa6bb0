"""The site's pages of the editions: what changed in each, the same as JSON and as text, and the list of all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jinja2

from pactbook import jsonio, workflows
from pactbook.editions.archive import Archive, earlier
from pactbook.publish.frame import Site
from pactbook.render.environment import environment

MOST = 500  # changes that a page shows: more than a browser opens at once belong into the JSON and the text
Change = dict[str, Any]


@dataclass(frozen=True)
class Edition:
    """An edition as the site shows it.

    Attributes:
        id: its name.
        title: the subject of the whole.
        as_of: its date.
        changes: what changed in it, as `build/changes/index.json`.
        briefs: the list of its briefs, as `build/briefs/index.json`.
        present: whether it is the edition whose briefs stand below `en/`.
        drawn: `kind/slug` of its briefs that stand below `editions/<id>/`.
        frozen: what readers were told when it was frozen; None of a draft.
        frozen_briefs: the same of each brief that had changed, by `kind/slug`.
        archive: content of its archive; None of a draft.
    """

    id: str
    title: str
    as_of: str
    changes: dict[str, Any]
    briefs: list[dict[str, Any]]
    present: bool = False
    drawn: frozenset[str] = frozenset()
    frozen: dict[str, Any] | None = None
    frozen_briefs: Mapping[str, list[Change]] = field(default_factory=dict)
    archive: bytes | None = None

    @property
    def titles(self) -> dict[str, str]:
        """The titles of its briefs by `kind/slug`, and of those that are gone."""
        return {f"{entry['kind']}/{entry['slug']}": str(entry["title"]) for entry in self.changes["briefs"]}

    def place(self, brief: str) -> str | None:
        """Where a brief of this edition stands, below the site; None where it has no page."""
        if self.present:
            listed = any(f"{entry['kind']}/{entry['slug']}" == brief for entry in self.briefs)
            return f"en/{brief}.html" if listed else None
        return f"editions/{self.id}/{brief}.html" if brief in self.drawn else None


def gather(build: Path, edition: dict[str, Any], archives: Sequence[Archive]) -> list[Edition]:
    """The present edition and all before it, newest first.

    Args:
        build: the build folder, with briefs, changes and the pages of past editions.
        edition: id, title and as_of of the present one.
        archives: all frozen editions, oldest first.
    """
    kept = {one.id: one for one in archives}
    changes, briefs = (jsonio.read(build / name / "index.json") for name in ("changes", "briefs"))
    told = _frozen(kept.get(edition["id"]))
    present = Edition(edition["id"], edition["title"], edition["as_of"], changes, briefs, present=True, **told)
    past = [
        Edition(
            one.id, one.title, one.as_of, one.changes(), one.index(), drawn=_drawn(build / "pages", one), **_frozen(one)
        )
        for one in earlier(archives, edition)
    ]
    return [present, *past]


def _frozen(archive: Archive | None) -> dict[str, Any]:
    if archive is None:
        return {}
    whole = archive.changes()
    changed = [(entry["kind"], entry["slug"]) for entry in whole.get("briefs", ()) if entry["status"] == "changed"]
    of_briefs = {f"{kind}/{slug}": archive.brief_changes(kind, slug)["changes"] for kind, slug in changed}
    return {"frozen": whole, "frozen_briefs": of_briefs, "archive": archive.path.read_bytes()}


def _drawn(pages: Path, archive: Archive) -> frozenset[str]:
    files = workflows.listed(pages / "editions" / archive.id / workflows.MANIFEST)
    return frozenset(name.removesuffix(".html") for name in files)


def pages(editions: Sequence[Edition], site: Site) -> dict[str, bytes]:
    """All files of the editions but the briefs of past ones, by their path below the site.

    Args:
        editions: newest first.
        site: draws a page within its frame.

    Returns:
        `editions/index.html`, and of each edition `editions/<id>.html`, `.json`, `.txt`, and `.zip` if it is frozen.
    """
    text = plain(site.templates).get_template("site/edition.txt.j2")
    made = {
        "editions/index.html": site.page(
            "editions/index.html",
            "Editions",
            "All editions, and what changed in each against the one before.",
            template="site/editions.html.j2",
            editions=editions,
        )
    }
    for edition in editions:
        stem, changes = f"editions/{edition.id}", edition.changes
        made[f"{stem}.html"] = site.page(
            f"{stem}.html",
            f"Edition {edition.id}: what changed",
            f"What changed in edition {edition.id} against the one before, biggest first.",
            template="site/edition.html.j2",
            shown=edition,
            most=MOST,
        )
        made[f"{stem}.json"] = jsonio.dumps(changes).encode("utf-8")
        made[f"{stem}.txt"] = text.render(shown=edition).encode("utf-8")
        if edition.archive is not None:
            made[f"{stem}.zip"] = edition.archive
    return made


def plain(templates: Path) -> jinja2.Environment:
    """The environment of texts that are no markup."""
    return environment(templates).overlay(autoescape=False)
