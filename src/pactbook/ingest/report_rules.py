"""Rules on what the briefs need of a package: tables and columns, map files, letters that the fonts have."""

import json
from collections.abc import Iterator
from typing import Any

from pactbook import fonts
from pactbook.ingest.package import Package
from pactbook.ingest.problems import Problem, shown
from pactbook.ingest.table_rules import Rule, Sheets

# Tables with the columns that the edition's cut, the measures and the briefs read; a table may be empty.
NEEDED = {
    "countries": (
        "iso3 name slug official_name name_local capital capital_lat capital_lon role area_km2 population "
        "population_year landlocked doctrine_note doctrine_date note source_ids verified memory_fields"
    ),
    "borders": "iso3_a iso3_b length_km status settled_on note source_ids verified memory_fields",
    "resources": "resource_id iso3 commodity measure value unit year note source_ids verified",
    "organizations": (
        "org_id abbreviation name name_ru kind founded founding_document in_force dissolved headquarters "
        "mutual_defence parent_org summary note source_ids verified memory_fields"
    ),
    "memberships": "org_id iso3 status start end note source_ids verified memory_fields",
    "agreements": (
        "agreement_id title kind signed in_force ended status framework_org provisions summary note "
        "source_ids verified memory_fields"
    ),
    "agreement_parties": "agreement_id iso3 joined left note source_ids verified",
    "exercise_series": (
        "series_id name name_ru framework_org lead_iso3 first_year last_year focus summary note source_ids verified"
    ),
    "exercises": (
        "exercise_id series_id name start end held host_iso3 location lat lon framework_org focus "
        "personnel_total summary note source_ids verified"
    ),
    "exercise_participants": "exercise_id iso3 role personnel note verified",
    "facilities": (
        "facility_id name host_iso3 operator_iso3 org_id kind opened closed status lat lon personnel_estimate "
        "summary note source_ids verified"
    ),
    "infrastructure_projects": "name hosts funders kind year_start year_end usd summary note source_ids verified",
    "military_expenditure": "iso3 year usd_millions price_basis pct_gdp excluded note source_ids verified",
    "force_structure": "iso3 year series active_personnel reserve_personnel paramilitary note source_ids verified",
    "arms_transfers": (
        "transfer_id supplier_iso3 recipient_iso3 order_year delivered_from delivered_to category designation "
        "quantity summary note source_ids verified"
    ),
    "security_assistance": (
        "donor_iso3 recipients year programme amount_kind usd_millions summary note source_ids verified"
    ),
    "counterterrorism_initiatives": "initiative_id name kind framework_org start end summary note source_ids verified",
    "counterterrorism_parties": "initiative_id iso3 note verified",
    "operations": "name lead_iso3 framework_org kind start end locations summary outcome note source_ids verified",
    "incidents": "incident_id date end countries kind fatalities_low fatalities_high summary note source_ids verified",
    "sources": "source_id publisher title url published kind reliability note verified",
}
MAPS = ("countries", "disputed_boundaries", "places")  # files of `geo/`
GEOMETRY: dict[str, tuple[str, ...]] = {
    "countries": ("Polygon", "MultiPolygon"), "disputed_boundaries": ("LineString", "MultiLineString"),
    "places": ("Point",),
}  # fmt: skip
PROPERTIES: dict[str, dict[str, Any]] = {
    "countries": {"iso3": str}, "disputed_boundaries": {},
    "places": {"name": str, "iso3": str, "capital": bool, "population": (int, float)},
}  # fmt: skip


def check(package: Package, sheets: Sheets) -> list[Problem]:
    """Apply all rules.

    Args:
        package: its description.
        sheets: the usable tables by name, checked against their schema.
    """
    return [problem for rule in RULES for problem in rule(package, sheets)]


def needed(package: Package, _sheets: Sheets) -> Iterator[Problem]:
    """The tables and columns that the briefs read are there."""
    for name, columns in NEEDED.items():
        if name not in package.tables:
            message = f"has no table {name!r}, which the briefs need (it may be empty)"
            yield Problem(package.path, None, None, message, "needed")
            continue
        missing = [column for column in columns.split() if package.tables[name].field(column) is None]
        if missing:
            message = f"table {name!r} lacks {', '.join(missing)}, which the briefs need (cells may be empty)"
            yield Problem(package.path, None, None, message, "needed")


def maps(package: Package, _sheets: Sheets) -> Iterator[Problem]:
    """The map files are there and hold what the maps draw."""
    for name in MAPS:
        path = package.path.parent / "geo" / f"{name}.geojson"
        try:
            features = json.loads(path.read_text(encoding="utf-8"))["features"]
            odd = [place for place, feature in enumerate(features, start=1) if not _drawable(name, feature)]
        except FileNotFoundError:
            yield Problem(path, None, None, "no such file, and the maps need it", "maps")
            continue
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            yield Problem(path, None, None, f"cannot be read as GeoJSON: {type(error).__name__}: {error}", "maps")
            continue
        if odd:
            kinds, wanted = " or ".join(GEOMETRY[name]), ", ".join(PROPERTIES[name]) or "no properties"
            message = f"feature {odd[0]} is not what the maps draw: a {kinds} with {wanted}"
            yield Problem(path, None, None, message, "maps")


def _drawable(name: str, feature: dict[str, Any]) -> bool:
    """Whether a feature has the geometry and the properties that the maps use."""
    geometry, properties = feature["geometry"], feature["properties"]
    if not isinstance(geometry, dict) or not isinstance(properties, dict):
        return False
    known = all(isinstance(properties.get(key), kind) for key, kind in PROPERTIES[name].items())
    return known and geometry.get("type") in GEOMETRY[name] and isinstance(geometry.get("coordinates"), list)


def letters(_package: Package, sheets: Sheets) -> Iterator[Problem]:
    """The reports' fonts have every letter; another font would be the machine's, or a box."""
    for sheet in sheets.values():
        for field in sheet.table.fields:
            used = "".join({letter for cells in sheet.rows.values() for letter in cells[field.name]})
            lacking = fonts.lacking(used)
            if not lacking:
                continue
            for row, cells in sheet.sound_rows():
                found = [letter for letter in lacking if letter in cells[field.name]]
                if found:
                    named = ", ".join(f"{shown(letter)} (U+{ord(letter):04X})" for letter in found)
                    yield sheet.found(row, field.name, f"{named} is not in the reports' fonts", "letters")


RULES: list[Rule] = [needed, maps, letters]
