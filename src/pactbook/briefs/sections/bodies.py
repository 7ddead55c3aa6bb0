"""Bodies of an organisation and the facilities that it or they run or use."""

from pactbook.briefs.context import Context, Section, fact, figure, records

BODY = ("org_id", "founded", "dissolved", "headquarters", "summary", "note")
FACILITY = ("name", "host", "kind", "opened", "closed", "status", "personnel_estimate", "summary", "note")


def own_and_bodies(context: Context, org_id: str) -> list[str]:
    """An organisation and all that belongs to it."""
    return list(context.frameworks[org_id])


def organization(context: Context, org_id: str) -> Section:
    """Sub-organs by founding and facilities by host."""
    codes = own_and_bodies(context, org_id)
    bodies = sorted(
        (context.organizations[code] for code in codes[1:]), key=lambda body: (body["founded"] or "9", body["org_id"])
    )
    facilities = records(context.sites[context.sites["org_id"].isin(codes)])
    standing = [site["row"] for site in facilities if site["open"]]
    if not bodies and not facilities:
        return {"empty": True}
    return {
        "empty": False,
        "bodies": [fact(context, body, *BODY) for body in bodies],
        "facilities": [fact(context, site, *FACILITY) for site in facilities],
        "open": figure(context, len(standing), "Presence", standing),
    }
