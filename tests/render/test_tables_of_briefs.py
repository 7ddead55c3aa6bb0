"""If these fail, an analyst gets a table in which something is missing, stands twice, or has lost its way back."""

import pytest

from pactbook.render.tables import tables


def trail(row, measure="Register entries"):
    return {"measure": measure, "rows": [row, f"{row}-2"], "sources": ["sipri", "cow"]}


def brief(section, key="arms", **parts):
    return {
        "masthead": {"facts": []},
        "findings": [],
        "sections": {key: section},
        "coverage": {},
        "editorial": {},
        "rows": [],
        "names": {},
        "sources": [],
    } | parts


def found(content):
    return {table.title: table for table in tables(content)}


def records(table):
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]


def test_a_list_of_records_is_a_table_and_a_figure_is_its_value():
    section = {"empty": False, "lines": [{"share": {"figure": 0.5, **trail("a:1")}, "iso3": "AAA", "years": [2001, 2]}]}
    table = found(brief(section))["arms.lines"]
    assert records(table) == [
        {
            "iso3": "AAA", "share": 0.5, "years": "2001;2", "share.measure": "Register entries",
            "share.rows": "a:1;a:1-2", "share.sources": "sipri;cow",
        }
    ]  # fmt: skip
    assert table.measure == "Register entries"


def test_the_single_figures_of_a_chapter_are_one_table():
    section = {"total": {"figure": None, **trail("a:1")}, "years": {"now": 2025}, "missing": [], "capital": None}
    assert records(found(brief(section))["arms.figures"]) == [
        {"figure": "total", "value": None, "measure": "Register entries", "rows": "a:1;a:1-2", "sources": "sipri;cow"},
        {"figure": "years.now", "value": 2025, "measure": None, "rows": None, "sources": None},
    ]


def test_a_row_of_the_data_leads_to_itself():
    section = {"latest": [{"name": "MiG-29", "row": "a:1", "sources": ["sipri"], "verified": "tool"}]}
    assert records(found(brief(section))["arms.latest"]) == [
        {"name": "MiG-29", "verified": "tool", "measure": None, "rows": "a:1", "sources": "sipri"}
    ]


def test_a_list_within_a_record_is_a_table_that_repeats_what_names_the_record():
    steps = [{"year": 2026, "median": 3}, {"year": 2027, "median": 4}]
    section = {"lines": [{"iso3": "AAA", "kind": "spending", "note": "x", "steps": steps, **trail("a:1")}]}
    tables = found(brief(section))
    rows = records(tables["arms.lines.steps"])
    assert [(row["iso3"], row["kind"], row["year"], row["median"], row["rows"]) for row in rows] == [
        ("AAA", "spending", 2026, 3, "a:1;a:1-2"),
        ("AAA", "spending", 2027, 4, "a:1;a:1-2"),
    ]  # fmt: skip
    assert "steps" not in tables["arms.lines"].columns


def test_the_places_of_a_list_are_named_as_the_page_names_them():
    """A count under the wrong country would be worse than none."""
    section = {"columns": ["AAA", "BBB"], "funders": [{"funder": "CCC", "total": 3, "counts": [1, 2], **trail("a:1")}]}
    table = found(brief(section, "projects"))["projects.funders.counts"]
    assert [(row["funder"], row["host"], row["projects"]) for row in records(table)] == [
        ("CCC", "AAA", 1),
        ("CCC", "BBB", 2),
    ]


def test_what_is_not_there_has_no_row():
    cell = {"figure": 0.5, **trail("a:1")}
    section = {
        "windows": [[2006, 2010], [2011, 2015]],
        "commitment": [{"iso3": "AAA", "joined": 1, "cells": [None, cell]}],
    }
    table = found(brief(section, "impact"))["impact.commitment.cells"]
    assert [(row["iso3"], row["period"], row["share"], row["rows"]) for row in records(table)] == [
        ("AAA", "2011–2015", 0.5, "a:1;a:1-2")
    ]


def test_a_chart_is_a_table_without_its_looks_and_its_trail_is_that_of_the_whole():
    data = {
        "main": [{"label": "SCO", "year": 2003, "exercises": 1, "colour": "#fff", "order": 0}],
        "years": [{"year": 2003}],
    }
    tables = found(brief({"per_year": {"spec": "x", "data": data, **trail("e:1")}}, "exercises"))
    assert records(tables["exercises.per_year"]) == [{"label": "SCO", "year": 2003, "exercises": 1}]
    assert tables["exercises.per_year"].trail == ("Register entries", "e:1;e:1-2", "sipri;cow")
    assert "exercises.per_year.years" not in tables


def test_findings_have_a_table_of_their_values_each_kind_having_others():
    finding = {
        "code": "rise",
        "about": "AAA",
        "values": {"share": 0.5, "pair": ["AAA", "BBB"], "by": [{"n": 1}]},
        **trail("a:1"),
    }
    table = found(brief({}, findings=[finding]))["findings.findings.values"]
    assert [(row["number"], row["code"], row["name"], row["value"]) for row in records(table)] == [
        (1, "rise", "share", 0.5),
        (1, "rise", "pair", "AAA;BBB"),
        (1, "rise", "by.1.n", 1),
    ]


def test_columns_of_one_name_keep_apart():
    section = {"borders": [{"countries": ["AAA"], "neighbour": "BBB", "open": [{"countries": ["CCC"], "status": "x"}]}]}
    table = found(brief(section))["arms.borders.open"]
    assert records(table) == [{"borders.countries": "AAA", "neighbour": "BBB", "countries": "CCC", "status": "x"}]


@pytest.mark.parametrize("empty", [{"empty": True}, {"empty": False, "lines": []}, {}])
def test_a_chapter_without_data_has_no_table(empty):
    assert not [title for title in found(brief(empty)) if title.startswith("arms")]
