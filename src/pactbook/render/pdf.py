"""From a brief's page to its PDF."""

import logging
import re
from functools import cache
from pathlib import Path
from typing import Any

import weasyprint
from weasyprint.text.fonts import FontConfiguration

from pactbook import fonts, jsonio
from pactbook.render.errors import RenderError

WEB_FONTS = re.compile(r'<style id="web-fonts">.*?</style>', re.DOTALL)


class _Warnings(logging.Handler):
    """Keeps WeasyPrint's warnings: each of them is a fault in the report."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


class _OwnFontsOnly(weasyprint.urls.URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Serves the fonts of the declared packages and refuses everything else."""

    def fetch(self, url: str, headers: Any = None) -> Any:
        if url in {face.path.as_uri() for face in fonts.faces()}:
            return super().fetch(url, headers)
        raise RenderError(f"the report asks for {url!r}, which is not one of Pactbook's own files")


def render_pdf(html: str, out: str, page_size: str = "A4") -> None:
    """Print a page.

    Args:
        html: path of the page.
        out: path of the PDF; replaced only when the new one is whole.
        page_size: A4 or Letter.

    Raises:
        RenderError: if WeasyPrint warns of anything (font, image, style), with its words.
    """
    page = WEB_FONTS.sub("", Path(html).read_text(encoding="utf-8"))
    jsonio.land(Path(out), pdf(page, page_size))


def pdf(page: str, page_size: str) -> bytes:
    """The PDF of a page as bytes; the same page gives the same bytes. See `render_pdf`."""
    logger = logging.getLogger("weasyprint")
    warnings = _Warnings()
    logger.addHandler(warnings)
    try:
        document = weasyprint.HTML(string=page, url_fetcher=_OwnFontsOnly(), media_type="print")
        sheets = [_font_sheet(), weasyprint.CSS(string=f"@page {{ size: {page_size} }}")]
        content = document.write_pdf(stylesheets=sheets, font_config=_font_configuration())
    finally:
        logger.removeHandler(warnings)
    if warnings.messages:
        raise RenderError("WeasyPrint warns: " + "; ".join(dict.fromkeys(warnings.messages)))
    assert isinstance(content, bytes)
    return content


@cache
def _font_configuration() -> FontConfiguration:
    return FontConfiguration()


@cache
def _font_sheet() -> weasyprint.CSS:
    return weasyprint.CSS(string=fonts.print_css(), font_config=_font_configuration(), url_fetcher=_OwnFontsOnly())
