"""From the codes and names by which publishers call states to ISO 3166, by year; nothing is guessed.

`codes.csv` has a row per state and spell of statehood: iso3 (of ended states their former code, if they had one), name,
cow (number), cow_abbreviation, gw (Gleditsch and Ward), fips (FIPS 10-4, as the CIA World Factbook names files), from,
until (both days inclusive, empty if open). Numbers and spells are those of the Correlates of War state system, 2016.
"""

import csv
import logging
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import country_converter
import pandas as pd

FILE = Path(__file__).with_name("codes.csv")
COW, COW_ABBREVIATION, GW, FIPS = "cow", "cow_abbreviation", "gw", "fips"
WHOLE_NUMBERS = ("ISOnumeric", "UNcode", "FAOcode", "GBDcode", "EURO", "UN", "UNmember", "obsolete", "GEOnumeric")
# Names of ended states, and short names, as publishers write them; the library knows only states of today.
FORMER = {
    "USSR": "SUN", "Soviet Union": "SUN", "Yugoslavia": "YUG", "Czechoslovakia": "CSK", "Serbia and Montenegro": "SCG",
    "East Germany": "DDR", "German Democratic Republic": "DDR", "German DR": "DDR", "East Germany (GDR)": "DDR",
    "Germany, East": "DDR", "West Germany": "DEU", "Germany, West": "DEU", "German Federal Republic": "DEU",
    "West Germany (FRG)": "DEU", "Yemen, South": "YMD", "South Yemen": "YMD", "Yemen People's Republic": "YMD",
    "Netherlands Antilles": "ANT", "UAE": "ARE", "USA": "USA", "Sudan, South": "SSD", "China, Taiwan": "TWN",
    "Virgin Islands (U.S.)": "VIR", "Virgin Islands (British)": "VGB",
}  # fmt: skip
# Names in which the library finds a country that is not meant: states that have no code (ISO 3166-3 gives VDR to the
# north of Viet Nam), places that others govern than the state they count to, and `Korea`, of which there are two.
NO_CODE = frozenset({
    "South Vietnam", "Vietnam, South", "South Viet Nam", "Viet Nam, South", "Republic of Vietnam", "Papal States",
    "British India", "Korea", "Northern Cyprus", "North Cyprus", "Somaliland",
})  # fmt: skip
GROUPS = re.compile(  # what a group writes into its name, or the publisher who means two at once
    r"\b(rebels?|militias?|front|army|movement|alliance|government|opposition|kurd\w*|GNC|HoR|GNU|LNA)\b|[*/]",
    re.IGNORECASE,
)


@cache
def listed() -> tuple[Mapping[str, str], ...]:
    """The rows of `codes.csv`."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def iso3(scheme: str, code: int | str, year: int) -> str | None:
    """The state that a code stood for in a year.

    Args:
        scheme: COW, COW_ABBREVIATION, GW or FIPS.
        code: a number, or letters of any case.
        year: in which it was used; where a code passed from one state to another in that year, the one that held it
            longer counts.

    Returns:
        ISO 3166 alpha-3, or None: no such code in that year, or a state that never had an ISO code.
    """
    spells = _spells(scheme).get(str(code).upper(), [])
    lasting = [(_days(spell, year), spell[0]) for spell in spells]
    days, found = max(lasting, default=(0, None))
    return found if days else None


def names(wanted: Iterable[str]) -> dict[str, str | None]:
    """ISO 3166 alpha-3 of countries by their names, in English as publishers write them; None where it is not sure.

    Groups are no countries, whether SIPRI marks them with an asterisk (`Hezbollah (Lebanon)*`) or they name a country
    in parentheses only.

    Args:
        wanted: names, of states of today or of FORMER ones.
    """
    distinct = sorted(set(wanted))
    plain = {name: name.strip() for name in distinct}
    unknown = {
        name for name in plain.values() if name not in FORMER and name not in NO_CODE and not GROUPS.search(name)
    }
    known = _found(unknown | {_outside(name) for name in unknown})
    sure = {name: known.get(name) if known.get(_outside(name)) else None for name in unknown}
    return {name: FORMER.get(plain[name]) or sure.get(plain[name]) for name in distinct}


def _outside(name: str) -> str:
    """A name without what it holds in parentheses: a country's is a country's name still."""
    return re.sub(r"\s*\([^)]*\)?", "", name).strip()


def _found(wanted: Iterable[str]) -> dict[str, str | None]:
    """What the library finds."""
    ordered = sorted(name for name in wanted if name)
    if not ordered:
        return {}
    found = _converter().pandas_convert(pd.Series(ordered, dtype=object), to="ISO3", not_found=None)
    return {name: str(code) if _is_code(code, name) else None for name, code in zip(ordered, found, strict=True)}


def _is_code(found: object, name: str) -> bool:
    """Whether the library has found one country; it gives the name back if none, a list if several."""
    return isinstance(found, str) and found != name and len(found) == 3


@cache
def _spells(scheme: str) -> dict[str, list[tuple[str | None, str, str]]]:
    """(iso3, from, until) by code."""
    spells: dict[str, list[tuple[str | None, str, str]]] = {}
    for row in listed():
        if row[scheme]:
            spells.setdefault(row[scheme], []).append((row["iso3"] or None, row["from"], row["until"]))
    return spells


def _days(spell: tuple[str | None, str, str], year: int) -> int:
    """How many days of a year a spell covers."""
    _, begin, end = spell
    first = max(begin or "0001-01-01", f"{year:04d}-01-01")
    last = min(end or "9999-12-31", f"{year:04d}-12-31")
    if first > last:
        return 0
    return (pd.Timestamp(last) - pd.Timestamp(first)).days + 1


@cache
def _converter() -> country_converter.CountryConverter:
    """The library, told to be quiet of what it does not find; pandas 3 would read Namibia's `NA` as missing."""
    logging.getLogger("country_converter").setLevel(logging.CRITICAL)
    path = country_converter.country_converter.COUNTRY_DATA_FILE
    table = pd.read_csv(path, sep="\t", dtype="string", keep_default_na=False)
    return country_converter.CountryConverter(table.mask(table == "").astype(dict.fromkeys(WHOLE_NUMBERS, "Int64")))
