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

CHAPTER = re.compile(r'<section id="([a-z_-]+)"')
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


def render_pdf(html: str, out: str, numbers: str, page_size: str = "A4") -> None:
    """Print a page.

    Args:
        html: path of the page.
        out: path of the PDF; replaced only when the new one is whole.
        numbers: receives JSON of `pages` (how many) and `chapters` (page of each identifier of a chapter).
        page_size: A4 or Letter.

    Raises:
        RenderError: if WeasyPrint warns of anything (font, image, style), with its words.
    """
    page = WEB_FONTS.sub("", Path(html).read_text(encoding="utf-8"))
    content, numbered = pdf(page, page_size)
    jsonio.write(Path(numbers), numbered)
    jsonio.land(Path(out), content)


def pdf(page: str, page_size: str) -> tuple[bytes, dict[str, Any]]:
    """The PDF of a page as bytes, and its numbers; the same page gives the same bytes. See `render_pdf`."""
    logger = logging.getLogger("weasyprint")
    warnings = _Warnings()
    logger.addHandler(warnings)
    try:
        document = weasyprint.HTML(string=page, url_fetcher=_OwnFontsOnly(), media_type="print")
        sheets = [_font_sheet(), weasyprint.CSS(string=f"@page {{ size: {page_size} }}")]
        drawn = document.render(stylesheets=sheets, font_config=_font_configuration())
        content = drawn.write_pdf()
    finally:
        logger.removeHandler(warnings)
    if warnings.messages:
        raise RenderError("WeasyPrint warns: " + "; ".join(dict.fromkeys(warnings.messages)))
    assert isinstance(content, bytes)
    chapters = set(CHAPTER.findall(page))
    places = {name: number for number, sheet in enumerate(drawn.pages, start=1) for name in sheet.anchors}
    return content, {"pages": len(drawn.pages), "chapters": {name: places[name] for name in places if name in chapters}}


@cache
def _font_configuration() -> FontConfiguration:
    return FontConfiguration()


@cache
def _font_sheet() -> weasyprint.CSS:
    return weasyprint.CSS(string=fonts.print_css(), font_config=_font_configuration(), url_fetcher=_OwnFontsOnly())
