"""Capability gaps: how many times one country's spending and forces are another's, and what cannot be compared."""

from typing import Any

from pactbook.briefs.context import Context, Finding, Section, figure, records, trail
from pactbook.briefs.findings import finding
from pactbook.briefs.scope import Scope
from pactbook.measures.capabilities import MEASURES, PERSONNEL, SPENDING
from pactbook.measures.weight import RECENT_YEARS

SHOWN = 12  # organisations


def topic(context: Context, scope: Scope) -> Section:
    """Ratios between neighbours and within organisations, and the countries without a figure on spending."""
    neighbours = _neighbours(context, scope)
    spread = _spread(context, scope)
    missing = _without_spending(context, scope)
    if not neighbours and not spread and len(missing) == len(scope.countries):
        return {"empty": True}
    known = [row for row in neighbours if row[SPENDING]["ratio"] is not None]
    return {
        "empty": False,
        "measures": list(MEASURES),
        "pairs": figure(context, len(neighbours), "Capability gaps", _border_rows(context, neighbours)),
        "known": figure(context, len(known), "Capability gaps", _rows(known)),
        "chart": _chart(context, neighbours),
        "neighbours": [_shown(context, row) for row in neighbours],
        "organizations": spread,
        "missing": missing,
        "unknown": figure(
            context, len(missing), "Years without a figure", [name for row in missing for name in row["rows"]]
        ),
        "years": {"first": context.last_year - RECENT_YEARS + 1, "last": context.last_year},
    }


def topic_glance(context: Context, scope: Scope) -> list[dict[str, Any]]:
    """How many countries have no usable figure on spending."""
    missing = _without_spending(context, scope)
    shown = {"key": "unknown_spending", "label": "Countries without a figure on spending, last five years"}
    rows = [name for row in missing for name in row["rows"]]
    origin = trail(context, "Years without a figure", rows)
    return [shown | {"value": len(missing), "unit": None, "year": None, "verified": "tool"} | origin] if missing else []


def topic_findings(context: Context, scope: Scope) -> list[Finding]:
    """The widest gap in spending among the countries, and those whose spending nobody knows."""
    stated = []
    pairs = _between(context, scope)
    known = [row for row in pairs if row[SPENDING]["ratio"] is not None]
    measure = SPENDING if known else PERSONNEL
    known = known or [row for row in pairs if row[PERSONNEL]["ratio"] is not None]
    if known:
        widest = max(known, key=lambda row: (row[measure]["ratio"], row["pair"]))
        found = widest[measure]
        values = {key: found[key] for key in ("larger", "smaller", "ratio", "year")}
        values |= {"measure": measure, "known": len(known), "pairs": len(pairs)}
        about = "-".join(widest["pair"])
        stated.append(
            finding(context, "capability_gap", "capability_gaps", 0.55, values, list(found["rows"]), about=about)
        )
    missing = _without_spending(context, scope)
    if missing:
        values = {
            "countries": [{"iso3": row["iso3"], "last_year": row["last_year"]} for row in missing],
            "first_year": context.last_year - RECENT_YEARS + 1,
            "last_year": context.last_year,
            "of": len(scope.countries),
            "pairs": sum(bool({row["iso3"] for row in missing} & {*pair["pair"]}) for pair in pairs),
            "all_pairs": len(pairs),
        }
        rows = sorted({name for row in missing for name in row["rows"]})
        stated.append(finding(context, "data_gap_forbids", "capability_gaps", 0.7, values, rows))
    return stated


def _neighbours(context: Context, scope: Scope) -> list[dict[str, Any]]:
    """Every two neighbours, one of them of the scope, by the larger's name."""
    ratios = context.capability_ratios
    beside = ratios[ratios["org_id"].isna()]
    own = beside[beside["iso3"].isin(scope.countries) | beside["partner"].isin(scope.countries)]
    return _paired(records(own))


def _between(context: Context, scope: Scope) -> list[dict[str, Any]]:
    """Every two countries of the scope that are neighbours or members of one organisation."""
    ratios = context.capability_ratios
    own = ratios[ratios["iso3"].isin(scope.countries) & ratios["partner"].isin(scope.countries)]
    return _paired(records(own.drop_duplicates(["iso3", "partner", "measure"])))


