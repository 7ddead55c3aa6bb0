"""Projections, trends and scenarios of a made-up region: if these fail, a reader takes for likely what nobody knows."""

import pandas as pd
import pytest
from made_up import table as _table

from pactbook.briefs.context import Context
from pactbook.briefs.findings import finding
from pactbook.briefs.scope import Scope
from pactbook.briefs.sections import projections, scenarios, trends

SCOPE = Scope(("AAA", "BBB"), ("PPP",), (), ())
YEARS = range(2001, 2021)


def _context(incidents=(), spending=(), as_of="2020-12-31", **more):
    tables = {
        "countries": _table(
            "countries", "iso3 name role", ("AAA", "Aland", "core"), ("BBB", "Bland", "core"), ("PPP", "Power", "power")
        ),
        "organizations": _table("organizations", "org_id name abbreviation kind parent_org mutual_defence"),
        "sources": pd.DataFrame([{"row": "sources:paper", "source_id": "paper", "reliability": "B"}]),
        "exercises": _table(
            "exercises", "exercise_id series_id start end held host_iso3 framework_org focus personnel_total"
        ),
        "exercise_participants": _table("exercise_participants", "exercise_id iso3 role", keys=2),
        "arms_transfers": _table(
            "arms_transfers", "transfer_id supplier_iso3 recipient_iso3 order_year delivered_from delivered_to"
        ),
        "incidents": _table(
            "incidents", "incident_id date end countries kind fatalities_low fatalities_high summary", *incidents
        ),
        "military_expenditure": _table(
            "military_expenditure", "iso3 year price_basis usd_millions excluded", *spending, keys=3
        ),
        **more,
    }
    return Context(tables, {"edition": {"id": "e", "title": "Region", "as_of": as_of, "since": 2001}, "palette": {}})


def _events(counts, countries=("AAA",)):
    return [
        (f"i{year}-{number}-{'-'.join(countries)}", str(year), None, countries, "terrorist attack", 0, 0, "One.")
        for year, count in counts.items()
        for number in range(count)
    ]


@pytest.fixture
def steady():
    """Aland has two incidents a year, and one in the last; Bland has two in all; one concerns both."""
    own = _events(dict.fromkeys(YEARS, 2) | {2020: 0})
    return _context([*own, *_events({2010: 1}, ("BBB",)), *_events({2020: 1}, ("AAA", "BBB"))])


def _lines(section, kind):
    return {line["iso3"]: line for made in section["kinds"] if made["key"] == kind for line in made["lines"]}


def test_an_event_of_two_countries_counts_once_in_all_together(steady):
    """19 · 2 of Aland, one of Bland, one of both: 40 rows, and not 41."""
    lines = _lines(projections.topic(steady, SCOPE), "incidents")
    assert {code: len(line["rows"]) for code, line in lines.items()} == {None: 40, "AAA": 39, "BBB": 2}


def test_a_series_that_bears_no_projection_says_why_and_has_no_figures(steady):
    lines = _lines(projections.topic(steady, SCOPE), "incidents")
    assert (lines["BBB"]["reason"], lines["BBB"]["steps"]) == ("too_few_events", [])
    assert (lines["AAA"]["reason"], [step["year"] for step in lines["AAA"]["steps"]]) == (None, [2021, 2022, 2023])


def test_a_model_that_does_no_better_than_a_naive_forecast_is_said_not_to(steady):
    section = projections.topic(steady, SCOPE)
    tested = {(line["kind"], line["iso3"]): line for line in section["tests"]}
    for line in tested.values():
        assert line["better"] == (line["error"] < line["error_last"] and line["error"] < line["error_mean"])
    not_better = {line["iso3"] for line in section["not_better"]}
    assert not_better == {code for (_, code), line in tested.items() if not line["better"]}
    assert section["better"]["figure"] + len(section["not_better"]) == section["compared"]["figure"]


def test_spending_is_not_summed_and_a_gap_or_a_record_that_ended_gives_no_projection():
    rising = [("AAA", year, "constant_2020", 100.0 + (year - 2000) ** 2, None) for year in YEARS]
    old = [("BBB", year, "constant_2020", 100.0 + 10 * (year % 2), None) for year in range(1995, 2015)]
    current = [("BBB", 2020, "current", 9.0, None)]
    lines = _lines(projections.topic(_context(spending=[*rising, *old, *current]), SCOPE), "spending")
    assert set(lines) == {"AAA", "BBB"}
    assert lines["AAA"]["reason"] is None
    assert (lines["BBB"]["reason"], lines["BBB"]["origin"]) == ("ended", 2014)


def test_a_likelihood_is_of_the_next_year_alone_and_of_what_is_more_likely_than_not(steady):
    found = projections.topic_findings(steady, SCOPE)
    assert {stated["code"] for stated in found} == {"next_year_incidents"}
    for stated in found:
        assert stated["values"]["year"] == 2021
        assert stated["likelihood"]["probability"] > 0.5
        assert stated["likelihood"]["word"] != stated["confidence"]
        assert stated["confidence"] != "high"  # a record of events may have holes
    # both together: 2, 2, 2, 2 and 1 in the last five years; Aland's model did as well as the naive ones, and no better
    (own,) = found
    assert own["about"] == "whole"
    assert own["values"]["mean"] == pytest.approx(1.8)
    assert own["direction"] == ("up" if own["values"]["more"] else "down")


def test_no_likelihood_is_given_where_no_projection_is(steady):
    projected = {
        code for code, line in _lines(projections.topic(steady, SCOPE), "incidents").items() if line["reason"] is None
    }
    assert {stated["values"]["iso3"] for stated in projections.topic_findings(steady, SCOPE)} <= projected


