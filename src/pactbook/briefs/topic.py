"""The brief of a topic: the region as a whole, a theme across it, or a case; its row says which chapters it has."""

from types import ModuleType
from typing import Any

from pactbook.briefs.assemble import assemble
from pactbook.briefs.context import Context, fact
from pactbook.briefs.scope import scope
from pactbook.briefs.sections import (
    access,
    alignments,
    assistance,
    borders,
    capability_gaps,
    commitment,
    counterterrorism_exercises,
    dependence,
    facilities,
    implications,
    importance,
    incidents,
    initiatives,
    joint_exercises,
    operations,
    pacts,
    players,
    projections,
    projects,
    rivalry,
    scenarios,
    transparency,
    trends,
)
from pactbook.briefs.sections import map as facility_map

SECTIONS: dict[str, ModuleType] = {
    "importance": importance,
    "players": players,
    "pacts": pacts,
    "incidents": incidents,
    "initiatives": initiatives,
    "commitment": commitment,
    "operations": operations,
    "counterterrorism_exercises": counterterrorism_exercises,
    "access": access,
    "assistance": assistance,
    "joint_exercises": joint_exercises,
    "alignments": alignments,
    "rivalry": rivalry,
    "capability_gaps": capability_gaps,
    "borders": borders,
    "dependence": dependence,
    "implications": implications,
    "projections": projections,
    "scenarios": scenarios,
    "trends": trends,
    "map": facility_map,
    "facilities": facilities,
    "projects": projects,
    "transparency": transparency,
}


def brief(context: Context, topic_id: str, briefs: dict[str, str]) -> dict[str, Any]:
    """Everything that a topic's brief shows.

    Args:
        context: the edition.
        topic_id: identifier of the topic, `<kind>/<slug>`.
        briefs: the slug of every subject that gets a brief, by its code.
    """
    topic = context.topics[topic_id]
    looked_at = scope(context, topic)
    modules = {key: SECTIONS[key] for key in topic["sections"]}
    sections = {key: module.topic(context, looked_at) for key, module in modules.items()}
    findings = [
        stated
        for module in modules.values()
        if hasattr(module, "topic_findings")
        for stated in module.topic_findings(context, looked_at)
    ]
    facts = [
        shown
        for module in modules.values()
        if hasattr(module, "topic_glance")
        for shown in module.topic_glance(context, looked_at)
    ]
    masthead = {
        "title": topic["title"],
        "official_name": None,
        "name_local": None,
        "summary": topic["question"],
        "badges": [],
        "facts": facts,
        **fact(context, topic),
    }
    made = assemble(context, topic["kind"], topic_id, masthead, sections, findings, briefs)
    return made | {"chapters": list(topic["sections"])}
