"""One mistake, one line that says what is expected: otherwise an editor has to read datapackage.json to mend a cell."""

import pytest

FORM = "does not have the form expected"
KINDS = "is not one of: counterterrorism, evacuation, peacekeeping, stabilisation, transit"
ITEM = "has an empty item or blanks round an item; write it like a;b"
DATE = "is not a date like 2004, 2004-10 or 2004-10-07"
NUMBER = "is not a number (digits and a decimal point, like 1500.5)"
INTEGER = "is not a whole number (digits only, like 1500)"
ADDRESS = "a web address that begins with http:// or https://"
SLUG = f"{FORM}: small letters, digits and hyphens"


@pytest.mark.parametrize(
    ("table", "row", "cells", "line"),
    [
        ("exercises", 2, {"personnel_total": "abc"}, f"personnel_total: 'abc' {INTEGER}"),
        ("exercises", 2, {"personnel_total": "1,500"}, f"personnel_total: '1,500' {INTEGER}"),
        ("exercises", 2, {"personnel_total": "1_500"}, f"personnel_total: '1_500' {INTEGER}"),
        ("exercises", 2, {"personnel_total": "9" * 19}, f"personnel_total: '{'9' * 19}' {INTEGER}"),
        ("exercises", 2, {"personnel_total": "-5"}, "personnel_total: '-5' is less than 0"),
        ("borders", 2, {"length_km": "440,5"}, f"length_km: '440,5' {NUMBER}"),
        ("borders", 2, {"length_km": "NaN"}, f"length_km: 'NaN' {NUMBER}"),
        ("borders", 2, {"length_km": "1e999"}, f"length_km: '1e999' {NUMBER}"),
        ("countries", 2, {"landlocked": "yes"}, "landlocked: 'yes' is neither true nor false"),
        ("countries", 2, {"independence_date": "16.12.1991"}, f"independence_date: '16.12.1991' {DATE}"),
        ("countries", 2, {"independence_date": "1991-02-30"}, f"independence_date: '1991-02-30' {DATE}"),
        ("countries", 2, {"capital": ""}, "capital: is empty, and a value is required"),
        ("countries", 3, {"slug": "alvonia"}, "slug: 'alvonia' stands in row 2 already"),
        ("countries", 3, {"slug": "Betavia"}, f"slug: 'Betavia' {SLUG}"),
        ("countries", 2, {"iso2": "A1"}, f"iso2: 'A1' {FORM}: two capital letters, like KZ"),
        ("countries", 2, {"population_year": "2036"}, "population_year: '2036' is more than 2035"),
        ("operations", 2, {"kind": "peacefull"}, f"kind: 'peacefull' {KINDS}"),
        ("sources", 2, {"url": "press.example"}, f"url: 'press.example' {FORM}: {ADDRESS}"),
        ("exercise_participants", 9, {"iso3": "CCC"},
         "exercise_id: row 8 has the same key (exercise_id 'steppe-shield-2017', iso3 'CCC')"),
        ("military_expenditure", 3, {"year": "2015"},
         "iso3: row 2 has the same key (iso3 'AAA', year '2015', price_basis 'constant_2024')"),
        ("facilities", 2, {"operator_iso3": "KAX"}, "operator_iso3: 'KAX' is not in countries.iso3"),
        ("organizations", 4, {"parent_org": "alpa"}, "parent_org: 'alpa' is not in organizations.org_id"),
        ("organizations", 4, {"succeeds": "alpa"}, "succeeds: 'alpa' is not in organizations.org_id"),
        ("incidents", 2, {"countries": "BBB;KAX"}, "countries: 'KAX' is not in countries.iso3"),
        ("incidents", 2, {"countries": "BBB;BBB"}, "countries: 'BBB' stands twice in the list"),
        ("incidents", 2, {"countries": "BBB; CCC"}, f"countries: 'BBB; CCC' {ITEM}"),
        ("incidents", 2, {"countries": "BBB;"}, f"countries: 'BBB;' {ITEM}"),
        ("incidents", 2, {"countries": "BBB,CCC"}, "countries: 'BBB,CCC' is not in countries.iso3"),
        ("incidents", 2, {"source_ids": ""}, "source_ids: is empty, and a value is required"),
        ("incidents", 2, {"source_ids": "ep-drils"}, "source_ids: 'ep-drils' is not in sources.source_id"),
        ("organizations", 2, {"memory_fields": "web"}, None),
    ],
)  # fmt: skip
def test_one_mistake_one_line(region, table, row, cells, line):
    region.edit(table, row, **cells)
    found = region.lines()
    assert len(found) == 1
    if line is None:
        assert found[0].startswith(
            f"region/{table}.csv:{row}: memory_fields: 'web' is not one of: org_id, abbreviation, "
        )
    else:
        assert found == [f"region/{table}.csv:{row}: {line}"]


def test_spreadsheets_truths_are_understood(region):
    """Otherwise each save from a spreadsheet, which writes TRUE, has to be undone by hand."""
    region.edit("countries", 2, landlocked="TRUE")
    region.edit("countries", 3, landlocked="FALSE")
    assert region.lines() == []


def test_messages_show_what_cannot_be_seen(region):
    """Otherwise a line break or a very long cell in a message breaks the list of problems."""
    region.edit("operations", 2, kind="a\nb\u200b" + "x" * 100)
    (line,) = region.lines()
    assert line.startswith("region/operations.csv:2: kind: 'a\\nb\\u200b" + "x" * 56 + "...' is not one of: ")


def test_all_problems_at_once_in_the_order_of_files_rows_columns(region):
    """Otherwise an editor mends one mistake per run."""
    region.edit("sources", 2, reliability="Z")
    region.edit("incidents", 3, fatalities_low="many", kind="fire")
    region.edit("incidents", 2, fatalities_high="-1", date="soon")
    region.edit("agreements", 2, signed="1994-06-31")
    assert [line.split(": ")[:2] for line in region.lines()] == [
        ["region/agreements.csv:2", "signed"],
        ["region/incidents.csv:2", "date"],
        ["region/incidents.csv:2", "fatalities_high"],
        ["region/incidents.csv:3", "kind"],
        ["region/incidents.csv:3", "fatalities_low"],
        ["region/sources.csv:2", "reliability"],
    ]
