"""Changes of figures: numbers of a brief that have a trail, matched by what they are about, never by their place."""

from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

from pactbook.editions.archive import Record
from pactbook.editions.labels import Names, words
from pactbook.editions.rows import Change, Rows

Number = int | float | None
Step = str | tuple[str, ...]  # a key, or what tells an item of a list from its neighbours

# What a part of a brief is about, in the order in which a label names it.
SUBJECTS = (
    "slug", "key", "code", "about", "iso3", "iso3_a", "iso3_b", "partner", "power", "neighbour", "org_id", "org",
    "framework_org", "other", "operator", "host", "supplier", "donor", "recipient", "funder", "pair", "countries",
    "larger", "smaller", "border", "indicator", "component", "kind", "task", "focus", "question", "commodity", "of",
    "status", "name", "label", "series", "price_basis", "unit", "measure", "reason",
)  # fmt: skip
YEARS = ("period", "year", "first", "last", "earlier_year", "horizon_year", "first_year", "last_year", "years")
# How something is drawn, what says how sure it is, and where in time it stands: no figures.
NO_FIGURES = {
    *YEARS, "colour", "order", "look", "shade", "place", "lat", "lon", "x", "y", "weight", "level", "draws", "grade",
    "enough", "rank", "low_50", "high_50", "low_90", "high_90", "change_low", "change_high", "covered_50", "covered_90",
    "error", "error_last", "error_mean", "tested", "until", "origin", "before_year", "then_year", "latest",
}  # fmt: skip
# What holds no figures of its own: points of a drawing (its numbers stand in rows or tables too), findings of others.
SKIPPED = {"data", "legend", "rows", "sources", "spark", "findings", "confidence_reason", "likelihood", "edited"}
# What only stands beside a figure: what it was before, and how firm it is.
ASIDE = {"change", "before", "then", "earlier", "exercises_before", "rank_kept", "order_changed", "rival_first"}
UNNAMED = {"values", "chart"}  # keys that tell a reader nothing
LEAST, MOST = 0.05, 0.25  # weight of a figure that hardly moved, and of one that came from nothing
JUDGEMENTS = "judgements"
DIGITS = 3  # of a number that is not whole, as a page prints it at most


@dataclass(frozen=True)
class Figure:
    """A number of a brief.

    Attributes:
        value: None where it is not known.
        measure: its name.
        rows: that it stands on.
        sources: theirs.
        section: key of the chapter, or None on page one.
        label: in words from the data.
        field: the key that it has.
    """

    value: Number
    measure: str
    rows: frozenset[str]
    sources: tuple[str, ...]
    section: str | None
    label: str
    field: str


@dataclass(frozen=True)
class Moved:
    """A figure that has another value: what leads to it, before and after."""

    path: tuple[Step, ...]
    before: Figure
    after: Figure


def compare(old: Record, new: Record, rows: Rows, names: Names, units: dict[str, str]) -> dict[Hashable, Change]:
    """The figures of a brief that have another value, each once, however often the brief shows it.

    Args:
        old: the brief's JSON in the earlier edition.
        new: the same in the later one.
        rows: the changes of rows.
        names: of the codes.
        units: by the name of a column.

    Returns:
        The changes by what makes two figures the same, in this brief and in others: measure, values and rows.
    """
    before, after = figures(old, names), figures(new, names)
    told: dict[Hashable, Change] = {}
    seen: dict[Hashable, list[Moved]] = {}
    for path, figure in after.items():
        earlier = before.get(path)
        if earlier is None or earlier.measure != figure.measure or not _moved(earlier.value, figure.value):
            continue
        if path[0] == JUDGEMENTS and earlier.rows.isdisjoint(figure.rows):
            continue  # the same judgement of another matter: the deadliest incident is another one now
        alike = seen.setdefault((figure.measure, earlier.value, figure.value), [])
        moved = Moved(path, earlier, figure)
        if not any(_says_it(one, moved) for one in alike):
            alike.append(moved)
            identity = (figure.measure, earlier.value, figure.value, earlier.rows, figure.rows, figure.field)
            told[identity] = _change(earlier, figure, rows, units)
    return told


def _says_it(one: Moved, other: Moved) -> bool:
    """Whether two figures that moved alike are one, shown in two places: one's rows are among the other's."""
    if one.path[:-1] == other.path[:-1]:
        return False  # two numbers of one part are two
    pairs = [(one.before.rows, other.before.rows), (one.after.rows, other.after.rows)]
    return all(mine <= its for mine, its in pairs) or all(its <= mine for mine, its in pairs)


def figures(brief: Record, names: Names) -> dict[tuple[Step, ...], Figure]:
    """All figures of a brief by what they are about.

    Args:
        brief: its JSON.
        names: of the codes.
    """
    reader = _Reader(names)
    for section, content in sorted(brief["sections"].items()):
        reader.read(content, (section,), section, None, [])
    for fact in brief["masthead"].get("facts", ()):
        if "measure" in fact:
            reader.hold(fact["value"], ("facts", fact["key"]), None, fact, [fact.get("label") or words(fact["key"])])
    for found in brief["findings"]:
        path = (JUDGEMENTS, found["code"], str(found["about"]))
        named = [words(found["code"]), *([names.about(found["about"])] if found["about"] else [])]
        reader.read(found["values"], path, found["section"], found, named)
    return reader.found


