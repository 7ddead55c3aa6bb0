"""Tables of the sets on events and indicators against their descriptions: if these fail, an import is refused."""

import json
import re
from pathlib import Path

import pytest

from pactbook.ingest.published import columns, factbook, glimpse, pacts, sets, ucdp, ucdp_ged, unga, worldbank

ROOT = Path(__file__).parents[3]
REAL = ROOT.parent / "shared" / "datasets"
SCHEMAS = ROOT / "src" / "pactbook" / "ingest" / "published" / "schemas"
FILES = {
    "ucdp/ucdp-prio-acd-221.csv": "ucdp-acd",
    "ucdp/ucdp-nonstate-221.csv": "ucdp-nonstate",
    "ucdp/GEDEvent_v23_1.geojson": "ucdp-ged",
    "worldbank-wdi/API_MS.MIL.XPND.GD.ZS_DS2_en_csv_v2_211.zip": "world-bank-wdi",
    "worldbank-wdi/by-country/API_KAZ_DS2_en_csv_v2_1224734.csv": "world-bank-wdi",
    "unga-voting/IdealpointsJuly2025.dta": "unga-ideal-points",
    "unga-voting/IdealpointestimatesAll_Apr2020.csv": "unga-ideal-points",
    "cia-factbook/kz.json": "cia-factbook",
}
OURS = {one.name for module in (factbook, ucdp, ucdp_ged, unga, worldbank) for one in module.SETS}


def described(table):
    package = json.loads((ROOT / "data" / "datapackage.json").read_text(encoding="utf-8"))
    resources = {one["name"]: one for one in package["resources"]}
    path = SCHEMAS / f"{table}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else resources[table]


@pytest.mark.parametrize(
    ("table", "stated"),
    [
        ("agreements", pacts.AGREEMENTS),
        ("agreement_parties", pacts.PARTIES),
        ("incidents", ucdp_ged.INCIDENTS),
        ("military_expenditure", columns.SPENDING),
        ("force_structure", columns.FORCES),
        ("ideal_points", unga.COLUMNS),
    ],
)
def test_columns_are_those_described(table, stated):
    assert list(stated) == [field["name"] for field in described(table)["schema"]["fields"]]


def assert_allowed(frame, field):
    constraints, column = field.get("constraints", {}), frame[field["name"]]
    lists = "pactbook:list" in field
    filled = column[column.map(len) > 0] if lists else column.dropna()
    if constraints.get("required"):
        assert len(filled) == len(column), field["name"]
    items = filled.explode() if lists else filled
    if "enum" in constraints:
        assert set(items) <= set(constraints["enum"])
    if "pattern" in constraints:
        assert all(re.fullmatch(constraints["pattern"], item) for item in items.unique())
    for name, inside in (("minimum", items.ge), ("maximum", items.le)):
        if name in constraints:
            assert inside(constraints[name]).all(), field["name"]


@pytest.mark.skipif(not REAL.is_dir(), reason="the publishers' files are not at hand (../shared/datasets)")
@pytest.mark.parametrize("name", FILES)
def test_cells_are_as_described(name):
    one = sets.BY_NAME[FILES[name]]
    imported = one.read(REAL / name, lambda *_: None)
    assert set(imported.tables) == set(one.tables)
    named = set(imported.sources["source_id"])
    for table, frame in imported.tables.items():
        schema = described(table)["schema"]
        for field in schema["fields"]:
            assert_allowed(frame, field)
        key = schema["primaryKey"]
        assert not frame.duplicated(key).any()
        assert frame[key].equals(frame[key].sort_values(key, ignore_index=True))
        assert set(frame["source_ids"].explode().dropna()) <= named
    for field in described("sources")["schema"]["fields"]:
        assert_allowed(imported.sources, field)


@pytest.mark.skipif(not REAL.is_dir(), reason="the publishers' files are not at hand (../shared/datasets)")
def test_each_file_is_taken_for_its_own_set_only():
    """A file would be read as another publisher's, or the command would ask which it is."""
    for path in sorted(path for path in REAL.rglob("*") if path.is_file()):
        name = path.relative_to(REAL).as_posix()
        fitting = {one.name for one in sets.SETS if one.fits(glimpse.look(path))}
        if name in FILES:
            assert fitting == {FILES[name]}
        elif not name.startswith(("ucdp/", "worldbank-wdi/", "unga-voting/", "cia-factbook/")):
            assert not fitting & OURS, name
