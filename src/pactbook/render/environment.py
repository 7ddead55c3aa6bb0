"""The Jinja environment of the briefs: strict, escaping, with the project's own words for numbers and dates."""

from pathlib import Path
from urllib.parse import urlsplit

import jinja2

from pactbook.render import formats, spark

FILTERS = (
    formats.date, formats.span, formats.period, formats.short, formats.number, formats.percent, formats.usd_millions,
    formats.signed, formats.word, formats.plural, formats.listing, formats.ordinal, formats.article, formats.the,
    formats.upper_first,
)  # fmt: skip


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
    made.filters["web"] = web
    made.filters["spark"] = spark.line
    return made


def web(address: str | None) -> str | None:
    """An address from the data if it is one of the web, else None: no other link is followed."""
    if not address:
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme in ("http", "https") and parts.netloc else None
