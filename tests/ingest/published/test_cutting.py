"""Cutting a set to a package's countries: what stays must fit the package, and what goes must be counted."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pactbook.ingest.published.cutting import cut


def table(name, fields, keys=()):
    """A description: fields as name -> required or the table of a list; keys as column -> table."""
    described = [
        {"name": field, "type": "string", "constraints": {"required": required}} for field, required in fields.items()
    ]
    for field in described:
        if field["name"].startswith("list_"):
            field["pactbook:list"] = {"separator": ";", "reference": {"resource": "countries", "field": "iso3"}}
    references = [
        {"fields": [column], "reference": {"resource": other, "fields": ["iso3" if other == "countries" else "id"]}}
        for column, other in keys
    ]
    return {"name": name, "schema": {"fields": described, "primaryKey": ["id"], "foreignKeys": references}}


ORGANIZATIONS = table("organizations", {"id": True, "succeeds": False}, [("succeeds", "")])
MEMBERSHIPS = table(
    "memberships", {"id": True, "org": True, "iso3": True}, [("org", "organizations"), ("iso3", "countries")]
)


def test_an_organisation_stays_with_one_member_and_forgets_a_predecessor_that_went():
    tables = {
        "organizations": pd.DataFrame({"id": ["old", "new", "far"], "succeeds": [None, "old", None]}),
        "memberships": pd.DataFrame(
            {"id": ["1", "2", "3", "4"], "org": ["old", "new", "new", "far"], "iso3": ["XXX", "AAA", "XXX", "XXX"]}
        ),
    }
    result = cut(tables, {"organizations": ORGANIZATIONS, "memberships": MEMBERSHIPS}, ["AAA"])
    assert list(result.tables["organizations"]["id"]) == ["new"]
    assert result.tables["organizations"]["succeeds"].isna().all()
    assert list(result.tables["memberships"]["id"]) == ["2"]
    assert result.gone == {"organizations": 2, "memberships": 3}
    assert result.others == {"XXX": 3}


@pytest.mark.parametrize(
    ("row", "stays"),
    [
        ({"a": "AAA", "b": "BBB", "list_c": ("AAA",), "list_d": ()}, ("AAA",)),
        ({"a": "AAA", "b": None, "list_c": ("AAA", "XXX"), "list_d": ("XXX",)}, ("AAA",)),  # both lists are cut
        ({"a": None, "b": None, "list_c": ("BBB", "AAA"), "list_d": ()}, ("BBB", "AAA")),  # the order is the file's
        ({"a": "AAA", "b": "XXX", "list_c": ("AAA",), "list_d": ()}, None),  # all of its own columns count
        ({"a": "AAA", "b": None, "list_c": ("XXX",), "list_d": ("AAA",)}, None),  # nothing left of what must be there
    ],
)
def test_rows_with_countries_of_their_own(row, stays):
    described = table(
        "events", {"id": True, "a": False, "b": False, "list_c": True, "list_d": False},
        [("a", "countries"), ("b", "countries")],
    )  # fmt: skip
    frame = pd.DataFrame([{"id": "1"} | row])
    result = cut({"events": frame}, {"events": described}, ["AAA", "BBB"])
    kept = result.tables["events"]
    assert [tuple(items) for items in kept["list_c"]] == ([] if stays is None else [stays])
    assert result.gone == {"events": int(stays is None)}
    assert frame["list_c"][0] == row["list_c"]  # the importer's own table is as it was


def test_a_row_that_names_no_country_stays_and_one_that_loses_all_goes():
    described = table("events", {"id": True, "list_c": False})
    frame = pd.DataFrame({"id": ["world", "elsewhere"], "list_c": [(), ("XXX", "YYY")]})
    result = cut({"events": frame}, {"events": described}, ["AAA"])
    assert list(result.tables["events"]["id"]) == ["world"]
    assert result.others == {"XXX": 1, "YYY": 1}


def test_empty_tables_stay_empty():
    described = {"organizations": ORGANIZATIONS, "memberships": MEMBERSHIPS}
    tables = {
        "organizations": pd.DataFrame({"id": [], "succeeds": []}, dtype="string"),
        "memberships": pd.DataFrame({"id": [], "org": [], "iso3": []}, dtype="string"),
    }
    result = cut(tables, described, ["AAA"])
    assert {name: list(frame.columns) for name, frame in result.tables.items()} == {
        "organizations": ["id", "succeeds"],
        "memberships": ["id", "org", "iso3"],
    }


CODES = st.sampled_from(["AAA", "BBB", "XXX", "YYY"])


@given(st.lists(st.tuples(st.sampled_from(["o1", "o2", "o3"]), CODES), max_size=12), st.sets(CODES))
def test_what_is_left_refers_to_nothing_that_is_gone(rows, countries):
    """The check of the package would otherwise refuse the set."""
    memberships = pd.DataFrame(rows, columns=["org", "iso3"], dtype="string")
    memberships.insert(0, "id", [str(number) for number in range(len(rows))])
    organizations = pd.DataFrame({"id": ["o1", "o2", "o3"], "succeeds": [None, "o1", "o2"]})
    described = {"organizations": ORGANIZATIONS, "memberships": MEMBERSHIPS}
    result = cut({"organizations": organizations, "memberships": memberships}, described, countries)
    left, kept = result.tables["organizations"], result.tables["memberships"]
    assert set(kept["iso3"]) <= countries
    assert set(kept["org"]) == set(left["id"])
    assert set(left["succeeds"].dropna()) <= set(left["id"])
    assert len(kept) + result.gone["memberships"] == len(rows)
