"""The fonts of every report, from a declared dependency: whole for PDFs, subset and embedded for pages."""

import base64
import io
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import font_source_sans_pro
import font_source_serif_pro
from fontTools import subset

# Latin with its extensions, Cyrillic with Kazakh and Tajik letters, punctuation, arrows, signs used in tables.
LETTERS = [
    *range(0x20, 0x180),
    *range(0x400, 0x530),
    0x02BB,
    0x02BC,
    *range(0x2010, 0x2040),
    0x20AC,
    0x2192,
    0x2191,
    0x2193,
    0x2212,
    0x2713,
]


@dataclass(frozen=True)
class Face:
    """One style of one family.

    Attributes:
        family: its name in style sheets.
        weight: 400, 600 or 700.
        style: normal or italic.
        path: of its TrueType file.
    """

    family: str
    weight: int
    style: str
    path: Path


@cache
def faces() -> tuple[Face, ...]:
    """The faces that the style sheets use."""
    sans = Path(font_source_sans_pro.__file__).parent / "files"
    serif = Path(font_source_serif_pro.__file__).parent / "files"
    return (
        Face("Source Sans Pro", 400, "normal", sans / "SourceSansPro-Regular.ttf"),
        Face("Source Sans Pro", 600, "normal", sans / "SourceSansPro-Semibold.ttf"),
        Face("Source Serif Pro", 400, "normal", serif / "SourceSerifPro-Regular.ttf"),
        Face("Source Serif Pro", 400, "italic", serif / "SourceSerifPro-It.ttf"),
        Face("Source Serif Pro", 600, "normal", serif / "SourceSerifPro-Semibold.ttf"),
    )


def folders() -> list[str]:
    """Folders that hold the faces."""
    return sorted({str(face.path.parent) for face in faces()})


@cache
def web_css() -> str:
    """`@font-face` rules with the subset fonts inside, so that a page needs no other file."""
    return "\n".join(_rule(face, f"data:font/woff2;base64,{_woff2(face.path)}") for face in faces())


@cache
def print_css() -> str:
    """`@font-face` rules that name the font files, for WeasyPrint."""
    return "\n".join(_rule(face, face.path.as_uri()) for face in faces())


def _rule(face: Face, address: str) -> str:
    return (
        f'@font-face {{ font-family: "{face.family}"; font-weight: {face.weight}; font-style: {face.style}; '
        f'src: url("{address}"); }}'
    )


def _woff2(path: Path) -> str:
    options = subset.Options(flavor="woff2", layout_features=["*"], recalc_timestamp=False)
    font = subset.load_font(str(path), options)
    font.recalcTimestamp = False
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=LETTERS)
    subsetter.subset(font)
    buffer = io.BytesIO()
    subset.save_font(font, buffer, options)
    return base64.b64encode(buffer.getvalue()).decode("ascii")
