"""`pactbook crosscheck` as an editor runs it, on the made-up region and a set that was imported beside it."""

import json
import shutil
from pathlib import Path

import pytest

from pactbook.cli import main

ROOT = Path(__file__).parents[2]
REGION = ROOT / "tests" / "region"

LISTED = {"separator": ";", "reference": {"resource": "sources", "field": "source_id"}}


@pytest.fixture
def house(tmp_path, monkeypatch):
    """The region's data, with years of conflict as UCDP would have them."""
    shutil.copytree(REGION / "data", tmp_path / "data")
    shutil.copytree(ROOT / "config", tmp_path / "config")
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "data" / "published" / "ucdp-acd"
    folder.mkdir(parents=True)
    rows = "conflict_id,year,locations,source_ids,verified\nwar,2019,AAA;BBB,ucdp,tool\n"
    (folder / "conflict_years.csv").write_text(rows, encoding="utf-8")
    shutil.copy(tmp_path / "data" / "sources.csv", folder)
    with (folder / "sources.csv").open("a", encoding="utf-8") as sources:
        sources.write("ucdp,UCDP,Conflicts,,2020,dataset,A,,tool\n")
    fields = [
        {"name": "conflict_id", "type": "string"},
        {"name": "year", "type": "integer"},
        {"name": "locations", "type": "string", "pactbook:list": {"separator": ";"}},
        {"name": "source_ids", "type": "string", "pactbook:list": LISTED},
        {"name": "verified", "type": "string"},
    ]
    schema = {"fields": fields, "primaryKey": ["conflict_id", "year"]}
    resource = {"name": "conflict_years", "path": "conflict_years.csv", "schema": schema}
    package = json.loads((tmp_path / "data" / "datapackage.json").read_text(encoding="utf-8"))
    sources = next(one for one in package["resources"] if one["name"] == "sources")
    described = {"resources": [resource, sources], "pactbook:import": {"edition": "99.9"}}
    (folder / "datapackage.json").write_text(json.dumps(described), encoding="utf-8")
    return tmp_path


def test_rates_and_differences_are_told_and_written_and_an_explanation_is_kept(house, capsys):
    assert main(["crosscheck", "--write"]) == 0
    told = capsys.readouterr().out
    assert "incidents/ucdp-acd (99.9): " in told
    path = house / "data" / "crosscheck.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    missing = next(line for line in lines if "AAA, 2019, war" in line or "BBB, 2019, war" in line)
    path.write_text(
        "\n".join(line + "Below the threshold." * (line == missing) for line in lines) + "\n", encoding="utf-8"
    )
    assert main(["check"]) == 0, capsys.readouterr().out
    capsys.readouterr()
    assert main(["crosscheck", "--write"]) == 0
    assert "Below the threshold." in path.read_text(encoding="utf-8")
    assert "1 of them explained" in capsys.readouterr().out


def test_without_a_set_nothing_is_written(house, capsys):
    shutil.rmtree(house / "data" / "published")
    before = (house / "data" / "crosscheck.csv").read_bytes()
    assert main(["crosscheck", "--write"]) == 1
    assert "holds no set that can be compared" in capsys.readouterr().err
    assert (house / "data" / "crosscheck.csv").read_bytes() == before


def test_a_set_that_cannot_be_read_is_named_in_a_line(house, capsys):
    (house / "data" / "published" / "ucdp-acd" / "datapackage.json").write_text("{", encoding="utf-8")
    assert main(["crosscheck"]) == 1
    assert "a set cannot be read" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("conflict_id,year,locations,source_ids,verified\nwar,x,AAA;BBB,ucdp,tool\n", "'x' is not a whole number"),
        ('conflict_id,year,locations,source_ids,verified\n"war,2019', "quote that is not closed"),
        ("\0", "NUL byte"),
    ],
)
def test_a_set_that_was_spoilt_ends_in_one_line_and_nothing_is_written(house, capsys, content, told):
    """Half of a set would be told as facts that only we have, and written so."""
    (house / "data" / "published" / "ucdp-acd" / "conflict_years.csv").write_text(content, encoding="utf-8")
    before = {path: path.read_bytes() for path in (house / "data").glob("*.csv")}
    assert main(["crosscheck", "--write"]) == 1
    said = capsys.readouterr().err
    assert told in said
    assert said.count("\n") == 1
    assert {path: path.read_bytes() for path in (house / "data").glob("*.csv")} == before


def test_a_set_without_rows_compares_nothing(house, capsys):
    path = house / "data" / "published" / "ucdp-acd" / "conflict_years.csv"
    path.write_text("conflict_id,year,locations,source_ids,verified\n", encoding="utf-8")
    assert main(["crosscheck"]) == 1
    assert "holds no set that can be compared" in capsys.readouterr().err


def test_what_a_stopped_import_left_is_no_set(house, capsys):
    left = house / "data" / "published" / ".ucdp-acd.part"
    left.mkdir()
    (left / "datapackage.json").write_text("{", encoding="utf-8")
    assert main(["crosscheck"]) == 0, capsys.readouterr().err


def test_letters_of_a_set_that_no_report_can_print_do_not_spoil_the_package(house, capsys):
    """Written as they are, they fail the check, and the command that wrote them would never run again."""
    path = house / "data" / "published" / "ucdp-acd" / "conflict_years.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("war", "war \u1200\x1b"), encoding="utf-8")
    assert main(["crosscheck", "--write"]) == 0
    assert "\x1b" not in capsys.readouterr().out
    assert "war \\u1200\\u001b" in (house / "data" / "crosscheck.csv").read_text(encoding="utf-8")
    assert main(["crosscheck"]) == 0, capsys.readouterr().err
