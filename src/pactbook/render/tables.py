"""The tables of a brief as an analyst wants them, from its JSON alone: every list of records is one.

A figure becomes its value; what leads back to the data stands in the last columns. A list within a record is a table of
its own that repeats what names the record, one row for each entry. All single figures of a chapter are one table.
"""

import re
from dataclasses import dataclass
from typing import Any

from pactbook.render.axes import PLACE, axis

Cell = str | int | float | bool | None
Row = dict[str, Any]

FIGURES = "figures"  # the table of a chapter's single figures
TRAIL = ("measure", "rows", "sources")
LOOKS = frozenset(("colour", "shade", "order", "look", "legend", "spark", "spec"))  # how something is drawn
PLACED = frozenset(("x", "y", "x2", "y2", "label_x", "label_y", "align", "side", "place"))  # and where, in a chart
DRAWN = frozenset(("years", "ends", "edges", "nodes"))  # data sets that only a drawing needs
LEADING = (
    "number", "figure", "table", "rank", "code", "about", "key", "source_id", "publisher", "iso3", "iso3_a", "iso3_b",
    "country", "countries", "org_id", "partner", "pair", "power", "operator", "donor_iso3", "funder", "host", "of",
    "label", "panel", "name", "title", "kind", "commodity", "date", "start", "end", "first_year", "last_year",
    "first", "last", "year", "sentence", "value", "unit",
)  # fmt: skip
CLOSING = ("summary", "description", "note", "verified")
PROSE = frozenset((*CLOSING, "sentence", "confidence", "direction", "reason", "status", "points", "text", "trend"))
LONGEST_NAME = 60  # letters of a text that names a record
UNSAFE = re.compile(r"[^A-Za-z0-9_.-]")


@dataclass(frozen=True)
class Table:
    """One table.

    Attributes:
        chapter: the key of the chapter that it belongs to; `brief` for what belongs to all.
        name: its own, with dots between the names of its parts.
        columns: their names.
        rows: cells in the order of the columns.
        trail: measure, rows and sources of the whole, where its rows have none of their own.
    """

    chapter: str
    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    trail: tuple[str, str, str]

    @property
    def title(self) -> str:
        """What its file and its sheet are called."""
        return UNSAFE.sub("-", f"{self.chapter}.{self.name}")

    @property
    def measure(self) -> str:
        """The measures that it holds: of the whole, or those of its rows."""
        trails = [column.removesuffix("rows") for column in self.columns if column.split(".")[-1] == "rows"]
        places = [self.columns.index(f"{trail}measure") for trail in trails if f"{trail}measure" in self.columns]
        named = [str(row[place]) for row in self.rows for place in places if row[place]]
        return self.trail[0] or ";".join(dict.fromkeys(named))


SAID = ("disagreements", "corrections")  # of rows, where there is any


def tables(brief: dict[str, Any]) -> list[Table]:
    """All tables of a brief, in the order of its chapters; last its names, rows, sources, and what is said of rows.

    Args:
        brief: its JSON.
    """
    order = [*brief.get("chapters", ()), *brief["sections"]]
    findings = [{"number": number, **stated} for number, stated in enumerate(brief["findings"], start=1)]
    parts: dict[str, Any] = {
        "glance": {"facts": brief["masthead"]["facts"]},
        "findings": {"findings": findings},
        **{key: brief["sections"][key] for key in dict.fromkeys(order)},
        "coverage": brief["coverage"],
        "editorial": brief["editorial"],
    }
    rows = [{"number": number, "row": row} for number, row in enumerate(brief["rows"], start=1)]
    return [
        *(table for key, part in parts.items() for table in _Chapter(key, part).tables()),
        _plain("names", [{"code": code, **known} for code, known in brief["names"].items()]),
        _plain("rows", [row | dict(zip(("table", "key"), row["row"].split(":", 1), strict=True)) for row in rows]),
        _plain("sources", brief["sources"]),
        *(_plain(name, brief[name]) for name in SAID if brief.get(name)),
    ]


def joined(value: Any) -> Cell:
    """A value as one cell: the items of a list with semicolons between them, those of a list in it with slashes."""
    if isinstance(value, list):
        return ";".join("/".join(map(str, item)) if isinstance(item, list) else str(item) for item in value)
    assert value is None or isinstance(value, (str, int, float)), value
    return value


