"""Tables of the importers of pacts, exercises and bases have the columns and values that the data package describes."""

import json
import re
from functools import cache
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest

from pactbook.ingest.published import atop, dcad, mme, troopdata
from pactbook.ingest.published.glimpse import look

ROOT = Path(__file__).parents[3]
SHARED = ROOT.parent / "shared" / "datasets"
SCHEMAS = ROOT / "src" / "pactbook" / "ingest" / "published" / "schemas"
SETS = (*atop.SETS, *dcad.SETS, *mme.SETS, *troopdata.SETS)
FILES = (
    "atop/atop-member-level.csv",
    "atop/atop-alliance-level.csv",
    "dcad/DCAD-v1.0-main.csv",
    "mme-exercises/mme_v7.csv",
    "troopdata/troopdata-rebuild-country-year.csv",
    "troopdata/basedata.csv",
)
there = pytest.mark.skipif(not SHARED.is_dir(), reason="the published files are not here")


@cache
def imported_of(number):
    return SETS[number].read(SHARED / FILES[number], lambda _read, _all: None)


def fields(table):
    package = json.loads((ROOT / "data" / "datapackage.json").read_text(encoding="utf-8"))
    known = {one["name"]: one for one in package["resources"]}
    found = known.get(table) or json.loads((SCHEMAS / f"{table}.json").read_text(encoding="utf-8"))
    return found["schema"]


def odd(values, field):
    """Values of a column that its description does not allow."""
    listed, constraints = field.get("pactbook:list"), field.get("constraints", {})
    items = [item for value in values for item in (value if listed else (value,)) if not pd.isna(item)]
    enum = (listed or constraints).get("enum")
    pattern = constraints.get("pattern")
    low, high = constraints.get("minimum"), constraints.get("maximum")
    return [
        item
        for item in items
        if (enum and item not in enum)
        or (pattern and not re.fullmatch(pattern, item))
        or (low is not None and item < low)
        or (high is not None and item > high)
        or (isinstance(item, str) and item != item.strip())
    ]


@there
@pytest.mark.parametrize("number", range(len(SETS)), ids=[one.name for one in SETS])
def test_real_tables_are_as_described(number):
    imported = imported_of(number)
    assert tuple(imported.tables) == SETS[number].tables
    for table, frame in imported.tables.items():
        schema = fields(table)
        assert list(frame.columns) == [field["name"] for field in schema["fields"]]
        assert not frame.duplicated(schema["primaryKey"]).any()
        assert frame[schema["primaryKey"]].to_numpy().tolist() == sorted(
            frame[schema["primaryKey"]].to_numpy().tolist()
        )
        for field in schema["fields"]:
            column = frame[field["name"]]
            assert not odd(column, field), field["name"]
            if field.get("constraints", {}).get("required"):
                assert not any(len(value) == 0 if isinstance(value, tuple) else pd.isna(value) for value in column)
        if "source_ids" in frame:
            assert {source for row in frame["source_ids"] for source in row} == set(imported.sources["source_id"])


@there
def test_intervals_are_in_order():
    pairs = {
        "agreements": ("signed", "in_force", "ended"),
        "agreement_parties": ("joined", "left"),
        "exercises": ("start", "end"),
    }
    for number in range(len(SETS)):
        for table, frame in imported_of(number).tables.items():
            for before, after in pairwise(pairs.get(table, ())):
                first, last = frame[before], frame[after]
                # partial dates are compared as far as both go
                wrong = [
                    pair
                    for pair in zip(first, last, strict=True)
                    if not pd.isna(pair[0]) and not pd.isna(pair[1])
                    if pair[0][: len(pair[1])] > pair[1][: len(pair[0])]
                ]
                assert not wrong


@there
def test_each_file_is_of_one_set_and_no_other_file_is_of_any():
    for path in sorted(path for path in SHARED.rglob("*") if path.is_file()):
        glimpse = look(path)
        expected = [one.name for one, file in zip(SETS, FILES, strict=True) if path == SHARED / file]
        assert [one.name for one in SETS if one.fits(glimpse)] == expected, path.name
