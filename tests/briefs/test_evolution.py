"""If these fail, an organisation is said to have grown, shrunk or worked otherwise than its rows say."""

import pandas as pd
import pytest

from pactbook.briefs.context import Context
from pactbook.briefs.sections import evolution, impact, tasks

SPELLS = [
    ("AAA", "member", "2000-01-01", None), ("BBB", "member", "2000-01-01", None),
    ("CCC", "member", "2000-01-01", "2004"), ("CCC", "member", "2008", None),
    ("DDD", "member", "2006", None), ("EEE", "observer", "2006", None),
]  # fmt: skip
AGREEMENTS = [
    ("charter", "treaty organisation", ("AAA", "BBB", "CCC")),
    ("base", "treaty organisation", ("AAA", "BBB")),  # of two: constitutes nothing
    ("police", "counterterrorism", ("AAA", "BBB", "CCC")),
]


def _context(core=("AAA", "BBB")):
    known = {"source_ids": ("paper",), "verified": "tool"}
    exercises = [
        {"row": f"exercises:x{year}", "exercise_id": f"x{year}", "series_id": None, "framework_org": "pact",
         "host_iso3": "AAA", "start": str(year), "focus": ("counterterrorism",), "personnel_total": None,
         "held": "held", **known}
        for year in range(2010, 2020)
    ]  # fmt: skip
    seats = [
        {"row": f"exercise_participants:{row['exercise_id']}/{iso3}", "exercise_id": row["exercise_id"], "iso3": iso3,
         "role": "participant", "verified": "tool"}
        for row in exercises
        for iso3 in ("AAA", "BBB" if row["start"] < "2014" else "CCC")
    ]  # fmt: skip
    tables = {
        "countries": pd.DataFrame(
            [{"row": f"countries:{c * 3}", "iso3": c * 3, "name": c, "role": "core" if c * 3 in core else "partner"}
             for c in "ABCDE"]
        ),
        "organizations": pd.DataFrame(
            [{"row": f"organizations:{org_id}", "org_id": org_id, "name": org_id, "abbreviation": None,
              "parent_org": None, "founded": founded, "in_force": None, "dissolved": None, "succeeds": None, **known}
             for org_id, founded in (("pact", "2000-01-01"), ("idle", None))]
        ),
        "memberships": pd.DataFrame(
            [{"row": f"memberships:{iso3}-{start}", "org_id": "pact", "iso3": iso3, "status": status, "start": start,
              "end": end, "note": None, **known} for iso3, status, start, end in SPELLS]
        ),
        "agreements": pd.DataFrame(
            [{"row": f"agreements:{key}", "agreement_id": key, "title": key, "kind": kind, "framework_org": "pact",
              "signed": "2001", "in_force": None, "ended": None, "status": "in force", **known}
             for key, kind, _ in AGREEMENTS]
        ),
        "agreement_parties": pd.DataFrame(
            [{"row": f"agreement_parties:{key}/{iso3}", "agreement_id": key, "iso3": iso3, "joined": None,
              "left": None, "verified": "tool"} for key, _, parties in AGREEMENTS for iso3 in parties]
        ),
        "exercises": pd.DataFrame(exercises),
        "exercise_participants": pd.DataFrame(seats),
        "counterterrorism_initiatives": pd.DataFrame(
            [{"row": f"counterterrorism_initiatives:{key}", "initiative_id": key, "name": key, "kind": "border patrol",
              "framework_org": "pact", "start": "2003", "end": end, "summary": None, "note": None, **known}
             for key, end in (("post", None), ("old", "2005"))]
        ),
        "counterterrorism_parties": pd.DataFrame(columns=["row", "initiative_id", "iso3"]),
        "incidents": pd.DataFrame(columns=["row", "date", "end", "kind", "countries"]),
        "operations": pd.DataFrame(columns=["row", "framework_org"]),
        "borders": pd.DataFrame(columns=["row", "iso3_a", "iso3_b", "settled_on", "length_km"]),
        "sources": pd.DataFrame([{"row": "sources:paper", "source_id": "paper", "reliability": "A"}]),
    }  # fmt: skip
    settings = {"edition": {"id": "x", "title": "R", "as_of": "2020-12-31", "since": 1992}, "palette": {}}
    return Context(tables, settings)


@pytest.fixture
def context():
    return _context()


def _values(module, context):
    return {each["code"]: each["values"] for each in module.organization_findings(context, "pact")}


def test_founders_later_members_and_leavers_are_told_apart(context):
    """Three found it; DDD joins in 2006, and CCC, a founder, comes back in 2008, which is no new member."""
    section = evolution.organization(context, "pact")
    counts = {key: section[key]["figure"] for key in ("founders", "joined_later", "left", "on_hold")}
    assert counts == {"founders": 3, "joined_later": 1, "left": 1, "on_hold": 0}


def test_only_treaties_that_constitute_and_members_are_milestones(context):
    told = [event for day in evolution.organization(context, "pact")["days"] for event in day["events"]]
    assert [event["treaty"] for event in told if event["treaty"]] == ["charter"]
    assert "partners joined" not in {event["kind"] for event in told}


def test_growth_departures_and_returns(context):
    values = _values(evolution, context)
    assert values["enlargement"] == {"first": 3, "last": 4, "first_year": 2000, "last_year": 2020}
    assert values["withdrawal_count"]["departures"] == [{"countries": ["CCC"], "date": "2004"}]
    assert values["returns"]["returns"] == [{"iso3": "CCC", "date": "2008", "left": "2004"}]


def test_an_organisation_of_which_nothing_is_known_has_empty_chapters(context):
    assert evolution.organization(context, "idle") == {"empty": True}
    assert evolution.organization_findings(context, "idle") == []
    assert impact.organization(context, "idle")["empty"]
    assert tasks.organization(context, "idle")["empty"]


def test_who_joined_least_and_most(context):
    """Ten exercises: AAA joined all, CCC six, BBB four, DDD none."""
    values = _values(impact, context)["participation_uneven"]
    assert values["most"] == [{"iso3": "AAA", "joined": 10, "possible": 10, "share": 1.0}]
    assert values["least"] == [{"iso3": "DDD", "joined": 0, "possible": 10, "share": 0.0}]
    assert [row["iso3"] for row in impact.organization(context, "pact")["commitment"]] == ["AAA", "CCC", "BBB", "DDD"]


def test_of_members_outside_the_record_nothing_is_said():
    """Else an alliance of far countries looks idle, because the record holds only what touches the core."""
    context = _context(core=("EEE",))  # an observer
    section = impact.organization(context, "pact")
    assert (section["covered"], section["commitment"], section["change"]) == (False, [], None)
    assert impact.organization_findings(context, "pact") == []


def test_work_by_task_counts_what_stands(context):
    """One patrol stands and one has ended; ten exercises and one agreement are against terrorism."""
    told = {row["task"]: row for row in tasks.organization(context, "pact")["tasks"]}
    assert told["borders"]["initiatives"]["figure"] == 1
    assert (told["counterterrorism"]["exercises"]["figure"], told["counterterrorism"]["agreements"]["figure"]) == (
        10, 1,
    )  # fmt: skip
    assert "narcotics" not in told
