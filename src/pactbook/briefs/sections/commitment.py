"""Commitment against terrorism by country: initiatives, exercises joined of those possible, hosting."""

from typing import Any

from pactbook.briefs.context import Context, Finding, Section, figure, records, trail
from pactbook.briefs.findings import finding
from pactbook.briefs.scope import Scope
from pactbook.briefs.sections.initiatives import KINDS, STANDING

SHARE = "Commitment against terrorism"
LISTING = "sanctions/listing"  # of groups, by others: no step of the country that the list names
COUNTED = tuple(kind for kind in KINDS if kind != LISTING)
ENOUGH = 5  # exercises that a country could join, below which a share says nothing
HALF = 0.5
DRAWN = 3  # shares from which a chart says more than the table


def topic(context: Context, scope: Scope) -> Section:
    """Countries by kinds of standing initiatives, and by the share of an organisation's exercises that they joined."""
    ranked = _ranked(context, scope)
    shares = _shares(context, scope)
    if not (shares or any(row["initiatives"] for row in ranked)):
        return {"empty": True}
    organizations = sorted({row["org_id"] for row in shares}, key=context.short)
    return {
        "empty": False,
        "kinds": list(COUNTED),
        "countries": [
            row | {"initiatives": figure(context, row["initiatives"], STANDING, row["rows"])} for row in ranked
        ],
        "first": _extreme(ranked, max),
        "last": _extreme(ranked, min),
        "enough": ENOUGH,
        "organizations": organizations,
        "participation": _participation(context, scope, organizations),
        "chart": _chart(context, shares),
    }


def topic_findings(context: Context, scope: Scope) -> list[Finding]:
    """Who is party to most and to fewest standing initiatives; who joined less than half of what it could."""
    ranked = _ranked(context, scope)
    stated: list[Finding] = []
    if len({row["initiatives"] for row in ranked}) > 1:
        for code, extreme, weight in (("most_committed", max, 0.65), ("least_committed", min, 0.64)):
            found = _extreme(ranked, extreme)
            values = found | {"kinds_possible": len(COUNTED), "countries_compared": len(ranked)}
            rows = sorted({row for each in ranked if each["iso3"] in found["countries"] for row in each["rows"]})
            about = "+".join(found["countries"])
            stated.append(finding(context, code, "commitment", weight, values, rows, complete=False, about=about))
    for row in _shares(context, scope):
        if row["possible"] >= ENOUGH and row["share"] < HALF:
            keys = ("iso3", "org_id", "possible", "joined", "unknown", "share", "first", "last")
            values = {key: row[key] for key in keys}
            weight = 0.45 + 0.3 * (1 - row["share"] / HALF)
            about = f"{row['iso3']}/{row['org_id']}"
            stated.append(
                finding(
                    context, "participation_low", "commitment", weight, values, row["rows"], complete=False, about=about
                )
            )
    return stated


def _ranked(context: Context, scope: Scope) -> list[dict[str, Any]]:
    """Each country with its standing initiatives by kind, most first; those with as many share a rank."""
    table = records(context.standing_initiatives)
    found: list[dict[str, Any]] = []
    for iso3 in scope.countries:
        own = {row["kind"]: row for row in table if row["iso3"] == iso3 and row["kind"] in COUNTED}
        rows = sorted({name for row in own.values() for name in row["rows"]})
        counts = [own[kind]["initiatives"] if kind in own else 0 for kind in COUNTED]
        found.append({"iso3": iso3, "counts": counts, "initiatives": sum(counts), "kinds": len(own)}
                     | trail(context, STANDING, rows))  # fmt: skip
    totals = [row["initiatives"] for row in found]
    ranked = [
        row | {"rank": 1 + sum(total > row["initiatives"] for total in totals),
               "tied": totals.count(row["initiatives"]) > 1}
        for row in found
    ]  # fmt: skip
    return sorted(ranked, key=lambda row: (row["rank"], context.name(row["iso3"])))


def _extreme(ranked: list[dict[str, Any]], extreme: Any) -> dict[str, Any]:
    """The countries with most or fewest initiatives, and how many kinds those are of, fewest to most."""
    count = extreme((row["initiatives"] for row in ranked), default=0)
    top = [row for row in ranked if row["initiatives"] == count]
    kinds = [row["kinds"] for row in top]
    return {
        "countries": [row["iso3"] for row in top],
        "initiatives": count,
        "kinds": [min(kinds, default=0), max(kinds, default=0)],
    }


def _shares(context: Context, scope: Scope) -> list[dict[str, Any]]:
    """Countries in organisations some of whose members in the scope could join enough exercises.

    Of countries far from the core the record of exercises says nothing, so that no others are looked at.
    """
    frame = context.counterterrorism_commitment
    own = frame[frame["iso3"].isin(scope.countries) & frame["org_id"].isin(scope.organizations)]
    enough = set(own.loc[own["possible"] >= ENOUGH, "org_id"])
    # an exercise under a body is its organisation's too, and told there
    parents = {code: record["parent_org"] for code, record in context.organizations.items()}
    return [row for row in records(own) if row["org_id"] in enough and parents[row["org_id"]] not in enough]


def _participation(context: Context, scope: Scope, organizations: list[str]) -> list[dict[str, Any]]:
    """Each country that could join an exercise, with what it joined and hosted in each organisation."""
    shares = {(row["iso3"], row["org_id"]): row for row in _shares(context, scope)}
    hosted = {(row["iso3"], row["org_id"]): row["hosted"] for row in records(context.counterterrorism_hosting)}
    listed = []
    for iso3 in sorted(scope.countries, key=context.name):
        own = [(org_id, shares.get((iso3, org_id))) for org_id in organizations]
        rows = sorted({name for _, row in own if row for name in row["rows"]})
        cells = [
            row and {key: row[key] for key in ("possible", "joined", "unknown", "share", "first", "last")}
            | {"hosted": hosted.get((iso3, org_id))}
            for org_id, row in own
        ]  # fmt: skip
        listed.append({"iso3": iso3, "cells": cells, **trail(context, SHARE, rows)})
    return listed


def _chart(context: Context, shares: list[dict[str, Any]]) -> dict[str, Any] | None:
    drawn = [row for row in shares if row["possible"] >= ENOUGH]
    if len(drawn) < DRAWN:
        return None
    main = [
        {
            "country": context.name(row["iso3"]),
            "label": context.short(row["org_id"]),
            "colour": context.colour(row["org_id"]),
            "share": row["share"],
            "counts": f"{row['joined']} of {row['possible']}",
        }
        for row in sorted(drawn, key=lambda row: (context.name(row["iso3"]), context.short(row["org_id"])))
    ]
    legend = sorted({(mark["label"], mark["colour"]) for mark in main})
    low = [row for row in drawn if row["share"] < HALF]
    return {
        "spec": "commitment",
        "data": {"main": main},
        "legend": [{"label": label, "colour": colour} for label, colour in legend],
        "values": {"low": len(low), "drawn": len(drawn)},
        **trail(context, SHARE, sorted({name for row in drawn for name in row["rows"]})),
    }
