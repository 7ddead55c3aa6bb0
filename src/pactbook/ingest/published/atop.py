"""Alliance Treaty Obligations and Provisions (ATOP), by member and by alliance, as agreements and their parties.

ATOP codes what states promise each other: defence, offence, neutrality, non-aggression, consultation. A row of the file
by member is a phase of a membership: of one member the phases are merged, and the obligations are those of its last.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

from pactbook import dates
from pactbook.ingest.published import frames, pacts, reading, records, states
from pactbook.ingest.published.glimpse import Glimpse
from pactbook.ingest.published.model import Imported, LeftOut, Progress, PublishedError, PublishedSet, sources
from pactbook.ingest.published.records import Record

ENTRY, EXIT = ("yrent", "moent", "dayent"), ("yrexit", "moexit", "dayexit")
BEGIN, END = ("begyr", "begmo", "begday"), ("endyr", "endmo", "endday")
OBLIGATIONS = {  # in the order of weight: what each is, as which kind and provision it is shown
    "defense": ("defence", "mutual defence", "defence"),
    "offense": ("offence", "defence cooperation", "defence"),
    "nonagg": ("non-aggression", "non-aggression", "nonaggression"),
    "neutral": ("neutrality", "non-aggression", "nonaggression"),
    "consul": ("consultation", "consultation/strategic partnership", "consultation"),
}
FURTHER = {"base": "basing", "intcom": "joint command"}  # provisions that stand in columns of their own
NEAREST = {
    "offense": "The nearest provision for a promise to attack together is defence.",
    "neutral": "The nearest provision for a promise of neutrality is nonaggression.",
}
UNNAMED = "ATOP does not name its alliances: the title is made of the members' names and the year."
MEMBER_COLUMNS = ("atopid", "member", *ENTRY, *EXIT, *OBLIGATIONS)
ALLIANCE_COLUMNS = ("atopid", *BEGIN, *END, *OBLIGATIONS, "mem1")
TOO_FEW = "fewer than two members with a code"


@dataclass(frozen=True)
class Phase:
    """What a member promised in a span of time; an open end is None."""

    alliance: int
    member: int
    begin: str
    end: str | None
    terms: frozenset[str]


@dataclass(frozen=True)
class Membership:
    """All phases of a member, in order, and the states that it was."""

    phases: tuple[Phase, ...]
    spells: tuple[states.Spell, ...]

    @property
    def begin(self) -> str:
        """When it entered."""
        return self.phases[0].begin

    @property
    def end(self) -> str | None:
        """When it left; None if it had not when the data end."""
        return None if any(one.end is None for one in self.phases) else max(one.end or "" for one in self.phases)

    @property
    def name(self) -> str:
        """The state that entered."""
        return self.spells[0].name if self.spells else f"COW state {self.phases[0].member}"

    @property
    def has_code(self) -> bool:
        """Whether a state of it has an ISO code."""
        return any(spell.iso3 for spell in self.spells)


def fits_members(glimpse: Glimpse) -> bool:
    """Whether a file has ATOP's columns by member."""
    return records.header(glimpse).issuperset(("atopid", "member", "yrent", "yrexit"))


def fits_alliances(glimpse: Glimpse) -> bool:
    """Whether a file has ATOP's columns by alliance."""
    return records.header(glimpse).issuperset(("atopid", "begyr", "endyr", "mem1"))


def read_members(path: Path, progress: Progress) -> Imported:
    """Read the file by member: a row is a phase of a membership."""
    read = _read(path, MEMBER_COLUMNS, progress)
    phases = [
        Phase(_number(one, "atopid"), _number(one, "member"), *_span(one, ENTRY, EXIT), _terms(one)) for one in read
    ]
    return _imported(read, phases, rows=phases, by_alliance=False)


def read_alliances(path: Path, progress: Progress) -> Imported:
    """Read the file by alliance, which does not say when a member entered or left."""
    read = _read(path, ALLIANCE_COLUMNS, progress)
    rows, phases = [], []
    for one in read:
        members = [code for column in one.cells if _is_member(column) and (code := one.whole(column))]
        alliance = Phase(_number(one, "atopid"), 0, *_span(one, BEGIN, END), _terms(one))
        rows.append(alliance)
        phases += [Phase(alliance.alliance, code, alliance.begin, alliance.end, alliance.terms) for code in members]
    twice = [
        before.alliance for before, after in pairwise(sorted(rows, key=_order)) if before.alliance == after.alliance
    ]
    if twice:
        raise PublishedError(f"has alliance {twice[0]} in two rows")
    return _imported(read, phases, rows=rows, by_alliance=True)


