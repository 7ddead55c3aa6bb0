"""If these fail, a treaty of the Soviet Union would be Russia's in 1950, or one of today nobody's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pactbook.ingest.published import states


@pytest.mark.parametrize(
    ("code", "begin", "end", "iso3"),
    [
        (365, "1948-04-06", "1985-01-01", ["SUN"]),
        (365, "1950", None, ["SUN", "RUS"]),
        (365, "1991-12-21", None, ["RUS"]),  # the Soviet Union ended four days later
        (365, "1991-12-21", "1991-12-22", ["SUN"]),
        (345, "1990-01", None, ["YUG", "SCG", "SRB"]),
        (305, "1930", None, ["AUT"]),  # two spells of one state are one
        (300, "1900", "1910", [None]),  # Austria-Hungary never had a code
        (705, "1991-02-18", "1993", ["KAZ"]),
        (999, "1990", None, []),
    ],
)
def test_states_behind_a_number(code, begin, end, iso3):
    assert [spell.iso3 for spell in states.between(code, begin, end)] == iso3


def test_spells_give_the_days_of_a_succession():
    first, second = states.between(365, "1950", None)
    assert (first.name, first.end, second.name, second.begin) == ("Soviet Union", "1991-12-25", "Russia", "1991-12-26")


@pytest.mark.parametrize(
    ("iso3", "year", "then"),
    [("RUS", 1985, "SUN"), ("RUS", 1992, "RUS"), ("SRB", 2004, "SCG"), ("DEU", 1985, "DEU"), ("HKG", 1990, "HKG")],
)
def test_a_name_of_today_means_the_state_of_that_year(iso3, year, then):
    assert states.at(iso3, year) == then


def test_names_and_what_is_a_state():
    assert (states.name("SUN"), states.name("DEU"), states.name("ZZZ")) == ("Soviet Union", "Germany", "ZZZ")
    assert states.is_state("COD")
    assert not states.is_state("GUM")


@given(st.sampled_from([2, 365, 345, 255, 705, 679]), st.integers(1850, 2020), st.integers(0, 150))
def test_spells_follow_each_other_and_lie_in_the_span(code, year, length):
    spells = states.between(code, str(year), str(year + length))
    assert [spell.begin for spell in spells] == sorted(spell.begin for spell in spells)
    assert all(spell.end >= f"{year}" and spell.begin <= f"{year + length}-12-31" for spell in spells)
