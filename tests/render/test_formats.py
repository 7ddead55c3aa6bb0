"""If these fail, a brief prints a number or a date that its row does not say."""

import pytest

from pactbook.render import formats


@pytest.mark.parametrize(
    ("value", "text"),
    [("2004", "2004"), ("2004-10", "October 2004"), ("2004-10-07", "7 October 2004"), (None, "n/a")],
)
def test_a_partial_date_is_printed_with_the_precision_it_has(value, text):
    assert formats.date(value) == text


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        ("2004", "2006", "2004–2006"),
        ("2004", None, "since 2004"),
        (None, "2006-05", "until May 2006"),
        (None, None, "n/a"),
        ("2004-10-07", "2004-10-12", "7–12 October 2004"),
        ("2004-09-30", "2004-10-02", "30 September – 2 October 2004"),
        ("2004-12-30", "2005-01-02", "30 December 2004 – 2 January 2005"),
        ("2004-10", "2006", "October 2004 – 2006"),
    ],
)
def test_a_period_reads_naturally(start, end, text):
    assert formats.span(start, end) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7 October 2004", "7 Oct 2004"),
        ("30 September – 2 October 2004", "30 Sep – 2 Oct 2004"),
        ("since May 2004", "since May 2004"),
        ("n/a", "n/a"),
        ("<b>", "&lt;b&gt;"),
    ],
)
def test_a_date_in_a_narrow_column_is_short_and_on_one_line(text, expected):
    assert formats.short(text) == f'<span class="date">{expected}</span>'


@pytest.mark.parametrize(
    ("share", "text"),
    [(0.123, "12 %"), (1, "100 %"), (0, "0 %"), (0.997, ">99 %"), (0.002, "<1 %"), (None, "n/a")],
)
def test_almost_all_is_not_all_and_hardly_any_is_not_none(share, text):
    assert formats.percent(share).replace("\u00a0", " ") == text


def test_names_with_an_article():
    assert formats.the("United States") == "the United States"
    assert formats.the("Kazakhstan") == "Kazakhstan"
    assert formats.upper_first("the United States") == "The United States"


def test_a_period_whose_end_is_known_only_to_the_month_of_its_start():
    assert formats.period("2025-09-09", "2025-09") == "from 9 September 2025"


def test_one_day_is_not_a_period():
    assert formats.period("2004-10-07", "2004-10-07") == "7 October 2004"


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [(1234, 0, "1,234"), (0, 0, "0"), (-2.5, 1, "−2.5"), (None, 0, "n/a"), (12.345, 2, "12.35"), (-0.4, 0, "0")],
)
def test_numbers_have_separators_and_unknown_is_not_zero(value, decimals, text):
    assert formats.number(value, decimals) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (2100.0, "US$ 2.1 bn"),
        (45.25, "US$ 45.2 m"),
        (0.372, "US$ 372,000"),
        (450.0, "US$ 450 m"),
        (999.6, "US$ 1.0 bn"),
        (None, "n/a"),
    ],
)
def test_dollars_given_in_millions(value, text):
    assert formats.usd_millions(value).replace("\u00a0", " ") == text


def test_plurals_lists_and_ordinals():
    assert formats.plural(1, "exercise", "exercises") == "1 exercise"
    assert formats.plural(0, "exercise", "exercises") == "0 exercises"
    assert formats.listing(["a", "b", "c"]) == "a, b and c"
    assert formats.listing([]) == ""
    assert [formats.ordinal(n) for n in (1, 2, 3, 11, 22)] == ["1st", "2nd", "3rd", "11th", "22nd"]


def test_a_date_in_a_sentence_has_its_preposition():
    """A facility "closed in 3 June 2014" makes a reader doubt the rest."""
    told = [formats.on(value) for value in ("2014-06-03", "2014-06", "2014", None)]
    assert told == ["on 3 June 2014", "in June 2014", "in 2014", "in n/a"]


def test_an_anchor_is_the_same_wherever_it_is_made():
    """A note of a brief leads to the measure's place on another page."""
    assert formats.anchor("Exercises a year") == "exercises-a-year"
    assert formats.anchor("Concentration (HHI)") == "concentration-hhi"
    assert formats.anchor("Ёж") == "part"
