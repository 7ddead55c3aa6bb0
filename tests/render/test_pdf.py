"""If these fail, a PDF fetches from the net, hides a fault, or differs from run to run."""

import io

import pypdf
import pytest

from pactbook.render.errors import RenderError
from pactbook.render.pdf import pdf

PAGE = """<html lang="en"><head><title>Тест</title><style>body {{ font-family: "Source Serif Pro" }}</style></head>
<body><h1>Қазақстан</h1><h2 id="a">Тоҷикистон</h2>{}</body></html>"""


def test_text_outline_language_and_fonts_are_in_the_file():
    reader = pypdf.PdfReader(io.BytesIO(pdf(PAGE.format("<p>Text</p>"), "A4")[0]))
    assert "Қазақстан" in reader.pages[0].extract_text()
    assert reader.metadata.title == "Тест"
    assert [item.title for item in reader.outline if not isinstance(item, list)] == ["Қазақстан"]
    assert _fonts(reader)
    assert all("Source" in name for name in _fonts(reader))
    assert "/CreationDate" not in reader.metadata


def _fonts(reader):
    return [font.get_object()["/BaseFont"] for font in reader.pages[0]["/Resources"]["/Font"].values()]


@pytest.mark.parametrize("address", ["https://example.org/x.png", "file:///etc/passwd", "missing.png"])
def test_nothing_but_our_own_files_is_fetched(address):
    with pytest.raises(RenderError, match="WeasyPrint warns"):
        pdf(PAGE.format(f'<img src="{address}" alt="x">'), "A4")


def test_an_unknown_style_fails_with_its_name():
    with pytest.raises(RenderError, match="colour"):
        pdf(PAGE.format("<style>p { colour: red }</style><p>x</p>"), "A4")


def test_a_drawing_that_says_nothing_to_the_blind_fails():
    with pytest.raises(RenderError, match="aria-label"):
        pdf(PAGE.format('<svg width="9" height="9"><path d="M0 0L9 9" stroke="red"/></svg>'), "A4")


def test_the_same_page_gives_the_same_bytes():
    assert pdf(PAGE.format("<p>x</p>"), "A4") == pdf(PAGE.format("<p>x</p>"), "A4")


def test_paper_is_what_the_config_says():
    box = pypdf.PdfReader(io.BytesIO(pdf(PAGE.format(""), "Letter")[0])).pages[0].mediabox
    assert (round(box.width), round(box.height)) == (612, 792)
