"""Changes of findings: key judgements that are new or gone, by code and subject; how they are worded is no matter."""

from collections.abc import Hashable

from pactbook.editions.archive import Record
from pactbook.editions.labels import Names, words
from pactbook.editions.rows import Change

SHARE = 0.6  # of a finding's weight: a judgement follows from facts, which come before it


def compare(old: Record, new: Record, names: Names) -> dict[Hashable, Change]:
    """The key judgements that are new, and those that are gone.

    One that only gave way to a weightier one is not gone, nor is one that an editor dropped or put first.

    Args:
        old: the brief's JSON in the earlier edition.
        new: the same in the later one.
        names: of the codes.

    Returns:
        The changes by what they are: of which brief, new or withdrawn, code, subject.
    """
    sides = (("new", _only(new, old)), ("withdrawn", _only(old, new)))
    return {
        (new["kind"], new["slug"], kind, found["code"], found["about"]): _change(kind, found, names)
        for kind, only in sides
        for found in only
    }


def _only(brief: Record, other: Record) -> list[Record]:
    """The judgements of a brief that the other does not state anywhere."""
    stated = {(found["code"], found["about"]) for found in other["findings"]}
    elsewhere = {*other["further"], *_moved_by_editors(brief), *_moved_by_editors(other)}
    return [
        found
        for found in brief["findings"]
        if (found["code"], found["about"]) not in stated and found["code"] not in elsewhere
    ]


def _moved_by_editors(brief: Record) -> set[str]:
    return {change["finding"] for change in brief["editorial"]["unseen"]}


def _change(kind: str, found: Record, names: Names) -> Change:
    about = [names.about(found["about"])] if found["about"] else []
    return {
        "kind": kind,
        "what": "finding",
        "section": found["section"],
        "label": ": ".join([f"key judgement, {words(found['code'])}", *about]),
        "measure": found["measure"],
        "row": None,
        "column": None,
        "old": None,
        "new": None,
        "unit": None,
        "date": None,
        "sources": list(found["sources"]),
        "weight": round(found["weight"] * SHARE, 3),
    }
