"""The state of the data as of a date: if these fail, an edition tells its readers of things that had not happened."""

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pactbook import dates
from pactbook.ingest import edition, package, tables

ROOT = Path(__file__).parent.parent.parent
REGION = package.read(ROOT / "tests" / "region" / "data" / "datapackage.json")
TABLES = tables.read(REGION)
DATA = package.read(ROOT / "data" / "datapackage.json")


def cut(date):
    return edition.cut(TABLES, dt.date.fromisoformat(date))


def cell(frame, key, column):
    """A cell by the end of the row's identifier; None if it is missing."""
    (value,) = frame.loc[frame["row"].str.endswith(f":{key}"), column]
    return None if pd.isna(value) else value


def test_after_all_is_over_nothing_changes():
    """An edition of today would lack facts."""
    for name, frame in cut("2040-01-01").items():
        pd.testing.assert_frame_equal(frame, TABLES[name])


def test_the_given_tables_stay_as_they_are():
    before = {name: frame.copy() for name, frame in TABLES.items()}
    cut("2010-01-01")
    for name, frame in TABLES.items():
        pd.testing.assert_frame_equal(frame, before[name])


def test_later_facts_go_with_what_depends_on_them():
    """A brief as of 2011 would count an exercise of 2017, or its participants."""
    then = cut("2011-12-31")
    assert list(then["exercises"]["exercise_id"]) == ["steppe-shield-2003", "steppe-shield-2010"]
    assert set(then["exercise_participants"]["exercise_id"]) == {"steppe-shield-2003", "steppe-shield-2010"}
    assert set(then["agreement_parties"]["agreement_id"]) == {"alva-treaty-1994", "aaa-ccc-base-2004"}
    assert list(then["counterterrorism_parties"]["initiative_id"].unique()) == ["river-patrol"]
    assert list(then["arms_transfers"]["transfer_id"]) == ["ccc-aaa-2005-tank"]
    assert list(then["incidents"]["incident_id"]) == ["inc-unrest-1997"]
    assert "alpha-aaa-centre" not in set(then["facilities"]["facility_id"])


def test_coarse_start_that_may_be_past_stays():
    """A fact of which only the year is known would be hidden until the year is over."""
    assert "alpha-BBB-1" in set(cut("2006-01-01")["memberships"]["membership_id"])
    assert "alpha-BBB-1" not in set(cut("2005-12-31")["memberships"]["membership_id"])


@pytest.mark.parametrize(("date", "end"), [("2012-06-27", None), ("2012-06-28", "2012-06-28")])
def test_ends_that_are_not_past_are_open(date, end):
    """A brief as of 2012 would know that a membership ends."""
    assert cell(cut(date)["memberships"], "alpha-BBB-1", "end") == end


def test_ends_of_coarse_date_are_open_until_they_are_surely_past():
    assert cell(cut("2021-06-29")["organizations"], "beta-forum", "dissolved") is None
    assert cell(cut("2021-06-30")["organizations"], "beta-forum", "dissolved") == "2021-06"


def test_no_country_is_observer_and_member_at_once():
    """The spell that ends in a month and the next that begins in it would both be open."""
    then = cut("2005-03-10")["memberships"]
    assert cell(then, "beta-forum-AAA-1", "end") == "2005-03"
    assert cell(then, "beta-forum-AAA-2", "end") is None


def test_annual_figures_of_years_that_are_over():
    """A table of spending would show a year that has not ended."""
    assert cut("2016-12-30")["military_expenditure"]["year"].max() == 2015
    assert cut("2016-12-31")["military_expenditure"]["year"].max() == 2016
    assert list(cut("2018-06-30")["security_assistance"]["year"]) == [2016]
    assert list(cut("2021-06-30")["resources"]["resource_id"]) == ["ccc-gas-2020"]
    assert cut("2016-12-30")["ideal_points"]["year"].max() == 2015


def test_status_of_a_facility_that_closes_later():
    assert cell(cut("2019-03-30")["facilities"], "aaa-alva-air", "status") == "active"
    assert cell(cut("2019-03-31")["facilities"], "aaa-alva-air", "status") == "closed"


@pytest.mark.parametrize(
    ("date", "status", "in_force", "ended"),
    [
        ("2004-12-31", "signed", None, None),
        ("2005-01-01", "in force", "2005", None),
        ("2019-03-30", "in force", "2005", None),
        ("2019-03-31", "expired", "2005", "2019-03-31"),
    ],
)
def test_status_of_an_agreement_over_its_life(date, status, in_force, ended):
    """A brief would list as expired a lease that was in force at the time."""
    agreements = cut(date)["agreements"]
    assert cell(agreements, "aaa-ccc-base-2004", "status") == status
    assert cell(agreements, "aaa-ccc-base-2004", "in_force") == in_force
    assert cell(agreements, "aaa-ccc-base-2004", "ended") == ended


def test_agreement_that_enters_into_force_later_was_signed():
    assert cell(cut("2018-01-01")["agreements"], "aaa-bbb-border-2015", "status") == "signed"


def test_border_that_is_settled_later():
    then = cut("2019-05-03")["borders"]
    assert cell(then, "AAA/BBB", "status") == "unsettled"
    assert cell(then, "AAA/BBB", "settled_on") is None
    assert cell(then, "BBB/CCC", "status") == "disputed"


def test_exercise_that_is_still_on_ends_with_the_edition():
    """The column is never empty, so measures need not look."""
    assert cell(cut("2017-10-09")["exercises"], "steppe-shield-2017", "end") == "2017-10-09"
    assert cell(cut("2010-09-05")["exercises"], "steppe-shield-2010", "end") == "2010-09"


