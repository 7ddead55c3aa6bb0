"""If these fail, the site tells of other gaps than the data has, or of briefs that do not cite a source."""

import pandas as pd
import pytest
from made_up import table

from pactbook.briefs.context import Context
from pactbook.briefs.package import package

SETTINGS = {"edition": {"id": "e", "title": "Region", "as_of": "2024-06-30", "since": 2020}, "palette": {}}


@pytest.fixture
def found():
    tables = {
        "countries": table(
            "countries", "iso3 name slug role",
            ("ZZZ", "Zedland", "zedland", "core"), ("AAA", "Aland", "aland", "partner"),
            ("BBB", "Bland", "bland", "power"), ("CCC", "Cland", "cland", "context"),
        ),
        "organizations": table("organizations", "org_id name parent_org"),
        "exercises": table(
            "exercises", "exercise_id start end host_iso3",
            ("old", "2019-05", "2019-06", "ZZZ"), ("plan", "2024-01", "2024-12", None),
        ),
        "exercise_participants": table(
            "exercise_participants", "exercise_id iso3", ("old", "ZZZ"), ("plan", "ZZZ"), ("plan", "CCC"), keys=2
        ).drop(columns="source_ids"),
        "incidents": table("incidents", "incident_id date end countries"),
        "scenarios": table("scenarios", "scenario_id name", ("war", "War")).drop(columns="verified"),
        "sources": table(
            "sources", "source_id publisher title url published kind reliability",
            ("paper", "Paper", "On it", None, "2020", "press", "B"), ("unused", "X", "Y", None, None, "press", "C"),
        ).drop(columns="source_ids"),
    }  # fmt: skip
    return package(Context(tables, SETTINGS), {"ZZZ": "zedland"}, {"countries/zedland": ["paper", "paper"]})


def cell(found, iso3, name):
    return next(entry for entry in found["cells"] if (entry["iso3"], entry["table"]) == (iso3, name))


def test_the_datas_own_countries_come_first_and_those_only_named_are_left_out(found):
    assert [(country["iso3"], country["slug"]) for country in found["countries"]] == [
        ("ZZZ", "zedland"), ("BBB", None), ("AAA", None),
    ]  # fmt: skip


def test_a_row_of_a_link_table_is_as_old_as_the_row_it_belongs_to(found):
    # "plan" ends after the edition's date, so that its start, 2024-01, is the newest; 2023 is the last year over.
    assert cell(found, "ZZZ", "exercise_participants") == {
        "iso3": "ZZZ", "table": "exercise_participants", "rows": 2, "newest": "2024-01", "age": 0, "checked": 1.0,
    }  # fmt: skip
    assert cell(found, "ZZZ", "exercises")["newest"] == "2019-06"
    assert cell(found, "ZZZ", "exercises")["age"] == 4


def test_a_table_without_a_row_is_a_gap_and_our_own_words_are_no_table_of_facts(found):
    assert cell(found, "AAA", "incidents")["rows"] == 0
    assert {entry["table"] for entry in found["cells"]} == {"exercises", "exercise_participants", "incidents"}
    shown = {entry["table"]: entry["checked"] for entry in found["tables"]}
    assert shown["scenarios"] is None
    assert shown["exercises"] == 1.0


def test_a_source_has_the_rows_that_name_it_and_the_briefs_that_cite_it(found):
    paper, unused = found["sources"]
    # Participants take over the sources of their exercise and do not name them.
    assert {use["table"]: use["rows"] for use in paper["uses"]} == {
        "countries": 4, "exercises": 2, "scenarios": 1,
    }  # fmt: skip
    assert paper["briefs"] == ["countries/zedland"]
    assert unused["uses"] == unused["briefs"] == []


def test_a_package_without_yearly_tables_has_no_series(found):
    assert found["series"] == []
    assert found["years"] == [2020, 2023]
    assert pd.DataFrame(found["series"]).empty
