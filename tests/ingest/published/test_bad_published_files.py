"""Bad files end in one line that names the file and what is wrong, and the package stays as it was."""

import gzip
import io
import os
import resource
import struct
import warnings
import zipfile
import zlib

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from published_sets import MADE_UP, MAKERS, SPENDING, make_r, make_text, make_workbook, make_zip

from pactbook.ingest.published import archives, importing, r_files, reading, recognising, workbooks
from pactbook.ingest.published.model import PublishedError

GREEN = 1_000_000_000  # bytes by which the process may grow while it refuses a bomb


def read(path):
    """What the importer of a file's set makes of it, as the command calls it."""
    return importing._read(path, recognising.recognise(path, MADE_UP), lambda _done, _total: None)


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    """A sound file of each kind, as bytes."""
    folder = tmp_path_factory.mktemp("sound")
    files = {}
    for name, (file, make) in MAKERS.items():
        make(folder / file)
        files[name] = (folder / f"cut-{file}", (folder / file).read_bytes())
    return files


@pytest.mark.parametrize("name", MAKERS)
@given(data=st.data())
def test_a_file_that_is_cut_off_anywhere_is_refused(sound, name, data):
    """Half a file is a table with years missing that nobody misses."""
    path, content = sound[name]
    length = data.draw(st.integers(0, len(content) - 1))
    path.write_bytes(content[:length])
    if name == "atlas" and content[:length].count(b"\n") >= 3 and content[:length].endswith(b"\n"):
        assert len(read(path).tables["military_expenditure"]) < 4  # whole lines: nobody can tell
        return
    with pytest.raises(PublishedError):
        read(path)


@pytest.mark.parametrize("name", MAKERS)
@given(data=st.data())
def test_a_file_with_a_changed_byte_is_read_or_refused_and_never_more(sound, name, data):
    path, content = sound[name]
    place = data.draw(st.integers(0, len(content) - 1))
    path.write_bytes(content[:place] + data.draw(st.binary(min_size=1, max_size=3)) + content[place + 1 :])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the libraries
        try:
            read(path)
        except PublishedError:
            return  # any other exception fails the test


STARTS = (b"", b"PK\x03\x04", b"\x1f\x8b\x08", b"RDX3\nX\n", b"<stata_dta>", b"Atlas of spending\n", b"[{")


@pytest.mark.parametrize("suffix", [".csv", ".rda"])
@given(start=st.sampled_from(STARTS), content=st.binary(max_size=200))
def test_noise_is_refused(tmp_path_factory, suffix, start, content):
    path = tmp_path_factory.getbasetemp() / f"noise{suffix}"
    path.write_bytes(start + content)
    with pytest.raises(PublishedError):
        read(path)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "is empty"),
        (b"<!DOCTYPE html>\n<html><body>404</body></html>", "it is a web page; was an error or a login page saved"),
        (b"\n  <HTML>", "it is a web page"),
        (b"%PDF-1.7\n", "it is a PDF; get the data, not the codebook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "it is a workbook of old Excel (.xls)"),
        (b"\x1f\x8b\x08\x00", "it is compressed (gzip); unpack it first"),
        (b"version https://git-lfs.github.com/spec/v1\n", "its first line is 'version https://git-lfs"),
        (b"Nation,Year,Spending\n", "is no set that can be imported: its first line is 'Nation,Year,Spending'"),
        (b"PK\x03\x04", "it is a zip with nothing that can be read; is it cut off?"),
        (b"Atlas of spending\n\nCountry,Year,Outlay\nAlvonia,2015,1\n", "has no column 'Spending'; columns are"),
        (
            b"Atlas of spending\n\nCountry,Year,Spending\nAlvonia,2015,n/a\n",
            "line 4: could not convert string to float",
        ),
        (b"Atlas of spending\n\nCountry,Year,Spending\nAlvonia,2015\n", "line 4: has 2 cells, expected 3"),
        (b'Atlas of spending\n\nCountry,Year,Spending\n"Alvonia,2015,1\n', "is no sound CSV: unexpected end of data"),
        (b"Atlas of spending\n\nCountry,Year,Spending\nAlv\xf3nia,2015,1\n", "is not utf-8-sig at byte 44"),
        (b"Atlas of spending\n\nCountry,Year,Spending\nAlv\0nia,2015,1\n", "holds a NUL byte at byte 44"),
        ("Atlas of spending".encode("utf-16"), "is no set that can be imported"),
        (b"Atlas of spending\n\n" + b"x" * 100_001 + b"\n", "line 3: a cell has more than 100,000 characters"),
        (b"Atlas of spending\n\nCountry,Year,Spending\nAlvonia,2015,21", "has no line end after its last line"),
        (b"[" * 100_000 + b"\n", "cannot be read as Set of clashes; is it cut off or changed?"),
        (b'[{"id": "\\ud800", "date": "2014", "where": ["AAA"]}]', "surrogates not allowed"),
        (b'{"id": "1"}\n', "cannot be read as Set of clashes; is it cut off or changed?"),
    ],
)
def test_what_is_wrong_with_a_text_is_told_in_one_line(importer, content, expected):
    path = importer.folder / "download.csv"
    path.write_bytes(content)
    line = importer.refused(path)
    assert line.startswith(f"{path}: ")
    assert expected in line


