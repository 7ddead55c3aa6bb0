"""Changes of rows: which facts are new, have ended, were revised, corrected or withdrawn between two editions."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pactbook import dates
from pactbook.editions.archive import Record, Table
from pactbook.editions.edition import Edition
from pactbook.editions.labels import Names
from pactbook.ingest import edition as cut

Change = dict[str, Any]

# Sources, our own constructs, and what is said of single cells, whose values are compared themselves.
NO_FACTS = {
    "sources", "editorial", "scenarios", "scenario_indicators", "topics", "crosscheck", "crosscheck_rates",
    "corrections", "disagreements",
}  # fmt: skip
# Rows of the first table tell of a row of the second: where both are new, or both gone, one line is enough.
LINKS = [(name, column, parent) for name, column, parent in cut.DEPENDANTS if name != "memberships"]
# Text that may be worded anew while the fact stays the same, and what says how a fact is known.
WORDING = {
    "row", "note", "summary", "outcome", "equipment_note", "doctrine_note", "name", "name_ru", "name_local", "title",
    "official_name", "abbreviation", "location", "founding_document", "website", "slug", "designation", "programme",
    "source_ids", "verified", "memory_fields", "cow_igo", "mark", "estimated",
}  # fmt: skip
REASONS = {"excluded"}  # that there is one is a fact, how it is worded is none
DATES = {
    *(column for columns in cut.STARTS.values() for column in columns),
    *cut.ENDS.values(), *cut.LATER.values(), *cut.ANNUAL.values(), "last_year", "population_year", "doctrine_date",
}  # fmt: skip
ENDS = {name: column for name, column in cut.ENDS.items() if name != "arms_transfers"}  # a delivery ends nothing
OVER = {"expired", "closed"}  # statuses of what has ended

# How much a row of each table weighs: what binds states before what happened between them, and single events before
# yearly figures (docs/methodology.md, "What changed").
WEIGHTS = {
    "memberships": 0.9, "agreements": 0.85, "facilities": 0.85, "borders": 0.85, "organizations": 0.8,
    "operations": 0.75, "incidents": 0.7, "agreement_parties": 0.7, "counterterrorism_initiatives": 0.6,
    "arms_transfers": 0.55, "infrastructure_projects": 0.55, "exercises": 0.5, "security_assistance": 0.5,
    "military_expenditure": 0.4, "force_structure": 0.35, "resources": 0.3, "countries": 0.3,
    "counterterrorism_parties": 0.3, "exercise_participants": 0.25, "exercise_series": 0.25, "ideal_points": 0.2,
}  # fmt: skip
OTHER_TABLE = 0.3
FULL = {"member", "signatory", "frozen", "suspended"}  # standings in an organisation; those of partners and guests
LESSER = 0.7  # weigh less
KINDS = {"new": 1.0, "ended": 1.0, "revised": 0.8, "corrected": 0.7, "withdrawn": 0.7}
EARLIER = 0.6  # of what had happened before the earlier edition, and is only now on record
PLACES, PLACE = frozenset(("lat", "lon", "capital_lat", "capital_lon")), 0.3  # a dot on a map that moved


@dataclass(frozen=True)
class Rows:
    """The changes of rows between two editions.

    Attributes:
        changes: by row, as the build writes them (docs/architecture.md), without a chapter.
        told_by: rows whose change another row's change tells, and that row.
    """

    changes: dict[str, list[Change]]
    told_by: dict[str, str]

    def of(self, rows: set[str]) -> list[Change]:
        """The changes that some rows show, each once."""
        shown = {self.told_by.get(row, row) for row in rows}
        return [change for row in sorted(shown & self.changes.keys()) for change in self.changes[row]]


def compare(old: Edition, new: Edition, names: Names) -> Rows:
    """All changes of rows.

    Args:
        old: the earlier edition.
        new: the later one.
        names: of the codes in both.
    """
    changes: dict[str, list[Change]] = {}
    for table in sorted((old.tables.keys() | new.tables.keys()) - NO_FACTS):
        teller = _Teller(table, old, new, names)
        before, after = old.tables.get(table, {}), new.tables.get(table, {})
        for row in sorted(before.keys() | after.keys()):
            if told := teller.tell(before.get(row), after.get(row)):
                changes[row] = told
    told_by = _links(changes, old, new) | _successions(changes, new)
    return Rows({row: told for row, told in changes.items() if row not in told_by}, told_by)


class _Teller:
    """Tells of the rows of one table."""

    def __init__(self, table: str, old: Edition, new: Edition, names: Names) -> None:
        self.table, self.old, self.new, self.names = table, old, new, names
        self.link = next((link for link in LINKS if link[0] == table), None)
        self.renewed = _renewed_sources(old.tables.get("sources", {}), new.tables.get("sources", {}))

    def tell(self, before: Record | None, after: Record | None) -> list[Change]:
        """The changes of one row."""
        if before is None and after is not None:
            return [self._whole("new", after, self.new)]
        if after is None and before is not None:
            return [self._whole("withdrawn", before, self.old)]
        assert before is not None
        assert after is not None
        return list(self._within(before, after))

    def _whole(self, kind: str, record: Record, edition: Edition) -> Change:
        date = _date(self.table, record)
        late = kind == "new" and not self._since(date)
        column = _figure(self.table, record)
        value = None if column is None else record[column]
        old, new = (None, value) if kind == "new" else (value, None)
        weight = self._weight(kind, record) * (EARLIER if late else 1)
        return self._change(kind, record, edition, column, old, new, date, weight)

    def _within(self, before: Record, after: Record) -> Iterator[Change]:
        columns = [name for name in after if name in before and name not in WORDING]  # a new column is no change
        changed = [name for name in columns if _differs(name, before[name], after[name])]
        end = ENDS.get(self.table)
        was_over = before.get("status") in OVER or (end is not None and before.get(end) is not None)
        if end in changed and before[end] is None and after[end] is not None and not was_over:
            yield self._ended(before, after, end, after[end])
            changed = [name for name in changed if name not in (end, "status")]
        elif "status" in changed and after["status"] in OVER and not was_over:
            yield self._ended(before, after, "status", _date(self.table, after, ends_first=True))
            changed.remove("status")
        later = [str(after[name]) for name in changed if name in DATES and self._since(_text(after[name]))]
        newest = max(later, key=dates.sort_key, default=None)
        if newest and self.table == "exercise_series":
            changed = [name for name in changed if name != "last_year"]  # its exercise is new, which says it
        elif newest and any(name not in DATES for name in changed):
            changed = [name for name in changed if name not in DATES]  # they say when the others changed
        sourced = self._sources(before, self.old) != (now := self._sources(after, self.new)) or self.renewed & set(now)
        kind = "revised" if newest or sourced else "corrected"
        for name in changed:
            old, new = before[name], after[name]
            weight = self._weight("new" if newest else kind, after) * (PLACE if name in PLACES else 1) * _size(old, new)
            date = newest or _date(self.table, after)
            yield self._change(kind, after, self.new, name, old, new, date, weight)

    def _ended(self, before: Record, after: Record, column: str, date: str | None) -> Change:
        weight = self._weight("ended", before) * (1 if self._since(date) else EARLIER)
        return self._change("ended", after, self.new, column, before.get(column), after[column], date, weight)

    def _change(
        self, kind: str, record: Record, edition: Edition, column: str | None, old: Any, new: Any, date: str | None,
        weight: float,
    ) -> Change:  # fmt: skip
        unit = edition.columns.get(self.table, {}).get(column or "", {}).get("unit")
        return {
            "kind": kind,
            "what": "row",
            "section": None,
            "label": self.names.row(self.table, record),
            "measure": None,
            "row": record["row"],
            "column": column,
            "old": self.names.value(old),
            "new": self.names.value(new),
            "unit": record.get("unit") if column == "value" else unit,
            "date": date,
            "sources": self._sources(record, edition),
            "weight": round(weight, 3),
        }

    def _weight(self, kind: str, record: Record) -> float:
        lesser = self.table == "memberships" and record.get("status") not in FULL
        return WEIGHTS.get(self.table, OTHER_TABLE) * KINDS[kind] * (LESSER if lesser else 1)

    def _since(self, date: str | None) -> bool:
        """Whether a date may lie after the earlier edition's."""
        return date is not None and dates.latest(date).isoformat() > self.old.as_of

    def _sources(self, record: Record, edition: Edition) -> list[str]:
        """The sources of a row, or those of the row that it belongs to."""
        if "source_ids" not in record and self.link:
            _, column, parent = self.link
            record = edition.tables.get(parent, {}).get(f"{parent}:{record[column]}", {})
        return list(record.get("source_ids") or ())


