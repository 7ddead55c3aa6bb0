"""A problem in the data, as an editor reads it: file, row, column, what is wrong and what is expected."""

import json
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

MOST_ALIKE = 25  # lines of one kind in one column; 50,000 bad rows stay readable
MOST_SHOWN = 60  # characters of a cell that a message repeats


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
        value: the cell, or None.
    """

    file: Path
    row: int | None
    column: str | None
    message: str
    kind: str
    severity: str = "error"
    value: str | None = None

    def line(self) -> str:
        """The problem in one line: `data/exercises.csv:17: host_iso3: 'KAX' is not in countries.iso3`."""
        row = "" if self.row is None else f":{self.row}"
        return printable(f"{shown_path(self.file)}{row}: {self._what()}{self.message}")

    def more(self, count: int) -> str:
        """The line that stands for further problems of this kind in the same column."""
        return printable(f"{shown_path(self.file)}: {self._what()}... and {count:,} more like this")

    def _what(self) -> str:
        warning = "warning: " if self.severity == "warning" else ""
        column = f"{self.column}: " if self.column else ""
        return warning + column


def printable(text: str) -> str:
    """A text in one line, whatever it holds: control characters and the like are written as escapes."""
    return "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in text)


def shown_path(path: Path) -> str:
    """A path as an editor would type it: relative where it lies below the current folder."""
    relative = os.path.relpath(path)
    return str(path) if relative.startswith("..") else relative


def shown(value: str) -> str:
    """A cell's text in quotes, cut where it is long; line breaks and the like are made visible."""
    return repr(value if len(value) <= MOST_SHOWN else value[:MOST_SHOWN] + "...")


def as_text(problems: Sequence[Problem], rows: int, tables: int) -> str:
    """The problems, a line each (of many alike the first `MOST_ALIKE`), and a last line with the count."""
    return "\n".join([*_lines(problems), f"{_count(problems)} in {rows:,} rows of {tables} tables."])


def as_json(problems: Sequence[Problem], rows: int, tables: int) -> str:
    """All problems as JSON: `problems` (records), `errors`, `warnings`, `rows`, `tables`."""
    errors = _errors(problems)
    content = {
        "problems": [asdict(problem) | {"file": shown_path(problem.file)} for problem in problems],
        "errors": errors,
        "warnings": len(problems) - errors,
        "rows": rows,
        "tables": tables,
    }
    return json.dumps(content, ensure_ascii=False, indent=1)


def _lines(problems: Sequence[Problem]) -> Iterator[str]:
    totals = Counter(_likeness(problem) for problem in problems)
    seen: Counter[tuple[Path, str | None, str]] = Counter()
    for problem in problems:
        like = _likeness(problem)
        seen[like] += 1
        if seen[like] <= MOST_ALIKE:
            yield problem.line()
        if seen[like] == MOST_ALIKE < totals[like]:
            yield problem.more(totals[like] - MOST_ALIKE)


def _likeness(problem: Problem) -> tuple[Path, str | None, str]:
    return problem.file, problem.column, problem.kind


def _count(problems: Sequence[Problem]) -> str:
    if not problems:
        return "No problems"
    errors = _errors(problems)
    return f"{_number(errors, 'error')}, {_number(len(problems) - errors, 'warning')}"


def _errors(problems: Sequence[Problem]) -> int:
    return sum(problem.severity == "error" for problem in problems)


def _number(count: int, word: str) -> str:
    return f"{count:,} {word}" if count == 1 else f"{count:,} {word}s"
