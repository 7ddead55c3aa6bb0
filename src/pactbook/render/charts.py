"""Charts: a Vega-Lite spec from the templates, the brief's data put into it, drawn as SVG."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import vl_convert

from pactbook import fonts
from pactbook.render.errors import RenderError

TAG = re.compile(r"<[^>]*>")
ID = re.compile(r'((?<=\s)id="|url\(#|href="#)([^")]+)')  # where a drawing names its own parts


def svg(chart: dict[str, Any], templates: Path, ident: str) -> str:
    """Draw a chart.

    Args:
        chart: as in a brief: `spec` (name of a file in `charts/`), `data` (records by data set).
        templates: folder of the templates.
        ident: prefix of the ids inside the drawing, so that several can stand in one page.

    Returns:
        The SVG element, without a title of its own.

    Raises:
        RenderError: if the spec is missing or cannot be drawn.
    """
    own = spec(templates / "charts" / f"{chart['spec']}.vl.json")
    theme = spec(templates / "charts" / "theme.json")
    filled = own | {"datasets": chart["data"]}
    return draw(filled, theme, ident, chart["spec"])


def draw(filled: dict[str, Any], theme: dict[str, Any], ident: str, name: str) -> str:
    """Draw a complete spec; see `svg`."""
    register_fonts()
    try:
        text = str(vl_convert.vegalite_to_svg(filled, config=theme, vl_version="5.20"))
    except ValueError as error:
        raise RenderError(f"chart {name}: cannot be drawn: {error}") from error
    return _renamed(text, ident)


def _renamed(text: str, ident: str) -> str:
    """The drawing with its ids numbered anew: the library counts them through all that a process has drawn."""
    names: dict[str, str] = {}

    def rename(match: re.Match[str]) -> str:
        return match[1] + names.setdefault(match[2], f"{ident}-{len(names) + 1}")

    return TAG.sub(lambda tag: ID.sub(rename, tag.group()), text)


@cache
def register_fonts() -> None:
    """Give the drawing library the fonts of the reports."""
    for folder in fonts.folders():
        vl_convert.register_font_directory(folder)


def spec(path: Path) -> dict[str, Any]:
    """Read a spec or the theme.

    Raises:
        RenderError: if the file is missing or no JSON.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise RenderError(f"{path}: cannot be read as a chart: {error}") from error
    assert isinstance(content, dict)
    return content
