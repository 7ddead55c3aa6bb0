"""The workflow on a made-up region: if these fail, an edit renders too much or too little, or harms good reports."""

import csv
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
import scripts

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.workflow


def make_house(house):
    """A copy of the house with the made-up region in it."""
    for name in ("Snakefile", "config", "profiles", "templates", "docs"):
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
    return house


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """The house, built once."""
    house = make_house(tmp_path_factory.mktemp("house"))
    first = snakemake(house)
    assert first.returncode == 0, first.stdout + first.stderr
    return house


def snakemake(house, *arguments, **environment):
    command = [str(Path(sys.executable).with_name("snakemake")), "--cores", "2", *arguments]
    return subprocess.run(command, cwd=house, capture_output=True, text=True, check=False, env=os.environ | environment)


def planned(house):
    """How many jobs of each rule Snakemake would run now."""
    done = snakemake(house, "--dry-run")
    assert done.returncode == 0, done.stdout + done.stderr
    counts = re.findall(r"^\s*(\w+)\s+([0-9]+)\s*$", done.stdout + done.stderr, re.MULTILINE)
    return {rule: int(count) for rule, count in counts if rule != "total"}


def reports(house):
    return {
        str(path.relative_to(house / "reports")): (path.stat().st_mtime_ns, path.read_bytes())
        for path in sorted((house / "reports").rglob("*"))
        if path.suffix in (".html", ".pdf", ".zip")
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


def test_the_zip_of_the_edition_holds_every_brief_as_it_is_delivered(house):
    listed = json.loads((house / "build" / "briefs" / "index.json").read_text(encoding="utf-8"))
    (checksum,) = (house / "reports" / "downloads").glob("*.zip.sha256")
    path = checksum.with_suffix("")
    with zipfile.ZipFile(path) as archive:
        for entry in listed:
            for suffix in ("html", "pdf"):
                page = f"en/{entry['kind']}/{entry['slug']}.{suffix}"
                assert archive.read(f"{path.stem}/{page}") == (house / "reports" / page).read_bytes()
    assert path.with_name(f"{path.name}.sha256").read_text().endswith(f"  {path.name}\n")


def test_a_second_run_renders_nothing(house):
    before = reports(house)
    assert snakemake(house).returncode == 0
    assert reports(house) == before


def test_the_report_for_auditors_has_captions_categories_runtimes_and_the_rules(house, tmp_path):
    """It is opened years later, from a folder: a title with markup in it must not break it, and it needs no network."""
    done = snakemake(house, "--report", str(tmp_path / "audit.zip"))
    assert done.returncode == 0, done.stdout + done.stderr
    with zipfile.ZipFile(tmp_path / "audit.zip") as archive:
        page = archive.read("audit/report.html").decode("utf-8")
        files = {name: archive.read(name) for name in archive.namelist()}
    part = {
        name: json.loads(re.search(rf'<script id="[a-z-]+">\s*var {name} = (.*?);\s*</script>', page, re.DOTALL)[1])
        for name in ("results", "categories", "runtimes_spec", "rulegraph_spec", "workflow_desc")
    }
    assert not re.findall(r"<(?:script|link|img)[^>]* (?:src|href)=\"https?:", page)
    assert "edition 2025-12" in part["workflow_desc"]

    listed = json.loads((house / "build" / "briefs" / "index.json").read_text(encoding="utf-8"))
    briefs = {f"build/pages/en/{entry['kind']}/{entry['slug']}.pdf" for entry in listed}
    others = {"build/tables/check.txt", "data/datapackage.json", "build/briefs/index.json", "build/changes/index.json"}
    assert part["results"].keys() == briefs | others
    for path, result in part["results"].items():
        assert result["labels"], path
        assert len(result["caption"]) > 100, path
        assert "problematic" not in result["caption"], path  # what docutils makes of a mistake in a caption
        assert files[f"audit/{result['data_uri']}"] == (house / path).read_bytes()
    assert part["categories"].keys() == {"Data", "Edition", "Briefs"}
    assert part["categories"]["Briefs"].keys() == {entry["kind"] for entry in listed}
    rules = {
        "ingest",
        "briefs",
        "html",
        "pdf",
        "downloads",
        "bundle",
        "exports",
        "site",
        "deliver",
        "deliver_bundle",
        "deliver_exports",
        "deliver_site",
    }
    timed = {entry["rule"] for entry in part["runtimes_spec"]["data"]["values"] if entry["runtime"] > 0}
    assert timed >= rules - {"deliver_bundle", "deliver_site"}
    assert {node["rule"] for node in part["rulegraph_spec"]["data"][0]["values"]} == rules | {"all"}


def test_text_from_the_data_is_never_markup(house):
    pages = [path.read_text(encoding="utf-8") for path in (house / "reports" / "en").rglob("*.html")]
    assert pages
    for page in pages:
        assert set(scripts.run(page)) <= {scripts.OWN}
        assert len(scripts.charts(page)) == page.count('class="spec"')


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


def spoil(path, old, new):
    """Change a file; returns what puts it back."""
    good = path.read_text(encoding="utf-8")
    assert old in good
    path.write_text(good.replace(old, new, 1), encoding="utf-8")
    return lambda: path.write_text(good, encoding="utf-8")


FAILURES = {
    "a cell": ("data/exercises.csv", "AAA", "KAX", "'KAX' is not in countries.iso3"),
    "the package": ("data/datapackage.json", "{", "{,", "is not JSON"),
    "a template": ("templates/sections/country/exercises.html.j2", "<section", "{{ nowhere }}<section", "nowhere"),
    "the list's template": ("templates/site/index.html.j2", "<h1>", "<h1>{{ nowhere }}", "nowhere"),
    "a style sheet": ("templates/styles/print.css", "body {", "body { colour: red;", "colour"),
    "a chart": ("templates/charts/map.vl.json", "{", "{,", "cannot be read as a chart"),
}


@pytest.mark.parametrize(("file", "old", "new", "named"), FAILURES.values(), ids=FAILURES)
def test_a_failure_is_named_until_it_is_mended_and_spares_the_reports(house, file, old, new, named):
    """A second run that passes, because the first one has failed, would publish stale reports for good."""
    before = contents(house)
    mend = spoil(house / file, old, new)
    try:
        for target in ([], [], ["reports/en/countries/alvonia.pdf"]):
            done = snakemake(house, *target)
            if not target or "index" not in file:
                assert done.returncode != 0, target
            if not target:
                assert named in done.stdout + done.stderr
        assert contents(house) == before
    finally:
        mend()
    assert snakemake(house).returncode == 0
    assert contents(house) == before
    assert planned(house) == {}


def test_a_killed_run_harms_no_report_and_blocks_no_later_one(house):
    before = contents(house)
    shutil.rmtree(house / "build" / "pages")
    command = [str(Path(sys.executable).with_name("snakemake")), "--cores", "2"]
    run = subprocess.Popen(command, cwd=house, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    pages = house / "build" / "pages" / "en"
    deadline = time.monotonic() + 60
    while not list(pages.rglob("*.html")) and time.monotonic() < deadline:
        time.sleep(0.05)
    run.send_signal(signal.SIGKILL)
    run.wait()
    assert contents(house) == before
    done = snakemake(house)
    assert done.returncode == 0, done.stdout + done.stderr
    assert contents(house) == before


def test_every_template_is_an_input_of_what_it_draws(house):
    """Else an editor changes the wording, and the reports keep the old one."""
    done = snakemake(house, "--detailed-summary")
    inputs = {name for line in done.stdout.splitlines()[1:] for name in line.split("\t")[4].split(",")}
    templates = {str(path.relative_to(house)) for path in (house / "templates").rglob("*") if path.is_file()}
    entries = json.loads((house / "build" / "briefs" / "index.json").read_text(encoding="utf-8"))
    drawn = {f"templates/charts/{name}.vl.json" for entry in entries for name in entry["charts"]}
    drawn.add("templates/charts/entry_map.vl.json")  # on the site's first page
    idle = {name for name in templates if name.endswith(".vl.json")} - drawn  # charts that no brief of the region draws
    mails = {name for name in templates if name.startswith("templates/mail/")}  # which `pactbook send` reads
    assert templates - inputs == idle | mails
    assert drawn


def test_an_edited_kind_renders_only_its_kind(house):
    entries = json.loads((house / "build" / "briefs" / "index.json").read_text(encoding="utf-8"))
    mend = spoil(house / "templates" / "organization.html.j2", "{#", "{# Edited.")
    try:
        assert planned(house)["html"] == sum(entry["kind"] == "organizations" for entry in entries)
    finally:
        mend()


def test_a_deleted_report_is_put_back_without_being_drawn(house):
    before = contents(house)
    (house / "reports" / "en" / "countries" / "alvonia.pdf").unlink()
    assert planned(house) == {"deliver": 1, "all": 1}
    assert snakemake(house).returncode == 0
    assert contents(house) == before


def test_a_brief_that_the_data_no_longer_calls_for_is_removed_and_the_run_says_so(house):
    before = contents(house)
    mend = spoil(house / "config" / "config.yaml", "minimum_rows: 1", "minimum_rows: 1000")
    try:
        done = snakemake(house)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "reports/en/countries/alvonia.pdf: removed" in done.stdout + done.stderr
        assert {name for name in contents(house) if "countries" in name} == set()
    finally:
        mend()
    assert snakemake(house).returncode == 0
    assert contents(house) == before


def test_other_folder_zone_locale_and_order_give_the_same_bytes(house, tmp_path):
    """Else nobody can tell a changed report from one that was only made elsewhere."""
    other = tmp_path / "another house"
    other.mkdir()
    make_house(other)
    done = snakemake(other, "--cores", "1", TZ="Asia/Kathmandu", LC_ALL="tr_TR.UTF-8", LANG="C", PYTHONHASHSEED="7")
    assert done.returncode == 0, done.stdout + done.stderr
    assert contents(other) == contents(house)
    for brief in sorted((house / "build" / "briefs").rglob("*.json")):
        assert (other / brief.relative_to(house)).read_bytes() == brief.read_bytes()


def test_another_edition_beside_this_one(house):
    """Its settings are its own: nothing of the first edition's may show through."""
    before = reports(house)
    (house / "config" / "past.yaml").write_text(
        "edition: {id: past, title: Past, as_of: 2010-12-31, since: 1991}\n"
        "paths: {data: data, templates: templates, build: past/build, reports: past/reports}\n"
        "palette: {alpha: '#111111'}\n",
        encoding="utf-8",
    )
    done = snakemake(house, "--configfile", "config/past.yaml")
    assert done.returncode == 0, done.stdout + done.stderr
    page = (house / "past" / "reports" / "en" / "countries" / "alvonia.html").read_text(encoding="utf-8")
    assert "state of 31 December 2010" in page
    assert "#111111" in page
    assert reports(house) == before


def test_a_table_that_is_gone_is_named(house):
    """Snakemake alone would find nothing to do, and the reports would grow old in silence."""
    before = contents(house)
    path = house / "data" / "incidents.csv"
    good = path.read_bytes()
    path.unlink()
    try:
        done = snakemake(house)
        assert done.returncode != 0
        assert "data/incidents.csv: no such file" in done.stdout + done.stderr
        assert contents(house) == before
    finally:
        path.write_bytes(good)
