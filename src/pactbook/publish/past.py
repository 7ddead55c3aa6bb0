"""The briefs of a past edition as they stood, drawn from its archive with the templates of today."""

import logging
from collections.abc import Collection
from pathlib import Path
from typing import Any

from pactbook import jsonio, workflows
from pactbook.editions.archive import Archive
from pactbook.render.errors import RenderError
from pactbook.render.html import page

LOG = logging.getLogger(__name__)


def draw(archive: Archive, present: str, manifest: str, templates: str, geo: str) -> None:
    """Draw all briefs of a frozen edition that the templates of today can draw; the data of the others stays offered.

    A brief that they cannot draw is logged and left out: an old edition must not stand in the way of a new one.

    Args:
        archive: the edition.
        present: path of the JSON that names the briefs that there are today, `kind/slug` each.
        manifest: where the list of the pages goes; they stand beside it, as `<kind>/<slug>.html`.
        templates: folder of the templates.
        geo: folder with the map outlines.
    """
    folder = Path(manifest).parent
    now = jsonio.read(Path(present))["briefs"]
    sources = archive.changes().get("sources", {})
    drawn = []
    for entry in archive.index():
        kind, slug = entry["kind"], entry["slug"]
        changes = _past(archive.brief_changes(kind, slug), archive, f"{kind}/{slug}", now) | {"sources": sources}
        try:
            text = page(archive.brief(kind, slug), Path(templates), Path(geo), changes)
        except (RenderError, KeyError) as error:
            LOG.warning("%s: %s/%s cannot be drawn now, its data is offered: %s", archive.id, kind, slug, error)
            continue
        path = Path(kind) / f"{slug}.html"
        jsonio.land(folder / path, text.encode("utf-8"))
        drawn.append(path)
    workflows.list_files(folder, drawn)


def _past(changes: dict[str, Any], archive: Archive, brief: str, present: Collection[str]) -> dict[str, Any]:
    """What the page of a past edition says of itself; links from `editions/<id>/<kind>/<slug>.html`."""
    here = f"../../../en/{brief}.html" if brief in present else None
    return changes | {"draft": False, "past": {"present": here, "edition": f"../../{archive.id}.html"}}
