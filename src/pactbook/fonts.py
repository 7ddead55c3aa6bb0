"""The fonts of every report, from a declared dependency: whole for PDFs, subset and embedded for pages."""

import base64
import io
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import font_source_sans_pro
import font_source_serif_pro
from fontTools import subset
from fontTools.ttLib import TTFont

# Latin with its extensions, Cyrillic of all languages that use it, punctuation, arrows and signs used in tables.
LETTERS = frozenset(
    [
        *range(0x20, 0x180), 0x18F, 0x259, 0x2BB, 0x2BC, *range(0x400, 0x500), *range(0x1E00, 0x1F00),
        *range(0x2010, 0x2040), 0x20AC, 0x2116, 0x2190, 0x2191, 0x2192, 0x2193, 0x2212, 0x2264, 0x2265, 0x2713,
    ]
)  # fmt: skip
BLANKS = " \n\t\u00a0"
FEATURES = ("ccmp", "kern", "liga", "locl", "mark", "mkmk")


@dataclass(frozen=True)
class Face:
    """One style of one family.

    Attributes:
        family: its name in style sheets.
        weight: 400, 600 or 700.
        path: of its TrueType file.
    """

    family: str
    weight: int
    path: Path


@cache
def faces() -> tuple[Face, ...]:
    """The faces that the style sheets use."""
    sans = Path(font_source_sans_pro.__file__).parent / "files"
    serif = Path(font_source_serif_pro.__file__).parent / "files"
    return (
        Face("Source Sans Pro", 400, sans / "SourceSansPro-Regular.ttf"),
        Face("Source Sans Pro", 600, sans / "SourceSansPro-Semibold.ttf"),
        Face("Source Serif Pro", 400, serif / "SourceSerifPro-Regular.ttf"),
        Face("Source Serif Pro", 600, serif / "SourceSerifPro-Semibold.ttf"),
    )


def folders() -> list[str]:
    """Folders that hold the faces."""
    return sorted({str(face.path.parent) for face in faces()})


def lacking(text: str) -> list[str]:
    """Characters of a text that some face does not hold, or that nobody can see: control and format characters."""
    return sorted(set(text) - _held())


@cache
def _held() -> frozenset[str]:
    letters = LETTERS.intersection(*(TTFont(face.path, lazy=True).getBestCmap() for face in faces()))
    seen = {letter for letter in map(chr, letters) if not unicodedata.category(letter).startswith("C")}
    return frozenset(seen | set(BLANKS))


@cache
def web_css() -> str:
    """`@font-face` rules with the subset fonts inside, so that a page needs no other file."""
    return "\n".join(_rule(face, f"data:font/woff2;base64,{_woff2(face.path)}") for face in faces())


@cache
def print_css() -> str:
    """`@font-face` rules that name the font files, for WeasyPrint."""
    return "\n".join(_rule(face, face.path.as_uri()) for face in faces())


def _rule(face: Face, address: str) -> str:
    return f'@font-face {{ font-family: "{face.family}"; font-weight: {face.weight}; src: url("{address}"); }}'


def _woff2(path: Path) -> str:
    options = subset.Options(flavor="woff2", layout_features=list(FEATURES), hinting=False)
    font = subset.load_font(str(path), options)
    font.recalcTimestamp = False
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=sorted(LETTERS))
    subsetter.subset(font)
    buffer = io.BytesIO()
    subset.save_font(font, buffer, options)
    return base64.b64encode(buffer.getvalue()).decode("ascii")