def _paired(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each pair once, with the ratio of the larger to the smaller by measure; the widest gap in spending first."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for row in rows:
        if row["iso3"] > row["partner"]:
            continue
        pair = found.setdefault((row["iso3"], row["partner"]), {"pair": [row["iso3"], row["partner"]]})
        first = row["ratio"] is None or row["ratio"] >= 1
        codes = (row["iso3"], row["partner"]) if first else (row["partner"], row["iso3"])
        ratio = row["ratio"] if first else (1 / row["ratio"] if row["ratio"] else None)
        pair[row["measure"]] = {
            "larger": codes[0],
            "smaller": codes[1],
            "ratio": ratio,
            "year": row["year"],
            "rows": row["rows"],
        }
    return sorted(found.values(), key=lambda pair: (-(pair[SPENDING]["ratio"] or 0), pair["pair"]))


def _rows(pairs: list[dict[str, Any]]) -> list[str]:
    return sorted({name for pair in pairs for measure in MEASURES for name in pair[measure]["rows"]})


def _border_rows(context: Context, pairs: list[dict[str, Any]]) -> list[str]:
    """The borders that make the pairs neighbours."""
    wanted = {tuple(sorted(pair["pair"])) for pair in pairs}
    table = records(context.tables["borders"])
    return [row["row"] for row in table if tuple(sorted((row["iso3_a"], row["iso3_b"]))) in wanted]


def _shown(context: Context, pair: dict[str, Any]) -> dict[str, Any]:
    """A pair of the table: of each measure who has more, and the ratio that leads to its rows."""
    return {
        "pair": pair["pair"],
        "gaps": [
            {
                "larger": pair[measure]["larger"],
                "year": pair[measure]["year"],
                "ratio": figure(context, pair[measure]["ratio"], "Capability gaps", pair[measure]["rows"]),
                "level": pair[measure]["ratio"] == 1,
            }
            for measure in MEASURES
        ],
        **trail(context, "Capability gaps", _rows([pair]) or _border_rows(context, [pair])),
    }


def _chart(context: Context, neighbours: list[dict[str, Any]]) -> dict[str, Any] | None:
    """Ratios of neighbours on a scale on which each step is a multiple; unknown ones are not drawn."""
    main = [
        {
            "pair": f"{context.name(found['larger'])} : {context.name(found['smaller'])}",
            "ratio": found["ratio"],
            "text": f"{found['ratio']:,.0f}" if found["ratio"] >= 10 else f"{found['ratio']:.1f}",
        }
        for pair in neighbours
        if (found := pair[SPENDING])["ratio"] is not None
    ]
    if not main:
        return None
    return {
        "spec": "capability_ratios",
        "data": {"main": main},
        "values": {"widest": neighbours[0][SPENDING], "known": len(main), "unknown": len(neighbours) - len(main)},
        **trail(context, "Capability gaps", sorted({name for pair in neighbours for name in pair[SPENDING]["rows"]})),
    }


def _spread(context: Context, scope: Scope) -> list[dict[str, Any]]:
    """How far members of the organisations lie apart in spending: a lower bound where some have no figure."""
    frame = context.capability_spread
    own = frame[frame["org_id"].isin(scope.organizations) & (frame["measure"] == SPENDING) & frame["ratio"].notna()]
    kept = [row for row in records(own) if row["org_id"] not in context.bodies]
    kept.sort(key=lambda row: (-row["ratio"], row["org_id"]))
    return [
        {key: row[key] for key in ("org_id", "year", "largest", "smallest", "ratio", "known")}
        | {"without": len(row["without"]), "members": row["known"] + len(row["without"])}
        | trail(context, "Spread of an organisation", row["rows"])
        for row in kept[:SHOWN]
    ]


def _without_spending(context: Context, scope: Scope) -> list[dict[str, Any]]:
    """Countries without a usable figure in the last years, with the last year that has one."""
    levels = context.capability_levels
    known = set(levels.loc[levels["measure"] == SPENDING, "iso3"])
    ever = context.expenditure
    ever = ever[(ever["price_basis"] == "current") & ever["usd_millions"].notna()]
    missing = sorted(set(scope.countries) - known, key=context.name)
    latest = {row["iso3"]: row for row in records(ever.sort_values("year").groupby("iso3").tail(1))}
    personnel = set(levels.loc[levels["measure"] == PERSONNEL, "iso3"])
    return [
        {
            "iso3": iso3,
            "last_year": latest[iso3]["year"] if iso3 in latest else None,
            "personnel": iso3 in personnel,
            **trail(
                context,
                "Years without a figure",
                [latest[iso3]["row"] if iso3 in latest else context.countries[iso3]["row"]],
            ),
        }
        for iso3 in missing
    ]
