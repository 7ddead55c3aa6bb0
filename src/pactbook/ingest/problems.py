"""A problem in the data, as an editor reads it: file, row, column, what is wrong and what is expected."""

import json
import os
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path

MOST_ALIKE = 25  # lines of one kind in one column; 50,000 bad rows stay readable


@dataclass(frozen=True)
class Problem:
    """One problem.

    Attributes:
        file: path of the file.
        row: as a spreadsheet counts it (the header is row 1), or None for the file as a whole.
        column: its name, or None.
        message: what is wrong and what is expected.
        kind: name of the rule.
        severity: `error` or `warning`.
    """

    file: Path
    row: int | None
    column: str | None
    message: str
    kind: str
    severity: str = "error"

    def line(self) -> str:
        """The problem in one line: `data/exercises.csv:17: host_iso3: 'KAX' is not in countries.iso3`."""
        place = shown_path(self.file) if self.row is None else f"{shown_path(self.file)}:{self.row}"
        column = f"{self.column}: " if self.column else ""
        warning = "warning: " if self.severity == "warning" else ""
        return f"{place}: {warning}{column}{self.message}"


def shown_path(path: Path) -> str:
    """A path as an editor would type it: relative where it lies below the current folder."""
    relative = os.path.relpath(path)
    return str(path) if relative.startswith("..") else relative


def shown(value: str) -> str:
    """A cell's text in quotes, cut where it is long, on one line."""
    text = " ".join(value.split())
    return repr(text if len(text) <= 60 else text[:57] + "...")


def as_text(problems: list[Problem], rows: int, tables: int) -> str:
    """All problems, a line each, and a last line with the count."""
    seen: Counter[tuple[Path, str | None, str]] = Counter()
    lines = []
    for problem in problems:
        key = (problem.file, problem.column, problem.kind)
        seen[key] += 1
        if seen[key] <= MOST_ALIKE:
            lines.append(problem.line())
    for (file, column, _), count in sorted(seen.items(), key=lambda item: (str(item[0][0]), str(item[0][1]), item[0][2])):
        if count > MOST_ALIKE:
            lines.append(f"{shown_path(file)}: {column or 'rows'}: and {count - MOST_ALIKE:,} more like this")
    errors = sum(problem.severity == "error" for problem in problems)
    warnings = len(problems) - errors
    count = f"{errors} {_plural(errors, 'error')}, {warnings} {_plural(warnings, 'warning')}"
    return "\n".join([*lines, f"{count if problems else 'No problems'} in {rows:,} rows of {tables} tables."])


def as_json(problems: list[Problem], rows: int, tables: int) -> str:
    """All problems as JSON: `problems` (records), `errors`, `warnings`, `rows`, `tables`."""
    errors = sum(problem.severity == "error" for problem in problems)
    content = {
        "problems": [asdict(problem) | {"file": shown_path(problem.file)} for problem in problems],
        "errors": errors,
        "warnings": len(problems) - errors,
        "rows": rows,
        "tables": tables,
    }
    return json.dumps(content, ensure_ascii=False, indent=1)


def _plural(count: int, word: str) -> str:
    return word if count == 1 else word + "s"
