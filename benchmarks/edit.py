"""One changed cell of one exercise: which briefs are rendered again, which show it, and how long it takes."""

import tempfile
from pathlib import Path

import house


def main() -> None:
    """Build, change the name of one exercise, build again, and compare."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = house.copy(Path(temporary) / "house")
        house.run(folder)
        before = {path: path.stat().st_mtime_ns for path in (folder / "build" / "pages").rglob("*.html")}
        table = folder / "data" / "exercises.csv"
        text = table.read_text(encoding="utf-8")
        row = next(line for line in reversed(text.splitlines()) if line.split(",")[5] == "held")
        name = row.split(",")[2]
        table.write_text(text.replace(f",{name},", f",{name} renamed,", 1), encoding="utf-8")
        seconds = house.run(folder)
        pages = sorted((folder / "build" / "pages" / "en").rglob("*.html"))
        rendered = {path.stem for path in pages if path.stat().st_mtime_ns != before[path]}
        showing = {path.stem for path in pages if f"{name} renamed" in path.read_text(encoding="utf-8")}
    print(f"renamed {name!r}: {len(rendered)} of {len(pages)} briefs rendered again in {seconds:.1f} s")
    only = sorted(rendered - showing), sorted(showing - rendered)
    print(f"{len(showing)} show it; only rendered: {only[0]}; only showing: {only[1]}")


if __name__ == "__main__":
    main()
