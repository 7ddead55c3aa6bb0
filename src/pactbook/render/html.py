"""From a brief's JSON to its page: one file that needs nothing else."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from pactbook import fonts, jsonio
from pactbook.render import charts, maps, metadata
from pactbook.render.drawings import FORMS, Drawings
from pactbook.render.environment import environment
from pactbook.render.errors import RenderError
from pactbook.render.notes import Notes, alive
from pactbook.render.tables import tables

TEMPLATE = {"countries": "country.html.j2", "organizations": "organization.html.j2"}
TOPIC = "topic.html.j2"  # of all other kinds
STYLES = ("base", "screen", "print")
ALONE: dict[str, Any] = {}  # the site of a brief that stands in none
# Of a brief that is compared with nothing; `past` says of a page of a past edition where its present one is.
FIRST: dict[str, Any] = {
    "draft": True, "previous": None, "new_brief": False, "last_changed": None, "changes": [], "sources": {},
    "past": None,
}  # fmt: skip


def render_html(brief: str, changes: str, out: str, templates: str, geo: str, site: dict[str, Any]) -> None:
    """Render a brief.

    Args:
        brief: path of its JSON.
        changes: path of the JSON that says what has changed in it since the edition before.
        out: path of the page; replaced only when the new one is whole.
        templates: folder of the templates.
        geo: folder with the map outlines.
        site: `url` of the site that the page is part of, or ""; nothing for a page alone.

    Raises:
        RenderError: if a template or a chart cannot be rendered, or the text has letters that the fonts don't hold.
    """
    content, changed = (jsonio.read(Path(path)) for path in (brief, changes))
    jsonio.land(Path(out), page(content, Path(templates), Path(geo), changed, site).encode("utf-8"))


def page(
    content: dict[str, Any],
    templates: Path,
    geo: Path,
    changes: dict[str, Any] = FIRST,
    site: dict[str, Any] = ALONE,
) -> str:
    """The page of a brief as text; see `render_html`."""
    _check_letters("".join(_texts(content)), content)
    drawn = 0

    def draw(chart: dict[str, Any]) -> Markup:
        nonlocal drawn
        drawn += 1
        return Markup(charts.svg(chart, templates, f"c{drawn}"))  # noqa: S704 (vl-convert escapes what it draws)

    def draw_map(section: dict[str, Any]) -> Markup:
        nonlocal drawn
        drawn += 1
        return Markup(maps.svg(section, content["names"], templates, geo, f"c{drawn}"))  # noqa: S704

    def draw_status_map(spells: list[dict[str, Any]]) -> Markup:
        nonlocal drawn
        drawn += 1
        return Markup(maps.status_svg(spells, templates, geo, f"c{drawn}"))  # noqa: S704

    def embed(chart: dict[str, Any]) -> Markup:
        return Markup(jsonio.embedded(charts.packed(chart, templates)))  # noqa: S704 (escaped for a script element)

    notes = Notes(content)
    try:
        template = _environment(templates).select_template(_templates(content))
        text = template.render(
            brief=(brief := alive(content, notes)),
            sections=brief["sections"],
            changes=FIRST | {"edition": content["edition"]["id"]} | changes,
            site=site,
            described=lambda words: metadata.script(metadata.report(content, words, site)),
            notes=notes,
            numbers={source["source_id"]: source["number"] for source in content["sources"]},
            styles={name: Markup((templates / "styles" / f"{name}.css").read_text("utf-8")) for name in STYLES},  # noqa: S704
            fonts=Markup(fonts.web_css()),  # noqa: S704
            downloads={"drawings": FORMS, "tables": [table.title for table in tables(content)] if site else ()},
            drawing_name=Drawings(brief["sections"]).name,
            draw=draw,
            embed=embed,
            draw_map=draw_map,
            draw_status_map=draw_status_map,
        )
    except jinja2.TemplateError as error:
        place = f"{error.filename}:{error.lineno}: " if isinstance(error, jinja2.TemplateSyntaxError) else ""
        raise RenderError(f"{content['kind']}/{content['slug']}: template: {place}{error}") from error
    _check_letters(text, content)
    return text


def _templates(content: dict[str, Any]) -> list[str]:
    """The template of a brief is the first of these that there is: a topic may have one of its own."""
    kind = TEMPLATE.get(content["kind"])
    return [kind] if kind else [f"topics/{content['slug']}.html.j2", TOPIC]


def _check_letters(text: str, content: dict[str, Any]) -> None:
    """Refuse what the fonts cannot show; the drawing library ends its process over some control characters."""
    if lacking := fonts.lacking(text):
        named = ", ".join(f"{letter!r} (U+{ord(letter):04X})" for letter in lacking)
        raise RenderError(f"{content['kind']}/{content['slug']}: the reports' fonts do not hold {named}")


def _texts(value: Any) -> Iterator[str]:
    """Every text in a brief, at any depth."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)


@cache
def _environment(templates: Path) -> jinja2.Environment:
    return environment(templates)
