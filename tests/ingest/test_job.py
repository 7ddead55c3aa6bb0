"""The workflow's first job: it writes tables of sound data, and nothing else."""

import pytest

from pactbook.ingest import check, job, tables


def test_sound_data_becomes_tables(region, tmp_path):
    """The log says what the check found, so that warnings are seen in CI, and which edits are of later days."""
    job.ingest(region.package, "2011-12-31", tmp_path / "tables", tmp_path / "verdict", tmp_path / "log")
    written = tables.load(sorted((tmp_path / "tables").iterdir()))
    assert len(written) == 30
    assert len(written["exercises"]) == 2
    checked = check.format_text(check.check(region.package))
    assert (tmp_path / "verdict").read_text() == checked + "\n"
    assert (tmp_path / "log").read_text().splitlines() == [
        *checked.splitlines(),
        "editorial:alvonia-base: dated 2024-02-01, after the edition's date, and left out",
        "editorial:alvonia-spending: dated 2024-03, after the edition's date, and left out",
        "editorial:alpha-operation: dated 2024, after the edition's date, and left out",
        "editorial:gammaland-judgement: dated 2024-02-01, after the edition's date, and left out",
    ]


def test_data_with_errors_becomes_nothing(region, tmp_path):
    """Otherwise reports are built on data that contradicts itself."""
    region.edit("exercises", 2, lat="north")
    with pytest.raises(job.DataError, match=r"exercises\.csv:2: lat: 'north' is not a number"):
        job.ingest(region.package, "2025-12-31", tmp_path / "tables", tmp_path / "verdict", tmp_path / "log")
    assert not (tmp_path / "tables").exists()
