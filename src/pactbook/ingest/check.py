"""The check of a data package: `pactbook check` and the first rule of the workflow are this one function."""

from dataclasses import dataclass
from pathlib import Path

from pactbook.ingest import (
    corrections,
    editorial_rules,
    loading,
    package,
    problems,
    published_rules,
    report_rules,
    schema_rules,
    table_rules,
)
from pactbook.ingest.loading import NONE, Precedence
from pactbook.ingest.package import CORRECTIONS, Package
from pactbook.ingest.problems import Problem


@dataclass(frozen=True)
class CheckResult:
    """What the check found.

    Attributes:
        problems: in the order of the package's files, then by row and column.
        table_rows: how many rows each table has, by name.
    """

    problems: list[Problem]
    table_rows: dict[str, int]

    @property
    def failed(self) -> bool:
        """Whether there is an error; warnings alone do not fail a package."""
        return any(problem.severity == "error" for problem in self.problems)


def check(path: Path, precedence: Precedence = NONE, *, every_set: bool = False) -> CheckResult:
    """Check a data package; all problems at once, never an exception for a mistake in the data.

    Cells are judged as corrected; what is wrong with a corrected one is told of its correction.

    Args:
        path: of `datapackage.json`.
        precedence: of the config: the published sets that it names are checked too.
        every_set: check all published sets that lie beside the package.
    """
    try:
        loaded = loading.load(path, precedence, every_set=every_set)
    except package.PackageError as error:
        return CheckResult([Problem(path, None, None, str(error), "package")], {})
    described, usable = loaded.package, loaded.sheets
    schema_rules.check(described, usable)
    rules = (*table_rules.RULES, *report_rules.RULES, *editorial_rules.RULES)
    across = [problem for rule in rules for problem in rule(described, usable)]
    across += published_rules.check(loaded, precedence)
    parts = [loaded.all_sheets, *(rows.all_sheets for rows in loaded.sets.values())]
    every = [sheet for sheets in parts for sheet in sheets.values()]
    found = [problem for sheet in every for problem in sheet.problems] + across + loaded.problems
    told = [corrections.blamed(problem, usable.get(CORRECTIONS), loaded.corrected) for problem in found]
    counts = {name: len(sheet.all_cells()) for name, sheet in loaded.all_sheets.items()}
    for name, rows in loaded.sets.items():
        counts |= {f"{name}/{table}": len(sheet.all_cells()) for table, sheet in rows.all_sheets.items()}
    return CheckResult(_sorted(described, told), counts)


def format_text(result: CheckResult) -> str:
    """The result as lines for an editor."""
    return problems.as_text(result.problems, sum(result.table_rows.values()), len(result.table_rows))


def format_errors(result: CheckResult) -> str:
    """The errors as lines, and how many warnings there are beside them."""
    errors = [problem for problem in result.problems if problem.severity == "error"]
    warnings = len(result.problems) - len(errors)
    text = problems.as_text(errors, sum(result.table_rows.values()), len(result.table_rows))
    return f"{text} (`pactbook check` also lists {warnings} warnings.)" if warnings else text


def format_json(result: CheckResult) -> str:
    """The result as JSON."""
    return problems.as_json(result.problems, sum(result.table_rows.values()), len(result.table_rows))


def _sorted(described: Package, found: list[Problem]) -> list[Problem]:
    file_order = {path: place for place, path in enumerate(described.files)}
    column_order = {
        (table.path, field.name): place
        for table in described.tables.values()
        for place, field in enumerate(table.fields)
    }
    return sorted(
        found,
        key=lambda problem: (
            file_order.get(problem.file, len(file_order)),
            str(problem.file),
            problem.row or 0,
            column_order.get((problem.file, problem.column or ""), -1),
            problem.message,
        ),
    )
