"""The brief of an organisation."""

from typing import Any

from pactbook.briefs.assemble import assemble
from pactbook.briefs.context import Context, fact, trail
from pactbook.briefs.sections import (
    bodies,
    cohesion,
    evolution,
    exercises,
    impact,
    membership,
    operations,
    tasks,
    treaties,
    weight,
)
from pactbook.measures.memberships import MEMBER

SECTIONS = {
    "evolution": evolution,
    "membership": membership,
    "treaties": treaties,
    "weight": weight,
    "exercises": exercises,
    "tasks": tasks,
    "operations": operations,
    "bodies": bodies,
    "cohesion": cohesion,
    "impact": impact,
}


def brief(context: Context, org_id: str, briefs: dict[str, str]) -> dict[str, Any]:
    """Everything that an organisation's brief shows.

    Args:
        context: the edition.
        org_id: the organisation.
        briefs: the slug of every subject that gets a brief, by its code.
    """
    sections = {key: module.organization(context, org_id) for key, module in SECTIONS.items()}
    findings = [
        stated
        for module in SECTIONS.values()
        if hasattr(module, "organization_findings")
        for stated in module.organization_findings(context, org_id)
    ]
    return assemble(context, "organizations", org_id, _masthead(context, org_id), sections, findings, briefs)


def _masthead(context: Context, org_id: str) -> dict[str, Any]:
    record = context.organizations[org_id]
    stated = fact(context, record)
    single = {
        "unit": None,
        "year": None,
        "sources": stated["sources"],
        "row": record["row"],
        "verified": stated["verified"],
    }
    standings = context.standings
    members = standings[(standings["org_id"] == org_id) & (standings["status"] == MEMBER)]
    facts = [
        {"key": "kind", "value": record["kind"], **single},
        {"key": "founded", "value": record["founded"], **single},
        {"key": "in_force", "value": record["in_force"], **single},
        {"key": "dissolved", "value": record["dissolved"], **single},
        {"key": "seat", "value": record["headquarters"], **single},
        {"key": "treaty", "value": record["founding_document"], **single},
        {"key": "mutual_defence", "value": record["mutual_defence"], **single},
        {"key": "parent", "value": record["parent_org"], **single},
        {
            "key": "members",
            "value": len(members),
            "unit": None,
            "year": None,
            "verified": stated["verified"],
            **trail(context, "Standing on a day", sorted(members["row"])),
        },
    ]
    return {
        "title": record["name"],
        "official_name": record["abbreviation"],
        "name_local": record["name_ru"],
        "summary": record["summary"],
        "badges": [],
        "dissolved": record["dissolved"],
        "facts": [known for known in facts if known["value"] is not None or known["key"] in ("founded", "seat")],
        **stated,
    }