def test_what_is_no_file_is_told(importer):
    """A pipe would be waited for without end."""
    folder = importer.folder
    os.mkfifo(folder / "pipe")
    (folder / "dead").symlink_to(folder / "nothing")
    (folder / "null").symlink_to("/dev/null")
    assert "pipe: is a device or a pipe, not a file" in importer.refused(folder / "pipe")
    assert "data: is a folder; give the file" in importer.refused(folder / "data")
    assert "dead: no such file" in importer.refused(folder / "dead")
    assert "null: is a device or a pipe" in importer.refused(folder / "null")
    assert "zero: is a device or a pipe" in importer.refused("/dev/zero")
    assert "no such file" in importer.refused(folder / "nothing")
    assert "File name too long" in importer.refused("x" * 5000)
    assert "embedded null byte" in importer.refused("a\0b")


def test_a_link_to_a_file_is_read(importer):
    (importer.folder / "link.csv").symlink_to(importer.file("atlas"))
    assert importer.run(importer.folder / "link.csv")[0] == 0


def test_a_name_that_is_no_text_is_told_and_kept_harmless(importer):
    path = importer.folder / os.fsdecode(b"\xff\n=cmd.csv")
    make_text(path)
    assert importer.run(path)[0] == 0
    path.write_text("Atlas of spending", encoding="utf-8")
    assert r"\udcff\n=cmd.csv: " in importer.refused(path)


# Workbooks


def bad_workbook(importer, change=None, parts=None):
    """The line on a workbook that was changed as a workbook, or in its parts (a function of each content by name)."""
    path = importer.folder / "ledger.xlsx"
    make_workbook(path, change=change)
    if parts:
        with zipfile.ZipFile(path) as archive:
            content = {name: archive.read(name) for name in archive.namelist()}
        for name, edit in parts.items():
            content[name] = edit(content.get(name, b""))
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, part in content.items():
                archive.writestr(name, part)
    return importer.refused(path)


SHEET = "xl/worksheets/sheet1.xml"


def set_cell(place, value):
    return lambda sheet: sheet.__setitem__(place, value)


def test_a_formula_is_refused_with_its_place(importer):
    line = bad_workbook(importer, change=set_cell("C3", "=B3*2"))
    assert "sheet 'Data', cell C3: holds a formula; a publisher's file states values" in line


