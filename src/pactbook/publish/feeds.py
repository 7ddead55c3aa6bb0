"""Feeds (Atom, RFC 4287) of the site and of each brief: an entry per frozen edition in which the content changed."""

import posixpath
import re
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit
from xml.etree import ElementTree as ET

from pactbook.publish.edition_pages import Edition, plain

ATOM = "http://www.w3.org/2005/Atom"
FEED = "feed.xml"
TAGGED_SINCE = "2026"  # a tag (RFC 4151) names a date on which its domain was ours; never changed, or ids would change
DOMAIN = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)*")
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
MOST = 5  # changes that an entry names


def feeds(editions: Sequence[Edition], url: str, templates: Path) -> dict[str, bytes]:
    """The feeds of a site, by their path below it: `feed.xml`, and `en/<kind>/<slug>/feed.xml` of each brief.

    Args:
        editions: newest first; the first is the present one, whose briefs have feeds.
        url: where the site stands, with a slash at its end, or "".
        templates: folder with `site/`.
    """
    words = plain(templates).get_template("site/feed.txt.j2").module
    present = editions[0]
    site = _Feed(FEED, "index.html", f"Pactbook: {present.title}", "", present)
    made = {FEED: _atom(site, list(_of_site(editions, words)), url)}
    for brief in present.briefs:
        name = f"{brief['kind']}/{brief['slug']}"
        own = _Feed(f"en/{name}/{FEED}", f"en/{name}.html", f"Pactbook: {brief['title']}", name, present)
        made[own.path] = _atom(own, list(_of_brief(editions, brief, words)), url)
    return made


class _Feed:
    """A feed: its path, the page that it follows, its title, and what its entries are about."""

    def __init__(self, path: str, page: str, title: str, about: str, present: Edition) -> None:
        self.path, self.page, self.title, self.about, self.present = path, page, title, about, present


class _Entry:
    """An entry: its edition, its title, its text, and the page that it leads to."""

    def __init__(self, edition: Edition, title: Any, summary: Any, page: str) -> None:
        self.edition, self.title, self.summary, self.page = edition, str(title), str(summary), page


def _of_site(editions: Sequence[Edition], words: Any) -> Iterator[_Entry]:
    """A frozen edition with changes, with briefs that are new or gone, or the first."""
    for edition in editions:
        told = edition.frozen
        if told is not None and (not told["previous"] or any(one["status"] != "unchanged" for one in told["briefs"])):
            page = f"editions/{edition.id}.html"
            yield _Entry(edition, words.site_title(edition), words.site_summary(edition, MOST), page)


def _of_brief(editions: Sequence[Edition], brief: dict[str, Any], words: Any) -> Iterator[_Entry]:
    """A frozen edition in which the brief is new, or its content changed."""
    name = f"{brief['kind']}/{brief['slug']}"
    for edition in editions:
        listed = edition.frozen["briefs"] if edition.frozen else ()
        status = next((one["status"] for one in listed if f"{one['kind']}/{one['slug']}" == name), None)
        if edition.frozen and status and not edition.frozen["previous"]:
            status = "new"
        if status in ("new", "changed"):
            changes = edition.frozen_briefs.get(name, [])
            page = f"en/{name}.html" if edition.present else f"editions/{edition.id}.html"
            title = words.brief_title(brief["title"], status, changes, edition)
            yield _Entry(edition, title, words.brief_summary(status, changes, MOST), page)


def _atom(feed: _Feed, entries: list[_Entry], url: str) -> bytes:
    """The XML of a feed; what it says of time is the date of an edition."""
    root = ET.Element("feed", {"xmlns": ATOM, "xml:lang": "en"})
    _add(root, "id", _ident(url, feed, ""))
    _add(root, "title", feed.title)
    _add(root, "updated", _time(max((entry.edition.as_of for entry in entries), default=feed.present.as_of)))
    _add(ET.SubElement(root, "author"), "name", "Pactbook")
    _add(root, "generator", "Pactbook")
    _link(root, "self", feed.path, feed.path, url, "application/atom+xml")
    _link(root, "alternate", feed.page, feed.path, url, "text/html")
    for entry in entries:
        made = ET.SubElement(root, "entry")
        _add(made, "id", _ident(url, feed, entry.edition.id))
        _add(made, "title", entry.title)
        _add(made, "updated", _time(entry.edition.as_of))
        _link(made, "alternate", entry.page, feed.path, url, "text/html")
        _add(made, "summary", entry.summary)
    ET.indent(root, " ")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(root, encoding="unicode")}\n'.encode()


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = " ".join(NOT_XML.sub("", text).split())


def _link(parent: ET.Element, rel: str, page: str, feed: str, url: str, kind: str) -> None:
    """A link to a page, whole if the site knows its address, else from where the feed stands."""
    path = quote(page if url else posixpath.relpath(page, posixpath.dirname(feed) or "."))
    ET.SubElement(parent, "link", {"rel": rel, "type": kind, "href": url + path})


def _time(day: str) -> str:
    return f"{day}T00:00:00Z"


def _ident(url: str, feed: _Feed, edition: str) -> str:
    """What a feed or an entry is called for good: a tag of the site's domain, or a name made from its subject."""
    place = urlsplit(url)
    name = "/".join(part for part in ("pactbook", feed.about, edition) if part)
    if place.hostname and DOMAIN.fullmatch(place.hostname):
        return f"tag:{place.hostname},{TAGGED_SINCE}:{quote(place.path)}{quote(name)}"
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{feed.present.title}/{name}").urn
