"""What editors change in a brief: findings pinned, reworded or dropped, notes added; each says who did it, and when."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from pactbook.briefs.context import Context, Finding, records
from pactbook.ingest.package import EDITORIAL

Change = dict[str, Any]

ORDER = ("drop", "reword", "pin", "note")  # in which they apply: what is pinned may have been reworded
WHY = {  # why a change is lost, for the log; the page has words of its own
    "finding": "the data carries no such finding now",
    "chapter": "the brief has no such chapter now",
    "weight": "other findings weigh more, so that this one is not shown; pin it",
}


@dataclass
class Edited:
    """A brief's findings as its editors leave them.

    Attributes:
        pinned: the findings that come first, in the order of the changes' ids.
        findings: all others that were not dropped.
        reworded: the rewordings that met a finding, as rows of the table. Their findings carry `edited`: text, editor,
            reason, date, sources, row.
        notes: records of text, section (a chapter's key, or None for the key judgements), editor, date, sources, row.
        unseen: the pins and drops, of which no sentence on the page tells: records of action, finding, about, editor,
            reason, date, sources, row.
        lost: the changes that met nothing: records of action, finding, about, section, editor, date, row, `why` (a key
            of `WHY`).
    """

    pinned: list[Finding] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    reworded: list[Change] = field(default_factory=list)
    notes: list[Change] = field(default_factory=list)
    unseen: list[Change] = field(default_factory=list)
    lost: list[Change] = field(default_factory=list)


def edit(context: Context, brief: str, findings: list[Finding], chapters: Collection[str]) -> Edited:
    """Apply the rows of the table `editorial` to the findings of a brief.

    Args:
        context: the edition; its tables may lack `editorial`, and the cut has left out changes of later dates.
        brief: kind and slug, such as `organizations/xyz`.
        findings: all that were stated; they stay as they are.
        chapters: keys of the brief's sections, to which notes may belong.
    """
    edited = Edited(findings=list(findings))
    for change in _changes(context, brief):
        met = [found for found in edited.findings if _meets(change, found)]
        if change["action"] == "note":
            _note(edited, change, chapters)
        elif met:
            APPLY[change["action"]](edited, change, met)
        else:
            edited.lost.append(_lost(change, "finding"))
    return edited


def outweighed(edited: Edited, shown: list[Finding]) -> list[Change]:
    """The rewordings that no reader sees, since other findings weigh more: records as in `Edited.lost`."""
    seen = {found["edited"]["row"] for found in shown if "edited" in found}
    return [_lost(change, "weight") for change in edited.reworded if change["row"] not in seen]


def line(brief: str, lost: Change) -> str:
    """A line of the log on a lost change."""
    about = f" on {lost['about']}" if lost["about"] else ""
    place = f"of {lost['finding']}{about}" if lost["finding"] else f"in {lost['section']}"
    return f"{brief}: {lost['row']}: {lost['action']} {place} does not apply: {WHY[lost['why']]}"


def without_brief(tables: dict[str, pd.DataFrame], briefs: Collection[str]) -> list[str]:
    """Lines of the log on changes to briefs that there are not.

    Args:
        tables: the tables of the edition.
        briefs: kind and slug of those that there are.
    """
    if EDITORIAL not in tables:
        return []
    named = zip(tables[EDITORIAL]["row"], tables[EDITORIAL]["brief"], strict=True)
    return [
        f"{brief}: {row} does not apply: the data calls for no such brief"
        for row, brief in named
        if brief not in briefs
    ]


def _changes(context: Context, brief: str) -> list[Change]:
    """The changes to a brief in the order in which they apply."""
    if EDITORIAL not in context.tables:
        return []
    table = context.tables[EDITORIAL]
    own = records(table[table["brief"] == brief])
    return sorted(own, key=lambda change: (ORDER.index(change["action"]), change["edit_id"]))


def _meets(change: Change, found: Finding) -> bool:
    return found["code"] == change["finding"] and change["about"] in (None, found.get("about"))


def _drop(edited: Edited, change: Change, met: list[Finding]) -> None:
    edited.findings = [found for found in edited.findings if found not in met]
    edited.unseen.append(_signed(change, "action", "finding", "about", "reason"))


def _reword(edited: Edited, change: Change, met: list[Finding]) -> None:
    words = _signed(change, "text", "reason")
    edited.findings = [found | {"edited": words} if found in met else found for found in edited.findings]
    edited.reworded.append(change)


def _pin(edited: Edited, change: Change, met: list[Finding]) -> None:
    """Of several findings that a pin meets the weightiest comes first: page one has one of each code and subject."""
    first = max(met, key=lambda found: found["weight"])
    edited.pinned.append(first)
    edited.findings = [found for found in edited.findings if found is not first]
    edited.unseen.append(_signed(change, "action", "finding", "about", "reason"))


APPLY = {"drop": _drop, "reword": _reword, "pin": _pin}


def _note(edited: Edited, change: Change, chapters: Collection[str]) -> None:
    if change["section"] in (None, *chapters):
        edited.notes.append(_signed(change, "text", "section"))
    else:
        edited.lost.append(_lost(change, "chapter"))


def _signed(change: Change, *columns: str) -> Change:
    """Some columns of a change, who made it and when, and what leads back to it."""
    signed = {column: change[column] for column in (*columns, "editor", "date")}
    return signed | {"sources": change["source_ids"], "row": change["row"]}


def _lost(change: Change, why: str) -> Change:
    return {column: change[column] for column in ("action", "finding", "about", "section", "editor", "date", "row")} | {
        "why": why
    }
