"""Rules on what the briefs need of a package: tables and columns, map files, letters that the fonts have."""

import json
import math
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import shapely
import shapely.geometry

from pactbook import fonts
from pactbook.ingest.outlines import UNREADABLE
from pactbook.ingest.package import CORRECTIONS, EDITORIAL, Package
from pactbook.ingest.problems import Problem, shown
from pactbook.ingest.table_rules import Rule, Sheets, filled, have
from pactbook.subjects import TOPIC_SECTIONS

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
        "mutual_defence parent_org succeeds summary note source_ids verified memory_fields"
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
# The same of tables without which the briefs say less.
OPTIONAL = {
    CORRECTIONS: "correction_id set table key column old new reason source_ids date verified",
    EDITORIAL: "edit_id brief action finding about text section editor reason date source_ids",
    "ideal_points": "iso3 year ideal_point low high note source_ids verified",
    "topics": "slug kind title question sections countries partners organizations series note source_ids",
    "scenarios": "scenario_id name description drivers horizon_year note source_ids",
    "scenario_indicators": "indicator_id scenario_id indicator countries partner org_id direction note",
    "conflict_years": "conflict_id year locations side_a side_b intensity source_ids verified",
    "crosscheck": "comparison outcome subject column ours theirs our_row their_row explanation",
    "crosscheck_rates": "comparison edition compared agrees differs missing_here missing_there",
}
# Of these a row without a value, or a value that is no list, stops a brief.
REQUIRED = {
    "countries": "iso3 name slug role",
    "organizations": "org_id name kind",
    "memberships": "org_id iso3 status",
    "agreements": "agreement_id title kind signed status",
    "agreement_parties": "agreement_id iso3",
    "borders": "iso3_a iso3_b status",
    "resources": "iso3 commodity measure value unit year",
    "exercises": "exercise_id name start held",
    "exercise_participants": "exercise_id iso3 role",
    "facilities": "facility_id name host_iso3 kind status",
    "military_expenditure": "iso3 year price_basis",
    "force_structure": "iso3 year series",
    "arms_transfers": "transfer_id recipient_iso3 category designation",
    "security_assistance": "donor_iso3 year amount_kind",
    "counterterrorism_initiatives": "initiative_id name kind",
    "counterterrorism_parties": "initiative_id iso3",
    "operations": "name kind",
    "incidents": "date kind",
    "ideal_points": "iso3 year ideal_point",
    "topics": "slug kind title question sections",
    "scenarios": "scenario_id name description horizon_year",
    "scenario_indicators": "indicator_id scenario_id indicator direction",
    "conflict_years": "conflict_id year locations side_a",
    "crosscheck": "comparison outcome subject column",
    "crosscheck_rates": "comparison compared agrees differs missing_here missing_there",
    "sources": "source_id publisher title reliability",
    "corrections": "correction_id table key column reason date verified",
    "editorial": "edit_id brief action editor reason date",
}
LISTS = {
    "memberships": "source_ids memory_fields",
    "agreements": "provisions source_ids memory_fields",
    "exercises": "focus source_ids",
    "facilities": "source_ids",
    "infrastructure_projects": "hosts funders source_ids",
    "security_assistance": "recipients source_ids",
    "operations": "locations source_ids",
    "incidents": "countries source_ids",
    "ideal_points": "source_ids",
    "conflict_years": "locations source_ids",
    "topics": "sections countries partners organizations series source_ids",
    "scenarios": "drivers source_ids",
    "scenario_indicators": "countries",
    "corrections": "source_ids",
    "editorial": "source_ids",
}
NEVER_EMPTY = ("countries", "memberships", "sources")  # without rows of these there is no brief
SLUGS = {"countries": "slug", "organizations": "org_id", "topics": "slug"}  # they name files
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_SLUG = 60
GEOMETRY: dict[str, tuple[str, ...]] = {  # files of `geo/`, and what the maps draw of them
    "countries": ("Polygon", "MultiPolygon"),
    "disputed_boundaries": ("LineString", "MultiLineString"),
    "places": ("Point",),
}
PROPERTIES: dict[str, dict[str, Any]] = {
    "countries": {"iso3": str},
    "disputed_boundaries": {},
    "places": {"name": str, "iso3": str, "capital": bool, "population": (int, float)},
}


