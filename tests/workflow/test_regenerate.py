"""The steps of CI, run by their one script in fresh clones: if these fail, CI draws all anew, or strangers publish."""

import csv
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
pytestmark = pytest.mark.workflow
OPERATOR = "operator: {repository: owner/name, publish: {folder: %s}, notify: 'echo $PACTBOOK_EDITION > %s'}\n"


def cached():
    """What CI carries from run to run, as its file says."""
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "regenerate.yml").read_text(encoding="utf-8"))
    paths = [
        step["with"]["path"] for step in workflow["jobs"]["build"]["steps"] if "cache/save" in step.get("uses", "")
    ]
    return [path for path in "\n".join(paths).split() if path != ".venv"]


def git(*arguments, cwd):
    identity = ["-c", "user.name=Test", "-c", "user.email=test@example.org"]
    return subprocess.run(["git", *identity, *arguments], cwd=cwd, check=True, capture_output=True, text=True).stdout


@pytest.fixture(scope="module")
def origin(tmp_path_factory):
    """A repository of the files as they are here, with the made-up region as data, so that it is built quickly."""
    if not (ROOT / ".git").exists():
        pytest.skip("this is no clone of a repository")
    origin = tmp_path_factory.mktemp("origin")
    for name in git("ls-files", "-z", "--cached", "--others", "--exclude-standard", cwd=ROOT).strip("\0").split("\0"):
        if (ROOT / name).is_file() and not name.startswith(("data/", "editions/")):
            (origin / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, origin / name)
    shutil.copytree(ROOT / "tests" / "region" / "data", origin / "data")
    config = origin / "config" / "config.yaml"
    config.write_text(config.read_text(encoding="utf-8").replace("minimum_rows: 30", "minimum_rows: 1"), "utf-8")
    git("init", "--quiet", "--initial-branch=main", cwd=origin)
    git("add", "--all", cwd=origin)
    git("commit", "--quiet", "--message=Region", cwd=origin)
    return origin


@pytest.fixture(scope="module")
def first(origin, tmp_path_factory):
    """A fresh clone of a stranger, regenerated."""
    house = clone(origin, tmp_path_factory.mktemp("first") / "house")
    done = regenerate(house)
    assert done.returncode == 0, done.stdout + done.stderr
    return house, done.stdout


@pytest.fixture
def second(origin, first, tmp_path):
    """Another fresh clone, with nothing of the first but the folders that CI keeps, their times as they come."""
    house = clone(origin, tmp_path / "house")
    for name in cached():
        shutil.copytree(first[0] / name, house / name, copy_function=shutil.copyfile, dirs_exist_ok=True)
    return house


def clone(origin, house):
    git("clone", "--quiet", str(origin), str(house), cwd=origin)
    return house


