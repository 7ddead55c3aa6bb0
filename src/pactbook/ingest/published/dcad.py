"""Defense Cooperation Agreement Dataset (DCAD), by treaty, as agreements and their parties."""

from pathlib import Path
from typing import NamedTuple

from pactbook import dates
from pactbook.ingest.published import codes, frames, pacts, reading, records, states
from pactbook.ingest.published.glimpse import Glimpse
from pactbook.ingest.published.model import Imported, LeftOut, Progress, PublishedError, PublishedSet, sources
from pactbook.ingest.published.records import Record

SIGNED, IN_FORCE = ("signYear", "signMonth", "signDay"), ("EIFYear", "EIFMonth", "EIFDay")
SIDES = (("ccode1", "cowName1"), ("ccode2", "cowName2"))
CATEGORIES = ("category1", "category2", "category3")
COLUMNS = (
    *(column for side in SIDES for column in side),
    *SIGNED,
    *IN_FORCE,
    "type",
    *CATEGORIES,
    "terminated",
    "durationActual",
    "endYearEstimate",
    "DCAid",
)
# By category: the words of a title, the words for it, the kind and the provision. A general agreement is about policy,
# and a commission meets: both are shown as consultation.
CATEGORY = {
    "DCA": ("Defence cooperation agreement", "defence cooperation in general", "defence cooperation", "consultation"),
    "DIC": ("Military-technical agreement", "defence industry", "arms supply", "arms"),
    "PROCUREMENT": ("Procurement agreement", "procurement", "arms supply", "arms"),
    "RESEARCH": ("Defence research agreement", "research", "defence cooperation", "arms"),
    "TREX": ("Training and exercise agreement", "training and exercises", "defence cooperation", "training"),
    "COMMISSION": ("Agreement on a joint commission", "joint commission", "defence cooperation", "consultation"),
}
TYPES = {"general": "a general agreement", "sector": "an agreement for a sector"}
RUNS, ENDED, UNKNOWN = "0", "1", ("-88", "-99")  # of `terminated`
SOURCES = {"treaty": "texts and lists of treaties", "factiva": "news archives"}
UNNAMED = "DCAD does not name its agreements: the title is made of the category, the parties' names and the year."
PUBLISHER = "Brandon J. Kinne, University of California, Davis"
TITLE = "Defense Cooperation Agreement Dataset (DCAD)"
PAGE = "https://correlatesofwar.org/data-sets/defense-cooperation-agreement-dataset/"


class Side(NamedTuple):
    """A party.

    Attributes:
        iso3: its code; None if there was no such state in the year.
        words: how the file calls it.
        doubt: what a reader must know of the code, or nothing.
    """

    iso3: str | None
    words: str
    doubt: str


def fits(glimpse: Glimpse) -> bool:
    """Whether a file has DCAD's columns by treaty (its file by pair and year has others)."""
    return records.header(glimpse).issuperset(("DCAid", "ccode1", "ccode2", "signYear", "category1"))


def read(path: Path, progress: Progress) -> Imported:
    """Read the file: a row is an agreement of two states."""
    content = reading.text(path)
    found = records.read(content, COLUMNS)
    progress(len(content), len(content))
    if not found:
        raise PublishedError("has no records")
    version, source = _version(found[0]), f"dcad-{_version(found[0]).replace('.', '-')}"
    last = max(one.whole("signYear") or 0 for one in found)
    left_out, agreements, parties = LeftOut(), [], []
    for one in found:
        if _version(one) != version:
            raise one.odd("DCAid", f"an identifier of version {version}, as those above it")
        sides = [_state(one, *side) for side in SIDES]
        unknown = [side.words for side in sides if side.iso3 is None]
        if unknown:
            left_out.add(f"no country with a code: {unknown[0]}")
            continue
        if sides[0].iso3 == sides[1].iso3:
            left_out.add(f"both parties are the same state: {sides[0].words}")
            continue
        agreement = _agreement(one, sides, last)
        agreements.append(agreement | {"source_ids": (source,), "verified": "tool"})
        parties += [
            {"agreement_id": agreement["agreement_id"], "iso3": side.iso3, "source_ids": (source,), "verified": "tool"}
            for side in sides
        ]
    return Imported(
        edition=version,
        retrieved=None,
        tables={
            "agreements": frames.frame(agreements, pacts.AGREEMENTS, pacts.KEY),
            "agreement_parties": frames.frame(parties, pacts.PARTIES, pacts.PARTY_KEY),
        },
        sources=sources([_source(source, version)]),
        rows_read=len(found),
        left_out=left_out,
        notes=[
            UNNAMED,
            f"The last agreements were signed in {last}; what had not been ended then is given as in force.",
            "Where DCAD does not know whether an agreement was ended (-88, -99), it is given as signed.",
        ],
    )


