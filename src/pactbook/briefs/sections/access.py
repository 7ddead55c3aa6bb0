"""Access: facilities, transit operations and agreements on basing or transit of outside partners, and what remains."""

from typing import Any

from pactbook import dates
from pactbook.briefs.context import Context, Finding, Section, counted, fact, records, trail
from pactbook.briefs.findings import finding
from pactbook.briefs.scope import Scope

FACILITIES, OPERATIONS, AGREEMENTS = "facility", "transit operation", "agreement"
KINDS = (FACILITIES, OPERATIONS, AGREEMENTS)
COLOURS = dict(zip(KINDS, ("#1d4e79", "#8a5a2b", "#5d666f"), strict=True))  # of kinds, not of whom they belong to
TRANSIT = "transit"
BASING = "basing/status of forces"
SIGNED = "signed"
PROVISIONS = {"basing", "transit"}
MOST_DRAWN = 30
SHOWN = ("name", "kind", "countries", "partners", "start", "end", "stands", "status", "note")
Access = dict[str, Any]


def topic(context: Context, scope: Scope) -> Section:
    """Access opened and closed by a topic's partners in its countries, a line of time and a table."""
    every = _access(context, scope)
    if not every:
        return {"empty": True, "partners": list(scope.partners)}
    facilities = _of(every, FACILITIES)
    last = _last_closed(facilities)
    return {
        "empty": False,
        "partners": list(scope.partners),
        "open": counted(context, "Access", [row for row in facilities if row["stands"]]),
        "closed": counted(context, "Access", [row for row in facilities if not row["stands"]]),
        "last": last and fact(context, last, "name", "countries", "end"),
        "kinds": [
            {
                "kind": kind,
                "total": counted(context, "Access", own),
                "standing": counted(context, "Access", [row for row in own if row["stands"]]),
                "end_not_found": counted(context, "Access", [row for row in own if _end_not_found(row)]),
                "rows": [fact(context, row, *SHOWN) for row in own],
            }
            for kind in KINDS
            if (own := _of(every, kind))
        ],
        "remaining": [fact(context, row, *SHOWN) for row in every if row["stands"]],
        "timeline": _timeline(context, every),
    }


def topic_findings(context: Context, scope: Scope) -> list[Finding]:
    """Whether the partners still run facilities in the countries."""
    facilities = _of(_access(context, scope), FACILITIES)
    if not facilities:
        return []
    standing = [row for row in facilities if row["stands"]]
    values = {"partners": _runners(facilities), "closed": len(facilities) - len(standing)}
    rows = [row["row"] for row in facilities]
    if not standing:
        last = _last_closed(facilities)
        values["last"] = last and {"name": last["name"], "host": last["countries"][0], "closed": last["end"]}
        return [finding(context, "no_base_left", "access", 0.85, values, rows)]
    values["operators"] = [
        {"operator": code, "count": sum(code in row["partners"] for row in standing)} for code in _runners(standing)
    ]
    values["disputed"] = sum(row["status"] == "disputed" for row in standing)
    return [finding(context, "bases_remain", "access", 0.85, values, rows)]


def topic_glance(context: Context, scope: Scope) -> list[dict[str, Any]]:
    """Facilities that the partners run now, and agreements in force."""
    every = _access(context, scope)
    labels = {
        FACILITIES: "Partners' facilities open now",
        AGREEMENTS: "Agreements on basing or transit known to be in force",
    }
    facts = []
    for kind, label in labels.items():
        rows = [row["row"] for row in _of(every, kind) if row["stands"]]
        facts.append(
            {
                "key": f"access_{kind}",
                "label": label,
                "value": len(rows),
                "unit": None,
                "year": context.as_of.year,
                "verified": "tool" if all(context.row_facts[row].checked for row in rows) else "memory",
                **trail(context, "Access", rows),
            }
        )
    return facts


def _access(context: Context, scope: Scope) -> list[Access]:
    """All access of the partners in the countries: facilities, operations, agreements, each by its start."""
    every = [*_facilities(context, scope), *_operations(context, scope), *_agreements(context, scope)]
    return sorted(every, key=lambda row: (KINDS.index(row["kind"]), *_by_date(row["start"]), row["row"]))


def _facilities(context: Context, scope: Scope) -> list[Access]:
    return [
        {
            "row": site["row"],
            "name": site["name"],
            "kind": FACILITIES,
            "countries": [site["host"]],
            "partners": [site["operator_iso3"]],
            "start": site["opened"],
            "end": site["closed"],
            "stands": site["open"],
            "status": site["status"],
            "note": site["summary"],
        }
        for site in records(context.sites)
        if site["operator_iso3"] in scope.partners and site["host"] in scope.countries and site["foreign"]
    ]


