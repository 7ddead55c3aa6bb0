"""A run with nothing to do, against one of an empty Snakefile; `make reports` against snakemake. Fastest of several."""

import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import house

RUNS = 7


def main() -> None:
    """Time the three and print the ratios."""
    with tempfile.TemporaryDirectory() as temporary:
        empty = Path(temporary) / "empty"
        empty.mkdir()
        (empty / "Snakefile").write_text("")
        for name in ("profiles", "config"):  # the same settings of a run
            shutil.copytree(house.ROOT / name, empty / name)
        folder = house.copy(Path(temporary) / "house")
        house.run(folder)
        made = ["make", "--silent", "--makefile", str(house.ROOT / "Makefile"), "reports"]
        nothing, bare, by_make = [], [], []
        for _ in range(RUNS):  # in turn, so that a slow moment of the machine hits all
            bare.append(house.run(empty))
            nothing.append(house.run(folder))
            start = time.perf_counter()
            subprocess.run(made, cwd=house.ROOT, capture_output=True, check=True)
            by_make.append(time.perf_counter() - start)
    low = [min(times) for times in (nothing, bare, by_make)]
    print(f"nothing to do: {low[0]:.2f} s; empty Snakefile: {low[1]:.2f} s; ratio {low[0] / low[1]:.2f} (at most 1.3)")
    print(f"make reports with nothing to do: {low[2]:.2f} s; {low[2] - low[0]:+.2f} s (at most 1 s more)")


if __name__ == "__main__":
    main()
