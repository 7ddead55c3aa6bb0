"""The pages of the site but the briefs, from what the build knows of them."""

import json
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from pactbook import jsonio, workflows
from pactbook.publish import edition_pages, feeds
from pactbook.publish.stale import remove_past, remove_stale
from pactbook.render.environment import environment

LOG = logging.getLogger(__name__)


def publish(
    build: Path,
    edition: dict[str, Any],
    site: dict[str, Any],
    templates: Path,
    reports: Path,
    log: str,
    archives: Sequence[edition_pages.Archive] = (),
    kept: Sequence[str] = (),
) -> None:
    """Write the pages of the site into `build/pages`, and remove reports of briefs that are not listed.

    Args:
        build: the build folder, with the briefs, their changes and their drawn pages.
        edition: id, title and as_of.
        site: the config's settings of the site.
        templates: folder with `site/`.
        reports: the folder of the reports.
        log: what was listed and removed.
        archives: the frozen editions, oldest first.
        kept: ids of the past editions whose briefs are shown.
    """
    entries = json.loads((build / "briefs" / "index.json").read_text(encoding="utf-8"))
    folder = build / "pages"
    removed = [path for place in (reports, folder) for path in remove_stale(entries, place)]
    past = [path for place in (reports, folder) for path in remove_past(kept, place)]
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
    jsonio.land(folder / "index.html", text.encode("utf-8"))
    made = _editions(build, edition, site, templates, archives)
    for name, content in made.items():
        jsonio.land(folder / name, content)
    workflows.list_files(folder, [Path("index.html"), *map(Path, made)])
    lines = [f"removed {path}" for path in (*removed, *past)] + [f"listed {len(entries)} briefs"]
    Path(log).write_text("\n".join(lines) + "\n", encoding="utf-8")


def _editions(
    build: Path,
    edition: dict[str, Any],
    site: dict[str, Any],
    templates: Path,
    archives: Sequence[edition_pages.Archive],
) -> dict[str, bytes]:
    """The pages of the editions and the feeds."""
    styles = "\n".join((templates / "styles" / f"{name}.css").read_text("utf-8") for name in ("base", "screen"))
    known = {"edition": edition, "site": site, "style": Markup(styles)}  # noqa: S704 (our own style sheets)

    def draw(path: str, title: str, words: str, *, template: str, **values: Any) -> bytes:
        values |= known | {"path": path, "title": title, "words": words, "root": "../" * path.count("/")}
        return environment(templates).get_template(template).render(values).encode("utf-8")

    editions = edition_pages.gather(build, edition, archives)
    return edition_pages.pages(editions, draw, templates) | feeds.feeds(editions, site.get("url", ""), templates)
