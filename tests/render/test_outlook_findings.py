"""Sentences of the findings on the outlook and on implications, likelihoods and their key."""

from html import unescape
from pathlib import Path

import pytest

from pactbook.briefs import likelihood
from pactbook.render.environment import environment

NAMES = {
    code: {"name": name, "short": code, "kind": "countries", "slug": None}
    for code, name in {"AAA": "Aland", "BBB": "Bland", "USA": "United Isles"}.items()
}
SHELL = (
    '{% import "macros.html.j2" as m with context %}{% import "findings.html.j2" as phrases %}'
    "{{ phrases[code](v, m)|striptags }}"
)
AHEAD = {
    "iso3": "AAA", "year": 2021, "mean": 2.4, "first_year": 2016, "last_year": 2020, "more": False, "median": 2.0,
    "low_90": 0.0, "high_90": 5.0, "better": True, "against": False, "record_from": 1992,
}  # fmt: skip
TREND = {
    "kind": "incidents", "iso3": "AAA", "first_year": 1992, "last_year": 2020, "events": 40, "change": 0.054,
    "change_low": 0.018, "change_high": 0.093, "recent": 9, "before": 6, "recent_years": [2016, 2020],
    "before_years": [2011, 2015],
}  # fmt: skip
BOUND = {"states": ["USA"], "defended": ["AAA"], "on_hold": [], "promises": 1, "unconfirmed": 0}
CLASH = {"clashes": 10, "countries": ["AAA", "BBB"], "date": "2017-09-14", "end": None, "years": 3, "last_year": 2020}


@pytest.fixture
def phrase(templates):
    made = environment(templates).from_string(SHELL)
    brief = {"names": NAMES, "id": "x", "kind": "themes", "masthead": {"title": "Outlook"}}
    return lambda code, **values: made.render(code=code, v=values, brief=brief, notes=None, numbers={})


@pytest.fixture
def templates():
    return Path(__file__).parents[2] / "templates"


