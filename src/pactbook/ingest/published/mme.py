"""Multinational Military Exercises (MME), as series, exercises and their participants.

The file has no column for the host: a country is host only where the place names it beside commas ("Vaziani, Georgia")
and it takes part. Its two columns of free text quote the press and are not taken over.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pactbook import dates
from pactbook.ingest.published import codes, frames, identifiers, pacts, reading, records, states
from pactbook.ingest.published.frames import LIST, NUMBER, TEXT, WHOLE
from pactbook.ingest.published.glimpse import Glimpse
from pactbook.ingest.published.model import Imported, LeftOut, Progress, PublishedError, PublishedSet, sources
from pactbook.ingest.published.records import Record

START, END = ("StartDate", "s.year", "s.month", "s.day"), ("EndDate", "e.year", "e.month", "e.day")
FLAGS = {  # how the words of the file read, and the focus that it is; the general one where there is none of ours
    "CPX": ("command post", "command post"),
    "Air": ("air", None),
    "Land": ("land", None),
    "Sea": ("sea", "naval"),
    "Amphibious": ("amphibious", "naval"),
    "Cyber": ("cyber", None),
    "Warfighting": ("warfighting", "collective defence"),
    "Peacekeeping": ("peacekeeping", "peacekeeping"),
    "Humanitarian": ("humanitarian", "humanitarian"),
}
GENERAL = "collective defence"
COLUMNS = ("MMEID", "Ex_Name", "Series_Name", "Location", "lat", "lon", *START, *END, *FLAGS, "StateA")
STATE = re.compile(r"State[A-Z]{1,2}")
UNKNOWN = ("-9", "xx")  # a name, and a part of a date, that the publisher does not know
SHORT = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{2})")  # month, day, year
ISO = re.compile(r"\d{4}-(\d{2}-(\d{2}|xx)|xx-xx)")
IDENTIFIER = re.compile("[a-z0-9][a-z0-9-]*")
FIRST_CENTURY = 80  # two digits from here on are years of the 20th century
SINGLE, SINGLE_NAME = "mme-single", "Exercises without a series (MME)"
SERIES_COLUMNS = {
    "series_id": TEXT,
    "name": TEXT,
    "name_ru": TEXT,
    "framework_org": TEXT,
    "lead_iso3": TEXT,
    "first_year": WHOLE,
    "last_year": WHOLE,
    "focus": LIST,
    "summary": TEXT,
    "note": TEXT,
    "source_ids": LIST,
    "verified": TEXT,
}
EXERCISE_COLUMNS = {
    "exercise_id": TEXT,
    "series_id": TEXT,
    "name": TEXT,
    "start": TEXT,
    "end": TEXT,
    "held": TEXT,
    "host_iso3": TEXT,
    "location": TEXT,
    "lat": NUMBER,
    "lon": NUMBER,
    "framework_org": TEXT,
    "focus": LIST,
    "personnel_total": WHOLE,
    "equipment_note": TEXT,
    "summary": TEXT,
    "note": TEXT,
    "source_ids": LIST,
    "verified": TEXT,
}
PARTICIPANT_COLUMNS = {
    "exercise_id": TEXT,
    "iso3": TEXT,
    "role": TEXT,
    "personnel": WHOLE,
    "note": TEXT,
    "verified": TEXT,
}
PUBLISHER = "Vito D'Orazio and Kevin Galambos (Harvard Dataverse)"
PAGE = "https://doi.org/10.7910/DVN/KHFODX"


def fits(glimpse: Glimpse) -> bool:
    """Whether a file has MME's columns by exercise."""
    return records.header(glimpse).issuperset(("MMEID", "Ex_Name", "StateA", "StateB"))


