"""Every figure of every brief of the real data can be followed to its rows; if not, an analyst cannot defend it."""

import json
import re
import tempfile
from pathlib import Path

import pytest
import yaml
from untraced import untraced

from pactbook import config, subjects
from pactbook.briefs import findings, topic
from pactbook.briefs.build import build
from pactbook.ingest import job, tables
from pactbook.render.html import page

ROOT = Path(__file__).parents[2]
SETTINGS = config.checked(
    yaml.safe_load((ROOT / "config" / "config.yaml").read_text(encoding="utf-8")), ROOT / "config" / "schema.json"
)
METHODOLOGY = (ROOT / "docs" / "methodology.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def briefs():
    """All briefs of the edition, by kind and slug."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        job.ingest(
            str(ROOT / "data" / "datapackage.json"),
            SETTINGS["edition"]["as_of"],
            folder / "tables",
            str(folder / "verdict"),
            str(folder / "log"),
        )
        index = build(tables.load(sorted((folder / "tables").iterdir())), SETTINGS, folder / "briefs")
        paths = [folder / "briefs" / entry["kind"] / f"{entry['slug']}.json" for entry in index]
        return {f"{path.parent.name}/{path.stem}": json.loads(path.read_text(encoding="utf-8")) for path in paths}


def parts(value, path=()):
    """Every record in a brief with its path."""
    if isinstance(value, dict):
        yield path, value
        for key, item in value.items():
            yield from parts(item, (*path, key))
    elif isinstance(value, list):
        for place, item in enumerate(value, start=1):
            yield from parts(item, (*path, str(place)))


def shows_nothing(part):
    """Whether a part says only that there is none, or that it is not known."""
    shown = [part[key] for key in ("figure", "incidents", "open", "closed", "now", "before") if key in part]
    shown += part.get("cells", [])
    return bool(shown) and not any(shown)


def test_every_figure_stands_on_rows_that_the_brief_lists(briefs):
    """Only a zero and what is not known stand on none; a note without rows would lead nowhere."""
    wrong = []
    for name, brief in briefs.items():
        known = set(brief["rows"])
        for path, part in parts({"sections": brief["sections"], "findings": brief["findings"]}):
            if "measure" not in part or not isinstance(part.get("rows"), list):
                continue
            if not (part["rows"] or shows_nothing(part)) or not known >= set(part["rows"]):
                wrong.append(f"{name} {'.'.join(path)}")
    assert wrong == []


def test_every_number_on_every_page_leads_to_a_row_or_a_note(briefs):
    pages = {name: page(brief, ROOT / "templates", ROOT / "data" / "geo") for name, brief in briefs.items()}
    assert {name: lost for name, text in pages.items() if (lost := untraced(text))} == {}


def test_every_measure_is_defined_in_the_methodology(briefs):
    """A note names its measure; a reader looks it up there."""
    defined = {re.sub(r"\s+", " ", term) for term in re.findall(r"\*\*(.+?)\*\*", METHODOLOGY, re.DOTALL)}
    named = {
        part["measure"]
        for brief in briefs.values()
        for _, part in parts(brief)
        if "measure" in part and "sources" in part and "rows" in part
    }
    assert named | set(findings.KINDS.values()) | {"Rows listed"} <= defined


def test_every_chapter_that_a_topic_may_name_can_be_made():
    assert {*topic.SECTIONS, topic.DIGEST} == set(subjects.TOPIC_SECTIONS)


def test_findings_name_their_phrase():
    """Twenty-five kinds at least, each with a macro of its name."""
    phrases = (ROOT / "templates" / "findings.html.j2").read_text(encoding="utf-8")
    macros = re.findall(r"{%-? macro (\w+)\(v, m\)", phrases)
    assert sorted(macros) == sorted(findings.KINDS)
    assert len(macros) >= 25
