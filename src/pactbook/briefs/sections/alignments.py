"""Alignments: how alike countries are in treaty ties, organisations and votes, and which power is near in votes."""

from collections import Counter
from itertools import combinations
from statistics import mean
from typing import Any

import pandas as pd

from pactbook.briefs.context import Context, Finding, Section, figure, records, trail
from pactbook.briefs.findings import finding
from pactbook.briefs.scope import Scope

DRIFT_YEARS = 10
LEVEL = 0.05  # a change of the mean distance that is smaller is none: bounds of a position are wider
MOST_PANELS = 9
ORGANIZATIONS = 12
OWN = "#2b2f36"


def topic(context: Context, scope: Scope) -> Section:
    """Portfolios and memberships of every two countries, and positions by votes in the United Nations."""
    pairs, overlap = _portfolios(context, scope), _overlap(context, scope)
    year = _newest(context, scope)
    if not (pairs or overlap or year):
        return {"empty": True}
    return {
        "empty": False,
        "drift": _shown_drift(context, scope),
        "similarity": _similarity(context, pairs),
        "compared": sorted({code for pair in pairs for code in (pair["iso3"], pair["partner"])}, key=context.name),
        "outside": sorted(set(scope.countries) - context.core, key=context.name),
        "overlap": [
            {key: row[key] for key in ("iso3", "partner", "common", "either", "jaccard")}
            | trail(context, "Overlap of organisations", row["rows"])
            for row in overlap
        ],
        "points": _points(context, scope),
        "partners": list(scope.partners),
        "year": year,
        "distances": _distances(context, scope, year),
        "within": _within(context, scope)[:ORGANIZATIONS],
    }


def topic_findings(context: Context, scope: Scope) -> list[Finding]:
    """The widest gap inside an alliance, whether the countries' votes drew together, and the power closest in votes."""
    stated = []
    alliances = [row for row in _within(context, scope) if context.organizations[row["org_id"]]["mutual_defence"]]
    for row in alliances or _within(context, scope)[:1]:
        values = {key: row[key] for key in ("org_id", "pair", "distance", "year", "bounds_apart")}
        values["alliance"] = bool(alliances)
        stated.append(
            finding(context, "alignment_gap", "alignments", 0.5, values, list(row["rows"]), about=row["org_id"])
        )
    drift = _drift(context, scope)
    if drift:
        values = {key: drift[key] for key in ("year", "before", "now", "then", "pairs", "countries", "direction")}
        direction, rows = drift["direction"], drift["rows"]
        stated.append(finding(context, "alignment_drift", "alignments", 0.5, values, rows, direction=direction))
    closest = _closest(context, scope)
    if closest:
        groups: dict[tuple[str, tuple[str, ...]], list[str]] = {}
        for row in closest:
            groups.setdefault((row["power"], row["rivals"]), []).append(row["iso3"])
        values = {
            "groups": [
                {"power": power, "rivals": list(rivals), "countries": own}
                for (power, rivals), own in sorted(groups.items(), key=_by_size)
            ],
            "least": min(row["distance"] for row in closest),
            "most": max(row["distance"] for row in closest),
            "year": max(row["year"] for row in closest),
            "countries": len(closest),
            "powers": len(scope.partners),
        }
        rows = sorted({name for row in closest for name in row["rows"]})
        stated.append(finding(context, "closest_power_in_votes", "alignments", 0.55, values, rows))
    return stated


def _by_size(item: tuple[tuple[str, tuple[str, ...]], list[str]]) -> tuple[Any, ...]:
    return -len(item[1]), item[0]


def _portfolios(context: Context, scope: Scope) -> list[dict[str, Any]]:
    """S and kappa of every two comparable countries; of others than the core the data knows only some ties."""
    known = set(scope.countries) & context.core & set(context.portfolio_states)
    both = context.s_scores.merge(context.kappas, on=["iso3", "partner"])
    return records(both[both["iso3"].isin(known) & both["partner"].isin(known)])


def _similarity(context: Context, pairs: list[dict[str, Any]]) -> dict[str, Any] | None:
    if not pairs:
        return None
    countries = {pair["iso3"] for pair in pairs}
    bonds = context.bonds
    once = [pair for pair in pairs if pair["iso3"] < pair["partner"]]
    least, least_kappa = (
        min(once, key=lambda pair: (pair[measure], pair["iso3"], pair["partner"])) for measure in ("s", "kappa")
    )
    return {
        "spec": "alignments",
        "data": {
            "main": [
                {
                    "across": context.name(pair["partner"]),
                    "down": context.name(pair["iso3"]),
                    "value": pair[measure],
                    "measure": label,
                }
                for measure, label in (("s", "S-score"), ("kappa", "Kappa"))
                for pair in pairs
            ]
        },
        "values": {
            "least": least,
            "least_kappa": least_kappa,
            "pairs": len(once),
            "states": len(context.portfolio_states),
        },
        **trail(
            context,
            "Similarity of alliance portfolios",
            sorted(bonds.loc[bonds["iso3"].isin(countries), "row"].unique()),
        ),
    }


