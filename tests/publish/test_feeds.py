"""If these fail, a feed reader refuses a feed, announces what is not final, or shows an entry twice."""

import re
from dataclasses import replace
from datetime import datetime

import pytest
from editions_made_up import CHANGE, ENTRIES, HOSTILE, TEMPLATES, before, whole
from lxml import etree

from pactbook.publish.edition_pages import Edition
from pactbook.publish.feeds import feeds

NS = {"a": "http://www.w3.org/2005/Atom"}
URL = "https://Example.org/pact/"
URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9%:/?#\[\]@!$&'()*+,;=._~-]+")
REFERENCE = re.compile(r"[A-Za-z0-9%:/?#\[\]@!$&'()*+,;=._~-]+")
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def edition(id_, previous, *changes, **told):
    frozen = whole(id_, before(previous) if previous else None, *changes, **told)
    named = {"countries/longland": frozen["changes"]} if changes else {}
    return Edition(id_, f"Land {HOSTILE}", f"{id_}-30", frozen, ENTRIES, frozen=frozen, frozen_briefs=named)


def draft(id_):
    return Edition(id_, f"Land {HOSTILE}", f"{id_}-30", whole(id_, before("2025-09"), CHANGE, draft=True), ENTRIES,
                   present=True)  # fmt: skip


FIRST, SECOND, THIRD = edition("2025-03", None), edition("2025-06", "2025-03", CHANGE), edition("2025-09", "2025-06")
EDITIONS = [draft("2025-12"), THIRD, SECOND, FIRST]


def entries(feed):
    return etree.fromstring(feed).findall("a:entry", NS)


def texts(feed, name):
    return [entry.findtext(f"a:{name}", namespaces=NS) for entry in entries(feed)]


def check(content, url):
    """What RFC 4287 demands of a feed with these elements; the numbers are its sections."""
    feed = etree.fromstring(content)
    assert feed.tag == f"{{{NS['a']}}}feed"  # 2
    assert {node.tag.split("}")[0] for node in feed.iter()} == {f"{{{NS['a']}"}
    for parent in (feed, *feed.findall("a:entry", NS)):
        for name in ("id", "title", "updated", "generator" if parent is feed else "summary"):
            assert len(parent.findall(f"a:{name}", NS)) == 1, name  # 4.1.1, 4.1.2
    assert [author[0].tag for author in feed.findall("a:author", NS)] == [f"{{{NS['a']}}}name"]  # 4.1.1, 3.2.1
    assert feed.findtext("a:author/a:name", namespaces=NS)
    ids = [node.text for node in feed.iter(f"{{{NS['a']}}}id")]
    assert len(ids) == len(set(ids))  # 4.1.1: no two entries of one id; and a feed is none of its entries
    assert all(URI.fullmatch(ident) for ident in ids)  # 4.2.6: an IRI, absolute
    for node in feed.iter(f"{{{NS['a']}}}updated"):
        assert TIME.fullmatch(node.text)  # 3.3: upper-case T and Z
        datetime.fromisoformat(node.text)
    for parent in (feed, *feed.findall("a:entry", NS)):
        links = parent.findall("a:link", NS)
        kinds = [(link.get("rel"), link.get("type"), link.get("hreflang")) for link in links]
        assert len(kinds) == len(set(kinds))  # 4.1.1, 4.1.2: one alternate of a type
        assert ("alternate", "text/html", None) in kinds  # 4.1.2: an entry without content has one
        for link in links:
            assert REFERENCE.fullmatch(link.get("href"))  # 4.2.7.1
            assert bool(url) == link.get("href").startswith(url or "https:")
            assert len(link) == 0  # 4.2.7: undefined content
            assert not link.text
    assert "self" in [link.get("rel") for link in feed.findall("a:link", NS)]  # 4.1.1, SHOULD
    for name in ("title", "summary"):
        for node in feed.iter(f"{{{NS['a']}}}{name}"):
            assert node.get("type", "text") == "text"  # 3.1.1.1: no child elements
            assert len(node) == 0
            assert node.text
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
    assert content.startswith(b'<?xml version="1.0" encoding="utf-8"?>')


@pytest.mark.parametrize(
    "url", ["", "https://example.org/pact/", "http://127.0.0.1:8000/", "https://user@example.org:8443/x/"]
)
def test_every_feed_is_valid_whatever_the_text(url):
    made = feeds(EDITIONS, url, TEMPLATES)
    assert set(made) == {
        "feed.xml", "en/countries/longland/feed.xml", "en/organizations/org-x/feed.xml",
    }  # fmt: skip
    for content in made.values():
        check(content, url)


