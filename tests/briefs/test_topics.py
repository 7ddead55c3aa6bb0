"""If these fail, what docs/how-to/add-a-theme.md tells editors to do gives no brief, or another one."""

import csv
import json
import re
import shutil
from pathlib import Path

import pytest

from pactbook import subjects
from pactbook.briefs.build import build
from pactbook.ingest import check, edition, package, tables
from pactbook.render.html import page

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "how-to" / "add-a-theme.md").read_text(encoding="utf-8")
SETTINGS = {
    "edition": {"id": "2025-12", "title": "Region", "as_of": "2025-12-31", "since": 1991},
    "countries": {"roles": ["core"], "minimum_rows": 1},
    "palette": {},
    "engagement": {"weights": {"agreements": 1, "exercises": 1, "facilities": 1, "arms": 1, "assistance": 1}},
}


@pytest.fixture
def data(tmp_path):
    """A copy of the made-up region with the guide's example row, whose countries are the region's."""
    folder = tmp_path / "data"
    shutil.copytree(ROOT / "tests" / "region" / "data", folder)
    header, example = re.findall(r"^    (slug,.*|border-security,.*)$", GUIDE, re.MULTILINE)
    with (folder / "topics.csv").open(encoding="utf-8", newline="") as file:
        assert ",".join(next(csv.reader(file))) == header
    with (folder / "topics.csv").open("a", encoding="utf-8") as file:
        file.write(example.replace("KGZ;TJK", "AAA;BBB") + "\n")
    return folder


def brief(data, out):
    described = package.read(data / "datapackage.json")
    build(edition.cut(tables.read(described), edition.dt.date(2025, 12, 31)), SETTINGS, out)
    return json.loads((out / "themes" / "border-security.json").read_text(encoding="utf-8"))


def test_the_row_of_the_guide_gives_a_brief(data, tmp_path):
    assert [
        found.line() for found in check.check(data / "datapackage.json").problems if found.severity == "error"
    ] == []
    made = brief(data, tmp_path / "briefs")
    assert made["chapters"] == ["borders", "incidents"]
    text = page(made, ROOT / "templates", data / "geo")
    assert "Theme brief" in text
    assert "Which borders are open and what happens at them." in text


def test_the_template_of_the_guide_adds_a_chapter(data, tmp_path):
    templates = tmp_path / "templates"
    shutil.copytree(ROOT / "templates", templates)
    own = re.search(r"^    {% extends.*?^    {% endblock %}$", GUIDE, re.MULTILINE | re.DOTALL)[0]
    (templates / "topics").mkdir(exist_ok=True)
    (templates / "topics" / "border-security.html.j2").write_text(re.sub(r"(?m)^    ", "", own), encoding="utf-8")
    text = page(brief(data, tmp_path / "briefs"), templates, data / "geo")
    places = [text.index(f'<section id="{ident}"') for ident in ("judgements", "scope", "incidents", "notes")]
    assert places == sorted(places)
    assert '<a href="#scope">What this brief covers</a>' in text


def test_a_package_without_topics_has_no_such_briefs(data, tmp_path):
    described = package.read(data / "datapackage.json")
    cut = edition.cut(tables.read(described), edition.dt.date(2025, 12, 31))
    del cut["topics"]
    index = build(cut, SETTINGS, tmp_path / "briefs")
    assert {entry["kind"] for entry in index} == {"countries", "organizations"}


@pytest.mark.parametrize("component", ["agreements", "exercises", "facilities", "arms", "assistance"])
def test_every_weight_that_the_config_allows_gives_briefs(data, tmp_path, component):
    """An analyst who asks what one component alone says would get a traceback."""
    cut = edition.cut(tables.read(package.read(data / "datapackage.json")), edition.dt.date(2025, 12, 31))
    weights = dict.fromkeys(SETTINGS["engagement"]["weights"], 0) | {component: 1}
    assert build(cut, SETTINGS | {"engagement": {"weights": weights}}, tmp_path / "briefs")


def test_initiatives_and_operations_of_unknown_start_are_no_mistake(data, tmp_path):
    cut = edition.cut(tables.read(package.read(data / "datapackage.json")), edition.dt.date(2025, 12, 31))
    for name in ("counterterrorism_initiatives", "operations"):
        cut[name] = cut[name].assign(start=None).astype({"start": "string"})
    topics = cut["topics"]
    everything = ("initiatives", "commitment", "operations", "incidents", "implications", "access")
    cut["topics"] = topics.assign(sections=[everything] * len(topics))
    assert build(cut, SETTINGS, tmp_path / "briefs")


def test_what_the_editor_of_a_theme_drops_is_dropped_from_the_digest_too(data, tmp_path):
    cut = edition.cut(tables.read(package.read(data / "datapackage.json")), edition.dt.date(2025, 12, 31))
    topics = cut["topics"][cut["topics"]["slug"] != "border-security"]
    whole = topics["slug"] == "two-lands"
    cut["topics"] = topics.assign(
        sections=[("themes",) if region else ("incidents", "borders") for region in whole],
        countries=[()] * len(topics),
    )

    def told(name):
        build(cut, SETTINGS, tmp_path / name)
        region = json.loads((tmp_path / name / "region" / "two-lands.json").read_text(encoding="utf-8"))
        return {found["code"] for theme in region["sections"]["themes"]["themes"] for found in theme["findings"]}

    before = told("before")
    dropped = min(before)
    edits = cut["editorial"]
    change = edits.iloc[[0]].assign(
        edit_id="x", row="editorial:x", brief="themes/calm", action="drop", finding=dropped, about=None, text=None
    )
    change["section"] = None
    cut["editorial"] = change.astype(edits.dtypes.to_dict())
    assert dropped not in told("after")


@pytest.mark.parametrize(
    ("table", "cells"),
    [("topics", {}), ("ideal_points", {"low": None, "high": None}), ("countries", {"population": 0, "area_km2": 0})],
)
def test_every_chapter_can_be_drawn_of_what_the_check_accepts(data, tmp_path, table, cells):
    """Missing bounds and zeros are no mistake; the build would end in a traceback."""
    cut = edition.cut(tables.read(package.read(data / "datapackage.json")), edition.dt.date(2025, 12, 31))
    types = cut[table].dtypes.to_dict()
    cut[table] = cut[table].assign(**cells).astype(types)
    cut["topics"] = cut["topics"].assign(sections=[subjects.TOPIC_SECTIONS] * len(cut["topics"]))
    for entry in build(cut, SETTINGS, tmp_path / "briefs"):
        path = tmp_path / "briefs" / entry["kind"] / f"{entry['slug']}.json"
        assert page(json.loads(path.read_text(encoding="utf-8")), ROOT / "templates", data / "geo")
