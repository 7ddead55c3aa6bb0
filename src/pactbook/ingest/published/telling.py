"""What an import has done, and which sets there are: as text for an editor and as records for machines."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Any

from pactbook.ingest.problems import printable, shown_path
from pactbook.ingest.published.importing import Report, by_size
from pactbook.ingest.published.model import PublishedSet

MOST = 15  # reasons, names and countries that the text lists
MOST_NOTES = 10


def record(report: Report) -> dict[str, Any]:
    """An import for machines; nothing is shortened."""
    one, imported, cut = report.one, report.imported, report.cut
    return {
        "set": one.name,
        "title": one.title,
        "publisher": one.publisher,
        "edition": imported.edition,
        "retrieved": imported.retrieved,
        "files": report.files,
        "rows_read": imported.rows_read,
        "tables": {
            name: {
                "rows": len(frame),
                "of_other_countries": cut.gone[name],
                "changes": asdict(told) if (told := report.changes[name]) else None,
            }
            for name, frame in cut.tables.items()
        },
        "left_out": dict(by_size(imported.left_out.reasons)),
        "no_countries": dict(by_size(report.unknown_names)),
        "other_countries": dict(by_size(cut.others)),
        "lists_shortened": dict(by_size(cut.shortened)),
        "cells_like_formulas": report.formulas,
        "notes": imported.notes,
        "licence": one.licence,
        "terms": one.terms,
        "citation": one.citation,
        "written": shown_path(report.folder),
        "before": report.before and {"edition": report.before.get("edition"), "files": report.before.get("files")},
    }


def text(report: Report) -> str:
    """An import for an editor: a line for each thing, the biggest first."""
    return "\n".join(map(printable, _lines(report)))


def listed(sets: Iterable[PublishedSet]) -> str:
    """The sets that can be imported, for an editor."""
    return "\n\n".join("\n".join(map(printable, _set_lines(one))) for one in sets) or "No set can be imported."


def set_record(one: PublishedSet) -> dict[str, Any]:
    """A set for machines."""
    names = ("name", "title", "publisher", "where", "terms", "licence", "citation")
    return {name: getattr(one, name) for name in names} | {"tables": list(one.tables)}


def _set_lines(one: PublishedSet) -> Iterator[str]:
    yield f"{one.name}: {one.title} ({one.publisher})"
    yield f"  get it   {one.where}"
    yield f"  terms    {one.licence}: {one.terms}"
    yield f"  cite     {one.citation}"
    yield f"  tables   {', '.join(one.tables) or 'none; a file for maps'}"


def _lines(report: Report) -> Iterator[str]:
    one, imported, cut = report.one, report.imported, report.cut
    retrieved = f", made on {imported.retrieved}" if imported.retrieved else ""
    yield f"{one.title} ({one.name}), edition {imported.edition}{retrieved}"
    yield from (f"file: {file['name']}, SHA-256 {file['sha256']}" for file in report.files)
    yield f"read: {_rows(imported.rows_read)}"
    for name, frame in cut.tables.items():
        others = f"; without {_rows(cut.gone[name])} of countries that the package lacks" if cut.gone[name] else ""
        yield f"written: {name}: {_rows(len(frame))}{others}"
    yield from _counts("left out", report.other_reasons)
    yield from _counts("no country", report.unknown_names)
    if cut.others:  # a row may lack two, so that their rows have no sum
        yield f"countries that the package lacks: {len(cut.others):,}, by rows"
        yield from _biggest(cut.others)
    yield from _counts("lists cut to the package's countries", cut.shortened)
    if report.formulas:
        yield f"cells that a spreadsheet would take for a formula: {report.formulas:,}; import the files as text"
    yield from (f"note: {note}" for note in imported.notes[:MOST_NOTES])
    if len(imported.notes) > MOST_NOTES:
        yield f"note: ... and {len(imported.notes) - MOST_NOTES} more, in datapackage.json"
    yield f"terms: {one.licence}: {one.terms}"
    yield f"cite: {one.citation}"
    yield f"in: {shown_path(report.folder)}{_since(report)}"


def _counts(what: str, counts: Mapping[str, int]) -> Iterator[str]:
    """A line with a sum, and a line for each of the biggest."""
    if counts:
        yield f"{what}: {_rows(sum(counts.values()))}"
        yield from _biggest(counts)


def _biggest(counts: Mapping[str, int]) -> Iterator[str]:
    yield from (f"  {count:>7,}  {why}" for why, count in by_size(counts, MOST))
    if len(counts) > MOST:
        yield f"           ... and {len(counts) - MOST} more"


def _since(report: Report) -> str:
    """What has changed against the import before."""
    if report.before is None:
        return ", for the first time"
    told = [
        f"{name}: cannot be compared"
        if change is None
        else f"{name}: {change.new:,} new, {change.gone:,} gone, {change.revised:,} revised"
        for name, change in report.changes.items()
    ]
    return f"; against edition {report.before.get('edition')}, there before: {'; '.join(told)}"


def _rows(count: int) -> str:
    return f"{count:,} row" if count == 1 else f"{count:,} rows"