def read(path: Path, progress: Progress) -> Imported:
    """Read the file: a row is an exercise."""
    content = reading.text(path)
    found = records.read(content, COLUMNS)
    progress(len(content), len(content))
    if not found:
        raise PublishedError("has no records")
    named = [_names(one) for one in found]
    iso3 = codes.names(name for names in named for name in names)
    left_out, exercises, participants, strangers = LeftOut(), [], [], Counter[str]()
    for one, names, identifier in zip(found, named, _identifiers(found), strict=True):
        strangers.update(name for name in names if not iso3[name])
        start, end, doubt = _dates(one)
        there = {states.at(code, dates.year(start)): name for name in names if (code := iso3[name])}
        if not there:
            left_out.add("no participant that is a country with a code")
            continue
        host = _host(one, there)
        unmatched = [name for name in names if not iso3[name]]
        note = " ".join(filter(None, [doubt, *_notes(one, unmatched)]))
        exercises.append(_exercise(one, list(there), host) | _when(identifier, start, end) | {"note": note})
        participants += [_participant(identifier, code, host) for code in there]
    years = [dates.year(one["start"]) for one in exercises] or [0]
    edition = f"{min(years)}-{max(years)}"
    source = f"mme-{edition}"
    exercises = [one | {"source_ids": (source,)} for one in exercises]
    series = [_series(identifier, of_it) | {"source_ids": (source,)} for identifier, of_it in _by_series(exercises)]
    return Imported(
        edition=edition,
        retrieved=None,
        tables={
            "exercise_series": frames.frame(series, SERIES_COLUMNS, ("series_id",)),
            "exercises": frames.frame(exercises, EXERCISE_COLUMNS, ("exercise_id",)),
            "exercise_participants": frames.frame(participants, PARTICIPANT_COLUMNS, ("exercise_id", "iso3")),
        },
        sources=sources([_source(source, edition)]),
        rows_read=len(found),
        left_out=left_out,
        notes=[
            "The file has no column for the host; one is given where the place names a participant beside commas.",
            "Warfighting is given as collective defence, the nearest focus; so is an exercise of none that we have.",
            "The columns FocusDescription and AdditionalParticipantInfo quote the press and are not taken over.",
            *(f"Participant without a code: {name} ({n} times)." for name, n in sorted(strangers.items())),
        ],
    )


def _identifiers(found: Sequence[Record]) -> list[str]:
    """Distinct identifiers: `mme-87`; where the file has one twice, with the start: `mme-3460-1995-07`."""
    plain = ["mme-" + one.needed("MMEID").lower().removeprefix("mme") for one in found]
    times = Counter(plain)
    dated = [one if times[one] == 1 else f"{one}-{_dates(row)[0]}" for one, row in zip(plain, found, strict=True)]
    for row, one in zip(found, dated, strict=True):
        if not IDENTIFIER.fullmatch(one):
            raise row.odd("MMEID", "an identifier like mme87")
    return identifiers.distinct(dated)


def _dates(one: Record) -> tuple[str, str, str]:
    """Start, end, and a note where the end lies before the start: then only what both have in common is kept."""
    start, end = _date(one, *START), _date(one, *END)
    if dates.latest(end) >= dates.earliest(start):
        return start, end, ""
    parts = list(zip(start.split("-"), end.split("-"), strict=False))
    common = "-".join(first for first, _ in parts[: next(n for n, (first, last) in enumerate(parts) if first != last)])
    if not common:
        raise one.odd(END[0], f"a day after {start}")
    return common, common, f"The file has it from {start} to {end}, which cannot be."


def _date(one: Record, text: str, year: str, month: str, day: str) -> str:
    """A partial date from the columns of its parts, which have four digits for the year; the text must say the same."""
    parts = [_known(one, column) for column in (year, month, day)]
    known = Record(one.row, dict(zip((year, month, day), [part or "" for part in parts], strict=True)))
    known.needed(year)
    date = known.date(year, month, day)
    if date is None or (one.text(text) and not _says(one.needed(text), date)):
        raise one.odd(text, f"the date of its parts ({date})")
    return date


def _says(text: str, date: str) -> bool:
    """Whether a text such as `8/16/05` or `1980-01-xx` means a partial date."""
    if short := SHORT.fullmatch(text):
        month, day, year = map(int, short.groups())
        return f"{(1900 if year >= FIRST_CENTURY else 2000) + year}-{month:02d}-{day:02d}" == date
    return bool(ISO.fullmatch(text)) and text.removesuffix("-xx").removesuffix("-xx") == date


def _known(one: Record, column: str) -> str | None:
    """A cell; None where the file says that it is not known."""
    cell = one.text(column)
    return None if cell in UNKNOWN else cell


def _names(one: Record) -> list[str]:
    """Participants as the file names them, each once."""
    return list(
        dict.fromkeys(name for column in one.cells if STATE.fullmatch(column) and (name := _known(one, column)))
    )


