"""What every brief has: names of all codes in it, numbered sources, coverage; gathered from what its sections say."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from pactbook import dates
from pactbook.briefs import editorial
from pactbook.briefs.context import SOURCE_COLUMNS, Context, Finding, Section
from pactbook.briefs.sections.coverage import coverage

MOST_JUDGEMENTS = 6
MOST_OF_A_CHAPTER = 2


def assemble(
    context: Context,
    kind: str,
    code: str,
    masthead: dict[str, Any],
    sections: dict[str, Section],
    findings: list[Finding],
    briefs: dict[str, str],
) -> dict[str, Any]:
    """Put a brief together.

    Args:
        context: the edition.
        kind: `countries`, `organizations` or the kind of a topic.
        code: iso3, org_id or topic_id.
        masthead: the head of page one.
        sections: by key, in the order of the brief.
        findings: all that were stated; editors may change them, and the weightiest are kept (see `key_judgements`).
        briefs: the slug of every subject that gets a brief, by its code.

    Returns:
        The brief, ready to be written as JSON.
    """
    edited = editorial.edit(context, f"{kind}/{briefs[code]}", findings, sections)
    judgements = key_judgements(edited.findings, edited.pinned)
    words = {"notes": edited.notes, "unseen": edited.unseen}
    body = {"masthead": masthead, "findings": judgements, "sections": sections, "editorial": words}
    rows = sorted(set(_rows(body)), key=_place)
    body |= _said_of(context, rows)
    newest = [known for row in rows if (known := context.row_facts[row].newest) and known <= str(context.as_of)]
    codes = {*context.countries, *context.organizations}
    return body | {
        "kind": kind,
        "slug": briefs[code],
        "id": code,
        "edition": context.config["edition"] | {"data_to": max(newest, key=dates.sort_key, default=None)},
        "coverage": coverage(context, context.rows_about.get(code, rows), sections),
        "editorial": words | {"lost": edited.lost + editorial.outweighed(edited, judgements)},
        "further": sorted({found["code"] for found in edited.findings} - {found["code"] for found in judgements}),
        "rows": rows,
        "names": {named: _name(context, named, briefs) for named in sorted(set(_strings(body | {"id": code})) & codes)},
        "sources": [
            {"number": number, **{key: context.sources[source][key] for key in SOURCE_COLUMNS}}
            for number, source in enumerate(dict.fromkeys(_source_ids(body)), start=1)
        ],
    }


def _said_of(context: Context, rows: Sequence[str]) -> dict[str, Any]:
    """What notes say of some rows beside their figures: other sources' values, corrections, marks of publishers."""
    return {
        "disagreements": [disagreement(context, said) for row in rows for said in context.disagreements.get(row, ())],
        "corrections": [correction(said) for row in rows for said in context.corrections.get(row, ())],
        "marks": {row: context.marks[row] for row in rows if row in context.marks},
    }


def disagreement(context: Context, said: dict[str, Any]) -> dict[str, Any]:
    """What another set says of a cell, as briefs and the site tell it.

    Args:
        context: the edition.
        said: a row of `disagreements`.

    Returns:
        `row`, `column`, `unit`, `value` (that is used), `other`, `size`, `set`, `by` (publisher and title of the other
        one's first source, or the set's name) and `sources`.
    """
    first = next((context.sources[code] for code in said["source_ids"]), None)
    return {
        "row": said["about"],
        "value": _value(said["value"], said["size"]),
        "other": _value(said["other"], said["size"]),
        "by": f"{first['publisher']}, {first['title']}" if first else said["set"],
        "sources": said["source_ids"],
        **{key: said[key] for key in ("column", "unit", "size", "set")},
    }


def correction(said: dict[str, Any]) -> dict[str, Any]:
    """A corrected cell, as briefs and the site tell it; see `disagreement`."""
    told = {key: said[key] for key in ("column", "old", "new", "reason", "date", "verified")}
    return told | {"row": said["about"], "sources": said["source_ids"]}


def _value(told: str, size: float | None) -> str | float:
    """A quantity as a number, all else as it is written."""
    return told if size is None else float(told)


def key_judgements(findings: list[Finding], pinned: Sequence[Finding] = ()) -> list[Finding]:
    """The findings that page one shows.

    No two say the same: of one code and subject, and of one measure on the same rows, the weightiest stays. A chapter
    has two at most, unless too few are left; so page one tells of more than one matter.

    Args:
        findings: of these the weightiest, in falling weight.
        pinned: all of these, in their order, before the others; they leave the others less room.
    """
    room = max(MOST_JUDGEMENTS, len(pinned)) - len(pinned)
    taken = {key for stated in pinned for key in _sayings(stated)}
    distinct: list[Finding] = []
    for stated in sorted(findings, key=lambda found: (-found["weight"], found["code"], found["about"] or "")):
        if not taken & _sayings(stated):
            taken |= _sayings(stated)
            distinct.append(stated)
    chapters: Counter[str] = Counter()
    first: list[Finding] = []
    rest: list[Finding] = []
    for stated in distinct:
        chapters[stated["section"]] += 1
        (first if chapters[stated["section"]] <= MOST_OF_A_CHAPTER else rest).append(stated)
    chosen = (first + rest)[:room]
    return [*pinned, *(stated for stated in distinct if stated in chosen)]


def _sayings(stated: Finding) -> set[tuple[Any, ...]]:
    """What makes two findings say the same."""
    return {(stated["code"], stated["about"]), (stated["measure"], *sorted(stated["rows"]))}


def _name(context: Context, code: str, briefs: dict[str, str]) -> dict[str, Any]:
    return {
        "name": context.name(code),
        "short": context.short(code),
        "kind": "countries" if code in context.countries else "organizations",
        "slug": briefs.get(code),
        "colour": context.colour(code),
    }


def _place(row: str) -> tuple[str, str, str, str]:
    """Rows by table, then by key; keys that differ in their year alone stand together, in the order of the years."""
    table, key = row.split(":", 1)
    return table, *dates.around_year(key)


def _walk(value: Any) -> Iterator[tuple[str | None, Any]]:
    """Every key with its value, at any depth, in order; list items have no key."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield key, item
            yield from _walk(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield None, item
            yield from _walk(item)


def _rows(body: dict[str, Any]) -> Iterator[str]:
    for key, value in _walk(body):
        if key == "row":
            yield value
        elif key == "rows" and isinstance(value, list):
            yield from (row for row in value if isinstance(row, str))


def _source_ids(body: dict[str, Any]) -> Iterator[str]:
    for key, value in _walk(body):
        if key == "sources":
            yield from value


def _strings(body: dict[str, Any]) -> Iterator[str]:
    for key, value in _walk(body):
        if key is not None:
            yield key
        if isinstance(value, str):
            yield value
