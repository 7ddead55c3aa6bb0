"""World Bank, World Development Indicators: one indicator of all countries, or all indicators of one; csv or zip."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from pactbook import dates
from pactbook.ingest.published import codes, columns, reading, schemas
from pactbook.ingest.published.frames import frame, positions
from pactbook.ingest.published.glimpse import ZIP, Glimpse
from pactbook.ingest.published.model import Imported, LeftOut, Progress, PublishedError, PublishedSet, sources

HEADER = ("Country Name", "Country Code", "Indicator Name", "Indicator Code")
UPDATED = "Last Updated Date"
METADATA = "Metadata_Country_"
SPENDING, SHARE_OF_GDP = "MS.MIL.XPND.CD", "MS.MIL.XPND.GD.ZS"
MILLION, DIGITS = 1e6, 4
BRACKETS = re.compile(r"\(([^()]+)\)")
UNIT = re.compile(  # what of a name's brackets is a unit, and not what is counted or by whose estimate
    r"%|\$|=|\bLCU\b|\bUSD\b|\b(?:per|scale)\b"
    r"|^(?:days|years|hours|number|sq\. km|hectares|kWh|k(?:ilo)?t|metric tons)"
    r"|^(?:million|billion|cubic|total route)\b"
    r"|SIPRI trend indicator values|^(?:kg|liters|micrograms|mm|people|Mt|thousand metric tons) "
)
NUMBERS = re.compile(r"-?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?")


def read(path: Path, progress: Progress) -> Imported:
    """Read a file of the bank's; military expenditure in dollars of the year goes into its own table too.

    Args:
        path: of the csv, or of the zip as served.
        progress: told when it is done.

    Raises:
        PublishedError: if it is no such file.
    """
    data, metadata = _texts(path)
    updated, header, records = _parts(data)
    at = positions(header, HEADER)
    years = {place: int(name) for place, name in enumerate(header) if re.fullmatch(r"[12]\d{3}", name)}
    if not years:
        raise PublishedError("has no columns of years")
    aggregates = None if metadata is None else _aggregates(metadata)
    source_id = f"world-bank-wdi-{updated}"
    rows: list[dict[str, Any]] = []
    left_out = LeftOut()
    for number, cells in records:
        country, iso3, name, indicator = (cells[at[column]].strip() for column in HEADER)
        figures = {year: _figure(number, year, cells[place]) for place, year in years.items() if cells[place].strip()}
        if reason := _no_country(country, iso3, aggregates):
            left_out.add(reason)
        elif not figures:
            left_out.add("no figure in any year")
        common = {"iso3": iso3, "indicator": indicator, "name": name, "unit": unit(name)}
        if not reason:
            rows += [{**common, "year": year, "value": value} for year, value in figures.items()]
    for row in rows:
        row |= {"source_ids": (source_id,), "verified": "tool"}
    tables = {
        "indicators": frame(rows, schemas.columns("indicators"), ("iso3", "year", "indicator")),
        "military_expenditure": frame(_spending(rows), columns.SPENDING, ("iso3", "year", "price_basis")),
    }
    progress(path.stat().st_size, path.stat().st_size)
    source: dict[str, str | None] = {
        "source_id": source_id, "publisher": "World Bank", "title": f"World Development Indicators, as of {updated}",
        "url": "https://data.worldbank.org/", "published": updated, "kind": "dataset", "reliability": "A",
        "note": "Read from the bank's download; each indicator has sources of its own.",
    }  # fmt: skip
    notes = [] if metadata is not None else [
        "No Metadata_Country file at hand: what has no ISO code was taken for an aggregate."
    ]  # fmt: skip
    return Imported(updated, updated, tables, sources([source]), len(records), left_out, notes)


def unit(name: str) -> str | None:
    """The unit that stands in the name of an indicator, or None: `Military expenditure (% of GDP)` has `% of GDP`."""
    found = [inner for inner in BRACKETS.findall(name) if UNIT.search(inner)]
    return found[-1].strip() if found else None


def _texts(path: Path) -> tuple[str, str | None]:
    """The data, and the table of countries if it is in the zip or beside the file."""
    if not reading.begins(path, ZIP):
        beside = path.with_name(METADATA + path.name)
        return reading.text(path), reading.text(beside) if beside.is_file() else None
    members = reading.members(path)
    data = [name for name in members if _is_data(name)]
    countries = [name for name in members if Path(name).name.startswith(METADATA)]
    if len(data) != 1:
        raise PublishedError(f"is a zip with {len(data)} files of data (API_....csv), expected one")
    return reading.decoded(members[data[0]]), reading.decoded(members[countries[0]]) if countries else None


def _is_data(name: str) -> bool:
    return Path(name).name.startswith("API_") and name.lower().endswith(".csv")


def _parts(content: str) -> tuple[str, list[str], list[tuple[int, list[str]]]]:
    """The day of the last update, the header, and the records with their numbers."""
    rows = list(enumerate(reading.records(content), 1))
    start = next((place for place, (_, cells) in enumerate(rows) if cells[:2] == list(HEADER[:2])), None)
    if start is None:
        raise PublishedError(f"has no line that begins with {HEADER[0]!r}, {HEADER[1]!r}")
    updated = next((cells[1].strip() for _, cells in rows[:start] if cells[:1] == [UPDATED] and len(cells) > 1), "")
    if not dates.is_partial_date(updated) or len(updated) != len("2026-01-31"):
        raise PublishedError(f"has no {UPDATED!r} before its header")
    header = rows[start][1]
    return updated, header, list(reading.full(rows[start + 1 :], len(header)))


def _aggregates(metadata: str) -> dict[str, bool]:
    """Whether a code is one of an aggregate: those have no region."""
    header, *records = reading.records(metadata)
    at = positions(header, ("Country Code", "Region"))
    return {cells[at["Country Code"]]: not cells[at["Region"]].strip() for cells in records if any(cells)}


def _no_country(name: str, code: str, aggregates: dict[str, bool] | None) -> str | None:
    """Why a row is not of a country, or None."""
    if aggregates is not None and code not in aggregates:
        return f"not in the table of countries: {name}"
    if aggregates is not None and aggregates[code]:
        return "an aggregate of countries"
    if code not in _iso3():
        return f"no country with a code: {name}" if aggregates is not None else "an aggregate, or no ISO code"
    return None


@cache
def _iso3() -> frozenset[str]:
    return frozenset(row["iso3"] for row in codes.listed())


def _figure(number: int, year: int, cell: str) -> float:
    if not NUMBERS.fullmatch(cell.strip()):
        raise PublishedError(f"record {number}, year {year}: {cell!r} is no number")
    return float(cell)


def _spending(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Military expenditure in millions of dollars of the year, with its share of GDP where the file has it."""
    shares = {(row["iso3"], row["year"]): row["value"] for row in rows if row["indicator"] == SHARE_OF_GDP}
    for row in rows:
        if row["indicator"] == SPENDING:
            share = shares.get((row["iso3"], row["year"]))
            yield {
                **{name: row[name] for name in ("iso3", "year", "source_ids", "verified")},
                "usd_millions": round(row["value"] / MILLION, DIGITS),
                "price_basis": "current",
                "pct_gdp": None if share is None else round(share, DIGITS),
                "note": "SIPRI's figure as the World Bank gives it.",
            }


def _fits(found: Glimpse) -> bool:
    """Whether a text begins as the bank's csv do, or a zip holds a file of data and the table of countries."""
    if found.kind == "zip":
        names = [Path(name).name for name in found.members]
        return any(map(_is_data, names)) and any(name.startswith(METADATA) for name in names)
    if found.kind != "text":
        return False
    return found.lines[0].startswith('"Data Source","World Development Indicators"')


SETS = (
    PublishedSet(
        name="world-bank-wdi",
        title="World Development Indicators",
        publisher="World Bank",
        where="https://data.worldbank.org/ (page of an indicator or a country, Download: CSV; the zip as it is)",
        terms=(
            "Creative Commons Attribution 4.0 with the bank's additions, seen in a copy of its Terms of Use for "
            "Datasets: credit as 'The World Bank: name of the data set: source of the data'. Some indicators "
            "have terms of their own; those on armed forces and arms come from SIPRI and the IISS."
        ),
        licence="CC-BY-4.0",
        citation="The World Bank: World Development Indicators: source of the indicator, if known.",
        tables=("indicators", "military_expenditure"),
        fits=_fits,
        read=read,
    ),
)
