"""Alliances and pacts of a country: memberships over time, agreements in force with their obligations, what ended."""

from pactbook import dates
from pactbook.briefs.context import Context, Finding, Section, fact, records
from pactbook.briefs.findings import finding
from pactbook.briefs.sections.membership import FULL, timeline
from pactbook.briefs.sections.treaties import matrix


def country(context: Context, iso3: str) -> Section:
    """Memberships and agreements of a country."""
    table = context.tables["memberships"]
    spells = [
        fact(context, row, "org_id", "status", "start", "end", "note") for row in records(table[table["iso3"] == iso3])
    ]
    spells.sort(key=lambda spell: (spell["start"] is None, spell["start"] or "", spell["org_id"]))
    agreements = context.tables["agreements"]
    party = {code for code, parties in context.parties.items() if iso3 in parties}
    own = records(agreements[agreements["agreement_id"].isin(party)])
    if not spells and not own:
        return {"empty": True}
    bound = matrix(context, own)
    for row in bound["standing"] + bound["others"]:
        row["partners"] = [code for code in row.pop("parties") if code != iso3]
    return {
        "empty": False,
        "timeline": timeline(context, spells, "org_id"),
        "standing_memberships": sum(spell["end"] is None and spell["status"] == "member" for spell in spells),
        "ended": [spell for spell in spells if spell["end"] is not None],
        **bound,
    }


def country_findings(context: Context, iso3: str) -> list[Finding]:
    """To whom a country is bound by a promise of defence, and the latest membership that it gave up."""
    table = context.tables["memberships"]
    spells = table[(table["iso3"] == iso3) & table["end"].isna() & (table["status"] == "member")]
    defence = [org for org in spells["org_id"] if context.organizations[org]["mutual_defence"]]
    stated: list[Finding] = []
    if defence:
        rows = sorted(spells.loc[spells["org_id"].isin(defence), "row"])
        stated.append(
            finding(context, "defence_obligations", "alliances", 0.9, {"organizations": sorted(defence)}, rows)
        )
    left = [
        row
        for row in records(table[(table["iso3"] == iso3) & table["end"].notna()])
        if row["status"] in FULL and row["org_id"] not in set(spells["org_id"])
    ]
    if left:
        last = max(left, key=lambda row: (dates.sort_key(row["end"]), row["row"]))
        values = {"org": last["org_id"], "start": last["start"], "end": last["end"]}
        stated.append(finding(context, "alliance_exit", "alliances", 0.65, values, [last["row"]]))
    return stated
