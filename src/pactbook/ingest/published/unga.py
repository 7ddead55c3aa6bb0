"""Ideal points from votes in the UN General Assembly (Bailey, Strezhnev and Voeten): Stata file or csv."""

import math
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from pactbook.ingest.published import codes, reading
from pactbook.ingest.published.frames import LIST, NUMBER, TEXT, WHOLE, frame, has, positions
from pactbook.ingest.published.glimpse import STATA, Glimpse
from pactbook.ingest.published.model import Imported, LeftOut, Progress, PublishedError, PublishedSet, sources

FIRST_SESSION = 1946  # the General Assembly's first session is taken as that of 1946
STATA_COLUMNS = ("ccode", "iso3c", "year", "idealpointall", "q5all", "q95all")
CSV_COLUMNS = ("ccode", "iso3c", "session", "IdealPoint", "Q5%", "Q95%")
COLUMNS = {
    "iso3": TEXT, "year": WHOLE, "ideal_point": NUMBER, "low": NUMBER, "high": NUMBER, "note": TEXT,
    "source_ids": LIST, "verified": TEXT,
}  # fmt: skip
DIGITS = 4
STAMP, HEAD = re.compile(rb"<timestamp>[^<]{0,2}?( ?\d{1,2}) ([A-Z][a-z]{2}) (\d{4})"), 1024
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WHERE = "https://doi.org/10.7910/DVN/LEJUQZ"


def read(path: Path, progress: Progress) -> Imported:
    """Read the estimates from all votes of a year, with their bounds of 5 and 95 %.

    Args:
        path: of the Stata file or csv.
        progress: told when it is done.

    Raises:
        PublishedError: if it is no such file.
    """
    rows, published = _stata(path) if reading.begins(path, STATA) else (_csv(path), None)
    kept, left_out, read_rows = [], LeftOut(), 0
    for row in rows:
        read_rows += 1
        state = codes.iso3(codes.COW, row["ccode"], row["year"]) or _own(row["iso3c"])
        if state is None:
            left_out.add(f"no country with a code: {row['iso3c'] or row['ccode']}")
        elif row["ideal_point"] is None:
            left_out.add("no estimate from all votes of the year")
        else:
            kept.append({"iso3": state, "verified": "tool", **row})
    if not kept:
        raise PublishedError("holds no estimate")
    edition = f"{min(row['year'] for row in kept)}-{max(row['year'] for row in kept)}"
    source_id = f"unga-ideal-points-{edition}"
    for row in kept:
        row["source_ids"] = (source_id,)
    table = frame(kept, COLUMNS, ("iso3", "year"))
    progress(path.stat().st_size, path.stat().st_size)
    source: dict[str, str | None] = {
        "source_id": source_id, "publisher": "M. A. Bailey, A. Strezhnev and E. Voeten",
        "title": f"United Nations General Assembly voting data: ideal points, {edition}", "url": WHERE,
        "published": published, "kind": "dataset", "reliability": "A", "note": "Read from the authors' file.",
    }  # fmt: skip
    return Imported(edition, None, {"ideal_points": table}, sources([source]), read_rows, left_out)


def _own(code: str) -> str | None:
    """The file's own code, for members of the UN that the Correlates of War did not count as states in the year."""
    return code if re.fullmatch("[A-Z]{3}", code) else None


def _stata(path: Path) -> tuple[Iterable[dict[str, Any]], str | None]:
    """Rows, and the day on which the file was written."""
    try:
        table = pd.read_stata(path, convert_categoricals=False)
    except Exception as error:  # pandas raises whatever a broken file makes it raise
        raise PublishedError(f"is no sound Stata file: {error}") from error
    at = positions(list(table.columns), STATA_COLUMNS)
    cells = table.iloc[:, list(at.values())].itertuples(index=False, name=None)
    return (_row(number, dict(zip(at, row, strict=True))) for number, row in enumerate(cells, 1)), _written(path)


def _written(path: Path) -> str | None:
    """The day that stands in the head of a Stata file."""
    with path.open("rb") as file:
        found = STAMP.search(file.read(HEAD))
    if found is None or found[2].decode() not in MONTHS:
        return None
    return f"{int(found[3])}-{MONTHS.index(found[2].decode()) + 1:02}-{int(found[1]):02}"


def _csv(path: Path) -> Iterable[dict[str, Any]]:
    header, *records = reading.records(reading.text(path, reading.UTF_8, "cp1252"))  # releases differ
    at = positions(header, CSV_COLUMNS)
    for number, cells in reading.full(enumerate(records, 2), len(header)):
        row: dict[str, Any] = {name: cells[place] for name, place in at.items()}
        row |= {"idealpointall": row["IdealPoint"], "q5all": row["Q5%"], "q95all": row["Q95%"]}
        session = _number(number, "session", row["session"])
        row["year"] = None if session is None else session + FIRST_SESSION - 1
        yield _row(number, row)


def _row(number: int, cells: Mapping[str, Any]) -> dict[str, Any]:
    code, year = (_number(number, name, cells[name]) for name in ("ccode", "year"))
    if code is None or year is None or code % 1 or year % 1:
        raise PublishedError(f"record {number} has no whole number as ccode or as year (session)")
    found = {
        name: _number(number, column, cells[column])
        for name, column in (("ideal_point", "idealpointall"), ("low", "q5all"), ("high", "q95all"))
    }
    rounded = {name: None if value is None else round(value, DIGITS) for name, value in found.items()}
    return {"ccode": int(code), "iso3c": str(cells["iso3c"]).strip(), "year": int(year), **rounded}


def _number(number: int, column: str, cell: object) -> float | None:
    """A number, or None for an empty cell."""
    if cell is None or (isinstance(cell, str) and cell.strip() in ("", "NA")):
        return None
    try:
        value = float(str(cell))
    except ValueError:
        raise PublishedError(f"record {number}, column {column}: {cell!r} is no number") from None
    return None if math.isnan(value) else value


def _fits(found: Glimpse) -> bool:
    """Whether it is the csv, or a Stata file with the columns of the ideal points."""
    if found.kind == "dta":
        return all(name in found.head for name in ("idealpointall", "q5all", "nvotesall"))
    return found.kind == "text" and has(found.lines[0], "ccode", "session", "IdealPoint", "Q5%", "NVotes")


SETS = (
    PublishedSet(
        name="unga-ideal-points",
        title="United Nations General Assembly voting data: ideal points",
        publisher="Bailey, Strezhnev and Voeten",
        where=f"{WHERE} (file IdealpointestimatesAll or Idealpoints, Stata or csv)",
        terms="Free to use with citation. The terms were not checked on the publisher's site.",
        licence="citation",
        citation=(
            "Bailey, Michael A., Anton Strezhnev and Erik Voeten (2017): Estimating Dynamic State Preferences from "
            "United Nations Voting Data. Journal of Conflict Resolution 61(2): 430-456."
        ),
        tables=("ideal_points",),
        fits=_fits,
        read=read,
    ),
)
