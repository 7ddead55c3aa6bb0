"""Defence: what a country spends, against its neighbours and its economy, and how many serve."""

from typing import Any

from pactbook.briefs.context import Context, Finding, Section, fact, records, trail
from pactbook.briefs.findings import finding
from pactbook.measures import expenditure

SPANS = (5, 10)  # years over which changes are shown
NEIGHBOURS = 4
RECENT_YEARS = 3  # an older latest figure carries no judgement about today
LEAST_POINTS = 5  # years below which a line of a neighbour says nothing
CONSTANT = "constant"  # how the name of a price basis without inflation begins


def country(context: Context, iso3: str) -> Section:
    """Spending in each price basis, its share of GDP beside the neighbours', and forces in two separate series."""
    series = _own(context.expenditure, iso3)
    shares = _own(context.expenditure_shares, iso3)
    forces = records(context.tables["force_structure"].query("iso3 == @iso3 and active_personnel.notna()"))
    if not (series or shares or forces):
        return {"empty": True}
    table = context.tables["military_expenditure"]
    excluded = records(table[(table["iso3"] == iso3) & table["excluded"].notna()].sort_values("year"))
    reasons = sorted({(row["price_basis"], row["excluded"]) for row in excluded})
    return {
        "empty": False,
        "latest": [fact(context, row, "price_basis", "year", "usd_millions") for row in _latest(series)],
        "latest_share": next(
            (fact(context, row, "year", "pct_gdp") | _mark(context, row) for row in _known(shares[::-1])), None
        ),
        "changes": _changes(context, iso3),
        "gaps": _own(expenditure.gaps(context.expenditure[context.expenditure["iso3"] == iso3]), iso3),
        "excluded": [
            {"price_basis": basis, "reason": reason} | _years_of(context, excluded, basis, reason)
            for basis, reason in reasons
        ],
        "trend": _trend(context, iso3),
        "spending": _chart(context, "Level", "expenditure", {"main": _drop(context, series, iso3)}, series),
        "burden": _burden(context, iso3, shares),
        "forces": _forces_chart(context, forces),
        "strength": [
            fact(
                context, row, "iso3", "series", "year", "active_personnel", "reserve_personnel", "paramilitary", "note"
            )
            for code in (iso3, *_neighbours(context, iso3))
            for row in _own(context.latest_forces, code)
        ],
    }


def country_findings(context: Context, iso3: str) -> list[Finding]:
    """How spending changed, where a gap forbids to say so, and how its burden compares with the neighbours'."""
    stated = []
    series = context.expenditure[context.expenditure["iso3"] == iso3]
    recent = [
        row
        for row in _changes(context, iso3)
        if row["price_basis"].startswith(CONSTANT)
        and row["years"] == SPANS[0]
        and context.as_of.year - row["year"] <= RECENT_YEARS
    ]
    for row in recent:
        if row["change"] is not None:
            weight = 0.45 + min(abs(row["change"]), 1) * 0.3
            values = {key: row[key] for key in ("price_basis", "year", "earlier_year", "change")}
            values["shares"] = _shares_in(context, iso3, row["earlier_year"], row["year"])
            stated.append(finding(context, "spending_change", "defence", weight, values, row["rows"]))
    if not any(row["change"] is not None for row in recent):
        known = _latest(records(series))
        if known:
            last_year = max(row["year"] for row in known)
            recent_enough = context.as_of.year - last_year <= RECENT_YEARS
            values = {"last_year": last_year, "as_of": context.as_of.year, "recent": recent_enough}
            stated.append(finding(context, "spending_gap", "defence", 0.6, values, [known[-1]["row"]]))
    rows = [row for code in (iso3, *_neighbours(context, iso3)) for row in _latest_share(context, code)]
    own = [row for row in rows if row["iso3"] == iso3]
    others = [row for row in rows if row["iso3"] != iso3 and own and row["year"] == own[0]["year"]]
    if own and others:
        values = {key: own[0][key] for key in ("year", "pct_gdp")}
        values["codes"] = [row["iso3"] for row in others]
        values["higher_codes"] = [row["iso3"] for row in others if row["pct_gdp"] > own[0]["pct_gdp"]]
        values["lower_codes"] = [row["iso3"] for row in others if row["pct_gdp"] <= own[0]["pct_gdp"]]
        used = [row["row"] for row in (*own, *others)]
        weight = 0.45 if iso3 in context.core else 0.25  # of other countries the data knows few neighbours
        stated.append(finding(context, "burden_vs_neighbours", "defence", weight, values, used))
    return stated


