"""If these fail, opening a table of ours runs what somebody wrote into the data."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pactbook.cells import NUMBER, harmless

BLANKS = "".join(chr(code) for code in (*range(0x21), 0xA0, 0x2003, 0x3000, 0x200B, 0x2060, 0xFEFF))


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1+1", "-cmd", "@SUM(A1)", "\t=1", " =1", "＝1+1", "\u200b=1", '"=1', "-", "+7 700 1234567"],
)
def test_what_could_begin_a_formula_has_an_apostrophe_before_it(text):
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Shield-2025", "a = b", "-5", "+5", "-0.5", "1e-3", "−5 %", "’=x", "a;b-c;-3"])
def test_what_begins_none_stays_as_it_is(text):
    assert harmless(text) == text


def test_an_item_of_a_list_is_a_cell_where_semicolons_part_cells():
    assert harmless("sco;=1+1;-3;-x") == "sco;'=1+1;-3;'-x"


@pytest.mark.parametrize(("text", "shown"), [("a\n=1+1;z", "a\n'=1+1;z"), ("a\r\n-x", "a\r\n'-x"), ("\r=1", "'\r'=1")])
def test_a_line_of_a_text_is_a_row_where_semicolons_part_cells(text, shown):
    """There the quote in `row,"a` is a letter, since it does not begin a cell, and the line break ends the row."""
    assert harmless(text) == shown


@given(st.lists(st.text(st.sampled_from("=+-@＝＋－＠﹢﹦;'\"a1." + BLANKS)), max_size=4).map("".join))
def test_no_part_of_a_text_begins_a_formula(text):
    for part in harmless(text).split(";"):
        first = unicodedata.normalize("NFKC", part.strip(BLANKS)[:1])
        assert NUMBER.fullmatch(part) or first not in ("=", "+", "-", "@")


@given(st.text())
def test_nothing_is_lost_but_for_apostrophes(text):
    assert harmless(text).replace("'", "") == text.replace("'", "")
