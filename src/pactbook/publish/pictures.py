"""The drawings of a finished page as pictures that stand alone: with title, legend and notes, as SVG and as PNG."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import vl_convert
from lxml import etree, html
from PIL import Image, ImageFont

from pactbook import fonts
from pactbook.render.charts import register_fonts

FIGURE = re.compile(r'<figure class="chart.*?</figure>', re.DOTALL)
DRAWING = re.compile(r'(<div class="drawing"[^>]*\sdata-file="([^"]+)"[^>]*>)\s*(<svg.*?</svg>)', re.DOTALL)
COLOUR = re.compile(r"background:\s*(#[0-9a-fA-F]{3,6})")
SVG = "http://www.w3.org/2000/svg"
FAMILY = "Source Sans Pro"
FAMILIES = f"{FAMILY}, Arial, sans-serif"  # where it is not installed
INK, SOFT = "#1b1f24", "#4e5761"
MARGIN, LEAST = 14, 420  # pixels around all, and of the width within
SCALE = 2  # pixels of the PNG for one of the drawing
COLOURS = 256


@dataclass(frozen=True)
class Style:
    """How a line of text is set.

    Attributes:
        size: of the letters, in pixels.
        weight: 400 or 600.
        colour: of the letters.
        step: from line to line, in pixels.
    """

    size: float
    weight: int
    colour: str
    step: float


TITLE, SUBTITLE = Style(15, 600, INK, 19), Style(12, 400, SOFT, 15.5)
LEGEND, NOTE = Style(11.5, 400, INK, 16), Style(10, 400, SOFT, 13)


@dataclass(frozen=True)
class Picture:
    """One drawing with what stands around it on its page.

    Attributes:
        name: of its files, without a suffix.
        drawing: the SVG element as the page has it.
        alt: what it shows, in words.
        title: its finding.
        subtitle: measure and period.
        legend: pairs of a colour and what it stands for.
        notes: what must be known to read it.
    """

    name: str
    drawing: str
    alt: str
    title: str
    subtitle: str
    legend: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]


def pictures(page: str) -> Iterator[Picture]:
    """The drawings of a page, in its order.

    Args:
        page: the HTML of a brief; figures have the class `chart`, and a drawing the name of its files (`data-file`).
    """
    for figure in FIGURE.findall(page):
        if found := DRAWING.search(figure):
            opening, name, drawing = found.groups()
            around = html.fragment_fromstring(figure.replace(drawing, ""))
            items = around.xpath('.//*[contains(@class, "legend")]/span[i]')
            yield Picture(
                name,
                drawing,
                html.fragment_fromstring(f"{opening}</div>").get("aria-label", ""),
                _text(around, "chart-title"),
                _text(around, "chart-subtitle"),
                tuple((_colour(item), _words(item)) for item in items),
                (_text(around, "chart-note"),),
            )


def svg(picture: Picture, origin: str) -> bytes:
    """A drawing as an SVG file that needs nothing else.

    Args:
        picture: the drawing.
        origin: the line at its foot that says where it comes from.
    """
    own = etree.fromstring(picture.drawing.replace(f'font-family="{FAMILY}"', f'font-family="{FAMILIES}"').encode())
    wide, high = float(own.get("width")), float(own.get("height"))
    within = max(wide, LEAST)
    root = etree.Element(f"{{{SVG}}}svg", nsmap={None: SVG}, role="img", **{"font-family": FAMILIES})
    etree.SubElement(root, f"{{{SVG}}}title").text = picture.title or picture.name
    etree.SubElement(root, f"{{{SVG}}}desc").text = picture.alt
    ground = etree.SubElement(root, f"{{{SVG}}}rect", fill="#ffffff")
    down = _written(root, _wrapped(picture.title, TITLE, within), TITLE, float(MARGIN))
    down = _written(root, _wrapped(picture.subtitle, SUBTITLE, within), SUBTITLE, down)
    down = _legend(root, picture.legend, within, down + 3) + 5
    for name, value in (("x", float(MARGIN)), ("y", down)):
        own.set(name, _pixels(value))
    own.set("overflow", "visible")  # another font may be wider
    root.append(own)
    down += high + 5
    for note in (*picture.notes, origin):
        down = _written(root, _wrapped(note, NOTE, within), NOTE, down)
    across, down = within + 2 * MARGIN, down + MARGIN
    for element in (root, ground):
        element.set("width", _pixels(across))
        element.set("height", _pixels(down))
    root.set("viewBox", f"0 0 {_pixels(across)} {_pixels(down)}")
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True))


def png(drawing: bytes) -> bytes:
    """An SVG file as PNG, with as few colours as still look the same.

    Args:
        drawing: the file's content.
    """
    register_fonts()
    image = Image.open(io.BytesIO(vl_convert.svg_to_png(drawing.decode("utf-8"), scale=SCALE))).convert("RGB")
    few = image.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    file = io.BytesIO()
    few.save(file, "PNG", optimize=False, compress_level=7)
    return file.getvalue()


def _legend(root: etree._Element, items: tuple[tuple[str, str], ...], within: float, down: float) -> float:
    """Write the legend in as many lines as it takes; returns where it ends."""
    across = float(MARGIN)
    for place, (colour, words) in enumerate(items):
        length = 15 + _length(words, LEGEND)
        if place and across + length > MARGIN + within:
            across, down = float(MARGIN), down + LEGEND.step
        box = {"x": _pixels(across), "y": _pixels(down + 3), "width": "10", "height": "10", "fill": colour}
        etree.SubElement(root, f"{{{SVG}}}rect", box)
        _line(root, words, LEGEND, across + 15, down)
        across += length + 16
    return down + LEGEND.step if items else down


def _written(root: etree._Element, lines: list[str], style: Style, down: float) -> float:
    """Write lines of text; returns where they end."""
    for line in lines:
        _line(root, line, style, float(MARGIN), down)
        down += style.step
    return down


def _line(root: etree._Element, text: str, style: Style, across: float, down: float) -> None:
    place = {"x": _pixels(across), "y": _pixels(down + style.size * 0.95), "font-size": f"{style.size:g}px"}
    look = {"font-weight": str(style.weight), "fill": style.colour}
    etree.SubElement(root, f"{{{SVG}}}text", place | look).text = text


def _wrapped(text: str, style: Style, within: float) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        if lines and _length(f"{lines[-1]} {word}", style) <= within:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _length(text: str, style: Style) -> float:
    return float(_font(style.weight).getlength(text)) * style.size / 100


@cache
def _font(weight: int) -> ImageFont.FreeTypeFont:
    path = next(face.path for face in fonts.faces() if face.family == FAMILY and face.weight == weight)
    return ImageFont.truetype(path, 100, layout_engine=ImageFont.Layout.BASIC)


def _pixels(value: float) -> str:
    return f"{round(value, 1):g}"


def _text(around: html.HtmlElement, name: str) -> str:
    return " ".join(_words(found) for found in around.xpath(f'.//*[contains(@class, "{name}")]'))


def _words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def _colour(item: html.HtmlElement) -> str:
    found = COLOUR.search(item.find("i").get("style", ""))
    return found[1] if found else INK
