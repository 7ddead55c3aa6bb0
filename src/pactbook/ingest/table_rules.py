"""Rules across columns and tables. Each applies where the package has the tables and columns it speaks of."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from math import cos, radians
from pathlib import Path

import shapely

from pactbook import dates
from pactbook.ingest.files import Sheet
from pactbook.ingest.package import Package
from pactbook.ingest.problems import Problem, shown

INTERVALS = [
    ("start", "end"), ("date", "end"), ("opened", "closed"), ("joined", "left"), ("signed", "ended"), ("signed", "in_force"),
    ("founded", "dissolved"), ("year_start", "year_end"), ("first_year", "last_year"), ("delivered_from", "delivered_to"),
    ("order_year", "delivered_from"),
]  # fmt: skip
NEAR_KM = 150
FAR_KM = 600  # at sea an exercise may be held far from its host's coast
KM_PER_DEGREE = 111.2

Sheets = dict[str, Sheet]
Rule = Callable[[Package, Sheets, Path], Iterator[Problem]]


def check(package: Package, sheets: Sheets, geo: Path) -> list[Problem]:
    """Apply all rules.

    Args:
        package: its description.
        sheets: the tables that have no problem of their own, by name.
        geo: folder with `countries.geojson`.
    """
    return [problem for rule in RULES for problem in rule(package, sheets, geo)]


def intervals(_package: Package, sheets: Sheets, _geo: Path) -> Iterator[Problem]:
    """A start is not after its end."""
    for sheet in sheets.values():
        for start, end in INTERVALS:
            if not (sheet.table.field(start) and sheet.table.field(end)):
                continue
            for row, cells in sheet.rows:
                if cells[start] and cells[end] and dates.definitely_after(cells[start], cells[end]):
                    yield _error(sheet, row, end, f"{shown(cells[end])} is before {start} {shown(cells[start])}", "interval")


def spells(_package: Package, sheets: Sheets, _geo: Path) -> Iterator[Problem]:
    """A country's membership spells in one organisation don't overlap; touching is fine."""
    if "memberships" not in sheets:
        return
    sheet = sheets["memberships"]
    held: dict[tuple[str, str], list[tuple[int, dict[str, str]]]] = defaultdict(list)
    for row, cells in sheet.rows:
        if cells["start"]:
            held[cells["org_id"], cells["iso3"]].append((row, cells))
    for known in held.values():
        known.sort(key=lambda item: dates.sort_key(item[1]["start"]))
        for (first_row, first), (row, cells) in zip(known, known[1:], strict=False):
            if not first["end"] or dates.definitely_after(first["end"], cells["start"]):
                message = f"{shown(cells['start'])} overlaps the spell of row {first_row} ({first['start']} to {first['end'] or 'now'})"
                yield _error(sheet, row, "start", message, "spells")


def hosts(_package: Package, sheets: Sheets, _geo: Path) -> Iterator[Problem]:
    """The host of an exercise takes part in it."""
    if not {"exercises", "exercise_participants"} <= sheets.keys():
        return
    taking_part = {(cells["exercise_id"], cells["iso3"]) for _, cells in sheets["exercise_participants"].rows}
    sheet = sheets["exercises"]
    for row, cells in sheet.rows:
        if cells["host_iso3"] and (cells["exercise_id"], cells["host_iso3"]) not in taking_part:
            message = f"{shown(cells['host_iso3'])} is not among the participants of {cells['exercise_id']} (exercise_participants.csv)"
            yield _error(sheet, row, "host_iso3", message, "host")


def parties(_package: Package, sheets: Sheets, _geo: Path) -> Iterator[Problem]:
    """An agreement has two parties or more."""
    if not {"agreements", "agreement_parties"} <= sheets.keys():
        return
    counts: dict[str, int] = defaultdict(int)
    for _, cells in sheets["agreement_parties"].rows:
        counts[cells["agreement_id"]] += 1
    sheet = sheets["agreements"]
    for row, cells in sheet.rows:
        found = counts[cells["agreement_id"]]
        if found < 2:
            message = f"{shown(cells['agreement_id'])} has {found} of at least 2 parties (agreement_parties.csv)"
            yield _error(sheet, row, "agreement_id", message, "parties")


def places(_package: Package, sheets: Sheets, geo: Path) -> Iterator[Problem]:
    """Latitude and longitude come together, within their ranges, in or near the country named."""
    outlines = _outlines(geo / "countries.geojson")
    for sheet in sheets.values():
        pairs = [("lat", "lon", "host_iso3"), ("capital_lat", "capital_lon", "iso3")]
        for lat, lon, country in pairs:
            if sheet.table.field(lat) and sheet.table.field(lon) and sheet.table.field(country):
                for row, cells in sheet.rows:
                    yield from _place(sheet, row, cells, (lat, lon, country), outlines)


def _place(
    sheet: Sheet, row: int, cells: dict[str, str], columns: tuple[str, str, str], outlines: dict[str, shapely.Geometry]
) -> Iterator[Problem]:
    lat, lon, country = columns
    if bool(cells[lat]) != bool(cells[lon]):
        yield _error(sheet, row, lat, f"{lat} and {lon} are either both given or both empty", "place")
    elif cells[lat]:
        y, x = float(cells[lat]), float(cells[lon])
        if not (-90 <= y <= 90 and -180 <= x <= 180):
            yield _error(sheet, row, lat, f"{cells[lat]}, {cells[lon]} is no place: lat -90 to 90, lon -180 to 180", "place")
        elif cells[country] in outlines:
            away = _km_away(outlines[cells[country]], x, y)
            if away > NEAR_KM:
                message = f"{cells[lat]}, {cells[lon]} lies {away:,.0f} km from {cells[country]}, the country named"
                severity = "error" if away > FAR_KM else "warning"
                yield Problem(sheet.table.path, row, lat, message, "place", severity)


def _km_away(outline: shapely.Geometry, x: float, y: float) -> float:
    """Distance of a point from an outline, on a flat map stretched to the point's latitude: good to a few per cent."""
    squeeze = max(cos(radians(y)), 0.05)
    flat = shapely.transform(outline, lambda points: points * [squeeze, 1.0])
    return float(shapely.distance(flat, shapely.Point(x * squeeze, y))) * KM_PER_DEGREE


