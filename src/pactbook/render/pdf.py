"""From a brief's page to its PDF, tagged for readers who listen (PDF/UA) and fit for archives (PDF/A)."""

import io
import logging
import re
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import weasyprint
from weasyprint.text.fonts import FontConfiguration

from pactbook import fonts, jsonio
from pactbook.render import pdf_metadata, pdf_tags
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


def render_pdf(
    html: str, out: str, numbers: str, page_size: str = "A4", variant: str = "ua-1", data: str | None = None
) -> None:
    """Print a page.

    Args:
        html: path of the page.
        out: path of the PDF; replaced only when the new one is whole.
        numbers: receives JSON of `pages` (how many) and `chapters` (page of each identifier of a chapter).
        page_size: A4 or Letter.
        variant: the standard that the file follows beside PDF/UA-1: "ua-1" (none), "a-3a" or "a-3u".
        data: path of the brief's JSON, attached to a file for archives.

    Raises:
        RenderError: if WeasyPrint warns of anything (font, image, style), with its words.
    """
    page = WEB_FONTS.sub("", Path(html).read_text(encoding="utf-8"))
    attached = {Path(data).name: Path(data).read_bytes()} if data else {}
    content, numbered = pdf(page, page_size, variant, attached)
    jsonio.write(Path(numbers), numbered)
    jsonio.land(Path(out), content)


def pdf(
    page: str, page_size: str, variant: str = "ua-1", attached: dict[str, bytes] | None = None
) -> tuple[bytes, dict[str, Any]]:
    """The PDF of a page as bytes, and its numbers; the same page gives the same bytes. See `render_pdf`."""
    logger = logging.getLogger("weasyprint")
    warnings = _Warnings()
    logger.addHandler(warnings)
    try:
        source = weasyprint.HTML(string=page, url_fetcher=_OwnFontsOnly(), media_type="print")
        pdf_tags.label(source.etree_element)
        sheets = [_font_sheet(), weasyprint.CSS(string=f"@page {{ size: {page_size} }}")]
        drawn = source.render(stylesheets=sheets, font_config=_font_configuration())
        pdf_metadata.claim(drawn.metadata)
        attachments = [_attachment(name, content, drawn.metadata.created) for name, content in (attached or {}).items()]
        content = drawn.write_pdf(
            pdf_variant=f"pdf/{variant}", pdf_tags=True, attachments=attachments, finisher=pdf_tags.finish
        )
    finally:
        logger.removeHandler(warnings)
    if warnings.messages:
        raise RenderError("WeasyPrint warns: " + "; ".join(dict.fromkeys(warnings.messages)))
    assert isinstance(content, bytes)
    chapters = set(CHAPTER.findall(page))
    places = {name: number for number, sheet in enumerate(drawn.pages, start=1) for name in sheet.anchors}
    return content, {"pages": len(drawn.pages), "chapters": {name: places[name] for name in places if name in chapters}}


def _attachment(name: str, content: bytes, day: str) -> weasyprint.Attachment:
    """A file of data, of the edition's day: the clock would give other bytes every time."""
    made = datetime.fromisoformat(day).replace(tzinfo=UTC)
    return weasyprint.Attachment(
        file_obj=io.BytesIO(content),
        name=name,
        description="The data of this brief",
        created=made,
        modified=made,
        relationship="Data",
    )


@cache
def _font_configuration() -> FontConfiguration:
    return FontConfiguration()


@cache
def _font_sheet() -> weasyprint.CSS:
    return weasyprint.CSS(string=fonts.print_css(), font_config=_font_configuration(), url_fetcher=_OwnFontsOnly())
