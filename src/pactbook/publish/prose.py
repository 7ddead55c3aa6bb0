"""Pages of prose: the methodology from its Markdown, and what Pactbook is."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from pactbook.publish.assets import style
from pactbook.publish.frame import Site
from pactbook.render.formats import anchor

MEASURE = "measure-"  # before the identifier of a term in bold: a note of a brief leads there
SCROLLED = '<div class="table-scroll" tabindex="0" role="region" aria-label="{}">'


def files(site: Site) -> dict[str, bytes]:
    """`methodology.html`, `about.html` and `404.html`."""
    body, contents = methodology(site.methodology.read_text(encoding="utf-8"))
    return {
        "methodology.html": site.page(
            "methodology.html",
            "Methodology",
            "Every measure that a brief shows: what it is, its formula, unit, range and reference.",
            body=body,
            contents=contents,
        ),
        "about.html": site.page(
            "about.html",
            "About",
            "What Pactbook is, how to read a brief, and how to cite it.",
            licences=site.description.get("licenses", []),
        ),
        # A server shows it at any address: it has its style inside, and whole addresses where the site's is known.
        "404.html": site.page(
            "404.html",
            "Page not found",
            "There is no such page here.",
            root=site.settings["url"],
            style=Markup(style(site)),  # noqa: S704 (our own rules)
        ),
    }


def methodology(text: str) -> tuple[Markup, list[tuple[str, str]]]:
    """A page from Markdown, in which no HTML counts.

    Args:
        text: CommonMark with tables.

    Returns:
        The page's body, its headings and terms in bold with identifiers of their own, the first of each name; and
        identifier and text of its second-level headings.
    """
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = parser.parse(text)
    contents: list[tuple[str, str]] = []
    taken: set[str] = set()
    for opened, inline in pairwise(tokens):
        if opened.type == "heading_open":
            words = _text(inline.children or [])
            ident = _named(opened, anchor(words), taken)
            if opened.tag == "h2" and ident:
                contents.append((ident, words))
        if inline.type == "inline":
            _name_terms(inline.children or [], taken)
    html = str(parser.renderer.render(_scrolled(tokens), parser.options, {}))
    return Markup(html), contents  # noqa: S704 (the parser escapes what it reads)


def _name_terms(tokens: Sequence[Token], taken: set[str]) -> None:
    for place, token in enumerate(tokens):
        if token.type == "strong_open":
            end = next(at for at, other in enumerate(tokens) if at > place and other.type == "strong_close")
            _named(token, MEASURE + anchor(_text(tokens[place:end])), taken)


def _named(token: Token, ident: str, taken: set[str]) -> str:
    """Give an element its identifier, unless another has it; returns the one given, or nothing."""
    if ident in taken:
        return ""
    taken.add(ident)
    token.attrSet("id", ident)
    return ident


def _scrolled(tokens: Sequence[Token]) -> list[Token]:
    """The tokens with what may be wider than a page in a region that scrolls by itself."""
    made: list[Token] = []
    kinds = {"table_open": "Table", "code_block": "Formula", "fence": "Formula"}
    counts = Counter[str]()  # so that no two regions have one name
    for token in tokens:
        if token.type in kinds:
            counts[kinds[token.type]] += 1
            made.append(_html(SCROLLED.format(f"{kinds[token.type]} {counts[kinds[token.type]]}")))
        if token.type == "table_open":
            token.attrSet("class", "data")
        made.append(token)
        if token.type in ("table_close", "code_block", "fence"):
            made.append(_html("</div>\n"))
    return made


def _html(content: str) -> Token:
    return Token("html_block", "", 0, content=content)


def _text(tokens: Sequence[Any]) -> str:
    return "".join(" " if token.type == "softbreak" else token.content for token in tokens)
