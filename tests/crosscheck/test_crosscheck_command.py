"""`pactbook crosscheck` as an editor runs it, on the made-up region and a set that was imported beside it."""

import csv
import json
import shutil
from pathlib import Path

import pytest

from pactbook.cli import main
from pactbook.crosscheck import findings

ROOT = Path(__file__).parents[2]
REGION = ROOT / "tests" / "region"


@pytest.fixture
def house(tmp_path, monkeypatch):
    """The region's data, with years of conflict as UCDP would have them."""
    shutil.copytree(REGION / "data", tmp_path / "data")
    shutil.copytree(ROOT / "config", tmp_path / "config")
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "data" / "published" / "ucdp-acd"
    folder.mkdir(parents=True)
    package = json.loads((tmp_path / "data" / "datapackage.json").read_text(encoding="utf-8"))
    resources = [one for one in package["resources"] if one["name"] in ("conflict_years", "sources")]
    described = {"resources": resources, "pactbook:import": {"edition": "99.9"}}
    (folder / "datapackage.json").write_text(json.dumps(described), encoding="utf-8")
    shutil.copy(tmp_path / "data" / "sources.csv", folder)
    with (tmp_path / "data" / "conflict_years.csv").open(encoding="utf-8") as file:
        first, columns = next(csv.DictReader(file)), file.seek(0) or next(csv.reader(file))
    with (folder / "conflict_years.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerow(first | {"conflict_id": "war", "year": "2019", "locations": "AAA;BBB"})
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


def test_what_an_import_has_left_half_done_is_no_set(house, capsys):
    """A killed import would stop every cross-check after it, or be compared under a name of its own."""
    half = house / "data" / "published" / ".cow-nmc.part"
    half.mkdir()
    (half / "datapackage.json").write_text("{", encoding="utf-8")
    assert main(["crosscheck"]) == 0
    assert main(["check"]) == 0, capsys.readouterr().out


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (",2019,", ",x,", "'x' is not a whole number"),
        ("war,", '"war,', "quote that is not closed"),
        ("war,", "\0,", "NUL byte"),
    ],
)
def test_a_set_that_was_spoilt_ends_in_one_line_and_nothing_is_written(house, capsys, old, new, told):
    """Half of a set would be told as facts that only we have, and written so."""
    path = house / "data" / "published" / "ucdp-acd" / "conflict_years.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    before = {path: path.read_bytes() for path in (house / "data").glob("*.csv")}
    assert main(["crosscheck", "--write"]) == 1
    said = capsys.readouterr().err
    assert told in said
    assert said.count("\n") == 1
    assert {path: path.read_bytes() for path in (house / "data").glob("*.csv")} == before


def test_a_set_without_rows_compares_nothing(house, capsys):
    path = house / "data" / "published" / "ucdp-acd" / "conflict_years.csv"
    path.write_text(path.read_text(encoding="utf-8").split("\n")[0] + "\n", encoding="utf-8")
    assert main(["crosscheck"]) == 1
    assert "holds no set that can be compared" in capsys.readouterr().err


def test_letters_of_a_set_that_no_report_can_print_do_not_spoil_the_package():
    """Written as they are, they fail the check, and the command that wrote them would never run again."""
    made = findings.frame([("a/s", findings.DIFFERS, "war \u1200\x1b", "row", "", "", "", "")])
    assert made["subject"].tolist() == ["war \\u1200\\u001b"]
