"""If these fail, search engines misread a brief, or a text from the data ends the script element that it stands in."""

import json

from pactbook.render import metadata

CONTENT = {
    "kind": "countries",
    "slug": "aland",
    "edition": {"id": "2025-12", "title": "Region", "as_of": "2025-12-31"},
    "masthead": {"title": "</script><b>Aland & Co"},
    "sources": [
        {"publisher": "Paper", "title": f"Title {number}", "url": url, "published": None}
        for number, url in enumerate(["javascript:alert(1)", *["https://example.org"] * 60])
    ],
}


def test_a_brief_is_a_report_on_its_subject():
    found = metadata.report(CONTENT, "Words.", {"url": "https://example.org/"})
    assert found["about"] == {"@type": "Country", "name": "</script><b>Aland & Co"}
    assert found["url"] == "https://example.org/en/countries/aland.html"
    assert found["isBasedOn"]["url"] == "https://example.org/data.html"
    assert len(found["citation"]) == metadata.MOST_CITATIONS
    assert "url" not in found["citation"][0]  # no address of the web
    assert "datePublished" not in found["citation"][0]


def test_without_an_address_nothing_has_one():
    found = metadata.report(CONTENT, "Words.", {})
    assert "url" not in found | found["isBasedOn"]
    assert "url" not in found["isPartOf"]


def test_no_text_ends_the_script_element():
    found = metadata.report(CONTENT, "Words.", {})
    text = str(metadata.script(found))
    assert "<" not in text
    assert json.loads(text) == found