def test_series_end_with_the_last_exercise_held():
    """A brief would know that a series goes on, or list one that has not begun."""
    then = cut("2015-12-31")["exercise_series"]
    assert list(then["series_id"]) == ["steppe-shield"]
    assert cell(then, "steppe-shield", "last_year") == 2010


def test_arms_that_come_later():
    """A brief would count as delivered what was only ordered."""
    then = cut("2018-06-30")["arms_transfers"]
    assert cell(then, "ccc-aaa-2019-sam", "delivered_from") is None
    assert cell(then, "ccc-aaa-2019-sam", "delivered_to") is None
    assert cell(cut("2020-06-30")["arms_transfers"], "ccc-aaa-2019-sam", "delivered_to") is None
    assert "unknown-bbb-2018-uav" not in set(cut("2017-12-31")["arms_transfers"]["transfer_id"])


def test_organisation_that_is_founded_later_is_named_nowhere():
    """A brief of 1993 would ask for the name of an organisation that it does not have, and fail."""
    then = cut("2001-06-30")
    assert cell(then["organizations"], "alpha", "in_force") == "1995-01"
    then = cut("1994-05-14")
    assert then["organizations"].empty
    assert then["memberships"].empty


@pytest.mark.parametrize(("date", "kept"), [("2010-04-30", []), ("2010-05-01", ["alvonia-terrain"])])
def test_editors_changes_of_later_days(date, kept):
    """An edition of the past would carry words of people who knew what came after."""
    assert list(cut(date)["editorial"]["edit_id"]) == kept


def test_tables_that_a_package_lacks():
    few = {name: TABLES[name] for name in ("countries", "exercises", "exercise_series", "facilities")}
    assert edition.cut(few, dt.date(2011, 1, 1)).keys() == few.keys()
    series = edition.cut({"exercise_series": TABLES["exercise_series"]}, dt.date(2011, 1, 1))["exercise_series"]
    assert list(series["last_year"]) == [2011]


DATES = st.dates(dt.date(1985, 1, 1), dt.date(2026, 12, 31))


@pytest.mark.parametrize("described", [REGION, DATA], ids=["region", "data"])
def test_every_reference_still_leads_somewhere(described):
    """A brief would fail, or name a country's partner by its code."""
    whole = tables.read(described)

    @settings(max_examples=10)
    @given(DATES)
    def holds(as_of):
        then = edition.cut(whole, as_of)
        for name, table in described.tables.items():
            assert list(then[name].columns) == list(whole[name].columns)
            assert (then[name].dtypes == whole[name].dtypes).all()
            for key in table.foreign_keys:
                (column,), (referenced,) = key.fields, key.referenced
                assert then[name][column].dropna().isin(then[key.table][referenced]).all(), (name, column)

    holds()


@settings(max_examples=25)
@given(DATES, DATES)
def test_a_later_edition_knows_of_all_that_an_earlier_one_knew(first, second):
    first, second = sorted((first, second))
    earlier, later = edition.cut(TABLES, first), edition.cut(TABLES, second)
    for name, frame in earlier.items():
        assert set(frame["row"]) <= set(later[name]["row"])


@settings(max_examples=25)
@given(DATES)
def test_no_date_lies_after_the_edition(as_of):
    """A brief would tell of the future: even the end of a lease that is agreed is unknown to the edition."""
    then = edition.cut(TABLES, as_of)
    for name, table in REGION.tables.items():
        for field in table.fields:
            if field.is_date and name not in ("sources", "countries"):
                assert all(dates.earliest(date) <= as_of for date in then[name][field.name].dropna()), (
                    name,
                    field.name,
                )


def test_cutting_twice_is_cutting_once():
    """The cut of a cut would lose facts, so some rule would lean on what it empties."""
    once = cut("2017-10-09")
    twice = edition.cut(once, dt.date(2017, 10, 9))
    for name, frame in once.items():
        pd.testing.assert_frame_equal(twice[name], frame)


def test_members_of_the_sco_at_the_start_of_2018():
    """The real data: India and Pakistan had joined in 2017, Iran and Belarus had not."""
    memberships = edition.cut(tables.read(DATA), dt.date(2018, 1, 1))["memberships"]
    open_spells = memberships[memberships["end"].isna() & (memberships["status"] == "member")]
    members = set(open_spells.loc[open_spells["org_id"] == "sco", "iso3"])
    assert members == {"CHN", "IND", "KAZ", "KGZ", "PAK", "RUS", "TJK", "UZB"}


def test_prose_that_speaks_of_later_years_is_left_out():
    """A reader of an edition as of 2010 would be told what came after; a term that was known then may stay."""
    tables = {
        "sources": pd.DataFrame({"row": ["sources:s"], "published": ["2020-05"], "note": ["Read in 2019."]}),
        "facilities": pd.DataFrame(
            {
                "row": [f"facilities:{name}" for name in ("now", "later", "term")],
                "opened": ["2001"] * 3,
                "closed": [None] * 3,
                "status": ["active"] * 3,
                "note": ["Opened in 2001.", "Enlarged in 2015.", "The lease runs to 2042."],
                "summary": ["A base.", "Given back in 2018.", "A base."],
            }
        ).astype("string"),
    }
    then = edition.cut(tables, dt.date(2010, 12, 31))
    assert [None if pd.isna(note) else note for note in then["facilities"]["note"]] == [
        "Opened in 2001.",
        None,
        "The lease runs to 2042.",
    ]
    assert list(then["facilities"]["summary"]) == ["A base.", "", "A base."]
    assert list(then["sources"]["note"]) == ["Read in 2019."]
