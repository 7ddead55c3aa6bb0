"""If these fail, two runs write over each other, or a failed step passes as done."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pactbook import workflows


def test_a_lock_keeps_other_runs_out_and_ends_with_its_process(tmp_path):
    command = "import sys, pathlib; from pactbook import workflows; workflows.lock(pathlib.Path(sys.argv[1]))"
    assert subprocess.run([sys.executable, "-c", command, tmp_path], check=False).returncode == 0
    workflows.lock(tmp_path)  # the process that had it is gone
    other = subprocess.run([sys.executable, "-c", command, tmp_path], capture_output=True, text=True, check=False)
    assert "BusyError: another run is at work" in other.stderr


@pytest.fixture
def built(tmp_path):
    build, reports = tmp_path / "build", tmp_path / "reports"
    for folder in (build / "pages", reports):
        for page in workflows.pages([{"kind": "countries", "slug": "aland"}]):
            (folder / page).parent.mkdir(parents=True, exist_ok=True)
            (folder / page).write_text("page")
    for path in (
        build / "tables" / "countries.parquet",
        build / "tables" / "check.txt",
        build / "briefs" / "package.json",
        build / "changes" / "index.json",
        build / "briefs" / "index.json",
    ):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps([{"kind": "countries", "slug": "aland"}]))
    return build, reports


def test_nothing_is_undone_after_a_good_run(built):
    assert workflows.undone(["countries"], *built) == []


def test_missing_steps_and_undelivered_pages_are_undone(built):
    build, reports = built
    (build / "tables" / "countries.parquet").unlink()
    (build / "pages" / "en" / "countries" / "aland.pdf").unlink()
    report, page = reports / "en" / "countries" / "aland.html", build / "pages" / "en" / "countries" / "aland.html"
    report.write_text("page of before")
    os.utime(page, (1000, 1000))
    assert workflows.undone(["countries"], build, reports) == [
        str(build / "tables" / "countries.parquet"),
        str(report),
        str(build / "pages" / "en" / "countries" / "aland.pdf"),
    ]
    assert report.stat().st_mtime < page.stat().st_mtime


def test_what_stands_beside_the_pages_is_looked_at_too(built):
    """If this fails, a zip that could not be made stays the old one for good."""
    build, reports = built
    zipped = Path("downloads") / "edition.zip"
    assert workflows.undone(["countries"], build, reports, beside=[zipped]) == [str(build / "pages" / zipped)]
    (build / "pages" / "downloads").mkdir()
    (build / "pages" / zipped).write_text("zip")
    assert workflows.undone(["countries"], build, reports, beside=[zipped]) == [str(reports / zipped)]


def test_files_of_a_manifest_are_delivered_and_those_it_no_longer_lists_go(tmp_path):
    """If this fails, readers keep downloads that the brief no longer has, or lose what lies beside them."""
    made, delivered = tmp_path / "made", tmp_path / "delivered"
    for name in ("a.csv", "charts/b.svg"):
        (made / name).parent.mkdir(parents=True, exist_ok=True)
        (made / name).write_text(name)
    workflows.list_files(made, [Path("a.csv"), Path("charts/b.svg")])
    workflows.deliver_files(made / "manifest.json", delivered / "manifest.json")
    (delivered / "mine.txt").write_text("not listed")
    workflows.list_files(made, [Path("a.csv")])
    assert not (made / "charts").exists()
    workflows.deliver_files(made / "manifest.json", delivered / "manifest.json")
    assert sorted(path.name for path in delivered.rglob("*")) == ["a.csv", "manifest.json", "mine.txt"]
    assert (delivered / "a.csv").read_text() == "a.csv"


def test_pages_of_past_editions_count_among_the_pages():
    """Else a failed one is never tried again."""
    listed = [{"kind": "countries", "slug": "a"}]
    added = set(workflows.pages(listed, ["2025-09"])) - set(workflows.pages(listed))
    assert added == {Path("editions/2025-09/manifest.json")}
