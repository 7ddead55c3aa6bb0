"""Arms: who supplies a country, counted in entries of the register, and what came."""

from itertools import groupby
from typing import Any

from pactbook.briefs.context import OTHERS_COLOUR, Context, Finding, Section, counted, fact, records, trail
from pactbook.briefs.findings import finding
from pactbook.measures.arms import PERIOD_YEARS

NOTABLE = 15
NOTABLE_YEARS = 10
OTHER = "other"  # engines and other parts: counted, but not notable
DRAWN = 3  # suppliers drawn one by one in a period; the others form one piece
ENOUGH = 3  # entries in a period, below which a share says nothing
ESTIMATED = {"quantity": "quantity", "delivered_from": "year"}  # columns of the register, and those of a list
TRANSFER = (
    "supplier_iso3", "recipient_iso3", "year", "category", "designation", "quantity", "tiv", "note",
)  # fmt: skip


def country(context: Context, iso3: str) -> Section:
    """Suppliers by five-year period, concentration, notable deliveries and own exports."""
    entries = context.arms_entries
    received = records(entries[entries["recipient_iso3"] == iso3])
    exported = records(entries[(entries["supplier_iso3"] == iso3).fillna(False)])
    if not (received or exported):
        return {"empty": True}
    return {
        "empty": False,
        "entries": counted(context, "Register entries", received),
        "first_only": counted(context, "Register entries", [row for row in received if row["delivered_to"] is None]),
        "period_years": PERIOD_YEARS,
        "concentration": _concentration(context, iso3),
        "chart": _chart(context, iso3, received),
        "notable_since": context.as_of.year - NOTABLE_YEARS + 1,
        "deliveries": [_transfer(context, row) for row in _notable(context, received)],
        "exports": [_transfer(context, row) for row in _notable(context, exported)],
        "exported": counted(context, "Register entries", exported),
        "undelivered": counted(context, "Register entries", _undelivered(context, iso3)),
        "lead": _lead(context, iso3),
    }


def country_findings(context: Context, iso3: str) -> list[Finding]:
    """On whom a country's arms depended most in the latest period with enough entries, or that this changed."""
    shares = _suppliers(context, iso3)
    periods: dict[int, list[dict[str, Any]]] = {}
    for row in shares:
        periods.setdefault(row["period"], []).append(row)
    enough = [top for top in periods.values() if sum(row["entries"] for row in top) >= ENOUGH]
    if not enough:
        return []
    firsts = [rows[0] | {"total": sum(row["entries"] for row in rows)} for rows in enough[-2:]]
    shifted = len(firsts) == 2 and firsts[0]["supplier_iso3"] != firsts[1]["supplier_iso3"]
    told = firsts if shifted else firsts[-1:]  # a shift says on whom the country depends now, too
    used = context.arms_entries
    used = used[(used["recipient_iso3"] == iso3) & used["period"].isin([row["period"] for row in told])]
    values = {"periods": told, "years": PERIOD_YEARS, "as_of": context.as_of.year}
    code = "supplier_shift" if shifted else "supplier_dependence"
    weight = 0.4 + 0.3 * told[-1]["share"]
    return [finding(context, code, "arms", weight, values, sorted(used["row"]), complete=False)]


def _notable(context: Context, transfers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The latest weapons of the last years, parts left out, newest first; in a year the larger numbers first."""
    first = context.as_of.year - NOTABLE_YEARS + 1
    recent = [row for row in transfers if row["year"] >= first and row["category"] != OTHER]
    return sorted(recent, key=lambda row: (-row["year"], -(row["quantity"] or 0), row["row"]))[:NOTABLE]


def _transfer(context: Context, row: dict[str, Any]) -> dict[str, Any]:
    """What is listed of an entry; a package may lack the columns on its value and on what is estimated."""
    known = {"tiv": None, **row}
    estimated = [name for name in row.get("estimated") or () if name in ESTIMATED]
    return fact(context, known, *TRANSFER) | {"estimated": sorted(ESTIMATED[name] for name in estimated)}


def _undelivered(context: Context, iso3: str) -> list[dict[str, Any]]:
    """Orders on record without a known delivery."""
    table = context.tables["arms_transfers"]
    return records(table[(table["recipient_iso3"] == iso3) & table["delivered_from"].isna()])


def _lead(context: Context, iso3: str) -> dict[str, Any] | None:
    """The leading supplier of the latest period with enough entries, beside its share in the period before."""
    shares = _suppliers(context, iso3)
    totals = {row["period"]: row["entries"] for row in _concentration(context, iso3)}
    enough = [period for period, entries in totals.items() if entries >= ENOUGH]
    if not enough:
        return None
    last = max(enough)
    first = next(row for row in shares if row["period"] == last)
    before = last - PERIOD_YEARS
    earlier = [r["share"] for r in shares if r["period"] == before and r["supplier_iso3"] == first["supplier_iso3"]]
    return {
        "supplier": first["supplier_iso3"],
        "share": first["share"],
        "period": last,
        "entries": totals[last],
        "earlier": (earlier[0] if earlier else 0.0) if totals.get(before, 0) >= ENOUGH else None,
        "earlier_period": before,
    }


def _suppliers(context: Context, iso3: str) -> list[dict[str, Any]]:
    frame = context.arms_suppliers.drop(columns="rows")
    return records(frame[frame["recipient_iso3"] == iso3])


def _concentration(context: Context, iso3: str) -> list[dict[str, Any]]:
    frame = context.arms_concentration
    entries = context.arms_entries
    own = entries[(entries["recipient_iso3"] == iso3) & entries["supplier_iso3"].notna()]
    return [
        row | trail(context, "Concentration", sorted(own.loc[own["period"] == row["period"], "row"]))
        for row in records(frame.loc[frame["recipient_iso3"] == iso3, ["period", "entries", "hhi"]])
    ]


def _chart(context: Context, iso3: str, received: list[dict[str, Any]]) -> dict[str, Any] | None:
    shares = _suppliers(context, iso3)
    if not shares:
        return None
    main = [
        piece | {"order": order}
        for _, group in groupby(shares, key=lambda row: row["period"])
        for order, piece in enumerate(_pieces(context, list(group)))
    ]
    rows = sorted(row["row"] for row in received if row["supplier_iso3"])
    values = {"first": min(row["year"] for row in received), "last": max(row["year"] for row in received)}
    return {
        "spec": "suppliers",
        "data": {"main": main},
        "values": values,
        **trail(context, "Supplier's share", rows),
    }


def _pieces(context: Context, suppliers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One period's bar: the largest suppliers and the rest as one piece."""
    first, rest = suppliers[:DRAWN], suppliers[DRAWN:]
    if len(rest) == 1:
        first, rest = suppliers, []
    period = suppliers[0]["period"]
    bar = {"period": f"{period}–{min(period + PERIOD_YEARS - 1, context.as_of.year)}"}
    pieces = [
        bar
        | {
            "share": row["share"],
            "entries": row["entries"],
            "label": context.short(row["supplier_iso3"]),
            "colour": context.colour(row["supplier_iso3"]),
        }
        for row in first
    ]
    if rest:
        share, entries = sum(row["share"] for row in rest), sum(row["entries"] for row in rest)
        label = f"{len(rest)} others"
        pieces.append(bar | {"share": share, "entries": entries, "label": label, "colour": OTHERS_COLOUR})
    return pieces
