"""Weight of an organisation: its members' combined area, population, spending and forces, and each member's share."""

from itertools import groupby
from typing import Any

from pactbook.briefs.context import OTHERS_COLOUR, Context, Finding, Section, fact, figure, records, trail
from pactbook.briefs.findings import finding
from pactbook.measures.memberships import MEMBER

LABELS = {"area_km2": "Area", "population": "Population", "spending": "Military spending", "personnel": "Active forces"}
TELLING = ("spending", "personnel", "population", "area_km2")  # of a security organisation, the most telling first
DOMINANT = 0.5  # a member with half of the whole outweighs all others together
LEAST_MEMBERS = 3  # of two members one always has half
LEAST_KNOWN = 2 / 3  # a share of the known sum says little where many members are missing
LARGEST = 4  # members drawn one by one; the others form one piece


def organization(context: Context, org_id: str) -> Section:
    """Totals by measure with their gaps, and each member's figures."""
    measures = _measures(context, org_id)
    if not measures:
        return {"empty": True}
    members = sorted(context.members[org_id], key=context.name)
    rows = sorted({row["row"] for measure in measures for row in measure["known"]})
    now = context.standings
    standing = now[(now["org_id"] == org_id) & (now["status"] == MEMBER)]
    return {
        "empty": False,
        "members": figure(context, len(members), "Standing on a day", list(standing["row"])),
        "measures": [
            {key: value for key, value in measure.items() if key != "known"}
            | {"total": figure(context, _stated(measure), "Weight", [row["row"] for row in measure["known"]])}
            for measure in measures
        ],
        "table": [_row(context, measures, iso3) for iso3 in members],
        "chart": {
            "spec": "member_shares",
            "data": {
                "main": [piece for measure in measures if measure["shared"] for piece in _pieces(context, measure)]
            },
            "values": _concentrated(context, measures) or {},
            **trail(context, "Weight", rows),
        },
    }


def organization_findings(context: Context, org_id: str) -> list[Finding]:
    """Whether one member outweighs all others together."""
    measures = _measures(context, org_id)
    values = _concentrated(context, [measure for measure in measures if measure["members"] >= LEAST_MEMBERS])
    if not values:
        return []
    rows = next(
        [row["row"] for row in measure["known"]] for measure in measures if measure["measure"] == values["measure"]
    )
    weight = 0.5 + 0.3 * values["share"]
    return [finding(context, "member_weight_concentrated", "weight", weight, values, rows)]


def _stated(measure: dict[str, Any]) -> Any:
    """The sum, or None with too many gaps: what the chapter does not state, no download and no change may tell."""
    return measure["total"] if measure["shared"] else None


def _measures(context: Context, org_id: str) -> list[dict[str, Any]]:
    own = records(context.weight[context.weight["org_id"] == org_id])
    measures = []
    for measure, group in groupby(own, key=lambda row: row["measure"]):
        rows = list(group)
        known = [row for row in rows if row["value"] is not None]
        years = {row["year"] for row in known}
        measures.append(
            {
                "measure": measure,
                "total": sum(row["value"] for row in known),
                "year": max(years) if None not in years else None,
                "first_year": min(years) if None not in years else None,
                "members": len(rows),
                "gaps": [row["iso3"] for row in rows if row["value"] is None],
                "shared": len(known) > LEAST_KNOWN * len(rows) or len(known) == len(rows),
                "known": known,
            }
        )
    return measures


def _concentrated(context: Context, measures: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The member with half or more in the most telling measure that most members have a figure for.

    Where a member's figure is missing, its last known one must not overturn the statement, and there must be one.
    """
    tops = [
        {
            "iso3": measure["known"][0]["iso3"],
            "share": measure["known"][0]["share"],
            "measure": measure["measure"],
            "year": measure["year"],
            "gaps": measure["gaps"],
            "members": measure["members"],
        }
        for measure in measures
        if measure["shared"] and _least_share(context, measure) >= DOMINANT
    ]
    return min(tops, key=lambda top: TELLING.index(top["measure"]), default=None)


def _least_share(context: Context, measure: dict[str, Any]) -> float:
    """The first member's share if the members without a figure still had their last known one; 0 if one never had."""
    missing = [context.last_known.get((iso3, measure["measure"])) for iso3 in measure["gaps"]]
    known = [value for value in missing if value is not None]
    if len(known) < len(missing):
        return 0.0
    total = measure["total"] + sum(known)
    return float(measure["known"][0]["value"] / total) if total else 0.0


def _row(context: Context, measures: list[dict[str, Any]], iso3: str) -> dict[str, Any]:
    cells = [_cell(context, measure, iso3) for measure in measures]
    return {"iso3": iso3, "cells": cells, **trail(context, "Weight", [cell["row"] for cell in cells if cell])}


def _cell(context: Context, measure: dict[str, Any], iso3: str) -> dict[str, Any] | None:
    row = next((row for row in measure["known"] if row["iso3"] == iso3), None)
    if row is None:
        return None
    return fact(context, row, "value") | {"share": row["share"] if measure["shared"] else None}


def _pieces(context: Context, measure: dict[str, Any]) -> list[dict[str, Any]]:
    """The largest members and the rest of one measure, as pieces of a bar."""
    largest, rest = measure["known"][:LARGEST], measure["known"][LARGEST:]
    pieces = [
        {"label": context.name(row["iso3"]), "share": row["share"], "colour": context.colour(row["iso3"])}
        for row in largest
    ]
    if rest:
        share = sum(row["share"] for row in rest)
        pieces.append({"label": f"{len(rest)} others", "share": share, "colour": OTHERS_COLOUR})
    label = LABELS[measure["measure"]]
    gaps = len(measure["gaps"])
    bar = label if not gaps else f"{label} ({gaps} without)"
    return [piece | {"measure": bar, "order": order} for order, piece in enumerate(pieces)]