@pytest.mark.parametrize(
    ("code", "values", "sentence"),
    [
        (
            "next_year_incidents",
            AHEAD,
            (
                "By the record's own past alone, 2021 would bring fewer incidents in Aland than the mean of 2016–2020"
                " (2.4 a year; median 2, nine times in ten 0 to 5)."
            ),
        ),
        (
            "next_year_exercises",
            AHEAD | {"iso3": None, "more": True, "better": False, "against": True},
            (
                "By the record's own past alone, 2021 would bring more exercises with all countries together than the"
                " mean of 2016–2020 (2.4 a year; median 2, nine times in ten 0 to 5); that is against the last five"
                " years alone: the whole record (from 1992) shows a fall; in past years the model did no better than a"
                " naive forecast."
            ),
        ),
        (
            "trend_rising",
            TREND,
            (
                "Incidents of Aland rose by 5.4 % a year from 1992 to 2020 (90 % interval 1.8 to 9.3 %; 40 events,"
                " 9 in 2016–2020 after 6 in 2011–2015); later years are better recorded, so that part of the rise may"
                " lie in the record."
            ),
        ),
        (
            "trend_falling",
            TREND | {"kind": "deliveries", "iso3": None, "change": -0.05, "change_low": -0.09, "change_high": -0.01},
            (
                "Deliveries of arms to all countries together fell by 5.0 % a year from 1992 to 2020 (90 % interval 1.0"
                " to 9.0 %; 40 events, 9 in 2016–2020 after 6 in 2011–2015); later years are better recorded."
            ),
        ),
        (
            "trend_turned",
            TREND | {"recent": 0},
            (
                "Incidents of Aland: none in 2016–2020 after 6 in 2011–2015, fewer than before; over 1992–2020 the rate"
                " is the other way, a rise of 5.4 % a year (90 % interval 1.8 to 9.3 %; 40 events); later years are"
                " better recorded, so that part of the rise may lie in the record."
            ),
        ),
        (
            "no_trend_possible",
            {"total": 3, "series": [{"kind": "exercises", "iso3": "USA", "events": 1, "reason": "too_few_events"}]},
            "No trend can be stated of one of 3 yearly series: exercises of the United Isles (fewer than ten events).",
        ),
        (
            "scenario_pointers",
            {"scenarios": [{"name": "A", "to": 4, "away": 0, "level": 1, "unknown": 1, "indicators": 6}]},
            (
                "Of 6 indicators of the scenario “A”, four point to it, none away, one is level, and of one the state"
                " is not known; that is the present state, and no probability."
            ),
        ),
        (
            "scenario_pointers",
            {
                "scenarios": [
                    {"name": name, "to": 2, "away": 1, "level": 0, "unknown": 0, "indicators": 3} for name in "AB"
                ]
            },
            (
                "Of 3 indicators of the scenario “A”, two point to it, one away; of 3 of the scenario “B”, two point to"
                " it, one away; that is the present state, and no probability."
            ),
        ),
        (
            "obligations_reach_out",
            BOUND,
            "One state outside (the United Isles) is bound by agreements on record to defend Aland.",
        ),
        (
            "obligations_reach_out",
            {
                "states": ["USA", "BBB"],
                "defended": ["AAA", "BBB"],
                "on_hold": ["USA"],
                "promises": 10,
                "unconfirmed": 8,
            },
            (
                "Two states outside (the United Isles and Bland) are bound by agreements on record to defend one or"
                " more of Aland and Bland; the United Isles has a frozen or suspended membership of the alliance; of"
                " eight of 10 agreements no later source confirms that they stand."
            ),
        ),
        (
            "clash_free_years",
            CLASH,
            (
                "The last of 10 border clashes on record among the countries was that of Aland and Bland"
                " (14 September 2017); none is on record in the three full years since, to 2020."
            ),
        ),
        (
            "clash_free_years",
            CLASH | {"clashes": 1, "years": 0},
            (
                "The only border clash on record among the countries was that of Aland and Bland (14 September 2017);"
                " no full year has passed since."
            ),
        ),
        (
            "clash_free_years",
            CLASH | {"years": 1},
            (
                "The last of 10 border clashes on record among the countries was that of Aland and Bland"
                " (14 September 2017); none is on record in the one full year since, to 2020."
            ),
        ),
        (
            "operations_joint",
            {"joint": 1, "total": 1, "beyond": 0},
            (
                "The only operation on record in the countries or led by one of them ran under an organisation or was"
                " led by a state outside; none went beyond the region."
            ),
        ),
        (
            "operations_joint",
            {"joint": 17, "total": 30, "beyond": 6},
            (
                "17 of 30 operations on record in the countries or led by one of them ran under an organisation or were"
                " led by a state outside; six went beyond the region."
            ),
        ),
    ],
)
def test_each_finding_is_one_sentence_that_its_values_carry(phrase, code, values, sentence):
    assert " ".join(unescape(phrase(code, **values)).replace("\u00a0", " ").split()) == sentence


def test_the_key_of_likelihood_names_the_words_that_are_given_and_their_limits(templates):
    """Else a page would explain a word otherwise than it is used, or not at all."""
    words = environment(templates).get_template("macros.html.j2").module.LIKELIHOODS
    assert list(words) == [likelihood.word(p) for p in (0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99)]
    numbers = [f"{round(limit * 100)}" for limit, _ in (*likelihood.WORDS, *likelihood.UPPER_WORDS)]
    assert all(any(number in text for text in words.values()) for number in numbers)


def test_a_likelihood_stands_beside_the_confidence_and_in_the_key_only_where_there_is_one(sample, draw):
    assert "Likelihood" not in draw(sample)
    sample["findings"][0]["likelihood"] = {"probability": 0.63, "word": "likely"}
    text = draw(sample).replace("\u00a0", " ")
    assert "Likelihood: likely (63 %)" in text
    assert "likely above 55 to 80 %." in text
    assert "almost certain" not in text
