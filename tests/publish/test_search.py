"""If these fail, a reader does not find what a brief says, finds what no brief says, or is led to a wrong place."""

import hashlib
import json
from pathlib import Path

import pytest

from pactbook import jsonio
from pactbook.publish import search

TEMPLATES = Path(__file__).parents[2] / "templates"
VENDOR = TEMPLATES / "site" / "vendor"
PAGE = """<!DOCTYPE html><html><head><title>x</title><style>p {}</style></head><body>
<nav>Contents</nav><main>
<header><p class="state">Draft of edition 1.</p>
<p class="brand"><b>Pactbook</b> <span>Country brief</span></p><h1>Longland</h1><p>An old ally.</p></header>
<section id="judgements"><h2>Key judgements</h2><ol><li>Spent <a class="figure" href="#note-1">le</a>ss.</li></ol>
<details><summary>Why</summary>never found</details></section>
<section id="arms" class="chapter"><h2>Arms &amp; <i>aid</i></h2>
<p>One</p><p>two<span class="cite">[1, row 7]</span>.</p>
<table><tr><th>Tank <a href="#row-3">row 3</a></th><td>9</td><td>8</td></tr></table><svg><text>drawn</text></svg>
<script type="application/json">{"hidden": 1}</script></section>
<section id="notes"><h2>Notes</h2><p>apparatus</p></section>
<section id="sources"><h2>Sources</h2><ol><li id="source-1">A source</li></ol></section>
</main></body></html>"""
SOURCES = """<html><body><main><h1>Sources</h1><p>Two.</p><section><h2 id="grade-A">Grade A</h2><table>
<tr id="source-sipri"><th>SIPRI, Arms transfers</th></tr><tr id="source-cow"><th>Wars</th></tr></table>
<p>End of A.</p></section></main></body></html>"""


@pytest.fixture
def build(tmp_path):
    """A build of one brief, whose PDF has arms on its fifth page."""
    names = {"LON": {"name": "Longland", "short": "Longland"}}
    head = {
        "title": "Longland",
        "name_local": "Lòng",
        "name_ru": "Длинная",
        "official_name": "Realm of Longland </script>",
    }
    place = tmp_path / "pages" / "en" / "countries"
    jsonio.write(tmp_path / "briefs" / "countries" / "longland.json", {"id": "LON", "masthead": head, "names": names})
    jsonio.write(place / "longland.pages.json", {"pages": 9, "chapters": {"judgements": 1, "arms": 5}})
    jsonio.land(place / "longland.html", PAGE.encode())
    return tmp_path


def indexed(build, **own):
    briefs = [{"kind": "countries", "slug": "longland"}]
    made = search.files(build, briefs, TEMPLATES, {f"{name}.html": text.encode() for name, text in own.items()})
    text = made["assets/search-index.js"].decode("utf-8")
    return json.loads(text.removeprefix("window.pactbookIndex = ").removesuffix(";\n")), text


def test_chapters_are_found_with_their_words_and_the_page_of_the_pdf(build):
    index, _ = indexed(build)
    assert index["units"] == [
        [0, "", "", 1, "Longland An old ally."],
        [0, "judgements", "Key judgements", 1, "Spent less."],
        [0, "arms", "Arms & aid", 5, "One two. Tank 9 8"],
    ]


def test_a_subject_is_known_by_all_its_names(build):
    (page,) = indexed(build)[0]["pages"]
    assert page == {
        "title": "Longland",
        "kind": "Country brief",
        "path": "en/countries/longland",
        "names": ["Lòng", "Длинная", "Realm of Longland </script>", "LON"],
        "pages": 9,
    }


def test_nothing_in_the_index_is_markup(build):
    assert "<" not in indexed(build)[1]


def test_each_source_of_the_page_of_sources_is_found_by_itself(build):
    index, _ = indexed(build, sources=SOURCES, search=SOURCES)
    assert [page["path"] for page in index["pages"]] == ["en/countries/longland", "sources.html"]
    assert [unit for unit in index["units"] if unit[0] == 1] == [
        [1, "", "", 0, "Sources Two."],
        [1, "grade-A", "Grade A", 0, "End of A."],
        [1, "source-sipri", "", 0, "SIPRI, Arms transfers"],
        [1, "source-cow", "", 0, "Wars"],
    ]


def test_the_same_pages_give_the_same_index(build):
    assert indexed(build) == indexed(build)


def test_the_engine_is_the_one_that_the_table_of_what_others_made_names():
    engine = VENDOR / search.ENGINE
    assert hashlib.sha256(engine.read_bytes()).hexdigest() in (VENDOR / "README.md").read_text(encoding="utf-8")
    script = search.files(Path(), [], TEMPLATES, {})["assets/search.js"].decode("utf-8")
    assert script.startswith("/* MiniSearch. Copyright 2022 Luca Ongaro")
    assert "sourceMappingURL" not in script
