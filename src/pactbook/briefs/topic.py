"""The brief of a topic: the region as a whole, a theme across it, or a case; its row says which chapters it has."""

from types import ModuleType
from typing import Any

from pactbook.briefs.assemble import assemble
from pactbook.briefs.context import Context, fact
from pactbook.briefs.scope import scope
from pactbook.briefs.sections import incidents, series

SECTIONS: dict[str, ModuleType] = {
    "incidents": incidents,
    "series": series,
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
