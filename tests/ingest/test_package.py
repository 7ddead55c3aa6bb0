"""A description that cannot be used gives one clear line: otherwise a new region's editor gets a traceback."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pactbook.ingest import check, package

REGION = Path(__file__).parent.parent / "region" / "data"
DATA = Path(__file__).parent.parent.parent / "data"


def schema_of(descriptor, table):
    return next(each["schema"] for each in descriptor["resources"] if each["name"] == table)


def field_of(descriptor, table, name):
    return next(field for field in schema_of(descriptor, table)["fields"] if field["name"] == name)


def test_what_is_read(region):
    described = package.read(region.package)
    exercises = described.tables["exercises"]
    assert list(described.tables)[:2] == ["countries", "borders"]
    assert exercises.path == region.folder / "exercises.csv"
    assert exercises.primary_key == ("exercise_id",)
    assert exercises.foreign_keys[0] == package.ForeignKey(("series_id",), "exercise_series", ("series_id",))
    assert exercises.field("start").is_date
    assert exercises.field("source_ids").list_of == package.ListOf(";", ("sources", "source_id"), None)
    assert exercises.field("personnel_total").unit == "persons"
    assert exercises.field("nothing of the kind") is None
    assert described.tables["exercise_participants"].sourced_by == ("exercise_id", "exercises")
    assert described.outlines == region.folder / "geo" / "countries.geojson"


def test_region_has_the_same_tables_and_columns_as_the_data():
    """Otherwise what passes on the made-up region may break on the real one."""
    region, data = (
        {
            name: [(field.name, field.type, field.is_date, field.required) for field in table.fields]
            for name, table in package.read(path / "datapackage.json").tables.items()
        }
        for path in (REGION, DATA)
    )
    assert region == data


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda d: d.pop("resources"), "lacks 'resources'"),
        (lambda d: d["resources"][0].pop("path"), "lacks 'path'"),
        (lambda d: schema_of(d, "countries").pop("fields"), "lacks 'fields'"),
        (lambda d: field_of(d, "countries", "name").pop("name"), "lacks 'name'"),
        (
            lambda d: schema_of(d, "borders").pop("primaryKey"),
            "table borders has no primaryKey, by which reports name its rows",
        ),
        (
            lambda d: schema_of(d, "borders").update(primaryKey="iso4"),
            "names the field borders.iso4, which the package does not have",
        ),
        (
            lambda d: field_of(d, "borders", "length_km").update(type="date"),
            "borders.length_km has type 'date', not one of: string, integer, number, boolean",
        ),
        (
            lambda d: schema_of(d, "borders")["foreignKeys"][0]["reference"].update(resource="states"),
            "names the table 'states', which the package does not have",
        ),
        (
            lambda d: schema_of(d, "borders")["foreignKeys"][0].update(fields=["iso3_a", "iso3_b"]),
            "a foreign key of borders does not name as many fields here as there",
        ),
        (
            lambda d: field_of(d, "borders", "source_ids")["pactbook:list"]["reference"].update(field="id"),
            "names the field sources.id, which the package does not have",
        ),
        (lambda d: d["resources"][1].update(name="countries"), "two resources have the same name"),
        (
            lambda d: field_of(d, "countries", "iso2")["constraints"].update(pattern="[A-Z"),
            "is not a data package: unterminated character set at position 0",
        ),
    ],
)
def test_each_lack_in_one_line(region, change, message):
    region.describe(change)
    assert region.lines() == [f"region/datapackage.json: {message}"]


def test_missing_file(region):
    region.package.unlink()
    assert region.lines() == ["region/datapackage.json: no such file; a data package needs one"]


def test_no_json(region):
    region.package.write_text('{"resources": [}')
    assert region.lines() == ["region/datapackage.json: is not JSON: Expecting value: line 1 column 16 (char 15)"]


@pytest.mark.parametrize(
    "content", ["[]", "5", "null", '"text"', '{"resources": 5}', '{"resources": [5]}', "[" * 100_000]
)
def test_json_of_another_kind(region, content):
    region.package.write_text(content)
    (line,) = region.lines()
    assert line.startswith("region/datapackage.json: ")


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3), lambda inner: st.lists(inner, max_size=2)
)


def places(node, path=()):
    """Paths to every value of a description, but for descriptions in words."""
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, inner in items:
        if key not in ("title", "description", "licenses", "contributors"):
            yield (*path, key)
            yield from places(inner, (*path, key))


DESCRIPTOR = (REGION / "datapackage.json").read_text(encoding="utf-8")


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.sampled_from(list(places(json.loads(DESCRIPTOR)))), value=VALUES)
def test_no_description_breaks_the_check(region, place, value):
    """Any value in any place of the description is understood or refused, never answered with a traceback."""
    descriptor = node = json.loads(DESCRIPTOR)
    for key in place[:-1]:
        node = node[key]
    node[place[-1]] = value
    region.package.write_text(json.dumps(descriptor), encoding="utf-8")
    check.format_json(check.check(region.package))


@pytest.mark.parametrize(
    ("key", "value", "named"),
    [
        ("path", "../secret.csv", "lies outside the package's folder"),
        ("path", "/etc/passwd", "lies outside the package's folder"),
        ("name", "../../evil", "is no name of a resource"),
        ("name", "a" * 61, "is no name of a resource"),
    ],
)
def test_names_and_paths_that_lead_out_of_the_package(region, key, value, named):
    """They would print, or write over, files that are none of the package's business."""
    region.describe(lambda descriptor: descriptor["resources"][0].update({key: value}))
    (line,) = region.lines()
    assert named in line


def test_a_link_that_leads_out_of_the_package(region):
    (region.folder / "operations.csv").unlink()
    (region.folder / "operations.csv").symlink_to("/etc/passwd")
    (line,) = region.lines()
    assert "lies outside the package's folder" in line


@pytest.mark.parametrize(("key", "value"), [("minimum", 10**400), ("minLength", 1e400), ("pattern", "(" * 6000)])
def test_constraints_beyond_all_measure(region, key, value):
    def spoil(descriptor):
        descriptor["resources"][0]["schema"]["fields"][0].setdefault("constraints", {})[key] = value

    region.describe(spoil)
    (line,) = region.lines()
    assert "is not a data package" in line or "is not JSON" in line


def test_two_columns_that_only_capital_letters_tell_apart_are_refused(region):
    """The DuckDB file of the edition could not hold both, and the build would stop at its end."""
    descriptor = json.loads(region.package.read_text(encoding="utf-8"))
    fields = schema_of(descriptor, "exercises")["fields"]
    fields.append({**fields[1], "name": fields[1]["name"].upper()})
    with pytest.raises(package.PackageError, match="two fields of exercises have the same name"):
        package.described(region.package, descriptor)
