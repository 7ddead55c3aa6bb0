"""The units for systemd: a mistake in them shows only on the operator's machine, on the first of a month."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
UNITS = ("pactbook.service", "pactbook.timer")


def test_systemd_finds_nothing_to_complain_of(tmp_path):
    """Unknown keys, bad values, programs that are not there; with this folder in place of the operator's."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd is not installed: its units are not verified")
    for name in UNITS:
        text = (ROOT / "ops" / name).read_text(encoding="utf-8").replace("/srv/pactbook", str(ROOT))
        (tmp_path / name).write_text(re.sub("^User=.*\n", "", text, flags=re.MULTILINE), encoding="utf-8")
    command = ["systemd-analyze", "verify", "--man=no", *(str(tmp_path / name) for name in UNITS)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert [line for line in (done.stdout + done.stderr).splitlines() if "pactbook" in line] == []


def test_cron_runs_the_same_script():
    assert (ROOT / ".ci" / "regenerate").stat().st_mode & 0o100
    assert ".ci/regenerate" in (ROOT / "ops" / "crontab").read_text(encoding="utf-8").splitlines()[-1]
