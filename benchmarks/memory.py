"""Resident memory of one worker over many renders of different briefs, HTML and PDF."""

import sys
import tempfile
from pathlib import Path

import house

from pactbook.render.html import render_html
from pactbook.render.pdf import render_pdf

RENDERS = int(sys.argv[1]) if len(sys.argv) > 1 else 500
SMALL = 20  # briefs, the smallest first, so that 500 renders take minutes


def resident() -> float:
    """Memory of this process in MB (Linux)."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 1e6


def main() -> None:
    """Render in turn and print the memory every fifty renders."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = house.copy(Path(temporary) / "house")
        house.run(folder, "build/briefs/index.json")
        briefs = sorted((folder / "build" / "briefs").glob("*/*.json"), key=lambda path: path.stat().st_size)[:SMALL]
        page, out = Path(temporary) / "page.html", Path(temporary) / "page.pdf"
        for count in range(1, RENDERS + 1):
            brief = briefs[count % len(briefs)]
            changes = folder / "build" / "changes" / brief.parent.name / brief.name
            geo = folder / "data" / "geo"
            render_html(str(brief), str(changes), str(page), str(folder / "templates"), str(geo), {"url": ""})
            render_pdf(str(page), str(out), str(out.with_suffix(".json")))
            if count == len(briefs) or count % 50 == 0:
                print(f"after {count:4} renders: {resident():6.1f} MB", flush=True)


if __name__ == "__main__":
    main()
