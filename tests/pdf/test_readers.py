"""What readers lose who listen to a PDF, keep it for long, or take its data out, if these fail."""

import html
import io
import re

import pypdf
import pytest
import structure

from pactbook.render.pdf import pdf

PAGE = '<html lang="en"><head><title>x</title><meta name="dcterms.created" content="2025-12-31"></head><body>{}'


@pytest.fixture(scope="module")
def readers(region, printed):
    """Every brief of the region, read anew, by name."""
    return {name: pypdf.PdfReader(io.BytesIO(printed(paths))) for name, paths in region.items()}


@pytest.fixture(scope="module")
def alvonia(readers):
    return readers["countries/alvonia"]


def _read(body, **options):
    return pypdf.PdfReader(io.BytesIO(pdf(PAGE.format(body), "A4", **options)[0]))


def test_every_file_says_title_and_language_and_that_it_is_tagged(readers):
    for reader in readers.values():
        root = reader.trailer["/Root"]
        assert root["/Lang"] == "en"
        assert root["/MarkInfo"]["/Marked"]
        assert root["/ViewerPreferences"]["/DisplayDocTitle"]
        assert reader.metadata.title in html.unescape(root["/Metadata"].get_data().decode())
        assert all(page["/Tabs"] == "/S" for page in reader.pages)


def test_every_drawing_says_in_words_what_it_shows(readers):
    said = [
        element.get("/Alt", "")
        for reader in readers.values()
        for kind, element in structure.elements(reader)
        if kind == "Figure"
    ]
    assert said
    assert all(len(words.split()) >= 3 for words in said), said
    assert not [words for words in said if re.search(r"\.(png|svg|jpe?g|json)\b", words)]


def test_a_drawing_stands_where_its_box_says(alvonia):
    """Readers that show where they read would point into the void."""
    figures = [element for kind, element in structure.elements(alvonia) if kind == "Figure"]
    assert figures
    for figure in figures:
        left, bottom, right, top = map(float, figure["/A"]["/BBox"])
        _, _, width, height = map(float, figure["/Pg"]["/MediaBox"])
        assert 0 <= left < right <= width
        assert 0 <= bottom < top <= height


def test_the_box_of_a_drawing_counts_points_from_below():
    # A page of A4 is 841.89 points high; its margins are 75 pixels or 56.25 points; the drawing is 40 by 20 pixels.
    style = "<style>@page { margin: 75px } body { margin: 0 } svg { display: block }</style>"
    reader = _read(f'{style}<svg aria-label="What it shows" width="40" height="20"></svg>')
    box = next(element["/A"]["/BBox"] for kind, element in structure.elements(reader) if kind == "Figure")
    assert [float(edge) for edge in box] == [56.25, pytest.approx(841.89 - 56.25 - 15, abs=0.01), 86.25, 785.64]


def test_every_header_cell_says_what_it_heads(readers):
    scopes = [
        element["/A"].get("/Scope")
        for reader in readers.values()
        for kind, element in structure.elements(reader)
        if kind == "TH"
    ]
    assert set(scopes) == {"/Row", "/Column"}


def test_items_of_lists_are_label_and_body(alvonia):
    items = [structure.kinds(element) for kind, element in structure.elements(alvonia) if kind == "LI"]
    assert ["Lbl", "LBody"] in items  # of key facts: the term, and what is said of it
    assert all(set(item) <= {"Lbl", "LBody"} for item in items)
    assert all(
        set(structure.kinds(element)) <= {"LI", "L", "Caption"}
        for kind, element in structure.elements(alvonia)
        if kind == "L"
    )


def test_links_say_where_they_lead(readers):
    """The name of a target, such as source-12, is nothing that one would read aloud."""
    said = [
        annotation.get_object()["/Contents"]
        for reader in readers.values()
        for page in reader.pages
        for annotation in page.get("/Annots", [])
    ]
    assert said
    assert all(said)
    assert not [words for words in said if re.fullmatch(r"[a-z]+-\d+|\d+", words)]


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ('<a href="#source-1">1</a>', "source 1"),
        ('<a href="#row-1" title="exercises:x">row&nbsp;1</a>', "row 1: exercises:x"),
        ('<a href="#note-1">14</a>', "14, note 1"),
        ('<a href="#note-1" title="Exercises per year">14</a>', "14, note 1: Exercises per year"),
        ('<a href="#part">The <b>part</b></a>', "The part"),
        ('<a href="https://example.org/">A report</a>', "A report"),
    ],
)
def test_a_link_is_described_by_its_text_and_title(link, words):
    targets = "".join(f'<p id="{name}">x</p>' for name in ("source-1", "row-1", "note-1", "part"))
    annotation = _read(f"<p>{link}</p>{targets}").pages[0]["/Annots"][0].get_object()
    assert annotation["/Contents"] == words


