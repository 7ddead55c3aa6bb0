"""How an organisation was formed and how it changed: its founding, constituting treaties, members, bodies and end."""

from typing import Any

from pactbook import dates
from pactbook.briefs.context import Context, Finding, Section, figure, records, trail
from pactbook.briefs.findings import finding
from pactbook.measures.memberships import ON_HOLD

CONSTITUTING = ("treaty organisation", "mutual defence", "non-aggression", "confidence building")  # kinds of agreements
LEAST_PARTIES = 3  # a treaty of two states constitutes no organisation
TREATIES = ("treaty signed", "treaty in force", "treaty ended")
PARTNERS = ("partners joined", "partners left", "status changed")  # the chapter on membership has them
JOINED = ("members joined", "signatories joined")
LEFT = ("members left", "signatories left")
RESUMED = "membership resumed"


def organization(context: Context, org_id: str) -> Section:
    """Milestones of an organisation by their dates, and what they add up to."""
    told = [event for event in _events(context, org_id) if _told(context, event)]
    if not told:
        return {"empty": True}
    founders, later = _joinings(context, org_id)
    left = [event for event in told if event["kind"] in LEFT]
    days: dict[str, list[dict[str, Any]]] = {}
    for event in told:
        days.setdefault(event["date"], []).append(event)
    return {
        "empty": False,
        "founded": context.organizations[org_id]["founded"],
        "dissolved": context.organizations[org_id]["dissolved"],
        "predecessor": next((event["subject"] for event in told if event["kind"] == "predecessor founded"), None),
        "founders": _countries(context, founders),
        "enlargements": figure(context, len({event["date"] for event in later}), "Milestones", _rows(later)),
        "joined_later": _countries(context, later),
        "left": _countries(context, left),
        "on_hold": _on_hold(context, org_id),
        "days": [
            {
                "date": day,
                "events": [_shown(context, event) for event in events],
                **trail(context, "Milestones", _rows(events)),
            }
            for day, events in days.items()
        ],
    }


def organization_findings(context: Context, org_id: str) -> list[Finding]:
    """How membership grew, who left, and who came back."""
    stated = []
    growth = _growth(context, org_id)
    if growth:
        values, rows = growth
        stated.append(finding(context, "enlargement", "evolution", 0.5, values, rows))
    events = _events(context, org_id)
    left = [event for event in events if event["kind"] in LEFT]
    # A country may leave a body because it joins what the body belongs to: of bodies no count of departures is stated.
    if left and context.organizations[org_id]["parent_org"] is None:
        departures = [{"countries": list(event["countries"]), "date": event["date"]} for event in left]
        values = {
            "departures": departures,
            "count": sum(len(event["countries"]) for event in left),
            "on_hold": _on_hold(context, org_id)["figure"],
        }
        stated.append(finding(context, "withdrawal_count", "evolution", 0.6, values, _rows(left)))
    back = _returns(events)
    if back:
        values = {"returns": [{key: come[key] for key in ("iso3", "date", "left")} for come in back]}
        rows = [row for come in back for row in come["rows"]]
        stated.append(finding(context, "returns", "evolution", 0.55, values, rows))
    return stated


def _events(context: Context, org_id: str) -> list[dict[str, Any]]:
    own = context.milestones[context.milestones["org_id"] == org_id]
    return records(own.drop(columns="org_id"))


def _told(context: Context, event: dict[str, Any]) -> bool:
    """Whether an event belongs to the making of the organisation, and is not one treaty or partner among many."""
    if event["kind"] in PARTNERS:
        return False
    if event["kind"] not in TREATIES:
        return True
    agreement = context.agreements_by_id[event["subject"]]
    return agreement["kind"] in CONSTITUTING and len(event["countries"]) >= LEAST_PARTIES


def _shown(context: Context, event: dict[str, Any]) -> dict[str, Any]:
    """An event as the timeline tells it: what, of whom, and the name of its subject."""
    subject = event["subject"]
    treaty = context.agreements_by_id[subject]["title"] if event["kind"] in TREATIES else None
    return {"kind": event["kind"], "subject": subject, "treaty": treaty, "countries": list(event["countries"])}


def _joinings(context: Context, org_id: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Joinings at the founding (of signatories where nobody was a member yet), and of other members later."""
    events = _events(context, org_id)
    founded = context.organizations[org_id]["founded"]
    on_day = [event for event in events if founded and dates.may_be_same(event["date"], founded)]
    first: list[dict[str, Any]] = []
    for kind in JOINED:
        first = first or [event for event in on_day if event["kind"] == kind]
    founders = {iso3 for event in first for iso3 in event["countries"]}
    later = [
        event | {"countries": others}
        for event in events
        if event["kind"] == JOINED[0] and event not in first
        for others in [[iso3 for iso3 in event["countries"] if iso3 not in founders]]
        if others
    ]
    return first, later


def _countries(context: Context, events: list[dict[str, Any]]) -> dict[str, Any]:
    return figure(context, len({iso3 for event in events for iso3 in event["countries"]}), "Milestones", _rows(events))


def _rows(events: list[dict[str, Any]]) -> list[str]:
    return [row for event in events for row in event["rows"]]


def _on_hold(context: Context, org_id: str) -> dict[str, Any]:
    standing = context.standings
    own = standing[(standing["org_id"] == org_id) & standing["status"].isin(ON_HOLD)]
    return figure(context, len(own), "Standing on a day", sorted(own["row"]))


def _growth(context: Context, org_id: str) -> tuple[dict[str, Any], list[str]] | None:
    """Full members of the first year and now, where there are more now and all dates of joining are known."""
    counts = context.members_per_year
    own = records(counts[counts["org_id"] == org_id])
    if not own or own[0]["undated"] or context.organizations[org_id]["dissolved"]:
        return None
    first, last = own[0], own[-1]
    if last["members"] <= first["members"] or last["year"] < context.last_year:
        return None
    members = context.tables["memberships"]
    rows = members.loc[(members["org_id"] == org_id) & (members["status"] == "member"), "row"]
    values = {
        "first": first["members"],
        "last": last["members"],
        "first_year": first["year"],
        "last_year": last["year"],
    }
    return values, sorted(rows)


def _returns(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Countries that resumed a membership, or joined after having left, with the date of either."""
    gone: dict[str, dict[str, Any]] = {}
    found = []
    for event in events:
        for iso3 in event["countries"]:
            if event["kind"] in LEFT or event["kind"] == "membership suspended":
                gone.setdefault(iso3, event)
            elif event["kind"] in (*JOINED, RESUMED) and iso3 in gone:
                away = gone.pop(iso3)
                rows = [*away["rows"], *event["rows"]]
                found.append({"iso3": iso3, "date": event["date"], "left": away["date"], "rows": rows})
    return found