def test_a_formula_with_the_value_that_excel_had_computed_is_refused_too(importer):
    """What the value rests on cannot be seen, and a changed workbook may carry any."""
    cached = {SHEET: lambda part: part.replace(b'<c r="C3" t="n"><v>222</v>', b'<c r="C3"><f>1+1</f><v>222</v>')}
    assert "sheet 'Data', cell C3: holds a formula" in bad_workbook(importer, parts=cached)


def test_a_link_to_another_workbook_is_refused(importer):
    link = {"xl/externalLinks/externalLink1.xml": lambda _part: b"<externalLink/>"}
    assert "links to another workbook ('xl/externalLinks/externalLink1.xml')" in bad_workbook(importer, parts=link)


def test_text_in_a_number_column_is_refused(importer):
    assert "cannot be read as Set of ledger" in bad_workbook(importer, change=set_cell("C3", "a lot"))


LAUGHS = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'


def after_the_cells(markup):
    return {SHEET: lambda part: part.replace(b"</sheetData>", b"</sheetData>" + markup)}


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({SHEET: lambda part: LAUGHS + part}, "declares entities or is not UTF-8"),
        ({"xl/sharedStrings.xml": lambda part: LAUGHS + part}, "declares entities or is not UTF-8"),
        ({"docProps/core.xml": lambda part: part.decode().encode("utf-16")}, "declares entities or is not UTF-8"),
        ({"xl/media/evil.png": lambda _part: LAUGHS}, "declares entities or is not UTF-8 in 'xl/media/evil.png'"),
        (after_the_cells(b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'), "the cells A1:XFD1048576"),
        (after_the_cells(b'<mergeCells><mergeCell ref="&#65;:&#88;FD"/></mergeCells>'), "the cells A:XFD"),
        (after_the_cells(b"<mergeCells><mergeCell ref='?'/></mergeCells>"), "'?' is no range"),
        (after_the_cells(b'<hyperlinks><hyperlink ref="A1:XFD999999"/></hyperlinks>'), "the cells A1:XFD999999"),
        (
            {SHEET: lambda part: part.replace(b'r="C3"', b'r="XFD1048576"')},
            "sheet 'Data' has 1,048,576 rows and 16,384 columns: too many",
        ),
        ({SHEET: lambda part: part.replace(b"</sheetData>", b"")}, "is no sound Excel workbook"),
        ({"xl/workbook.xml": lambda _part: b"<workbook/>"}, "cannot be read as Set of ledger"),
    ],
)
def test_a_workbook_that_would_grow_is_refused_before_it_does(importer, parts, expected):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert expected in bad_workbook(importer, parts=parts)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < GREEN / 1000


def test_a_workbook_by_another_name_is_read(importer):
    path = importer.folder / "download"
    make_workbook(path)
    assert importer.run(path)[0] == 0


def test_a_workbook_is_read_with_its_formats(tmp_path):
    """The colour of a figure says whether the publisher estimated it."""
    from openpyxl.styles import Color, Font

    path = tmp_path / "x.xlsx"
    make_workbook(path, change=lambda sheet: setattr(sheet["C2"], "font", Font(color=Color(indexed=12))))
    assert workbooks.workbook(path)["Data"]["C2"].font.color.indexed == 12


# Zips


def bad_zip(importer, **members):
    path = importer.folder / "treaties.zip"
    make_zip(path)
    with warnings.catch_warnings(), zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")  # of names that are there twice
        for name, content in members.items():
            archive.writestr(name, content)
    return importer.refused(path)


def test_a_zip_bomb_is_refused(importer):
    assert "holds 'bomb', which unpacks to over 200 times its size" in bad_zip(importer, bomb=b"\0" * 20_000_000)


def test_a_zip_that_unpacks_to_more_than_memory_holds_is_refused(importer, monkeypatch):
    monkeypatch.setattr(archives.opened.__wrapped__, "__defaults__", (1_000_000,))
    assert "would unpack to more than 1 MB" in bad_zip(importer, big=os.urandom(1_000_001))


