"""If these fail, a case says of exercises what the record does not hold, or stops where it holds nothing."""

import pandas as pd
import pytest

from pactbook.briefs.context import Context
from pactbook.briefs.scope import Scope
from pactbook.briefs.sections import series

BOTH = ("AAA", "BBB")


def _context(drills):
    """Drills are (year, countries, series, size)."""
    rows = [
        {
            "row": f"exercises:x{place}", "exercise_id": f"x{place}", "series_id": name, "framework_org": None,
            "host_iso3": countries[0] if place else None, "start": str(year), "end": None, "focus": ("naval",),
            "name": f"X {place}", "personnel_total": size, "held": "held", "location": "Bay", "note": None,
            "equipment_note": None, "summary": "S.", "source_ids": ("paper",), "verified": "tool",
        }
        for place, (year, countries, name, size) in enumerate(drills)
    ]  # fmt: skip
    seats = [
        {"row": f"exercise_participants:x{place}/{iso3}", "exercise_id": f"x{place}", "iso3": iso3,
         "role": "participant", "verified": "tool"}
        for place, (_, countries, _, _) in enumerate(drills)
        for iso3 in countries
    ]  # fmt: skip
    names = ("Aland", "Bland", "Cland")
    tables = {
        "countries": pd.DataFrame(
            [{"row": f"countries:{name[0] * 3}", "iso3": name[0] * 3, "name": name, "role": "power"} for name in names]
        ),
        "organizations": pd.DataFrame(columns=["row", "org_id", "name", "abbreviation", "parent_org"]),
        "sources": pd.DataFrame([{"row": "sources:paper", "source_id": "paper", "reliability": "A"}]),
        "exercises": pd.DataFrame(rows).astype({"personnel_total": "Int64"}),
        "exercise_participants": pd.DataFrame(seats),
        "exercise_series": pd.DataFrame(
            [{"row": f"exercise_series:{key}", "series_id": key, "name": key.title(), "summary": "S."}
             for key in ("sea", "land")]
        ),
    }  # fmt: skip
    settings = {"edition": {"id": "x", "title": "R", "as_of": "2020-12-31", "since": 1992}, "palette": {}}
    return Context(tables, settings)


DRILLS = [
    *[(year, BOTH, "sea", 1000 * (year - 2010)) for year in (2011, 2012, 2013)],  # lapsed by 2020
    *[(year, BOTH, "land", 10000) for year in (2016, 2018, 2020)],
    (2019, (*BOTH, "CCC"), "land", None),
    (2020, ("AAA", "CCC"), "sea", 99999),  # without BBB
]


@pytest.fixture
def context():
    return _context(DRILLS)


def _scope(partners=BOTH, names=()):
    return Scope((), partners, (), names)


def _found(context, code):
    return next(each for each in series.topic_findings(context, _scope()) if each["code"] == code)


def test_exercises_without_one_of_the_partners_do_not_count(context):
    section = series.topic(context, _scope())
    assert (section["total"]["figure"], section["alone"]["figure"]) == (7, 6)
    assert [row["personnel_total"] for row in section["largest"]] == [10000]
    assert section["hosts"][-1]["host"] is None
    assert section["scale"]["values"]["unknown"] == 1


def test_only_the_series_of_the_scope_count(context):
    assert series.topic(context, _scope(names=("sea",)))["total"]["figure"] == 3


def test_few_exercises_bear_no_trend(context):
    """Ten years (2011 to 2020) with seven exercises: fewer than ten."""
    assert series.topic(context, _scope())["trend"]["reason"] == "too_few_events"


def test_a_series_that_lapsed_is_named_and_one_that_goes_on_is_not(context):
    assert [row["name"] for row in _found(context, "series_lapse")["values"]["series"]] == ["Sea"]


def test_changes_compare_the_last_five_years_with_those_before(context):
    """2011-2015: three exercises, sizes 1000, 2000, 3000; 2016-2020: four, of which three are of 10,000."""
    pace, scale = _found(context, "frequency_change"), _found(context, "scale_change")
    assert (pace["values"]["exercises"], pace["values"]["alone"], pace["direction"]) == ([3, 4], [3, 3], "up")
    assert (scale["values"]["median"], scale["values"]["sized"], scale["direction"]) == ([2000, 10000], [3, 3], "up")


def test_two_known_sizes_are_too_few_to_compare():
    fewer = _context(DRILLS[1:])
    assert "scale_change" not in {each["code"] for each in series.topic_findings(fewer, _scope())}


def test_the_largest_is_the_latest_of_those_of_one_size(context):
    values = _found(context, "exercise_record")["values"]
    assert (values["personnel"], values["year"], values["sized"], values["total"]) == (10000, 2020, 6, 7)


def test_the_box_of_page_one_counts_the_last_five_years(context):
    assert [fact["value"] for fact in series.topic_glance(context, _scope())] == [7, 4, 10000]


@pytest.mark.parametrize("partners", [(), ("AAA",), ("BBB", "CCC", "AAA", "DDD")])
def test_a_scope_without_exercises_together_has_nothing_to_state(context, partners):
    assert series.topic(context, _scope(partners))["empty"]
    assert series.topic_findings(context, _scope(partners)) == []
    assert series.topic_glance(context, _scope(partners)) == []
