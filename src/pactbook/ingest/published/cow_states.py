"""Correlates of War, State System Membership: spells of statehood, and the list of its numbers."""

from pathlib import Path
from typing import Any

import pandas as pd

from pactbook.ingest.published import cow, cow_cells, schemas, states
from pactbook.ingest.published.glimpse import Glimpse
from pactbook.ingest.published.model import Imported, LeftOut, Progress

NAME, PAGE, TITLE = "cow-states", "state-system-membership", "State System Membership"
LIST = ("stateabb", "ccode", "statenme")
SPELLS = (*LIST, "styear", "stmonth", "stday", "endyear", "endmonth", "endday", "version")


def _fits(seen: Glimpse) -> bool:
    header = cow.header(seen)
    return set(SPELLS) <= header or set(LIST) == header


def _read(path: Path, progress: Progress) -> Imported:
    raw = cow.records(path, progress, SPELLS, LIST)
    dated = set(SPELLS) <= set(raw.columns)
    edition = cow_cells.edition(raw) if dated else "code list"
    table = pd.DataFrame(
        {
            "cow_code": cow_cells.required(raw, "ccode"), "cow_abbreviation": cow_cells.texts(raw, "stateabb"),
            "name": cow_cells.texts(raw, "statenme"), "start": pd.NA, "end": pd.NA,
        }
    )  # fmt: skip
    notes = ["The list has no dates: a number stands for the state that held it last."]
    if dated:
        table["start"] = cow_cells.dates(raw, "styear", "stmonth", "stday")
        table["end"] = cow_cells.dates(raw, "endyear", "endmonth", "endday")
        notes = [f"The data ends on {table['end'].max()}; states that were members then have no end here."]
        table["end"] = table["end"].mask(table["end"] == table["end"].max())
    left_out = LeftOut()
    rows: list[dict[str, Any]] = []
    for record in cow.each(table):
        found = _spells(record) if dated else _latest(record)
        rows += found
        if not found:
            cow.leave_out(left_out, [record["cow_code"]])
    spells = pd.DataFrame(rows, columns=[*table.columns, "iso3"])
    spells["spell"] = spells.groupby("cow_code").cumcount() + 1
    by = cow.source_id(NAME, edition)
    return Imported(
        edition=edition,
        retrieved=None,
        tables={"state_spells": cow.shaped(spells, schemas.columns("state_spells"), ["cow_code", "spell"], by)},
        sources=cow.source(NAME, edition, TITLE, PAGE, "2017" if edition == "2016" else None),
        rows_read=len(raw),
        left_out=left_out,
        notes=notes,
    )


def _spells(record: dict[str, Any]) -> list[dict[str, Any]]:
    """A spell, cut where a state with another ISO code took the place of the one before under the same number."""
    end = None if pd.isna(record["end"]) else record["end"]
    held = cow.held(record["cow_code"], record["start"], end)
    return [{**record, "iso3": code, "start": first, "end": last} for code, first, last in held]


def _latest(record: dict[str, Any]) -> list[dict[str, Any]]:
    coded = [spell[0] for spell in states.spells().get(record["cow_code"], []) if spell[0]]
    return [{**record, "iso3": coded[-1]}] if coded else []


SETS = (
    cow.published_set(
        NAME,
        TITLE,
        PAGE,
        "states, csv; the code list is below cow-country-codes",
        'Correlates of War Project (2017): "State System Membership List, v2016".',
        ("state_spells",),
        _fits,
        _read,
    ),
)