def test_a_finding_on_the_past_has_no_likelihood(steady):
    row = steady.tables["incidents"]["row"].iloc[0]
    assert finding(steady, "deadliest_incident", "incidents", 0.5, {}, [row])["likelihood"] is None
    with pytest.raises(ValueError, match="no probability"):
        finding(steady, "next_year_incidents", "projections", 0.5, {}, [row], probability=1.2)


def test_nothing_on_record_is_an_empty_chapter():
    context = _context()
    for module in (projections, trends):
        assert module.topic(context, SCOPE) == {"empty": True}
        assert module.topic_findings(context, SCOPE) == []
        assert module.topic(context, Scope((), (), (), ())) == {"empty": True}


def test_a_rise_that_the_last_years_went_against_begins_with_their_counts():
    """Else a brief says that deliveries rise while fewer come.

    0 to 2010, 6 a year from 2011 to 2015, 4 from 2016: 20 after 30.
    """
    counts = {year: 0 if year < 2011 else 6 if year < 2016 else 4 for year in YEARS} | {2001: 1}
    context = _context(_events(counts))
    (found,) = trends.topic_findings(context, Scope(("AAA",), (), (), ()))
    assert (found["code"], found["direction"]) == ("trend_turned", "down")
    values = found["values"]
    assert (values["recent"], values["before"], values["recent_years"]) == (20, 30, [2016, 2020])
    assert values["change"] > 0
    assert found["weight"] < 0.35  # what a rise of one country weighs


def test_a_series_that_lost_to_both_naive_forecasts_is_neither_drawn_nor_a_finding(steady):
    lines = _lines(projections.topic(steady, SCOPE), "incidents")
    for line in lines.values():
        lost = bool(line["tested"]) and line["error"] >= max(line["error_last"], line["error_mean"])
        assert line["drawn"] == (line["reason"] is None and not lost)
    assert (lines["AAA"]["reason"], lines["AAA"]["drawn"]) == (None, False)


def test_one_country_has_no_line_for_all_together(steady):
    section = trends.topic(steady, Scope(("AAA",), (), (), ()))
    assert [(line["kind"], line["iso3"]) for line in section["lines"]] == [("incidents", "AAA")]


def test_a_rise_is_stated_of_the_country_that_has_one_and_the_others_are_named_with_the_reason():
    """Aland's incidents go from 1 to 4 a year; Bland has two in all, too few for a trend."""
    context = _context([*_events({year: 1 + (year - 2001) // 5 for year in YEARS}), *_events({2002: 2}, ("BBB",))])
    section = trends.topic(context, SCOPE)
    assert {key: section[key]["figure"] for key in ("total", "stated", "rising", "falling")} == {
        "total": 3, "stated": 2, "rising": 2, "falling": 0,
    }  # fmt: skip
    assert len(section["chart"]["data"]["main"]) == 2
    found = {(stated["code"], stated["about"]): stated for stated in trends.topic_findings(context, SCOPE)}
    own = found["trend_rising", "incidents/AAA"]["values"]
    assert own["events"] == 50  # 5 · (1 + 2 + 3 + 4)
    assert 0 < own["change_low"] < own["change"] < own["change_high"]
    silent = found["no_trend_possible", None]["values"]
    assert silent["series"] == [{"kind": "incidents", "iso3": "BBB", "events": 2, "reason": "too_few_events"}]


def _scenarios(*points):
    """A context whose scenarios a, b, ... have indicators that point as told."""
    context = _context([("one", "2020", None, ("AAA",), "coup/revolution", 0, 0, "One.")])
    context.tables["scenarios"] = pd.DataFrame(
        [
            {"row": f"scenarios:{name}", "scenario_id": name, "name": name.upper(), "description": "It goes so.",
             "drivers": ("one", "two"), "horizon_year": 2030, "note": None, "source_ids": ()}
            for name, _ in points
        ]
    )  # fmt: skip
    context.__dict__["scenario_indicators"] = pd.DataFrame(
        [
            {"scenario_id": name, "indicator": "incidents", "countries": (), "partner": None, "org_id": None,
             "direction": "rising", "until": 2020, "now": 1, "before": 0, "state": "level", "points": each,
             "summed": (), "note": None, "rows": ("incidents:one",), "rows_before": ()}
            for name, told in points
            for each in told
        ]
    )  # fmt: skip
    return context


@pytest.mark.parametrize(
    ("points", "named"),
    [
        ([("a", ["to", "to", "level"]), ("b", ["away", "level"])], ["A"]),
        ([("a", ["to", "unknown"]), ("b", ["to", "to", "away"])], ["A", "B"]),  # of what is known, more than half
        ([("a", ["to", "to", "level", "level"]), ("b", ["away"])], None),  # half is not more than half
        ([("a", ["to", "to", "away", "away"])], None),
        ([("a", ["level", "unknown"])], None),
    ],
)
def test_a_scenario_is_named_only_if_more_than_half_of_what_is_known_points_to_it(points, named):
    found = scenarios.topic_findings(_scenarios(*points), SCOPE)
    assert [[each["name"] for each in stated["values"]["scenarios"]] for stated in found] == ([named] if named else [])
    assert all(stated["likelihood"] is None for stated in found)


def test_the_rows_behind_a_scenario_are_facts_and_not_our_own_text():
    section = scenarios.topic(_scenarios(("a", ["to", "level", "unknown"])), SCOPE)
    (made,) = section["scenarios"]
    assert made["rows"] == ["incidents:one"]
    assert (made["to"], made["away"], made["level"], made["unknown"]) == (1, 0, 1, 1)
    assert (section["changed"]["figure"], section["indicators"]["figure"]) == (1, 3)


def test_a_package_without_scenarios_has_none():
    assert scenarios.topic(_context(), SCOPE) == {"empty": True}
    assert scenarios.topic_findings(_context(), SCOPE) == []
