"""The workflow's job of this stage: compare the briefs with the edition before."""

import json
from pathlib import Path
from typing import Any

from pactbook import jsonio


def compare(briefs: Path, edition: dict[str, Any], folder: Path) -> None:
    """Write what has changed in each brief since the edition before, and `index.json` for the whole.

    Args:
        briefs: folder with the briefs' JSON and their `index.json`.
        edition: id, title and as_of.
        folder: where `<kind>/<slug>.json` goes.
    """
    entries = json.loads((briefs / "index.json").read_text(encoding="utf-8"))
    for entry in entries:
        own = {"edition": edition["id"], "draft": True, "previous": None, "changes": []}
        jsonio.write(folder / entry["kind"] / f"{entry['slug']}.json", own)
    listed = [{key: entry[key] for key in ("kind", "slug", "title")} for entry in entries]
    whole = {"edition": edition["id"], "draft": True, "previous": None, "changes": [], "sources": {}}
    whole["briefs"] = [entry | {"status": "unchanged", "changes": 0} for entry in listed]
    jsonio.write(folder / "index.json", whole)
