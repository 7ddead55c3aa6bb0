"""The rows of `countries` of a new edition: who plays which part in it, and what the facts on countries say of each."""

import re
import unicodedata
from collections.abc import Iterable, Mapping

from pactbook import fonts
from pactbook.ingest.published import codes
from pactbook.ingest.published.new_edition.model import ALL, CONTEXT, CORE, NEIGHBOUR, POWER, NewEditionError, Wish

COW_SOURCE = {
    "source_id": "cow-states",
    "publisher": "Correlates of War Project",
    "title": "State System Membership, v2016",
    "url": "https://correlatesofwar.org/",
    "published": "2017",
    "kind": "dataset",
    "reliability": "A",
    "verified": "tool",
}
NO_ACCENTS = str.maketrans("øıłđ", "oild")  # letters that Unicode does not take apart
Facts = Mapping[str, Mapping[str, str]]
Capitals = Mapping[tuple[str, str], tuple[float, float]]


def roles(wish: Wish, facts: Facts) -> dict[str, str]:
    """The role of each country that the edition is about or looks at, by code.

    Args:
        wish: what is asked for.
        facts: rows of `country_facts` by iso3.

    Raises:
        NewEditionError: if a country is not known, or there is none.
    """
    core = sorted(_states(facts)) if wish.countries == (ALL,) else list(wish.countries)
    if not core:
        raise NewEditionError("no country is named; `--countries` takes codes of three letters")
    land = {code for iso3 in core for code in _neighbours(facts, iso3)}
    found = dict.fromkeys(land if wish.neighbours is None else wish.neighbours, NEIGHBOUR)
    found |= dict.fromkeys(wish.powers, POWER) | dict.fromkeys(core, CORE)
    found |= dict.fromkeys(wish.powers, POWER) if wish.countries == (ALL,) else {}
    if unknown := sorted(code for code in found if code not in facts and code not in land):
        raise NewEditionError(f"no facts on {', '.join(unknown)}; countries are named by ISO codes of three letters")
    if double := sorted(set(wish.powers) & set(core)) if wish.countries != (ALL,) else []:
        raise NewEditionError(f"{', '.join(double)}: either one of the countries or a power")
    return {code: found[code] for code in sorted(found) if code in facts}


def rows(
    found: Mapping[str, str],
    named: Iterable[str],
    facts: Facts,
    capitals: Capitals,
) -> list[dict[str, str]]:
    """Rows of `countries`.

    Args:
        found: roles, see `roles`.
        named: codes of all countries that the tables name; those without a role are context.
        facts: rows of `country_facts` by iso3.
        capitals: (lat, lon) of capitals by country and folded name, see `maps.capitals`.
    """
    numbers = _cow_numbers()
    made: list[dict[str, str]] = []
    for iso3 in sorted({*found, *named}):
        known = facts[iso3]
        lat, lon = capitals.get((iso3, folded(known["capital"])), ("", ""))
        number = numbers.get(iso3, "")
        made.append(
            {
                "iso3": iso3,
                "iso2": known["iso2"],
                "name": known["name"],
                "slug": slug(known["name"]),
                "official_name": known["official_name"],
                "name_local": "" if fonts.lacking(known["name_local"]) else known["name_local"],
                "capital": known["capital"] or known["name"],
                "capital_lat": str(lat),
                "capital_lon": str(lon),
                "role": found.get(iso3, CONTEXT),
                "area_km2": known["area_km2"],
                "landlocked": known["landlocked"],
                "cow_code": number,
                "source_ids": ";".join([known["source_ids"], *([COW_SOURCE["source_id"]] if number else [])]),
                "verified": "tool",
            }
        )
    return made


def slug(name: str) -> str:
    """A name as it stands in addresses: small letters without accents, words with hyphens."""
    return "-".join(re.findall(r"[a-z0-9]+", _plain(name).replace("'", "").replace("’", "")))


def folded(name: str) -> str:
    """A name of which only its letters count, to compare it with others."""
    return "".join(re.findall(r"[a-z]", _plain(name)))


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.lower().translate(NO_ACCENTS))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _neighbours(facts: Facts, iso3: str) -> list[str]:
    return [code for code in facts[iso3]["land_neighbours"].split(";") if code] if iso3 in facts else []


def _states(facts: Facts) -> set[str]:
    """Every state of today in the Correlates of War on which there are facts."""
    return set(_cow_numbers()) & set(facts)


def _cow_numbers() -> dict[str, str]:
    """The number of each state of today by its iso3."""
    today = (row for row in codes.listed() if not row["until"])
    return {row["iso3"]: row[codes.COW] for row in today if row["iso3"] and row[codes.COW]}
