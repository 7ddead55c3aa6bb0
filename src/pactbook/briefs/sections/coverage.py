"""Data and confidence: what the package holds about a subject, how much of it is checked, and what is missing."""

import re
from itertools import groupby
from typing import Any

from pactbook import dates
from pactbook.briefs.context import Context


def coverage(context: Context, code: str, sections: dict[str, Any], rows: list[str]) -> dict[str, Any]:
    """Rows about a country or organisation per table, the gaps that its sections met, and the rows the brief shows.

    Args:
        context: the edition.
        code: iso3 or org_id.
        sections: the brief's sections.
        rows: identifiers of the rows that stand behind the brief's figures.

    Returns:
        `tables` (records of table, rows, checked as a share from 0 to 1, newest partial date or None), `checked` (share
        of all), `empty_sections`, `rows` (by table: identifiers without the table's name, see `condensed`).
    """
    about: dict[str, list[str]] = {}
    for row in context.rows_about[code]:
        about.setdefault(row.split(":", 1)[0], []).append(row)
    tables = [_table(context, name, about[name]) for name in sorted(about)]
    total = sum(table["rows"] for table in tables)
    checked = sum(table["rows"] * table["checked"] for table in tables)
    shown: dict[str, list[str]] = {}
    for row in rows:
        table, key = row.split(":", 1)
        shown.setdefault(table, []).append(key)
    return {
        "tables": tables,
        "total": total,
        "checked": checked / total if total else 0.0,
        "empty_sections": [key for key, section in sections.items() if section["empty"]],
        "rows": [{"table": table, "keys": condensed(keys)} for table, keys in sorted(shown.items())],
    }


YEAR = re.compile(r"(?<![0-9])[12][0-9]{3}(?![0-9])")


def condensed(keys: list[str]) -> list[str]:
    """Identifiers in order, those that differ only in their year written once: "KAZ/1992–1995, 1997/current"."""
    parts = sorted(_around_year(key) for key in keys)
    listed = []
    for (before, after), group in groupby(parts, key=lambda part: part[:2]):
        years = [year for _, _, year in group]
        listed.append(f"{before}{_spans([year for year in years if year is not None])}{after}")
    return listed


def _around_year(key: str) -> tuple[str, str, int | None]:
    found = YEAR.search(key)
    return (key[: found.start()], key[found.end() :], int(found[0])) if found else (key, "", None)


def _spans(years: list[int]) -> str:
    """Years in order, neighbours joined: 1992–1995, 1997."""
    runs = [[year for _, year in run] for _, run in groupby(enumerate(years), key=lambda pair: pair[1] - pair[0])]
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


def _table(context: Context, name: str, rows: list[str]) -> dict[str, Any]:
    facts = [context.row_facts[row] for row in rows]
    newest = [known.newest for known in facts if known.newest]
    return {
        "table": name,
        "rows": len(rows),
        "checked": sum(known.verified == "tool" for known in facts) / len(facts),
        "newest": max(newest, key=dates.sort_key) if newest else None,
    }