def _read(path: Path, columns: Sequence[str], progress: Progress) -> list[Record]:
    content = reading.text(path)
    read = records.read(content, columns)
    progress(len(content), len(content))
    if not read:
        raise PublishedError("has no records")
    return read


def _imported(read: list[Record], phases: list[Phase], rows: Sequence[Phase], *, by_alliance: bool) -> Imported:
    edition = _edition(read)
    source, last = f"atop-{edition.replace('.', '-')}".replace(" ", "-"), _last_year(phases)
    left_out, agreements, parties = LeftOut(), [], []
    in_file: dict[int, list[Phase]] = {}
    for row in rows:
        in_file.setdefault(row.alliance, []).append(row)
    of_alliance: dict[int, list[Phase]] = {number: [] for number in in_file}
    for phase in phases:
        of_alliance[phase.alliance].append(phase)
    for number, found in sorted(of_alliance.items()):
        members = _memberships(found)
        coded = [one for one in members if one.has_code]
        if len(coded) < 2:
            left_out.add(TOO_FEW, len(in_file[number]))
            continue
        agreements.append(_agreement(number, members, last, by_alliance=by_alliance) | {"source_ids": (source,)})
        parties += [party | {"source_ids": (source,)} for one in coded for party in _parties(one, agreements[-1])]
        if not by_alliance:
            for one in members:
                if not one.has_code:
                    left_out.add(f"no country with a code: {one.name}", len(one.phases))
    return Imported(
        edition=edition,
        retrieved=None,
        tables={
            "agreements": frames.frame(agreements, pacts.AGREEMENTS, pacts.KEY),
            "agreement_parties": frames.frame(_distinct(parties), pacts.PARTIES, pacts.PARTY_KEY),
        },
        sources=sources([_source(source, edition)]),
        rows_read=len(rows),
        left_out=left_out,
        notes=[
            UNNAMED,
            f"The last date in the file is of {last}: what is in force then is given as in force.",
            "Obligations and provisions are those of the last phase; earlier ones stand in the note.",
        ],
    )


def _memberships(phases: Iterable[Phase]) -> list[Membership]:
    """The members of an alliance, in order of entry."""
    of_member: dict[int, list[Phase]] = {}
    for phase in phases:
        of_member.setdefault(phase.member, []).append(phase)
    members = []
    for member, found in of_member.items():
        ordered = tuple(sorted(found, key=_order))
        end = None if any(one.end is None for one in found) else max(one.end or "" for one in found)
        members.append(Membership(ordered, tuple(states.between(member, ordered[0].begin, end))))
    return sorted(members, key=lambda one: (one.begin, one.name))


def _agreement(number: int, members: list[Membership], last: int, *, by_alliance: bool) -> dict[str, object]:
    signed = min(one.begin for one in members)
    ended = None if any(one.end is None for one in members) else max(one.end or "" for one in members)
    final = [one.phases[-1].terms for one in members if one.end == ended]
    terms = frozenset[str]().union(*final)
    before = frozenset[str]().union(*(phase.terms for one in members for phase in one.phases)) - terms
    promised = [code for code in OBLIGATIONS if code in terms]
    if not promised:
        raise PublishedError(f"has alliance {number} without any obligation in its last phase")
    provisions = [OBLIGATIONS[code][2] for code in promised] + [FURTHER[code] for code in FURTHER if code in terms]
    without_code = [one.name for one in members if not one.has_code]
    note = [
        UNNAMED,
        *(NEAREST[code] for code in promised if code in NEAREST),
        "The members do not all have the same obligations." if len(set(final)) > 1 else "",
        f"In an earlier phase also: {pacts.listed(_words(before))}." if before else "",
        f"Also a member, without an ISO code: {pacts.listed(without_code)}." if without_code else "",
        "When each member entered and left is not in this file." if by_alliance else "",
        f"In force at the end of the data ({last})." if ended is None else "",
    ]
    return {
        "agreement_id": f"atop-{number}",
        "title": pacts.title("Agreement", [one.name for one in members if one.begin == signed], signed),
        "kind": OBLIGATIONS[promised[0]][1],
        "signed": signed,
        "ended": ended,
        "status": "in force" if ended is None else "expired",
        "provisions": tuple(dict.fromkeys(provisions)),
        "summary": f"ATOP codes these promises: {pacts.listed(_words(terms & OBLIGATIONS.keys()))}.",
        "note": " ".join(filter(None, note)),
        "verified": "tool",
    }


