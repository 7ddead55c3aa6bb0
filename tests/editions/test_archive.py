"""Archives: if these fail, an edition is not what was frozen, or a broken file ends in a traceback or a full disk."""

import json
import struct
import tracemalloc
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pactbook.editions import archive
from pactbook.editions.edition import frozen

TOLD = {"id": "2025-12", "title": "Region", "as_of": "2025-12-31", "format": 1, "previous": None}
COLUMNS = {
    "t": {
        "row": {"type": "string", "unit": None},
        "n": {"type": "integer", "unit": None},
        "x": {"type": "number", "unit": "km"},
        "b": {"type": "boolean", "unit": None},
        "l": {"type": "list", "unit": None},
        "s": {"type": "string", "unit": None},
    }
}
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\r\x00;"), min_size=1)


def files(**others):
    content = {
        "edition.json": TOLD,
        "index.json": [{"kind": "countries", "slug": "alvonia", "title": "Alvonia"}],
        "changes.json": {"changes": []},
        "briefs/countries/alvonia.json": {"rows": []},
        "changes/countries/alvonia.json": {"changes": [], "last_changed": "2025-12"},
        "tables/columns.json": {},
    } | others
    return {name: json.dumps(value).encode() for name, value in content.items()}


def zipped(path, content, **options):
    """A zip as anybody may make one."""
    with zipfile.ZipFile(path, "w", **options) as file:
        for name, value in content.items():
            file.writestr(name, value)
    return path


def test_an_archive_gives_back_what_was_put_in(tmp_path):
    archive.write(tmp_path / "2025-12.zip", files())
    (found,) = archive.editions(tmp_path)
    assert (found.id, found.title, found.as_of, found.previous) == ("2025-12", "Region", "2025-12-31", None)
    assert found.brief("countries", "alvonia") == {"rows": []}
    assert found.brief_changes("countries", "alvonia")["last_changed"] == "2025-12"
    assert found.changes() == {"changes": []}


def test_the_same_content_gives_the_same_bytes(tmp_path):
    """Whatever the order, the clock and the user's rights."""
    content = files()
    archive.write(tmp_path / "a.zip", content)
    archive.write(tmp_path / "b.zip", dict(reversed(content.items())))
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


@given(st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.booleans(), st.lists(TEXTS), TEXTS)
def test_tables_keep_their_values(n, x, b, items, text):
    """A cell that a spreadsheet would execute is guarded, and read as it was."""
    records = {
        "t:1": {"row": "t:1", "n": n, "x": x, "b": b, "l": items, "s": text},
        "t:2": {"row": "t:2", "n": None, "x": None, "b": None, "l": [], "s": None},
    }
    sheet = archive.table_csv(records, COLUMNS["t"]).decode("utf-8")
    assert archive._table(sheet, COLUMNS["t"]) == records


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@sum", "\tx", "'=1", "''@x"])
def test_no_cell_is_executed(text):
    sheet = archive.table_csv({"t:1": {"row": "t:1", "s": text}}, {"row": COLUMNS["t"]["row"], "s": COLUMNS["t"]["s"]})
    assert sheet.decode().splitlines()[1].split(",")[1].lstrip('"').startswith("'")


@pytest.mark.parametrize(("text", "written"), [("x;=1+1", "x;'=1+1"), ("x\n=1+1;y", "x\n'=1+1;y"), ("x;'=1", "x;''=1")])
def test_no_part_of_a_cell_is_executed_where_semicolons_part_cells(text, written):
    columns = {"row": COLUMNS["t"]["row"], "s": COLUMNS["t"]["s"]}
    sheet = archive.table_csv({"t:1": {"row": "t:1", "s": text}}, columns).decode()
    assert written in sheet
    assert archive._table(sheet, columns)["t:1"]["s"] == text


def test_editions_are_sorted_by_date(tmp_path):
    for name, as_of in (("b", "2024-12-31"), ("a", "2025-12-31"), ("c", "2023-12-31")):
        archive.write(tmp_path / f"{name}.zip", files(**{"edition.json": TOLD | {"id": name, "as_of": as_of}}))
    found = archive.editions(tmp_path)
    assert [one.id for one in found] == ["c", "b", "a"]
    assert archive.before(found, {"id": "d", "as_of": "2025-12-31"}).id == "b"
    assert archive.before(found, {"id": "d", "as_of": "2023-12-31"}) is None


def test_no_folder_is_no_edition(tmp_path):
    assert archive.editions(tmp_path / "none") == []


def read_all(folder):
    for one in archive.editions(folder):
        one.index()
        one.tables()


def broken(tmp_path, make):
    """What is said of a file."""
    path = tmp_path / "2025-12.zip"
    make(path)
    with pytest.raises(archive.ArchiveError) as caught:
        read_all(tmp_path)
    assert "\n" not in str(caught.value)
    assert str(path) in str(caught.value)
    return str(caught.value)


def truncated(path):
    archive.write(path, files())
    path.write_bytes(path.read_bytes()[:-40])


def spoiled(path):
    """A bit flips within a file, where only its checksum tells."""
    archive.write(path, files())
    content = bytearray(path.read_bytes())
    content[content.index(b"edition.json") + len("edition.json") + 10] ^= 0xFF
    path.write_bytes(bytes(content))


def bomb(path):
    """Ten million zeros in ten thousand bytes."""
    zipped(path, files() | {"index.json": bytes(10_000_000)}, compression=zipfile.ZIP_DEFLATED)


