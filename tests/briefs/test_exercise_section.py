"""Exercises of a made-up region: who is named first, and over which years."""

import pandas as pd
import pytest

from pactbook.briefs.context import Context
from pactbook.briefs.sections import exercises

SETTINGS = {"edition": {"id": "x", "title": "Region", "as_of": "2020-12-31"}, "palette": {}}


def _context(drills, as_of="2020-12-31", held="held"):
    """Drills are (year, countries, framework)."""
    rows = [
        {
            "row": f"exercises:x{place}", "exercise_id": f"x{place}", "series_id": None, "framework_org": framework,
            "host_iso3": countries[0], "start": str(year), "end": None, "focus": ("naval", "border"), "name": "X",
            "personnel_total": None, "held": held, "location": None, "note": None, "source_ids": ("paper",),
            "verified": "tool",
        }
        for place, (year, countries, framework) in enumerate(drills)
    ]  # fmt: skip
    seats = [
        {
            "row": f"exercise_participants:x{place}/{iso3}", "exercise_id": f"x{place}", "iso3": iso3,
            "role": "host" if iso3 == countries[0] else "participant", "verified": "tool",
        }
        for place, (_, countries, _) in enumerate(drills)
        for iso3 in countries
    ]  # fmt: skip
    names = ("Aland", "Bland", "Cland")
    tables = {
        "countries": pd.DataFrame(
            [{"row": f"countries:{name[0] * 3}", "iso3": name[0] * 3, "name": name, "role": "core"} for name in names]
        ),
        "organizations": pd.DataFrame(
            [
                {
                    "row": "organizations:pact",
                    "org_id": "pact",
                    "name": "Pact",
                    "abbreviation": "P",
                    "parent_org": None,
                },
                {"row": "organizations:arm", "org_id": "arm", "name": "Arm", "abbreviation": "A", "parent_org": "pact"},
            ]
        ),
        "sources": pd.DataFrame([{"row": "sources:paper", "source_id": "paper", "reliability": "A"}]),
        "exercises": pd.DataFrame(rows),
        "exercise_participants": pd.DataFrame(seats),
    }
    return Context(tables, SETTINGS | {"edition": SETTINGS["edition"] | {"as_of": as_of}})


def _found(context, code, iso3="AAA"):
    return next(each for each in exercises.country_findings(context, iso3) if each["code"] == code)


def test_all_that_share_the_first_place_are_named():
    drills = [(year, ("AAA", "BBB", "CCC"), None) for year in range(2016, 2021)]
    found = _found(_context(drills), "top_exercise_partner")
    assert found["values"]["partners"] == ["BBB", "CCC"]
    assert found["values"]["count"] == 5
    section = exercises.country(_context(drills), "AAA")
    assert section["peak_years"] == [2016, 2017, 2018, 2019, 2020]
    assert section["focus"]["values"]["labels"] == ["border", "naval"]


def test_a_year_that_has_only_begun_is_none_of_the_last_five():
    drills = [(year, ("AAA", "BBB"), None) for year in range(2011, 2021)]
    values = _found(_context(drills, as_of="2021-01-01"), "exercise_pace")["values"]
    assert values == {"recent": 5, "before": 5, "recent_years": [2016, 2020], "before_years": [2011, 2015]}


def test_announced_exercises_are_counted_apart():
    context = _context([(2019, ("AAA", "BBB"), None)] * 6, held="announced")
    assert exercises.country(context, "AAA") == {"empty": True}
    assert len(context.announcements) == 12


def test_a_count_of_a_record_that_may_have_holes_is_held_with_moderate_confidence():
    drills = [(year, ("AAA", "BBB"), None) for year in range(2011, 2021)]
    assert _found(_context(drills), "exercise_pace")["confidence"] == "moderate"


@pytest.mark.parametrize(("org_id", "total"), [("pact", 3), ("arm", 1)])
def test_exercises_of_a_body_are_those_of_its_organisation_too(org_id, total):
    drills = [(2019, ("AAA", "BBB"), "pact"), (2020, ("AAA", "BBB"), "pact"), (2018, ("AAA", "CCC"), "arm")]
    section = exercises.organization(_context(drills), org_id)
    assert section["total"]["figure"] == total
    assert section["per_year"] is None  # too few for a chart
