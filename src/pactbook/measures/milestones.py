"""Milestones of organisations: how each was formed and how it changed, as dated events."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from pactbook import dates
from pactbook.measures.memberships import MEMBER, ON_HOLD, may_cover, spells

SIGNATORY = "signatory"
KINDS = (  # in the order in which events of one day are told
    "predecessor founded", "treaty signed", "treaty in force", "predecessor dissolved", "founded",
    "founding document in force", "body founded", "signatories joined", "members joined", "membership resumed",
    "partners joined", "status changed", "membership suspended", "members left", "signatories left", "partners left",
    "treaty ended", "body dissolved", "dissolved",
)  # fmt: skip


class _Event(NamedTuple):
    org_id: str
    date: Any
    kind: str
    subject: str | None
    countries: tuple[str, ...]
    rows: tuple[str, ...]


def events(tables: dict[str, pd.DataFrame], frameworks: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """Dated events in the formation and the life of each organisation; what has no date is no event.

    - Predecessor: the organisation in `succeeds`, its founding and end; its treaties count as those of its successor.
    - Treaties: agreements under an organisation's framework or its bodies'. Countries: the parties on that day, as far
      as the dates of their joining and leaving allow.
    - Countries: those that changed their standing on one day, in one way, are one event. A member is resumed when it
      was frozen or suspended until then. It leaves with the end of its last spell as a member, frozen or suspended, or
      with a lesser status (then the subject). Changes between lesser statuses are one kind, with the new one as
      subject. The end of an organisation is no leaving.
    - Bodies: organisations whose `parent_org` it is.

    Args:
        tables: `organizations`, `memberships`, `agreements`, `agreement_parties`.
        frameworks: to each org_id the frameworks that are its own: itself and its bodies.

    Returns:
        org_id, date (partial), kind (of KINDS), subject (agreement_id, org_id of a body or predecessor, or the status
        meant; missing where the kind says all), countries (tuple of iso3, sorted; empty where the event is not one of
        countries), rows (tuple), ordered by org_id, date (the coarser first), kind (order of KINDS), subject.
    """
    found = [*_of_organizations(tables["organizations"]), *_of_treaties(tables, frameworks), *_of_countries(tables)]
    dated = [event for event in found if pd.notna(event.date)]
    dated.sort(
        key=lambda event: (event.org_id, dates.sort_key(event.date), KINDS.index(event.kind), event.subject or "")
    )
    return pd.DataFrame(dated, columns=_Event._fields)


def _of_organizations(organizations: pd.DataFrame) -> Iterator[_Event]:
    """Founding and end of each organisation, told of itself, of its parent and of its successor."""
    successors = organizations.dropna(subset=["succeeds"]).groupby("succeeds")["org_id"].agg(list)
    columns = ["org_id", "parent_org", "founded", "in_force", "dissolved", "row"]
    for code, parent, founded, in_force, dissolved, row in organizations[columns].itertuples(index=False):
        yield _Event(code, founded, "founded", None, (), (row,))
        yield _Event(code, in_force, "founding document in force", None, (), (row,))
        yield _Event(code, dissolved, "dissolved", None, (), (row,))
        told = [] if pd.isna(parent) else [(parent, "body")]
        for org_id, role in (*told, *((successor, "predecessor") for successor in successors.get(code, ()))):
            yield _Event(org_id, founded, f"{role} founded", code, (), (row,))
            yield _Event(org_id, dissolved, f"{role} dissolved", code, (), (row,))


def _of_treaties(tables: dict[str, pd.DataFrame], frameworks: Mapping[str, Sequence[str]]) -> Iterator[_Event]:
    organizations = tables["organizations"]
    predecessor = organizations.dropna(subset=["succeeds"]).set_index("org_id")["succeeds"].to_dict()
    owners: dict[str, list[str]] = {}
    for org_id, codes in frameworks.items():
        for code in dict.fromkeys((*codes, *frameworks.get(predecessor.get(org_id, ""), ()))):
            owners.setdefault(code, []).append(org_id)
    parties: dict[str, list[tuple[Any, ...]]] = {}
    for agreement, *party in tables["agreement_parties"][["agreement_id", "iso3", "joined", "left", "row"]].itertuples(
        index=False
    ):
        parties.setdefault(agreement, []).append(tuple(party))
    columns = ["agreement_id", "framework_org", "signed", "in_force", "ended", "row"]
    for agreement, framework, signed, in_force, ended, row in tables["agreements"][columns].itertuples(index=False):
        for date, kind in ((signed, "treaty signed"), (in_force, "treaty in force"), (ended, "treaty ended")):
            if pd.isna(date) or pd.isna(framework):
                continue
            there = [
                (iso3, name) for iso3, joined, left, name in parties.get(agreement, ()) if may_cover(joined, left, date)
            ]
            countries = tuple(sorted(iso3 for iso3, _ in there))
            rows = (row, *sorted(name for _, name in there))
            for org_id in owners.get(framework, ()):
                yield _Event(org_id, date, kind, agreement, countries, rows)


def _of_countries(tables: dict[str, pd.DataFrame]) -> Iterator[_Event]:
    """Changes of countries' standing, one event for all of one day, kind and subject."""
    organizations = tables["organizations"]
    dissolved = organizations.dropna(subset=["dissolved"]).set_index("org_id")["dissolved"].to_dict()
    changes: dict[tuple[str, Any, str, str | None], list[tuple[str, str]]] = {}
    columns = ["org_id", "iso3", "status", "start", "end", "before", "after", "row"]
    known = spells(tables["memberships"])[columns]
    for org_id, iso3, status, start, end, before, after, row in known.itertuples(index=False):
        kind, subject = _beginning(status, None if pd.isna(before) else before)
        changes.setdefault((org_id, start, kind, subject), []).append((iso3, row))
        over = pd.notna(end) and org_id in dissolved and dates.may_be_same(end, dissolved[org_id])
        if pd.isna(after) and not over:
            kind, subject = _ending(status)
            changes.setdefault((org_id, end, kind, subject), []).append((iso3, row))
    for key, found in changes.items():
        yield _Event(*key, tuple(sorted(iso3 for iso3, _ in found)), tuple(sorted(row for _, row in found)))


def _beginning(status: str, before: str | None) -> tuple[str, str | None]:
    """Kind and subject of the event with which a spell starts."""
    if status == MEMBER:
        return ("membership resumed" if before in ON_HOLD else "members joined"), None
    if status in ON_HOLD:
        return "membership suspended", status
    if before == MEMBER or before in ON_HOLD:
        return "members left", status
    if before is not None:
        return "status changed", status
    return ("signatories joined", None) if status == SIGNATORY else ("partners joined", status)


def _ending(status: str) -> tuple[str, str | None]:
    """Kind and subject of the event with which a spell ends that no other follows."""
    if status == MEMBER or status in ON_HOLD:
        return "members left", None
    return ("signatories left", None) if status == SIGNATORY else ("partners left", status)
