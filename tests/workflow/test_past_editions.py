"""If this fails, a past edition is not shown beside the present one, or stays when it should go."""

import subprocess
import sys
from pathlib import Path

import pytest
from test_workflow import make_house, planned, snakemake

pytestmark = pytest.mark.workflow


def freeze(house):
    """The edition of a day before the present one, computed afterwards."""
    command = [str(Path(sys.executable).with_name("pactbook")), "edition", "freeze", "2025-09", "--as-of", "2025-09-30"]
    subprocess.run(command, cwd=house, check=True)


def test_a_frozen_edition_is_shown_beside_the_present_one_as_long_as_it_is_kept(tmp_path):
    house = make_house(tmp_path)
    assert snakemake(house).returncode == 0
    freeze(house)
    done = snakemake(house)
    assert done.returncode == 0, done.stdout + done.stderr
    shown = house / "reports" / "editions"
    page = (shown / "2025-09" / "countries" / "alvonia.html").read_text(encoding="utf-8")
    assert "<b>Past edition</b> 2025-09" in page
    assert 'href="../../../en/countries/alvonia.html"' in page
    assert (shown / "2025-09.zip").read_bytes() == (house / "editions" / "2025-09.zip").read_bytes()
    assert 'href="../editions/2025-09/countries/alvonia.html"' in (shown / "2025-09.html").read_text(encoding="utf-8")
    assert "edition 2025-09" in (house / "reports" / "feed.xml").read_text(encoding="utf-8").lower()
    assert planned(house) == {}
    (house / "editions" / "2025-09.zip").unlink()
    done = snakemake(house)
    assert done.returncode == 0, done.stdout + done.stderr
    assert not list(shown.glob("2025-09*"))
    assert (shown / "2025-12.html").exists()
