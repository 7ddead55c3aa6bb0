"""Cohesion of an organisation: what its members share elsewhere, what stands between them, how alike their ties are."""

from statistics import mean
from typing import Any

from pactbook import dates
from pactbook.briefs.context import Context, Finding, Section, fact, figure, records, trail
from pactbook.briefs.findings import finding
from pactbook.briefs.sections.borders import open_by_status
from pactbook.briefs.sections.counterterrorism import deadliest
from pactbook.measures.memberships import MEMBER
from pactbook.measures.similarity import RANKS

SHOWN = 8
FEW = 10  # members
ALIKE, UNLIKE = 0.8, 0.4  # mean similarity from which a finding is stated
BORDER = ("iso3_a", "iso3_b", "length_km", "status", "note")
INCIDENT = ("date", "end", "countries", "fatalities_low", "fatalities_high", "summary", "note")


def organization(context: Context, org_id: str) -> Section:
    """Overlap with other organisations, open borders and clashes between members, similarity of portfolios."""
    members = set(context.members.get(org_id, ()))
    if len(members) < 2:
        return {"empty": True}
    borders = _borders(context, members)
    pairs = _pairs(context, members)
    return {
        "empty": False,
        "members": len(members),
        "overlap": _overlap(context, org_id),
        "borders": figure(context, len(borders), "Status", [row["row"] for row in borders]),
        "open": [
            {"status": status, "count": figure(context, len(own), "Status", [row["row"] for row in own])}
            for status, own in open_by_status(borders).items()
        ],
        "open_borders": [
            fact(context, row, *BORDER) | {"status_checked": context.row_facts[row["row"]].checked}
            for row in borders
            if row["status"] != "settled"
        ],
        "clashes": _clashes(context, org_id),
        "outside": sorted(members - _comparable(context, members), key=context.name),
        "similarity": _similarity(context, pairs) if pairs else None,
    }


def organization_findings(context: Context, org_id: str) -> list[Finding]:
    """Borders between members that are not settled; portfolios that are much or little alike."""
    members = set(context.members.get(org_id, ()))
    stated = []
    borders = _borders(context, members)
    unsettled = [row for row in borders if row["status"] != "settled"]
    disputed = [row for row in unsettled if row["status"] == "disputed"]
    if unsettled:
        counts = {
            "borders": len(borders),
            "open": [
                {"status": status, "pairs": [[row["iso3_a"], row["iso3_b"]] for row in own]}
                for status, own in open_by_status(borders).items()
            ],
        }
        weight = 0.65 if disputed else 0.4
        rows = [row["row"] for row in unsettled]
        code = "unsettled_borders_between_members"
        stated.append(finding(context, code, "cohesion", weight, counts, rows, complete=False))
    clashes = _clashes(context, org_id)
    worst = deadliest(clashes)
    if worst:
        values = {key: worst[key] for key in ("date", "end", "countries", "fatalities_low", "fatalities_high")}
        covered = context.incident_places
        values |= {
            "clashes": len(clashes),
            "settled_on": _settled_after(borders, worst),
            "covered": [] if members <= set(covered) else covered,
        }
        rows = [clash["row"] for clash in clashes]
        weight = 0.4 + 0.4 * min(1, FEW / len(members))  # of fifty members, two that fight say little of the whole
        stated.append(finding(context, "clash_between_members", "cohesion", weight, values, rows, complete=False))
    pairs = _pairs(context, members)
    if pairs and members <= context.core:
        values = _summary(context, pairs)
        code = "portfolios_alike" if values["mean"] >= ALIKE else "portfolios_unlike"
        if values["mean"] >= ALIKE or values["mean"] <= UNLIKE:
            stated.append(finding(context, code, "cohesion", 0.5, values, _bond_rows(context, pairs)))
    return stated


def _borders(context: Context, members: set[str]) -> list[dict[str, Any]]:
    table = context.tables["borders"]
    between = table[table["iso3_a"].isin(members) & table["iso3_b"].isin(members)]
    return records(between.sort_values(["iso3_a", "iso3_b"]))


def _clashes(context: Context, org_id: str) -> list[dict[str, Any]]:
    """Border clashes between countries that were members then, the latest first."""
    found = context.member_incidents
    rows = set(found.loc[(found["org_id"] == org_id) & found["members_then"], "row"])
    table = context.tables["incidents"]
    own = records(table[table["row"].isin(rows)])
    own.sort(key=lambda row: (dates.sort_key(row["date"]), row["row"]), reverse=True)
    return [fact(context, row, *INCIDENT) for row in own]


def _overlap(context: Context, org_id: str) -> list[dict[str, Any]]:
    """The organisations that share most members; bodies of an organisation repeat its members and are left out."""
    frame = context.overlap[(context.overlap["org_id"] == org_id) & (context.overlap["common"] > 0)]
    own = records(frame[~frame["other"].isin(context.bodies)].head(SHOWN))
    now = context.standings[context.standings["status"] == MEMBER]
    return [
        {key: row[key] for key in ("other", "common", "either", "jaccard")}
        | trail(context, "Overlap of memberships", sorted(now.loc[now["org_id"].isin((org_id, row["other"])), "row"]))
        for row in own
    ]


def _settled_after(borders: list[dict[str, Any]], clash: dict[str, Any]) -> str | None:
    """The day on which the border that was fought over was settled, if that came later."""
    own = (border["settled_on"] for border in borders if {border["iso3_a"], border["iso3_b"]} == {*clash["countries"]})
    return next((day for day in own if day and dates.definitely_after(day, clash["date"])), None)


def _comparable(context: Context, members: set[str]) -> set[str]:
    """Members whose ties the data means to hold in full: those that it is about, with an agreement in force."""
    return members & context.core & set(context.portfolio_states)


def _pairs(context: Context, members: set[str]) -> list[dict[str, Any]]:
    """Similarity of every two comparable members, each pair once; of others the data knows only some ties."""
    known = _comparable(context, members)
    scores = context.s_scores
    return records(scores[scores["iso3"].isin(known) & scores["partner"].isin(known)].query("iso3 < partner"))


def _summary(context: Context, pairs: list[dict[str, Any]]) -> dict[str, Any]:
    least = min(pairs, key=lambda pair: (pair["s"], pair["iso3"], pair["partner"]))
    most = max(pairs, key=lambda pair: (pair["s"], pair["iso3"], pair["partner"]))
    return {
        "mean": mean(pair["s"] for pair in pairs),
        "pairs": len(pairs),
        "states": len(context.portfolio_states),
        "least": least,
        "most": most,
        "ranks": RANKS,
    }


def _bond_rows(context: Context, pairs: list[dict[str, Any]]) -> list[str]:
    """The agreements on which the portfolios of some pairs rest."""
    countries = {pair[side] for pair in pairs for side in ("iso3", "partner")}
    bonds = context.bonds
    return sorted(bonds.loc[bonds["iso3"].isin(countries), "row"].unique())


def _similarity(context: Context, pairs: list[dict[str, Any]]) -> dict[str, Any]:
    rows = _bond_rows(context, pairs)
    main = [
        {"across": context.name(pair[across]), "down": context.name(pair[down]), "s": pair["s"]}
        for pair in pairs
        for across, down in (("iso3", "partner"), ("partner", "iso3"))
    ]
    return {
        "spec": "portfolio_similarity",
        "data": {"main": sorted(main, key=lambda cell: (cell["down"], cell["across"]))},
        "values": _summary(context, pairs),
        **trail(context, "Similarity of alliance portfolios", rows),
    }
