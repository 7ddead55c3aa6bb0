"""Counterterrorism and other work by task: initiatives, exercises and agreements of an organisation side by side."""

from typing import Any

from pactbook.briefs.context import Context, Section, figure, records, trail
from pactbook.briefs.sections import counterterrorism
from pactbook.briefs.sections.bodies import own_and_bodies
from pactbook.measures.agreements import IN_FORCE

# Each task with the kinds of initiatives, the focuses of exercises and the kinds of agreements that serve it.
TASKS: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "counterterrorism": (
        ("joint task force", "counter-radicalisation", "sanctions/listing"),
        ("counterterrorism",), ("counterterrorism",),
    ),
    "intelligence sharing": (("intelligence sharing",), ("intelligence",), ()),
    "borders": (("border patrol",), ("border security",), ("border",)),
    "narcotics": (("counter-narcotics",), ("counter-narcotics",), ()),
    "legal framework": (("legal framework",), (), ("treaty organisation", "basing/status of forces")),
    "training": (("training",), (), ()),
    "defence": (
        (), ("collective defence", "air defence", "naval", "strategic"),
        ("mutual defence", "defence cooperation", "air defence", "non-aggression", "confidence building"),
    ),
    "peacekeeping": ((), ("peacekeeping",), ()),
    "supplies": ((), ("logistics",), ("arms supply",)),
}  # fmt: skip


def organization(context: Context, org_id: str) -> Section:
    """Initiatives under an organisation's framework, and what it has by task."""
    own = counterterrorism.organization(context, org_id)
    tasks = _tasks(context, org_id)
    return own | {"empty": own["empty"] and not tasks, "tasks": tasks}


def _tasks(context: Context, org_id: str) -> list[dict[str, Any]]:
    """Standing initiatives, exercises held and agreements in force by task; tasks without any are left out."""
    frameworks = own_and_bodies(context, org_id)
    begun, signed = context.initiatives, context.tables["agreements"]
    initiatives = records(begun[begun["framework_org"].isin(frameworks) & begun["end"].isna()])
    held = context.participations[context.participations["framework_org"].isin(frameworks)].drop_duplicates("row")
    exercises = records(held)
    agreements = records(signed[signed["framework_org"].isin(frameworks) & (signed["status"] == IN_FORCE)])
    found = []
    for task, (kinds, focuses, matters) in TASKS.items():
        rows = {
            "initiatives": [row["row"] for row in initiatives if row["kind"] in kinds],
            "exercises": [row["row"] for row in exercises if set(row["focus"] or ()) & set(focuses)],
            "agreements": [row["row"] for row in agreements if row["kind"] in matters],
        }
        everything = [row for named in rows.values() for row in named]
        if everything:
            counts = {key: figure(context, len(named), "Work by task", named) for key, named in rows.items()}
            found.append({"task": task, **counts, **trail(context, "Work by task", everything)})
    return found
