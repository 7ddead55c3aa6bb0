"""A reader judges a scenario by its signs; a miscount, or a gap read as a fall, points the wrong way."""

import json
from pathlib import Path

import pandas as pd
import pytest
from pandas.api.types import is_object_dtype

from pactbook.ingest import package, table_rules, tables
from pactbook.measures import scenarios

REGION = Path(__file__).parents[1] / "region" / "data" / "datapackage.json"
CORE = ["AAA", "BBB"]
LAST_YEAR = 2020


@pytest.fixture
def region():
    """The tables of the made-up region without a row."""
    return {name: frame.iloc[:0] for name, frame in tables.read(package.read(REGION)).items()}


def fill(region, table, *records):
    """Rows of a table; what a record does not name is missing."""
    empty = region[table]
    frame = pd.DataFrame(
        [dict.fromkeys(empty.columns) | {"row": f"{table}:{n}"} | each for n, each in enumerate(records)],
        columns=empty.columns,
    )
    for name in empty.columns[[is_object_dtype(dtype) for dtype in empty.dtypes]]:
        frame[name] = pd.Series([cell or () for cell in frame[name]], dtype=object)
    region[table] = frame.astype(empty.dtypes.to_dict())


def state(region, indicator, direction="rising", **asked):
    """The state of one indicator, as a dictionary."""
    told = {"countries": (), "partner": None, "org_id": None} | asked
    fill(
        region,
        "scenario_indicators",
        {"indicator_id": "s-1", "scenario_id": "s", "indicator": indicator, "direction": direction, **told},
    )
    (found,) = scenarios.indicators(region, CORE, LAST_YEAR).to_dict("records")
    return found


def exercises(region, *held, framework_org=None):
    """Exercises by year and countries, and one of others at the start of the record and one at its end."""
    every = [*held, (2001, "CCC", "DDD"), (LAST_YEAR, "CCC", "DDD")]
    common = {"held": "held", "framework_org": framework_org, "focus": ()}
    fill(region, "exercises", *({"exercise_id": f"e{n}", "start": str(x[0])} | common for n, x in enumerate(every)))
    fill(
        region,
        "exercise_participants",
        *({"exercise_id": f"e{n}", "iso3": c, "role": "participant"} for n, x in enumerate(every) for c in x[1:]),
    )


def test_joint_exercises_with_a_partner_and_among_the_countries(region):
    """2016-2020 against 2011-2015.

    With CCC six against none, which chance gives in 2 · (1/2)^6 = 3 % of cases; among core countries one against one.
    """
    with_ccc = [(year, "AAA", "CCC") for year in (2016, 2016, 2017, 2018, 2019, 2020)]
    exercises(region, *with_ccc, (2012, "AAA", "BBB"), (2016, "AAA", "BBB", "DDD"))
    found = state(region, "joint_exercises", partner="CCC")
    assert (found["now"], found["before"], found["state"], found["points"]) == (6, 0, "rising", "to")
    assert pd.isna(found["change"])
    assert found["rows"] == tuple(f"exercises:{n}" for n in range(6))
    found = state(region, "joint_exercises")
    assert (found["now"], found["before"], found["change"], found["points"]) == (1, 1, 0, "level")
    assert (found["rows"], found["rows_before"]) == (("exercises:7",), ("exercises:6",))
    assert state(region, "joint_exercises", "falling", partner="CCC")["points"] == "away"


def test_exercises_that_a_power_joined_are_none_among_the_countries(region):
    """Else the countries would seem to meet by themselves when a power has called them."""
    fill(region, "countries", {"iso3": "PPP", "role": "power"}, {"iso3": "AAA", "role": "core"})
    exercises(region, (2016, "AAA", "BBB", "PPP"), (2017, "AAA", "BBB"), (2018, "AAA", "BBB", "CCC"))
    assert state(region, "joint_exercises")["rows"] == ("exercises:1", "exercises:2")
    assert state(region, "joint_exercises", partner="PPP")["rows"] == ("exercises:0",)


def test_a_difference_that_chance_gives_is_level(region):
    """Five against one: chance sets them so far apart in 2 · (1 + 6) / 64 = 22 % of cases."""
    exercises(region, (2012, "AAA", "CCC"), *[(2018, "AAA", "CCC")] * 5)
    assert state(region, "joint_exercises", partner="CCC")["state"] == "level"


def test_a_country_is_not_its_own_partner(region):
    exercises(region, (2018, "AAA", "CCC"), (2018, "AAA", "BBB"))
    assert state(region, "joint_exercises", partner="AAA", countries=("AAA",))["now"] == 0
    assert state(region, "joint_exercises", partner="AAA")["now"] == 1


