"""US personnel and bases abroad from the R package troopdata, as deployments and facilities."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pactbook.ingest.published import codes, frames, identifiers, reading, records, schemas, states
from pactbook.ingest.published.frames import LIST, NUMBER, TEXT, WHOLE
from pactbook.ingest.published.glimpse import Glimpse
from pactbook.ingest.published.model import Imported, LeftOut, Progress, PublishedError, PublishedSet, sources
from pactbook.ingest.published.records import Record

OPERATOR = "USA"
NA = ("NA",)
PERSONNEL = {  # our column: the file's
    "personnel": "troops_ad",
    "army": "army_ad",
    "navy": "navy_ad",
    "air_force": "air_force_ad",
    "marine_corps": "marine_corps_ad",
    "coast_guard": "coast_guard_ad",
    "space_force": "space_force_ad",
    "reserve": "total_selected_reserve",
    "civilians": "total_civilian",
}
BRANCHES = ("army", "navy", "air_force", "marine_corps", "coast_guard", "space_force")
OPTIONAL = ("coast_guard", "space_force", "reserve", "civilians")  # older files lack them
HOST = ("countryname", "ccode", "iso3c")
TROOP_COLUMNS = (*HOST, "year", *(column for name, column in PERSONNEL.items() if name not in OPTIONAL))
BASE_COLUMNS = (*HOST, "basename", "lat", "lon", "base", "lilypad", "fundedsite")
REPORTED_FROM = {
    "coast_guard": 2008,
    "reserve": 2008,
    "civilians": 2008,
    "space_force": 2023,
}  # zero before is no report
IMPUTED = (1951, 1952)  # years without a report
BASES_UNTIL = 2018  # as the authors say; the file itself has no year
FACILITIES = {
    "facility_id": TEXT,
    "name": TEXT,
    "host_iso3": TEXT,
    "operator_iso3": TEXT,
    "org_id": TEXT,
    "kind": TEXT,
    "opened": TEXT,
    "closed": TEXT,
    "status": TEXT,
    "lat": NUMBER,
    "lon": NUMBER,
    "personnel_estimate": WHOLE,
    "summary": TEXT,
    "note": TEXT,
    "source_ids": LIST,
    "verified": TEXT,
}
KINDS = {
    "base": "larger base",
    "lilypad": "small site (lilypad): under 200 people or an other site in Pentagon reports",
    "fundedsite": "base of the host paid for by the United States",
}
PUBLISHER = "Michael Flynn, Michael Allen, Carla Martinez Machain (troopdata)"
PAGE = "https://github.com/meflynn/troopdata"
TERMS = "Free to use with the citation; the package is under the GPL 3, terms of the data were not found."


def fits_troops(glimpse: Glimpse) -> bool:
    """Whether a file has personnel by host and year."""
    return records.header(glimpse).issuperset(TROOP_COLUMNS) and not _by_quarter(records.header(glimpse))


def fits_bases(glimpse: Glimpse) -> bool:
    """Whether a file has bases."""
    return records.header(glimpse).issuperset(BASE_COLUMNS)


def read_troops(path: Path, progress: Progress) -> Imported:
    """Read personnel by host and year."""
    content = reading.text(path)
    found = records.read(content, TROOP_COLUMNS, NA)
    progress(len(content), len(content))
    if not found or _by_quarter(found[0].cells):
        raise PublishedError("is by quarter, or has no records; the file by country and year is read")
    named = codes.names(one.needed("countryname") for one in found)
    left_out = LeftOut()
    rows: dict[tuple[str, int], dict[str, Any]] = {}
    for one in sorted(found, key=_weight, reverse=True):
        row = _deployment(one)
        figures = any(row[name] for name in PERSONNEL)
        host = _host(one, row["year"], named, figures=figures)
        if host is None:
            reason = (
                f"no country with a code: {one.needed('countryname')}"
                if figures
                else "no people, and no state of that year"
            )
            left_out.add(reason)
        elif (host, row["year"]) in rows:
            left_out.add(f"a second row of the same host and year {'with' if figures else 'without'} people")
            rows[host, row["year"]]["note"] = _both(rows[host, row["year"]]["note"], one, row["personnel"])
        else:
            rows[host, row["year"]] = row | {"host_iso3": host}
    years = [year for _, year in rows]
    edition = f"{min(years)}-{max(years)}" if years else "no years"
    source = f"troopdata-{edition}".replace(" ", "-")
    filled = [row | {"source_ids": (source,)} for row in rows.values()]
    return Imported(
        edition=edition,
        retrieved=None,
        tables={
            "deployments": frames.frame(filled, schemas.columns("deployments"), ("operator_iso3", "host_iso3", "year"))
        },
        sources=sources([_source(source, f"US military personnel abroad, {edition}")]),
        rows_read=len(found),
        left_out=left_out,
        notes=[
            "A zero is a report of none, or no report of that country: the file does not tell the two apart.",
            "The figures of a year are the highest of its reports, each column for itself: branches need not add up.",
            "Coast Guard, reserve and civilians are reported from 2008, the Space Force from 2023; zeros before: gaps.",
            "For 1951 and 1952 there is no report; the totals lie evenly between 1950 and 1953.",
        ],
    )


def read_bases(path: Path, progress: Progress) -> Imported:
    """Read bases; the file does not say when they were opened or closed."""
    content = reading.text(path, "latin-1")
    found = records.read(content, BASE_COLUMNS, NA)
    progress(len(content), len(content))
    if not found:
        raise PublishedError("has no records")
    named = codes.names(one.needed("countryname") for one in found)
    left_out, rows, seen = LeftOut(), [], set[tuple[str, ...]]()
    source, doubts = "troopdata-bases", []
    for one in found:
        if tuple(one.cells.values()) in seen:
            left_out.add("the same row twice")
            continue
        seen.add(tuple(one.cells.values()))
        host, doubt = _base_host(one, named)
        if host is None:
            left_out.add(f"no country with a code: {one.needed('countryname')}")
            continue
        if doubt:
            doubts.append(doubt)
        rows.append(_facility(one, host, doubt) | {"source_ids": (source,)})
    for row, identifier in zip(rows, identifiers.distinct([row["facility_id"] for row in rows]), strict=True):
        row["facility_id"] = identifier
    return Imported(
        edition=f"to {BASES_UNTIL}",
        retrieved=None,
        tables={"facilities": frames.frame(rows, FACILITIES, ("facility_id",))},
        sources=sources([_source(source, f"US bases abroad, to {BASES_UNTIL}, after David Vine")]),
        rows_read=len(found),
        left_out=left_out,
        notes=[
            f"A list kept until {BASES_UNTIL} without dates of opening and closing: all sites are given as active.",
            "A base of the host that the United States paid for has the host as operator.",
            *dict.fromkeys(doubts),
        ],
    )


def _weight(one: Record) -> tuple[bool, bool]:
    """Which of two rows of a host and year counts: one with people, then one of a state's own number."""
    number, year = one.whole("ccode"), one.whole("year")
    return any(one.whole(column) for column in PERSONNEL.values()), bool(
        number and year and codes.iso3(codes.COW, number, year)
    )