class _Reader:
    """Walks through a brief."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.found: dict[tuple[Step, ...], Figure] = {}

    def read(
        self, value: Any, path: tuple[Step, ...], section: str | None, trail: Record | None, label: list[str]
    ) -> None:
        """Gather the figures of a part and of all that is in it.

        Args:
            value: the part.
            path: what leads to it.
            section: key of the chapter.
            trail: of the part that it belongs to; None where none has a trail.
            label: what the label says so far.
        """
        if isinstance(value, dict):
            if "row" in value:
                return  # as it stands in a row, whose own changes are told
            trail = value if "measure" in value and "rows" in value else trail
            for key, item in value.items():
                if key in SKIPPED:
                    continue
                if key == "figure":
                    self.hold(item, path, section, trail, label)
                elif isinstance(item, dict):
                    self._read_part(key, item, path, section, trail, label)
                elif isinstance(item, list):
                    self._read_list(key, item, path, section, trail, label)
                elif trail is not None and _is_number(item) and key not in NO_FIGURES:
                    self.hold(item, (*path, key), section, trail, [*label, words(key)])

    def hold(
        self, value: Any, path: tuple[Step, ...], section: str | None, trail: Record | None, label: list[str]
    ) -> None:
        """Keep a figure, if it has a trail."""
        if trail is not None and (value is None or _is_number(value)):
            rows = _named_after(path, trail["rows"]) if "rows" in trail else [trail["row"]]
            field = path[-1] if isinstance(path[-1], str) else ""
            told = ", ".join(dict.fromkeys(label)) or words(str(section))
            self.found[path] = Figure(
                value, trail.get("measure", ""), frozenset(rows), tuple(trail["sources"]), section, told, field
            )

    def _read_part(
        self, key: str, item: Record, path: tuple[Step, ...], section: str | None, trail: Record | None,
        label: list[str],
    ) -> None:  # fmt: skip
        """A part with a name: if it is about something else than before, it is another one."""
        subject = _subject(item) if "measure" in item and "rows" in item else ()
        told = [words(key)] if key not in UNNAMED else []
        self.read(item, (*path, key, subject), section, trail, [*label, *self._named(subject), *told])

    def _read_list(
        self, key: str, items: list[Any], path: tuple[Step, ...], section: str | None, trail: Record | None,
        label: list[str],
    ) -> None:  # fmt: skip
        """The items of a list by what they are about; where two are about the same, their years tell them apart."""
        parts = [item for item in items if isinstance(item, dict)]
        often = Counter(_subject(item) for item in parts)
        exact = Counter((_subject(item), _years(item)) for item in parts)
        for item in parts:
            subject, years = _subject(item), _years(item)
            if not subject and not years:
                continue  # nothing but its place tells which it is
            if often[subject] == 1 and subject:
                self.read(item, (*path, key, subject), section, trail, [*label, *self._named(subject)])
            elif exact[subject, years] == 1:
                told = [*label, *self._named(subject), "–".join(years)]
                self.read(item, (*path, key, subject, years), section, trail, told)

    def _named(self, subject: tuple[str, ...]) -> list[str]:
        told = [part.split("=", 1)[1] for part in subject]
        return [", ".join(self.names.about(code) for code in code_list.split("|")) for code_list in told]


def _named_after(path: tuple[Step, ...], rows: list[str]) -> list[str]:
    """Of a trail that several figures share, the rows of the tables that one of them is named after; else all.

    (The number of exercises in an engagement does not stand on deliveries of arms.)
    """
    names = {step.removesuffix("s") for step in path if isinstance(step, str)}
    own = [row for row in rows if names & {part.removesuffix("s") for part in row.partition(":")[0].split("_")}]
    return own or rows


def _subject(part: Record) -> tuple[str, ...]:
    found = []
    trailed = "rows" in part
    for key in SUBJECTS:
        value = part.get(key)
        if key == "measure" and trailed:
            continue  # there it is the measure of the figure, not a subject
        if isinstance(value, str):
            found.append(f"{key}={value}")
        elif isinstance(value, list) and value and all(isinstance(code, str) for code in value):
            found.append(f"{key}={'|'.join(value)}")
    return tuple(found)


def _years(part: Record) -> tuple[str, ...]:
    values = (part.get(key) for key in YEARS)
    return tuple(str(value) for value in values if isinstance(value, int) and not isinstance(value, bool))


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _moved(old: Number, new: Number) -> bool:
    """Whether two values differ as far as a page shows it."""
    if isinstance(old, int) and isinstance(new, int):
        return old != new
    if old is None or new is None:
        return old is not new
    return f"{old:.{DIGITS}g}" != f"{new:.{DIGITS}g}"


def _change(old: Figure, new: Figure, rows: Rows, units: dict[str, str]) -> Change:
    beneath = rows.of(set(old.rows | new.rows))
    kinds = {change["kind"] for change in beneath}
    cited = dict.fromkeys(source for change in beneath for source in change["sources"])
    return {
        "kind": "corrected" if kinds and kinds <= {"corrected", "withdrawn"} else "revised",
        "what": "figure",
        "section": new.section,
        "label": new.label,
        "measure": new.measure,
        "row": None,
        "column": None,
        "old": old.value,
        "new": new.value,
        "unit": units.get(new.field),
        "date": None,
        "sources": list(cited),  # none where no row has changed: the years that the figure looks at have moved on
        "weight": LEAST if new.field in ASIDE or not beneath else round(_weight(old.value, new.value), 3),
    }


def _weight(old: Number, new: Number) -> float:
    """By the share of itself that the figure moved; of a count that moved by n, n / (n + 1) of that.

    Every fact of weight comes before it, so that counts never bury what they follow from.
    """
    if old is None or new is None:
        return MOST
    step, largest = abs(new - old), max(abs(old), abs(new))
    share = step / largest
    if isinstance(old, int) and isinstance(new, int):
        share *= step / (step + 1)
    return LEAST + (MOST - LEAST) * min(1.0, share)
