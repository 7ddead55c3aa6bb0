"""What a comparison finds: one row for each thing that was compared, and how often each outcome stands."""

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from pactbook import fonts

AGREES, DIFFERS, MISSING_HERE, MISSING_THERE = "agrees", "differs", "missing here", "missing there"
OUTCOMES = (AGREES, DIFFERS, MISSING_HERE, MISSING_THERE)
COLUMNS = ("comparison", "outcome", "subject", "column", "ours", "theirs", "our_row", "their_row")
KEY = ("comparison", "subject", "column")
WHOLE = "row"  # stands for the column where rows are compared as a whole


def frame(found: Iterable[Sequence[Any]]) -> pd.DataFrame:
    """Findings as a table.

    Args:
        found: rows in the order of COLUMNS.

    Returns:
        comparison (`<table>/<set>`), outcome (of OUTCOMES), subject (what was compared, readable and stable), column
        (WHOLE: the row), ours, theirs (as text, empty if there is none), our_row, their_row (identifiers, empty if
        there is none); all text, ordered by KEY, of each key one.
    """
    made = pd.DataFrame(found, columns=list(COLUMNS)).astype("string").fillna("").apply(_in_our_letters)
    return made.sort_values(list(KEY), kind="stable").drop_duplicates(list(KEY)).reset_index(drop=True)


def _in_our_letters(column: pd.Series) -> pd.Series:
    """Letters that the reports' fonts lack as escapes: with them, the table that is written would fail its check."""
    lacking = fonts.lacking("".join(sorted(set("".join(column.unique())))))
    escapes = str.maketrans({letter: f"\\u{ord(letter):04x}" for letter in lacking})
    return column.map(lambda cell: cell.translate(escapes)).astype("string") if lacking else column


def rates(findings: pd.DataFrame) -> pd.DataFrame:
    """How often each outcome stands in each comparison.

    Args:
        findings: as `frame` returns.

    Returns:
        comparison, compared (both sides know it), agrees, differs, missing_here, missing_there (counts, Int64), rate
        (agrees / compared, 0 to 1, Float64; missing if nothing could be compared), ordered by comparison.
    """
    counts = pd.crosstab(findings["comparison"], findings["outcome"]).reindex(columns=list(OUTCOMES), fill_value=0)
    counts.columns = [outcome.replace(" ", "_") for outcome in OUTCOMES]
    made = counts.reset_index().astype({"comparison": "string", **dict.fromkeys(counts.columns, "Int64")})
    compared = made["agrees"] + made["differs"]
    made.insert(1, "compared", compared)
    made["rate"] = (made["agrees"] / compared.where(compared > 0)).astype("Float64")
    return made


def shown(value: Any) -> str:
    """A cell as text: numbers with six digits that count, lists by semicolons, nothing as an empty text."""
    if isinstance(value, tuple):
        return ";".join(value)
    if pd.isna(value):
        return ""
    return f"{value:.6g}" if isinstance(value, float) else str(value)
