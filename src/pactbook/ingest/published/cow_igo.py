"""Correlates of War, Intergovernmental Organizations: organisations, and who belonged to them from year to year.

The project publishes the same facts by state and year, a column for each organisation, and by organisation and year,
a column for each state. Both are read to the same identifiers; only the second has names and dates of organisations.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from pactbook.ingest.published import cow, cow_cells
from pactbook.ingest.published.cow_igo_states import STATES
from pactbook.ingest.published.glimpse import Glimpse
from pactbook.ingest.published.model import Imported, LeftOut, Progress, PublishedError

NAME, PAGE, TITLE = "cow-igo", "igos", "Intergovernmental Organizations"
BY_STATE = ("ccode", "year", "state", "un")
BY_ORGANIZATION = ("ioname", "orgname", "year", "sdate", "deaddate")
ABOUT = {
    "",  # numbers of rows, where R has written the file
    *BY_ORGANIZATION, "dead", "integrated", "replaced", "longorgname", "ionum", "igocode", "version",
    "accuracyofpre1965membershipdates", "sourcesandnotes", "imputed", "political", "social", "economic",
}  # fmt: skip
R_OBJECTS = ("state_year_format3", "igo_year_format3")  # of the R package igoR
LAST_YEARS = {2014: "3.0"}  # the form by state names no version
STATUS = {1: "member", 2: "associate", 3: "observer"}
MISSING, OUTSIDE = -9, (0, -1)  # not a member; organisation or state not in being
RANKS = {1: 0, 2: 1, 3: 2, MISSING: 3}  # where two numbers are one country in a year, the closer tie counts
ORGANIZATIONS = {
    "org_id": "string", "abbreviation": "string", "name": "string", "name_ru": "string", "kind": "string",
    "founded": "string", "founding_document": "string", "in_force": "string", "dissolved": "string",
    "headquarters": "string", "mutual_defence": "boolean", "parent_org": "string", "succeeds": "string",
    "website": "string", "summary": "string", **cow.SOURCED, "memory_fields": "object",
}  # fmt: skip
MEMBERSHIPS = {
    "membership_id": "string", "org_id": "string", "iso3": "string", "status": "string", "start": "string",
    "end": "string", **cow.SOURCED, "memory_fields": "object",
}  # fmt: skip
ENDS = {"integrated": "It was merged into another.", "replaced": "Another replaced it."}
UNTOLD = "The Correlates of War do not say whether members must defend one another."


@dataclass
class Ties:
    """Who stood how to which organisation: a row per organisation, country and year with status or without data.

    Attributes:
        rows: columns org, iso3, year, code (1 to 3 or MISSING); a country once per organisation and year.
        first: the first year of the file.
        last: the last.
    """

    rows: pd.DataFrame
    first: int
    last: int


def _fits(seen: Glimpse) -> bool:
    header = cow.header(seen)
    in_zip = cow.has_member(seen, r"(igo|state)_year_format.*\.csv")
    in_r = seen.kind == "rda" and seen.members[:1] in [(name,) for name in R_OBJECTS]
    return set(BY_STATE) <= header or set(BY_ORGANIZATION) <= header or in_zip or in_r


def _read(path: Path, progress: Progress) -> Imported:
    raw = cow.records(path, progress, BY_ORGANIZATION, BY_STATE)
    if raw.empty:
        raise PublishedError("has no records")
    left_out, notes = LeftOut(), []
    if "orgname" in raw.columns:
        edition = cow_cells.edition(raw, several=True)
        edition = f"{edition}.0" if "." not in edition else edition
        ties, outside = _by_organization(raw)
        notes += outside
        described = _described(raw)
    else:
        ties = _by_state(raw, left_out)
        edition = LAST_YEARS.get(ties.last, f"to {ties.last}")
        described = pd.DataFrame({"abbreviation": [name.upper() for name in _organization_columns(raw)]})
        described["name"] = described["abbreviation"]
        notes.append("The form by state names organisations by abbreviation only; the form by organisation has names.")
    by = cow.source_id(NAME, edition)
    notes += [
        f"The years {ties.first} to {ties.last} are covered; a status held in the last has no end here.",
        "A date is the first or last year in which the status is coded, not a day of accession or withdrawal.",
    ]
    memberships = _memberships(ties, by)
    return Imported(
        edition=edition,
        retrieved=None,
        tables={"organizations": _organizations(described, memberships, ties, by), "memberships": memberships},
        sources=cow.source(NAME, edition, TITLE, PAGE),
        rows_read=len(raw),
        left_out=left_out,
        notes=notes,
    )


def _organization_columns(raw: pd.DataFrame) -> list[str]:
    return [name for name in raw.columns if name not in {*ABOUT, *BY_STATE[:3]}]


def _by_state(raw: pd.DataFrame, left_out: LeftOut) -> Ties:
    numbers, years = cow_cells.required(raw, "ccode"), cow_cells.required(raw, "year")
    iso3 = cow.iso3(numbers, years)
    cow.leave_out(left_out, numbers[iso3.isna()])
    names = _organization_columns(raw)
    record, column, code = _cells(raw, names)
    rows = pd.DataFrame(
        {
            "org": np.array(names)[column], "iso3": iso3.to_numpy()[record],
            "year": years.to_numpy(dtype=int)[record], "code": code,
        }
    )  # fmt: skip
    return Ties(_once(rows), int(years.min()), int(years.max()))


def _by_organization(raw: pd.DataFrame) -> tuple[Ties, list[str]]:
    """The ties, and a note on states that have no code."""
    years = cow_cells.required(raw, "year")
    names = [name for name in raw.columns if name not in ABOUT]
    strange = [name for name in names if name not in STATES]
    if strange:
        raise PublishedError(f"has a column {strange[0]!r}, which is no state that is known")
    record, column, code = _cells(raw, names)
    held = years.to_numpy(dtype=int)[record]
    numbers = np.array([STATES[name] for name in names])[column]
    orgs = raw["ioname"].str.strip().str.lower().to_numpy()[record]
    rows = pd.DataFrame({"org": orgs, "year": held, "code": code})
    rows["iso3"] = cow.iso3(pd.Series(numbers), pd.Series(held)).to_numpy()
    uncoded = sorted({names[at] for at in column[(rows["iso3"].isna() & (rows["code"] > 0)).to_numpy()]})
    notes = [f"Columns of states that had no ISO code are left out: {', '.join(uncoded)}."] if uncoded else []
    return Ties(_once(rows), int(years.min()), int(years.max())), notes


def _cells(raw: pd.DataFrame, names: list[str]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Record, column and code of the cells that tell a status or that it is not known.

    Raises:
        PublishedError: for the first cell with another code.
    """
    columns = [cow_cells.numbers(raw, name, missing=()) for name in names]
    codes = np.column_stack([column.to_numpy(dtype=float, na_value=0.0) for column in columns])
    bad = ~np.isin(codes, [*STATUS, MISSING, *OUTSIDE])
    if bad.any():
        at, column = (int(found[0]) for found in np.nonzero(bad))
        raise PublishedError(f"row {raw.index[at]}, column {names[column]!r}: {codes[at, column]:g} is no known status")
    told, where = np.nonzero((codes > 0) | (codes == MISSING))
    return told, where, codes[told, where].astype(int)


