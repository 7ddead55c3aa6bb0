"""What all sections share: if these fail, a package without a table stops every brief."""

import datetime as dt
from pathlib import Path

import pytest

from pactbook.briefs import build
from pactbook.briefs.context import Context
from pactbook.ingest import edition, package, tables

REGION = Path(__file__).parents[1] / "region" / "data" / "datapackage.json"
SETTINGS = {
    "edition": {"id": "2025-12", "title": "Region", "as_of": "2025-12-31"},
    "palette": {},
    "countries": {"roles": ["core", "power", "neighbour", "partner"], "minimum_rows": 1},
}


@pytest.fixture
def region():
    return edition.cut(tables.read(package.read(REGION)), dt.date(2025, 12, 31))


def test_distances_of_a_package_with_ideal_points(region):
    """AAA at -0.28 and BBB at 0.4 in 2015: 0.68 apart."""
    found = Context(region, SETTINGS).ideal_point_distances.set_index(["iso3", "partner", "year"])
    assert found.loc[("AAA", "BBB", 2015), "distance"] == pytest.approx(0.68)
    assert found.loc[("AAA", "BBB", 2015), "rows"] == ("ideal_points:AAA/2015", "ideal_points:BBB/2015")


def test_a_package_without_ideal_points(region):
    del region["ideal_points"]
    context = Context(region, SETTINGS)
    assert context.ideal_points.empty
    assert context.ideal_point_distances.empty


def test_ideal_points_make_no_brief(region):
    """Every member of the UN would get a brief, however little the package holds about it."""
    others = {name: frame for name, frame in region.items() if name != "ideal_points"}
    rows = len(Context(others, SETTINGS).rows_about["AAA"])
    for minimum, expected in ((rows, True), (rows + 1, False)):
        settings = SETTINGS | {"countries": SETTINGS["countries"] | {"minimum_rows": minimum}}
        assert ("AAA" in {code for _, code, _ in build.called_for(Context(region, settings))}) is expected
