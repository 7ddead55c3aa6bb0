"""What spreadsheets do to CSV files: accepted silently where nothing is lost, refused in one clear line otherwise."""

import pytest

SOURCES = "region/sources.csv"
COLUMNS = "source_id, publisher, title, url, published, kind, reliability, note, verified"


def spoil(region, change):
    """Change the bytes of sources.csv."""
    path = region.folder / "sources.csv"
    path.write_bytes(change(path.read_bytes()))


@pytest.mark.parametrize(
    "change",
    [
        lambda content: b"\xef\xbb\xbf" + content,
        lambda content: content.replace(b"\n", b"\r\n"),
        lambda content: content + b"\n\n\n",
        lambda content: content + b",,,,,,,,\n,,,,,,,,\n",
        lambda content: content.rstrip(b"\n"),
        lambda content: b"\xef\xbb\xbf" + content.replace(b"\n", b"\r\n") + b"\r\n",
    ],
    ids=["byte-order mark", "CRLF", "empty lines at the end", "empty rows at the end", "no last line break", "Excel"],
)
def test_harmless_habits_of_spreadsheets_are_accepted(region, change):
    """Otherwise an editor's save from a spreadsheet fails for no reason."""
    spoil(region, change)
    assert region.lines() == []


def test_columns_may_stand_in_any_order(region):
    rows = region.rows("sources")
    region.write("sources", [list(reversed(row)) for row in rows])
    assert region.lines() == []


OPEN_QUOTE = "has a quote that is not closed, or a text after a closing quote; write a quote inside a cell as two"


@pytest.mark.parametrize(
    ("change", "lines"),
    [
        (
            lambda content: content.replace(b"Almanac of states", "Almanac – states".encode("cp1252")),
            [f"{SOURCES}: is not UTF-8 at row 2, byte 0x96; saved as Windows-1252? Save it as 'CSV UTF-8'"],
        ),
        (
            lambda content: content.decode().encode("cp1251"),
            [f"{SOURCES}: is not UTF-8 at row 5, byte 0xc1; saved as Windows-1251? Save it as 'CSV UTF-8'"],
        ),
        (lambda content: content.decode().encode("utf-16"), [f"{SOURCES}: is UTF-16; save it as 'CSV UTF-8'"]),
        (
            lambda content: content.decode().encode("utf-16-le"),
            [f"{SOURCES}: holds a NUL byte at row 1; save it as 'CSV UTF-8'"],
        ),
        (
            lambda content: content.replace(b"Atlas", b"At\0las"),
            [f"{SOURCES}: holds a NUL byte at row 3; save it as 'CSV UTF-8'"],
        ),
        (
            lambda _: b"PK\x03\x04\x14\x00",
            [f"{SOURCES}: is a spreadsheet file, not CSV; open it and save it as 'CSV UTF-8'"],
        ),
        (
            lambda _: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            [f"{SOURCES}: is a spreadsheet file, not CSV; open it and save it as 'CSV UTF-8'"],
        ),
        (lambda _: b"", [f"{SOURCES}: is empty; it needs at least the header row"]),
        (lambda _: b"\xef\xbb\xbf\n", [f"{SOURCES}: is empty; it needs at least the header row"]),
        (
            lambda content: b"\n" + content,
            [f"{SOURCES}:1: is empty; the header must stand in the first row"],
        ),
        (
            lambda content: content.replace(b",", b";"),
            [f"{SOURCES}:1: has semicolons between its columns; save it with commas ('CSV UTF-8')"],
        ),
        (
            lambda content: content.replace(b",", b"\t"),
            [f"{SOURCES}:1: has tabs between its columns; save it with commas ('CSV UTF-8')"],
        ),
        (
            lambda content: content.replace(b"publisher", b"publishr", 1),
            [
                f"{SOURCES}:1: column 'publisher' is missing",
                f"{SOURCES}:1: column 'publishr' is unknown; is it 'publisher'?",
            ],
        ),
        (
            lambda content: content.replace(b"\n", b",\n").replace(b",\n", b",mine\n", 1),
            [f"{SOURCES}:1: column 'mine' is unknown; the columns are {COLUMNS}"],
        ),
        (
            lambda content: content.replace(b"\n", b",\n").replace(b",\n", b",note\n", 1),
            [f"{SOURCES}:1: column 'note' stands 2 times"],
        ),
        (
            lambda content: content.replace(b"Almanac of", b"Almanac, of"),
            [f"{SOURCES}:2: has 10 cells, expected 9 (a comma in a text needs quotes round the text)"],
        ),
        (
            lambda content: content.replace(b"B,,tool", b"B,tool"),
            [
                f"{SOURCES}:{row}: has 8 cells, expected 9 (a comma in a text needs quotes round the text)"
                for row in (2, 7)
            ],
        ),
        (
            lambda content: content.replace(b'"Drills, year by year"', b'"Drills, year by year'),
            [f"{SOURCES}:6: {OPEN_QUOTE}"],
        ),
        (
            lambda content: content.replace(b"Almanac of", b"Almanac of "),
            [],  # blanks inside a text are the editor's
        ),
        (
            lambda content: content.replace(b"Almanac of states", b"Almanac of states "),
            [f"{SOURCES}:2: title: 'Almanac of states ' has blanks around it"],
        ),
        (
            lambda content: content.replace(b"Almanac of states", b"A" * 10_001),
            [f"{SOURCES}:2: title: has 10,001 characters, and 10,000 are the most"],
        ),
        (
            lambda content: content.replace(b"\nep-atlas", b"\n\n\nep-atlas"),
            [f"{SOURCES}:3: is an empty row; delete it"],
        ),
    ],
)
def test_each_malady_gives_one_clear_line(region, change, lines):
    """Otherwise an editor who knows spreadsheets, not encodings, cannot mend the file."""
    spoil(region, change)
    assert region.lines() == lines


def test_missing_file(region):
    (region.folder / "sources.csv").unlink()
    assert region.lines() == [f"{SOURCES}: no such file"]


def test_folder_in_place_of_a_file(region):
    (region.folder / "sources.csv").unlink()
    (region.folder / "sources.csv").mkdir()
    assert region.lines() == [f"{SOURCES}: is no file but a folder or a device"]


def test_line_break_inside_a_cell_does_not_shift_the_rows(region):
    """Otherwise the row named is not the one that the spreadsheet shows, and the editor mends a sound row."""
    region.edit("incidents", 2, summary="first line\nsecond line\nthird line")
    region.edit("incidents", 3, kind="earthquake")
    assert [line.split(": ")[0] for line in region.lines()] == ["region/incidents.csv:3"]


def test_row_of_bad_bytes_is_counted_past_line_breaks_in_cells(region):
    path = region.folder / "incidents.csv"
    region.edit("incidents", 2, summary="first line\nsecond line")
    path.write_bytes(path.read_bytes().replace(b"railway", b"railw\x96y"))
    assert region.lines()[0].startswith("region/incidents.csv: is not UTF-8 at row 3, byte 0x96")


def test_row_with_a_cell_too_many_still_counts_for_references(region):
    """Otherwise one forgotten quote brings up a false error in each row that refers to the one with the mistake."""
    path = region.folder / "exercises.csv"
    path.write_bytes(path.read_bytes().replace(b"Held as every time.", b"Held, as every time.", 1))
    assert region.lines() == [
        "region/exercises.csv:2: has 19 cells, expected 18 (a comma in a text needs quotes round the text)"
    ]
