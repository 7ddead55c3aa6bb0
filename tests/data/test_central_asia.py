"""The data package that we publish: if these fail, its briefs state what is known to be otherwise."""

import datetime
from pathlib import Path

import pytest

from pactbook.ingest import check, edition, package, tables
from pactbook.measures import memberships

PACKAGE = Path(__file__).parents[2] / "data" / "datapackage.json"


@pytest.fixture(scope="module")
def everything():
    return tables.read(package.read(PACKAGE))


def members(everything, org_id, year, month=12, day=31):
    """Full members of an organisation in an edition of that day."""
    as_of = datetime.date(year, month, day)
    table = edition.cut(everything, as_of)["memberships"]
    standing = memberships.on(table, as_of)
    full = standing[(standing["org_id"] == org_id) & (standing["status"] == "member")]
    return set(full["iso3"])


def test_the_package_passes_its_check():
    result = check.check(PACKAGE)
    assert [problem.line() for problem in result.problems if problem.severity == "error"] == []


# Facts that anybody can look up, stated without our tables.
SCO_FOUNDERS = {"CHN", "KAZ", "KGZ", "RUS", "TJK", "UZB"}
CSTO_NOW = {"BLR", "KAZ", "KGZ", "RUS", "TJK"}


@pytest.mark.parametrize(
    ("org_id", "day", "expected"),
    [
        ("sco", (2001, 12, 31), SCO_FOUNDERS),
        ("sco", (2017, 6, 8), SCO_FOUNDERS),
        ("sco", (2018, 1, 1), SCO_FOUNDERS | {"IND", "PAK"}),
        ("sco", (2025, 12, 31), SCO_FOUNDERS | {"IND", "PAK", "IRN", "BLR"}),
        ("csto", (2005, 12, 31), CSTO_NOW | {"ARM"}),
        ("csto", (2010, 12, 31), CSTO_NOW | {"ARM", "UZB"}),
        ("csto", (2013, 12, 31), CSTO_NOW | {"ARM"}),
        ("csto", (2025, 12, 31), CSTO_NOW),  # Armenia's membership is frozen
        ("eaeu", (2016, 12, 31), {"ARM", "BLR", "KAZ", "KGZ", "RUS"}),
        ("ots", (2020, 12, 31), {"AZE", "KAZ", "KGZ", "TUR", "UZB"}),
        ("shanghai-five", (1998, 12, 31), {"CHN", "KAZ", "KGZ", "RUS", "TJK"}),
    ],
)
def test_members_on_a_day(everything, org_id, day, expected):
    assert members(everything, org_id, *day) == expected


def test_the_sco_took_the_place_of_the_shanghai_five_and_the_eaeu_that_of_eurasec(everything):
    succeeds = everything["organizations"].set_index("org_id")["succeeds"].dropna()
    assert succeeds.to_dict() == {"sco": "shanghai-five", "eaeu": "eurasec"}


def test_the_large_organisations_have_as_many_members_as_they_say(everything):
    assert [len(members(everything, org_id, 2025)) for org_id in ("osce", "nato", "cica")] == [57, 32, 28]


def test_borders_settled_lately(everything):
    borders = everything["borders"].set_index(["iso3_a", "iso3_b"])["settled_on"].to_dict()
    pairs = {frozenset(pair): day for pair, day in borders.items()}
    assert pairs[frozenset(("KGZ", "TJK"))] == "2025-03-31"