def regenerate(house, *steps, programs=BIN, **variables):
    """Run the script as CI does, without the set-up, and without what the CI that runs these tests may have set."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("GITHUB_", "CI_", "PACTBOOK_"))}
    ours = {"PACTBOOK_BIN": str(programs), "PACTBOOK_CORES": "2", "PYTHONPATH": str(house / "src")}
    return subprocess.run(
        [house / ".ci" / "regenerate", *steps],
        cwd=house.parent,  # from wherever a timer starts it
        env=clean | ours | variables,
        capture_output=True,
        text=True,
        check=False,
    )


def state(folder):
    """Content and time of every file of a folder."""
    return {
        path.relative_to(folder).as_posix(): (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def contents(folder):
    return {name: digest for name, (digest, _) in state(folder).items()}


def overlay(house, folder, note):
    (house / "config" / "operator.yaml").write_text(OPERATOR % (folder, note), encoding="utf-8")


def test_a_strangers_clone_builds_checks_and_compares_and_tells_nobody(first):
    house, told = first
    for line in ("The site is whole", "A second run would render nothing", "changed=true", "operator=false"):
        assert line in told
    for line in ("Nothing is published", "Nothing is released", "Nothing is sent", "Nobody is notified"):
        assert line in told
    assert not (house / "public").exists()
    assert git("status", "--porcelain", cwd=house) == ""  # all that a run writes is ignored


def test_a_second_fresh_clone_with_the_cache_renders_nothing(second, tmp_path):
    """A clone's files are all newer than what was built from the same content."""
    before = {name: state(second / name) for name in ("build/pages", "build/briefs", "reports")}
    done = regenerate(second, GITHUB_OUTPUT=str(tmp_path / "output"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Nothing to be done" in done.stdout + done.stderr
    assert {name: state(second / name) for name in before} == before
    assert "changed=false" in (tmp_path / "output").read_text().split()


def test_a_changed_cell_gives_exactly_its_briefs(second):
    table = second / "data" / "exercises.csv"
    with table.open(encoding="utf-8", newline="") as file:
        old = next(csv.DictReader(file))["name"]
    table.write_text(table.read_text(encoding="utf-8").replace(old, "Renamed Shield"), encoding="utf-8")
    before = contents(second / "reports")
    done = regenerate(second, "build", "check", "compare")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "changed=true" in done.stdout
    after = contents(second / "reports")
    changed = {name for name in after if after[name] != before.get(name) and name.startswith("en/")}
    pages = {name for name in changed if name.endswith(".html")}
    showing = [page for page in (second / "reports" / "en").rglob("*.html") if b"Renamed Shield" in page.read_bytes()]
    assert pages == {page.relative_to(second / "reports").as_posix() for page in showing}
    assert pages
    assert {name.removesuffix(".pdf") for name in changed if name.endswith(".pdf")} == {name[:-5] for name in pages}


def test_an_operators_folder_is_published_and_a_command_told_once(second, tmp_path):
    """The third run, in which a build fails, leaves readers what they had."""
    folder, note = tmp_path / "www", tmp_path / "note"
    overlay(second, folder, note)
    (second / "build" / "published.sha256").unlink()
    done = regenerate(second, GITHUB_REPOSITORY="owner/name")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "changed=true" in done.stdout
    assert note.read_text() == "2025-12\n"
    site = contents(second / "reports")
    del site["README.md"]
    published = state(folder)
    assert {name: digest for name, (digest, _) in published.items() if name != "published.json"} == site

    note.unlink()
    (folder / "of-others.txt").write_text("stays")
    done = regenerate(second, "compare", "publish", "notify", "record", GITHUB_REPOSITORY="owner/name")
    assert "changed=false" in done.stdout
    assert not note.exists()
    kept = state(folder)
    assert {name: kept[name] for name in site} == {name: published[name] for name in site}

    template = second / "templates" / "sections" / "country" / "exercises.html.j2"
    template.write_text("{{ nowhere }}" + template.read_text(encoding="utf-8"), encoding="utf-8")
    done = regenerate(second, GITHUB_REPOSITORY="owner/name")
    assert done.returncode != 0
    assert "== publish" not in done.stdout
    assert state(folder) == kept
    assert not note.exists()


@pytest.mark.parametrize(
    "run",
    [
        {"GITHUB_REPOSITORY": "stranger/name"},
        {"CI_PROJECT_PATH": "stranger/name"},
        {"GITHUB_REPOSITORY": "owner/name", "GITHUB_EVENT_NAME": "pull_request"},
        {"CI_PROJECT_PATH": "owner/name", "CI_PIPELINE_SOURCE": "merge_request_event"},
    ],
)
def test_another_repository_or_a_pull_request_publishes_nothing(second, tmp_path, run):
    overlay(second, tmp_path / "www", tmp_path / "note")
    (second / "build" / "published.sha256").unlink()
    done = regenerate(second, "compare", "publish", "release", "notify", "send", **run)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "changed=true" in done.stdout
    assert "operator=false" in done.stdout
    assert not (tmp_path / "www").exists()
    assert not (tmp_path / "note").exists()


def test_ci_gets_the_operators_settings_from_a_variable(second):
    assert regenerate(second, "overlay").returncode == 0
    assert not (second / "config" / "operator.yaml").exists()
    text = (ROOT / "config" / "operator.example.yaml").read_text(encoding="utf-8")
    done = regenerate(
        second, "overlay", "compare", PACTBOOK_OPERATOR=text, PACTBOOK_SUBSCRIBERS="a", GITHUB_REPOSITORY="owner/name"
    )
    assert done.returncode == 0, done.stdout + done.stderr
    for line in ("pages=true", "release=true", "send=true", "operator=true"):
        assert line in done.stdout
    assert (second / "subscribers.csv").read_text() == "a\n"


def stub(folder, name, text):
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\n{text}\n")
    (folder / name).chmod(0o755)
    return folder


def outcome(house, **values):
    lines = {"changed": "true", "edition": "2025-12", "draft": "false", "release": "true", "send": "true"} | values
    (house / "build" / "outcome").write_text("".join(f"{key}={value}\n" for key, value in lines.items()))


def test_a_release_gets_the_bundle_and_a_draft_is_marked_as_one(second, tmp_path):
    told = tmp_path / "told"
    stub(tmp_path / "bin", "gh", f'echo "$GH_REPO $*" >> {told}; [ "$2" != view ]')
    variables = {
        "PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}",
        "GITHUB_REPOSITORY": "owner/name",
        "GITHUB_SHA": "0123",
    }
    outcome(second, draft="true")
    shutil.rmtree(second / "reports" / "downloads", ignore_errors=True)
    assert "no bundle" in regenerate(second, "release", **variables).stderr
    (second / "reports" / "downloads").mkdir()
    for edition in ("2025-09", "2025-12"):  # the zip of the edition before stays in the reports
        (second / "reports" / "downloads" / f"pactbook-{edition}.zip").write_bytes(b"")
    assert regenerate(second, "release", **variables).returncode == 0
    lines = told.read_text().splitlines()
    made, filled = lines[1:3]
    assert made.startswith("owner/name release create edition-2025-12 --target 0123 ")
    assert made.endswith(" --prerelease")
    assert filled == "owner/name release upload edition-2025-12 reports/downloads/pactbook-2025-12.zip --clobber"
    outcome(second, changed="false")
    assert "Nothing is released" in regenerate(second, "release", **variables).stdout


def test_only_a_frozen_edition_is_sent_with_all_settings_that_count(second, tmp_path):
    """The step sends although nothing has changed: an interrupted run of before may have left readers waiting."""
    overlay(second, tmp_path / "www", tmp_path / "note")
    told = tmp_path / "told"
    stub(tmp_path / "bin", "pactbook", f'[ "$1" != send ] && exec "{BIN}/pactbook" "$@"; echo "$*" > {told}')
    outcome(second, draft="true")
    assert "A draft is not sent" in regenerate(second, "send", programs=tmp_path / "bin").stdout
    assert not told.exists()
    outcome(second, changed="false")
    assert regenerate(second, "send", programs=tmp_path / "bin").returncode == 0
    assert told.read_text() == "send --edition 2025-12 --config=config/config.yaml --config=config/operator.yaml\n"


def test_the_ledger_of_mails_outlives_a_clone_and_is_unreadable_on_its_branch(origin, tmp_path):
    """Who got what must outlast CI's caches, and the branch may be public."""
    store = tmp_path / "store.git"
    git("clone", "--quiet", "--bare", str(origin), str(store), cwd=tmp_path)
    one, two, other = (clone(store, tmp_path / name) for name in ("one", "two", "other"))
    key = {"PACTBOOK_LEDGER_KEY": "long and random"}
    assert "no ledger yet" in regenerate(one, "ledger_get", **key).stdout
    (one / ".pactbook").mkdir()
    (one / ".pactbook" / "ledger.sqlite").write_bytes(b"reader@example.org")
    done = regenerate(one, "ledger_put", **key)
    assert done.returncode == 0, done.stderr
    assert regenerate(two, "ledger_get", **key).returncode == 0
    assert (two / ".pactbook" / "ledger.sqlite").read_bytes() == b"reader@example.org"
    ledger = subprocess.run(["git", "show", "mail-ledger:ledger"], cwd=store, check=True, capture_output=True).stdout
    assert b"reader" not in ledger
    for wrong in ({"PACTBOOK_LEDGER_KEY": "another"}, {}):
        assert regenerate(other, "ledger_get", **wrong).returncode != 0
        assert not (other / ".pactbook").exists()  # else a broken ledger would take the place of the good one
