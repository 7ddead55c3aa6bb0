"""Borders of a scope: which are open, when the others were settled, and where countries clashed over them."""

from typing import Any

from pactbook import dates
from pactbook.briefs.context import Context, Finding, Section, fact, figure, records, trail
from pactbook.briefs.findings import finding
from pactbook.briefs.scope import Scope
from pactbook.measures.borders import OPENNESS
from pactbook.measures.stability import BORDER_CLASH

BORDER = ("iso3_a", "iso3_b", "length_km", "status", "settled_on", "note")
CLASH = ("date", "end", "countries", "fatalities_low", "fatalities_high", "summary", "note")
SETTLED, DISPUTED = "settled", "disputed"
LABELS = {
    DISPUTED: "Borders in dispute",
    "unsettled": "Borders not settled yet",
    "delimited": "Borders agreed, not known to be fully marked",
}


def topic(context: Context, scope: Scope) -> Section:
    """Status, length and settlement of all borders of the countries, and the clashes on them."""
    borders, clashes = _borders(context, scope), _clashes(context, scope)
    if not (borders or clashes):
        return {"empty": True}
    own = [row for row in clashes if len({*row["countries"]} & {*scope.countries}) > 1]
    return {
        "empty": False,
        "total": _figure(context, len(borders), "Status", borders),
        "open": [
            {"status": status, "count": _figure(context, len(own), "Status", own)}
            for status, own in open_by_status(borders).items()
        ],
        "between": _figure(context, len(own), "Rows listed", own),
        "chart": _chart(context, borders),
        "borders": [
            fact(context, row, *BORDER) | {"status_checked": context.row_facts[row["row"]].checked} for row in borders
        ],
        "undated": _figure(
            context,
            len(undated := [row for row in borders if row["status"] == SETTLED and not row["settled_on"]]),
            "Status",
            undated,
        ),
        "pairs": [_pair(context, pair, found) for pair, found in _by_pair(clashes).items()],
        "clashes": [fact(context, row, *CLASH) for row in clashes],
        "first_year": context.incident_years[0],
    }


def topic_glance(context: Context, scope: Scope) -> list[dict[str, Any]]:
    """How many borders are open, by status, and how many clashes are on record; that none is disputed is said."""
    borders, clashes = _borders(context, scope), _clashes(context, scope)
    found = open_by_status(borders)
    statuses = [status for status in LABELS if status == DISPUTED or status in found]
    return [
        {"key": key, "label": label, "value": len(rows), "unit": None, "year": None, "verified": "tool"}
        | trail(context, measure, [row["row"] for row in rows])
        for key, label, measure, rows, known in (
            *((f"{status}_borders", LABELS[status], "Status", found.get(status, []), borders) for status in statuses),
            ("border_clashes", "Border clashes on record", "Rows listed", clashes, clashes),
        )
        if known
    ]


def topic_findings(context: Context, scope: Scope) -> list[Finding]:
    """The border settled last, those that are open, and the pair of countries with the most clashes."""
    borders, clashes = _borders(context, scope), _clashes(context, scope)
    stated = []
    dated = [row for row in borders if row["settled_on"]]
    if dated:
        last = max(dated, key=lambda row: (dates.sort_key(row["settled_on"]), row["row"]))
        values = {key: last[key] for key in ("iso3_a", "iso3_b", "length_km", "settled_on")} | {"settled": len(dated)}
        stated.append(finding(context, "border_settled_in_region", "borders", 0.5, values, [last["row"]]))
    unsettled = [row for row in borders if row["status"] != SETTLED]
    if unsettled:
        values = {
            "borders": len(borders),
            "open": [
                {"status": status, "pairs": [[row["iso3_a"], row["iso3_b"]] for row in own]}
                for status, own in open_by_status(unsettled).items()
            ],
            "length_km": sum(row["length_km"] or 0 for row in unsettled),
            "unmeasured": sum(row["length_km"] is None for row in unsettled),
        }
        complete = set(scope.countries) <= context.core
        weight = 0.7 if values["open"][0]["status"] == DISPUTED else 0.55
        rows = [row["row"] for row in unsettled]
        stated.append(finding(context, "border_open_in_region", "borders", weight, values, rows, complete=complete))
    pairs = _by_pair(clashes)
    if pairs:
        pair, found = next(iter(pairs.items()))
        values = _tolls(found) | {"pair": list(pair), "all": len(clashes), "settled_on": _settled_on(borders, pair)}
        values |= {"first_year": min(row["year"] for row in found), "last_year": max(row["year"] for row in found)}
        rows = [row["row"] for row in found]
        stated.append(finding(context, "clash_pair", "borders", 0.8, values, rows, complete=False))
    return stated