class _Chapter:
    """Gathers the tables of one chapter."""

    def __init__(self, key: str, section: dict[str, Any]) -> None:
        self.key, self.section = key, section
        self._singles: list[tuple[Row, Row, Row]] = []
        self._rows: dict[tuple[str, ...], list[tuple[Row, Row, Row]]] = {}  # by path: what names a row, values, trail
        self._trails: dict[tuple[str, ...], Row] = {}

    def tables(self) -> list[Table]:
        self._part(self.section, (), {})
        found = [_table(self.key, (FIGURES,), self._singles, {})] if self._singles else []
        return found + [
            _table(self.key, path, self._without_lists(path), self._trails[path])
            for path, rows in self._rows.items()
            if rows and not self._only_names(path)
        ]

    def _without_lists(self, path: tuple[str, ...]) -> list[tuple[Row, Row, Row]]:
        """The rows of a table without the columns for lists that are tables of their own, where one is empty."""
        return [
            (names, {key: value for key, value in values.items() if (*path, *key.split(".")) not in self._rows}, trail)
            for names, values, trail in self._rows[path]
        ]

    def _only_names(self, path: tuple[str, ...]) -> bool:
        """Whether a table says nothing that the tables of its rows' own lists do not say too."""
        within = any(other[: len(path)] == path and other != path and rows for other, rows in self._rows.items())
        return within and len({column for _, values, _ in self._without_lists(path) for column in values}) < 2

    def _part(self, part: dict[str, Any], path: tuple[str, ...], trail: Row) -> None:
        """A part of the chapter that is no list; its single values lead where the nearest trail leads.

        The trail of a whole chapter is that of its lists alone.
        """
        own = _trail(part)
        trail, whole = (own or trail if path else {}), own or trail or _trail(self.section)
        for key, item in _content(part):
            place = (*path, key)
            if _is_figure(item):
                self._singles.append(({}, {"figure": ".".join(place), "value": item["figure"]}, _trail(item)))
            elif _is_chart(item):
                self._chart(item, place, {})
            elif isinstance(item, dict):
                self._part(item, place, trail)
            elif _holds_records(item):
                self._records(item, place, {}, {}, whole)
            elif item not in (None, []) and key != "empty":
                self._singles.append(({}, {"figure": ".".join(place), "value": joined(item)}, trail))

    def _chart(self, chart: dict[str, Any], path: tuple[str, ...], names: Row) -> None:
        for data, records in chart["data"].items():
            if data not in DRAWN:
                place = path if data == "main" else (*path, data)
                plain = [{key: item for key, item in record.items() if key not in PLACED} for record in records]
                self._records(plain, place, names, {}, _trail(chart))
        self._part(chart.get("values", {}), path, _trail(chart))

    def _records(self, records: list[Any], path: tuple[str, ...], names: Row, above: Row, whole: Row) -> None:
        """The rows of one list.

        Args:
            records: of any shape, None for what is not there.
            path: names of the parts down to the list.
            names: what names the record that the list belongs to.
            above: the trail of that record.
            whole: the trail of all that the list stands in.
        """
        rows = self._rows.setdefault(path, [])
        self._trails[path] = whole
        known = axis(".".join((self.key, *path)), self.section, len(records))
        counted = not all(isinstance(record, dict) and not _is_figure(record) for record in records)
        column, held, labels = known or (PLACE, "", list(range(1, len(records) + 1)))
        for number, (label, record) in enumerate(zip(labels, records, strict=True), start=1):
            if record is None:
                continue
            place = {column: label} if known or counted else {}
            if not isinstance(record, dict) or _is_figure(record):
                value = record["figure"] if isinstance(record, dict) else record
                trail = _trail(record) if isinstance(record, dict) else {}
                rows.append((names | place, {held or "value": joined(value)}, trail or above))
                continue
            values: Row = {}
            trails: Row = {}
            within: list[tuple[tuple[str, ...], Any]] = []
            self._flatten(record, path, "", values, trails, within)
            rows.append((names | place, values, trails if "rows" in trails else above | trails))
            own = {name: value for name, value in values.items() if _names(name, value)} or {"number": number}
            inherited = {key: value for key, value in rows[-1][2].items() if key in TRAIL}
            for below, item in within:
                named = names | place | {f"{path[-1]}.{name}": value for name, value in own.items()}
                if _is_chart(item):
                    self._chart(item, below, named)
                else:
                    self._records(item, below, named, inherited, whole)

    def _flatten(
        self,
        record: dict[str, Any],
        path: tuple[str, ...],
        prefix: str,
        values: Row,
        trails: Row,
        within: list[tuple[tuple[str, ...], Any]],
    ) -> None:
        """Sort what a record holds into its values, its trails and the lists within it."""
        trails.update({f"{prefix}{key}": item for key, item in _trail(record).items()})
        for key, item in _content(record):
            place, column = (*path, key), f"{prefix}{key}"
            if key == "values" and "code" in record:
                within.append((place, _listed(item, "")))
            elif _is_figure(item):
                values[column] = item["figure"]
                trails.update({f"{column}.{name}": value for name, value in _trail(item).items()})
            elif _is_chart(item) or _holds_records(item) or (isinstance(item, list) and self._has_axis(place, item)):
                within.append((place, item))
            elif isinstance(item, dict):
                self._flatten(item, place, f"{column}.", values, trails, within)
            else:
                values[column] = joined(item)

    def _has_axis(self, path: tuple[str, ...], items: list[Any]) -> bool:
        return axis(".".join((self.key, *path)), self.section, len(items)) is not None


