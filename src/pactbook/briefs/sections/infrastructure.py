"""Infrastructure: whose facilities stand on a country's soil, which it runs abroad, what others pay for."""

from typing import Any

from pactbook.briefs.context import Context, Finding, Section, counted, fact, records, trail
from pactbook.briefs.findings import finding

FACILITY = (
    "name",
    "host",
    "operator",
    "foreign",
    "kind",
    "opened",
    "closed",
    "status",
    "personnel_estimate",
    "summary",
    "note",
)
PROJECT = ("name", "hosts", "funders", "kind", "year_start", "year_end", "usd", "summary", "note")
RECENT_CLOSURE_YEARS = 10
LEAST_BARS = 2  # one bar says no more than the table


def country(context: Context, iso3: str) -> Section:
    """Facilities on a country's soil and those it runs abroad; projects on its soil and those it pays for."""
    here = _facilities(context, "host", iso3)
    abroad = [site for site in _facilities(context, "operator", iso3) if site["host"] != iso3]
    hosted, funded = _projects(context, "hosts", iso3), _projects(context, "funders", iso3)
    if not (here or abroad or hosted or funded):
        return {"empty": True}
    foreign = [site for site in here if site["foreign"]]
    return {
        "empty": False,
        "open_foreign": counted(context, "Presence", [site for site in foreign if site["open"]]),
        "closed_foreign": counted(context, "Presence", [site for site in foreign if not site["open"]]),
        "open_abroad": counted(context, "Presence", [site for site in abroad if site["open"]]),
        "closed_abroad": counted(context, "Presence", [site for site in abroad if not site["open"]]),
        "disputed": counted(context, "Presence", [site for site in here if site["status"] == "disputed"]),
        "operators": [
            {key: row[key] for key in ("operator", "open", "closed", "first_year")} for row in _presence(context, iso3)
        ],
        "here": [fact(context, site, *FACILITY) for site in here],
        "abroad": [fact(context, site, *FACILITY) for site in abroad],
        "projects": [fact(context, project, *PROJECT) for project in hosted],
        "funded": [fact(context, project, *PROJECT) for project in funded if iso3 not in project["hosts"]],
        "timeline": _timeline(context, foreign or abroad, "operator" if foreign else "host"),
    }


def country_findings(context: Context, iso3: str) -> list[Finding]:
    """Whose bases stand on a country's soil, and which one closed last."""
    foreign = [site for site in _facilities(context, "host", iso3) if site["foreign"]]
    stated = []
    standing = [site for site in foreign if site["open"]]
    if standing:
        values = {
            "count": len(standing),
            "disputed": sum(site["status"] == "disputed" for site in standing),
            "operators": [
                {"operator": row["operator"], "count": row["open"]} for row in _presence(context, iso3) if row["open"]
            ],
        }
        weight = 0.5 + min(len(standing), 6) / 20
        stated.append(
            finding(context, "foreign_bases", "infrastructure", weight, values, [site["row"] for site in standing])
        )
    abroad = [site for site in _facilities(context, "operator", iso3) if site["host"] != iso3]
    if abroad:
        stated.append(_abroad(context, abroad))
    closed = [site for site in foreign if not site["open"] and site["closed_year"] is not None]
    if closed:
        last = max(closed, key=lambda site: (site["closed_year"], site["closed"], site["row"]))
        recent = context.as_of.year - last["closed_year"] < RECENT_CLOSURE_YEARS
        values = {
            "name": last["name"],
            "operator": last["operator"],
            "closed": last["closed"],
            "opened": last["opened"],
        }
        stated.append(
            finding(context, "facility_closed", "infrastructure", 0.55 if recent else 0.3, values, [last["row"]])
        )
    return stated


def _abroad(context: Context, abroad: list[dict[str, Any]]) -> Finding:
    """What a country runs abroad: how many facilities in whose countries, or which one closed last."""
    standing = [site for site in abroad if site["open"]]
    hosts = sorted({site["host"] for site in standing or abroad}, key=context.name)
    dated = [site for site in abroad if not site["open"] and site["closed_year"] is not None]
    last = max(dated, key=lambda site: (site["closed_year"], site["closed"], site["row"]), default=None)
    values = {
        "open": len(standing),
        "closed": len(abroad) - len(standing),
        "hosts": hosts,
        "last": last and {"name": last["name"], "host": last["host"], "closed": last["closed"]},
    }
    rows = [site["row"] for site in (standing or abroad)]
    weight = 0.8 if len(abroad) > 1 else 0.5
    return finding(context, "facilities_abroad", "infrastructure", weight, values, rows)


def _facilities(context: Context, column: str, iso3: str) -> list[dict[str, Any]]:
    return records(context.sites[(context.sites[column] == iso3).fillna(False)])


def _presence(context: Context, iso3: str) -> list[dict[str, Any]]:
    return records(context.foreign_presence[context.foreign_presence["host"] == iso3])


def _projects(context: Context, column: str, iso3: str) -> list[dict[str, Any]]:
    table = context.tables["infrastructure_projects"]
    own = [project for project in records(table) if iso3 in project[column]]
    return sorted(own, key=lambda row: (-(row["year_start"] or row["year_end"] or 0), row["row"]))


def _timeline(context: Context, sites: list[dict[str, Any]], party: str) -> dict[str, Any] | None:
    """Bars from opening to closing; without a date of closing, a closed facility has no bar, only the table's row."""
    first = context.config["edition"]["since"]
    drawn = [site for site in sites if site["open"] or (site["closed_year"] or 0) >= first]
    if len(drawn) < LEAST_BARS:
        return None
    last = context.as_of.year
    main = [
        {
            "label": site["name"],
            "party": context.short(site[party]),
            "colour": context.colour(site["operator"]),
            "start": max(site["opened_year"] or first, first),
            "end": last + 1 if site["open"] else site["closed_year"] + 1,
            "start_known": site["opened_year"] is not None and site["opened_year"] >= first,
            "start_label": "" if site["opened_year"] is None else str(site["opened_year"]),
            "open": site["open"],
            "disputed": site["status"] == "disputed",
            "order": order,
        }
        for order, site in enumerate(
            sorted(drawn, key=lambda site: (site["operator"], site["opened_year"] or 0, site["row"]))
        )
    ]
    rows = sorted(site["row"] for site in drawn)
    return {
        "spec": "facilities",
        "data": {"main": main},
        "values": {
            "first_year": first,
            "last_year": last,
            "shown": len(main),
            "open": sum(bar["open"] for bar in main),
            "left_out": len(sites) - len(drawn),
        },
        **trail(context, "Years of use", rows),
    }