def _both(note: str | None, one: Record, people: int | None) -> str | None:
    """The note of a row of which the file has a second one with people."""
    second = f"A second row of the file, {one.text('countryname')}, has {people}; it was left out." if people else ""
    return " ".join(filter(None, [note, second])) or None


def _deployment(one: Record) -> dict[str, Any]:
    year = one.whole("year")
    one.needed("year")
    row: dict[str, Any] = {"operator_iso3": OPERATOR, "year": year, "verified": "tool"}
    notes = []
    for name, column in PERSONNEL.items():
        count = one.whole(column)
        if count is not None and count < 0:
            notes.append(f"The file has {count} in {column}, which cannot be; the figure was left out.")
            count = None
        row[name] = None if count == 0 and (year or 0) < REPORTED_FROM.get(name, 0) else count
    if year in IMPUTED:
        notes.append("No report of this year: the total lies evenly between those of 1950 and 1953.")
        row |= dict.fromkeys(BRANCHES)
    row["note"] = " ".join(notes) or None
    return row


def _host(one: Record, year: int, named: Mapping[str, str | None], *, figures: bool) -> str | None:
    """The state behind the number in that year; else, where people were, what the file and the name say."""
    number = one.whole("ccode")
    found = codes.iso3(codes.COW, number, year) if number is not None else None
    if found or not figures:
        return found
    return one.text("iso3c") or named[one.needed("countryname")]


