"""An edition on every state of today from imported sets: seconds and memory of each stage, each in its own process.

Give the folder of sets (`pactbook import FILE --into SETS --all-countries`); `--build` draws all reports too.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ORGANIZATIONS = ("un", "nato", "au", "oas", "asean", "ecowas", "osce", "cis", "loas", "sco")
POWERS = ("USA", "RUS", "CHN")
INGEST = """
import sys
from pathlib import Path
from pactbook import config
from pactbook.ingest import job
data, as_of, out = sys.argv[1:]
job.ingest(f"{data}/datapackage.json", as_of, Path(out) / "tables", f"{out}/check.txt", f"{out}/ingest.log")
"""
BRIEFS = """
import sys
from pathlib import Path
from pactbook import config
from pactbook.briefs import build
from pactbook.ingest import tables
settings = config.of_briefs(config.checked(config.read([Path(sys.argv[1])])))
known = tables.load(sorted((Path(sys.argv[2]) / "tables").glob("*.parquet")))
print(len(build.build(known, settings, Path(sys.argv[2]) / "briefs")), "briefs")
"""


def timed(stage: str, *command: str) -> None:
    """Run a stage; print its seconds and the most memory that any stage so far has held."""
    started = time.monotonic()
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    seconds = time.monotonic() - started
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{stage:12} {seconds:7.1f} s, most memory so far {memory:6.0f} MB", flush=True)
    if done.returncode:
        sys.exit(done.stdout + done.stderr)
    print("\n".join(f"    {line}" for line in done.stdout.splitlines()[-4:]), flush=True)


def main() -> None:
    """Write, check and compute the edition; draw it if asked to."""
    parser = argparse.ArgumentParser()
    parser.add_argument("sets", type=Path)
    parser.add_argument("--build", action="store_true")
    chosen = parser.parse_args()
    cli = [sys.executable, "-m", "pactbook.cli"]
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "world"
        wish = ["world", "--countries", "ALL", "--powers", *POWERS, "--organizations", *ORGANIZATIONS]
        timed("new-edition", *cli, "new-edition", *wish, "--from", str(chosen.sets), "--folder", str(folder))
        timed("check", *cli, "check", str(folder / "data"))
        as_of = (folder / "config.yaml").read_text(encoding="utf-8").split('as_of: "')[1][:10]
        timed("ingest", sys.executable, "-c", INGEST, str(folder / "data"), as_of, temporary)
        timed("briefs", sys.executable, "-c", BRIEFS, str(folder / "config.yaml"), temporary)
        if chosen.build:
            config = str(folder / "config.yaml")
            timed("reports", str(Path(sys.executable).with_name("snakemake")), "--cores", "all", "--configfile", config)


if __name__ == "__main__":
    main()
