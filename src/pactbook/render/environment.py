"""The Jinja environment of the briefs: strict, escaping, with the project's own words for numbers and dates."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import jinja2
from markupsafe import Markup

from pactbook.render import formats, notes, spark

FILTERS = (
    formats.date, formats.on, formats.span, formats.period, formats.short, formats.listing, formats.article,
    formats.the, formats.upper_first, formats.anchor, formats.stated,
)  # fmt: skip
NUMBERS = (
    formats.number, formats.percent, formats.usd_millions, formats.signed, formats.word, formats.plural,
    formats.counted, formats.ordinal,
)  # fmt: skip
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}")
HEADING = re.compile(r'<section id="([a-z_-]+)"[^>]*>\s*<h2>(.*?)</h2>')


def environment(templates: Path) -> jinja2.Environment:
    """An environment for some folder of templates.

    Args:
        templates: the folder.

    Returns:
        Autoescaping is on, and a value that is not there raises an exception instead of printing nothing.
    """
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(templates),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update({function.__name__: function for function in FILTERS})
    made.filters.update({function.__name__: notes.traced(function) for function in NUMBERS})
    made.filters["length"] = notes.length
    made.filters["headings"] = headings
    made.filters["web"] = web
    made.filters["colour"] = colour
    made.filters["spark"] = spark.line
    return made


def headings(chapters: str) -> list[tuple[str, Markup]]:
    """Identifiers and headings of the chapters in a part of a page, in their order."""
    return [(ident, Markup(text)) for ident, text in HEADING.findall(str(chapters))]  # noqa: S704 (it is our page)


def colour(text: str) -> str:
    """A colour as a style may hold it, else none: the brief of a past edition could name a picture to load."""
    return text if COLOUR.fullmatch(text) else "transparent"


def web(address: str | None) -> str | None:
    """An address from the data if it is one of the web, else None: no other link is followed."""
    if not address:
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme in ("http", "https") and parts.netloc else None
