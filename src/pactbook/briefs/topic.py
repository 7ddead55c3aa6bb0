"""The brief of a topic: the region as a whole, a theme across it, or a case; its row says which chapters it has."""

from functools import lru_cache
from types import ModuleType
from typing import Any

from pactbook.briefs import editorial
from pactbook.briefs.assemble import assemble, key_judgements
from pactbook.briefs.context import Context, Finding, Section, fact
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
    series,
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
    "series": series,
}


DIGEST = "themes"  # a chapter with the weightiest findings of every theme; it has no module, since it reads them all
MOST_OF_A_THEME = 3


def brief(context: Context, topic_id: str, briefs: dict[str, str]) -> dict[str, Any]:
    """Everything that a topic's brief shows.

    Args:
        context: the edition.
        topic_id: identifier of the topic, `<kind>/<slug>`.
        briefs: the slug of every subject that gets a brief, by its code.
    """
    topic = context.topics[topic_id]
    looked_at = scope(context, topic)
    modules = {key: SECTIONS[key] for key in topic["sections"] if key != DIGEST}
    sections = {
        key: _digest(context) if key == DIGEST else modules[key].topic(context, looked_at) for key in topic["sections"]
    }
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
    findings = list(stated(context)[topic_id])
    if DIGEST in topic["sections"]:  # page one tells of every theme too
        findings += [found for theme in sections[DIGEST]["themes"] for found in theme["findings"][:1]]
    made = assemble(context, topic["kind"], topic_id, masthead, sections, findings, briefs)
    return made | {"chapters": list(topic["sections"])}


@lru_cache(maxsize=1)  # of the edition at work
def stated(context: Context) -> dict[str, list[Finding]]:
    """The findings of every topic, by its identifier."""
    return {
        topic_id: [
            finding
            for key in topic["sections"]
            if hasattr(SECTIONS.get(key), "topic_findings")
            for finding in SECTIONS[key].topic_findings(context, scope(context, topic))
        ]
        for topic_id, topic in context.topics.items()
    }


def about(context: Context, iso3: str) -> list[Finding]:
    """What the topics find about one country, as their editors leave it; of one code one finding."""
    edited = [_edited(context, topic_id) for topic_id in context.topics]
    found = [stated for each in edited for stated in [*each.pinned, *each.findings] if stated["about"] == iso3]
    return list({stated["code"]: stated for stated in found}.values())


def _edited(context: Context, topic_id: str) -> editorial.Edited:
    """The findings of a topic as its editors leave them."""
    return editorial.edit(context, topic_id, stated(context)[topic_id], context.topics[topic_id]["sections"])


def _digest(context: Context) -> Section:
    """The weightiest findings of each theme, as its editors leave them, with its title and its address."""
    themes = []
    for topic_id, topic in context.topics.items():
        edited = _edited(context, topic_id)
        shown = key_judgements(edited.findings, edited.pinned)[:MOST_OF_A_THEME]
        if topic["kind"] == "themes" and shown:
            themes.append({"title": topic["title"], "slug": topic["slug"], "findings": shown})
    return {"empty": not themes, "themes": themes}
