"""Effects on regional stability, as far as the data shows: incidents before and after, operations, settled borders."""

from typing import Any

from pactbook.briefs.context import Context, Section, fact, figure, records, trail
from pactbook.briefs.sections.bodies import own_and_bodies

LEAST_YEARS = 5  # of a period, below which a rate is chance
BORDER = ("iso3_a", "iso3_b", "settled_on", "length_km")


def organization(context: Context, org_id: str) -> Section:
    """Incidents among an organisation's members per year, its operations, borders settled between members.

    Without a founding date, or without an incident, an operation or a border, there is nothing to show.
    """
    found = context.member_incidents[context.member_incidents["org_id"] == org_id]
    settled = context.settled_borders[context.settled_borders["org_id"] == org_id]
    operations = context.tables["operations"]
    own = operations[operations["framework_org"].isin(own_and_bodies(context, org_id))]
    if found.empty and settled.empty and own.empty:
        return {"empty": True}
    rates = records(context.stability_rates[context.stability_rates["org_id"] == org_id])
    borders = context.tables["borders"].set_index("row", drop=False)
    return {
        "empty": False,
        "founded": context.organizations[org_id]["founded"],
        "rates": [
            {key: value for key, value in rate.items() if key != "org_id"}
            | trail(context, "Rate", _within(found, rate["first_year"], rate["last_year"]))
            for rate in rates
        ],
        "incidents": figure(context, len(found), "Incidents of members", sorted(found["row"])),
        "members_then": figure(
            context,
            int(found["members_then"].sum()),
            "Border clashes between members",
            sorted(found.loc[found["members_then"], "row"]),
        ),
        "places": sorted(set(found["place"]), key=context.name),
        "comparable": _comparable(rates),
        "chart": _chart(context, found, org_id),
        "operations": figure(context, len(own), "Rows listed", sorted(own["row"])),
        "borders": [fact(context, border, *BORDER) for border in records(borders.loc[list(settled["row"])])],
    }


def _comparable(rates: list[dict[str, Any]]) -> bool:
    """Whether both periods are long enough for a rate to say something."""
    return len(rates) == 2 and min(rate["years"] for rate in rates) >= LEAST_YEARS


def _within(found: Any, first: int, last: int) -> list[str]:
    return sorted(found.loc[found["year"].between(first, last), "row"])


def _chart(context: Context, found: Any, org_id: str) -> dict[str, Any] | None:
    """Incidents per year, those between members apart, with the founding year marked."""
    if found.empty:
        return None
    counts = found.groupby(["year", "between"])["row"].nunique().rename("incidents").reset_index()
    founded = context.organizations[org_id]["founded"]
    first, last = context.incident_years
    rows = sorted(found["row"].unique())
    return {
        "spec": "stability",
        "data": {
            "main": [
                {
                    "year": row["year"],
                    "incidents": row["incidents"],
                    "label": "Border clashes between countries ever members"
                    if row["between"]
                    else "All other incidents",
                    "order": 0 if row["between"] else 1,
                }
                for row in records(counts)
            ],
            "years": [{"year": year} for year in range(first, last + 1)],
            "founded": [{"year": int(founded[:4]), "label": "founded"}]
            if founded and int(founded[:4]) >= first
            else [],
        },
        "values": {"first": first, "last": last, "incidents": len(found), "between": int(found["between"].sum())},
        **trail(context, "Incidents of members", rows),
    }