def test_running_heads_and_page_numbers_are_not_read_between_sentences(alvonia):
    number = [*range(len(alvonia.pages))][-1]
    page = alvonia.pages[number]
    content = page["/Contents"].get_data().decode("latin-1")
    assert "/Pagination" in content
    read = {
        ident
        for _, element in structure.elements(alvonia)
        for at, ident in structure.pieces(element)
        if at == page.indirect_reference.idnum
    }
    tagged = {int(ident) for ident in re.findall(r"/MCID (\d+)", content)}
    assert read == tagged


def test_each_piece_of_content_is_read_once_and_leads_to_its_element(readers):
    for reader in readers.values():
        document = next(element for _, element in structure.elements(reader))
        pieces = list(structure.pieces(document))
        assert len(pieces) == len(set(pieces))
        numbers = reader.trailer["/Root"]["/StructTreeRoot"]["/ParentTree"]["/Nums"]
        owners = {numbers[at]: numbers[at + 1].get_object() for at in range(0, len(numbers), 2)}
        for page in reader.pages:
            for ident, owner in enumerate(owners[page["/StructParents"]]):
                held = owner.get_object()
                assert not isinstance(held, dict) or ident in [kid for kid in held["/K"] if isinstance(kid, int)]
            for reference in page.get("/Annots", []):
                owner = owners[reference.get_object()["/StructParent"]]
                assert owner["/S"] == "/Link"
                assert reference in [kid.raw_get("/Obj") for kid in owner["/K"] if isinstance(kid, dict)]


def test_bookmarks_are_the_headings_of_the_chapters(region, readers):
    for name, reader in readers.items():
        page = region[name][1].read_text(encoding="utf-8")
        headings = re.findall(r'<section id="[a-z_-]+"[^>]*>\s*<h2>(.*?)</h2>', page)
        chapters = [item for item in reader.outline[1] if not isinstance(item, list)]
        assert [item.title for item in chapters] == [re.sub("<[^>]*>", "", text) for text in headings]


def test_what_makes_a_file_smaller_leaves_its_text_as_it_was(region, printed):
    import weasyprint

    from pactbook.render import pdf as module

    page = module.WEB_FONTS.sub("", region["countries/alvonia"][1].read_text(encoding="utf-8"))
    plain = weasyprint.HTML(string=page, media_type="print").write_pdf(
        stylesheets=[module._font_sheet()], font_config=module._font_configuration()
    )
    ours = printed(region["countries/alvonia"])
    texts = [
        ["".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(file)).pages]
        for file in (plain, ours)
    ]
    assert texts[0] == texts[1]


def test_a_file_for_archives_carries_its_data_and_says_what_it_is(region, printed):
    brief, _ = region["countries/alvonia"]
    reader = pypdf.PdfReader(io.BytesIO(printed(region["countries/alvonia"], "a-3a")))
    assert reader.attachments == {"alvonia.json": [brief.read_bytes()]}
    root = reader.trailer["/Root"]
    assert len(root["/AF"]) == 1
    listed = root["/AF"][0].get_object()
    assert listed["/AFRelationship"] == "/Data"
    file = listed["/EF"]["/F"]
    assert file["/Subtype"] == "/application/json"
    assert file["/Params"]["/ModDate"] == file["/Params"]["/CreationDate"] == "D:20251231000000Z"


def test_a_file_for_readers_carries_nothing(alvonia):
    assert not alvonia.attachments


def test_the_same_brief_gives_the_same_file_for_archives(region, printed, tmp_path):
    from pactbook.render.pdf import render_pdf

    brief, page = region["countries/alvonia"]
    render_pdf(str(page), str(tmp_path / "x.pdf"), str(tmp_path / "x.json"), "A4", "a-3a", str(brief))
    assert (tmp_path / "x.pdf").read_bytes() == printed(region["countries/alvonia"], "a-3a")
