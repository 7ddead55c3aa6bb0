"""The check of a data package: `pactbook check` and the first rule of the workflow are this one function."""

from dataclasses import dataclass
from pathlib import Path

from pactbook.ingest import files, package, problems, schema_rules, table_rules
from pactbook.ingest.problems import Problem


@dataclass(frozen=True)
class CheckResult:
    """What the check found.

    Attributes:
        problems: in the order of the package's files, then by row and column.
        rows: how many were read.
        tables: how many the package has.
    """

    problems: list[Problem]
    rows: int
    tables: int

    @property
    def failed(self) -> bool:
        """Whether there is an error; warnings alone do not fail a package."""
        return any(problem.severity == "error" for problem in self.problems)


def check(path: Path) -> CheckResult:
    """Check a data package; all problems at once, never an exception for a mistake in the data.

    Args:
        path: of `datapackage.json`.
    """
    try:
        described = package.read(path)
    except package.PackageError as error:
        return CheckResult([Problem(path, None, None, str(error).removeprefix(f"{path}: "), "package")], 0, 0)
    sheets = {name: files.read(table) for name, table in described.tables.items()}
    readable = {
        name: sheet
        for name, sheet in sheets.items()
        if not any(problem.kind in ("file", "header") for problem in sheet.problems)
    }
    schema_rules.check(described, readable)
    across = table_rules.check(described, {n: s for n, s in readable.items() if not s.problems}, path.parent / "geo")
    found = [problem for sheet in sheets.values() for problem in sheet.problems] + across
    order = {table.path: place for place, table in enumerate(described.tables.values())}
    found.sort(key=lambda problem: (order.get(problem.file, -1), problem.row or 0, problem.column or "", problem.message))
    return CheckResult(found, sum(len(sheet.rows) for sheet in sheets.values()), len(sheets))


def format_text(result: CheckResult) -> str:
    """The result as lines for an editor."""
    return problems.as_text(result.problems, result.rows, result.tables)


def format_json(result: CheckResult) -> str:
    """The result as JSON."""
    return problems.as_json(result.problems, result.rows, result.tables)
