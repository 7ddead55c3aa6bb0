"""What changed between two editions as one page that needs nothing else."""

from pathlib import Path
from typing import Any

from pactbook.editions.text import moved
from pactbook.render.environment import environment


def page(told: dict[str, Any], templates: Path) -> str:
    """The page.

    Args:
        told: as `build/changes` holds it, of the whole or of one brief, with `title` and `sources`.
        templates: folder with `site/`.
    """
    titles = {f"{entry['kind']}/{entry['slug']}": entry["title"] for entry in told.get("briefs", ())}
    return environment(templates).get_template("site/diff.html.j2").render(told=told, titles=titles, moved=moved)