def needed(package: Package, sheets: Sheets) -> Iterator[Problem]:
    """The tables and columns that the briefs read are there, and are what the briefs take them for."""
    for name, columns in (NEEDED | OPTIONAL).items():
        if name not in package.tables:
            if name in NEEDED:
                message = f"has no table {name!r}, which the briefs need (it may be empty)"
                yield Problem(package.path, None, None, message, "needed")
            continue
        fields = {field.name: field for field in package.tables[name].fields}
        missing = [column for column in columns.split() if column not in fields]
        if missing:
            message = f"table {name!r} lacks {', '.join(missing)}, which the briefs need (cells may be empty)"
            yield Problem(package.path, None, None, message, "needed")
            continue
        for column in REQUIRED.get(name, "").split():
            if not fields[column].required and column not in package.tables[name].primary_key:
                message = f"{name}.{column} must be required: a brief cannot do without it"
                yield Problem(package.path, None, None, message, "needed")
        for column in LISTS.get(name, "").split():
            if fields[column].list_of is None:
                yield Problem(package.path, None, None, f"{name}.{column} must be a list (pactbook:list)", "needed")
        if name in NEVER_EMPTY and name in sheets and not sheets[name].all_cells():
            yield sheets[name].found(None, None, "has no rows, and without any there is no brief", "needed")


def slugs(_package: Package, sheets: Sheets) -> Iterator[Problem]:
    """What names files and addresses is short and plain."""
    for name, column in SLUGS.items():
        if not have(sheets, **{name: (column,)}):
            continue
        for row, cells in filled(sheets[name], column):
            if not SLUG.fullmatch(cells[column]) or len(cells[column]) > LONGEST_SLUG:
                message = f"{shown(cells[column])} is not words of small letters and digits with single hyphens, "
                message += f"at most {LONGEST_SLUG} characters; it names a file"
                yield sheets[name].found(row, column, message, "slug")


def chapters(_package: Package, sheets: Sheets) -> Iterator[Problem]:
    """The chapters of a topic are chapters that there are."""
    if not have(sheets, topics=("sections",)):
        return
    for row, cells in filled(sheets["topics"], "sections"):
        for key in sorted({*cells["sections"].split(";")} - {*TOPIC_SECTIONS}):
            message = f"{shown(key)} is no chapter, expected one of {', '.join(TOPIC_SECTIONS)}"
            yield sheets["topics"].found(row, "sections", message, "chapters")


def addresses(_package: Package, sheets: Sheets) -> Iterator[Problem]:
    """An address of a source can be read as one."""
    if not have(sheets, sources=("url",)):
        return
    for row, cells in filled(sheets["sources"], "url"):
        try:
            urlsplit(cells["url"])
        except ValueError as error:
            yield sheets["sources"].found(row, "url", f"{shown(cells['url'])} is no address: {error}", "url")


def maps(package: Package, _sheets: Sheets) -> Iterator[Problem]:
    """The map files are there and hold what the maps draw."""
    for name in GEOMETRY:
        path = package.path.parent / "geo" / f"{name}.geojson"
        try:
            features = json.loads(path.read_text(encoding="utf-8"))["features"]
            odd = [(place, why) for place, feature in enumerate(features, start=1) if (why := _odd(name, feature))]
            codes = Counter(feature["properties"].get("iso3") for feature in features if name == "countries")
        except FileNotFoundError:
            yield Problem(path, None, None, "no such file, and the maps need it", "maps")
            continue
        except UNREADABLE as error:
            yield Problem(path, None, None, f"cannot be read as GeoJSON: {type(error).__name__}: {error}", "maps")
            continue
        yield from (Problem(path, None, None, f"feature {place} {why}", "maps") for place, why in odd)
        for code, count in codes.items():
            if code and count > 1:
                yield Problem(path, None, None, f"{count} features have the iso3 {shown(str(code))}", "maps")


def _odd(name: str, feature: dict[str, Any]) -> str | None:
    """Why the maps cannot draw a feature, or None."""
    geometry, properties = feature["geometry"], feature["properties"]
    if not all(isinstance(properties.get(key), kind) for key, kind in PROPERTIES[name].items()):
        return f"lacks {' or '.join(PROPERTIES[name])}"
    if geometry["type"] not in GEOMETRY[name]:
        return f"is a {geometry['type']}, expected {' or '.join(GEOMETRY[name])}"
    shape = shapely.geometry.shape(geometry)
    if shape.is_empty or not all(math.isfinite(number) for number in shape.bounds):
        return "has no coordinates, or some that are no numbers"
    west, south, east, north = shape.bounds
    if west < -180 or east > 180 or south < -90 or north > 90:
        return "reaches beyond 180 degrees of longitude or 90 of latitude"
    if not shape.is_valid:
        return f"has an outline that crosses itself: {shapely.is_valid_reason(shape)}"
    lacking = fonts.lacking(str(properties.get("name", "")))
    return (
        f"has letters in its name that the reports' fonts lack: {', '.join(map(shown, lacking))}" if lacking else None
    )


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


RULES: list[Rule] = [needed, slugs, chapters, addresses, maps, letters]
