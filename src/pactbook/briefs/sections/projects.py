"""Infrastructure projects in a scope: of what kind, who pays, where; sums one by one."""

from collections import Counter
from typing import Any

from pactbook.briefs.context import Context, Finding, Section, counted, fact, records, trail
from pactbook.briefs.findings import finding
from pactbook.briefs.scope import Scope
from pactbook.briefs.sections.infrastructure import PROJECT

Project = dict[str, Any]
MEASURE = "Projects on record"
SHOWN = 45  # rows of the table
LEAST_BARS = 2  # years: one bar says no more than the table


def topic(context: Context, scope: Scope) -> Section:
    """Projects on the soil of a topic's countries."""
    own = _projects(context, scope)
    if not own:
        return {"empty": True}
    return {
        "empty": False,
        "total": counted(context, MEASURE, own),
        "ended": counted(context, MEASURE, [project for project in own if project["year_end"] is not None]),
        "open_ended": counted(context, MEASURE, [project for project in own if project["year_end"] is None]),
        "undated": counted(context, MEASURE, [project for project in own if _year(project) is None]),
        "priced": counted(context, MEASURE, [project for project in own if project["usd"] is not None]),
        "unpaid": counted(context, MEASURE, [project for project in own if not project["funders"]]),
        "columns": (columns := [code for code in scope.countries if any(code in row["hosts"] for row in own)]),
        "funders": _funders(context, own, columns),
        "kinds": [
            {"kind": kind, "projects": count}
            | trail(context, MEASURE, [project["row"] for project in own if project["kind"] == kind])
            for kind, count in sorted(Counter(row["kind"] for row in own).items(), key=lambda pair: (-pair[1], pair[0]))
        ],
        "per_year": _per_year(context, own),
        "projects": [fact(context, project, *PROJECT) for project in own[:SHOWN]],
        "left_out": counted(context, MEASURE, own[SHOWN:]),
    }


def topic_findings(context: Context, scope: Scope) -> list[Finding]:
    """Who pays for most of the projects."""
    own = _projects(context, scope)
    paid = Counter(funder for project in own for funder in project["funders"])
    if not paid:
        return []
    most = max(paid.values())
    if most == 1 and len(own) > 1:
        return []  # nobody leads
    leaders = sorted(funder for funder, count in paid.items() if count == most)
    values = {"funders": leaders, "count": most, "total": len(own), "payers": len(paid)}
    rows = [project["row"] for project in own]
    return [finding(context, "projects_leader", "projects", 0.6, values, rows, complete=False)]


def topic_glance(context: Context, scope: Scope) -> list[dict[str, Any]]:
    """How many projects are on record."""
    own = _projects(context, scope)
    return [
        {
            "key": "projects",
            "label": "Projects on record",
            "value": len(own),
            "unit": None,
            "year": context.as_of.year,
            "verified": "tool" if all(project["verified"] == "tool" for project in own) else "memory",
            **trail(context, MEASURE, [project["row"] for project in own]),
        }
    ]


def _projects(context: Context, scope: Scope) -> list[Project]:
    """Each project with a host in the scope once, the latest first, those without a year last."""
    inside = set(scope.countries)
    own = [row for row in records(context.tables["infrastructure_projects"]) if inside & set(row["hosts"])]
    return sorted(own, key=lambda row: (-(_year(row) or 0), row["row"]))


def _year(project: Project) -> int | None:
    """The first year known of a project."""
    year = project["year_start"] if project["year_start"] is not None else project["year_end"]
    return None if year is None else int(year)


def _funders(context: Context, own: list[Project], columns: list[str]) -> list[dict[str, Any]]:
    """Who pays, by hosts; a project counts for each that pays and in each country where it is."""
    rows = []
    for funder in sorted({code for project in own for code in project["funders"]}):
        paid = [project for project in own if funder in project["funders"]]
        rows.append(
            {
                "funder": funder,
                "counts": [sum(host in project["hosts"] for project in paid) for host in columns],
                "total": len(paid),
                **trail(context, MEASURE, [project["row"] for project in paid]),
            }
        )
    return sorted(rows, key=lambda row: (-row["total"], row["funder"]))


def _per_year(context: Context, own: list[Project]) -> dict[str, Any] | None:
    """Projects by the year in which they began, those whose end alone is known apart."""
    first_known = [project for project in own if project["year_start"] is not None]
    if len({project["year_start"] for project in first_known}) < LEAST_BARS:
        return None
    counts = Counter(int(project["year_start"]) for project in first_known)
    first, last = min(counts), max(*counts, context.last_year)
    most = max(counts.values())
    return {
        "spec": "projects_per_year",
        "data": {"main": [{"year": year, "projects": counts[year]} for year in range(first, last + 1)]},
        "values": {
            "first": first,
            "last": last,
            "most": most,
            "most_years": [year for year, count in sorted(counts.items()) if count == most],
            "left_out": len(own) - len(first_known),
        },
        **trail(context, MEASURE, [project["row"] for project in first_known]),
    }
