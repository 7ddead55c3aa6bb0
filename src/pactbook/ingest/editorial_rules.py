"""Rules on editors' changes: an action has its columns, its brief can exist, and no two changes contradict.

Whether a brief has the finding that a change names is not known before the brief is made: `briefs.editorial` says so.
"""

import re
from collections import defaultdict
from collections.abc import Iterator

from pactbook.ingest.files import Sheet
from pactbook.ingest.package import EDITORIAL, Package
from pactbook.ingest.problems import Problem, shown
from pactbook.ingest.report_rules import OPTIONAL, SLUGS
from pactbook.ingest.table_rules import Rule, Sheets, have
from pactbook.subjects import TOPIC_KINDS

COLUMNS = {EDITORIAL: tuple(OPTIONAL[EDITORIAL].split())}
NEEDS: dict[str, tuple[str, ...]] = {
    "pin": ("finding",),
    "drop": ("finding",),
    "reword": ("finding", "text"),
    "note": ("text", "source_ids"),
}
IDLE: dict[str, tuple[str, ...]] = {  # what the action would not use: most likely it is another action that was meant
    "pin": ("text", "section"),
    "drop": ("text", "section"),
    "reword": ("section",),
    "note": ("finding", "about"),
}
CONTRADICTS: dict[str, tuple[str, ...]] = {
    "pin": ("pin", "drop"),
    "drop": ("drop", "pin", "reword"),
    "reword": ("reword", "drop"),
}
SUBJECTS = ("countries", "organizations")
FIGURE = re.compile(r"[0-9]")


def columns(_package: Package, sheets: Sheets) -> Iterator[Problem]:
    """A change has the columns that its action needs, and no others; figures have a source."""
    if not have(sheets, **COLUMNS):
        return
    sheet = sheets[EDITORIAL]
    for row, cells in sheet.sound_rows():
        action = cells["action"]
        for column in NEEDS.get(action, ()):
            if not cells[column]:
                yield sheet.found(row, column, f"is empty, and the action {shown(action)} needs it", "editorial")
        for column in IDLE.get(action, ()):
            if cells[column]:
                message = f"{shown(cells[column])} has no use with the action {shown(action)}, expected an empty cell"
                yield sheet.found(row, column, message, "editorial")
        if action == "reword" and FIGURE.search(cells["text"]) and not cells["source_ids"]:
            message = "is empty, and a text that states figures needs its sources"
            yield sheet.found(row, "source_ids", message, "editorial")


def briefs(_package: Package, sheets: Sheets) -> Iterator[Problem]:
    """A change names a brief as kind/slug, and the package has its country, organisation or topic."""
    if not have(sheets, **COLUMNS):
        return
    sheet = sheets[EDITORIAL]
    for row, cells in sheet.sound_rows():
        kind, _, slug = cells["brief"].partition("/")
        table = "topics" if kind in TOPIC_KINDS else kind
        column = SLUGS.get(kind, "slug")
        if kind not in (*SUBJECTS, *TOPIC_KINDS) or not slug:
            expected = " or ".join(f"{known}/<{SLUGS[known]}>" for known in SUBJECTS)
            message = f"{shown(cells['brief'])} names no brief, expected {expected} or {'|'.join(TOPIC_KINDS)}/<slug>"
            yield sheet.found(row, "brief", message, "editorial")
        elif have(sheets, **{table: (column,)}) and slug not in _offered(sheets[table], kind, column):
            of_kind = f" of the kind {shown(kind)}" if kind in TOPIC_KINDS else ""
            message = f"{shown(cells['brief'])}: {shown(slug)} is not in {table}.{column}{of_kind}"
            yield sheet.found(row, "brief", message, "editorial")


def _offered(sheet: Sheet, kind: str, column: str) -> set[str]:
    """The slugs of one kind of brief in its table."""
    if kind in SUBJECTS:
        return {slug for (slug,) in sheet.named(column)}
    return {slug for named, slug in sheet.named("kind", column) if named == kind}


def contradictions(_package: Package, sheets: Sheets) -> Iterator[Problem]:
    """No finding of a brief is dropped and kept at once, or worded twice; without `about` all of a code are meant."""
    if not have(sheets, **COLUMNS):
        return
    sheet = sheets[EDITORIAL]
    seen: dict[tuple[str, str, str], dict[str, int]] = defaultdict(dict)  # rows by `about`
    for row, cells in sheet.sound_rows():
        brief, finding, action, about = (cells[name] for name in ("brief", "finding", "action", "about"))
        if not finding:
            continue
        for other in CONTRADICTS.get(action, ()):
            first = _overlapping(seen[brief, finding, other], about)
            if first is not None:
                message = (
                    f"{shown(action)} of {shown(finding)}: row {first} has {shown(other)} for it, expected one of them"
                )
                yield sheet.found(row, "action", message, "editorial")
                break
        seen[brief, finding, action].setdefault(about, row)


def _overlapping(known: dict[str, int], about: str) -> int | None:
    """A row that speaks of the same finding, or None."""
    if not about:
        return min(known.values(), default=None)
    return known.get(about, known.get(""))


RULES: list[Rule] = [columns, briefs, contradictions]