def _differs(name: str, old: Any, new: Any) -> bool:
    if name in REASONS:
        return bool(old) != bool(new)
    if isinstance(old, list | tuple) or isinstance(new, list | tuple):
        return sorted(old or ()) != sorted(new or ())  # the order of a list says nothing
    return bool(old != new)


def _size(old: Any, new: Any) -> float:
    """A number that doubled weighs more than one that moved by a hundredth; all else weighs in full."""
    numbers = [value for value in (old, new) if isinstance(value, int | float) and not isinstance(value, bool)]
    if len(numbers) < 2 or not any(numbers):
        return 1.0
    return 0.5 + 0.5 * min(1.0, float(abs(new - old) / max(abs(old), abs(new))))


def _renewed_sources(old: Table, new: Table) -> set[str]:
    """Sources of which a newer edition is cited: the same identifier, published later."""
    return {
        record["source_id"]
        for row, record in new.items()
        if row in old and (dates.sort_key(record["published"]) > dates.sort_key(old[row]["published"]))
    }


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _date(table: str, record: Record, *, ends_first: bool = False) -> str | None:
    """When what a row tells of began (or ended), as far as it is known."""
    columns = [*cut.STARTS.get(table, ()), cut.ANNUAL.get(table), cut.LATER.get(table)]
    if ends_first:
        columns.insert(0, cut.ENDS.get(table))
    return next((str(record[name]) for name in columns if name and record.get(name) is not None), None)


