"""What a membership goes with: exercises joined and hosted, joint exercises and incidents before and after."""

from typing import Any

from pactbook.briefs.context import Context, Finding, Section, figure, records, trail
from pactbook.briefs.findings import finding
from pactbook.briefs.sections import stability

ENOUGH = 5  # exercises that a member could join, from which its share says something
LEAST_GAP = 0.2  # between the shares of two members, below which they count as alike
WINDOWS = 4  # periods of five years in the table


def organization(context: Context, org_id: str) -> Section:
    """Participation of members, exercises before and after joining, and incidents before and after the founding."""
    incidents = stability.organization(context, org_id)
    covered = _covered(context, org_id)
    commitment = _commitment(context, org_id) if covered else []
    change = _change(context, org_id) if covered else None
    return {
        "empty": incidents["empty"] and not commitment and not change,
        "covered": covered,
        "windows": _windows(context),
        "commitment": commitment,
        "change": change,
        "stability": incidents,
    }


def organization_findings(context: Context, org_id: str) -> list[Finding]:
    """Which full member joined the smallest and which the largest share of the exercises that it could join."""
    if not _covered(context, org_id):
        return []
    members = context.members.get(org_id, [])
    own = context.commitment[context.commitment["org_id"] == org_id]
    own = own[own["iso3"].isin(context.network_states)]  # of a country that the data only names the record says nothing
    counted = records(own[own["iso3"].isin(members) & (own["possible"] >= ENOUGH)])
    shares = [row["share"] for row in counted]
    if not counted or max(shares) - min(shares) < LEAST_GAP:
        return []
    values = {
        key: [{name: row[name] for name in ("iso3", "joined", "possible", "share")} for row in counted
              if row["share"] == wanted]
        for key, wanted in (("least", min(shares)), ("most", max(shares)))
    } | {"members": len(counted)}  # fmt: skip
    rows = sorted({row for member in counted for row in member["rows"]})
    return [finding(context, "participation_uneven", "impact", 0.65, values, rows, complete=False)]


def _covered(context: Context, org_id: str) -> bool:
    """Whether the record of exercises, which holds those that touch the core, says something of the members.

    It does where at least one core country is or was a member, for which exercises were possible.
    """
    own = context.commitment[context.commitment["org_id"] == org_id]
    return bool(set(own["iso3"]) & context.core)


def _windows(context: Context) -> list[list[int]]:
    last = context.last_year
    return [[last - 5 * back - 4, last - 5 * back] for back in reversed(range(WINDOWS))]


def _commitment(context: Context, org_id: str) -> list[dict[str, Any]]:
    """Each country that was ever a member, with the share that it joined in each period, and what it hosted.

    Countries that the data only names are left out.
    """
    own = context.commitment[context.commitment["org_id"] == org_id]
    own = own[own["iso3"].isin(context.network_states)]
    by_window = context.commitment_by_window[context.commitment_by_window["org_id"] == org_id]
    cells = {(row["iso3"], row["last"]): row for row in records(by_window)}
    hosted = {row["iso3"]: row for row in records(context.hosting[context.hosting["org_id"] == org_id])}
    now = context.members.get(org_id, [])
    found = []
    for row in sorted(records(own), key=lambda row: (row["share"] is None, -(row["share"] or 0), -row["possible"])):
        host = hosted.get(row["iso3"])
        found.append(
            {
                "iso3": row["iso3"],
                "member": row["iso3"] in now,
                "joined": row["joined"],
                "possible": row["possible"],
                "unknown": row["unknown"],
                "share": row["share"],
                "cells": [
                    figure(context, cell["share"], "Commitment", cell["rows"]) if cell else None
                    for cell in (cells.get((row["iso3"], last)) for _, last in _windows(context))
                ],
                "hosted": figure(context, host["hosted"], "Hosting", host["rows"]) if host else None,
                **trail(context, "Commitment", row["rows"]),
            }
        )
    return found


def _change(context: Context, org_id: str) -> dict[str, Any] | None:
    """Joint exercises a year before and after joining, of the members for whom the record covers both."""
    compared = context.participation_change
    every = compared[compared["org_id"] == org_id]
    own = records(every[every["compared"]])
    left_out = [row for rows in every.loc[~every["compared"], "rows"] for row in rows]
    if not own:
        return None
    summary = context.participation_change_by_organization
    total = records(summary[summary["org_id"] == org_id])[0]
    behind = list(total["rows"])
    return {
        "members": [
            {key: row[key] for key in ("iso3", "start", "before", "after", "before_per_year", "after_per_year")}
            | trail(context, "Change with membership", row["rows"])
            for row in own
        ],
        **{
            key: figure(context, total[key], "Change with membership", behind)
            for key in ("before_per_year", "after_per_year", "more", "fewer", "same")
        },
        "left_out": figure(context, total["left_out"], "Change with membership", left_out),
    }
