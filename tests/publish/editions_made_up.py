"""Editions as `pactbook.editions` tells them, made up, with markup in every text."""

import json
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
TEMPLATES, GEO = ROOT / "templates", ROOT / "data" / "geo"
HOSTILE = "A <b>\"x\" & 'y'</b> ]]> =1+1"
ENTRIES = [
    {"kind": "countries", "slug": "longland", "title": "Longland"},
    {"kind": "organizations", "slug": "org-x", "title": HOSTILE},
]
SOURCES = {
    "good": {"publisher": HOSTILE, "title": HOSTILE, "url": "https://example.org/a?b=1&c=2"},
    "bad": {"publisher": "Bad", "title": "x", "url": "javascript:alert(1)"},
}
CHANGE = {
    "kind": "revised", "what": "row", "section": "exercises", "label": f"Shield {HOSTILE}", "measure": None,
    "row": "exercises:shield-2004", "column": "personnel_total", "old": 1200, "new": None, "unit": "persons",
    "date": "2025-11", "sources": ["good", "bad", "gone"], "weight": 0.5,
}  # fmt: skip


def whole(edition, previous, *changes, draft=False, entries=ENTRIES, gone=()):
    """`changes/index.json`: the changes are those of the first brief."""
    status = {0: "changed" if changes else "unchanged"} if previous else dict.fromkeys(range(len(entries)), "new")
    listed = [
        entry | {"status": status.get(number, "unchanged"), "changes": 0 if number else len(changes)}
        for number, entry in enumerate(entries)
    ]
    listed += [entry | {"status": "gone", "changes": 0} for entry in gone]
    return {
        "edition": edition, "draft": draft, "previous": previous, "briefs": listed, "sources": SOURCES,
        "changes": [change | {"briefs": ["countries/longland"]} for change in changes],
    }  # fmt: skip


def before(edition):
    return {"edition": edition, "as_of": f"{edition}-30"}


@dataclass
class Made:
    """A frozen edition that no file holds."""

    id: str
    told: dict
    title: str = "Testland"
    content: dict = field(default_factory=dict)
    path: Path = Path(__file__)
    entries: list = field(default_factory=lambda: ENTRIES)
    current: bool = True

    @property
    def as_of(self):
        return f"{self.id}-30"

    def index(self):
        return self.entries

    def changes(self):
        return self.told

    def brief(self, kind, slug):
        return self.content[f"{kind}/{slug}"]

    def brief_changes(self, kind, slug):
        name = f"{kind}/{slug}"
        own = [change for change in self.told["changes"] if name in change["briefs"]]
        return {"edition": self.id, "draft": True, "previous": self.told["previous"], "changes": own}


def build(folder, told, entries=ENTRIES):
    """A build folder with what the pages of editions need."""
    for name, content in (("briefs", entries), ("changes", told)):
        (folder / name).mkdir(parents=True)
        (folder / name / "index.json").write_text(json.dumps(content), encoding="utf-8")
    return folder
