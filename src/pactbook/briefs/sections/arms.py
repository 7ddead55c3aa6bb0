"""Arms: who supplies a country, counted in entries of the register, and what came."""

from typing import Any

from pactbook.briefs.context import Context, Finding, Section, fact, records, sources_of
from pactbook.briefs.findings import finding
from pactbook.measures.arms import PERIOD_YEARS

NOTABLE = 12
ENOUGH = 3  # entries in a period, below which a share says nothing
TRANSFER = (
    "supplier_iso3", "recipient_iso3", "year", "delivered_from", "delivered_to", "category", "designation", "quantity",
    "note",
)  # fmt: skip


def country(context: Context, iso3: str) -> Section:
    """Suppliers by five-year period, concentration, notable deliveries and own exports."""
    entries = context.arms_entries
    received = records(entries[entries["recipient_iso3"] == iso3])
    exported = records(entries[(entries["supplier_iso3"] == iso3).fillna(False)])
    if not (received or exported):
        return {"empty": True}
    concentration = context.arms_concentration
    return {
        "empty": False,
        "entries": len(received),
        "first_only": sum(row["delivered_to"] is None and row["delivered_from"] is not None for row in received),
        "period_years": PERIOD_YEARS,
        "concentration": records(
            concentration.loc[concentration["recipient_iso3"] == iso3, ["period", "entries", "hhi"]]
        ),
        "chart": _chart(context, iso3, received),
        "deliveries": [fact(context, row, *TRANSFER) for row in _notable(received)],
        "exports": [fact(context, row, *TRANSFER) for row in _notable(exported)],
        "exported": len(exported),
    }


def country_findings(context: Context, iso3: str) -> list[Finding]:
    """On whom a country's arms depended most in the latest period with enough entries, and whether that changed."""
    shares = records(context.arms_suppliers[context.arms_suppliers["recipient_iso3"] == iso3])
    periods: dict[int, list[dict[str, Any]]] = {}
    for row in shares:
        periods.setdefault(row["period"], []).append(row)
    enough = [top for top in periods.values() if sum(row["entries"] for row in top) >= ENOUGH]
    if not enough:
        return []
    stated = []
    for code, tops in (("supplier_dependence", enough[-1:]), ("supplier_shift", enough[-2:])):
        firsts = [rows[0] | {"total": sum(row["entries"] for row in rows)} for rows in tops]
        if code == "supplier_shift" and (len(firsts) < 2 or firsts[0]["supplier_iso3"] == firsts[1]["supplier_iso3"]):
            continue
        used = context.arms_entries
        used = used[(used["recipient_iso3"] == iso3) & used["period"].isin([row["period"] for row in firsts])]
        values = {"periods": firsts, "years": PERIOD_YEARS, "as_of": context.as_of.year}
        weight = 0.4 + 0.4 * firsts[-1]["share"]
        stated.append(finding(context, code, "arms", weight, values, sorted(used["row"])))
    return stated


def _notable(transfers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Of each category the largest and the most recent, newest first."""
    chosen: dict[str, dict[str, Any]] = {}
    for category in sorted({row["category"] for row in transfers}):
        own = [row for row in transfers if row["category"] == category]
        for best in (max(own, key=lambda row: row["quantity"] or 0), max(own, key=lambda row: row["year"])):
            chosen[best["row"]] = best
    return sorted(chosen.values(), key=lambda row: (-row["year"], row["row"]))[:NOTABLE]


def _chart(context: Context, iso3: str, received: list[dict[str, Any]]) -> dict[str, Any] | None:
    shares = records(context.arms_suppliers[context.arms_suppliers["recipient_iso3"] == iso3])
    if not shares:
        return None
    main = [
        {
            "period": f"{row['period']}–{row['period'] + PERIOD_YEARS - 1}",
            "share": row["share"],
            "entries": row["entries"],
            "label": context.short(row["supplier_iso3"]),
            "colour": context.colour(row["supplier_iso3"]),
            "order": order,
        }
        for order, row in enumerate(shares)
    ]
    rows = sorted(row["row"] for row in received if row["supplier_iso3"])
    values = {"first": min(row["year"] for row in received), "last": max(row["year"] for row in received)}
    return {
        "spec": "suppliers",
        "data": {"main": main},
        "values": values,
        "rows": rows,
        "sources": sources_of(context, rows),
    }
