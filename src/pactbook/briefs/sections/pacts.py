"""Pacts at a glance: who is bound to whom by what, who stands in which organisation, and the network of agreements."""

from math import cos, pi, sin
from typing import Any

import pandas as pd

from pactbook.briefs.context import Context, Finding, Section, figure, records, trail
from pactbook.briefs.findings import finding
from pactbook.briefs.scope import Scope
from pactbook.measures.agreements import OBLIGATIONS
from pactbook.measures.memberships import MEMBER

DEFENCE, WORKING = "defence", "working agreement"
STRENGTH = (WORKING, *reversed(OBLIGATIONS))  # the weakest first
POSITION, STANDING, TIES = "Betweenness", "Standing on a day", "Obligations"
MOST_ORGANIZATIONS = 30  # rows that the table of standings has
BACK = 2  # periods between the newest and the one beside it
Tie = dict[str, Any]  # of a pair: strongest, rows of that obligation, number and rows of all agreements, checked


def topic(context: Context, scope: Scope) -> Section:
    """Obligations, memberships and network positions of some countries and the powers around them."""
    ties = _ties(context, scope)
    organizations = _organizations(context, scope)
    if not ties and not organizations:
        return {"empty": True}
    bound = _bound(context, scope)
    bound_rows = sorted({row for rows in bound.values() for row in rows})
    return {
        "empty": False,
        "total": len(scope.countries),
        "bound": figure(context, len(bound), TIES, bound_rows),
        "columns": _everybody(context, scope),
        "ties": [_line(context, scope, ties, iso3) for iso3 in _countries(context, scope)],
        "network": _network(context, scope, ties) if ties else None,
        "countries": _countries(context, scope),
        "organizations": organizations[:MOST_ORGANIZATIONS],
        "further": _further(context, organizations[MOST_ORGANIZATIONS:]),
        "periods": _periods(context),
        "networks": [
            {"of": of, "positions": _positions(context, scope, positions), "wholes": _wholes(context, networks)}
            for of, positions, networks in (
                ("agreements", context.agreement_positions, context.agreement_networks),
                ("exercises", context.exercise_positions, context.exercise_networks),
            )
        ],
    }


def topic_findings(context: Context, scope: Scope) -> list[Finding]:
    """Who has a promise of defence, who has none, and who stands between the others."""
    return [
        stated
        for stated in (_defence(context, scope), _unaligned(context, scope), _centre(context, scope))
        if stated is not None
    ]


def _countries(context: Context, scope: Scope) -> list[str]:
    return sorted(scope.countries, key=context.name)


def _everybody(context: Context, scope: Scope) -> list[str]:
    """The powers, then the countries themselves."""
    return [*(power for power in scope.partners if power not in scope.countries), *_countries(context, scope)]


def _ties(context: Context, scope: Scope) -> dict[tuple[str, str], Tie]:
    """What binds each country to each of the others and to each power, both ways; pairs without a tie are left out."""
    everybody = _everybody(context, scope)
    parties = context.agreements_by_party
    standing = parties[parties["stands"] & parties["iso3"].isin(scope.countries)]
    each = standing[["iso3", "partners", "row"]].explode("partners").rename(columns={"partners": "partner"})
    behind: dict[tuple[str, str], dict[str, list[str]]] = {}
    for record in records(each[each["partner"].isin(everybody)]):
        behind.setdefault((record["iso3"], record["partner"]), {}).setdefault(WORKING, []).append(record["row"])
    for record in records(context.bonds):
        pair = (record["iso3"], record["partner"])
        if pair in behind:
            behind[pair].setdefault(record["obligation"], []).append(record["row"])
    return {pair: _tie(context, found) for pair, found in behind.items()}


def _tie(context: Context, found: dict[str, list[str]]) -> Tie:
    strongest = max(found, key=STRENGTH.index)
    rows = sorted(set(found[strongest]))
    checked = any(context.row_facts[row].checked for row in rows)
    return {"strongest": strongest, "rows": rows, "all": sorted(set(found[WORKING])), "checked": checked}