def lying(path):
    """Forty million zeros that say they are a hundred."""
    zipped(path, files() | {"index.json": bytes(40_000_000)}, compression=zipfile.ZIP_DEFLATED)
    content = path.read_bytes()
    path.write_bytes(content.replace(struct.pack("<I", 40_000_000), struct.pack("<I", 100)))


CASES = [
    (truncated, "is no zip, or a broken one"),
    (spoiled, "cannot be read"),
    (bomb, "would unpack to more"),
    (lying, "cannot be read"),
    (lambda path: zipped(path, files(), compression=zipfile.ZIP_BZIP2), "packed in another way"),
    (
        lambda path: archive.write(path, files(**{"edition.json": TOLD | {"previous": "javascript:alert"}})),
        "its name",
    ),
    (lambda path: path.write_bytes(b""), "is no zip"),
    (lambda path: path.write_text("<html>"), "is no zip"),
    (lambda path: path.mkdir(), "is no zip"),
    (lambda path: zipped(path, files() | {"../../evil.json": b"{}"}), "holds '../../evil.json'"),
    (lambda path: zipped(path, files() | {"/etc/passwd": b""}), "holds '/etc/passwd'"),
    (lambda path: zipped(path, files() | {"briefs/../x.json": b"{}"}), "holds 'briefs/../x.json'"),
    (lambda path: zipped(path, files() | {"index.json\\": b"{}"}), "holds"),
    (lambda path: zipped(path, {"photo.jpg": b""}), "holds 'photo.jpg'"),
    (lambda path: zipped(path, {}), "lacks edition.json"),
    (lambda path: zipped(path, files() | {"edition.json": b"{"}), "is not JSON"),
    (lambda path: zipped(path, files() | {"edition.json": b"[" * 100_000}), "is not JSON"),
    (lambda path: zipped(path, files() | {"edition.json": b"[]"}), "does not hold what it should"),
    (lambda path: zipped(path, files() | {"index.json": b"{}"}), "does not hold what it should"),
    (lambda path: archive.write(path, files(**{"edition.json": TOLD | {"format": 7}})), "is of format 7"),
    (lambda path: archive.write(path, files(**{"edition.json": TOLD | {"id": "x"}})), "is the edition 'x'"),
    (lambda path: archive.write(path, files(**{"edition.json": TOLD | {"as_of": "2025"}})), "expected YYYY-MM-DD"),
    (lambda path: zipped(path, files() | {"tables/t.csv": b"row\nt:1\n"}), "its tables are broken"),
    (lambda path: zipped(path, files() | {"tables/t.csv": b"\xff\xfe"}), "its tables are broken"),
]


@pytest.mark.parametrize(("make", "told"), CASES)
def test_a_broken_or_foreign_zip_is_named_in_one_line(tmp_path, monkeypatch, make, told):
    monkeypatch.setattr(archive, "MOST_BYTES", 9_000_000)
    assert told in broken(tmp_path, make)


def test_what_unpacks_to_more_than_it_says_is_not_unpacked(tmp_path):
    """A small file in the repository would fill the memory of whoever builds the site."""
    path = tmp_path / "2025-12.zip"
    lying(path)
    tracemalloc.start()
    with pytest.raises(archive.ArchiveError):
        archive.read(path).index()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 10_000_000


@pytest.mark.parametrize("name", ["javascript:alert(1)", "a b", "<b>"])
def test_an_edition_has_a_name_that_can_stand_in_an_address(tmp_path, name):
    archive.write(tmp_path / f"{name}.zip", files(**{"edition.json": TOLD | {"id": name}}))
    with pytest.raises(archive.ArchiveError, match="its name"):
        archive.editions(tmp_path)


@pytest.mark.filterwarnings("ignore:Duplicate")
def test_two_files_of_one_name_are_refused(tmp_path):
    """Which of them is read would hang on the reader."""

    def make(path):
        with zipfile.ZipFile(path, "w") as file:
            for _ in range(2):
                file.writestr("edition.json", json.dumps(TOLD))

    assert "two files of one name" in broken(tmp_path, make)


def test_a_name_that_none_would_read_is_not_written(tmp_path):
    with pytest.raises(ValueError, match="no name"):
        archive.write(tmp_path / "x.zip", {"../x": b""})
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["2025-03", "../2025-12", "", "a/b"])
def test_an_edition_that_is_not_there_is_named(tmp_path, name):
    archive.write(tmp_path / "2025-12.zip", files())
    with pytest.raises(archive.ArchiveError, match="there are: 2025-12"):
        archive.named(tmp_path, name)


def test_an_edition_of_an_earlier_format_is_kept_and_not_compared(tmp_path, monkeypatch):
    """If this fails, a Pactbook that tells briefs in another way stops at the editions of before, or misreads them."""
    archive.write(tmp_path / "2025-12.zip", files())
    monkeypatch.setattr(archive, "FORMAT", 2)
    (kept,) = archive.editions(tmp_path)
    assert not kept.current
    assert kept.changes() == archive.read(tmp_path / "2025-12.zip").changes()
    assert archive.before([kept], {"id": "2026-03", "as_of": "2026-03-31"}) is None
    with pytest.raises(archive.ArchiveError, match=r"2025-12\.zip: was frozen by an earlier Pactbook \(format 1\)"):
        frozen(kept)
