"""From the codes and names by which publishers call states to ISO 3166, by year; nothing is guessed.

`codes.csv` has a row per state and spell of statehood: iso3 (of ended states their former code, if they had one), name,
cow (number), cow_abbreviation, gw (Gleditsch and Ward), fips (FIPS 10-4, as the CIA World Factbook names files), from,
until (both days inclusive, empty if open). Numbers and spells are those of the Correlates of War state system, 2016.
"""

import logging
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import country_converter
import pandas as pd

FILE = Path(__file__).with_name("codes.csv")
COW, COW_ABBREVIATION, GW, FIPS = "cow", "cow_abbreviation", "gw", "fips"
WHOLE_NUMBERS = ("ISOnumeric", "UNcode", "FAOcode", "GBDcode", "EURO", "UN", "UNmember", "obsolete", "GEOnumeric")
# Names of ended states as publishers write them; the library knows only states of today.
FORMER = {
    "USSR": "SUN", "Soviet Union": "SUN", "Yugoslavia": "YUG", "Czechoslovakia": "CSK", "Serbia and Montenegro": "SCG",
    "East Germany": "DDR", "German Democratic Republic": "DDR", "German DR": "DDR", "East Germany (GDR)": "DDR",
    "Yemen, South": "YMD", "South Yemen": "YMD", "Yemen People's Republic": "YMD", "South Vietnam": "VDR",
    "Viet Nam, South": "VDR", "Republic of Vietnam": "VDR",
}  # fmt: skip


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

    Groups that SIPRI marks with an asterisk (`Hezbollah (Lebanon)*`) are no countries.

    Args:
        wanted: names, of states of today or of FORMER ones.
    """
    distinct = sorted(set(wanted))
    unknown = [name for name in distinct if name.strip() not in FORMER and not name.endswith("*")]
    found = _converter().pandas_convert(pd.Series(unknown, dtype=object), to="ISO3", not_found=None) if unknown else []
    known = dict(zip(unknown, found, strict=True))
    known = {name: code for name, code in known.items() if _is_code(code, name)}
    return {name: FORMER.get(name.strip()) or known.get(name) for name in distinct}


def _is_code(found: object, name: str) -> bool:
    """Whether the library has found one country; it gives the name back if none, a list if several."""
    return isinstance(found, str) and found != name and len(found) == 3


@cache
def _spells(scheme: str) -> dict[str, list[tuple[str | None, str, str]]]:
    """(iso3, from, until) by code."""
    table = pd.read_csv(FILE, dtype=str, keep_default_na=False)
    spells: dict[str, list[tuple[str | None, str, str]]] = {}
    for row in table[table[scheme] != ""].to_dict("records"):
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
