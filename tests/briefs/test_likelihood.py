"""A reader who knows the words of ICD 203 must find the probability that they stand for."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pactbook.briefs import likelihood

ORDER = (
    "almost no chance", "very unlikely", "unlikely", "roughly even chance", "likely", "very likely", "almost certain",
)  # fmt: skip


@pytest.mark.parametrize(
    ("probability", "expected"),
    [
        (0, "almost no chance"),
        (0.01, "almost no chance"),
        (math.nextafter(0.05, 0), "almost no chance"),
        (0.05, "very unlikely"),
        (math.nextafter(0.20, 0), "very unlikely"),
        (0.20, "unlikely"),
        (math.nextafter(0.45, 0), "unlikely"),
        (0.45, "roughly even chance"),
        (0.5, "roughly even chance"),
        (0.55, "roughly even chance"),
        (math.nextafter(0.55, 1), "likely"),
        (0.80, "likely"),
        (math.nextafter(0.80, 1), "very likely"),
        (0.95, "very likely"),
        (math.nextafter(0.95, 1), "almost certain"),
        (0.99, "almost certain"),
        (1, "almost certain"),
    ],
)
def test_the_word_at_each_boundary(probability, expected):
    """A finding would claim more than its number where two words meet."""
    assert likelihood.word(probability) == expected


@pytest.mark.parametrize("number", [-0.01, 1.01, math.nan, math.inf])
def test_what_is_no_probability_is_refused(number):
    """A slip in a formula would be printed as certainty."""
    with pytest.raises(ValueError, match="is no probability"):
        likelihood.word(number)


@given(st.integers(0, 1000))
def test_an_event_and_its_opposite_have_opposite_words(thousandths):
    """A fall would be worded with more or less certainty than a rise of the same probability."""
    opposite = ORDER[::-1][ORDER.index(likelihood.word(thousandths / 1000))]
    assert likelihood.word((1000 - thousandths) / 1000) == opposite


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_higher_probability_never_has_a_weaker_word(one, other):
    words = [ORDER.index(likelihood.word(probability)) for probability in sorted((one, other))]
    assert words == sorted(words)
