"""Search over all briefs, their PDFs and the site's own pages, without a server: an index that a script assigns.

What is found are chapters. Their text is read from the finished pages, so that a reader finds what a reader sees.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lxml import etree, html

from pactbook import jsonio

INDEX, SCRIPT = "assets/search-index.js", "assets/search.js"
ENGINE = "minisearch-7.2.0.js"
APPARATUS = ("notes", "sources")  # chapters of a brief that repeat what others say; the page of sources has the titles
INLINE = frozenset(("a", "abbr", "b", "em", "i", "small", "span", "strong", "sub", "sup"))
LEFT_OUT = (
    "brand",
    "chart-source",
    "cite",
    "confidence",
    "contents",
    "legend",
    "none",
    "print-contents",
    "screen-only",
    "state",
    "unchecked",
    "unknown",
)
NO_TEXT = ("details", "script", "style", "svg", "nav", "form", "noscript")
ORIGINS = ("#row-", "#note-")  # where links to what stands behind a row lead
UNLISTED = ("search.html", "404.html")
ENTRY = "source-"  # begins the identifier of a source on the page of sources: each is found by itself


@dataclass
class Unit:
    """What can be found: a part of a page under one heading."""

    anchor: str
    heading: str
    parts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The words, one space between them."""
        return " ".join("".join(self.parts).split())


def files(build: Path, briefs: list[dict[str, Any]], templates: Path, own: Mapping[str, bytes]) -> dict[str, bytes]:
    """The index and the script that searches it, by their path below the site.

    Args:
        build: the build folder, with the briefs and their drawn pages.
        briefs: the list of briefs, records of kind and slug.
        templates: folder with `site/search.js` and the engine in `site/vendor/`.
        own: the site's own pages by path; other files among them are left alone.
    """
    pages: list[dict[str, Any]] = []
    units: list[list[Any]] = []
    for brief in briefs:
        page, found = _brief(build, brief)
        units += [[len(pages), *unit] for unit in found]
        pages.append(page)
    for path, content in sorted(own.items()):
        if path.endswith(".html") and path not in UNLISTED:
            main = _main(content)
            found = [[unit.anchor, unit.heading, 0, unit.text] for unit in _units(main) if unit.text]
            units += [[len(pages), *unit] for unit in found]
            pages.append({"title": _words(main, "//h1"), "path": path, "kind": "", "names": [], "pages": 0})
    index = jsonio.embedded({"pages": pages, "units": units})
    return {INDEX: f"window.pactbookIndex = {index};\n".encode(), SCRIPT: _script(templates / "site")}


def _script(folder: Path) -> bytes:
    """The engine and our own handling in one file, under the engine's licence."""
    licence = (folder / "vendor" / "minisearch.LICENSE.txt").read_text(encoding="utf-8")
    engine = (folder / "vendor" / ENGINE).read_text(encoding="utf-8").partition("//# sourceMappingURL")[0]
    own = (folder / "search.js").read_text(encoding="utf-8")
    return f"/* MiniSearch. {licence}*/\n{engine}\n{own}".encode()


def _brief(build: Path, brief: dict[str, Any]) -> tuple[dict[str, Any], list[list[Any]]]:
    """A brief and what can be found in it: anchor, heading, page of the PDF, text."""
    kind, slug = brief["kind"], brief["slug"]
    content = jsonio.read(build / "briefs" / kind / f"{slug}.json")
    place = build / "pages" / "en" / kind / slug
    numbers = jsonio.read(place.with_suffix(".pages.json"))
    main = _main(place.with_suffix(".html").read_bytes())
    label = _words(main, '//p[@class="brand"]/span')
    for name in APPARATUS:
        for section in main.xpath("//section[@id=$name]", name=name):
            section.drop_tree()
    units = [[unit.anchor, unit.heading, numbers["chapters"].get(unit.anchor, 1), unit.text] for unit in _units(main)]
    page = {
        "title": content["masthead"]["title"],
        "path": f"en/{kind}/{slug}",
        "kind": label,
        "names": _names(content),
        "pages": numbers["pages"],
    }
    return page, units


def _names(content: dict[str, Any]) -> list[str]:
    """What a reader may call the subject, beside its title."""
    head = content["masthead"]
    known = content["names"].get(content["id"], {})
    code = content["id"] if known else None  # a topic has none
    told = [head.get(name) for name in ("name_local", "name_ru", "official_name")]
    names = (*told, known.get("name"), known.get("short"), code)
    return [name for name in dict.fromkeys(names) if name and name != head["title"]]


def _main(page: bytes) -> html.HtmlElement:
    return html.fromstring(page.decode("utf-8")).xpath("//main")[0]


def _words(main: html.HtmlElement, path: str) -> str:
    found = main.xpath(path)
    return " ".join(found[0].text_content().split()) if found else ""


def _units(main: html.HtmlElement) -> list[Unit]:
    """The parts of a page in their order; the first has no heading."""
    _strip(main)
    units = [Unit("", "")]
    within: list[Unit] = []  # entries of a list that are units by themselves, and what they stand in
    heading = None
    for event, element in etree.iterwalk(main, events=("start", "end")):
        entry = (element.get("id") or "").startswith(ENTRY)
        if event == "start":
            if element.tag == "h2":
                heading = element
                units.append(Unit(_anchor(element), " ".join(element.text_content().split())))
            elif entry:
                within.append(units[-1])
                units.append(Unit(element.get("id"), ""))
            _add(units, element, element.text if heading is None else None)
        else:
            if element is heading:
                heading = None
            if entry:
                units.append(within.pop())
            _add(units, element, element.tail if heading is None else None)
    return list({id(unit): unit for unit in units}.values())


def _inline(element: html.HtmlElement) -> bool:
    return element.tag in INLINE and not (element.get("class") or "").startswith("chart-")


def _add(units: list[Unit], element: html.HtmlElement, text: str | None) -> None:
    """Text at an edge of an element; only within a line do two of them make one word."""
    units[-1].parts += ["" if _inline(element) else " ", text or ""]


def _anchor(heading: html.HtmlElement) -> str:
    """Where a link to a chapter leads: the heading's own identifier, or that of the section that it opens."""
    return str(heading.get("id") or next((part.get("id", "") for part in heading.iterancestors("section")), ""))


def _strip(main: html.HtmlElement) -> None:
    """Remove what is not read as text."""
    for element in list(_unread(main)):
        if element.getparent() is not None:
            element.drop_tree()


def _unread(main: html.HtmlElement) -> Iterator[html.HtmlElement]:
    for element in main.iter():
        if not isinstance(element.tag, str):
            continue
        classes = (element.get("class") or "").split()
        origin = element.tag == "a" and "figure" not in classes and (element.get("href") or "").startswith(ORIGINS)
        if element.tag in NO_TEXT or origin or any(name in LEFT_OUT for name in classes):
            yield element
