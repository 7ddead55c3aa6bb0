"""Which states stood behind a Correlates of War number over time, with the days and names of `codes.csv`."""

from datetime import date
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from pactbook import dates
from pactbook.ingest.published import codes

FIRST, LAST = "0001-01-01", "9999-12-31"
SHORT_DAYS = 30


class Spell(NamedTuple):
    """A state in a span of time.

    Attributes:
        iso3: its ISO 3166 code; None if it never had one.
        name: in English.
        begin: first day.
        end: last day.
    """

    iso3: str | None
    name: str
    begin: str
    end: str


@cache
def spells() -> dict[int, list[Spell]]:
    """The states that each number stood for, the oldest first."""
    found: dict[int, list[Spell]] = {}
    for row in sorted(codes.listed(), key=lambda row: row["from"]):
        if row[codes.COW]:
            spell = Spell(row["iso3"] or None, row["name"], row["from"] or FIRST, row["until"] or LAST)
            found.setdefault(int(row[codes.COW]), []).append(spell)
    return found


def between(code: int, begin: str, end: str | None) -> list[Spell]:
    """The states that had a number in a span of time, in order; spells of one state are one.

    A state that ended within 30 days of the begin does not count if another took over its number: the treaties of the
    Soviet Union's last days were Russia's.

    Args:
        code: Correlates of War number.
        begin: partial date.
        end: partial date; None for an open end.
    """
    first, last = dates.earliest(begin).isoformat(), dates.latest(end).isoformat() if end else LAST
    found: dict[tuple[str | None, str], Spell] = {}
    for spell in spells().get(code, []):
        if spell.begin > last or spell.end < first:
            continue
        known = found.get((spell.iso3, spell.name), spell)
        found[spell.iso3, spell.name] = known._replace(end=spell.end)
    held = list(found.values())
    passing = [one for one, _ in pairwise(held) if _days(first, one.end) <= SHORT_DAYS]
    return [spell for spell in held if spell not in passing]


def at(iso3: str, year: int) -> str:
    """The state that then held the number of a state of today: the Soviet Union for Russia in 1985.

    Args:
        iso3: ISO 3166 code, as a name of today gives it.
        year: in which the name was used.
    """
    numbers = _numbers().get(iso3, [])
    return next((then for number in numbers if (then := codes.iso3(codes.COW, number, year))), iso3)


def name(iso3: str) -> str:
    """English name of a state; its code if it has no name here."""
    return _names().get(iso3, iso3)


def is_state(iso3: str) -> bool:
    """Whether it has a Correlates of War number, as states have and territories have not."""
    return iso3 in _numbers()


def _days(first: str, last: str) -> int:
    return (date.fromisoformat(last) - date.fromisoformat(first)).days


@cache
def _numbers() -> dict[str, list[int]]:
    """By ISO code, the number of today first."""
    numbers: dict[str, list[int]] = {}
    for row in sorted(codes.listed(), key=lambda row: row["until"] or LAST, reverse=True):
        if row["iso3"] and row["cow"] and int(row["cow"]) not in numbers.setdefault(row["iso3"], []):
            numbers[row["iso3"]].append(int(row["cow"]))
    return {iso3: known for iso3, known in numbers.items() if known}


@cache
def _names() -> dict[str, str]:
    """By ISO code, the name of the latest spell."""
    return {
        row["iso3"]: row["name"] for row in sorted(codes.listed(), key=lambda row: row["until"] or LAST) if row["iso3"]
    }