def test_hostile_text_is_text_and_what_xml_cannot_hold_is_dropped():
    changed = edition("2025-06", "2025-03", CHANGE | {"label": f"{HOSTILE}\x00\x0b\ud800\ufffe"})
    made = feeds([draft("2025-12"), changed], "", TEMPLATES)
    title, summary = (texts(made["feed.xml"], name)[0] for name in ("title", "summary"))
    assert title == "Edition 2025-06: 1 change in 1 brief"
    assert summary == (
        f"State of 30 June 2025. Revised: {HOSTILE}, personnel total: from 1,200 persons to n/a (November 2025)."
    )
    assert etree.fromstring(made["feed.xml"]).findtext("a:title", namespaces=NS) == f"Pactbook: Land {HOSTILE}"


def test_only_frozen_editions_with_changed_content_are_announced():
    made = feeds(EDITIONS, URL, TEMPLATES)
    assert texts(made["feed.xml"], "updated") == ["2025-06-30T00:00:00Z", "2025-03-30T00:00:00Z"]
    assert texts(made["feed.xml"], "title")[1] == "Edition 2025-03: 2 briefs, the first edition"
    longland, other = (made[f"en/{name}/feed.xml"] for name in ("countries/longland", "organizations/org-x"))
    assert texts(longland, "title") == ["Longland: 1 change in edition 2025-06", "Longland: new in edition 2025-03"]
    assert texts(other, "title") == [f"{HOSTILE}: new in edition 2025-03"]
    assert etree.fromstring(longland).findtext("a:updated", namespaces=NS) == "2025-06-30T00:00:00Z"


def test_a_draft_alone_gives_feeds_without_entries():
    made = feeds(EDITIONS[:1], "", TEMPLATES)
    for content in made.values():
        check(content, "")
        assert entries(content) == []
    assert etree.fromstring(made["feed.xml"]).findtext("a:updated", namespaces=NS) == "2025-12-30T00:00:00Z"


def test_new_and_gone_briefs_are_news_of_the_site():
    told = whole("2025-09", before("2025-06"), entries=[], gone=[ENTRIES[0]])
    told["briefs"] += [ENTRIES[1] | {"status": "new", "changes": 0}]
    made = feeds([replace(draft("2025-12")), replace(THIRD, frozen=told)], "", TEMPLATES)
    assert texts(made["feed.xml"], "summary") == [f"State of 30 September 2025. New: {HOSTILE}. Gone: Longland."]
    assert texts(made["en/organizations/org-x/feed.xml"], "summary") == ["The brief is new."]


def test_an_entry_names_the_biggest_changes_and_how_many_more_there_are():
    many = edition("2025-06", "2025-03", *[CHANGE | {"label": f"Number {number}"} for number in range(8)])
    (summary,) = texts(feeds([draft("2025-12"), many], "", TEMPLATES)["feed.xml"], "summary")
    assert "Number 4" in summary
    assert "Number 5" not in summary
    assert summary.endswith("; and three more changes.")


def test_an_entry_keeps_its_id_when_editions_follow():
    """Else a reader shows it again as new."""
    early = feeds([replace(SECOND, present=True), FIRST], URL, TEMPLATES)
    late = feeds(EDITIONS, URL, TEMPLATES)
    for name in early:
        assert texts(early[name], "id") == texts(late[name], "id")
    assert texts(late["feed.xml"], "id")[0] == "tag:example.org,2026:/pact/pactbook/2025-06"
    assert texts(late["en/countries/longland/feed.xml"], "id")[0] == (
        "tag:example.org,2026:/pact/pactbook/countries/longland/2025-06"
    )


@pytest.mark.parametrize("url", ["", "https://[::1]/", "https://пример.рф/"])
def test_without_a_domain_that_a_tag_can_hold_ids_are_names_made_from_the_subject(url):
    ids = [texts(content, "id") for content in feeds(EDITIONS, url, TEMPLATES).values()]
    assert all(re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", ident) for of_feed in ids for ident in of_feed)
    assert ids == [texts(content, "id") for content in feeds(EDITIONS[1:], url, TEMPLATES).values()]


@pytest.mark.parametrize(("url", "before_it"), [("", ""), ("https://example.org/", "https://example.org/")])
def test_links_lead_from_where_the_feed_stands_or_from_the_site(url, before_it):
    made = feeds([replace(SECOND, present=True), FIRST], url, TEMPLATES)
    found = etree.fromstring(made["en/countries/longland/feed.xml"]).xpath("//a:link/@href", namespaces=NS)
    near = ["feed.xml", "../longland.html", "../longland.html", "../../../editions/2025-03.html"]
    far = ["en/countries/longland/feed.xml", *["en/countries/longland.html"] * 2, "editions/2025-03.html"]
    assert found == [before_it + path for path in (far if url else near)]


def test_the_same_editions_give_the_same_bytes():
    assert feeds(EDITIONS, URL, TEMPLATES) == feeds(EDITIONS, URL, TEMPLATES)
