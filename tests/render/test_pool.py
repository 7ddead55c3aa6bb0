"""If these fail, one killed worker takes all reports of a run with it."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from pactbook.render import pool


def note(path):
    Path(path).write_text("done")


def die_once(path):
    if not Path(path).exists():
        Path(path).write_text("died")
        os._exit(9)
    Path(path).write_text("done")


def fail():
    raise ValueError("no such thing")


def test_jobs_that_ask_at_once_share_one_pool(tmp_path):
    pool._pools.clear()
    with ThreadPoolExecutor(4) as threads:
        jobs = [
            threads.submit(pool.run, note, str(tmp_path / str(n)), log=str(tmp_path / "log" / str(n)), workers=1)
            for n in range(4)
        ]
        for job in jobs:
            job.result()
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == ["0", "1", "2", "3"]
    assert list(pool._pools) == [1]


def test_the_job_of_a_killed_worker_gets_a_second_try(tmp_path):
    pool.run(die_once, str(tmp_path / "made"), log=str(tmp_path / "log"), workers=1)
    assert (tmp_path / "made").read_text() == "done"


def test_a_failed_job_says_why_in_its_log(tmp_path):
    with pytest.raises(ValueError, match="no such thing"):
        pool.run(fail, log=str(tmp_path / "log"), workers=1)
    assert "no such thing" in (tmp_path / "log").read_text()
