"""What the brief of a topic looks at: a region, a theme or a case, as its row in `topics` says."""

from dataclasses import dataclass
from typing import Any

from pactbook.briefs.context import Context


@dataclass(frozen=True)
class Scope:
    """The part of the data that a topic is about.

    Attributes:
        countries: whose security it is about (iso3); all core countries where the topic names none.
        partners: the outside powers whose part in it is looked at (iso3); all powers where it names none.
        organizations: org_ids; all with full members among the countries where it names none.
        series: series of exercises (series_id); empty: all.
    """

    countries: tuple[str, ...]
    partners: tuple[str, ...]
    organizations: tuple[str, ...]
    series: tuple[str, ...]


def scope(context: Context, topic: dict[str, Any]) -> Scope:
    """The scope of a topic.

    Args:
        context: the edition.
        topic: its row.
    """
    countries = tuple(topic["countries"] or sorted(context.core))
    with_members = (code for code, members in context.members.items() if set(members) & set(countries))
    named = [code for code in topic["organizations"] or () if code in context.organizations]
    return Scope(
        countries=countries,
        partners=tuple(topic["partners"] or sorted(context.powers)),
        organizations=tuple(named or sorted(with_members)),
        series=tuple(topic["series"] or ()),
    )
