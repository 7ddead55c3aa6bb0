"""Correlates of War, National Material Capabilities: people under arms, and the parts of the index of capability."""

from pathlib import Path

import pandas as pd

from pactbook.ingest.published import columns, cow, cow_cells, schemas
from pactbook.ingest.published.glimpse import Glimpse
from pactbook.ingest.published.model import Imported, LeftOut, Progress

NAME, PAGE, TITLE = "cow-nmc", "national-material-capabilities", "National Material Capabilities"
COLUMNS = ("stateabb", "ccode", "year", "milex", "milper", "irst", "pec", "tpop", "upop", "cinc", "version")
VERSIONS = {"2021": "6.0"}  # the file names its year where the project names a version
DOLLARS_FROM = 1914  # spending before is in British pounds
FORCES_FROM = 1900  # the first year that the table of forces takes
ROUNDED = "Personnel in the Correlates of War series are rounded to thousands."


def _fits(seen: Glimpse) -> bool:
    return set(COLUMNS) <= cow.header(seen)


def _read(path: Path, progress: Progress) -> Imported:
    raw = cow.records(path, progress, COLUMNS)
    version = cow_cells.edition(raw)
    edition = VERSIONS.get(version, version)
    table = pd.DataFrame({"code": cow_cells.required(raw, "ccode"), "year": cow_cells.required(raw, "year")})
    for column in ("milex", "irst", "pec", "milper"):
        table[column] = cow_cells.whole(raw, column)
    for column in ("tpop", "upop", "cinc"):
        table[column] = cow_cells.numbers(raw, column)
    table["iso3"] = cow.iso3(table["code"], table["year"])
    left_out = LeftOut()
    cow.leave_out(left_out, table.loc[table["iso3"].isna(), "code"])
    table = _one_a_year(table.dropna(subset="iso3"), left_out)
    by = cow.source_id(NAME, edition)
    return Imported(
        edition=edition,
        retrieved=None,
        tables={"force_structure": _forces(table, by), "capabilities": _capabilities(table, by)},
        sources=cow.source(NAME, edition, TITLE, PAGE, version if len(version) == 4 else None),
        rows_read=len(raw),
        left_out=left_out,
        notes=[
            f"Spending is in current US dollars from {DOLLARS_FROM}, before in British pounds.",
            f"Forces are given from {FORCES_FROM}; earlier ones stand in the table of capabilities alone.",
        ],
    )


def _one_a_year(table: pd.DataFrame, left_out: LeftOut) -> pd.DataFrame:
    """In a year in which one state took another's place under the same ISO code, the one that goes on."""
    last = table.groupby("code")["year"].transform("max")
    ordered = table.assign(last=last).sort_values(["iso3", "year", "last"], kind="stable")
    ending = ordered.duplicated(["iso3", "year"], keep="last")
    for _, row in ordered[ending].iterrows():
        left_out.add(f"{row['iso3']} {row['year']} is told twice; the state that ended (COW {row['code']}) is left out")
    return ordered[~ending]


def _forces(table: pd.DataFrame, by: str) -> pd.DataFrame:
    counted = table[(table["year"] >= FORCES_FROM) & table["milper"].notna()]
    rows = counted.assign(series="cow-nmc", active_personnel=counted["milper"] * 1000, note=ROUNDED)
    return cow.shaped(rows, columns.FORCES, ["iso3", "year", "series"], by)


def _capabilities(table: pd.DataFrame, by: str) -> pd.DataFrame:
    in_dollars = table["year"] >= DOLLARS_FROM
    rows = table.assign(
        milex_thousand_usd=table["milex"].where(in_dollars), milex_thousand_gbp=table["milex"].where(~in_dollars)
    )
    return cow.shaped(rows, schemas.columns("capabilities"), ["iso3", "year"], by)


SETS = (
    cow.published_set(
        NAME,
        TITLE,
        PAGE,
        "NMC abridged, csv",
        'Singer, J. David, Stuart Bremer and John Stuckey (1972): "Capability Distribution, Uncertainty, and Major '
        'Power War, 1820-1965". In Bruce Russett (ed.), Peace, War, and Numbers. Beverly Hills: Sage, 19-48; Singer, '
        'J. David (1987): "Reconstructing the Correlates of War Dataset on Material Capabilities of States, '
        '1816-1985". International Interactions 14, 115-132.',
        ("force_structure", "capabilities"),
        _fits,
        _read,
    ),
)