def test_a_zip_of_too_many_files_is_refused(importer):
    assert "holds 2,001 files, and 2,000 are the most" in bad_zip(importer, **{f"m{n}": b"" for n in range(2000)})


def test_a_zip_with_a_name_twice_is_refused(importer):
    """Which of the two would be read, depends on the program that reads."""
    assert "holds two files of the same name" in bad_zip(importer, **{"parties.csv": b"x"})


def test_a_zip_in_a_zip_stays_packed(tmp_path):
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb", b"\0" * 50_000_000)
    path = tmp_path / "outer.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inner.zip", inner.getvalue())
    assert reading.members(path) == {"inner.zip": inner.getvalue()}


@pytest.mark.parametrize("stated", [10, 10_000_000])
def test_a_zip_that_states_a_false_size_is_refused(importer, stated):
    """The size is what the limits rest on: a member is never read beyond it."""
    path = importer.folder / "treaties.zip"
    make_zip(path)
    content = bytearray(path.read_bytes())
    place = content.index(b"PK\x01\x02") + 24  # the uncompressed size in the central directory
    content[place : place + 4] = struct.pack("<I", stated)
    path.write_bytes(content)
    assert "is no sound zip file, or is cut off" in importer.refused(path)


def test_an_encrypted_zip_is_refused(importer):
    path = importer.folder / "treaties.zip"
    make_zip(path)
    content = bytearray(path.read_bytes())
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(sign) + offset] |= 1
    path.write_bytes(content)
    assert "is no sound zip file" in importer.refused(path)


