"""If these fail, a reader follows a link to nothing, or a download says something else than the brief."""

import csv
import io
import json
import re
from pathlib import Path

import pytest
from lxml import etree, html
from PIL import Image

from pactbook.publish.downloads import files_of
from pactbook.render.axes import AXES
from pactbook.render.tables import tables

SVG = "{http://www.w3.org/2000/svg}"


def folder_of(build, name):
    return build / "pages" / "en" / name


def links(build, name):
    page = html.fromstring(folder_of(build, name).with_name(f"{name.split('/')[1]}.html").read_text(encoding="utf-8"))
    return [link.get("href") for link in page.iter("a") if link.get("download") is not None]


def listed(build, name):
    return json.loads((folder_of(build, name) / "manifest.json").read_text(encoding="utf-8"))["files"]


def table(build, name, title):
    text = (folder_of(build, name) / "tables" / f"{title}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text)))


def test_every_download_that_a_page_offers_is_there_and_every_file_is_offered(build, briefs):
    for name in briefs:
        slug = name.split("/")[1]
        offered = {link.removeprefix(f"{slug}/") for link in links(build, name)}
        assert offered == {*listed(build, name), f"{slug}.html"}, name


def test_every_drawing_is_there_as_svg_and_png(build, briefs):
    for name in briefs:
        page = folder_of(build, name).with_name(f"{name.split('/')[1]}.html").read_text(encoding="utf-8")
        files = [Path(file) for file in listed(build, name) if file.startswith("charts/")]
        assert len(files) == 2 * page.count('<div class="drawing"'), name
        assert {path.suffix for path in files} <= {".svg", ".png"}


def test_a_picture_stands_alone(build, briefs):
    """Without its legend and its notes it would not be understood, with a loss of colours it would mislead."""
    seen = 0
    for name in briefs:
        for path in sorted((folder_of(build, name) / "charts").glob("*.svg")):
            root = etree.parse(path).getroot()
            assert root.find(f"{SVG}title").text, path
            assert root.find(f"{SVG}desc").text, path
            assert f"edition {briefs[name]['edition']['id']}" in "".join(root.itertext()), path
            inner = root.find(f"{SVG}svg")
            assert not [
                key
                for element in root.iter()
                for key in element.attrib
                if "href" in key and "#" not in element.get(key)
            ]
            picture = Image.open(path.with_suffix(".png"))
            assert picture.size == (
                pytest.approx(2 * float(root.get("width")), abs=2),
                pytest.approx(2 * float(root.get("height")), abs=2),
            )
            assert picture.width > 2 * float(inner.get("width"))
            assert picture.convert("RGB").getpixel((1, 1)) == (255, 255, 255), path
            seen += 1
    assert seen > len(briefs)


def test_a_legend_that_stands_beside_a_drawing_is_in_its_picture(build, briefs):
    name = next(name for name in briefs if list((folder_of(build, name) / "charts").glob("exercises-1-*.svg")))
    legend = briefs[name]["sections"]["exercises"]["per_year"]["legend"]
    words = "".join(
        etree.parse(next((folder_of(build, name) / "charts").glob("exercises-1-*.svg"))).getroot().itertext()
    )
    assert legend
    assert all(item["label"] in words for item in legend)


def test_findings_have_their_sentences(build, briefs):
    for name, brief in briefs.items():
        if brief["findings"]:
            rows = table(build, name, "findings.findings")
            assert [row["code"] for row in rows] == [finding["code"] for finding in brief["findings"]]
            assert all(re.search(r"[.)]$", row["sentence"]) and "Confidence" not in row["sentence"] for row in rows), (
                name
            )


def test_every_row_and_source_of_a_brief_is_in_its_tables(build, briefs):
    for name, brief in briefs.items():
        rows, sources = table(build, name, "brief.rows"), table(build, name, "brief.sources")
        assert [row["row"] for row in rows] == brief["rows"]
        assert [row["source_id"] for row in sources] == [source["source_id"] for source in brief["sources"]]


def figures(part):
    """Every figure within a part of a brief, with the rows that it stands on."""
    if isinstance(part, dict):
        if "figure" in part:
            yield part["figure"], ";".join(part["rows"])
            return
        part = list(part.values())
    for item in part if isinstance(part, list) else ():
        yield from figures(item)


def test_every_figure_of_a_brief_stands_in_a_table_beside_its_rows(briefs):
    seen = 0
    for name, brief in briefs.items():
        cells = set()
        for made in tables(brief):
            places = {column: place for place, column in enumerate(made.columns)}
            trails = [(place, places.get(f"{column}.rows", places.get("rows"))) for column, place in places.items()]
            cells |= {(row[place], row[rows]) for row in made.rows for place, rows in trails if rows is not None}
        stated = list(figures(brief["sections"]))
        assert [figure for figure in stated if figure not in cells] == [], name
        seen += len(stated)
    assert seen > 100


def test_every_row_that_a_table_names_is_one_of_the_brief(build, briefs):
    for name, brief in briefs.items():
        for path in sorted((folder_of(build, name) / "tables").glob("*.csv")):
            for row in table(build, name, path.stem):
                named = [
                    part
                    for key, cell in row.items()
                    if key.split(".")[-1] == "rows"
                    for part in cell.split(";")
                    if ":" in part
                ]
                assert set(named) <= set(brief["rows"]), (name, path.stem)


def test_the_places_of_every_list_are_named(build, briefs):
    """A new chapter's matrix must be given its headings in render/axes.py."""
    nameless = set()
    for name in briefs:
        for path in sorted((folder_of(build, name) / "tables").glob("*.csv")):
            header = path.read_text(encoding="utf-8").split("\n", 1)[0].split(",")
            if "place" in header and path.stem.split(".")[-1] in {axis.split(".")[-1] for axis in AXES}:
                nameless.add(path.stem)
    assert nameless == set()


def test_two_runs_give_the_same_bytes(build, briefs):
    name, brief = next((name, brief) for name, brief in briefs.items() if brief["kind"] == "countries")
    page = folder_of(build, name).with_name(f"{brief['slug']}.html").read_text(encoding="utf-8")
    for path, content in files_of(brief, page).items():
        assert (folder_of(build, name) / path).read_bytes() == content, path
