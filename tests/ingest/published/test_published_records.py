"""If these fail, a value that nobody understood would enter the package as a gap or a wrong figure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pactbook import dates
from pactbook.ingest.published import frames, records
from pactbook.ingest.published.glimpse import Glimpse
from pactbook.ingest.published.model import PublishedError


def one(text, needed=("a",), missing=()):
    return records.read(text, needed, missing)[0]


def test_cells_are_read_by_column_without_blanks_and_codes_for_missing():
    found = records.read("b,a\n x ,-9\n\n,2\n", ("a", "b"), ("-9",))
    assert [record.row for record in found] == [2, 4]  # as a spreadsheet counts: the blank line is row 3
    assert (found[0].text("b"), found[0].whole("a"), found[1].text("b"), found[1].whole("a")) == ("x", None, None, 2)
    assert found[0].text("not there") is None


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a,c\n1,2\n", "has no column 'b'; columns are a, c"),
        ("a,b,b\n1,2,3\n", "has more than one column 'b'"),
        ("", "has no column 'a'; columns are none"),
        ("a,b\n1\n", "row 2 has 1 cells, and the header 2"),
        ('a,b\n1,"2\n', "no sound CSV"),
    ],
)
def test_a_file_of_another_shape_is_refused_with_what_differs(text, says):
    with pytest.raises(PublishedError, match=says):
        records.read(text, ("a", "b"))


@pytest.mark.parametrize("cell", ["many", "1.5", "1,5", "NaN", "1e400"])
def test_text_in_a_number_column_is_refused_with_its_place(cell):
    with pytest.raises(PublishedError, match=r"row 2, column 'a': .* is not a whole number"):
        one(f'a\n"{cell}"\n').whole("a")


def test_a_flag_is_one_or_zero():
    assert one("a\n1\n").flag("a")
    assert not one("a,b\n,1\n").flag("a")
    with pytest.raises(PublishedError, match="'2' is not 0 or 1"):
        one("a\n2\n").flag("a")


@pytest.mark.parametrize(
    ("cells", "date"),
    [("1992,5,7", "1992-05-07"), ("1992,5,", "1992-05"), ("1992,0,7", "1992"), ("0,0,0", None), (",,", None)],
)
def test_dates_stay_as_partial_as_they_are(cells, date):
    assert one(f"y,m,d,x\n{cells},1\n", ("y",)).date("y", "m", "d") == date


@given(st.integers(1800, 2050), st.integers(-3, 15), st.integers(-3, 35))
def test_a_date_is_one_of_the_calendar_or_refused(year, month, day):
    record = one(f"y,m,d\n{year},{month},{day}\n", ("y",))
    calendar = f"{year:04d}" + (f"-{month:02d}" if month else "") + (f"-{day:02d}" if month and day else "")
    if dates.is_partial_date(calendar):
        assert record.date("y", "m", "d") == calendar
    else:
        with pytest.raises(PublishedError, match="part of a date"):
            record.date("y", "m", "d")


def test_a_table_has_its_columns_types_and_order():
    columns = {"id": frames.TEXT, "n": frames.WHOLE, "x": frames.NUMBER, "all": frames.LIST}
    found = frames.frame([{"id": "b", "n": 2, "all": ("y",)}, {"id": "a", "x": 0.5}], columns, ("id",))
    assert list(found.columns) == list(columns)
    assert [str(dtype) for dtype in found.dtypes] == ["string", "Int64", "Float64", "object"]
    assert found["id"].tolist() == ["a", "b"]
    assert found["all"].tolist() == [(), ("y",)]
    assert len(frames.frame([], columns, ("id",))) == 0


def test_a_header_is_read_from_text_alone():
    assert records.header(Glimpse("x.csv", "text", '"a", b\n1,2')) == {"a", "b"}
    assert records.header(Glimpse("x.xlsx", "xlsx")) == frozenset()
