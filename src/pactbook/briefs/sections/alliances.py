"""Alliances and pacts of a country: memberships over time, agreements in force with their obligations, what ended."""

from typing import Any

from pactbook import dates
from pactbook.briefs.context import Context, Finding, Section, counted, fact, figure, records
from pactbook.briefs.findings import finding
from pactbook.briefs.sections.membership import FULL, timeline
from pactbook.briefs.sections.treaties import matrix
from pactbook.measures.memberships import MEMBER

IN_FORCE = "Agreements in force"  # the measure
RECENT_YEARS = 15  # a change that is older is history, and stands in the timeline


def country(context: Context, iso3: str) -> Section:
    """Memberships and agreements of a country."""
    table = context.tables["memberships"]
    spells = [
        fact(context, row, "org_id", "status", "start", "end", "note") for row in records(table[table["iso3"] == iso3])
    ]
    spells.sort(key=lambda spell: (spell["start"] is None, spell["start"] or "", spell["org_id"]))
    agreements = context.tables["agreements"]
    parties = context.agreements_by_party
    party = parties[parties["iso3"] == iso3]
    own = records(agreements[agreements["agreement_id"].isin(party.loc[party["left"].isna(), "agreement_id"])])
    left = records(party[party["left"].notna()])
    if not spells and not left and not own:
        return {"empty": True}
    bound = matrix(context, own)
    for row in bound["standing"] + bound["others"]:
        row["partners"] = [code for code in row.pop("parties") if code != iso3]
    return {
        "empty": False,
        "timeline": timeline(context, spells, "org_id"),
        "standing": _standing(context, iso3),
        "ended": [spell for spell in spells if spell["end"] is not None],
        "left": [
            fact(context, row | {"row": row["party_row"]}, "title", "signed", "joined", "left", "partners")
            for row in left
        ],
        "agreements": counted(context, IN_FORCE, bound["standing"]),
        "unconfirmed": counted(context, IN_FORCE, (row for row in bound["standing"] if not row["status_checked"])),
        "matrix": bound,
    }


def _standing(context: Context, iso3: str) -> dict[str, Any]:
    """Full memberships that stand: alliances of mutual defence, and how many other organisations, bodies left out."""
    now = context.standings
    spells = records(now[(now["iso3"] == iso3) & (now["status"] == MEMBER)])
    own = [spell for spell in spells if spell["org_id"] not in context.bodies]
    alliances = [spell for spell in own if context.organizations[spell["org_id"]]["mutual_defence"]]
    others = [spell for spell in own if spell not in alliances]
    return {
        "alliances": sorted(spell["org_id"] for spell in alliances),
        "bound": figure(context, len(alliances), "Standing on a day", [spell["row"] for spell in alliances]),
        "others": figure(context, len(others), "Standing on a day", [spell["row"] for spell in others]),
    }


def country_findings(context: Context, iso3: str) -> list[Finding]:
    """Who the country is bound to by a promise of defence, which alliance it left, how its standing changed last."""
    return [
        stated
        for stated in (_defence(context, iso3), _exit(context, iso3), _change(context, iso3))
        if stated is not None
    ]


def _defence(context: Context, iso3: str) -> Finding | None:
    """Promises of defence in force: alliances it is a full member of, and treaties with their parties."""
    now = context.standings
    spells = now[(now["iso3"] == iso3) & (now["status"] == MEMBER)]
    pacts = {code for code, record in context.organizations.items() if record["mutual_defence"]}
    spells = spells[spells["org_id"].isin(pacts)]
    bonds = context.bonds
    own = bonds[(bonds["iso3"] == iso3) & (bonds["obligation"] == "defence")]
    rows = sorted({*spells["row"], *own["row"]})
    if not rows:
        return None
    values = {
        "organizations": sorted(spells["org_id"]),
        "agreements": own["agreement_id"].nunique(),
        "unconfirmed": sum(not context.row_facts[row].checked for row in set(own["row"])),
        "partners": sorted(own["partner"].unique(), key=context.name),
    }
    return finding(context, "defence_obligations", "alliances", 0.9, values, rows)


def _exit(context: Context, iso3: str) -> Finding | None:
    """The latest exit from an organisation, alliances of mutual defence before all others."""
    left = [
        spell | {"alliance": bool(context.organizations[spell["org_id"]]["mutual_defence"])}
        for spell in records(context.exits[context.exits["iso3"] == iso3])
        if spell["status"] in FULL and spell["org_id"] not in context.bodies
    ]
    if not left:
        return None
    last = max(left, key=lambda spell: (spell["alliance"], dates.sort_key(spell["end"]), spell["row"]))
    values = {"org": last["org_id"], "status": last["status"], "start": last["start"], "end": last["end"]}
    weight = 0.65 if last["alliance"] else 0.45
    return finding(context, "alliance_exit", "alliances", weight, values, [last["row"]])


def _change(context: Context, iso3: str) -> Finding | None:
    """The latest change of status of the last years, in alliances of mutual defence before others; bodies left out."""
    spells = context.spells
    changes = [
        spell
        for spell in records(spells[(spells["iso3"] == iso3) & spells["before"].notna()])
        if spell["org_id"] not in context.bodies and context.as_of.year - dates.year(spell["start"]) < RECENT_YEARS
    ]
    if not changes:
        return None
    last = max(
        changes,
        key=lambda spell: (
            bool(context.organizations[spell["org_id"]]["mutual_defence"]),
            dates.sort_key(spell["start"]),
            spell["row"],
        ),
    )
    values = {key: last[key] for key in ("org_id", "before", "status", "start")}
    return finding(context, "standing_changed", "alliances", 0.6, values, [last["row"]])
