"""If these fail, a workbook does not open, runs what it holds, or differs from run to run."""

import io
import zipfile

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from pactbook.publish import workbook
from pactbook.render.tables import Table, tables

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
EDITION = {"id": "2025-12", "as_of": "2025-12-31"}
LETTERS = st.text(st.characters(codec="utf-8", exclude_characters="\ufffe\uffff"), max_size=40)


def table(rows, columns=("name", "value"), title="deliveries"):
    return Table("arms", title, columns, tuple(rows), ("Register entries", "arms_transfers:a", "sipri"))


def parts(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def sheet(content, number):
    """The cells of a sheet: numbers as numbers, texts as texts."""
    found = parts(content)
    strings = [
        "".join(text.text or "" for text in item.iter(f"{MAIN}t"))
        for item in etree.fromstring(found["xl/sharedStrings.xml"])
    ]
    cells = {}
    for cell in etree.fromstring(found[f"xl/worksheets/sheet{number}.xml"]).iter(f"{MAIN}c"):
        value = cell.findtext(f"{MAIN}v")
        kind = cell.get("t")
        cells[cell.get("r")] = strings[int(value)] if kind == "s" else bool(int(value)) if kind == "b" else float(value)
    return cells


def test_numbers_are_numbers_and_dates_are_text():
    content = workbook.content("Aland", EDITION, [table([("2004-10", 1994), ("-", -0.5), (None, True)])])
    assert sheet(content, 2) == {
        "A1": "name", "B1": "value", "A2": "2004-10", "B2": 1994, "A3": "-", "B3": -0.5, "B4": True,
    }  # fmt: skip


def test_the_index_names_every_table_with_its_chapter_and_measure():
    content = workbook.content("Aland", EDITION, [table([("a", 1)]), table([], title="figures")])
    cells = sheet(content, 1)
    assert cells["A1"] == "Aland: Pactbook, edition 2025-12, state of 2025-12-31"
    assert [cells[f"{column}4"] for column in "ABCDEFG"] == [
        "arms.deliveries", "arms", "deliveries", 1, "Register entries", "arms_transfers:a", "sipri",
    ]  # fmt: skip
    assert cells["A5"] == "arms.figures"


@settings(max_examples=50)  # each example is a workbook
@given(st.lists(st.tuples(LETTERS, LETTERS), max_size=4), LETTERS)
def test_nothing_in_a_workbook_is_executed_or_asks_for_something(rows, title):
    tables = [table(rows), table([("=1+1", "http://example.org"), ("{=A1}", "internal:A1")], title=title)]
    found = parts(workbook.content(title, EDITION, tables))
    for name, content in found.items():
        root = etree.fromstring(content)
        if name.startswith("xl/worksheets/sheet"):
            assert not list(root.iter(f"{MAIN}f")), name
            links = list(root.iter(f"{MAIN}hyperlink"))
            assert all(link.get("location") and len(link.attrib) <= 3 for link in links), name
            assert not links or name.endswith("sheet1.xml")
        assert b'TargetMode="External"' not in content, name
    assert not [name for name in found if "externalLink" in name or "vba" in name]


@given(st.lists(st.text(max_size=40), max_size=12))
def test_sheet_names_are_what_a_spreadsheet_takes(titles):
    names = workbook.sheet_names([*titles, "index", "History", "a" * 40, "a" * 41, "A" * 40])
    assert len({name.casefold() for name in [*names, "index"]}) == len(names) + 1
    for name in names:
        assert 0 < len(name) <= 31
        assert not set(name) & set("[]:*?/\\\x00\n")
        assert name.strip("'") == name


def test_two_runs_give_the_same_bytes():
    rows = [(str(number), number / 7) for number in range(50)]
    first, second = (workbook.content("Aland", EDITION, [table(rows)]) for _ in range(2))
    assert first == second


def test_a_cell_that_is_too_long_for_a_spreadsheet_is_cut_and_says_so():
    content = workbook.content("Aland", EDITION, [table([("x" * 40000, 1)])])
    assert len(sheet(content, 2)["A2"]) == 32767
    assert sheet(content, 2)["A2"].endswith("x…")


def test_what_is_said_of_a_row_has_its_sources_in_one_cell(briefs):
    """A correction with two sources once stopped the downloads of its brief."""
    correction = {"row": "memberships:a", "column": "start", "old": "1", "new": "2", "sources": ["one", "two"]}
    said = tables(next(iter(briefs.values())) | {"corrections": [correction]})[-1]
    assert said.name == "corrections"
    assert said.rows[0][said.columns.index("sources")] == "one;two"
    assert sheet(workbook.content("Title", EDITION, [said]), 2)["E2"] == "one;two"
