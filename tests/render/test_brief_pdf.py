"""If these fail, a printed brief cannot be searched, navigated or told from another one."""

import io

import pypdf
import pytest


@pytest.fixture
def reader(sample, printed):
    return pypdf.PdfReader(io.BytesIO(printed(sample)))


def test_bookmarks_name_the_chapters_under_the_title(sample, reader):
    assert reader.outline[0].title == sample["masthead"]["title"]
    chapters = [item.title for item in reader.outline[1]]
    assert chapters == [
        "Key judgements", "Map", "Partners", "Exercises", "Data and confidence", "Notes and rows", "Sources",
    ]  # fmt: skip


def test_pages_carry_their_number_and_the_running_head(reader):
    text = reader.pages[1].extract_text()
    assert f"2 of {len(reader.pages)}" in text
    assert "Country brief, edition 2025-12" in text


def test_metadata_names_title_author_language_and_the_day_of_the_edition(reader):
    assert reader.metadata.title.endswith("Pactbook country brief, edition 2025-12")
    assert reader.metadata.author == "Pactbook"
    assert reader.trailer["/Root"]["/Lang"] == "en"
    assert reader.metadata["/CreationDate"] == reader.metadata["/ModDate"] == "D:20251231"


def test_all_letters_are_in_embedded_fonts_of_ours(reader):
    for page in reader.pages:
        for font in page["/Resources"].get("/Font", {}).values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()
            assert "Source" in inner["/BaseFont"]
            assert {"/FontFile2", "/FontFile3"} & set(inner["/FontDescriptor"].get_object())


def test_the_same_brief_gives_the_same_bytes(sample, printed):
    assert printed(sample) == printed(sample)