def _overlap(context: Context, scope: Scope) -> list[dict[str, Any]]:
    """Every two countries of the scope, those that share least first."""
    frame = context.country_overlap
    own = frame[frame["iso3"].isin(scope.countries) & frame["partner"].isin(scope.countries)]
    return records(own[own["iso3"] < own["partner"]].sort_values(["jaccard", "iso3", "partner"]))


def _between(context: Context, scope: Scope) -> pd.DataFrame:
    """Distances in votes of every two countries of the scope, each pair once, all years."""
    frame = context.ideal_point_distances
    own = frame[frame["iso3"].isin(scope.countries) & frame["partner"].isin(scope.countries)]
    return own[own["iso3"] < own["partner"]]


def _newest(context: Context, scope: Scope) -> int | None:
    """The newest year for which a country of the scope has a position."""
    points = context.ideal_points
    years = points.loc[points["iso3"].isin(scope.countries), "year"]
    return int(years.max()) if len(years) else None


def _drift(context: Context, scope: Scope) -> dict[str, Any] | None:
    """The mean distance among the countries in the newest year and ten years before, of the pairs known in both."""
    frame = _between(context, scope)
    if frame.empty:
        return None
    year = int(frame["year"].max())
    now, then = frame[frame["year"] == year], frame[frame["year"] == year - DRIFT_YEARS]
    both = now.merge(then, on=["iso3", "partner"], suffixes=("", "_then"))
    if both.empty:
        return None
    change = float(both["distance"].mean() - both["distance_then"].mean())
    return {
        "year": year,
        "before": year - DRIFT_YEARS,
        "now": float(both["distance"].mean()),
        "then": float(both["distance_then"].mean()),
        "pairs": len(both),
        "countries": len({*both["iso3"], *both["partner"]}),
        "direction": "level" if abs(change) < LEVEL else "up" if change > 0 else "down",
        "rows": sorted({name for rows in (*both["rows"], *both["rows_then"]) for name in rows}),
    }


def _shown_drift(context: Context, scope: Scope) -> dict[str, Any] | None:
    drift = _drift(context, scope)
    if drift is None:
        return None
    return {key: drift[key] for key in ("year", "before", "direction")} | {
        key: figure(context, drift[key], "Mean distance", drift["rows"]) for key in ("now", "then", "countries")
    }


def _closest(context: Context, scope: Scope) -> list[dict[str, Any]]:
    """The power closest to each country in the newest year with positions of both; of one power none is closest.

    Its rivals are the powers whose distance the 90 % bounds do not tell from its own.
    """
    if len(scope.partners) < 2:
        return []
    frame = context.ideal_point_distances
    own = frame[frame["iso3"].isin(scope.countries) & frame["partner"].isin(scope.partners)]
    own = own[own["year"] == own["year"].max()]
    points = context.ideal_points
    now = {row["iso3"]: row for row in records(points[points["year"] == own["year"].max()])}
    closest = []
    for iso3, powers in own.sort_values(["iso3", "distance", "partner"]).groupby("iso3"):
        first, *others = records(powers.rename(columns={"partner": "power"}))
        furthest = _reach(now[iso3], now[first["power"]])[1]
        rivals = [row for row in others if _reach(now[iso3], now[row["power"]])[0] <= furthest]
        rows = sorted({name for row in (first, *rivals) for name in row["rows"]})
        closest.append(first | {"rivals": tuple(row["power"] for row in rivals), "rows": rows})
    return closest


def _reach(country: dict[str, Any], power: dict[str, Any]) -> tuple[float, float]:
    """The least and the largest distance of a country's position to the 90 % bounds of a power, or to its position."""
    bounds = [power["ideal_point"] if power[bound] is None else power[bound] for bound in ("low", "high")]
    ends = [bound - country["ideal_point"] for bound in bounds]
    inside = ends[0] <= 0 <= ends[1]
    return 0.0 if inside else min(map(abs, ends)), max(map(abs, ends))


