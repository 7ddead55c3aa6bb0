"""Corrections of cells: one that no longer fits must never overwrite what is newer, and none may pass unseen."""

import pytest

from pactbook.ingest import check, tables, whole

HEADER = ["correction_id", "set", "table", "key", "column", "old", "new", "reason", "source_ids", "date", "verified"]
KEY = "AAA/2018/constant_2024"  # 9000 with the reason why it is excluded; row 5 of the table
PLACE = "region/military_expenditure.csv:5"


def correct(region, *corrections):
    """Write corrections: (table, key, column, old, new) and perhaps the set."""
    rows = [
        [f"c{place}", *(rest or [""]), table, key, column, old, new, "Typed twice.", "ep-milex", "2025-03", "tool"]
        for place, (table, key, column, old, new, *rest) in enumerate(corrections, start=1)
    ]
    region.write("corrections", [HEADER, *rows])


def cell(united, key, column, table="military_expenditure"):
    return united[table].set_index("row").loc[f"{table}:{key}", column]


def test_a_corrected_cell_has_its_new_value_and_the_correction_is_kept_with_the_row(region):
    correct(
        region,
        ("military_expenditure", KEY, "usd_millions", "9000", "255.5"),
        ("military_expenditure", KEY, "excluded", "Ten times the years around it.", ""),
        ("military_expenditure", KEY, "pct_gdp", "", "1.3"),
    )
    assert region.lines() == []
    united, _ = whole.read(region.package, {})
    assert cell(united, KEY, "usd_millions") == 255.5
    assert cell(united, KEY, "pct_gdp") == 1.3
    assert cell(united, KEY, "excluded") is not cell(united, KEY, "usd_millions")
    assert united["military_expenditure"]["excluded"].isna().all()
    assert list(united["corrections"]["about"]) == [f"military_expenditure:{KEY}"] * 3
    untouched = tables.read(check.loading.load(region.package, {}).package)
    assert cell(untouched, KEY, "usd_millions") == 9000  # the file stays as it is


@pytest.mark.parametrize(
    ("correction", "line"),
    [
        (
            ("military_expenditure", KEY, "usd_millions", "8000", "250"),
            f"old: '8000' does not stand at {PLACE}, but '9000'; is the correction needed?",
        ),
        (
            ("military_expenditure", KEY, "usd_millions", "", "250"),
            f"old: an empty cell does not stand at {PLACE}, but '9000'; is the correction needed?",
        ),
        (
            ("military_expenditure", "AAA/1900/current", "usd_millions", "1", "2"),
            "key: 'AAA/1900/current' is no row of region/military_expenditure.csv",
        ),
        (("military_expenditure", KEY, "usd_millions", "9000", "9000"), f"new: '9000' stands at {PLACE} already"),
        (
            ("military_expenditure", KEY, "usd_millions", "9000", "-1"),
            f"new: {PLACE}: usd_millions: '-1' is less than 0",
        ),
        (
            ("military_expenditure", KEY, "usd_millions", "9000", ""),
            f"new: {PLACE}: usd_millions: is empty, and a value is required",
        ),
        (("spending", KEY, "usd", "1", "2"), "table: 'spending' is no table of the package that can be corrected"),
        (
            ("corrections", "c1", "new", "1", "2"),
            "table: 'corrections' is no table of the package that can be corrected",
        ),
        (("military_expenditure", KEY, "usd", "1", "2"), "column: 'usd' is no column of military_expenditure"),
        (
            ("military_expenditure", KEY, "year", "2018", "2019"),
            "column: 'year' is part of the key of military_expenditure, which names the row and cannot be corrected",
        ),
        (
            ("military_expenditure", KEY, "usd_millions", "9000", "250", "bank"),
            "set: 'bank' is no published set beside the package",
        ),
    ],
)
def test_a_correction_that_does_not_apply_is_told_with_its_row_and_column(region, correction, line):
    correct(region, correction)
    assert region.lines() == [f"region/corrections.csv:2: {line}"]


def test_a_new_value_that_names_nothing_is_the_corrections_mistake(region):
    exercise, host = (
        region.rows("exercises")[1][region.rows("exercises")[0].index(name)] for name in ("exercise_id", "host_iso3")
    )
    correct(region, ("exercises", exercise, "host_iso3", host, "XXX"))
    told = region.lines()
    assert "region/corrections.csv:2: new: region/exercises.csv:2: host_iso3: 'XXX' is not in countries.iso3" in told
    assert all(line.startswith("region/corrections.csv:2: new:") for line in told)


def test_two_corrections_of_one_cell_contradict(region):
    correct(
        region,
        ("military_expenditure", KEY, "usd_millions", "9000", "250"),
        ("military_expenditure", KEY, "usd_millions", "250", "260"),
    )
    told = f"'usd_millions' at {PLACE} is corrected in row 2 already, expected one correction of a cell"
    assert region.lines() == [f"region/corrections.csv:3: column: {told}"]


def test_a_correction_mends_what_the_check_would_find(region):
    """A file that is kept as published may hold what the schema forbids."""
    region.edit("military_expenditure", 5, usd_millions="-9")
    correct(region, ("military_expenditure", KEY, "usd_millions", "-9", "250"))
    assert region.lines() == []


def test_a_correction_needs_a_reason_and_a_source(region):
    correct(region, ("military_expenditure", KEY, "usd_millions", "9000", "250"))
    region.edit("corrections", 2, reason="", source_ids="")
    assert region.lines() == [
        "region/corrections.csv:2: reason: is empty, and a value is required",
        "region/corrections.csv:2: source_ids: is empty, and a value is required",
    ]


def test_a_published_row_is_corrected_before_it_is_compared(region):
    """And a correction of a row that gave way to another set's is not told of the row that is shown."""
    header = region.rows("military_expenditure")[0]
    row = ["AAA", "2016", "300", "constant_2024", "", "", "", "", "ep-milex", "tool"]
    region.publish("bank", military_expenditure=[header, row])
    correct(region, ("military_expenditure", "AAA/2016/constant_2024", "usd_millions", "300", "222", "bank"))
    order = {"military_expenditure": ["curated", "bank"]}
    assert region.lines(order) == []
    united, _ = whole.read(region.package, order)
    assert united["disagreements"].empty
    assert united["corrections"].empty
    turned, _ = whole.read(region.package, {"military_expenditure": ["bank", "curated"]})
    assert cell(turned, "AAA/2016/constant_2024", "usd_millions") == 222
    assert list(turned["corrections"]["correction_id"]) == ["c1"]
    unused, _ = whole.read(region.package, {})
    assert region.lines() == []  # a set that the edition does not use is not read
    assert unused["corrections"].empty


def test_a_package_without_the_table_has_no_corrections(region):
    region.describe(lambda told: told.update(resources=[r for r in told["resources"] if r["name"] != "corrections"]))
    assert region.lines() == []
    assert "corrections" not in whole.read(region.package, {})[0]
