"""The check as a whole: what an editor, a script and the workflow get from it."""

import json
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pactbook.ingest import check
from pactbook.ingest.problems import MOST_ALIKE

WILD_CELLS = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        ["", " ", ";", ";;", "-", "9" * 5000, "1e400", "-1", "0", "2004-02-30", "0000", "AAA", "NaN", "\ufeff", "'"]
    ),
)


def test_region_passes(region):
    """Every other test of the check starts from this."""
    result = check.check(region.package)
    assert region.lines() == []
    assert not result.failed
    assert check.format_text(result).splitlines()[-1] == "0 errors, 1 warning in 134 rows of 30 tables."
    assert result.table_rows["exercises"] == 9


def test_no_problems(region):
    region.edit("exercises", 7, held="held")
    assert check.format_text(check.check(region.package)) == "No problems in 134 rows of 30 tables."


def test_an_error_fails_the_check(region):
    """Otherwise the workflow builds reports on data that contradicts itself."""
    region.edit("exercises", 2, lat="north")
    result = check.check(region.package)
    assert result.failed
    assert check.format_text(result).splitlines()[-1] == "1 error, 1 warning in 134 rows of 30 tables."


def test_json_carries_place_and_cell(region):
    """Otherwise a script that marks cells in a spreadsheet cannot find them."""
    region.edit("facilities", 2, operator_iso3="KAX")
    content = json.loads(check.format_json(check.check(region.package)))
    assert content["problems"][1] == {
        "file": "region/facilities.csv",
        "row": 2,
        "column": "operator_iso3",
        "message": "'KAX' is not in countries.iso3",
        "kind": "reference",
        "severity": "error",
        "value": "KAX",
    }
    assert {key: content[key] for key in ("errors", "warnings", "rows", "tables")} == {
        "errors": 1,
        "warnings": 1,
        "rows": 134,
        "tables": 30,
    }


def test_many_bad_rows_stay_readable(region):
    """50,000 bad rows would bury the one other mistake; in JSON all of them are there."""
    rows = region.rows("exercises")
    column = rows[0].index("host_iso3")
    for number in range(50_000):
        rows.append([f"new-{number}", *rows[2][1:]])
        rows[-1][column] = "KAX"
    region.write("exercises", rows)
    region.edit("sources", 2, reliability="Z")
    result = check.check(region.package)
    lines = [line for line in check.format_text(result).splitlines() if "warning" not in line]
    assert lines[0] == "region/exercises.csv:11: host_iso3: 'KAX' is not in countries.iso3"
    assert lines[MOST_ALIKE] == f"region/exercises.csv: host_iso3: ... and {50_000 - MOST_ALIKE:,} more like this"
    assert lines[MOST_ALIKE + 1 :] == ["region/sources.csv:2: reliability: 'Z' is not one of: A, B, C, D, E, F"]
    assert len(json.loads(check.format_json(result))["problems"]) == 50_002


def test_many_sound_rows(region):
    """50,000 rows with places must not take minutes."""
    rows = region.rows("exercises")
    rows += [[f"new-{number}", *rows[2][1:]] for number in range(50_000)]
    region.write("exercises", rows)
    parts = region.rows("exercise_participants")
    parts += [[f"new-{number}", "CCC", "host", "", "", "tool"] for number in range(50_000)]
    region.write("exercise_participants", parts)
    assert not check.check(region.package).failed


def test_same_data_same_text(region):
    """Otherwise the log of each run differs, and so does what depends on it."""
    for row in range(2, 8):
        region.edit("exercises", row, host_iso3="KAX", focus="none", lat="north")
    first, second = (check.format_json(check.check(region.package)) for _ in range(2))
    assert first == second


def test_package_elsewhere_is_named_in_full(region, monkeypatch, tmp_path):
    region.edit("exercises", 2, lat="north")
    (tmp_path / "other").mkdir()
    monkeypatch.chdir(tmp_path / "other")
    region.folder = tmp_path / "region"
    assert region.lines()[0].startswith(f"{tmp_path}/region/exercises.csv:2: lat: ")


FUZZ = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
TABLES = [
    "countries",
    "memberships",
    "agreements",
    "agreement_parties",
    "exercises",
    "exercise_participants",
    "facilities",
]
TABLES += ["organizations", "incidents", "sources", "resources", "borders", "arms_transfers", "military_expenditure"]


@FUZZ
@given(table=st.sampled_from(TABLES), content=st.binary(max_size=300))
def test_no_bytes_break_the_check(region, table, content):
    """A damaged file gives a line, never a traceback."""
    path = region.folder / f"{table}.csv"
    sound = path.read_bytes()
    path.write_bytes(content)
    try:
        assert check.check(region.package).failed
    finally:
        path.write_bytes(sound)


@FUZZ
@given(table=st.sampled_from(TABLES), position=st.floats(0, 1), content=st.binary(min_size=1, max_size=5))
def test_no_bytes_within_a_file_break_the_check(region, table, position, content):
    path = region.folder / f"{table}.csv"
    sound = path.read_bytes()
    place = int(position * len(sound))
    path.write_bytes(sound[:place] + content + sound[place:])
    try:
        check.format_text(check.check(region.package))
    finally:
        path.write_bytes(sound)


@FUZZ
@given(table=st.sampled_from(TABLES), cells=st.lists(WILD_CELLS, min_size=3, max_size=12), seed=st.integers(0, 10_000))
def test_no_cells_break_the_check(region, table, cells, seed):
    """Whatever an editor types into some cells, the check ends and all tables that pass can be read."""
    from pactbook.ingest import package, tables

    path = region.folder / f"{table}.csv"
    sound = path.read_bytes()
    rows = region.rows(table)
    chance = random.Random(seed)
    for cell in cells:
        row = chance.randrange(1, len(rows))
        rows[row][chance.randrange(len(rows[0]))] = cell
    region.write(table, rows)
    try:
        if not check.check(region.package).failed:
            tables.read(package.read(region.package))
    finally:
        path.write_bytes(sound)


@pytest.mark.parametrize("table", ["countries", "borders", "sources"])
def test_frictionless_agrees_on_the_standard_part(region, table):
    """A package that we accept must be one for every other tool that reads the standard."""
    from frictionless import Package

    rows = region.rows(table)
    spoilt = next(index for index, name in enumerate(rows[0]) if name not in ("note", "name_ru"))
    for cell in ("", "###"):
        region.write(table, [rows[0], [*rows[1][:spoilt], cell, *rows[1][spoilt + 1 :]], *rows[2:]])
        assert bool(region.lines()) == (not Package(str(region.package)).validate().valid)