def _figure(table: str, record: Record) -> str | None:
    """The column that a row of a yearly table is there for: its first number that is known."""
    if table not in cut.ANNUAL:
        return None
    return next(
        (
            name
            for name, value in record.items()
            if name not in DATES and isinstance(value, int | float) and not isinstance(value, bool)
        ),
        None,
    )


def _links(changes: dict[str, list[Change]], old: Edition, new: Edition) -> dict[str, str]:
    """Rows of link tables that came, or went, with the row that they belong to."""
    told = {}
    for table, column, parent in LINKS:
        for row, record in (old.tables.get(table, {}) | new.tables.get(table, {})).items():
            owner = f"{parent}:{record[column]}"
            if row in changes and owner in changes:
                kind = changes[owner][0]["kind"]
                if kind in ("new", "withdrawn") and changes[row][0]["kind"] == kind:
                    told[row] = owner
    return told


def _successions(changes: dict[str, list[Change]], new: Edition) -> dict[str, str]:
    """A spell of membership that another follows at once is told with it, as a change of status."""
    told = {}
    table = new.tables.get("memberships", {})
    begun = {(table[row]["org_id"], table[row]["iso3"]): row for row in table if _is(changes, row, "new")}
    for row, record in table.items():
        follower = begun.get((record["org_id"], record["iso3"]))
        if follower is None or not _is(changes, row, "ended"):
            continue
        end, start, status = record["end"], table[follower]["start"], table[follower]["status"]
        if end and start and dates.may_be_same(end, start):
            told[row] = follower
            changes[follower][0] |= {"column": "status", "old": record["status"], "new": status}
    return told


def _is(changes: dict[str, list[Change]], row: str, kind: str) -> bool:
    return row in changes and changes[row][0]["kind"] == kind