def test_a_member_that_looks_like_a_path_writes_nothing_there(importer):
    path = importer.folder / "treaties.zip"
    make_zip(path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("../../evil.csv", b"x")
    assert importer.run(path)[0] == 0
    assert not list(importer.folder.rglob("evil.csv"))
    assert not list(importer.folder.parent.glob("evil.csv"))


def test_keys_that_look_like_paths_are_refused(importer):
    """Names in the data may end in names of files later."""
    path = importer.folder / "treaties.zip"
    make_zip(path, [("../../evil", "AAA"), ("../../evil", "BBB")])
    line = importer.refused(path)
    assert "table agreements, row 2, column agreement_id: '../../evil' does not have the form expected" in line


# Files of R


def bad_r(importer, content):
    path = importer.folder / "spending.rda"
    path.write_bytes(content)
    return importer.refused(path)


def test_an_r_file_that_unpacks_without_end_is_refused(importer, monkeypatch):
    monkeypatch.setattr(r_files, "UNPACKED", 10**6)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert "would unpack to more than 1 MB" in bad_r(importer, gzip.compress(b"RDX3\nX\n" + b"\0" * 100_000_000))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < GREEN / 1000


def test_an_r_file_of_another_kind_is_refused(importer):
    for content in (b"not R", b"RDA3\nA\n262144\n", gzip.compress(gzip.compress(b"RDX3\nX\n"))):
        assert "is no file that R's `save` writes (.rda)" in bad_r(importer, gzip.compress(content))


def test_a_sequence_that_r_states_by_its_ends_is_bounded(importer):
    """Forty bytes may stand for numbers that no memory holds."""
    path = importer.folder / "spending.rda"
    make_r(path, SPENDING)
    plain = zlib.decompress(path.read_bytes(), wbits=31) if path.read_bytes()[:2] == b"\x1f\x8b" else path.read_bytes()

    def integer(number):
        return struct.pack(">i", number)

    def symbol(name):
        return integer(1) + integer(9) + integer(len(name)) + name

    state = integer(14) + integer(3) + struct.pack(">ddd", 1e12, 1.0, 1.0)
    altrep = integer(238) + integer(2) + symbol(b"compact_intseq") + integer(2) + symbol(b"base") + integer(2)
    altrep += integer(13) + integer(1) + integer(13) + integer(254) + state + integer(254)
    head = plain[: plain.index(b"X\n") + 2 + 12]
    if head.startswith(b"RDX3"):
        length = struct.unpack(">i", plain[len(head) : len(head) + 4])[0]
        head += plain[len(head) : len(head) + 4 + length]
    content = head + integer(1026) + symbol(b"spending") + altrep + integer(254)
    assert "holds a sequence of 1000000000000 items, and 10,000,000 are the most" in bad_r(importer, content)


# Writing


def test_a_failed_import_leaves_the_one_before_byte_for_byte(importer):
    path = importer.file("atlas")
    importer.run(path)
    path.write_bytes(path.read_bytes()[:-5])
    importer.refused(path)


@pytest.mark.parametrize("broken", ["mkdir", "write", "rename"])
def test_a_disk_that_is_full_leaves_the_one_before(importer, monkeypatch, broken):
    from pathlib import Path

    from pactbook.ingest.published import writing

    path = importer.file("atlas")
    importer.run(path)
    make_text(path, SPENDING[:1])
    full = OSError(28, "No space left on device")

    def fail(*_arguments, **_named):
        raise full

    rename = Path.rename
    if broken == "mkdir":
        monkeypatch.setattr(Path, "mkdir", fail)
    elif broken == "write":
        monkeypatch.setattr(writing.csv, "writer", fail)
    else:
        monkeypatch.setattr(Path, "rename", lambda old, new: fail() if old.name.endswith(".part") else rename(old, new))
    assert "No space left on device" in importer.refused(path)


def test_an_import_that_was_killed_between_two_renames_is_mended(importer):
    path = importer.file("atlas")
    importer.run(path)
    stands = importer.state()
    published = importer.data / "published"
    (published / "atlas").rename(published / ".atlas.old")
    (published / ".atlas.part").mkdir()
    out = importer.run(path)[1]
    assert "0 new, 0 gone, 0 revised" in out
    assert importer.state() == stands
    assert [entry.name for entry in published.iterdir()] == ["atlas"]


def test_a_folder_that_no_import_wrote_is_never_replaced(importer):
    """An editor's own files would be gone."""
    path = importer.file("atlas")
    folder = importer.data / "published" / "atlas"
    folder.mkdir(parents=True)
    (folder / "mine.csv").write_text("x", encoding="utf-8")
    assert "atlas holds no import of atlas; move it away first" in importer.refused(path)
    (folder / "mine.csv").unlink()
    folder.rmdir()
    importer.run(path)
    (folder / "mine.csv").write_text("x", encoding="utf-8")
    assert "atlas holds 'mine.csv', which no import wrote; move it away first" in importer.refused(path)


def test_a_link_in_place_of_the_folder_is_not_followed(importer):
    elsewhere = importer.folder / "elsewhere"
    elsewhere.mkdir()
    (importer.data / "published").mkdir()
    (importer.data / "published" / "atlas").symlink_to(elsewhere)
    assert "atlas is a link; an import replaces a folder as a whole" in importer.refused(importer.file("atlas"))
    assert not list(elsewhere.iterdir())


def test_two_imports_do_not_meet(importer):
    from pactbook.ingest.published import writing

    path = importer.file("atlas")
    importer.run(path)
    with writing._locked(importer.data / "published"):
        assert "another import is at work in" in importer.refused(path)


def test_an_earlier_import_that_was_spoilt_is_replaced_without_comparison(importer):
    path = importer.file("atlas")
    importer.run(path)
    (importer.data / "published" / "atlas" / "military_expenditure.csv").write_bytes(b"\xff\xfe")
    assert "military_expenditure: cannot be compared" in importer.run(path)[1]


def test_an_empty_sheet_is_no_trouble(tmp_path):
    book = openpyxl.Workbook()
    book.create_sheet("Empty")
    book.save(tmp_path / "x.xlsx")
    assert workbooks.workbook(tmp_path / "x.xlsx").sheetnames == ["Sheet", "Empty"]