def _most_often_closest(context: Context, scope: Scope) -> dict[str, Any] | None:
    closest = _closest(context, scope)
    if not closest:
        return None
    times = Counter(row["power"] for row in closest)
    power, countries = min(times.items(), key=lambda item: (-item[1], item[0]))
    unsure = [row for row in closest if row["power"] == power and row["rivals"]]
    return {
        "power": power,
        "countries": countries,
        "all": len(closest),
        "year": closest[0]["year"],
        "unsure": len(unsure),
        "rivals": sorted({rival for row in unsure for rival in row["rivals"]}),
    }


def _distances(context: Context, scope: Scope, year: int | None) -> list[dict[str, Any]]:
    """Each country's distance to each power and its mean distance to the other countries, in the newest year."""
    frame = context.ideal_point_distances
    now = frame[(frame["year"] == year) & frame["iso3"].isin(scope.countries)]
    shown = []
    for iso3 in sorted(scope.countries, key=context.name):
        own = {row["partner"]: row for row in records(now[now["iso3"] == iso3])}
        if not own:
            continue
        to_powers = [own.get(power) for power in scope.partners]
        others = [own[code] for code in scope.countries if code in own]
        shown.append(
            {
                "iso3": iso3,
                "powers": [row["distance"] if row else None for row in to_powers],
                "others": mean(row["distance"] for row in others) if others else None,
                **trail(
                    context, "Distance", sorted({name for row in [*to_powers, *others] if row for name in row["rows"]})
                ),
            }
        )
    return shown


def _within(context: Context, scope: Scope) -> list[dict[str, Any]]:
    """The two members of each organisation that lie furthest apart in votes, one of them of the scope; widest first."""
    points = context.ideal_points
    year = _newest(context, scope)
    now = {row["iso3"]: row for row in records(points[points["year"] == year])}
    found = []
    for org_id in scope.organizations:
        members = [code for code in context.members.get(org_id, ()) if code in now]
        pairs = [pair for pair in combinations(sorted(members), 2) if set(pair) & set(scope.countries)]
        if not pairs or org_id in context.bodies:
            continue
        pair = max(pairs, key=lambda pair: (_apart(now, pair), pair))
        one, other = sorted((now[code] for code in pair), key=lambda row: (row["ideal_point"], row["iso3"]))
        rows = sorted((one["row"], other["row"]))
        found.append(
            {
                "org_id": org_id,
                "pair": list(pair),
                "distance": _apart(now, pair),
                "year": year,
                "bounds_apart": _bounds_apart(one, other),
                "known": len(members),
                "members": len(context.members[org_id]),
                **trail(context, "Distance", rows),
            }
        )
    return sorted(found, key=lambda row: (-row["distance"], row["org_id"]))


def _bounds_apart(one: dict[str, Any], other: dict[str, Any]) -> bool | None:
    """Whether the bounds of the lower position end before those of the higher begin; None where one has no bounds."""
    return None if one["high"] is None or other["low"] is None else bool(one["high"] < other["low"])


def _apart(points: dict[str, dict[str, Any]], pair: tuple[str, ...]) -> float:
    return float(abs(points[pair[0]]["ideal_point"] - points[pair[1]]["ideal_point"]))


def _points(context: Context, scope: Scope) -> dict[str, Any] | None:
    """A panel for each country: its position by year with its bounds, and the lines of the powers; gaps stay open."""
    points = context.ideal_points
    own = points[points["iso3"].isin(scope.countries)]
    if own.empty:
        return None
    panels = sorted(own["iso3"].unique(), key=context.name)[:MOST_PANELS]
    powers = [code for code in scope.partners if (points["iso3"] == code).any()]
    first = int(own["year"].min())
    used = points[points["iso3"].isin([*panels, *powers]) & (points["year"] >= first)]
    by_year = {(row["iso3"], row["year"]): row for row in records(used)}
    years = range(first, int(used["year"].max()) + 1)
    main = [
        {
            "panel": context.name(panel),
            "line": context.name(code),
            "own": code == panel,
            "colour": OWN if code == panel else context.colour(code),
            "year": year,
            **{key: by_year.get((code, year), {}).get(key) for key in ("ideal_point", "low", "high")},
        }
        for panel in panels
        for code in dict.fromkeys([*powers, panel])
        for year in years
    ]
    return {
        "spec": "ideal_points",
        "data": {"main": main},
        "legend": [{"label": "the country, with its 90 % bounds", "colour": OWN}]
        + [{"label": context.name(code), "colour": context.colour(code)} for code in powers],
        "values": {
            "closest": _most_often_closest(context, scope),
            "first": first,
            "last": years[-1],
            "left_out": own["iso3"].nunique() - len(panels),
        },
        **trail(context, "Ideal point", sorted(used["row"])),
    }
