"""What the record means for stability among the countries of a topic, and for others beyond them."""

from itertools import combinations
from typing import Any

import pandas as pd

from pactbook import dates
from pactbook.briefs import yearly
from pactbook.briefs.context import Context, Finding, Section, fact, figure, records, trail
from pactbook.briefs.findings import finding
from pactbook.briefs.scope import Scope
from pactbook.briefs.sections.weight import LEAST_KNOWN
from pactbook.measures.stability import BORDER_CLASH

CLASH = ("date", "end", "countries", "fatalities_low", "fatalities_high", "summary")
OPERATION = ("name", "lead_iso3", "framework_org", "kind", "start", "end", "locations")
RESOURCE = ("iso3", "commodity", "measure", "value", "year", "kind")
SHARES = ("population", "spending")
SETTLED, DEFENCE = "settled", "defence"


def topic(context: Context, scope: Scope) -> Section:
    """Clashes, borders and incidents among the countries; obligations, organisations, operations, resources beyond."""
    clashes = _clashes(context, scope)
    bound = _bound(context, scope)
    operations = _operations(context, scope)
    beyond = [row for row in operations if set(row["locations"]) - set(scope.countries)]
    resources = context.world_weight[context.world_weight["iso3"].isin(scope.countries)]
    pairs = _pairs(context, scope, clashes)
    tables = _tables(context, scope)
    if not (clashes or bound or operations or pairs or tables or len(resources)):
        return {"empty": True}
    borders = [pair for pair in pairs if pair["status"]]
    settled = [pair for pair in borders if pair["status"] == SETTLED]
    promises = sorted({row for state in bound for row in state["agreement_rows"]})
    unconfirmed = [row for row in promises if not context.row_facts[row].checked]
    return {
        "empty": False,
        "countries": list(scope.countries),
        "clashes": figure(context, len(clashes), "Clashes among the countries", [row["row"] for row in clashes]),
        "last_clash": fact(context, clashes[-1], *CLASH) if clashes else None,
        "quiet_years": _quiet_years(context, clashes),
        "borders": figure(context, len(borders), "Status", [pair["border"] for pair in borders]),
        "settled": figure(context, len(settled), "Status", [pair["border"] for pair in settled]),
        "pairs": pairs,
        "incidents": _incidents(context, scope),
        "outside": figure(
            context, len(bound), "States bound from outside", [row for state in bound for row in state["rows"]]
        ),
        "bound": bound,
        "promises": figure(context, len(promises), "Obligations", promises),
        "unconfirmed": figure(context, len(unconfirmed), "Obligations", unconfirmed),
        "tables": tables,
        "seats": figure(
            context, len(tables), "Powers at the table", [row for table in tables for row in table["rows"]]
        ),
        "operations": figure(context, len(operations), "Rows listed", [row["row"] for row in operations]),
        "beyond": [fact(context, row, *OPERATION) for row in beyond],
        "resources": [fact(context, row, *RESOURCE) for row in records(resources)],
        "covered": [code for code in context.incident_places if code in scope.countries],
    }


def topic_glance(context: Context, scope: Scope) -> list[dict[str, Any]]:
    """States outside that are bound to help, border clashes, borders settled."""
    section = topic(context, scope)
    if section["empty"]:
        return []
    labels = {
        "outside": "States outside bound to defend one of them",
        "clashes": "Border clashes among them",
        "settled": "Settled borders among them",
    }
    return [
        {"key": key, "label": label, "value": shown["figure"], "unit": None, "year": None, "verified": "tool"}
        | {part: shown[part] for part in ("measure", "rows", "sources")}
        for key, label in labels.items()
        for shown in [section[key]]
        if shown["rows"]
    ]


