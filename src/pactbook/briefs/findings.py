"""A finding as data: its code, its values, how sure it is, and the rows it stands on."""

from typing import Any

from pactbook.briefs.confidence import confidence
from pactbook.briefs.context import Context, Finding, trail


def finding(
    context: Context,
    code: str,
    section: str,
    weight: float,
    values: dict[str, Any],
    rows: list[str],
    *,
    complete: bool = True,
) -> Finding:
    """State a finding; the template macro of the same code phrases it.

    Args:
        context: the edition.
        code: name of the macro in `templates/findings.html.j2`.
        section: the section of the brief where its evidence stands.
        weight: importance, 0 to 1; the key judgements are the weightiest.
        values: what the sentence says, numbers unrounded.
        rows: identifiers of the rows it stands on.
        complete: see `confidence`.
    """
    level, reason = confidence(context, rows, complete=complete)
    return {
        "code": code,
        "section": section,
        "weight": weight,
        "values": values,
        "confidence": level,
        "confidence_reason": reason,
        "likelihood": None,
        **trail(context, rows),
    }