def _base_host(one: Record, names: Mapping[str, str | None]) -> tuple[str | None, str | None]:
    """The state of the number; where the name is that of another state, the one of the name, with a doubt."""
    name, number = one.needed("countryname"), one.whole("ccode")
    coded = codes.iso3(codes.COW, number, BASES_UNTIL) if number is not None else None
    named = names[name]
    if named and coded and named != coded and states.is_state(named):
        return named, f"The file has the name {name} with the number of {states.name(coded)}; the name was followed."
    return coded or named, None


def _facility(one: Record, host: str, doubt: str | None) -> dict[str, Any]:
    kinds = [KINDS[column] for column in KINDS if one.flag(column)]
    if not kinds:
        raise one.odd("base", f"1, and neither is another of: {', '.join(KINDS)}")
    lat, lon = one.place()
    name, territory = one.text("basename"), one.needed("countryname")
    funded_only = one.flag("fundedsite") and not (one.flag("base") or one.flag("lilypad"))
    note = [
        f"The file names no site in {territory}." if name is None else "",
        f"In the file under {territory}.",
        doubt or "",
        f"On a list kept until {BASES_UNTIL}, which does not say when it was opened or closed.",
    ]
    return {
        "facility_id": f"troopdata-{host.lower()}-{identifiers.slug(name or 'unnamed')}",
        "name": name or f"Unnamed site in {territory}",
        "host_iso3": host,
        "operator_iso3": host if funded_only else OPERATOR,
        "kind": "not stated",
        "status": "active",
        "lat": lat,
        "lon": lon,
        "summary": f"Listed as: {'; '.join(kinds)}.",
        "note": " ".join(filter(None, note)),
        "verified": "tool",
    }


def _by_quarter(columns: Mapping[str, str] | frozenset[str]) -> bool:
    return "quarter" in columns or "month" in columns


def _source(source: str, title: str) -> dict[str, str | None]:
    return {
        "source_id": source,
        "publisher": PUBLISHER,
        "title": title,
        "url": PAGE,
        "kind": "dataset",
        "reliability": "A",
    }


SETS = (
    PublishedSet(
        name="troopdata",
        title="troopdata: US military personnel by country and year",
        publisher=PUBLISHER,
        where=f"{PAGE} (data-raw/troopdata-rebuild-country-year.csv)",
        terms=TERMS,
        licence="troopdata-terms",
        citation=(
            "Allen, Michael A., Michael E. Flynn, and Carla Martinez Machain. 2022. US global military deployments, "
            "1950-2020. Conflict Management and Peace Science 39(3): 351-370. doi:10.1177/07388942211030885"
        ),
        tables=("deployments",),
        fits=fits_troops,
        read=read_troops,
    ),
    PublishedSet(
        name="troopdata-bases",
        title="troopdata: US bases abroad, after David Vine",
        publisher=PUBLISHER,
        where=f"{PAGE} (data-raw/basedata.csv)",
        terms=TERMS,
        licence="troopdata-terms",
        citation="Vine, David. 2015. Base Nation. New York: Metropolitan Books. As updated in troopdata by M. Flynn.",
        tables=("facilities",),
        fits=fits_bases,
        read=read_bases,
    ),
)
