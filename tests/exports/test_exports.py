"""The data of an edition for other programs, made from the region: what is opened must be what the briefs used."""

import csv
import datetime
import io
import json
import zipfile
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database import parse_string

from pactbook.exports import job, packages, references
from pactbook.ingest import edition, package, tables

REGION = Path(__file__).parents[1] / "region" / "data" / "datapackage.json"
EDITION = {"id": "2024-01", "title": "Region"}
NAMES = ("x-data-csv.zip", "x-data-parquet.zip", "x-data.duckdb", "x-sources.bib", "x-sources.csl.json")


@pytest.fixture(scope="module")
def cut():
    return edition.cut(tables.read(package.read(REGION)), datetime.date(2024, 1, 1))


@pytest.fixture(scope="module")
def made(cut, tmp_path_factory):
    """All files of the region's edition, twice."""
    places = []
    for place in ("one", "two"):
        folder = tmp_path_factory.mktemp(place)
        tables.write(cut, folder / "tables")
        paths = sorted(str(path) for path in (folder / "tables").glob("*.parquet"))
        job.export(paths, str(REGION), [str(folder / "out" / name) for name in NAMES], EDITION)
        places.append(folder / "out")
    return places


def test_the_same_data_gives_the_same_bytes(made):
    """A reader who compares the checksum of two copies must not find a difference that is none."""
    for name in NAMES:
        assert (made[0] / name).read_bytes() == (made[1] / name).read_bytes(), name


def test_the_csv_package_is_sound_and_holds_the_edition(made, cut, tmp_path):
    with zipfile.ZipFile(made[0] / NAMES[0]) as archive:
        archive.extractall(tmp_path)
    described = package.read(tmp_path / "datapackage.json")
    assert described.descriptor["version"] == "2024-01"
    again = tables.read(described)
    assert again.keys() == cut.keys()
    for name, frame in cut.items():
        pd.testing.assert_frame_equal(again[name], frame, check_dtype=False, obj=name)


def test_the_parquet_package_has_the_same_cells(made, cut):
    with zipfile.ZipFile(made[0] / NAMES[1]) as archive:
        frame = pd.read_parquet(io.BytesIO(archive.read("memberships.parquet")))
        assert json.loads(archive.read("datapackage.json"))["resources"][0]["path"].endswith(".parquet")
    wanted = cut["memberships"].drop(columns="row")
    assert list(frame.columns) == list(wanted.columns)
    assert frame["membership_id"].tolist() == wanted["membership_id"].tolist()


def test_the_database_has_tables_keys_and_comments(made, cut):
    with duckdb.connect(str(made[0] / NAMES[2]), read_only=True) as base:
        names = {name for (name,) in base.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
        assert names == cut.keys()
        for name in names:
            counted = base.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]
            assert counted == len(cut[name]), name
        keys = base.execute("SELECT constraint_text FROM duckdb_constraints() WHERE table_name = 'memberships'")
        texts = [text for (text,) in keys.fetchall()]
        assert "PRIMARY KEY(membership_id)" in texts
        assert "FOREIGN KEY (org_id) REFERENCES organizations(org_id)" in texts
        comment = base.execute(
            "SELECT comment FROM duckdb_columns() "
            "WHERE table_name = 'military_expenditure' AND column_name = 'usd_millions'"
        ).fetchone()[0]
        assert "Unit: " in comment
        sources = base.execute("SELECT source_ids FROM memberships LIMIT 1").fetchone()[0]
        assert isinstance(sources, list)


def test_a_key_that_leads_nowhere_stops_the_database(cut, tmp_path):
    spoilt = cut | {"memberships": cut["memberships"].assign(org_id="nobody")}
    with pytest.raises(duckdb.ConstraintException):
        packages.database(package.read(REGION).descriptor, spoilt, tmp_path / "x.duckdb")
    assert not (tmp_path / "x.duckdb").exists()


def test_no_cell_of_the_csv_is_a_formula(cut):
    spoilt = cut | {"memberships": cut["memberships"].assign(note="=cmd|' /C calc'!A0")}
    content = packages.packed(package.read(REGION).descriptor, spoilt, EDITION, packages.CSV)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        rows = list(csv.DictReader(io.StringIO(archive.read("memberships.csv").decode())))
    assert {row["note"] for row in rows} == {"'=cmd|' /C calc'!A0"}


def source(**changed):
    known = {"source_id": "a-1", "publisher": "House & Co.", "title": "On 50 % of it", "note": None}
    return known | {"url": "https://example.org/a_b", "published": "2020-05", "kind": "press"} | changed


def test_a_source_as_csl():
    (item,) = references.csl([source()])
    assert item == {
        "id": "a-1",
        "type": "article-newspaper",
        "title": "On 50 % of it",
        "author": [{"literal": "House & Co."}],
        "publisher": "House & Co.",
        "URL": "https://example.org/a_b",
        "issued": {"date-parts": [[2020, 5]]},
    }


def test_a_date_that_is_not_known_is_left_out():
    assert "issued" not in references.csl([source(published=None)])[0]
    assert "year" not in references.bibtex([source(published=None)])


@given(st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=40))
def test_whatever_a_title_holds_it_stays_one_entry_of_bibtex(text):
    """A brace or a backslash from the data must not end the field or run a command of LaTeX."""
    made = references.bibtex([source(title=text), source(source_id="b-2")])
    assert set(parse_string(made, "bibtex").entries) == {"a-1", "b-2"}
    assert "\\input" not in made.replace("\\textbackslash", "")


def test_a_table_may_have_any_name_and_columns_what_names_they_like(tmp_path):
    """A name that our own SQL uses, or a quote in one, must not stop the export or run as SQL."""
    fields = ["id", 'a"); DROP TABLE rows; --']
    schema = {"fields": [{"name": name, "description": "it's"} for name in fields], "primaryKey": "id"}
    frame = pd.DataFrame({"row": ["rows:x"], "id": ["x"], fields[1]: ["'; --"]}, dtype="string")
    packages.database({"resources": [{"name": "rows", "schema": schema}]}, {"rows": frame}, tmp_path / "x.duckdb")
    with duckdb.connect(str(tmp_path / "x.duckdb"), read_only=True) as connection:
        assert connection.sql("SELECT * FROM rows").fetchall() == [("x", "'; --")]


def test_dollars_in_a_title_are_no_mathematics():
    """Otherwise LaTeX stops at a report on an aid of $5 million."""
    assert r'title = "{\$5 for x\^{}2}"' in references.bibtex([source(title="$5 for x^2")])