def _line(context: Context, scope: Scope, ties: dict[tuple[str, str], Tie], iso3: str) -> dict[str, Any]:
    cells = []
    for other in _everybody(context, scope):
        tie = ties.get((iso3, other))
        cells.append(
            {
                "same": other == iso3,
                "strongest": tie and tie["strongest"],
                "shade": STRENGTH.index(tie["strongest"]) + 1 if tie else 0,
                "checked": tie is None or tie["checked"],
                "agreements": len(tie["all"]) if tie else 0,
            }
        )
    rows = sorted({row for (one, _), tie in ties.items() if one == iso3 for row in tie["all"]})
    return {"iso3": iso3, "cells": cells, **trail(context, TIES, rows)}


def _network(context: Context, scope: Scope, ties: dict[tuple[str, str], Tie]) -> dict[str, Any]:
    """The ties as lines between places on a circle: the countries on one side, the powers on the other."""
    everybody = _everybody(context, scope)
    place = {
        code: (cos(angle := pi / 2 - 2 * pi * (number + 0.5) / len(everybody)), sin(angle))
        for number, code in enumerate(everybody)
    }
    nodes = [
        {
            "label": context.short(code),
            "x": place[code][0],
            "y": place[code][1],
            "label_x": place[code][0] * 1.12,
            "label_y": place[code][1] * 1.12,
            "align": "left" if place[code][0] > 0 else "right",
            "colour": context.colour(code),
            "core": code in scope.countries,
        }
        for code in everybody
    ]
    edges = [
        {
            "x": place[one][0],
            "y": place[one][1],
            "x2": place[other][0],
            "y2": place[other][1],
            "obligation": tie["strongest"],
            "strength": STRENGTH.index(tie["strongest"]),
        }
        for (one, other), tie in sorted(ties.items(), key=lambda item: (STRENGTH.index(item[1]["strongest"]), item[0]))
        if (other, one) not in ties or one < other
    ]
    rows = sorted({row for tie in ties.values() for row in tie["all"]})
    kinds = [name for name in reversed(STRENGTH) if any(edge["obligation"] == name for edge in edges)]
    return {
        "spec": "pact_network",
        "data": {"nodes": nodes, "edges": edges},
        "kinds": kinds,
        **trail(context, TIES, rows),
    }


def _organizations(context: Context, scope: Scope) -> list[dict[str, Any]]:
    """Organisations with the standing of each country, alliances first, then by members; bodies are left out."""
    standings = {(record["org_id"], record["iso3"]): record for record in records(context.standings)}
    exits = {(record["org_id"], record["iso3"]): record for record in records(context.exits)}
    found = []
    for org_id in scope.organizations:
        record = context.organizations[org_id]
        if org_id in context.bodies:
            continue
        pairs = [(org_id, iso3) for iso3 in _countries(context, scope)]
        spells = [standings.get(pair) or exits.get(pair) for pair in pairs]
        cells = [
            {"status": spell["status"] if pair in standings else "left", "end": spell["end"]} if spell else None
            for pair, spell in zip(pairs, spells, strict=True)
        ]
        if not any(cells):
            continue
        members = sum(cell is not None and cell["status"] == MEMBER for cell in cells)
        rows = [spell["row"] for spell in spells if spell]
        alliance = bool(record["mutual_defence"])
        found.append(
            {"org_id": org_id, "alliance": alliance, "members": members, "cells": cells}
            | trail(context, STANDING, rows)
        )
    return sorted(found, key=lambda row: (not row["alliance"], -row["members"], context.short(row["org_id"])))


def _further(context: Context, organizations: list[dict[str, Any]]) -> dict[str, Any] | None:
    """How many organisations the table leaves out, if any."""
    if not organizations:
        return None
    rows = sorted({row for organization in organizations for row in organization["rows"]})
    return figure(context, len(organizations), STANDING, rows)


def _periods(context: Context) -> list[list[int]]:
    """The newest period, and the one that stands beside it if there is one."""
    every = [list(period) for period in context.network_periods]
    return every[-1::-BACK][:2]


