"""The brief of a country."""

from typing import Any

from pactbook.briefs import topic
from pactbook.briefs.assemble import assemble
from pactbook.briefs.context import Context, fact, figure, records, trail
from pactbook.briefs.sections import (
    alliances,
    arms,
    counterterrorism,
    defence,
    exercises,
    geography,
    influence,
    infrastructure,
    partners,
)
from pactbook.briefs.sections import map as country_map

SECTIONS = {
    "map": country_map,
    "influence": influence,
    "alliances": alliances,
    "partners": partners,
    "exercises": exercises,
    "defence": defence,
    "arms": arms,
    "infrastructure": infrastructure,
    "counterterrorism": counterterrorism,
    "geography": geography,
}
OF_POWERS = ("influence",)  # chapters that only the brief of a power has
STALE_YEARS = 5  # a figure that is older says nothing of today
MOST_BADGES = 24  # page one has to hold more than memberships; the chapter on alliances has them all
BADGE_ORDER = ("member", "signatory", "associate", "observer", "partner", "dialogue partner", "guest")


def brief(context: Context, iso3: str, briefs: dict[str, str]) -> dict[str, Any]:
    """Everything that a country's brief shows.

    Args:
        context: the edition.
        iso3: the country.
        briefs: the slug of every subject that gets a brief, by its code.
    """
    power = iso3 in context.powers
    modules = {key: module for key, module in SECTIONS.items() if power or key not in OF_POWERS}
    sections = {key: module.country(context, iso3) for key, module in modules.items()}
    findings = [
        stated
        for module in modules.values()
        if hasattr(module, "country_findings")
        for stated in module.country_findings(context, iso3)
    ]
    own = {finding["code"] for finding in findings}
    findings += [found for found in topic.about(context, iso3) if found["code"] not in own]
    return assemble(context, "countries", iso3, _masthead(context, iso3), sections, findings, briefs)


def _masthead(context: Context, iso3: str) -> dict[str, Any]:
    record = context.countries[iso3]
    badges = _badges(context, iso3)
    further = badges[MOST_BADGES:]
    return (
        {
            "title": record["name"],
            "official_name": record["official_name"],
            "name_local": record["name_local"],
            "name_ru": record.get("name_ru"),  # not shown: searched for
            "summary": record["doctrine_note"],
            "badges": badges[:MOST_BADGES],
            "further": figure(context, len(further), "Standing on a day", [badge["row"] for badge in further])
            if further
            else None,
            "facts": _facts(context, iso3),
        }
        | fact(context, record)
    )


def _badges(context: Context, iso3: str) -> list[dict[str, Any]]:
    """Memberships that stand at the edition's date; those in bodies of organisations stand in the chapter alone."""
    standing = records(context.standings[context.standings["iso3"] == iso3])
    own = [spell for spell in standing if spell["org_id"] not in context.bodies]
    alliances = {code for code, organization in context.organizations.items() if organization["mutual_defence"]}
    own.sort(
        key=lambda spell: (
            BADGE_ORDER.index(spell["status"]) if spell["status"] in BADGE_ORDER else 9,
            spell["org_id"] not in alliances,
            spell["org_id"],
        )
    )
    return [fact(context, spell, "status", "start", "end") | {"org": spell["org_id"]} for spell in own]


def _facts(context: Context, iso3: str) -> list[dict[str, Any]]:
    """Capital, area, people, spending, forces, foreign facilities, exercises: each with its year and its rows."""
    record = context.countries[iso3]
    stated = fact(context, record)
    single = {"sources": stated["sources"], "row": record["row"], "verified": stated["verified"]}
    facts = [
        {"key": "capital", "value": record["capital"], "unit": None, "year": None, **single},
        {"key": "area_km2", "value": record["area_km2"], "unit": "km2", "year": None, **single},
        {
            "key": "population",
            "value": record["population"],
            "unit": "persons",
            "year": record["population_year"],
            **single,
        },
    ]
    spending = context.tables["military_expenditure"]
    usable = spending[(spending["iso3"] == iso3) & (spending["price_basis"] == "current") & spending["excluded"].isna()]
    facts.append(_latest(context, "spending", usable.dropna(subset=["usd_millions"]), "usd_millions", "US$ million"))
    forces = context.tables["force_structure"]
    latest = context.latest_forces[context.latest_forces["iso3"] == iso3].sort_values("year")["series"].tail(1)
    own_forces = forces[(forces["iso3"] == iso3) & forces["series"].isin(latest)]  # two series are never joined
    facts.append(
        _latest(context, "forces", own_forces.dropna(subset=["active_personnel"]), "active_personnel", "persons")
    )
    sites = context.sites
    foreign = sites[(sites["host"] == iso3) & sites["foreign"] & sites["open"]]
    # Of others the data does not mean to hold what stands on their soil; without any row, of nobody.
    if iso3 in context.core and len(context.tables["facilities"]):
        facts.append(_count(context, "foreign_facilities", "Presence", sorted(foreign["row"])))
    own = context.participations
    own = own[own["iso3"] == iso3]
    recent = own[own["year"].between(context.last_year - exercises.RECENT_YEARS + 1, context.last_year)]
    counts = own.groupby("year")["exercise_id"].nunique()
    years = range(int(own["year"].min()), context.as_of.year + 1) if len(own) else ()
    facts.append(
        _count(context, "exercises_5y", "Pace", sorted(recent["row"]))
        | {"spark": [[year, int(counts.get(year, 0))] for year in years]}
    )
    return facts


def _latest(context: Context, key: str, frame: Any, column: str, unit: str) -> dict[str, Any]:
    if frame.empty:
        nothing = trail(context, "Level", ())
        return {"key": key, "value": None, "unit": unit, "year": None, "verified": "tool", **nothing}
    series = records(frame.sort_values("year"))
    record = series[-1]
    stated = fact(context, record)
    return {
        "key": key,
        "value": record[column],
        "unit": unit,
        "year": record["year"],
        **stated,
        "stale": context.as_of.year - record["year"] > STALE_YEARS,
        "spark": [[earlier["year"], earlier[column]] for earlier in series],
    }


def _count(context: Context, key: str, measure: str, rows: list[str]) -> dict[str, Any]:
    return {
        "key": key,
        "value": len(rows),
        "unit": None,
        "year": context.as_of.year,
        **trail(context, measure, rows),
        "verified": "tool" if all(context.row_facts[row].verified == "tool" for row in rows) else "memory",
    }
