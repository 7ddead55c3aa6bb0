"""All briefs from nothing: Snakemake against the worker pool alone, which does the same renders and nothing else."""

import json
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import house

from pactbook.render import pool
from pactbook.render.html import render_html
from pactbook.render.pdf import render_pdf

CORES = int(sys.argv[1]) if len(sys.argv) > 1 else 2


def bare(folder: Path, out: Path) -> float:
    """Render every brief of a built folder with the pool alone; seconds, worker start included."""
    listed = json.loads((folder / "build" / "briefs" / "index.json").read_text(encoding="utf-8"))

    def both(entry: dict[str, str]) -> None:
        page = out / entry["kind"] / entry["slug"]
        brief = folder / "build" / "briefs" / entry["kind"] / f"{entry['slug']}.json"
        changes = folder / "build" / "changes" / entry["kind"] / f"{entry['slug']}.json"
        log = str(page.with_suffix(".log"))
        templates, geo, site = str(folder / "templates"), str(folder / "data" / "geo"), {"url": ""}
        html = (str(brief), str(changes), f"{page}.html", templates, geo, site)
        pool.run(render_html, *html, log=log, workers=CORES)
        pool.run(render_pdf, f"{page}.html", f"{page}.pdf", f"{page}.json", "A4", log=log, workers=CORES)

    start = time.perf_counter()
    with ThreadPoolExecutor(CORES) as threads:
        list(threads.map(both, listed))
    return time.perf_counter() - start


def main() -> None:
    """Time both and print the ratio."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = house.copy(Path(temporary) / "house")
        whole = house.run(folder, "--cores", str(CORES))
        alone = bare(folder, Path(temporary) / "bare")
        pages = len(list((folder / "reports").rglob("*.pdf")))
    print(f"{pages} briefs as HTML and PDF on {CORES} cores")
    print(f"snakemake from nothing: {whole:.1f} s; pool alone: {alone:.1f} s; ratio {whole / alone:.2f} (at most 1.3)")


if __name__ == "__main__":
    main()
