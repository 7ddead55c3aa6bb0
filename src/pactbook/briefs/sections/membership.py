"""How an organisation's membership formed and changed, and the spells of a country or an organisation as a timeline."""

from typing import Any

from pactbook import dates
from pactbook.briefs.context import Context, Finding, Section, fact, figure, records, trail
from pactbook.briefs.findings import finding
from pactbook.measures.memberships import MEMBER

SIGNATORY = "signatory"
FULL, PENDING = (MEMBER, SIGNATORY), ("suspended", "frozen")
LEAST_DATES = 2  # where all joined at the founding and stayed, nothing has changed
MOST_DRAWN = 70  # bars that fit on a page
MEMBER_COLOUR = "#1d4e79"


def organization(context: Context, org_id: str) -> Section:
    """Members by status, with when and how each came and went."""
    table = context.tables["memberships"]
    own = table[table["org_id"] == org_id]
    if own.empty:
        return {"empty": True}
    spells = [fact(context, row, "iso3", "status", "start", "end", "note") for row in records(own)]
    spells.sort(key=lambda spell: (_start(spell), context.name(spell["iso3"])))
    counts = context.members_per_year
    full = [spell for spell in spells if spell["status"] in FULL]
    changed = context.spells
    signed = changed[(changed["org_id"] == org_id) & (changed["status"] == SIGNATORY) & (changed["after"] == MEMBER)]
    became = [spell for spell in full if spell["row"] in set(signed["row"])]
    ended = [spell for spell in full if spell["end"] is not None and spell not in became]
    rows = [spell["row"] for spell in spells]
    now = context.standings[context.standings["org_id"] == org_id]
    counted = counts[counts["org_id"] == org_id]
    per_year = records(counted[["year", "members"]])
    return {
        "empty": False,
        "spells": spells,
        "members": _standing(context, now[now["status"] == MEMBER]),
        "others": _standing(context, now[~now["status"].isin((MEMBER, *PENDING))]),
        "on_hold": _standing(context, now[now["status"].isin(PENDING)]),
        "ever": figure(
            context, len({spell["iso3"] for spell in full}), "Members a year", [spell["row"] for spell in full]
        ),
        "ended": figure(context, len(ended), "Members a year", [spell["row"] for spell in ended]),
        "became": figure(context, len(became), "Members a year", [spell["row"] for spell in became]),
        "per_year": {
            "spec": "members_per_year",
            "data": {"main": per_year},
            "values": {
                "peak": max((row["members"] for row in per_year), default=0),
                "peak_years": _peak_years(per_year),
                "first": per_year[0]["members"] if per_year else 0,
                "first_year": per_year[0]["year"] if per_year else None,
                "last": per_year[-1]["members"] if per_year else 0,
                "last_year": per_year[-1]["year"] if per_year else None,
                "undated": int(counted["undated"].max()) if per_year else 0,
            },
            **trail(context, "Members a year", rows),
        },
        "timeline": timeline(context, spells, "iso3"),
        "status_map": {"spec": "status_map"},
    }


def organization_findings(context: Context, org_id: str) -> list[Finding]:
    """The latest change among the full members; the end of an organisation is no exit of its members."""
    spells = context.spells
    own = spells[(spells["org_id"] == org_id) & (spells["status"] == MEMBER)]
    dissolved = context.organizations[org_id]["dissolved"]
    joined = [(spell["start"], "joined", spell) for spell in records(own) if spell["start"]]
    left = [
        (spell["end"], spell["after"] or "left", spell)
        for spell in records(own)
        if spell["end"] and not (dissolved and dates.may_be_same(spell["end"], dissolved))
    ]
    if len({date for date, _, _ in [*joined, *left]}) < LEAST_DATES:
        return []
    date, change, _ = max([*joined, *left], key=lambda item: (dates.sort_key(item[0]), item[1] == "joined"))
    latest = [spell for when, what, spell in [*joined, *left] if (when, what) == (date, change)]
    same = sorted(spell["iso3"] for spell in latest)
    members = len(context.members.get(org_id, ()))
    on_hold = (context.standings["org_id"] == org_id) & context.standings["status"].isin(PENDING)
    values = {"date": date, "change": change, "countries": same, "members": members, "on_hold": int(on_hold.sum())}
    if dissolved:
        values["ended"] = dissolved
    rows = sorted(spell["row"] for spell in latest)
    return [finding(context, "membership_changed", "membership", 0.85, values, rows)]


def _standing(context: Context, spells: Any) -> dict[str, Any]:
    return figure(context, len(spells), "Standing on a day", list(spells["row"]))


def _peak_years(per_year: list[dict[str, Any]]) -> list[int]:
    """First and last year with the most members."""
    peak = max((row["members"] for row in per_year), default=0)
    years = [row["year"] for row in per_year if row["members"] == peak]
    return [years[0], years[-1]] if years else []


def timeline(context: Context, spells: list[dict[str, Any]], subject: str) -> dict[str, Any]:
    """Spells as bars from start to end; those without a known start, and what is beyond a page, are counted.

    Args:
        context: the edition.
        spells: records with status, start, end and the column that names the bar.
        subject: that column: iso3 or org_id.
    """
    dated = [spell for spell in spells if spell["start"] is not None]
    first = dict.fromkeys(spell[subject] for spell in dated)
    shown = set(list(first)[:MOST_DRAWN])
    drawn = [spell for spell in dated if spell[subject] in shown]
    main = [
        {
            "label": context.short(spell[subject]),
            "status": spell["status"],
            "start": dates.earliest(spell["start"]).isoformat(),
            "end": (dates.earliest(spell["end"]) if spell["end"] else context.as_of).isoformat(),
            "look": "full" if spell["status"] in FULL else "pending" if spell["status"] in PENDING else "partner",
            "colour": MEMBER_COLOUR if subject == "iso3" else context.colour(spell[subject]),
            "order": place,
        }
        for place, spell in enumerate(drawn)
    ]
    rows = [spell["row"] for spell in drawn]
    return {
        "spec": "membership_timeline",
        "data": {"main": main},
        "values": {"undated": len(spells) - len(dated), "beyond": max(0, len(first) - MOST_DRAWN)},
        **trail(context, "Standing on a day", rows),
    }


def _start(spell: dict[str, Any]) -> tuple[Any, ...]:
    return (0, *dates.sort_key(spell["start"])) if spell["start"] else (1,)
