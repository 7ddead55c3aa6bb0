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
    return make_house(tmp_path, monkeypatch)


@pytest.fixture(scope="module")
def archives(tmp_path_factory):
    """Two frozen editions of the region, the earlier one computed afterwards."""
    with pytest.MonkeyPatch.context() as patch:
        made = make_house(tmp_path_factory.mktemp("house"), patch)
        assert cli.main(["edition", "freeze", "2018-12", "--as-of", "2018-12-31"]) == 0
        assert cli.main(["edition", "freeze", "2025-12"]) == 0
    return made / "editions"


@pytest.fixture
def frozen_house(house, archives):
    """A working folder with both editions."""
    shutil.copytree(archives, house / "editions")
    return house


def make_house(house, patch):
    shutil.copytree(ROOT / "tests" / "region" / "data", house / "data")
    settings = yaml.safe_load((ROOT / "config" / "config.yaml").read_text(encoding="utf-8"))
    settings["countries"]["minimum_rows"] = 0
    (house / "config").mkdir()
    (house / "config" / "config.yaml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    shutil.copy(ROOT / "config" / "schema.json", house / "config")
    (house / "templates").symlink_to(ROOT / "templates")
    patch.chdir(house)
    return house


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


def test_an_edition_frozen_twice_has_the_same_bytes(frozen_house, capsys):
    """And the second time only on demand."""
    path = frozen_house / "editions" / "2025-12.zip"
    first = path.read_bytes()
    status, _, error = pactbook(capsys, "edition", "freeze", "2025-12")
    assert (status, error.count("\n")) == (1, 1)
    assert "--replace" in error
    status, told, _ = pactbook(capsys, "edition", "freeze", "2025-12", "--replace")
    assert status == 0
    pattern = r"editions/2025-12\.zip: \d+ briefs as of 2025-12-31, \d+ changes since 2018-12\n"
    assert re.fullmatch(pattern, told)
    assert path.read_bytes() == first


def test_what_is_frozen_and_built_is_no_draft_until_the_data_changes(frozen_house):
    """Drafts are marked on every page: a frozen edition must not be, and what was edited since must be."""
    stale = frozen_house / "build" / "changes" / "themes" / "gone.json"
    stale.parent.mkdir(parents=True)
    stale.write_text("{}", encoding="utf-8")
    found = built(frozen_house)
    assert not stale.exists()  # else it would be taken for the change of a brief that comes back
    assert found["draft"] is False
    assert found["previous"] == {"edition": "2018-12", "as_of": "2018-12-31"}
    assert archive.named(frozen_house / "editions", "2025-12").changes() == found
    edit(frozen_house, "exercises", 1, name="Another name")
    assert built(frozen_house)["draft"] is True
    drafts = {
        path.stem: json.loads(path.read_text(encoding="utf-8"))["draft"]
        for path in (frozen_house / "build" / "changes").glob("*/*.json")
    }
    assert set(drafts.values()) == {True, False}


@pytest.mark.usefixtures("frozen_house")
def test_an_edition_computed_afterwards_says_so(capsys):
    status, told, _ = pactbook(capsys, "edition", "list")
    assert status == 0
    first, second = told.splitlines()
    assert first.startswith("2018-12  as of 2018-12-31")
    assert first.endswith("computed afterwards")
    assert not second.endswith("computed afterwards")


def test_an_edition_of_before_needs_its_date(house, capsys):
    status, _, error = pactbook(capsys, "edition", "freeze", "2018-12")
    assert (status, error.count("\n")) == (1, 1)
    assert "--as-of" in error
    assert not (house / "editions").exists()


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
    assert error.startswith("config: config/config.yaml: is not YAML")


@pytest.mark.usefixtures("frozen_house")
def test_two_editions_are_compared(capsys):
    """Biggest first, bounded in a terminal with an honest rest; exit status 0 with changes and without."""
    status, told, _ = pactbook(capsys, "diff", "2018-12", "2025-12", "--format", "json")
    assert status == 0
    found = json.loads(told)
    weights = [change["weight"] for change in found["changes"]]
    assert weights == sorted(weights, reverse=True)
    assert {change["kind"] for change in found["changes"]} >= {"new", "ended"}
    status, told, _ = pactbook(capsys, "diff", "2018-12", "2025-12", "--most", "1")
    assert status == 0
    assert found["changes"][0]["label"][1:] in told
    assert f"and {len(weights) - 1} more" in told
    status, told, _ = pactbook(capsys, "diff", "2018-12", "2018-12")
    assert status == 0
    assert "No change since edition 2018-12" in told


@pytest.mark.usefixtures("frozen_house")
def test_the_present_data_is_compared(capsys):
    """Nothing was edited since the edition was frozen, so that nothing has changed."""
    status, told, _ = pactbook(capsys, "diff", "2025-12")
    assert status == 0
    assert "No change since edition 2025-12" in told
    assert "(draft)" not in told


def test_one_brief_as_a_page(frozen_house, capsys):
    """A title of the data must not become part of the page."""
    edit(frozen_house, "agreements", 4, title="<script>alert(1)</script>")
    status, told, _ = pactbook(
        capsys, "diff", "2018-12", "--brief", "countries/betavia", "--format", "html", "--output", "what.html"
    )
    assert (status, told) == (0, "")
    page = (frozen_house / "what.html").read_text(encoding="utf-8")
    assert "beside edition 2018-12 of 2018-12-31" in page
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "(draft)" in page


@pytest.mark.usefixtures("frozen_house")
def test_a_brief_that_is_not_there_is_named(capsys):
    status, _, error = pactbook(capsys, "diff", "2018-12", "2025-12", "--brief", "organizations/none")
    assert (status, error) == (1, "organizations/none: no such brief in edition 2025-12\n")


def test_a_brief_that_lacks_its_parts_is_named(frozen_house, capsys):
    """An archive of our shape with other content."""
    path = frozen_house / "editions" / "2018-12.zip"
    kept = archive.read(path)
    entry = kept.index()[0]
    name = f"briefs/{entry['kind']}/{entry['slug']}.json"
    archive.write(path, {each: kept.read(each) for each in kept.names} | {name: b"{}"})
    status, _, error = pactbook(capsys, "diff", "2018-12", "2025-12")
    assert (status, error) == (1, "editions/2018-12.zip: its briefs do not hold what they should\n")