def _operations(context: Context, scope: Scope) -> list[Access]:
    return [
        {
            "row": row["row"],
            "name": row["name"],
            "kind": OPERATIONS,
            "countries": [code for code in row["locations"] if code in scope.countries],
            "partners": [row["lead_iso3"]],
            "start": row["start"],
            "end": row["end"],
            "stands": row["end"] is None,
            "status": "ended" if row["end"] else "no end on record",
            "note": row["summary"],
        }
        for row in records(context.tables["operations"])
        if row["kind"] == TRANSIT
        and row["lead_iso3"] in scope.partners
        and set(row["locations"]) & set(scope.countries)
    ]


def _agreements(context: Context, scope: Scope) -> list[Access]:
    """Agreements on basing or transit; one stands while a country and a partner are bound by it."""
    sides: dict[str, list[Access]] = {}
    for side in records(context.agreements_by_party):
        if side["kind"] == BASING or PROVISIONS & set(side["provisions"]):
            sides.setdefault(side["row"], []).append(side)
    found = []
    for row, parties in sides.items():
        countries = [side["iso3"] for side in parties if side["iso3"] in scope.countries]
        partners = [side["iso3"] for side in parties if side["iso3"] in scope.partners]
        if not any(own != other for own in countries for other in partners):
            continue
        bound = [side["iso3"] for side in parties if side["stands"]]
        first = parties[0]
        left = sorted((side["left"] for side in parties if side["left"]), key=dates.sort_key)
        stands = any(own != other for own in bound for other in bound if own in countries and other in partners)
        found.append(
            {
                "row": row,
                "name": first["title"],
                "kind": AGREEMENTS,
                "countries": countries,
                "partners": partners,
                "start": first["in_force"] or first["signed"],
                "end": None if stands else first["ended"] or (left[-1] if left else None),
                "stands": stands,
                "status": first["status"],
                "note": first["summary"],
            }
        )
    return found


def _of(every: list[Access], kind: str) -> list[Access]:
    return [row for row in every if row["kind"] == kind]


def _runners(facilities: list[Access]) -> list[str]:
    """Who runs some facilities, by their number."""
    codes = [code for row in facilities for code in row["partners"]]
    return sorted(set(codes), key=lambda code: (-codes.count(code), code))


def _end_not_found(row: Access) -> bool:
    """Not known to stand, and no end on record; what is only signed has not begun."""
    return not row["stands"] and row["end"] is None and row["status"] != SIGNED


def _last_closed(facilities: list[Access]) -> Access | None:
    dated = [row for row in facilities if not row["stands"] and row["end"]]
    return max(dated, key=lambda row: (*_by_date(row["end"]), row["row"]), default=None)


def _by_date(date: str | None) -> tuple[Any, ...]:
    """Partial dates in their order, unknown ones last."""
    return (1,) if date is None else (0, *dates.sort_key(date))


def _timeline(context: Context, every: list[Access]) -> dict[str, Any] | None:
    """Bars from start to end; what has ended at an unknown date, or is only signed, has no bar."""
    first, last = int(context.config["edition"]["since"]), context.as_of.year
    dated = [row for row in every if row["stands"] or (row["end"] and dates.year(row["end"]) >= first)]
    by_need = sorted(dated, key=lambda row: (row["stands"], row["end"] or "", row["row"]), reverse=True)
    kept = {row["row"] for row in by_need[:MOST_DRAWN]}
    drawn = [row for row in dated if row["row"] in kept]
    if not drawn:
        return None
    several = len({code for row in drawn for code in row["partners"]}) > 1
    main = [
        {
            "label": row["name"],
            "party": _named(context, row["partners"] if several else row["countries"]),
            "colour": COLOURS[row["kind"]],
            "start": max(_year(row["start"]) or first, first),
            "end": last + 1 if row["stands"] else dates.year(row["end"]) + 1,
            "start_known": (_year(row["start"]) or 0) >= first,
            "start_label": str(_year(row["start"]) or ""),
            "open": row["stands"],
            "disputed": row["status"] == "disputed",
            "order": order,
        }
        for order, row in enumerate(drawn)
    ]
    return {
        "spec": "access",
        "data": {"main": main},
        "legend": [{"label": kind, "colour": COLOURS[kind]} for kind in KINDS if _of(drawn, kind)],
        "values": {
            "first_year": min(bar["start"] for bar in main),
            "last_year": max(bar["end"] for bar in main) - 1,
            "shown": len(drawn),
            "open": sum(bar["open"] for bar in main),
            "left_out": len(every) - len(drawn),
            "several": several,
        },
        **trail(context, "Access", [row["row"] for row in drawn]),
    }


def _named(context: Context, codes: list[str]) -> str:
    """One or two countries by name; of more, their number, since a bar has room for no more."""
    return " and ".join(map(context.short, codes)) if len(codes) <= 2 else f"{len(codes)} countries"


def _year(date: str | None) -> int | None:
    return None if date is None else dates.year(date)
