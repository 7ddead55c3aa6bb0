"""Operations under an organisation's framework or that of its bodies."""

from pactbook.briefs.context import Context, Section, fact, records
from pactbook.briefs.sections.bodies import own_and_bodies

OPERATION = ("name", "kind", "start", "end", "locations", "lead_iso3", "summary", "outcome", "note")


def organization(context: Context, org_id: str) -> Section:
    """Operations by their start."""
    table = context.tables["operations"]
    own = table[table["framework_org"].isin(own_and_bodies(context, org_id))].sort_values(["start", "row"])
    if own.empty:
        return {"empty": True}
    operations = [fact(context, operation, *OPERATION) for operation in records(own)]
    return {
        "empty": False,
        "operations": operations,
        "ongoing": sum(operation["end"] is None for operation in operations),
    }