def _once(rows: pd.DataFrame) -> pd.DataFrame:
    rows = rows.dropna(subset="iso3").assign(rank=lambda found: found["code"].map(RANKS))
    rows = rows.sort_values(["org", "iso3", "year", "rank"], kind="stable")
    return rows.drop_duplicates(["org", "iso3", "year"]).drop(columns="rank").reset_index(drop=True)


def _memberships(ties: Ties, by: str) -> pd.DataFrame:
    """Spells of unbroken years in one status; years without data inside a spell do not break it, other gaps do."""
    rows = ties.rows.copy()
    same = (rows["org"] == rows["org"].shift()) & (rows["iso3"] == rows["iso3"].shift())
    rows["block"] = (~same | (rows["year"] != rows["year"].shift() + 1)).cumsum()
    told = rows[rows["code"] != MISSING].copy()
    told["spell"] = ((told["block"] != told["block"].shift()) | (told["code"] != told["code"].shift())).cumsum()
    spells = told.groupby("spell").agg(
        org=("org", "first"), iso3=("iso3", "first"), code=("code", "first"), start=("year", "min"), end=("year", "max")
    )
    rows["spell"] = told["spell"].astype("Int64")
    blocks = rows.groupby("block")["spell"]
    rows["before"], rows["after"] = blocks.ffill(), blocks.bfill()
    untold = rows[rows["code"] == MISSING]
    earlier = untold[untold["before"].isna()].dropna(subset="after").groupby("after")["year"].agg(list)
    later = untold.dropna(subset="before").groupby("before")["year"].agg(list)
    number = spells.groupby(["org", "iso3"]).cumcount() + 1
    records = [
        _membership(spell, at, earlier.get(key, []), later.get(key, []), ties)
        for key, spell, at in zip(spells.index, cow.each(spells), number, strict=True)
    ]
    return cow.shaped(records, MEMBERSHIPS, ["membership_id"], by)


