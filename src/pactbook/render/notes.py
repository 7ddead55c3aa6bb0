"""From a figure on a page back to the data: numbered notes, numbered rows, and numbers that know where they come from.

A brief's JSON says of each figure which measure it is and on which rows it stands: its trail. On the page every figure
is a link to a note on its trail; notes are numbered in the order in which the page first shows them.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from functools import wraps
from itertools import groupby
from typing import Any

from markupsafe import Markup

from pactbook import dates

LISTED = "Rows listed"  # the measure of a list's length
DISPUTED = 0.1  # share of its rows with another source's value, from which a figure is marked
MARK = Markup('<abbr class="disputed" title="Another source has another value: see the note">‡</abbr>')

Trail = dict[str, Any]  # measure, rows, sources


class Notes:
    """The notes of one page, with the numbers of the rows and sources that they name.

    Args:
        brief: with `rows` (identifiers of all rows behind it, in order) and `sources`.
    """

    def __init__(self, brief: dict[str, Any]) -> None:
        self.row_numbers = {row: number for number, row in enumerate(brief["rows"], start=1)}
        self._source_numbers = {source["source_id"]: source["number"] for source in brief["sources"]}
        self.disputes = _by_row(brief.get("disagreements", ()))
        self.corrections = _by_row(brief.get("corrections", ()))
        self.marks: dict[str, str] = brief.get("marks", {})
        self._notes: dict[tuple[str, tuple[str, ...]], dict[str, Any]] = {}

    def number(self, trail: Trail) -> int:
        """The number of the note on a trail, made when it is first asked for; the same trail has one note."""
        key = (trail["measure"], tuple(sorted(trail["rows"])))
        note = self._notes.setdefault(key, trail | {"number": len(self._notes) + 1})
        return int(note["number"])

    def disputed(self, rows: Iterable[str]) -> Markup:
        """The sign that another source disagrees with a tenth of some rows or more; else nothing."""
        named = list(rows)
        found = sum(row in self.disputes for row in named)
        return MARK if found and found >= DISPUTED * len(named) else Markup("")

    def listed(self) -> list[dict[str, Any]]:
        """All notes asked for so far.

        Returns:
            number, measure, count of rows, spans of the numbers of rows and of sources, and of its rows: `disputes`
            and `corrections` (as in the brief), counts by mark of their publisher.
        """
        return [
            {
                "number": note["number"],
                "measure": note["measure"],
                "count": len(note["rows"]),
                "rows": spans(self.row_numbers[row] for row in note["rows"]),
                "sources": spans(self._source_numbers[source] for source in note["sources"]),
                "disputes": [said for row in note["rows"] for said in self.disputes.get(row, ())],
                "corrections": [said for row in note["rows"] for said in self.corrections.get(row, ())],
                "marks": Counter(sorted(self.marks[row] for row in note["rows"] if row in self.marks)),
            }
            for note in self._notes.values()
        ]

    def register(self) -> list[dict[str, Any]]:
        """All rows by table, those that differ in their year alone written together: `table`, `entries`."""
        return [
            {"table": table, "entries": condensed([(row.split(":", 1)[1], number) for row, number in group])}
            for table, group in groupby(self.row_numbers.items(), key=lambda item: item[0].split(":", 1)[0])
        ]


def _by_row(said: Iterable[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for one in said:
        found.setdefault(one["row"], []).append(one)
    return found


class Figure:
    """What a number of a brief carries along: the page's notes and its own trail."""

    notes: Notes
    trail: Trail

    def linked(self, text: str) -> Markup:
        """A text that shows the number, as a link to its note."""
        number = self.notes.number(self.trail)
        doubt = self.notes.disputed(self.trail["rows"])
        return Markup('<a class="figure" href="#note-{0}" data-note="{0}">{1}{2}</a>').format(number, text, doubt)


class Whole(Figure, int):
    """A whole number that knows its trail."""

    def __html__(self) -> Markup:
        return self.linked(int.__repr__(self))


class Decimal(Figure, float):
    """A number that knows its trail."""

    def __html__(self) -> Markup:
        return self.linked(float.__repr__(self))


class Records(list[Any]):
    """Records of rows, whose number is a figure."""

    notes: Notes


def alive(value: Any, notes: Notes) -> Any:
    """A part of a brief with its figures as numbers that know their trails, and lists of rows' records as `Records`.

    Args:
        value: any part of a brief's JSON; a figure is a record with `figure`, `measure`, `rows` and `sources`.
        notes: the notes of its page.
    """
    if isinstance(value, dict):
        if "figure" in value:
            return None if value["figure"] is None else figure(value["figure"], value, notes)
        return {key: alive(item, notes) for key, item in value.items()}
    if isinstance(value, list):
        items = [alive(item, notes) for item in value]
        if items and all(isinstance(item, dict) and item.keys() >= {"row", "sources"} for item in items):
            items = Records(items)
            items.notes = notes
        return items
    return value


def figure(value: float, trail: Trail, notes: Notes) -> Figure:
    """A number that knows its trail."""
    made = Whole(value) if isinstance(value, int) else Decimal(value)
    made.notes, made.trail = notes, trail
    return made


def length(items: Any) -> int:
    """How many there are; of records of rows, as a figure that leads to them (Jinja's filter of this name)."""
    if not isinstance(items, Records):
        return len(items)
    sources = dict.fromkeys(source for record in items for source in record["sources"])
    rows = [record["row"] for record in items]
    counted = figure(len(items), {"measure": LISTED, "rows": rows, "sources": list(sources)}, items.notes)
    assert isinstance(counted, int)
    return counted


def traced(function: Callable[..., Any]) -> Callable[..., Any]:
    """A filter that prints a number, made to print a figure as a link to its note."""

    @wraps(function)
    def applied(value: Any, *arguments: Any, **named: Any) -> Any:
        text = function(value, *arguments, **named)
        return value.linked(text) if isinstance(value, Figure) else text

    return applied


def spans(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Whole numbers as first and last of their unbroken runs: 1, 2, 3, 7 as (1, 3), (7, 7)."""
    runs = groupby(enumerate(sorted(set(numbers))), key=lambda pair: pair[1] - pair[0])
    found = [[number for _, number in run] for _, run in runs]
    return [(run[0], run[-1]) for run in found]


def condensed(keys: list[tuple[str, int]]) -> list[dict[str, Any]]:
    """Keys of rows with their numbers, in order; neighbours that differ only in their year written once.

    Args:
        keys: pairs of a row's key and its number.

    Returns:
        Records of `text` ("AAA/1992–1995, 1997/current") and `numbers`.
    """
    listed = []
    for (before, after), group in groupby(keys, key=lambda pair: dates.around_year(pair[0])[:2]):
        members = list(group)
        years = [int(year) for key, _ in members if (year := dates.around_year(key)[2])]
        text = ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in spans(years))
        listed.append({"text": f"{before}{text}{after}", "numbers": [number for _, number in members]})
    return listed