def _host(one: Record, there: Mapping[str, str]) -> str | None:
    """The participant that the place names, if it is one; the place `Sea of Japan` names none."""
    parts = {part.strip(" .").casefold() for part in (_known(one, "Location") or "").split(",")}
    hosts = [code for code, name in there.items() if name.casefold() in parts]
    return hosts[0] if len(hosts) == 1 else None


def _exercise(one: Record, there: list[str], host: str | None) -> dict[str, Any]:
    series, name = _known(one, "Series_Name"), _known(one, "Ex_Name")
    flags = [flag for flag in FLAGS if one.flag(flag)]
    focus = list(dict.fromkeys(known for flag in flags if (known := FLAGS[flag][1])))
    lat, lon = one.place()
    place = _known(one, "Location")
    words = ", ".join(FLAGS[flag][0] for flag in flags) or "none"
    return {
        "series_id": f"mme-{identifiers.slug(series)}" if series else SINGLE,
        "series": series,
        "name": name or pacts.title("Exercise", [states.name(code) for code in there], _known(one, "s.year") or ""),
        "held": "held",
        "host_iso3": host,
        "location": place or "not stated",
        "lat": lat,
        "lon": lon,
        "focus": tuple(focus) or (GENERAL,),
        "summary": f"{_countries(len(there))} named as taking part. Marks of the file: {words}.",
        "verified": "tool",
    }


def _when(identifier: str, start: str, end: str) -> dict[str, Any]:
    return {"exercise_id": identifier, "start": start, "end": end}


def _participant(identifier: str, code: str, host: str | None) -> dict[str, Any]:
    role = "host" if code == host else "participant"
    return {"exercise_id": identifier, "iso3": code, "role": role, "verified": "tool"}


def _notes(one: Record, unmatched: Sequence[str]) -> list[str]:
    further = one.text("AdditionalParticipantInfo") or any(
        one.cells[column] in UNKNOWN for column in one.cells if STATE.fullmatch(column)
    )
    return [
        "" if _known(one, "Ex_Name") else "The file gives no name.",
        f"Also named, without a code: {pacts.listed(unmatched)}." if unmatched else "",
        "There may have been others: the file has more on participants in words, or a participant that is not known."
        if further
        else "",
    ]


def _by_series(exercises: Sequence[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for one in exercises:
        found.setdefault(one["series_id"], []).append(one)
    return list(found.items())


def _series(identifier: str, exercises: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    years = [dates.year(one["start"]) for one in exercises]
    spellings = Counter(one["series"] for one in exercises)
    name = max(sorted(spellings), key=lambda one: spellings[one]) if identifier != SINGLE else SINGLE_NAME
    focus = {focus for one in exercises for focus in one["focus"]}
    listed = "Of no series by the file" if identifier == SINGLE else "Listed under this series by the file"
    return {
        "series_id": identifier,
        "name": name,
        "first_year": min(years),
        "last_year": max(years),
        "focus": tuple(sorted(focus)),
        "summary": f"{listed}: {len(exercises)} exercise{'s' * (len(exercises) != 1)}, {_span(years)}.",
        "note": "First and last year are those of the exercises in the file.",
        "verified": "tool",
    }


def _span(years: Sequence[int]) -> str:
    return str(min(years)) if min(years) == max(years) else f"{min(years)}-{max(years)}"


def _countries(number: int) -> str:
    return "One country is" if number == 1 else f"{number} countries are"


def _source(source: str, edition: str) -> dict[str, str | None]:
    return {
        "source_id": source,
        "publisher": PUBLISHER,
        "title": f"Multinational Military Exercises, {edition}",
        "url": PAGE,
        "published": "2021",
        "kind": "dataset",
        "reliability": "A",
    }


SETS = (
    PublishedSet(
        name="mme",
        title="Multinational Military Exercises (MME)",
        publisher=PUBLISHER,
        where=f"{PAGE} (the file by exercise)",
        terms="Free to use with the citation; further terms were not checked on the publisher's site.",
        licence="MME-terms",
        citation=(
            "D'Orazio, Vito, and Kevin Galambos. 2021. Multinational Military Exercises, 1980-2010. Harvard Dataverse, "
            "V1. https://doi.org/10.7910/DVN/KHFODX"
        ),
        tables=("exercise_series", "exercises", "exercise_participants"),
        fits=fits,
        read=read,
    ),
)