def _parties(member: Membership, agreement: dict[str, object]) -> list[dict[str, object]]:
    """A row for each state that a member was: where one ended and another took over its number, there are two."""
    spells = [spell for spell in member.spells if spell.iso3]
    absent = [
        f"Out of it from {before.end} to {after.begin}."
        for before, after in pairwise(member.phases)
        if before.end and _apart(before.end, after.begin)
    ]
    rows = []
    for number, spell in enumerate(spells):
        joined = spell.begin if number else member.begin
        left = spell.end if number < len(spells) - 1 else member.end
        note = [*absent, f"Took over from {spells[number - 1].name}." if number else ""]
        rows.append(
            {
                "agreement_id": agreement["agreement_id"],
                "iso3": spell.iso3,
                "joined": None if joined == agreement["signed"] else joined,
                "left": None if left == agreement["ended"] else left,
                "note": " ".join(filter(None, note)) or None,
                "verified": "tool",
            }
        )
    return rows


def _distinct(parties: list[dict[str, object]]) -> list[dict[str, object]]:
    """Each state once in an agreement: a number may have been used for a state that has another in other years."""
    distinct: dict[tuple[object, object], dict[str, object]] = {}
    for party in parties:
        distinct.setdefault((party["agreement_id"], party["iso3"]), party)
    return list(distinct.values())


def _apart(end: str, begin: str) -> bool:
    """Whether a day lies between the end of a phase and the begin of the next, as far as the dates are known."""
    return dates.latest(end) + timedelta(days=1) < dates.earliest(begin)


def _words(terms: Iterable[str]) -> list[str]:
    return [word for code, word in {**{c: w[0] for c, w in OBLIGATIONS.items()}, **FURTHER}.items() if code in terms]


def _terms(record: Record) -> frozenset[str]:
    promised = {code for code in OBLIGATIONS if record.flag(code)}
    return frozenset(promised | {code for code in FURTHER if record.whole(code)})


def _span(record: Record, begin: tuple[str, str, str], end: tuple[str, str, str]) -> tuple[str, str | None]:
    record.needed(begin[0])
    first, last = record.date(*begin), record.date(*end)
    if first is None or (last is not None and dates.latest(last) < dates.earliest(first)):
        raise record.odd(begin[0], f"a year from which it could last to {last}")
    return first, last


def _number(record: Record, column: str) -> int:
    record.needed(column)
    return record.whole(column) or 0


def _is_member(column: str) -> bool:
    return column.startswith("mem") and column[3:].isdigit()


def _order(phase: Phase) -> tuple[int, str, str]:
    return phase.alliance, phase.begin, phase.end or states.LAST


def _last_year(phases: Iterable[Phase]) -> int:
    return max(dates.year(day) for phase in phases for day in (phase.begin, phase.end) if day)


def _edition(read: list[Record]) -> str:
    """As the column `version` has it; ATOP's own file by alliance has it with the noise of a binary fraction."""
    found = {f"{version:.3g}" for one in read if (version := one.number("version")) is not None}
    if len(found) > 1:
        raise PublishedError(f"is of several versions: {', '.join(sorted(found))}")
    return found.pop() if found else "version not stated"


def _source(source: str, edition: str) -> dict[str, str | None]:
    return {
        "source_id": source,
        "publisher": PUBLISHER,
        "title": f"{TITLE}, {edition}",
        "url": WHERE,
        "kind": "dataset",
        "reliability": "A",
    }


TITLE = "Alliance Treaty Obligations and Provisions (ATOP)"
PUBLISHER = "ATOP project (Leeds and others), Rice University"
WHERE = "http://atop.rice.edu/data"
TERMS = "Free to use with the citation; further terms were not checked on the publisher's site."
CITATION = (
    "Leeds, Brett Ashley, Jeffrey M. Ritter, Sara McLaughlin Mitchell, and Andrew G. Long. 2002. Alliance Treaty "
    "Obligations and Provisions, 1815-1944. International Interactions 28: 237-260."
)
SETS = (
    PublishedSet(
        name="atop-members",
        title=f"{TITLE}, by member",
        publisher=PUBLISHER,
        where=f"{WHERE} (comma delimited file by alliance member)",
        terms=TERMS,
        licence="ATOP-terms",
        citation=CITATION,
        tables=("agreements", "agreement_parties"),
        fits=fits_members,
        read=read_members,
    ),
    PublishedSet(
        name="atop-alliances",
        title=f"{TITLE}, by alliance",
        publisher=PUBLISHER,
        where=f"{WHERE} (comma delimited file by alliance; the file by member says more)",
        terms=TERMS,
        licence="ATOP-terms",
        citation=CITATION,
        tables=("agreements", "agreement_parties"),
        fits=fits_alliances,
        read=read_alliances,
    ),
)
