"""The workflow on a made-up region: if these fail, an edit renders too much or too little, or harms good reports."""

import csv
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.workflow


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """A copy of the house with the made-up region in it, built once."""
    house = tmp_path_factory.mktemp("house")
    for name in ("Snakefile", "config", "profiles", "templates"):
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, house / name)
        else:
            shutil.copy(source, house / name)
    shutil.copytree(ROOT / "tests" / "region" / "data", house / "data")
    config = house / "config" / "config.yaml"
    config.write_text(
        config.read_text(encoding="utf-8").replace("minimum_rows: 30", "minimum_rows: 1"), encoding="utf-8"
    )
    first = snakemake(house)
    assert first.returncode == 0, first.stdout + first.stderr
    return house


def snakemake(house, *arguments):
    command = [str(Path(sys.executable).with_name("snakemake")), "--cores", "2", *arguments]
    return subprocess.run(command, cwd=house, capture_output=True, text=True, check=False)


def reports(house):
    return {
        str(path.relative_to(house / "reports")): (path.stat().st_mtime_ns, path.read_bytes())
        for path in sorted((house / "reports").rglob("*"))
        if path.suffix in (".html", ".pdf")
    }


def contents(house):
    return {name: content for name, (_, content) in reports(house).items()}


def rename_one_exercise(house, name):
    path = house / "data" / "exercises.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    old = rows[0]["name"]
    rows[0]["name"] = name
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return old


def test_every_listed_brief_has_both_formats(house):
    listed = json.loads((house / "build" / "briefs" / "index.json").read_text(encoding="utf-8"))
    assert listed
    for entry in listed:
        for suffix in ("html", "pdf"):
            assert (house / "reports" / "en" / entry["kind"] / f"{entry['slug']}.{suffix}").stat().st_size > 1000


def test_a_second_run_renders_nothing(house):
    before = reports(house)
    assert snakemake(house).returncode == 0
    assert reports(house) == before


def test_text_from_the_data_is_never_markup(house):
    pages = [path.read_text(encoding="utf-8") for path in (house / "reports" / "en").rglob("*.html")]
    assert not any("<script" in page for page in pages)


def test_a_changed_cell_renders_exactly_the_briefs_that_show_it(house):
    before = reports(house)
    old = rename_one_exercise(house, "Renamed Shield")
    done = snakemake(house)
    assert done.returncode == 0, done.stdout + done.stderr
    after = reports(house)
    rendered = {name for name in after if after[name][0] != before[name][0] and name != "index.html"}
    showing = {name for name in after if name.endswith(".html") and b"Renamed Shield" in after[name][1]}
    assert showing
    assert {name for name in rendered if name.endswith(".html")} == showing
    assert {name for name in rendered if name.endswith(".pdf")} == {name.replace(".html", ".pdf") for name in showing}
    rename_one_exercise(house, old)
    assert snakemake(house).returncode == 0


def test_a_spoiled_cell_is_named_and_the_reports_stay(house):
    before = reports(house)
    path = house / "data" / "exercises.csv"
    good = path.read_text(encoding="utf-8")
    path.write_text(good.replace("AAA", "KAX"), encoding="utf-8")
    try:
        done = snakemake(house)
        assert done.returncode != 0
        assert "'KAX' is not in countries.iso3" in done.stdout + done.stderr
        assert reports(house) == before
    finally:
        path.write_text(good, encoding="utf-8")
        assert snakemake(house).returncode == 0


def test_a_failed_render_leaves_the_last_good_report(house):
    before = contents(house)
    template = house / "templates" / "sections" / "country" / "exercises.html.j2"
    good = template.read_text(encoding="utf-8")
    template.write_text(good + "{{ nowhere }}", encoding="utf-8")
    try:
        done = snakemake(house)
        assert done.returncode != 0
        assert "nowhere" in done.stdout + done.stderr
        assert contents(house) == before
    finally:
        template.write_text(good, encoding="utf-8")
        assert snakemake(house).returncode == 0
