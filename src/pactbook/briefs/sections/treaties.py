"""The treaty basis of an organisation, and agreements with their obligations as a matrix."""

from typing import Any

from pactbook.briefs.context import Context, Section, fact, records
from pactbook.briefs.sections.bodies import own_and_bodies
from pactbook.measures.agreements import IN_FORCE, provisions_found


def organization(context: Context, org_id: str) -> Section:
    """Agreements under an organisation and its bodies."""
    table = context.tables["agreements"]
    own = records(table[table["framework_org"].isin(own_and_bodies(context, org_id))])
    if not own:
        return {"empty": True}
    return {"empty": False, "matrix": matrix(context, own)}


def matrix(context: Context, agreements: list[dict[str, Any]]) -> dict[str, Any]:
    """Agreements in force with their obligations, and those that are not in force.

    Args:
        context: the edition.
        agreements: rows of the table `agreements`.

    Returns:
        `provisions` (the columns: obligations that occur), `standing` and `others` (records with parties).
    """
    stated = [
        fact(context, row, "title", "signed", "in_force", "ended", "status", "provisions")
        | {
            "parties": context.parties.get(row["agreement_id"], []),
            "status_checked": context.row_facts[row["row"]].checked,
        }
        for row in sorted(agreements, key=lambda row: (row["signed"] or "", row["agreement_id"]), reverse=True)
    ]
    standing = [row for row in stated if row["status"] == IN_FORCE]
    return {
        "provisions": provisions_found([row["provisions"] for row in standing]),
        "standing": standing,
        "others": [row for row in stated if row["status"] != IN_FORCE],
    }