def open_by_status(borders: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Borders that are not settled, by their status; disputed ones first, since an unmarked line is no dispute."""
    found = {status: [row for row in borders if row["status"] == status] for status in OPENNESS if status != SETTLED}
    return {status: own for status, own in found.items() if own}


def _figure(context: Context, value: float, measure: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    return figure(context, value, measure, [row["row"] for row in rows])


def _borders(context: Context, scope: Scope) -> list[dict[str, Any]]:
    """All land borders of the countries, each once, the most open first."""
    table = context.tables["borders"]
    own = records(table[table["iso3_a"].isin(scope.countries) | table["iso3_b"].isin(scope.countries)])
    place = {status: number for number, status in enumerate(OPENNESS)}
    return sorted(own, key=lambda row: (place.get(row["status"], len(place)), -(row["length_km"] or 0), row["row"]))


def _clashes(context: Context, scope: Scope) -> list[dict[str, Any]]:
    """Border clashes of two or more countries, one of them of the scope; each once, the latest first."""
    frame = context.incidents_by_country
    own = frame[frame["iso3"].isin(scope.countries) & (frame["kind"] == BORDER_CLASH)].drop_duplicates("row")
    found = [row for row in records(own) if len(set(row["countries"])) > 1]
    return sorted(found, key=lambda row: (dates.sort_key(row["date"]), row["row"]), reverse=True)


def _by_pair(clashes: list[dict[str, Any]]) -> dict[tuple[str, ...], list[dict[str, Any]]]:
    """Clashes by the countries that they name, those with the most first."""
    found: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for clash in clashes:
        found.setdefault(tuple(sorted(set(clash["countries"]))), []).append(clash)
    return dict(sorted(found.items(), key=lambda item: (-len(item[1]), item[0])))


def _tolls(clashes: list[dict[str, Any]]) -> dict[str, Any]:
    """How many clashes, their sums of the lowest and of the highest counts (None: open), how many without a count."""
    counted = [row for row in clashes if row["fatalities_low"] is not None]
    open_ended = any(row["fatalities_high"] is None for row in counted)
    return {
        "clashes": len(clashes),
        "low": sum(row["fatalities_low"] for row in counted) if counted else None,
        "high": None if open_ended or not counted else sum(row["fatalities_high"] for row in counted),
        "uncounted": len(clashes) - len(counted),
    }


def _pair(context: Context, pair: tuple[str, ...], clashes: list[dict[str, Any]]) -> dict[str, Any]:
    years = {"first_year": min(row["year"] for row in clashes), "last_year": max(row["year"] for row in clashes)}
    origin = trail(context, "Clashes of a pair", [row["row"] for row in clashes])
    return {"pair": list(pair), **_tolls(clashes), **years, **origin}


def _settled_on(borders: list[dict[str, Any]], pair: tuple[str, ...]) -> str | None:
    return next((row["settled_on"] for row in borders if {row["iso3_a"], row["iso3_b"]} == set(pair)), None)


def _chart(context: Context, borders: list[dict[str, Any]]) -> dict[str, Any] | None:
    """Km of border that were settled by the end of each year."""
    dated = [row for row in borders if row["settled_on"] and row["length_km"] is not None]
    if not dated:
        return None
    first = min(dates.year(row["settled_on"]) for row in dated)
    by_year = dict.fromkeys(range(first, context.as_of.year + 1), 0.0)
    for row in dated:
        by_year[dates.year(row["settled_on"])] += row["length_km"]
    total, main = 0.0, []
    for year, length in by_year.items():
        total += length
        main.append({"year": year, "settled": total, "added": length})
    known = sum(row["length_km"] or 0 for row in borders)
    return {
        "spec": "borders_settled",
        "data": {"main": main, "all": [{"length": known, "label": "all borders"}]},
        "values": {"settled": total, "all": known, "first": main[0]["year"], "last": context.as_of.year},
        **trail(context, "Settled length", [row["row"] for row in borders]),
    }
