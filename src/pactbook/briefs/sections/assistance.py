"""Assistance: what a topic's partners gave to its countries by year and recipient; how donors concentrate."""

from collections import Counter
from typing import Any

import pandas as pd

from pactbook.briefs.context import Context, Finding, Section, counted, fact, records, trail
from pactbook.briefs.findings import finding
from pactbook.briefs.scope import Scope
from pactbook.measures.assistance import YEARLY
from pactbook.measures.concentration import donors_of_scope
from pactbook.measures.engagement import LONG_YEARS

LATEST = 25
SALES = "other"  # sales, credits and the like, by the description of the column
ENOUGH = 3  # entries, below which a share says nothing
ENTRY = ("year", "donor_iso3", "recipients", "programme", "amount_kind", "usd_millions", "summary", "note")


def topic(context: Context, scope: Scope) -> Section:
    """Entries of the partners to the countries, yearly sums, concentration of all donors, and what is not known."""
    own = _entries(context, scope)
    if not own:
        return {"empty": True, "partners": list(scope.partners)}
    yearly = _yearly(own)
    unpriced = [row for row in own if row["usd_millions"] is None]
    return {
        "empty": False,
        "partners": list(scope.partners),
        "total": counted(context, "Rows listed", own),
        "first_year": min(row["year"] for row in own),
        "last_year": max(row["year"] for row in own),
        "unpriced": counted(context, "Rows listed", unpriced),
        "sales": counted(context, "Rows listed", [row for row in own if row["amount_kind"] == SALES]),
        "yearly": counted(context, "Rows listed", yearly),
        "last_sum": max((row["year"] for row in yearly), default=None),
        "kinds": _kinds(context, own),
        "recent_since": context.last_year - LONG_YEARS + 1,
        "recent_to": context.last_year,
        "recipients": _recipients(context, scope, own),
        "chart": _chart(context, yearly),
        "latest": [fact(context, row, *ENTRY) for row in own[:LATEST]],
    }


def topic_findings(context: Context, scope: Scope) -> list[Finding]:
    """Who has most of the entries of the last ten years, of all donors."""
    table = context.tables["security_assistance"]
    own = donors_of_scope(table, scope.countries, context.last_year)
    if own["entries"].sum() < ENOUGH:
        return []
    most = own["entries"].max()
    first = own[own["entries"] == most]
    behind = {row for rows in first["rows"] for row in rows}
    values = {
        "donors": sorted(first["donor_iso3"]),
        "entries": int(most),
        "total": int(own["entries"].sum()),
        "share": float(own["share"].max()),
        "sales": int((table["row"].isin(behind) & (table["amount_kind"] == SALES)).sum()),
        "first_year": context.last_year - LONG_YEARS + 1,
        "last_year": context.last_year,
    }
    rows = sorted({row for rows in own["rows"] for row in rows})
    return [finding(context, "assistance_leader", "assistance", 0.65, values, rows, complete=False)]


def _entries(context: Context, scope: Scope) -> list[dict[str, Any]]:
    """Each entry once, the latest first."""
    every = records(context.tables["security_assistance"])
    given = [
        row for row in every if row["donor_iso3"] in scope.partners and set(row["recipients"]) & {*scope.countries}
    ]
    return sorted(given, key=lambda row: (-row["year"], row["row"]))


def _yearly(own: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row for row in own if row["amount_kind"] == YEARLY and row["usd_millions"] is not None]


def _kinds(context: Context, own: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Entries by the kind of their sum, and how many of them have none published."""
    kinds = Counter(row["amount_kind"] for row in own)
    return [
        {"kind": kind, "entries": count, "unpriced": sum(row["usd_millions"] is None for row in behind)}
        | trail(context, "Rows listed", [row["row"] for row in behind])
        for kind, count in sorted(kinds.items(), key=lambda item: (-item[1], item[0]))
        for behind in [[row for row in own if row["amount_kind"] == kind]]
    ]


def _recipients(context: Context, scope: Scope, own: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each country: entries of the partners, their yearly sums to it alone, their share of all donors' entries, HHI."""
    sums, donors, concentration = context.assistance_sums, context.donors_by_entries, context.donor_entry_concentration
    table = []
    for iso3 in sorted(scope.countries, key=context.name):
        given = [row for row in own if iso3 in row["recipients"]]
        summed = sums[(sums["recipient_iso3"] == iso3) & sums["donor_iso3"].isin(scope.partners)]
        shares = donors[donors["recipient_iso3"] == iso3]
        index = records(concentration[concentration["recipient_iso3"] == iso3])
        rows = [row["row"] for row in given] + [row for rows in shares["rows"] for row in rows]
        table.append(
            {
                "iso3": iso3,
                "entries": len(given),
                "usd_millions": float(summed["usd_millions"].sum()) if len(summed) else None,
                "sum_years": [int(summed["first_year"].min()), int(summed["last_year"].max())] if len(summed) else None,
                "partners_share": _share(shares, scope) if index else None,
                "all_entries": index[0]["entries"] if index else 0,
                "donors": index[0]["parts"] if index else 0,
                "hhi": index[0]["hhi"] if index else None,
                **trail(context, "Donors by entries", sorted(set(rows))),
            }
        )
    return [row for row in table if row["rows"]]


def _share(shares: pd.DataFrame, scope: Scope) -> float:
    return float(shares.loc[shares["donor_iso3"].isin(scope.partners), "share"].sum())


def _chart(context: Context, yearly: list[dict[str, Any]]) -> dict[str, Any] | None:
    """A dot for each yearly sum: those to several countries may hold those to one, and are never added to them."""
    if not yearly:
        return None
    main = [
        {
            "year": row["year"],
            "usd_millions": row["usd_millions"],
            "colour": context.colour(row["donor_iso3"]),
            "several": len(row["recipients"]) > 1,
        }
        for row in yearly
    ]
    donors = sorted({row["donor_iso3"] for row in yearly}, key=context.name)
    largest = max(yearly, key=lambda row: (row["usd_millions"], row["year"]))
    return {
        "spec": "assistance",
        "data": {"main": main},
        "legend": [{"label": context.short(code), "colour": context.colour(code)} for code in donors],
        "values": {key: largest[key] for key in ("usd_millions", "year", "programme")}
        | {"first_year": min(row["year"] for row in yearly), "last_year": max(row["year"] for row in yearly)},
        **trail(context, "Assistance", [row["row"] for row in yearly]),
    }