def topic_findings(context: Context, scope: Scope) -> list[Finding]:
    """Who outside is bound to help, how long no clash is on record, how many operations were joint."""
    found = []
    bound = _bound(context, scope)
    if bound:
        promises = {row for state in bound for row in state["agreement_rows"]}
        values = {
            "states": [state["iso3"] for state in bound],
            "defended": sorted({code for state in bound for code in state["defended"]}, key=context.name),
            "on_hold": sorted((state["iso3"] for state in bound if state["on_hold"]), key=context.name),
            "promises": len(promises),
            "unconfirmed": sum(not context.row_facts[row].checked for row in promises),
        }
        rows = list(dict.fromkeys(row for state in bound for row in state["rows"]))
        found.append(finding(context, "obligations_reach_out", "implications", 0.85, values, rows))
    clashes = _clashes(context, scope)
    if clashes:
        last = clashes[-1]
        values = {
            "clashes": len(clashes),
            "countries": [code for code in last["countries"] if code in scope.countries],
            "date": last["date"],
            "end": last["end"],
            "years": _quiet_years(context, clashes),
            "last_year": context.last_year,
        }
        rows = [row["row"] for row in clashes]
        found.append(finding(context, "clash_free_years", "implications", 0.75, values, rows, complete=False))
    operations = _operations(context, scope)
    joint = [row for row in operations if _joint(row, scope)]
    if joint:
        beyond = [row for row in operations if set(row["locations"]) - set(scope.countries)]
        values = {"joint": len(joint), "total": len(operations), "beyond": len(beyond)}
        rows = [row["row"] for row in operations]
        found.append(finding(context, "operations_joint", "implications", 0.5, values, rows, complete=False))
    return found


def _clashes(context: Context, scope: Scope) -> list[dict[str, Any]]:
    """Border clashes that concern two or more of the countries, the latest last."""
    table = context.tables["incidents"]
    own = [
        row
        for row in records(table[table["kind"] == BORDER_CLASH])
        if len(set(row["countries"]) & set(scope.countries)) > 1
    ]
    return sorted(own, key=lambda row: (dates.sort_key(row["date"]), row["row"]))


def _quiet_years(context: Context, clashes: list[dict[str, Any]]) -> int | None:
    """Full years after that of the latest clash, up to the last that is over."""
    if not clashes:
        return None
    latest = max(dates.year(str(row["end"] or row["date"])) for row in clashes)
    return max(0, context.last_year - latest)


