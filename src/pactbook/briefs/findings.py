"""A finding as data: its code, its values, how sure it is, and the rows it stands on."""

from typing import Any

from pactbook.briefs.confidence import confidence
from pactbook.briefs.context import Context, Finding, trail
from pactbook.briefs.likelihood import word

# Every kind of finding, with the measure (docs/methodology.md) that its numbers come from. A macro of the same name in
# templates/findings.html.j2 phrases it.
KINDS = {
    "access_lost": "Years of use",
    "alignment_drift": "Mean distance",
    "alignment_gap": "Distance",
    "alliance_exit": "Exit",
    "assistance_leader": "Donors by entries",
    "bases_remain": "Access",
    "border_open_in_region": "Status",
    "border_settled": "Status",
    "border_settled_in_region": "Status",
    "borders_open": "Share of a country's land borders",
    "bound_by_defence": "Obligations",
    "burden_vs_neighbours": "Share of GDP",
    "capability_gap": "Capability gaps",
    "clash_between_members": "Border clashes between members",
    "clash_free_years": "Years without a clash",
    "clash_pair": "Clashes of a pair",
    "closest_power_in_votes": "Closest power",
    "contested_country": "Division among the powers",
    "contested_toll": "Toll",
    "contested_tolls": "Toll",
    "counterterrorism_exercise_share": "Focus mix",
    "data_gap_forbids": "Years without a figure",
    "deadliest_incident": "Toll",
    "deadliest_incident_of_scope": "Toll",
    "defence_obligations": "Obligations",
    "dominated_country": "Division among the powers",
    "engagement_leader": "Balance of the powers",
    "engagement_shift": "Balance of the powers",
    "enlargement": "Members a year",
    "exercise_lapse": "Exercises a year",
    "exercise_pace": "Pace",
    "exercise_record": "Size",
    "facilities_abroad": "Presence",
    "facility_closed": "Years of use",
    "facility_closed_in_region": "Years of use",
    "facility_opened": "Years of use",
    "foreign_bases": "Presence",
    "foreign_presence_by_operator": "Presence",
    "frequency_change": "Exercises together",
    "incidents_trend": "Yearly change",
    "initiative_kinds_missing": "Standing initiatives",
    "initiatives_standing": "Standing initiatives",
    "last_attack": "Rows listed",
    "latest_operation": "Rows listed",
    "least_committed": "Standing initiatives",
    "member_weight_concentrated": "Weight",
    "membership_changed": "Standing on a day",
    "most_committed": "Standing initiatives",
    "network_centre": "Betweenness",
    "next_year_exercises": "Chance of more (less) than usual",
    "next_year_incidents": "Chance of more (less) than usual",
    "no_base_left": "Access",
    "no_trend_possible": "No trend",
    "obligations_reach_out": "States bound from outside",
    "operations_in_scope": "Rows listed",
    "operations_joint": "Joint operations",
    "participation_low": "Commitment against terrorism",
    "participation_uneven": "Commitment",
    "partner_concentration": "Effective number",
    "portfolios_alike": "Similarity of alliance portfolios",
    "portfolios_unlike": "Similarity of alliance portfolios",
    "power_gained": "Trend",
    "power_lost": "Trend",
    "powers_at_the_border": "Outer borders",
    "presence_change": "Stock of facilities",
    "projects_leader": "Projects on record",
    "rank_firm": "Hold of a rank",
    "rank_fragile": "Hold of a rank",
    "resource_weight": "Weight in the world",
    "returns": "Milestones",
    "scale_change": "Size",
    "scenario_pointers": "Points to the scenario",
    "series_lapse": "Lapsed series",
    "spending_change": "Change",
    "spending_gap": "Gaps",
    "standing_changed": "Standing on a day",
    "strongest_instrument": "Strongest instrument",
    "supplier_dependence": "Supplier's share",
    "supplier_dependence_in_region": "Suppliers of arms",
    "supplier_shift": "Supplier's share",
    "top_exercise_partner": "Joint exercises",
    "transparency_gap": "Transparency",
    "trend_falling": "Yearly change",
    "trend_of_joint_exercises": "Yearly change",
    "trend_rising": "Yearly change",
    "trend_turned": "Yearly change",
    "unaligned_countries": "Obligations",
    "unsettled_borders_between_members": "Status",
    "withdrawal_count": "Milestones",
    "world_share": "Weight in the world",
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
    probability: float | None = None,
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
        probability: of the event that it says will come, 0 to 1; never of what is past.

    Returns:
        `code`, `about`, `section`, `weight`, `values`, `direction`, `confidence`, `confidence_reason`, `likelihood`
        (`probability` and its `word`; None without a probability) and its trail.
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
        "likelihood": None if probability is None else {"probability": probability, "word": word(probability)},
        **trail(context, KINDS[code], rows),
    }
