"""The matrix of imports of SIPRI's Arms Transfers Database: a record per recipient, a column per year."""

import re
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from pactbook.ingest.published import sipri, sipri_exports
from pactbook.ingest.published.glimpse import Glimpse
from pactbook.ingest.published.model import Imported, LeftOut, Progress, PublishedError

TABLE = "arms_imports"
RECIPIENT, TOTAL = "Recipient", re.compile(r"(?i)total.*|world total.*")
YEAR = re.compile(r"(?:19|20)[0-9]{2}")
SUMS = re.compile(r"(?i)(?:19|20)[0-9]{2}\s*[-–]\s*(?:19|20)[0-9]{2}|percentage.*|sum.*|total.*|")


def fits(glimpse: Glimpse) -> bool:
    """Whether a line begins with `Recipient` and goes on with years."""
    lines = [line.replace('"', "").split(",") for line in glimpse.lines[:40]] if glimpse.kind == "text" else []
    return any(cells[0].strip() == RECIPIENT and all(map(YEAR.fullmatch, cells[1:4])) for cells in lines if cells[3:])


def read(path: Path, progress: Progress) -> Imported:
    """Read a matrix of imports: one record per recipient, a column per year.

    Raises:
        PublishedError: if it has other columns, or a cell that is no number.
    """
    preamble, header, rows = sipri_exports.records(path, (RECIPIENT,))
    years = {place: int(text) for place, text in enumerate(header) if YEAR.fullmatch(text.strip())}
    odd = [text for place, text in enumerate(header[1:], 1) if place not in years and not SUMS.fullmatch(text.strip())]
    if odd or len(set(years.values())) < len(years) or not years:
        raise PublishedError(f"has columns that are no years, each once: {', '.join(odd) or 'a year twice'}")
    countries = sipri.countries(cells[0].strip() for _, cells in rows)
    left_out = LeftOut()
    volumes: dict[tuple[str, int], tuple[float, tuple[str, ...]]] = {}
    for line, cells in rows:
        name, iso3 = cells[0].strip(), countries[cells[0].strip()]
        place = f"line {line}, {name}"
        values = {year: sipri.number(cells[column].strip(), f"{place}, {year}") for column, year in years.items()}
        known = {year: value for year, value in values.items() if value is not None}
        if iso3 is None:
            left_out.add("the total of all recipients" if TOTAL.fullmatch(name) else sipri.why_no_country(name))
        elif not known:
            left_out.add(f"no delivery in any year: {name}")
        else:
            for year, value in known.items():
                before, names = volumes.get((iso3, year), (0.0, ()))
                volumes[iso3, year] = (before + value, (*names, name))
    edited = [text for text in header[1:] if not YEAR.fullmatch(text.strip())]
    last = max(years.values())
    source = f"sipri-tiv-{last + 1}"
    progress(path.stat().st_size, path.stat().st_size)
    notes = ["Volumes are millions of TIV; 0 stands for less than 0.5 million, and an empty cell for no delivery."]
    if edited:
        notes.append(f"Somebody may have added columns to SIPRI's; they are not read: {', '.join(edited)}.")
    return Imported(
        edition=f"{min(years.values())}-{last}",
        retrieved=sipri_exports.retrieved(preamble),
        tables={TABLE: _imports(volumes, source)},
        sources=sipri_exports.source_row(
            source, f"TIV of imports {min(years.values())}-{last}", last, "B" if edited else "A"
        ),
        rows_read=len(rows),
        left_out=left_out,
        notes=notes,
    )


def _imports(volumes: Mapping[tuple[str, int], tuple[float, tuple[str, ...]]], source: str) -> pd.DataFrame:
    """The table `arms_imports`."""
    rows = [
        (*key, value, f"Sum of {' and '.join(names)}." if len(names) > 1 else None, (source,), "tool")
        for key, (value, names) in sorted(volumes.items())
    ]
    frame = pd.DataFrame(rows, columns=["iso3", "year", "tiv", "note", "source_ids", "verified"])
    return frame.astype({"year": "Int64", "tiv": "Float64", **dict.fromkeys(("iso3", "note", "verified"), "string")})