def _membership(spell: Any, number: int, earlier: list[int], later: list[int], ties: Ties) -> dict[str, Any]:
    org_id, start, end = f"{NAME}-{cow.slug(spell['org'])}", spell["start"], spell["end"]
    inside, beyond = [year for year in later if year < end], [year for year in later if year > end]
    note = []
    if start == ties.first:
        note.append(f"Held in {start}, the first year of the data; it began then or before.")
    if earlier:
        note.append(f"No data for {_span(earlier)}: it may have begun earlier.")
    if inside:
        note.append(f"No data for {_span(inside)}.")
    if beyond:
        note.append(f"No data for {_span(beyond)}: it may have lasted longer.")
    return {
        "membership_id": f"{org_id}-{spell['iso3']}-{number}",
        "org_id": org_id,
        "iso3": spell["iso3"],
        "status": STATUS[spell["code"]],
        "start": None if ties.first in (start, *earlier) else f"{start:04d}",
        "end": None if ties.last in (end, *beyond) else f"{end:04d}",
        "note": " ".join(note) or None,
    }


def _span(years: list[int]) -> str:
    """Years in words: 1993, or 1993-1995 and 1999."""
    runs: list[list[int]] = []
    for year in sorted(years):
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    words = [str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs]
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else words[0]


def _described(raw: pd.DataFrame) -> pd.DataFrame:
    """A row per organisation: what its last record says of it."""
    found = pd.DataFrame(
        {
            "abbreviation": cow_cells.texts(raw, "ioname"), "name": cow_cells.texts(raw, "orgname"),
            "long": cow_cells.texts(raw, "longorgname") if "longorgname" in raw.columns else pd.NA,
            "year": cow_cells.required(raw, "year"), "founded": cow_cells.whole(raw, "sdate"),
            "dissolved": cow_cells.whole(raw, "deaddate"),
        }
    )  # fmt: skip
    for flag in ("integrated", "replaced", "political", "social", "economic"):
        found[flag] = cow_cells.whole(raw, flag) if flag in raw.columns else 0
    last = found.sort_values("year", kind="stable").groupby("abbreviation", as_index=False)
    described = last.last()
    for flag in ("integrated", "replaced"):
        described[flag] = last[flag].max()[flag]
    return described


def _organizations(described: pd.DataFrame, memberships: pd.DataFrame, ties: Ties, by: str) -> pd.DataFrame:
    now = memberships[memberships["end"].isna() & (memberships["status"] == "member")]
    members = now.groupby("org_id")["iso3"].nunique()
    rows = [_organization(record, members, ties) for record in cow.each(described)]
    return cow.shaped(rows, ORGANIZATIONS, ["org_id"], by)


def _organization(record: dict[str, Any], members: pd.Series, ties: Ties) -> dict[str, Any]:
    org_id = f"{NAME}-{cow.slug(record['abbreviation'])}"
    founded, dissolved = _year(record.get("founded")), _year(record.get("dissolved"))
    groups = [name for name in ("political", "social", "economic") if _flag(record, name)]
    note = [sentence for flag, sentence in ENDS.items() if _flag(record, flag)]
    if pd.notna(record.get("long")) and record["long"] != record["name"]:
        note.append(f"Also called, with earlier names: {record['long']}.")
    return {
        "org_id": org_id,
        "abbreviation": record["abbreviation"],
        "name": record["name"] if pd.notna(record["name"]) else record["abbreviation"],
        "kind": "economic organisation" if groups == ["economic"] else "other organisation",
        "founded": founded,
        "dissolved": dissolved,
        "mutual_defence": None,
        "summary": _summary(groups, int(members.get(org_id, 0)), founded, dissolved, ties.last),
        "note": " ".join([*note, UNTOLD]),
    }


def _flag(record: dict[str, Any], name: str) -> bool:
    return bool(pd.notna(record.get(name)) and record.get(name) == 1)


def _year(value: Any) -> str | None:
    return None if value is None or pd.isna(value) else f"{int(value):04d}"


def _summary(groups: list[str], members: int, founded: str | None, dissolved: str | None, last: int) -> str:
    kind = f"Intergovernmental organisation, {groups[0]} by its purpose" if groups else "Intergovernmental organisation"
    since = f", founded in {founded}" if founded else ""
    if dissolved:
        return f"{kind}{since}; it ended in {dissolved}."
    count = {0: "no member state", 1: "1 member state"}.get(members, f"{members} member states")
    return f"{kind}{since}; {count} in {last}."


SETS = (
    cow.published_set(
        NAME,
        TITLE,
        PAGE,
        "form by state and year or by organisation and year, csv; R: state_year_format3 and igo_year_format3 of igoR",
        "Pevehouse, Jon C. W., Timothy Nordstrom, Roseanne W. McManus and Anne Spencer Jamison (2020): "
        '"Tracking Organizations in the World: The Correlates of War IGO Version 3.0 Datasets". '
        "Journal of Peace Research 57(3), 492-503.",
        ("organizations", "memberships"),
        _fits,
        _read,
    ),
)
