"""The treaty basis of an organisation, and agreements with their obligations as a matrix."""

from typing import Any

from pactbook.briefs.context import Context, Section, fact, records

PROVISIONS = (
    "defence", "nonaggression", "consultation", "basing", "joint command", "arms", "training", "intelligence", "border",
    "transit",
)  # fmt: skip


def organization(context: Context, org_id: str) -> Section:
    """Agreements under an organisation and its bodies."""
    bodies = {code for code, record in context.organizations.items() if record["parent_org"] == org_id}
    table = context.tables["agreements"]
    own = records(table[table["framework_org"].isin([org_id, *bodies])])
    if not own:
        return {"empty": True}
    return {"empty": False} | matrix(context, own)


def matrix(context: Context, agreements: list[dict[str, Any]]) -> dict[str, Any]:
    """Agreements in force with their obligations, and those that are not in force.

    Args:
        context: the edition.
        agreements: rows of the table `agreements`.

    Returns:
        `provisions` (the columns: obligations that occur), `standing` and `others` (records with parties).
    """
    stated = [
        fact(context, row, "title", "kind", "signed", "in_force", "ended", "status", "provisions", "note")
        | {
            "parties": context.parties.get(row["agreement_id"], []),
            "status_checked": "status" not in row["memory_fields"],
        }
        for row in sorted(agreements, key=lambda row: (row["signed"] or "", row["agreement_id"]), reverse=True)
    ]
    standing = [row for row in stated if row["status"] == "in force"]
    met = {provision for row in standing for provision in row["provisions"]}
    return {
        "provisions": [name for name in PROVISIONS if name in met] + sorted(met - set(PROVISIONS)),
        "standing": standing,
        "others": [row for row in stated if row["status"] != "in force"],
    }
