"""The pages of the site but the briefs, from what the build knows of them."""

import json
import logging
from pathlib import Path
from typing import Any

import jinja2

from pactbook import jsonio, workflows
from pactbook.publish import library, search
from pactbook.publish.stale import remove_stale

LOG = logging.getLogger(__name__)


def publish(
    build: Path, edition: dict[str, Any], site: dict[str, Any], templates: Path, reports: Path, log: str
) -> None:
    """Write the pages of the site into `build/pages`, and remove reports of briefs that are not listed.

    Args:
        build: the build folder, with the briefs, their changes and their drawn pages.
        edition: id, title and as_of.
        site: the config's settings of the site.
        templates: folder with `site/`.
        reports: the folder of the reports.
        log: what was listed and removed.
    """
    entries = json.loads((build / "briefs" / "index.json").read_text(encoding="utf-8"))
    folder = build / "pages"
    removed = [path for place in (reports, folder) for path in remove_stale(entries, place)]
    for path in removed:
        LOG.warning("%s: removed, since the data no longer calls for it", path)
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(templates), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True
    )
    by_kind = {
        kind: sorted((entry for entry in entries if entry["kind"] == kind), key=lambda entry: str(entry["title"]))
        for kind in dict.fromkeys(entry["kind"] for entry in entries)
    }
    text = environment.get_template("site/index.html.j2").render(edition=edition, by_kind=by_kind, site=site)
    made = {"index.html": text.encode("utf-8")}
    made["search.html"] = (
        environment.get_template("site/search.html.j2")
        .render(edition=edition, site=site, title="Search", path="search.html", root="")
        .encode("utf-8")
    )
    made |= library.files(templates)
    made |= search.files(build, entries, templates, made)
    for name, content in made.items():
        jsonio.land(folder / name, content)
    workflows.list_files(folder, [Path(name) for name in made])
    lines = [f"removed {path}" for path in removed] + [f"listed {len(entries)} briefs"]
    Path(log).write_text("\n".join(lines) + "\n", encoding="utf-8")
