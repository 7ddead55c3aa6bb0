"""What has changed between two editions: of each brief, and of the whole, biggest first."""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from typing import Any

from pactbook.editions import figures, judgements, rows
from pactbook.editions.archive import Record
from pactbook.editions.edition import Edition, same, units
from pactbook.editions.labels import Names
from pactbook.editions.rows import Change, Rows

Brief = tuple[str, str]  # kind and slug
Told = dict[Hashable, Change]  # changes by what makes two of them the same
ORDER = ("row", "finding", "figure")  # at one weight
SOURCE = ("publisher", "title", "url")


@dataclass(frozen=True)
class Comparison:
    """What has changed, as `build/changes` holds it.

    Attributes:
        whole: `index.json`.
        briefs: the file of each brief of the later edition, by kind and slug.
    """

    whole: Record
    briefs: dict[Brief, Record]


def compare(old: Edition | None, new: Edition, kept: Edition | None = None) -> Comparison:
    """Compare an edition with the one before it.

    Args:
        old: the earlier edition; None if there is none.
        new: the later one.
        kept: the later one as it was frozen; None if it was not. What differs from it is a draft.
    """
    told = {key: {} for key in new.briefs} if old is None else _changes(old, new)
    found = {key: sorted(changes.values(), key=_rank) for key, changes in told.items()}
    previous = None if old is None else {"edition": old.id, "as_of": old.as_of}
    drafts = {
        key: kept is None or key not in kept.briefs or not same(brief, kept.briefs[key])
        for key, brief in new.briefs.items()
    }
    briefs = {
        key: {
            "edition": new.id,
            "draft": drafts[key],
            "previous": previous,
            "new_brief": old is not None and key not in old.briefs,
            "last_changed": _last_changed(key, old, new, found[key]),
            "changes": found[key],
        }
        for key in new.briefs
    }
    changes = _merged(told, new)
    whole = {
        "edition": new.id,
        "draft": any(drafts.values()) or kept is None or kept.briefs.keys() != new.briefs.keys(),
        "previous": previous,
        "briefs": list(_briefs(old, new, found)),
        "changes": changes,
        "sources": _sources(changes, old, new),
    }
    return Comparison(whole, briefs)


def _changes(old: Edition, new: Edition) -> dict[Brief, Told]:
    """The changes of each brief."""
    names = Names(old, new)
    of_rows = rows.compare(old, new, names)
    unit_of = units([*old.columns.values(), *new.columns.values()])
    found = {}
    for key, brief in new.briefs.items():
        earlier = old.briefs.get(key)
        own = _of_rows(of_rows, brief, earlier)
        if earlier is not None:
            own |= judgements.compare(earlier, brief, names)
            own |= figures.compare(earlier, brief, of_rows, names, unit_of)
        found[key] = own
    return found


def _of_rows(of_rows: Rows, brief: Record, earlier: Record | None) -> Told:
    """The changes of rows that a brief shows, each with the chapter that shows it."""
    shown = set(brief["rows"]) | set(earlier["rows"] if earlier else ())
    before, now = _chapters(earlier["sections"] if earlier else {}), _chapters(brief["sections"])
    return {
        (change["row"], change["column"]): change | {"section": now.get(change["row"], before.get(change["row"]))}
        for change in of_rows.of(shown)
    }


def _chapters(sections: Record) -> dict[str, str]:
    """The chapter that lists each row, or else the first whose figures stand on it."""
    listed: dict[str, str] = {}
    beneath: dict[str, str] = {}
    for section in sorted(sections):
        for key, row in _rows_in(sections[section]):
            (listed if key == "row" else beneath).setdefault(row, section)
    return beneath | listed


def _rows_in(value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, item in value.items():
            if key == "row":
                yield key, item
            elif key == "rows" and isinstance(item, list):
                yield from ((key, row) for row in item if isinstance(row, str))
            else:
                yield from _rows_in(item)
    elif isinstance(value, list):
        for item in value:
            yield from _rows_in(item)


def _rank(change: Change) -> tuple[Any, ...]:
    """Biggest first; of the same weight the newest, then by name."""
    newest_first = tuple(-ord(letter) for letter in change["date"] or "")
    return (
        -change["weight"], ORDER.index(change["what"]), not change["date"], newest_first, change["label"],
        change["row"] or "", change["column"] or "", change["measure"] or "", change["section"] or "",
    )  # fmt: skip


def _merged(told: dict[Brief, Told], new: Edition) -> list[Change]:
    """All changes, each once, with the briefs that have it; figures and findings are named after the first of them."""
    titles = {(entry["kind"], entry["slug"]): str(entry["title"]) for entry in new.index}
    whole: dict[Hashable, Change] = {}
    for key, changes in sorted(told.items()):
        for identity, change in changes.items():
            alone = {"section": None} if change["what"] == "row" else {"label": f"{titles[key]}: {change['label']}"}
            whole.setdefault(identity, change | alone | {"briefs": []})["briefs"].append("/".join(key))
    return sorted(whole.values(), key=_rank)


def _briefs(old: Edition | None, new: Edition, found: dict[Brief, list[Change]]) -> Iterator[Record]:
    """What became of each brief; those that are gone come last."""
    for entry in new.index:
        key = (entry["kind"], entry["slug"])
        unchanged = "changed" if found[key] else "unchanged"
        status = "new" if old is not None and key not in old.briefs else unchanged
        yield _entry(entry, status, len(found[key]))
    for entry in old.index if old is not None else ():
        if (entry["kind"], entry["slug"]) not in new.briefs:
            yield _entry(entry, "gone", 0)


def _entry(entry: Record, status: str, changes: int) -> Record:
    return {key: entry[key] for key in ("kind", "slug", "title")} | {"status": status, "changes": changes}


def _last_changed(key: Brief, old: Edition | None, new: Edition, changes: list[Change]) -> str:
    if old is None or changes or key not in old.briefs:
        return new.id
    return old.last_changed.get(key, old.id)


def _sources(changes: list[Change], old: Edition | None, new: Edition) -> dict[str, Record]:
    """What the reader needs of each source that is cited."""
    editions = (old, new) if old is not None else (new,)
    known = {
        record["source_id"]: {column: record.get(column) for column in SOURCE}
        for edition in editions
        for record in edition.tables.get("sources", {}).values()
    }
    cited = {source for change in changes for source in change["sources"]}
    return {source: known[source] for source in sorted(cited & known.keys())}
