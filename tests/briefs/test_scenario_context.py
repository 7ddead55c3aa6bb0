"""Scenarios in an edition: they are ours, and must not pass for facts about a country."""

import datetime
from pathlib import Path

import pytest

from pactbook.briefs.context import Context
from pactbook.ingest import edition, package, tables

REGION = package.read(Path(__file__).parents[1] / "region" / "data" / "datapackage.json")
AS_OF = "2024-12-31"


@pytest.fixture
def context():
    cut = edition.cut(tables.read(REGION), datetime.date.fromisoformat(AS_OF))
    return Context(cut, {"edition": {"as_of": AS_OF}, "palette": {}})


def test_an_indicator_is_no_row_about_the_countries_that_it_names(context):
    """The coverage of a brief would count editorial rows, and call them unchecked facts."""
    about = [row for rows in context.rows_about.values() for row in rows]
    assert any(row.startswith("incidents:") for row in about)
    assert not any(row.startswith("scenario") for row in about)


def test_what_points_to_each_scenario(context):
    """Of the made-up region: the core countries are AAA and BBB, their one border was settled in 2019.

    So it stood five years before, too. The registers of exercises and arms end or begin too near to compare ten years.
    """
    found = context.scenario_indicators.set_index("indicator_id")
    assert found.loc["own-way-2", ["now", "before", "points"]].tolist() == [1, 1, "level"]
    assert found.loc["own-way-1", "points"] == "unknown"
    states = context.scenario_states
    assert states["scenario_id"].tolist() == ["gamma-leads", "own-way"]
    assert (states[["to", "away", "level", "unknown"]].sum(axis=1) == 2).all()


def test_an_edition_without_the_tables(context):
    """A package made before the tables were thought of could not be built any more."""
    del context.tables["scenarios"], context.tables["scenario_indicators"]
    assert context.scenario_indicators.empty
    assert context.scenario_states.empty
