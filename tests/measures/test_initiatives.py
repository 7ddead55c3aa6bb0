"""If these fail, a country is credited with initiatives that ended, or that it is no party to."""

import pandas as pd

from pactbook.measures import initiatives

TABLE = pd.DataFrame(
    [
        ("a", "training", "2003-05", None),
        ("b", "training", "2003", "2010"),
        ("c", "border patrol", "2001", None),
        ("d", "training", None, None),
    ],
    columns=["initiative_id", "kind", "start", "end"],
).assign(row=lambda frame: "counterterrorism_initiatives:" + frame["initiative_id"])
PARTIES = pd.DataFrame(
    [("a", "BBB"), ("a", "AAA"), ("b", "AAA"), ("d", "AAA")], columns=["initiative_id", "iso3"]
)  # c has no party on record
A, B, C, D = TABLE["row"]


def test_each_initiative_has_all_of_its_parties():
    found = initiatives.with_parties(TABLE, PARTIES)
    assert dict(zip(found["initiative_id"], found["parties"], strict=True)) == {
        "a": ("AAA", "BBB"), "b": ("AAA",), "c": (), "d": ("AAA",),
    }  # fmt: skip


def test_initiatives_begun_by_kind_and_year():
    """One without a start belongs to no year."""
    assert initiatives.begun_per_year(TABLE).to_dict("records") == [
        {"kind": "border patrol", "year": 2001, "initiatives": 1, "rows": (C,)},
        {"kind": "training", "year": 2003, "initiatives": 2, "rows": (A, B)},
    ]


def test_only_what_goes_on_counts_as_standing():
    assert initiatives.standing_by_country(initiatives.with_parties(TABLE, PARTIES)).to_dict("records") == [
        {"iso3": "AAA", "kind": "training", "initiatives": 2, "rows": (A, D)},
        {"iso3": "BBB", "kind": "training", "initiatives": 1, "rows": (A,)},
    ]


def test_no_rows_give_no_counts():
    none = initiatives.with_parties(TABLE.iloc[:0], PARTIES.iloc[:0])
    assert initiatives.begun_per_year(none).empty
    assert initiatives.standing_by_country(none).columns.tolist() == ["iso3", "kind", "initiatives", "rows"]
