"""Data and confidence: what the package holds about a subject, how much of it is checked, and what is missing."""

from typing import Any

from pactbook import dates
from pactbook.briefs.context import Context


def coverage(context: Context, rows: list[str], sections: dict[str, Any]) -> dict[str, Any]:
    """Rows about a subject per table, and the sections without data.

    Args:
        context: the edition.
        rows: identifiers of all rows about the subject.
        sections: the brief's sections.

    Returns:
        `tables` (records of table, rows, checked as a share from 0 to 1, newest partial date or None), `checked` (share
        of all), `empty_sections`.
    """
    about: dict[str, list[str]] = {}
    for row in rows:
        about.setdefault(row.split(":", 1)[0], []).append(row)
    tables = [_table(context, name, about[name]) for name in sorted(about)]
    total = sum(table["rows"] for table in tables)
    checked = sum(table["rows"] * table["checked"] for table in tables)
    return {
        "tables": tables,
        "total": total,
        "checked": checked / total if total else 0.0,
        "empty_sections": [key for key, section in sections.items() if section["empty"]],
    }


def _table(context: Context, name: str, rows: list[str]) -> dict[str, Any]:
    facts = [context.row_facts[row] for row in rows]
    newest = [known.newest for known in facts if known.newest]
    return {
        "table": name,
        "rows": len(rows),
        "checked": sum(known.verified == "tool" for known in facts) / len(facts),
        "newest": max(newest, key=dates.sort_key) if newest else None,
    }
