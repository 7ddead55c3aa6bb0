"""A copy of what a build reads, so that a benchmark leaves the real build and reports alone."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
SNAKEMAKE = str(Path(sys.executable).with_name("snakemake"))
PARTS = ("Snakefile", "config", "profiles", "templates", "data")


def copy(folder: Path) -> Path:
    """Copy Snakefile, settings, templates and data into a new folder."""
    folder.mkdir(parents=True)
    for name in PARTS:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name)
        else:
            shutil.copy(source, folder / name)
    return folder


def run(folder: Path, *arguments: str, **environment: str) -> float:
    """Run snakemake in a folder; seconds that it took.

    Raises:
        subprocess.CalledProcessError: if it fails.
    """
    start = time.perf_counter()
    done = subprocess.run(
        [SNAKEMAKE, *arguments], cwd=folder, env=os.environ | environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"snakemake failed:\n{done.stdout}{done.stderr}")
    return time.perf_counter() - start
