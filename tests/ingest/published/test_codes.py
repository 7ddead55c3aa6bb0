"""Codes and names of states: a wrong one puts a state's arms or wars under another's name."""

import country_converter
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pactbook.ingest.published import codes

TABLE = pd.read_csv(codes.FILE, dtype=str, keep_default_na=False)
FORMER = {"SUN", "YUG", "SCG", "CSK", "DDR", "YMD", "ANT"}  # ISO 3166-3
SCHEMES = (codes.COW, codes.COW_ABBREVIATION, codes.GW, codes.FIPS)


@pytest.mark.parametrize(
    ("scheme", "code", "year", "expected"),
    [
        (codes.COW, 365, 1991, "SUN"),  # the Soviet Union held the number for 359 days of that year
        (codes.COW, 365, 1992, "RUS"),
        (codes.COW, 365, 1922, "RUS"),  # the union was founded on 30 December
        (codes.COW, 365, 1923, "SUN"),
        (codes.COW_ABBREVIATION, "rus", 1980, "SUN"),
        (codes.COW, 255, 1939, "DEU"),
        (codes.COW, 260, 1970, "DEU"),  # the Federal Republic
        (codes.COW, 265, 1970, "DDR"),
        (codes.COW, 265, 1991, None),
        (codes.COW, 255, 1960, None),  # two German states, neither with this number
        (codes.COW, 255, 1991, "DEU"),
        (codes.GW, 260, 1991, "DEU"),  # Gleditsch and Ward go on with 260
        (codes.GW, 255, 1991, None),
        (codes.COW, 678, 1980, "YEM"),
        (codes.COW, 680, 1980, "YMD"),
        (codes.COW, 679, 1980, None),
        (codes.COW, 679, 1991, "YEM"),
        (codes.GW, 678, 1991, "YEM"),  # Gleditsch and Ward go on with 678
        (codes.COW, 345, 1985, "YUG"),
        (codes.COW, 345, 2004, "SCG"),
        (codes.COW, 345, 2006, "SRB"),  # 155 days of Serbia and Montenegro, 210 of Serbia
        (codes.COW, 345, 2010, "SRB"),
        (codes.GW, 340, 2010, "SRB"),
        (codes.COW, 341, 2005, None),
        (codes.COW, 341, 2010, "MNE"),
        (codes.COW, 315, 1992, "CSK"),
        (codes.COW, 316, 1993, "CZE"),
        (codes.COW, 816, 1970, "VNM"),
        (codes.COW, 817, 1970, None),  # ISO gave the south none of its own; VDR was the north
        (codes.COW, 305, 1940, None),
        (codes.COW, 705, 1991, "KAZ"),
        (codes.COW, 705, 1990, None),
        (codes.FIPS, "kz", 2020, "KAZ"),
        (codes.FIPS, "ch", 2020, "CHN"),
        (codes.FIPS, "rs", 2020, "RUS"),
        (codes.COW, 999, 2000, None),
        (codes.COW, "", 2000, None),
    ],
)
def test_a_code_is_the_state_that_held_it_in_that_year(scheme, code, year, expected):
    assert codes.iso3(scheme, code, year) == expected


@given(st.sampled_from(SCHEMES), st.one_of(st.integers(), st.text()), st.integers(1, 9999))
def test_any_code_and_year_give_a_code_or_none(scheme, code, year):
    found = codes.iso3(scheme, code, year)
    assert found is None or found in set(TABLE["iso3"])


def test_every_code_is_one_of_iso():
    """A code of our own invention would match nothing in any other table."""
    today = pd.read_csv(country_converter.country_converter.COUNTRY_DATA_FILE, sep="\t", dtype=str)["ISO3"]
    assert set(TABLE["iso3"]) - {""} <= set(today) | FORMER
    assert "" not in set(TABLE["name"])


@pytest.mark.parametrize("scheme", SCHEMES)
def test_no_code_stands_for_two_states_on_one_day(scheme):
    for code, spells in TABLE[TABLE[scheme] != ""].groupby(scheme):
        ordered = spells.sort_values("from")
        ends = [until or "9999" for until in ordered["until"]]
        assert all(end < begin for end, begin in zip(ends, ordered["from"][1:], strict=False)), code


def test_no_state_has_two_spells_on_one_day():
    for state, spells in TABLE[TABLE["iso3"] != ""].groupby("iso3"):
        if state in ("DEU", "YEM"):  # one after the other by number, checked below
            continue
        ordered = spells.sort_values("from")
        ends = [until or "9999" for until in ordered["until"]]
        assert all(end < begin for end, begin in zip(ends, ordered["from"][1:], strict=False)), state


def test_spells_end_after_they_begin():
    closed = TABLE[(TABLE["from"] != "") & (TABLE["until"] != "")]
    assert (closed["from"] < closed["until"]).all()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Kyrgyz Republic", "KGZ"), ("Türkiye", "TUR"), ("Turkiye", "TUR"), ("Turkey", "TUR"),
        ("Iran, Islamic Rep.", "IRN"), ("Russian Federation", "RUS"), ("USSR", "SUN"), ("Soviet Union", "SUN"),
        ("United States of America", "USA"), ("USA", "USA"), ("UAE", "ARE"), ("uzbekistan", "UZB"),
        ("Yemen, North", "YEM"), ("North Yemen", "YEM"), ("Yemen, South", "YMD"), ("West Germany", "DEU"),
        ("German Democratic Republic", "DDR"), ("Korea, North", "PRK"), ("Korea, South", "KOR"),
        ("Korea (North)", "PRK"), ("Congo (Kinshasa)", "COD"), ("Congo - Brazzaville", "COG"),
        ("Micronesia (Federated States of)", "FSM"), ("Myanmar (Burma)", "MMR"), ("Palestine", "PSE"),
        ("Virgin Islands (U.S.)", "VIR"), ("Namibia", "NAM"), ("Niger", "NER"), ("Nigeria", "NGA"),
        ("Guinea", "GIN"), ("Guinea-Bissau", "GNB"), ("Dominica", "DMA"), ("Sudan, South", "SSD"), (" Mali ", "MLI"),
    ],
)  # fmt: skip
def test_names_as_publishers_write_them(name, expected):
    assert codes.names([name]) == {name: expected}


@pytest.mark.parametrize(
    "name",
    [
        "Hezbollah (Lebanon)*", "Hezbollah (Lebanon)", "Hamas (Palestine)", "Northern Alliance (Afghanistan)",
        "PLO (Israel)*", "Iraqi Kurdistan", "Libya HoR", "Ukraine rebels", "Korea", "South Vietnam",
        "Republic of Vietnam", "Northern Cyprus", "Somaliland", "British India", "Papal States", "Russia / USSR",
        "United Nations**", "NATO", "unknown supplier(s)", "Central Asia", "World", "Zanzibar", "Ruritania", "", "*",
        "(Kazakhstan)", "-9",
    ],
)  # fmt: skip
def test_what_is_no_country_for_sure_is_not_guessed(name):
    """A group's arms would be counted as a state's."""
    assert codes.names([name]) == {name: None}


@given(st.lists(st.text(max_size=20), max_size=5))
def test_every_name_that_was_asked_for_is_answered(wanted):
    found = codes.names(wanted)
    assert found.keys() == set(wanted)
    assert all(code is None or len(code) == 3 for code in found.values())