def _trend(context: Context, iso3: str) -> dict[str, Any] | None:
    """The change over the longer span that has both figures, constant prices first: what the chart's title says."""
    known = [row for row in _changes(context, iso3) if row["change"] is not None]
    constant = [row for row in known if row["price_basis"].startswith(CONSTANT)]
    chosen = max(constant or known, key=lambda row: row["years"], default=None)
    keys = ("price_basis", "year", "earlier_year", "change", "measure", "rows", "sources")
    return {key: chosen[key] for key in keys} if chosen else None


def _shares_in(context: Context, iso3: str, *years: int) -> list[float] | None:
    """The shares of GDP in some years, if all are known."""
    known = {row["year"]: row["pct_gdp"] for row in _own(context.expenditure_shares, iso3) if row["row"]}
    return [known[year] for year in years] if all(year in known for year in years) else None


def _own(frame: Any, iso3: str) -> list[dict[str, Any]]:
    return records(frame[frame["iso3"] == iso3])


def _known(series: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The years that have a figure."""
    return [row for row in series if row["row"]]


def _drop(context: Context, series: list[dict[str, Any]], iso3: str) -> list[dict[str, Any]]:
    return [
        {key: row[key] for key in row if key != "row"} | _mark(context, row) for row in series if row["iso3"] == iso3
    ]


def _mark(context: Context, row: dict[str, Any]) -> dict[str, Any]:
    """How sure the publisher is of a figure: `mark` is None where it says nothing, and for a gap."""
    return {"mark": context.marks.get(row["row"])}


def _latest(series: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return list({row["price_basis"]: row for row in series if row["row"]}.values())


def _latest_share(context: Context, iso3: str) -> list[dict[str, Any]]:
    return [row for row in _own(context.expenditure_shares, iso3) if row["row"]][-1:]


def _neighbours(context: Context, iso3: str) -> list[str]:
    """Neighbours with a share of GDP or forces on record, longest border first."""
    sides = context.tables["borders"]
    pairs = [(row["iso3_a"], row["iso3_b"], row["length_km"] or 0) for row in records(sides)]
    lengths = {b if a == iso3 else a: length for a, b, length in pairs if iso3 in (a, b)}
    known = set(context.expenditure_shares["iso3"]) | set(context.latest_forces["iso3"])
    return sorted(lengths.keys() & known, key=lambda code: (-lengths[code], code))[:NEIGHBOURS]


def _changes(context: Context, iso3: str) -> list[dict[str, Any]]:
    return [
        {key: row[key] for key in ("price_basis", "year", "usd_millions", "earlier_year", "earlier", "change")}
        | _mark(context, row)
        | {"earlier_mark": context.marks.get(row["earlier_row"])}
        | {"years": years, **trail(context, "Change", [name for name in (row["earlier_row"], row["row"]) if name])}
        for years in SPANS
        for row in _own(expenditure.changes(context.expenditure[context.expenditure["iso3"] == iso3], years), iso3)
    ]


def _years_of(context: Context, excluded: list[dict[str, Any]], basis: str, reason: str) -> dict[str, Any]:
    rows = [row for row in excluded if (row["price_basis"], row["excluded"]) == (basis, reason)]
    return {
        "first": rows[0]["year"],
        "last": rows[-1]["year"],
        "count": len(rows),
        **trail(context, "Gaps", [row["row"] for row in rows]),
    }


def _chart(
    context: Context, measure: str, spec: str, data: dict[str, Any], used: list[dict[str, Any]]
) -> dict[str, Any] | None:
    rows = sorted(row["row"] for row in used if row["row"])
    if not rows:
        return None
    years = [row["year"] for row in used if row["row"]]
    values = {"first": min(years), "last": max(years)}
    return {"spec": spec, "data": data, "values": values, **trail(context, measure, rows)}


def _burden(context: Context, iso3: str, shares: list[dict[str, Any]]) -> dict[str, Any] | None:
    shown = [(code, _own(context.expenditure_shares, code)) for code in _neighbours(context, iso3)]
    compared = [(code, rows) for code, rows in shown if sum(row["row"] is not None for row in rows) >= LEAST_POINTS]
    lines, ends = [], []
    for code, rows in [(iso3, shares), *compared]:
        look = {"label": context.short(code), "colour": context.colour(code), "own": code == iso3}
        lines += [{"year": row["year"], "pct_gdp": row["pct_gdp"]} | _mark(context, row) | look for row in rows]
        ends += [{"year": row["year"], "pct_gdp": row["pct_gdp"]} | look for row in rows[-1:]]
    used = [row for _, rows in compared for row in rows] + shares
    return _chart(context, "Share of GDP", "expenditure_gdp", {"main": lines, "ends": ends}, used) if shares else None


def _forces_chart(context: Context, forces: list[dict[str, Any]]) -> dict[str, Any] | None:
    main = [{key: row[key] for key in ("year", "series", "active_personnel")} for row in forces]
    return _chart(context, "Active personnel", "forces", {"main": main}, forces)