def _outlines(path: Path) -> dict[str, shapely.Geometry]:
    try:
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
        return {f["properties"]["iso3"]: shapely.geometry.shape(f["geometry"]) for f in features}
    except FileNotFoundError:
        return {}


def percentages(_package: Package, sheets: Sheets, _geo: Path) -> Iterator[Problem]:
    """A percentage lies within 0 to 100, whether the column or the row names the unit."""
    for sheet in sheets.values():
        columns = [field.name for field in sheet.table.fields if field.unit in ("percent", "%", "percent of GDP", "% of GDP")]
        if sheet.table.field("unit") and sheet.table.field("value"):
            columns.append("value")
        for row, cells in sheet.rows:
            for column in columns:
                if column == "value" and cells.get("unit") not in ("percent", "%"):
                    continue
                if cells[column] and not 0 <= float(cells[column]) <= 100:
                    yield _error(sheet, row, column, f"{shown(cells[column])} is no percentage from 0 to 100", "percentage")


def tolls(_package: Package, sheets: Sheets, _geo: Path) -> Iterator[Problem]:
    """A low toll is not above the high one."""
    for sheet in sheets.values():
        if sheet.table.field("fatalities_low") and sheet.table.field("fatalities_high"):
            for row, cells in sheet.rows:
                low, high = cells["fatalities_low"], cells["fatalities_high"]
                if low and high and int(low) > int(high):
                    yield _error(sheet, row, "fatalities_high", f"{shown(high)} is less than fatalities_low {shown(low)}", "toll")


def sources(package: Package, sheets: Sheets, _geo: Path) -> Iterator[Problem]:
    """Every row has a source, its own or its parent's."""
    for name, sheet in sheets.items():
        parent = package.tables[name].sourced_by
        if sheet.table.field("source_ids") and not parent:
            for row, cells in sheet.rows:
                if not cells["source_ids"]:
                    yield _error(sheet, row, "source_ids", "is empty; every row needs a source", "source")


def totals(_package: Package, sheets: Sheets, _geo: Path) -> Iterator[Problem]:
    """Doubtful: an exercise with fewer people than its participants together."""
    if not {"exercises", "exercise_participants"} <= sheets.keys():
        return
    parts: dict[str, int] = defaultdict(int)
    for _, cells in sheets["exercise_participants"].rows:
        parts[cells["exercise_id"]] += int(cells["personnel"] or 0)
    sheet = sheets["exercises"]
    for row, cells in sheet.rows:
        if cells["personnel_total"] and int(cells["personnel_total"]) < parts[cells["exercise_id"]]:
            message = f"{cells['personnel_total']} is less than the {parts[cells['exercise_id']]:,} of its participants together"
            yield _warning(sheet, row, "personnel_total", message, "total")


def newer_than_sources(_package: Package, sheets: Sheets, _geo: Path) -> Iterator[Problem]:
    """Doubtful: a fact that starts after the newest of its sources was published."""
    if "sources" not in sheets:
        return
    published = {cells["source_id"]: cells["published"] for _, cells in sheets["sources"].rows}
    for sheet in sheets.values():
        start = next((name for name in ("start", "date", "signed", "opened") if sheet.table.field(name)), None)
        if not (start and sheet.table.field("source_ids")):
            continue
        for row, cells in sheet.rows:
            known = [published[source] for source in cells["source_ids"].split(";") if published.get(source)]
            if cells[start] and known and all(dates.year(cells[start]) > dates.year(date) for date in known):
                yield _warning(sheet, row, start, f"{shown(cells[start])} is later than all its sources", "source date")


def loose_ends(_package: Package, sheets: Sheets, _geo: Path) -> Iterator[Problem]:
    """Doubtful: ended without saying when."""
    for table, status, column in (("agreements", "expired", "ended"), ("facilities", "closed", "closed")):
        if table in sheets:
            sheet = sheets[table]
            for row, cells in sheet.rows:
                if cells["status"] == status and not cells[column]:
                    yield _warning(sheet, row, column, f"is empty, but the status is {status}", "loose end")


RULES: list[Rule] = [
    intervals, spells, hosts, parties, places, percentages, tolls, sources, totals, newer_than_sources, loose_ends,
]  # fmt: skip


def _error(sheet: Sheet, row: int, column: str, message: str, kind: str) -> Problem:
    return Problem(sheet.table.path, row, column, message, kind)


def _warning(sheet: Sheet, row: int, column: str, message: str, kind: str) -> Problem:
    return Problem(sheet.table.path, row, column, message, kind, "warning")
