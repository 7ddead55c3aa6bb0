"""The topics of a new edition: the region, and the themes that its tables can fill; our own words, to be edited."""

from collections.abc import Mapping

import pandas as pd

Tables = Mapping[str, pd.DataFrame]
Row = dict[str, str]

# What each chapter draws from: one of these tables must have rows. Of `powers`, the edition must have some.
NEEDS = {
    "alignments": ("agreements", "memberships", "ideal_points"),
    "rivalry": ("powers",),
    "capability_gaps": ("military_expenditure", "force_structure"),
    "borders": ("borders",),
    "dependence": ("arms_transfers", "security_assistance"),
    "projections": ("exercises", "incidents", "military_expenditure"),
    "trends": ("exercises", "incidents", "military_expenditure"),
    "implications": ("agreements", "memberships"),
    "initiatives": ("counterterrorism_initiatives",),
    "commitment": ("counterterrorism_initiatives",),
    "counterterrorism_exercises": ("counterterrorism_initiatives",),
    "incidents": ("incidents",),
    "operations": ("operations",),
    "map": ("facilities",),
    "facilities": ("facilities",),
    "projects": ("infrastructure_projects",),
    "transparency": ("facilities",),
}
THEMES = (
    (
        "challenges", "Challenges to cooperation", "alignments rivalry capability_gaps borders dependence",
        "What stands in the way of security cooperation: how far the states differ in ties, votes and forces.",
    ),
    (
        "violence", "Armed violence", "initiatives commitment counterterrorism_exercises incidents operations",
        "What the record of incidents shows, and what the states do against it together.",
    ),
    (
        "infrastructure", "Military infrastructure", "map facilities projects transparency",
        "Which foreign military facilities stand in the region, who runs them, and how much of it is known.",
    ),
    (
        "outlook", "Outlook", "projections trends",
        "What the record of exercises, incidents and spending lets one expect of the next three years.",
    ),
    (
        "implications", "Implications", "implications",
        "What the record means for stability among the countries, and what cannot be concluded from it.",
    ),
)  # fmt: skip
REGION = ("importance", "map", "players", "pacts")
NOTE = "Written by `pactbook new-edition` from published sets alone; no editor has looked at it yet."


def rows(name: str, title: str, tables: Tables, *, powers: bool) -> list[Row]:
    """Rows of `topics`.

    Args:
        name: of the edition, which names the brief of the region too.
        title: of the region.
        tables: of the edition.
        powers: whether it has any.
    """
    there = {table for table, frame in tables.items() if len(frame)} | ({"powers"} if powers else set())
    themes = []
    for slug, heading, chapters, question in THEMES:
        filled = [chapter for chapter in chapters.split() if there.intersection(NEEDS[chapter])]
        if filled:
            themes.append(_row(slug, "themes", heading, question, filled))
    main = [chapter for chapter in REGION if chapter != "players" or powers]
    question = f"Who is bound to whom in {title}, by what, and how firmly."
    return [_row(name, "region", title, question, [*main, *(["themes"] if themes else [])]), *themes]


def _row(slug: str, kind: str, title: str, question: str, chapters: list[str]) -> Row:
    return {
        "slug": slug,
        "kind": kind,
        "title": title,
        "question": question,
        "sections": ";".join(chapters),
        "note": NOTE,
    }
