"""A finding as data: its code, its values, how sure it is, and the rows it stands on."""

from typing import Any

from pactbook.briefs.confidence import confidence
from pactbook.briefs.context import Context, Finding, trail

# Every kind of finding, with the measure (docs/methodology.md) that its numbers come from. A macro of the same name in
# templates/findings.html.j2 phrases it.
KINDS = {
    "alliance_exit": "Exit",
    "border_settled": "Status",
    "borders_open": "Share of a country's land borders",
    "burden_vs_neighbours": "Share of GDP",
    "clash_between_members": "Border clashes between members",
    "contested_toll": "Toll",
    "deadliest_incident": "Toll",
    "defence_obligations": "Obligations",
    "exercise_lapse": "Exercises a year",
    "enlargement": "Members a year",
    "exercise_pace": "Pace",
    "exercise_record": "Size",
    "frequency_change": "Exercises together",
    "participation_uneven": "Commitment",
    "returns": "Milestones",
    "scale_change": "Size",
    "series_lapse": "Lapsed series",
    "withdrawal_count": "Milestones",
    "facilities_abroad": "Presence",
    "facility_closed": "Years of use",
    "foreign_bases": "Presence",
    "latest_operation": "Rows listed",
    "member_weight_concentrated": "Weight",
    "membership_changed": "Standing on a day",
    "portfolios_alike": "Similarity of alliance portfolios",
    "portfolios_unlike": "Similarity of alliance portfolios",
    "resource_weight": "Weight in the world",
    "spending_change": "Change",
    "spending_gap": "Gaps",
    "standing_changed": "Standing on a day",
    "supplier_dependence": "Supplier's share",
    "supplier_shift": "Supplier's share",
    "top_exercise_partner": "Joint exercises",
    "unsettled_borders_between_members": "Status",
}


def finding(
    context: Context,
    code: str,
    section: str,
    weight: float,
    values: dict[str, Any],
    rows: list[str],
    *,
    complete: bool = True,
    about: str | None = None,
    direction: str | None = None,
) -> Finding:
    """State a finding; the template macro of the same code phrases it.

    Args:
        context: the edition.
        code: one of KINDS.
        section: the section of the brief where its evidence stands.
        weight: importance, 0 to 1; the key judgements are the weightiest.
        values: what the sentence says, numbers unrounded.
        rows: identifiers of the rows it stands on.
        complete: see `confidence`.
        about: what it is about, where a brief can state several of one code: a country, a pair, a measure.
        direction: `up`, `down` or `level`, where it speaks of a change.

    Returns:
        `code`, `about`, `section`, `weight`, `values`, `direction`, `confidence`, `confidence_reason` and its trail.
    """
    level, reason = confidence(context, rows, complete=complete)
    return {
        "code": code,
        "about": about,
        "section": section,
        "weight": weight,
        "values": values,
        "direction": direction,
        "confidence": level,
        "confidence_reason": reason,
        **trail(context, KINDS[code], rows),
    }
