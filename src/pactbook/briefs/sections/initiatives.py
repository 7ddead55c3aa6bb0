"""Counterterrorism initiatives in a scope: which kinds stand, which have ended, who is behind them, who takes part."""

from collections import Counter
from itertools import groupby
from typing import Any

from pactbook import dates
from pactbook.briefs.context import Context, Finding, Section, counted, fact, records, trail
from pactbook.briefs.findings import finding
from pactbook.briefs.scope import Scope

KINDS = (
    "border patrol", "counter-narcotics", "counter-radicalisation", "intelligence sharing", "joint task force",
    "legal framework", "sanctions/listing", "training",
)  # fmt: skip
STANDING, BEGUN = "Standing initiatives", "Initiatives begun"
INITIATIVE = ("name", "framework_org", "start", "end", "parties", "note")
ENOUGH = 3  # initiatives of known start from which a chart says more than the table


def topic(context: Context, scope: Scope) -> Section:
    """Initiatives to which a country of a topic is party: by kind, by organisation, each with its parties."""
    own = _initiatives(context, scope)
    if not own:
        return {"empty": True}
    standing = [row for row in own if row["end"] is None]
    return {
        "empty": False,
        "total": counted(context, STANDING, own),
        "standing": counted(context, STANDING, standing),
        "ended": counted(context, STANDING, [row for row in own if row["end"] is not None]),
        "absent": sorted(set(KINDS) - {row["kind"] for row in own}),
        "lapsed": sorted({row["kind"] for row in own} - {row["kind"] for row in standing}),
        "chart": _chart(context, own),
        "kinds": [_kind(context, kind, list(rows)) for kind, rows in groupby(own, key=lambda row: row["kind"])],
        "frameworks": _frameworks(context, own),
        "groups": [
            {
                "kind": kind,
                "initiatives": [
                    fact(context, row, *INITIATIVE) | {"inside": _inside(row, scope), "outside": _outside(row, scope)}
                    for row in rows
                ],
            }
            for kind, rows in groupby(standing, key=lambda row: row["kind"])
        ],
    }


def topic_findings(context: Context, scope: Scope) -> list[Finding]:
    """How many initiatives stand and of which kinds most; kinds of which none stands."""
    own = _initiatives(context, scope)
    if not own:
        return []
    standing = [row for row in own if row["end"] is None]
    values: dict[str, Any] = {"standing": len(standing), "total": len(own), **_most(standing)}
    dated = [row for row in own if row["start"]]
    last = max(dated, key=lambda row: (dates.sort_key(row["start"]), row["row"]), default=None)
    values["last"] = last and {key: last[key] for key in ("name", "start")}
    rows = [row["row"] for row in own]
    stated = [finding(context, "initiatives_standing", "initiatives", 0.55, values, rows, complete=False)]
    missing = {
        "lapsed": sorted({row["kind"] for row in own} - {row["kind"] for row in standing}),
        "absent": sorted(set(KINDS) - {row["kind"] for row in own}),
    }
    if any(missing.values()):
        behind = [row["row"] for row in own if row["kind"] in missing["lapsed"]] or rows
        stated.append(finding(context, "initiative_kinds_missing", "initiatives", 0.5, missing, behind, complete=False))
    return stated


def topic_glance(context: Context, scope: Scope) -> list[dict[str, Any]]:
    """Initiatives without a known end."""
    rows = [row["row"] for row in _initiatives(context, scope) if row["end"] is None]
    shown = {"key": "initiatives_standing", "label": "Standing initiatives", "value": len(rows)}
    return [shown | {"unit": None, "year": None, "verified": "tool", **trail(context, STANDING, rows)}]


def _initiatives(context: Context, scope: Scope) -> list[dict[str, Any]]:
    """Those with a party among the countries, by kind and start."""
    return [row for row in records(context.initiatives) if set(row["parties"]) & set(scope.countries)]


def _most(standing: list[dict[str, Any]]) -> dict[str, Any]:
    """The most frequent kinds among standing initiatives, and how many there are of each."""
    counts = {kind: len(list(rows)) for kind, rows in groupby(standing, key=lambda row: row["kind"])}
    most = max(counts.values(), default=0)
    return {"kinds": [kind for kind in sorted(counts) if counts[kind] == most], "most": most}


def _kind(context: Context, kind: str, own: list[dict[str, Any]]) -> dict[str, Any]:
    standing = sum(row["end"] is None for row in own)
    begun = [dates.year(row["start"]) for row in own if row["start"]]
    return {
        "kind": kind,
        "standing": standing,
        "ended": len(own) - standing,
        "first": min(begun, default=None),
        "last": max(begun, default=None),
        **trail(context, STANDING, [row["row"] for row in own]),
    }


def _frameworks(context: Context, own: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Initiatives by the organisation behind them, most standing first; those of no organisation are the last."""
    found = []
    for org_id in {row["framework_org"] for row in own}:
        rows = [row for row in own if row["framework_org"] == org_id]
        standing = [row for row in rows if row["end"] is None]
        found.append(
            {
                "framework_org": org_id,
                "standing": len(standing),
                "ended": len(rows) - len(standing),
                "kinds": sorted({row["kind"] for row in standing}),
                **trail(context, STANDING, [row["row"] for row in rows]),
            }
        )
    return sorted(found, key=lambda row: (row["framework_org"] is None, -row["standing"], row["framework_org"] or ""))


def _inside(row: dict[str, Any], scope: Scope) -> list[str]:
    return [iso3 for iso3 in row["parties"] if iso3 in scope.countries]


def _outside(row: dict[str, Any], scope: Scope) -> list[str]:
    return [iso3 for iso3 in row["parties"] if iso3 not in scope.countries]


def _chart(context: Context, own: list[dict[str, Any]]) -> dict[str, Any] | None:
    """Initiatives begun by kind and year, those that stand and those that have ended apart."""
    ended = {row["row"]: row["end"] is not None for row in own}
    main = [
        {"kind": begun["kind"], "year": begun["year"], "state": state, "initiatives": count}
        for begun in records(context.initiatives_begun)
        for state, over in (("standing", False), ("ended", True))
        if (count := sum(ended.get(row) is over for row in begun["rows"]))
    ]
    if sum(mark["initiatives"] for mark in main) < ENOUGH:
        return None
    per_year = Counter(dates.year(row["start"]) for row in own if row["start"])
    peak = max(per_year.values())
    return {
        "spec": "initiatives",
        "data": {"main": main},
        "values": {"peak": peak, "peak_years": sorted(year for year in per_year if per_year[year] == peak)},
        **trail(context, BEGUN, [row["row"] for row in own]),
    }
