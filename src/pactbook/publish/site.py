"""All files of the site but the briefs, gathered from the modules that make them, and removal of stale reports."""

import logging
from collections.abc import Sequence
from pathlib import Path

from pactbook import jsonio, workflows
from pactbook.publish import (
    assets,
    catalogue,
    crosscheck,
    data,
    edition_pages,
    feeds,
    library,
    prose,
    search,
    sitemap,
    sources,
)
from pactbook.publish.frame import Site
from pactbook.publish.stale import remove_past, remove_stale

LOG = logging.getLogger(__name__)
PARTS = (assets, catalogue, sources, data, crosscheck, prose)  # each has `files(site)`: contents by path below the site


def publish(site: Site, kept: Sequence[str], reports: Path, log: str) -> None:
    """Write the pages of the site into `build/pages`, and remove reports of briefs that are not listed.

    Args:
        site: what the pages are made from.
        reports: the folder of the reports.
        log: what was listed and removed.
        kept: ids of the past editions whose briefs are shown.
    """
    folder = site.build / "pages"
    removed = [path for place in (reports, folder) for path in remove_stale(site.briefs, place)]
    for path in removed:
        LOG.warning("%s: removed, since the data no longer calls for it", path)
    past = [path for place in (reports, folder) for path in remove_past(kept, place)]
    made = files(site)
    for name, content in made.items():
        jsonio.land(folder / name, content)
    workflows.list_files(folder, [Path(name) for name in made])
    lines = [f"removed {path}" for path in (*removed, *past)] + [f"listed {len(site.briefs)} briefs"]
    Path(log).write_text("\n".join(lines) + "\n", encoding="utf-8")


def files(site: Site) -> dict[str, bytes]:
    """All files of the site but the briefs, by their path below it."""
    made: dict[str, bytes] = {}
    for part in PARTS:
        made |= part.files(site)
    editions = edition_pages.gather(site.build, site.edition, site.archives)
    made |= edition_pages.pages(editions, site)
    made |= feeds.feeds(editions, site.settings["url"], site.templates)
    made["search.html"] = site.page(
        "search.html", "Search", "All briefs, their PDFs and the pages of this site, word by word."
    )
    made |= library.files(site.templates)
    made |= search.files(site.build, site.briefs, site.templates, made)
    return made | sitemap.files(site, made)
