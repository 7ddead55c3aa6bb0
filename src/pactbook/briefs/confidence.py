"""How sure a finding is: from the number, the check and the grade of the rows that it stands on."""

from statistics import median_low
from typing import Any

from pactbook.briefs.context import Context

ENOUGH_ROWS = 3
MOST_CHECKED = 0.9
HALF_CHECKED = 0.5


def confidence(context: Context, rows: list[str], *, complete: bool = True) -> tuple[str, dict[str, Any]]:
    """Level of confidence in a finding (docs/methodology.md, "Confidence").

    High: at least three rows, 90 % of them checked, the median row's best source graded A or B. Moderate: half of the
    rows checked and that grade at C or better. Low: all else. Never high where the record itself may have holes.

    Args:
        context: the edition.
        rows: identifiers of the rows that the finding stands on.
        complete: whether the data means to hold all there is; a count of events on record does not.

    Returns:
        `low`, `moderate` or `high`, and its reason: `rows` (count), `checked` (share, 0 to 1), `grade` (A to F),
        `complete`.
    """
    known = [context.row_facts[row] for row in rows]
    if not known:
        return "low", {"rows": 0, "checked": 0.0, "grade": "F", "complete": complete}
    checked = sum(facts.checked for facts in known) / len(known)
    grade = median_low([best_grade(context, facts.sources) for facts in known])
    reason = {"rows": len(known), "checked": checked, "grade": grade, "complete": complete}
    if complete and len(known) >= ENOUGH_ROWS and checked >= MOST_CHECKED and grade <= "B":
        return "high", reason
    if checked >= HALF_CHECKED and grade <= "C":
        return "moderate", reason
    return "low", reason


def best_grade(context: Context, sources: tuple[str, ...]) -> str:
    """The best reliability (NATO Admiralty, A to F) among some sources; F where there is none."""
    return min((str(context.sources[source]["reliability"]) for source in sources), default="F")