def _positions(context: Context, scope: Scope, frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Countries, then powers, in the networks of `_periods`; those without a tie in the newest are left out."""
    found = []
    for code in (*_countries(context, scope), *(power for power in scope.partners if power not in scope.countries)):
        own = {(record["first"], record["last"]): record for record in records(frame[frame["iso3"] == code])}
        cells = [own.get((first, last)) for first, last in _periods(context)]
        if not cells or cells[0] is None:
            continue
        rows = sorted({row for cell in cells if cell for row in cell["rows"]})
        keys = ("degree", "strength", "betweenness")
        found.append(
            {
                "iso3": code,
                "cells": [cell and {key: cell[key] for key in keys} for cell in cells],
                **trail(context, POSITION, rows),
            }
        )
    return found


def _wholes(context: Context, networks: pd.DataFrame) -> list[dict[str, Any]]:
    """The network as a whole in every period."""
    return [
        {key: record[key] for key in ("first", "last", "states", "ties", "density")}
        | trail(context, "Density", record["rows"])
        for record in records(networks)
    ]


def _bound(context: Context, scope: Scope) -> dict[str, list[str]]:
    """Countries with a promise of defence in force, each with the agreements that hold it."""
    bonds = context.bonds
    own = bonds[(bonds["obligation"] == DEFENCE) & bonds["iso3"].isin(scope.countries)]
    return {str(iso3): sorted(set(group["row"])) for iso3, group in own.groupby("iso3")}


def _defence(context: Context, scope: Scope) -> Finding | None:
    """How many countries have a promise of defence, and who is party to most of them."""
    bound = _bound(context, scope)
    if not bound:
        return None
    bonds = context.bonds
    own = bonds[(bonds["obligation"] == DEFENCE) & bonds["iso3"].isin(scope.countries)]
    powers = own[own["partner"].isin(scope.partners) & ~own["partner"].isin(scope.countries)]
    values = {
        "bound": sorted(bound, key=context.name),
        "total": len(scope.countries),
        "powers": [
            {"power": str(power), "countries": sorted(set(group["iso3"]), key=context.name)}
            for power, group in powers.groupby("partner")
        ],
    }
    rows = sorted({row for behind in bound.values() for row in behind})
    return finding(context, "bound_by_defence", "pacts", 0.9, values, rows)


def _unaligned(context: Context, scope: Scope) -> Finding | None:
    """Countries of which the data means to hold every tie, without a promise of defence and in no alliance."""
    alliances = {code for code, record in context.organizations.items() if record["mutual_defence"]}
    allied = set(context.full_members.loc[context.full_members["org_id"].isin(alliances), "iso3"])
    free = set(scope.countries) & context.core - allied - _bound(context, scope).keys()
    if not free:
        return None
    bonds = context.bonds
    rows = sorted({*bonds.loc[bonds["iso3"].isin(free), "row"], *(context.countries[iso3]["row"] for iso3 in free)})
    values = {"countries": sorted(free, key=context.name), "total": len(scope.countries)}
    return finding(context, "unaligned_countries", "pacts", 0.7, values, rows)


def _centre(context: Context, scope: Scope) -> Finding | None:
    """The country that stands most often between others, with the next one; only countries of the core are compared."""
    frame = context.agreement_positions
    if not context.network_periods:
        return None
    newest = frame[(frame["last"] == context.network_periods[-1][1]) & frame["iso3"].isin(context.core)]
    own = records(
        newest[newest["iso3"].isin(scope.countries)].sort_values(["betweenness", "iso3"], ascending=[False, True])
    )
    if len(own) < 2 or own[0]["betweenness"] == own[1]["betweenness"]:
        return None
    first, second = own[:2]
    values = {
        "iso3": first["iso3"],
        "degree": first["degree"],
        "betweenness": first["betweenness"],
        "second": second["iso3"],
        "second_betweenness": second["betweenness"],
        "compared": len(own),
        "years": [first["first"], first["last"]],
    }
    rows = sorted({*first["rows"], *second["rows"]})
    return finding(context, "network_centre", "pacts", 0.4, values, rows)