def _agreement(one: Record, sides: list[Side], last: int) -> dict[str, object]:
    signed, in_force, early = _dates(one)
    categories = [cell for column in CATEGORIES if (cell := one.text(column))]
    if odd := next((cell for cell in categories if cell not in CATEGORY), None):
        column = next(column for column in CATEGORIES if one.cells[column] == odd)
        raise one.odd(column, f"one of: {', '.join(CATEGORY)}")
    if not categories:
        raise one.odd("category1", "a category")
    if one.needed("type") not in TYPES:
        raise one.odd("type", f"one of: {', '.join(TYPES)}")
    status, ended, about_end = _status(one, dates.year(signed), last)
    words = pacts.listed(list(dict.fromkeys(CATEGORY[category][1] for category in categories)))
    basis = SOURCES.get(one.text("sourceType") or "")
    names = [states.name(side.iso3 or "") for side in sides]
    note = [UNNAMED, *(side.doubt for side in sides), early, about_end, f"Coded from {basis}." if basis else ""]
    return {
        "agreement_id": f"dcad-{_serial(one)}",
        "title": pacts.title(CATEGORY[categories[0]][0], names, signed),
        "kind": CATEGORY[categories[0]][2],
        "signed": signed,
        "in_force": in_force,
        "ended": ended,
        "status": status,
        "provisions": tuple(dict.fromkeys(CATEGORY[category][3] for category in categories)),
        "summary": f"Coded by DCAD as {TYPES[one.needed('type')]}; it covers {words}.",
        "note": " ".join(filter(None, note)),
    }


def _dates(one: Record) -> tuple[str, str | None, str]:
    """When signed, when in force, and a note where the second cannot be."""
    one.needed("signYear")
    signed, in_force = one.date(*SIGNED), one.date(*IN_FORCE)
    if signed is None:
        raise one.odd("signYear", "a year")
    if in_force is not None and dates.latest(in_force) < dates.earliest(signed):
        return signed, None, f"DCAD has it in force from {in_force}, before it was signed; the date was left out."
    return signed, in_force, ""


def _status(one: Record, signed: int, last: int) -> tuple[str, str | None, str]:
    """Status, end, and what the note says of them."""
    code = one.needed("terminated")
    if code == RUNS:
        return "in force", None, f"Not ended when the data end ({last})."
    if code == ENDED:
        years = one.whole("durationActual")
        if years is None:
            return "expired", None, "DCAD does not say when it ended."
        return "expired", str(signed + years), f"DCAD has it ended after {years} years."
    if code not in UNKNOWN:
        raise one.odd("terminated", f"one of: {', '.join((RUNS, ENDED, *UNKNOWN))}")
    estimate = one.whole("endYearEstimate")
    guess = f"; its estimate is {estimate}" if estimate and estimate < last else ""
    return "signed", None, f"DCAD does not know whether and when it ended ({code}){guess}."


def _state(one: Record, code: str, abbreviation: str) -> Side:
    """A party by its number; where the abbreviation is that of another state, by the abbreviation, with a doubt.

    In version 1.0 two rows differ, and in both the number is the slip: one has Bolivia with Bolivia.
    """
    one.needed("signYear")
    one.needed(code)
    year, number, letters = one.whole("signYear") or 0, one.whole(code) or 0, one.text(abbreviation) or ""
    by_number, by_letters = codes.iso3(codes.COW, number, year), codes.iso3(codes.COW_ABBREVIATION, letters, year)
    words = f"{letters} (COW {number}) in {year}"
    if by_number and by_letters and by_number != by_letters:
        doubt = f"The file has {letters} with the number of {states.name(by_number)}; the abbreviation was followed."
        return Side(by_letters, words, doubt)
    return Side(by_number, words, "")


def _version(one: Record) -> str:
    """The version in an identifier such as `DCADv1.0-0001`."""
    name, _, serial = one.needed("DCAid").partition("-")
    if not name.startswith("DCADv") or not serial.isdigit():
        raise one.odd("DCAid", "an identifier like DCADv1.0-0001")
    return name.removeprefix("DCADv")


def _serial(one: Record) -> str:
    return one.needed("DCAid").partition("-")[2]


def _source(source: str, version: str) -> dict[str, str | None]:
    return {
        "source_id": source,
        "publisher": PUBLISHER,
        "title": f"{TITLE}, {version}",
        "url": PAGE,
        "published": "2020",
        "kind": "dataset",
        "reliability": "A",
    }


SETS = (
    PublishedSet(
        name="dcad",
        title=TITLE,
        publisher=PUBLISHER,
        where=f"{PAGE} (zip with the main file, by treaty)",
        terms="Free to use with the citation; further terms were not checked on the publisher's site.",
        licence="DCAD-terms",
        citation=(
            "Kinne, Brandon J. 2020. The Defense Cooperation Agreement Dataset (DCAD). Journal of Conflict Resolution "
            "64(4): 729-755."
        ),
        tables=("agreements", "agreement_parties"),
        fits=fits,
        read=read,
    ),
)
