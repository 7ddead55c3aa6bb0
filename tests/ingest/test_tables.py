"""Typed tables: if these fail, measures add up texts, lose rows between two jobs, or name rows that nobody can find."""

import pandas as pd
import pytest

from pactbook.ingest import package, tables


@pytest.fixture
def read(region):
    return tables.read(package.read(region.package))


def test_row_identifiers(read):
    """A brief could not be followed to the row."""
    assert read["exercises"].columns[0] == "row"
    assert read["exercises"]["row"].iloc[0] == "exercises:steppe-shield-2003"
    assert read["exercise_participants"]["row"].iloc[1] == "exercise_participants:steppe-shield-2003/CCC"
    assert read["military_expenditure"]["row"].iloc[0] == "military_expenditure:AAA/2015/constant_2024"
    every = pd.concat([frame["row"] for frame in read.values()])
    assert every.is_unique


def test_types(read):
    exercises, countries = read["exercises"], read["countries"]
    assert exercises["personnel_total"].dtype == pd.Int64Dtype()
    assert exercises["lat"].dtype == pd.Float64Dtype()
    assert exercises["start"].dtype == pd.StringDtype()
    assert exercises["start"].tolist()[:2] == ["2003", "2010-09"]
    assert countries["landlocked"].dtype == pd.BooleanDtype()
    assert countries["landlocked"].tolist() == [True, True, False, True]
    assert exercises["focus"].iloc[1] == ("collective defence", "command post")


def test_missing_is_missing(read):
    """An empty cell would be counted as a zero or an empty name."""
    assert read["countries"]["population"].isna().tolist() == [False, False, False, True]
    assert read["countries"]["name_local"].isna().tolist() == [False, True, False, True]
    assert read["countries"]["memory_fields"].tolist() == [("name_local",), (), (), ()]


def test_text_that_looks_like_missing_stays(region):
    """Namibia's code is NA."""
    region.edit("countries", 2, iso2="NA", note="null")
    read = tables.read(package.read(region.package))
    assert read["countries"][["iso2", "note"]].iloc[0].tolist() == ["NA", "null"]


def test_what_the_check_accepts_is_read_alike(region):
    """Empty rows at the end would become rows without a key; TRUE would become false."""
    before = tables.read(package.read(region.package))["countries"]
    path = region.folder / "countries.csv"
    content = path.read_bytes().replace(b",true,", b",TRUE,").replace(b"\n", b"\r\n")
    path.write_bytes(b"\xef\xbb\xbf" + content + b"," * 21 + b"\r\n\r\n")
    assert region.lines() == []
    pd.testing.assert_frame_equal(tables.read(package.read(region.package))["countries"], before)


def test_written_tables_come_back(read, tmp_path):
    """A job would see other types than the one before it."""
    read["operations"] = read["operations"].iloc[:0]
    tables.write(read, tmp_path / "tables")
    back = tables.load(sorted((tmp_path / "tables").glob("*.parquet")))
    assert back.keys() == read.keys()
    for name, frame in read.items():
        pd.testing.assert_frame_equal(back[name], frame)


def test_same_tables_same_bytes(read, tmp_path):
    """Every brief would be built anew after each check."""
    for folder in ("first", "second"):
        tables.write(read, tmp_path / folder)
    for path in (tmp_path / "first").iterdir():
        assert path.read_bytes() == (tmp_path / "second" / path.name).read_bytes()
