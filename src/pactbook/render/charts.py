"""Charts: a Vega-Lite spec from the templates, the brief's data put into it, drawn as SVG."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import vl_convert

from pactbook import fonts
from pactbook.render.errors import RenderError

VEGA_LITE = "5.20"  # the version of the library that draws, on paper and in the browser
TAG = re.compile(r"<[^>]*>")
ELSEWHERE = re.compile(r'\s(?:fill|stroke)="[^"]*[:/\\]')  # a colour that a browser would load
ID = re.compile(r'((?<=\s)id="|url\(#|href="#)([^")]+)')  # where a drawing names its own parts
ROLES = re.compile(r' role="graphics-[a-z]+"| aria-roledescription="[^"]*"| aria-hidden="true"')


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
    theme = spec(templates / "charts" / "theme.json")
    return draw(complete(chart, templates), theme, ident, chart["spec"])


def complete(chart: dict[str, Any], templates: Path) -> dict[str, Any]:
    """A chart's spec with its data, and the meaning of its colours where it has a parameter `legend`; see `svg`."""
    filled = spec(templates / "charts" / f"{chart['spec']}.vl.json") | {"datasets": chart["data"]}
    for parameter in filled.get("params", ()):
        if parameter["name"] == "legend":
            parameter["value"] = _legend(chart)
    return filled


def packed(chart: dict[str, Any], templates: Path) -> dict[str, Any]:
    """What a page holds of a chart so that a reader can explore it.

    Returns:
        `spec` without its data; `data` by data set as `fields` and `rows`, so that no name is repeated; `legend` (what
        its colours mean).
    """
    whole = complete(chart, templates)
    data = {}
    for name, records in whole.pop("datasets").items():
        fields = sorted({field for record in records for field in record})
        data[name] = {"fields": fields, "rows": [[record.get(field) for field in fields] for record in records]}
    return {"spec": without(whole, "$schema", "description"), "data": data, "legend": _legend(chart)}


def _legend(chart: dict[str, Any]) -> dict[str, str]:
    return {item["colour"]: item["label"] for item in chart.get("legend", ())}


def without(record: dict[str, Any], *keys: str) -> dict[str, Any]:
    """A record without some of its keys."""
    return {key: value for key, value in record.items() if key not in keys}


def draw(filled: dict[str, Any], theme: dict[str, Any], ident: str, name: str) -> str:
    """Draw a complete spec; see `svg`."""
    register_fonts()
    try:
        text = str(vl_convert.vegalite_to_svg(filled, config=theme, vl_version=VEGA_LITE))
    except ValueError as error:
        raise RenderError(f"chart {name}: cannot be drawn: {error}") from error
    if any(ELSEWHERE.search(tag) for tag in TAG.findall(text)):
        raise RenderError(f"chart {name}: has a colour that is none")
    return TAG.sub(lambda tag: _silent(tag.group()), _renamed(text, ident))


def _silent(tag: str) -> str:
    """A part of a drawing without the role that the library gives it: the page describes the drawing as a whole.

    A part that a spec names itself (`description`) is a picture of that name.
    """
    plain = ROLES.sub("", tag)
    return plain.replace(" aria-label=", ' role="img" aria-label=', 1)


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