def test_exercises_under_an_organisation_and_its_bodies(region):
    fill(region, "organizations", {"org_id": "alpha"}, {"org_id": "alpha-rapid", "parent_org": "alpha"})
    exercises(region, *[(2018, "CCC", "DDD")] * 6, framework_org="alpha-rapid")
    assert state(region, "exercises_under", org_id="alpha")["now"] == 7  # and the one at the end of the record
    assert state(region, "exercises_under", org_id=None)["points"] == "unknown"


def test_deliveries_compare_as_far_as_the_register_reaches(region):
    """The register ends in 2019: against 2015-2019 stand 2010-2014, or the missing year would look like a fall."""
    entry = {"supplier_iso3": "CCC", "recipient_iso3": "AAA"}
    years = [2008, 2010, *[2015] * 4, 2019]
    fill(region, "arms_transfers", *({**entry, "transfer_id": str(year), "delivered_from": year} for year in years))
    found = state(region, "deliveries", partner="CCC")
    assert (found["until"], found["now"], found["before"], found["change"]) == (2019, 5, 1, 4)
    assert state(region, "deliveries", partner="CCC", countries=("BBB",))["now"] == 0


@pytest.mark.parametrize("years", [[2012, 2020], [2001, 2017], []])
def test_a_record_that_does_not_cover_both_periods_says_nothing(region, years):
    """The start of a record would look like a rise, its end like a fall."""
    entry = {"supplier_iso3": "CCC", "recipient_iso3": "AAA"}
    fill(region, "arms_transfers", *({**entry, "transfer_id": str(year), "delivered_from": year} for year in years))
    found = state(region, "deliveries", partner="CCC")
    assert (found["state"], found["points"], found["rows"]) == ("unknown", "unknown", ())
    assert pd.isna(found["now"])


def test_facilities_now_and_five_years_before(region):
    """Standing in 2015: a, b and e; in 2020: a, c and e. Nobody knows when d, closed without a date, stood."""
    base = {"host_iso3": "AAA", "operator_iso3": "CCC", "status": "active"}
    fill(
        region,
        "facilities",
        {**base, "facility_id": "a"},
        {**base, "facility_id": "b", "opened": "2001", "closed": "2016-03", "status": "closed"},
        {**base, "facility_id": "c", "opened": "2016"},
        {**base, "facility_id": "d", "status": "closed"},
        {**base, "facility_id": "e", "host_iso3": "BBB", "opened": "2015"},
        {**base, "facility_id": "f", "operator_iso3": "DDD"},
    )
    found = state(region, "facilities_open", "falling", partner="CCC")
    assert (found["now"], found["before"], found["points"]) == (3, 3, "level")
    assert found["rows"] == ("facilities:0", "facilities:2", "facilities:4")
    assert found["rows_before"] == ("facilities:0", "facilities:1", "facilities:4")
    found = state(region, "facilities_open", "falling", partner="CCC", countries=("BBB",))
    assert (found["now"], found["before"], found["points"]) == (1, 1, "level")


def test_agreements_count_for_those_who_signed(region):
    """CCC joined the first later; the second is one of AAA and CCC, the third one of AAA and BBB."""
    fill(
        region,
        "agreements",
        *({"agreement_id": f"t{n}", "signed": str(y)} for n, y in enumerate((2017, 2018, 2012, 2001, 2020))),
    )
    parties = [("t0", "AAA", "2017"), ("t0", "DDD", None), ("t0", "CCC", "2019"), ("t1", "AAA", None)]
    parties += [("t1", "CCC", None), ("t2", "AAA", None), ("t2", "BBB", None)]
    fill(region, "agreement_parties", *({"agreement_id": a, "iso3": c, "joined": j} for a, c, j in parties))
    assert state(region, "agreements_signed", partner="CCC")["rows"] == ("agreements:1",)
    found = state(region, "agreements_signed")
    assert (found["now"], found["before"], found["rows_before"]) == (0, 1, ("agreements:2",))


def test_incidents_that_concern_the_countries_and_a_partner(region):
    listed = [("2001", ("DDD",)), ("2020", ("DDD",)), ("2013", ("AAA",)), ("2018", ("CCC", "AAA"))]
    fill(region, "incidents", *({"incident_id": str(n), "date": d, "countries": c} for n, (d, c) in enumerate(listed)))
    found = state(region, "incidents")
    assert (found["rows"], found["rows_before"]) == (("incidents:3",), ("incidents:2",))
    found = state(region, "incidents", partner="CCC")
    assert (found["rows"], found["rows_before"]) == (("incidents:3",), ())


