"""Freezing, comparing and their commands on the made-up region, from its data to what a terminal shows."""

import csv
import json
import re
import shutil
from pathlib import Path

import pytest
import yaml

from pactbook import cli
from pactbook.briefs import job as briefs_job
from pactbook.editions import archive, job
from pactbook.ingest import job as ingest_job

ROOT = Path(__file__).parents[2]


@pytest.fixture
def house(tmp_path, monkeypatch):
    """A working folder with the region, its settings and no edition."""
    shutil.copytree(ROOT / "tests" / "region" / "data", tmp_path / "data")
    settings = yaml.safe_load((ROOT / "config" / "config.yaml").read_text(encoding="utf-8"))
    settings["countries"]["minimum_rows"] = 0
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "config.yaml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    shutil.copy(ROOT / "config" / "schema.json", tmp_path / "config")
    (tmp_path / "templates").symlink_to(ROOT / "templates")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def edit(house, table, row, **cells):
    """Change cells of a table, a row counted from 1."""
    path = house / "data" / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[row - 1] |= cells
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def pactbook(capsys, *arguments):
    """Exit status, what was printed and what was complained of."""
    status = cli.main(arguments)
    told = capsys.readouterr()
    return status, told.out, told.err


def built(house):
    """`build/changes` as the workflow makes it."""
    settings = yaml.safe_load((house / "config" / "config.yaml").read_text(encoding="utf-8"))
    build = house / "build"
    (build / "tables").mkdir(parents=True, exist_ok=True)
    ingest_job.ingest(
        "data/datapackage.json", settings["edition"]["as_of"], build / "tables", build / "verdict", build / "log"
    )
    typed = sorted((build / "tables").glob("*.parquet"))
    needed = {key: settings[key] for key in ("edition", "countries", "engagement", "palette")}
    briefs_job.briefs(typed, needed, build / "briefs", build / "log")
    job.compare(
        build / "briefs", settings["edition"], build / "changes", typed, Path("editions"), Path("data/datapackage.json")
    )
    return json.loads((build / "changes" / "index.json").read_text(encoding="utf-8"))


def test_an_edition_frozen_twice_has_the_same_bytes(house, capsys):
    """And the second time only on demand."""
    path = house / "editions" / "2025-12.zip"
    status, told, _ = pactbook(capsys, "edition", "freeze", "2025-12")
    assert status == 0
    assert re.fullmatch(r"editions/2025-12\.zip: \d+ briefs as of 2025-12-31, no edition before it\n", told)
    first = path.read_bytes()
    status, _, error = pactbook(capsys, "edition", "freeze", "2025-12")
    assert (status, error.count("\n")) == (1, 1)
    assert "--replace" in error
    assert pactbook(capsys, "edition", "freeze", "2025-12", "--replace")[0] == 0
    assert path.read_bytes() == first


def test_what_is_frozen_and_built_is_no_draft_until_the_data_changes(house, capsys):
    """Drafts are marked on every page: a frozen edition must not be, and what was edited since must be."""
    assert built(house)["draft"] is True
    pactbook(capsys, "edition", "freeze", "2025-12")
    assert built(house)["draft"] is False
    (frozen,) = archive.editions(house / "editions")
    assert frozen.changes() == built(house)
    edit(house, "exercises", 1, name="Another name")
    assert built(house)["draft"] is True
    drafts = {
        path.stem: json.loads(path.read_text(encoding="utf-8"))["draft"]
        for path in (house / "build" / "changes").glob("*/*.json")
    }
    assert set(drafts.values()) == {True, False}


def test_an_edition_of_before_is_computed_afterwards(house, capsys):
    """It says so, and the build is compared with it."""
    status, _, error = pactbook(capsys, "edition", "freeze", "2018-12")
    assert (status, error.count("\n")) == (1, 1)
    assert "--as-of" in error
    assert pactbook(capsys, "edition", "freeze", "2018-12", "--as-of", "2018-12-31")[0] == 0
    (frozen,) = archive.editions(house / "editions")
    assert (frozen.retrospective, frozen.as_of) == (True, "2018-12-31")
    assert built(house)["previous"] == {"edition": "2018-12", "as_of": "2018-12-31"}
    status, told, _ = pactbook(capsys, "edition", "list")
    assert status == 0
    assert told.startswith("2018-12  as of 2018-12-31")
    assert told.endswith("computed afterwards\n")


