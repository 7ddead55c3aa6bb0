"""The page that lists all reports; and the removal of reports that the data no longer calls for."""

import json
import logging
from pathlib import Path
from typing import Any

import jinja2

from pactbook import jsonio, workflows

LOG = logging.getLogger(__name__)


def publish(briefs: str, edition: dict[str, Any], templates: Path, out: str, reports: Path, log: str) -> None:
    """Write the page that lists the reports and remove reports that it does not list.

    Args:
        briefs: `index.json` of the briefs.
        edition: id, title and as_of.
        templates: folder with `index.html.j2`.
        out: where the page goes; pages of briefs stand in `en/` beside it.
        reports: the folder of the reports.
        log: what was listed and removed.
    """
    entries, page = json.loads(Path(briefs).read_text(encoding="utf-8")), Path(out)
    removed = [path for folder in (reports, page.parent) for path in remove_stale(entries, folder)]
    for path in removed:
        LOG.warning("%s: removed, since the data no longer calls for it", path)
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(templates), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True
    )
    by_kind = {
        kind: sorted((entry for entry in entries if entry["kind"] == kind), key=lambda entry: str(entry["title"]))
        for kind in dict.fromkeys(entry["kind"] for entry in entries)
    }
    text = environment.get_template("index.html.j2").render(edition=edition, by_kind=by_kind)
    jsonio.land(page, text.encode("utf-8"))
    lines = [f"removed {path}" for path in removed] + [f"listed {len(entries)} briefs"]
    Path(log).write_text("\n".join(lines) + "\n", encoding="utf-8")


def remove_stale(entries: list[dict[str, Any]], folder: Path) -> list[Path]:
    """Remove pages of briefs that are not listed.

    Args:
        entries: the briefs' index: records of kind and slug.
        folder: holds `en/<kind>/<slug>.html` and `.pdf`; other files in it are left alone.

    Returns:
        The paths that were removed.
    """
    wanted = {folder / page for page in workflows.pages(entries)}
    pages = [path for extension in workflows.FORMATS for path in folder.glob(f"en/*/*.{extension}")]
    stale = sorted(path for path in pages if path not in wanted)
    for path in stale:
        path.unlink()
    return stale
