"""How sure a finding is: from the number, the check and the grade of the rows that it stands on."""

from statistics import median_low
from typing import Any

from pactbook.briefs.context import Context

ENOUGH_ROWS = 3
MOST_CHECKED = 0.9
HALF_CHECKED = 0.5
FAR_APART = 0.1  # two sources whose numbers differ by more of the larger one
MOST_DISPUTED = 0.1  # share of rows with such a disagreement, above which a finding is less sure
LOWER = {"high": "moderate", "moderate": "low", "low": "low"}


def confidence(context: Context, rows: list[str], *, complete: bool = True) -> tuple[str, dict[str, Any]]:
    """Level of confidence in a finding (docs/methodology.md, "Confidence").

    High: at least three rows, 90 % of them checked, the median row's best source graded A or B. Moderate: half of the
    rows checked and that grade at C or better. Low: all else. Never high where the record itself may have holes. One
    level less where, of more than a tenth of the rows, another source says something else, or differs by a tenth.

    Args:
        context: the edition.
        rows: identifiers of the rows that the finding stands on.
        complete: whether the data means to hold all there is; a count of events on record does not.

    Returns:
        `low`, `moderate` or `high`, and its reason: `rows` (count), `checked` (share, 0 to 1), `grade` (A to F),
        `complete`, and where it lowers the level `disputed` (share of rows, 0 to 1).
    """
    known = [context.row_facts[row] for row in rows]
    if not known:
        return "low", {"rows": 0, "checked": 0.0, "grade": "F", "complete": complete}
    checked = sum(facts.checked for facts in known) / len(known)
    grade = median_low([best_grade(context, facts.sources) for facts in known])
    reason = {"rows": len(known), "checked": checked, "grade": grade, "complete": complete}
    level = _level(len(known), checked, grade, complete=complete)
    disputed = sum(_far_apart(context, row) for row in rows) / len(rows)
    return (LOWER[level], reason | {"disputed": disputed}) if disputed > MOST_DISPUTED else (level, reason)


def _level(rows: int, checked: float, grade: str, *, complete: bool) -> str:
    if complete and rows >= ENOUGH_ROWS and checked >= MOST_CHECKED and grade <= "B":
        return "high"
    return "moderate" if checked >= HALF_CHECKED and grade <= "C" else "low"


def _far_apart(context: Context, row: str) -> bool:
    """Whether another source says something else of a row; of numbers only where they differ by much."""
    return any(said["size"] is None or said["size"] > FAR_APART for said in context.disagreements.get(row, ()))


def best_grade(context: Context, sources: tuple[str, ...]) -> str:
    """The best reliability (NATO Admiralty, A to F) among some sources; F where there is none."""
    return min((str(context.sources[source]["reliability"]) for source in sources), default="F")