@pytest.mark.parametrize("as_of", ["2018", "yesterday", "2018-02-30", "1900-01-01"])
def test_a_date_that_is_none_is_refused(house, capsys, as_of):
    status, _, error = pactbook(capsys, "edition", "freeze", "2018-12", "--as-of", as_of)
    assert status == 1
    assert error.startswith("config: edition.as_of")
    assert not (house / "editions").exists()


@pytest.mark.parametrize("name", ["../x", "", "a/b", ".x"])
def test_a_name_that_leaves_the_folder_is_refused(house, capsys, name):
    status, _, error = pactbook(capsys, "edition", "freeze", name, "--as-of", "2018-12-31")
    assert status == 1
    assert error.startswith("config: edition.id")
    assert not (house / "editions").exists()


def test_the_config_dates_its_own_edition(house, capsys):
    status, _, error = pactbook(capsys, "edition", "freeze", "2025-12", "--as-of", "2018-12-31")
    assert status == 1
    assert "dates the edition" in error
    assert not (house / "editions").exists()


def test_data_with_errors_freezes_nothing(house, capsys):
    edit(house, "exercises", 1, lat="north")
    status, _, error = pactbook(capsys, "edition", "freeze", "2025-12")
    assert (status, error) == (1, "data/datapackage.json: the data has 1 error; `pactbook check data` lists it\n")
    assert not (house / "editions").exists()


def test_a_broken_archive_stops_the_command_with_one_line(house, capsys):
    (house / "editions").mkdir()
    (house / "editions" / "2024-12.zip").write_bytes(b"PK")
    for command in (("edition", "list"), ("edition", "freeze", "2025-12"), ("diff", "2024-12")):
        status, _, error = pactbook(capsys, *command)
        assert (status, error.count("\n")) == (1, 1)
        assert error.startswith("editions/2024-12.zip: is no zip")


def test_a_config_that_is_none_is_named(house, capsys):
    (house / "config" / "config.yaml").write_text("a: [", encoding="utf-8")
    status, _, error = pactbook(capsys, "diff", "2025-12")
    assert (status, error.count("\n")) == (1, 1)
    assert error.startswith("config/config.yaml: is no YAML")


@pytest.mark.usefixtures("house")
def test_what_changed_is_told(capsys):
    """The present data beside a frozen edition, in each format; exit status 0 with changes and without."""
    pactbook(capsys, "edition", "freeze", "2018-12", "--as-of", "2018-12-31")
    pactbook(capsys, "edition", "freeze", "2025-12")
    status, told, _ = pactbook(capsys, "diff", "2018-12", "--format", "json")
    assert status == 0
    found = json.loads(told)
    weights = [change["weight"] for change in found["changes"]]
    assert weights == sorted(weights, reverse=True)
    assert {change["kind"] for change in found["changes"]} >= {"new", "ended"}
    assert found["draft"] is False
    status, told, _ = pactbook(capsys, "diff", "2018-12", "2025-12", "--most", "1")
    assert status == 0
    assert found["changes"][0]["label"] in told
    assert f"and {len(weights) - 1} more" in told
    status, told, _ = pactbook(capsys, "diff", "2025-12")
    assert status == 0
    assert "No change since edition 2025-12" in told


def test_one_brief_and_a_file(house, capsys):
    pactbook(capsys, "edition", "freeze", "2018-12", "--as-of", "2018-12-31")
    status, told, _ = pactbook(
        capsys, "diff", "2018-12", "--brief", "organizations/alpha", "--format", "html", "--output", "what.html"
    )
    assert (status, told) == (0, "")
    page = (house / "what.html").read_text(encoding="utf-8")
    assert "beside edition 2018-12 of 2018-12-31" in page
    assert "<script" not in page
    status, _, error = pactbook(capsys, "diff", "2018-12", "--brief", "organizations/none")
    assert (status, error) == (1, "organizations/none: no such brief in edition 2025-12\n")


def test_text_of_the_data_is_escaped(house, capsys):
    """A title must not become part of the page."""
    pactbook(capsys, "edition", "freeze", "2018-12", "--as-of", "2018-12-31")
    edit(house, "agreements", 4, title="<script>alert(1)</script>")
    _, told, _ = pactbook(capsys, "diff", "2018-12", "--format", "html")
    assert "<script" not in told
    assert "&lt;script&gt;alert(1)" in told


def test_changes_of_briefs_that_are_gone_go(house):
    """Otherwise a stale file would be taken for the change of a brief that comes back."""
    built(house)
    stale = house / "build" / "changes" / "themes" / "gone.json"
    stale.parent.mkdir(exist_ok=True)
    stale.write_text("{}", encoding="utf-8")
    built(house)
    assert not stale.exists()
