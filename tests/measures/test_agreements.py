"""A reader must not be told that a state is bound by a treaty that ended or that it left."""

import pandas as pd

from pactbook.measures import agreements

AGREEMENTS = pd.DataFrame(
    [
        ("shield", "mutual defence", "1992-05", "in force", ("consultation", "defence", "training")),
        ("old", "mutual defence", "1990", "expired", ("defence",)),
        ("words", "non-aggression", "2000", "signed", ("nonaggression",)),
        ("radar", "air defence", "1995", "in force", ("defence",)),
    ],
    columns=["agreement_id", "kind", "signed", "status", "provisions"],
).assign(row=lambda frame: "agreements:" + frame["agreement_id"])
PARTIES = pd.DataFrame(
    [
        ("shield", "AAA", None, None),
        ("shield", "BBB", None, None),
        ("shield", "CCC", "1993", "1999"),
        ("old", "AAA", None, None),
        ("old", "DDD", None, None),
        ("words", "AAA", None, None),
        ("words", "BBB", None, None),
        ("radar", "AAA", None, None),
        ("radar", "EEE", None, None),
    ],
    columns=["agreement_id", "iso3", "joined", "left"],
).assign(row=lambda frame: "agreement_parties:" + frame["agreement_id"] + "/" + frame["iso3"])


def test_a_party_that_left_is_neither_bound_nor_a_partner():
    found = agreements.by_party(AGREEMENTS, PARTIES).set_index(["iso3", "agreement_id"])
    assert found.loc[("AAA", "shield"), "partners"] == ("BBB",)
    assert found.loc[("AAA", "shield"), "stands"]
    assert not found.loc[("CCC", "shield"), "stands"]
    assert not found.loc[("AAA", "old"), "stands"]


def test_bonds_run_both_ways_and_only_by_pledges_in_force():
    found = agreements.bonds(agreements.by_party(AGREEMENTS, PARTIES))
    assert found[["iso3", "partner", "obligation"]].to_numpy().tolist() == [
        ["AAA", "BBB", "consultation"],
        ["AAA", "BBB", "defence"],
        ["BBB", "AAA", "consultation"],
        ["BBB", "AAA", "defence"],
    ]


def test_columns_of_the_matrix_start_with_the_strongest_obligation():
    assert agreements.provisions_found(AGREEMENTS["provisions"]) == [
        "defence", "nonaggression", "consultation", "training",
    ]  # fmt: skip