def _pairs(context: Context, scope: Scope, clashes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Every two countries with a border or a clash on record: clashes before and after the border was settled."""
    borders = {frozenset((row["iso3_a"], row["iso3_b"])): row for row in records(context.tables["borders"])}
    found = []
    for pair in combinations(sorted(scope.countries, key=context.name), 2):
        border = borders.get(frozenset(pair))
        own = [row for row in clashes if set(pair) <= set(row["countries"])]
        if border is None and not own:
            continue
        settled_on = border["settled_on"] if border else None
        after = [row for row in own if settled_on and dates.earliest(row["date"]) > dates.latest(settled_on)]
        rows = [*([border["row"]] if border else []), *(row["row"] for row in own)]
        found.append(
            {
                "countries": list(pair),
                "border": border["row"] if border else None,
                "status": border["status"] if border else None,
                "settled_on": settled_on,
                "clashes": len(own),
                "after": len(after) if settled_on else None,
                "last": {key: own[-1][key] for key in ("date", "end")} if own else None,
                **trail(context, "Clashes among the countries", rows),
            }
        )
    return found


def _incidents(context: Context, scope: Scope) -> dict[str, Any] | None:
    """The yearly change of all incidents of the countries with its interval, or the reason against one."""
    from pactbook.measures import trends  # noqa: PLC0415 (its import takes more than a second)

    counts = yearly.incidents(context, scope)
    if counts.empty:
        return None
    subject = yearly.subjects(context, scope)[0]
    own = counts[counts["subject"] == subject].rename(columns={"value": "count"})
    (line,) = records(trends.trend(own, yearly.KEYS))
    rows = yearly.rows_of(counts, subject)
    events = [(year, row) for year, behind in zip(own["year"], own["rows"], strict=True) for row in behind]
    halves = yearly.lately(events, line["first_year"], line["last_year"])
    counted = {
        key: figure(context, len(halves[key] or ()), "Rows listed", halves[key] or []) for key in yearly.LATELY[:2]
    }
    return {
        **halves,
        **counted,
        **{key: line[key] for key in ("first_year", "last_year", "direction", "reason")},
        "events": figure(context, line["events"], "Rows listed", rows),
        **{key: figure(context, line[key], "Yearly change", rows) for key in ("change", "change_low", "change_high")},
    }


def _bound(context: Context, scope: Scope) -> list[dict[str, Any]]:
    """States outside that are bound by a promise of defence to one of the countries, those with most of them first."""
    bonds = context.bonds
    inside = set(scope.countries)
    own = bonds[(bonds["obligation"] == DEFENCE) & bonds["iso3"].isin(inside) & ~bonds["partner"].isin(inside)]
    alliances = _alliances(context, inside)
    states = {*own["partner"], *(code for members in alliances.values() for code in members if code not in inside)}
    found = []
    for iso3 in states:
        ties = own[own["partner"] == iso3]
        shared = sorted(org_id for org_id, members in alliances.items() if iso3 in members)
        by_org = {code for org_id in shared for code in alliances[org_id] if code in inside}
        rows = [*ties["row"], *_member_rows(context, shared, {iso3, *by_org}), *_hold_rows(context, alliances, iso3)]
        found.append(
            {
                "iso3": iso3,
                "defended": sorted({*ties["iso3"], *by_org}, key=context.name),
                "agreements": int(ties["agreement_id"].nunique()),
                "agreement_rows": sorted(set(ties["row"])),
                "organizations": shared,
                "on_hold": sorted(_hold(context, alliances, iso3)["org_id"]),
                **trail(context, "States bound from outside", rows),
            }
        )
    return sorted(found, key=lambda state: (-len(state["defended"]), -state["agreements"], context.name(state["iso3"])))


def _alliances(context: Context, inside: set[str]) -> dict[str, list[str]]:
    """Full members of each alliance of mutual defence to which one of the countries belongs."""
    return {
        code: members
        for code, members in context.members.items()
        if context.organizations[code]["mutual_defence"] and inside & set(members)
    }


def _member_rows(context: Context, organizations: list[str], members: set[str]) -> list[str]:
    full = context.full_members
    return list(full.loc[full["org_id"].isin(organizations) & full["iso3"].isin(members), "row"])


def _hold(context: Context, alliances: dict[str, list[str]], iso3: str) -> pd.DataFrame:
    """Standings of a state in the alliances that are frozen or suspended."""
    now = context.standings
    own: pd.DataFrame = now[
        now["org_id"].isin(list(alliances)) & (now["iso3"] == iso3) & now["status"].isin(["frozen", "suspended"])
    ]
    return own


def _hold_rows(context: Context, alliances: dict[str, list[str]], iso3: str) -> list[str]:
    return list(_hold(context, alliances, iso3)["row"])


def _tables(context: Context, scope: Scope) -> list[dict[str, Any]]:
    """Organisations in which the countries sit with powers as full members; bodies left out."""
    inside = set(scope.countries)
    found = []
    for org_id in scope.organizations:
        members = context.members.get(org_id, [])
        own = [code for code in members if code in inside]
        large = [code for code in members if code in context.powers and code not in inside]
        if not own or not large or org_id in context.bodies:
            continue
        weights = context.weight[context.weight["org_id"] == org_id]
        figures = [row for row in records(weights) if row["measure"] in SHARES and row["row"]]
        found.append(
            {
                "org_id": org_id,
                "members": len(members),
                "own": own,
                "powers": sorted(large, key=context.name),
                "shares": {
                    measure: {"own": _share(figures, measure, own, members)}
                    | {"powers": _share(figures, measure, large, members)}
                    for measure in SHARES
                },
                **trail(
                    context,
                    "Powers at the table",
                    [*_member_rows(context, [org_id], set(members)), *(row["row"] for row in figures)],
                ),
            }
        )
    return sorted(found, key=lambda table: (-len(table["own"]), -len(table["powers"]), table["org_id"]))


def _share(figures: list[dict[str, Any]], measure: str, codes: list[str], members: list[str]) -> float | None:
    """Some members' share of all, if all of them have a figure, and two thirds of all members or more."""
    known = {row["iso3"]: row["share"] for row in figures if row["measure"] == measure and row["share"] is not None}
    if len(known) <= LEAST_KNOWN * len(members) or not set(codes) <= known.keys():
        return None
    return float(sum(known[code] for code in codes))


def _operations(context: Context, scope: Scope) -> list[dict[str, Any]]:
    """Operations on the countries' soil, or led by one of them, the latest first."""
    inside = set(scope.countries)
    own = [
        row
        for row in records(context.tables["operations"])
        if row["lead_iso3"] in inside or inside & set(row["locations"])
    ]
    return sorted(own, key=lambda row: (dates.sort_key(row["start"]), row["row"]), reverse=True)


def _joint(operation: dict[str, Any], scope: Scope) -> bool:
    """Whether it ran under an organisation, or one of the countries was helped by another state."""
    return operation["framework_org"] is not None or operation["lead_iso3"] not in (None, *scope.countries)