def _plain(name: str, records: list[Row]) -> Table:
    """A table of all the brief."""
    columns = _ordered([key for key in (records[0] if records else ()) if key not in LOOKS])
    return Table(
        "brief", name, columns, tuple(tuple(joined(row[key]) for key in columns) for row in records), ("", "", "")
    )


def _table(chapter: str, path: tuple[str, ...], rows: list[tuple[Row, Row, Row]], whole: Row) -> Table:
    own = list(dict.fromkeys(column for _, values, _ in rows for column in values))
    split = {column for column in own if any(other.startswith(f"{column}.") for other in own)}  # where it is no record
    own = [column for column in own if column not in split]
    named = list(dict.fromkeys(name for names, _, _ in rows for name in names))
    short = {name: name.rsplit(".", 1)[-1] for name in named}
    taken = [*own, *short.values()]  # a name that two columns would have keeps the list that it comes from
    heads = {name: plain if taken.count(plain) == 1 else name for name, plain in short.items()}
    trails = list(dict.fromkeys(column for _, _, trail in rows for column in trail))
    ordered = _ordered(own)
    trails.sort(key=lambda column: ("." in column, column.rsplit(".", 1)[0] if "." in column else TRAIL.index(column)))
    cells = tuple(
        (
            *(names.get(name) for name in named),
            *(values.get(column) for column in ordered),
            *(joined(trail.get(column)) for column in trails),
        )
        for names, values, trail in rows
    )
    columns = (*heads.values(), *ordered, *trails)
    kept = [str(joined(whole.get(key, ""))) for key in TRAIL] if "rows" not in trails else [""] * 3
    return Table(chapter, ".".join(path), columns, cells, (kept[0], kept[1], kept[2]))


def _ordered(columns: list[str]) -> tuple[str, ...]:
    """Columns with those first that say what a row is, and remarks last."""
    middle = [column for column in columns if column not in LEADING and column not in CLOSING]
    leading, closing = ([column for column in known if column in columns] for known in (LEADING, CLOSING))
    return (*leading, *middle, *closing)


def _listed(value: Any, prefix: str) -> list[Row]:
    """The values of a finding, one to a row, since each kind of finding has others."""
    if isinstance(value, dict) and not _is_figure(value):
        steps = [(str(key), item) for key, item in value.items()]
    elif _holds_records(value):
        steps = [(str(place), item) for place, item in enumerate(value, start=1)]
    else:
        return [{"name": prefix, "value": value["figure"] if isinstance(value, dict) else joined(value)}]
    return [row for key, item in steps for row in _listed(item, f"{prefix}.{key}".removeprefix("."))]


def _is_figure(value: Any) -> bool:
    return isinstance(value, dict) and "figure" in value


def _is_chart(value: Any) -> bool:
    return isinstance(value, dict) and "spec" in value and "data" in value


def _holds_records(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(item, dict) for item in value)


def _trail(part: dict[str, Any]) -> Row:
    """What leads from a part to the data: measure, rows, sources; a record of one row has that one."""
    rows = part.get("rows", [part["row"]] if "row" in part else None)
    if not isinstance(rows, list):
        return {}
    return {"measure": part.get("measure"), "rows": rows, "sources": part.get("sources")}


def _content(part: dict[str, Any]) -> list[tuple[str, Any]]:
    """What a part holds beside its trail and its looks; `rows` may be a number, and `measure` what a row is about."""
    trail = {"row", *(_trail(part) and TRAIL)}
    return [(key, item) for key, item in part.items() if key not in trail and key not in LOOKS]


def _names(column: str, value: Cell) -> bool:
    """Whether a cell says which record this is, so that the tables of its lists repeat it."""
    if column in ("number", "year"):
        return value is not None
    return isinstance(value, str) and column not in PROSE and "." not in column and 0 < len(value) <= LONGEST_NAME
