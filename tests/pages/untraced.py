"""Which numbers of a page lead nowhere: those outside links to notes, and rows and charts with one."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import tinyhtml5

XHTML = "{http://www.w3.org/1999/xhtml}"
NUMBER = re.compile(r"(?<![\w.,])[−-]?\d+(?:,\d{3})*(?:\.\d+)?")
YEAR = re.compile(r"(?:1[5-9]|20)\d\d$")
DATE = re.compile(
    r"\b\d{1,2}(?:–\d{1,2})? (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
    r"|\b\d{4}–\d{2,4}|\b\d{4}-\d\d(?:-\d\d)?"
)
SCALE = re.compile(
    r"[−-]?\d (?:to|\([^)]*\) to) \d(?: \([^)]*\))?|none 0|near 0 \([^)]*\) to 1|near 0|from 0|one or two|of 0 "
)
APPARATUS = ("notes", "sources", "coverage")  # says how to read the brief, or is the trail itself
UNITS = ("tr", "figure", "li", "dd", "dt")  # one link leads to the rows of all that stands in them


def untraced(page: str) -> list[str]:
    """Numbers, each with the text around it, that no link leads from.

    Args:
        page: the HTML of a brief.
    """
    main = next(tinyhtml5.parse(page).iter(f"{XHTML}main"))
    return list(_walk(main, traced=False))


def _walk(element: Element, *, traced: bool) -> Iterator[str]:
    tag = str(element.tag).removeprefix(XHTML)
    classes = (element.get("class") or "").split()
    if tag in {"nav", "svg", "thead", "style", "header", "abbr"} or element.get("id") in APPARATUS:
        return
    if tag == "a" and ((element.get("href") or "").startswith("../") or element.get("href") == "#all-changes"):
        return  # a name, or the number of changes, which leads to their list
    if set(classes) & {"print-contents", "chart-note", "empty"} or tag == "small":
        return
    traced = traced or "figure" in classes or (tag in UNITS and _leads(element))
    if tag == "p" or "change" in classes:  # a change leads to its row, its sources, or the chapter of its figure
        traced = traced or any("cite" in (child.get("class") or "") for child in element.iter())
    if not traced:
        yield from _numbers(element.text or "")
    for child in element:
        yield from _walk(child, traced=traced)
        if not traced:
            yield from _numbers(child.tail or "")


def _leads(element: Element) -> bool:
    links = (link.get("href") or "" for link in element.iter(f"{XHTML}a"))
    return any(link.startswith(("#note-", "#row-")) for link in links)


def _numbers(text: str) -> Iterator[str]:
    plain = SCALE.sub("", DATE.sub("", text))
    for found in NUMBER.finditer(plain):
        if not YEAR.match(found.group()):
            yield f"{found.group()} in “{' '.join(plain.split())[:120]}”"