def test_assistance_without_plans_and_rents(region):
    kinds = [(2001, "yearly"), (2018, "yearly"), (2018, "planned"), (2019, "rent"), (2020, "in kind")]
    entries = [{"donor_iso3": "CCC", "recipients": ("AAA", "DDD"), "year": y, "amount_kind": k} for y, k in kinds]
    fill(region, "security_assistance", *entries)
    found = state(region, "assistance_entries", partner="CCC")
    assert found["rows"] == ("security_assistance:1", "security_assistance:4")
    assert state(region, "assistance_entries", partner="DDD")["now"] == 0


def spending(region, *figures, excluded=None):
    rows = [{"iso3": c, "year": y, "usd_millions": v, "price_basis": "constant_2024"} for c, y, v in figures]
    fill(region, "military_expenditure", *({**row, "excluded": excluded} for row in rows))


def test_spending_of_the_countries_with_both_figures(region):
    """2019 has two countries with a figure five years earlier, 2020 only one: (130 + 50) / (100 + 50) - 1 = 0.2."""
    spending(region, ("AAA", 2014, 100), ("BBB", 2014, 50), ("AAA", 2019, 130), ("BBB", 2019, 50), ("AAA", 2015, 10),
             ("AAA", 2020, 90), ("BBB", 2020, 900))  # fmt: skip
    found = state(region, "spending_constant")
    assert (found["until"], found["now"], found["before"], found["state"]) == (2019, 180, 150, "rising")
    assert found["change"] == pytest.approx(0.2)
    assert found["summed"] == ("AAA", "BBB")
    assert found["rows"] == ("military_expenditure:2", "military_expenditure:3")
    assert found["rows_before"] == ("military_expenditure:0", "military_expenditure:1")


def test_spending_that_hardly_changed_is_level_and_excluded_figures_do_not_count(region):
    spending(region, ("AAA", 2015, 100), ("AAA", 2020, 109))
    assert state(region, "spending_constant")["state"] == "level"
    spending(region, ("AAA", 2015, 100), ("AAA", 2020, 90))
    assert state(region, "spending_constant")["state"] == "falling"
    spending(region, ("AAA", 2015, 100), ("AAA", 2020, 109), excluded="Break in the source.")
    assert state(region, "spending_constant")["state"] == "unknown"


def test_borders_between_the_countries(region):
    pairs = [("AAA", "BBB", "2017-04"), ("BBB", "AAA", "2014"), ("AAA", "CCC", "2018"), ("BBB", "AAA", None)]
    fill(region, "borders", *({"iso3_a": a, "iso3_b": b, "settled_on": day} for a, b, day in pairs))
    found = state(region, "borders_settled")
    assert (found["now"], found["before"], found["change"], found["points"]) == (2, 1, 1, "to")
    assert found["rows"] == ("borders:0", "borders:1")


def test_states_count_every_indicator_once():
    """Else the table says more for a scenario than its indicators do."""
    found = pd.DataFrame(
        [("s", "to", ("a:1",), ()), ("s", "to", ("a:2",), ("a:1",)), ("s", "away", (), ()), ("t", "unknown", (), ())],
        columns=["scenario_id", "points", "rows", "rows_before"],
    )
    known = pd.DataFrame({"scenario_id": ["t", "s", "u"]})
    assert scenarios.states(known, found).to_numpy().tolist() == [
        ["t", 0, 0, 0, 1, ()],
        ["s", 2, 1, 0, 0, ("a:1", "a:2")],
        ["u", 0, 0, 0, 0, ()],
    ]


def test_a_package_without_scenarios_has_no_indicators(region):
    del region["scenario_indicators"]
    found = scenarios.indicators(region, CORE, LAST_YEAR)
    assert found.empty
    assert scenarios.states(region["scenarios"], found).empty


def test_every_indicator_of_the_schema_is_computed_and_checked():
    """An editor may choose an indicator that ends the build."""
    resources = json.loads(REGION.read_text(encoding="utf-8"))["resources"]
    (table,) = (each for each in resources if each["name"] == "scenario_indicators")
    (field,) = (each for each in table["schema"]["fields"] if each["name"] == "indicator")
    assert set(field["constraints"]["enum"]) == set(scenarios.INDICATORS)
    assert set(table_rules.INDICATORS) == set(scenarios.INDICATORS)
