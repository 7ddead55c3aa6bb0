"""A reader must see who belonged to what on a day: a wrong edge of a spell invents an ally or loses one."""

import datetime

import pandas as pd
import pytest

from pactbook.measures import memberships

COLUMNS = ["org_id", "iso3", "status", "start", "end"]
SPELLS = [
    ("pact", "AAA", "observer", "2000", "2004-10-07"),
    ("pact", "AAA", "member", "2004-10-07", None),
    ("pact", "BBB", "member", "2001-05", "2003"),
    ("pact", "BBB", "member", "2006", "2010-01-01"),
    ("pact", "CCC", "member", None, None),
    ("past", "AAA", "member", "1996", "2001"),
]
MEMBERSHIPS = pd.DataFrame(
    [(*spell, f"memberships:{number}") for number, spell in enumerate(SPELLS)], columns=[*COLUMNS, "row"]
)
ORGANIZATIONS = pd.DataFrame([("pact", None), ("past", "2001")], columns=["org_id", "dissolved"])


@pytest.mark.parametrize(
    ("day", "standing"),
    [
        ("2004-10-06", {"AAA": "observer", "CCC": "member"}),
        ("2004-10-07", {"AAA": "member", "CCC": "member"}),  # the day of change belongs to the new status
        ("2003-06-01", {"AAA": "observer", "BBB": "member", "CCC": "member"}),  # "2003" may still cover it
        ("2010-01-01", {"AAA": "member", "CCC": "member"}),
    ],
)
def test_status_on_a_day(day, standing):
    found = memberships.on(MEMBERSHIPS[MEMBERSHIPS["org_id"] == "pact"], datetime.date.fromisoformat(day))
    assert dict(zip(found["iso3"], found["status"], strict=True)) == standing


@pytest.mark.parametrize(
    ("start", "end", "day", "covered"),
    [
        ("2004-10-07", "2010-01-01", "2004-10-07", True),
        ("2004-10-07", "2010-01-01", "2010-01-01", False),  # the last day belongs to what comes next
        ("2004-10-07", "2010-01-01", "2004", True),  # may lie after October
        ("2004-10-07", "2010-01-01", "2010-01", False),
        ("2004-10-07", "2010", "2010-06", True),
        ("2004-10-07", "2010", "2011-01-01", False),
        ("2004-10-07", None, "2004-09", False),
        (None, "2010", "1950", True),
        (None, None, "1950", True),
    ],
)
def test_a_spell_may_cover_a_partial_date(start, end, day, covered):
    """An exercise of a month would be denied to a member of that month, or charged to one that had gone."""
    assert memberships.may_cover(start, end, day) is covered


def test_a_change_of_status_is_neither_a_joining_nor_an_exit():
    found = memberships.spells(MEMBERSHIPS).set_index("row")
    assert found.loc["memberships:0", "after"] == "member"
    assert found.loc["memberships:1", "before"] == "observer"
    assert pd.isna(found.loc["memberships:2", "after"])  # an interruption of three years


def test_the_end_of_an_organisation_is_no_exit():
    found = memberships.exits(MEMBERSHIPS, ORGANIZATIONS)
    assert found["row"].tolist() == ["memberships:3"]


def test_members_at_the_end_of_each_year():
    found = memberships.members_per_year(MEMBERSHIPS, 2007)
    pact = found[found["org_id"] == "pact"]
    assert dict(zip(pact["year"], pact["members"], strict=True)) == {
        2001: 1, 2002: 1, 2003: 0, 2004: 1, 2005: 1, 2006: 2, 2007: 2,
    }  # fmt: skip
    assert set(pact["undated"]) == {1}
    past = found[found["org_id"] == "past"]
    assert past["year"].tolist() == [1996, 1997, 1998, 1999, 2000, 2001]
    assert past["members"].tolist() == [1, 1, 1, 1, 1, 0]
