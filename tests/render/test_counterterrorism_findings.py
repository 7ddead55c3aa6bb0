"""Sentences of findings on counterterrorism: if these fail, a reader meets "None", "1 exercises" or a false claim."""

import re
from pathlib import Path

import pytest

from pactbook.render.environment import environment

TEMPLATES = Path(__file__).parents[2] / "templates"
NAMES = {code: {"name": f"{code.title()}land", "short": code, "slug": None, "kind": "countries"}
         for code in ("AAA", "BBB", "pact")}  # fmt: skip
EVENT = {"date": "2020-05-01", "end": None, "kind": "coup/revolution", "countries": ["AAA"]}
ONE = {**EVENT, "fatalities_low": 1, "fatalities_high": 1}
OPEN = {**EVENT, "fatalities_low": 7, "fatalities_high": None}
WIDE = {**EVENT, "countries": ["AAA", "BBB"], "fatalities_low": 1000, "fatalities_high": 2500}
DARK = {**EVENT, "fatalities_low": None, "fatalities_high": None}
LAST = {"name": "Watch", "start": "2019-04", "end": None, "kind": "transit", "locations": ["AAA"]}
RANKED = {"countries": ["AAA"], "initiatives": 3, "kinds": [2, 2], "kinds_possible": 7, "countries_compared": 5}
LOW = {"iso3": "AAA", "org_id": "pact", "possible": 5, "joined": 2, "unknown": 0, "share": 0.4, "first": 1999,
       "last": 2020}  # fmt: skip
TREND = {"change": 0.051, "change_low": 0.025, "change_high": 0.077, "direction": "rising", "first_year": 1992,
         "last_year": 2020, "events": 83, "recent": 19, "before": 11, "recent_years": [2016, 2020],
         "before_years": [2011, 2015], "against": False}  # fmt: skip
NOW = {"own": 4, "all": 8, "share": 0.5, "years": [2016, 2020]}
BEFORE = {"own": 1, "all": 10, "share": 0.1, "years": [2011, 2015]}


@pytest.fixture(scope="module")
def say():
    template = environment(TEMPLATES).from_string(
        '{% import "macros.html.j2" as m with context %}{% import "findings.html.j2" as f with context %}'
        "{{ f[code](v, m) }}"
    )
    brief = {"names": NAMES, "id": "counterterrorism", "kind": "themes", "masthead": {"title": "Counterterrorism"}}

    def said(code, values):
        text = template.render(code=code, v=values, brief=brief, numbers={}, notes=None)
        return " ".join(re.sub(r"<[^>]+>", "", text).replace("\u00a0", " ").split())

    return said


CASES = [
    ("initiatives_standing", {"standing": 3, "total": 4, "kinds": ["training"], "most": 2, "last": LAST},
     "Of 4 counterterrorism initiatives on record 3 have no known end; the most frequent kind is training (2)."),
    ("initiatives_standing", {"standing": 1, "total": 1, "kinds": ["training"], "most": 1, "last": LAST},
     "Of 1 counterterrorism initiative on record 1 has no known end"),
    ("initiatives_standing", {"standing": 0, "total": 4, "kinds": [], "most": 0, "last": LAST},
     "none has no known end; all have ended. The last to begin was Watch (April 2019)."),
    ("initiative_kinds_missing", {"lapsed": ["training"], "absent": ["border patrol", "legal framework"]},
     "No initiative of the kind training stands any more; none of the kinds border patrol and legal framework is on"),
    ("initiative_kinds_missing", {"lapsed": [], "absent": ["training"]}, "No initiative of the kind training is on"),
    ("most_committed", RANKED, "Aaaland is party to 3 standing counterterrorism initiatives, the most of five"),
    ("most_committed", RANKED | {"countries": ["AAA", "BBB"], "kinds": [1, 2]}, "Aaaland and Bbbland are each party"),
    ("least_committed", RANKED | {"initiatives": 1, "kinds": [1, 1]},
     "party to 1 standing counterterrorism initiative,"),
    ("least_committed", RANKED | {"initiatives": 0, "kinds": [0, 0]}, "no standing counterterrorism initiative on"),
    ("participation_low", LOW, "in 2 of the 5 exercises against terrorism under the pact that it could join"),
    ("participation_low", LOW | {"joined": 0, "share": 0.0, "last": 1999}, "in none of the 5 exercises"),
    ("incidents_trend", TREND,
     "rose by 5.1 % a year from 1992 to 2020 (83 incidents, 19 in 2016–2020 after 11 in 2011–2015; 90 % interval of"),
    ("incidents_trend", TREND | {"direction": "falling", "change": -0.051, "change_low": -0.08, "change_high": -0.01},
     "fell by 5.1 % a year"),
    ("incidents_trend", TREND | {"recent": 3, "against": True},
     "there were 3 in 2016–2020 after 11 in 2011–2015; over 1992–2020 the rate is the other way, a rise of 5.1 %"),
    ("incidents_trend", TREND | {"direction": "none", "change_low": -0.01}, "shows no clear direction from 1992"),
    ("deadliest_incident_of_scope", WIDE | {"years": 15, "incidents": 1200},
     "was the coup or revolution in Aaaland and Bbbland of 1 May 2020: 1,000 to 2,500 dead."),
    ("deadliest_incident_of_scope", OPEN | {"years": 15, "incidents": 1}, "was the coup or revolution in "),
    ("contested_tolls", {"contested": 1, "incidents": 1, "widest": WIDE},
     "of 1 of 1 incident on record is contested; it"),
    ("contested_tolls", {"contested": 2, "incidents": 9, "widest": WIDE}, "the widest range is that of the coup or"),
    ("last_attack", ONE | {"attacks": 1, "checked": False, "recent": 1, "recent_unchecked": 1, "years": [2016, 2020]},
     "one falls in 2016–2020, and it is not yet checked against its source."),
    ("last_attack", DARK | {"attacks": 9, "checked": True, "recent": 0, "recent_unchecked": 0, "years": [2016, 2020]},
     "dead not known); none falls in 2016–2020"),
    ("last_attack", OPEN | {"attacks": 9, "checked": True, "recent": 3, "recent_unchecked": 2, "years": [2016, 2020]},
     "7 or more dead); three fall in 2016–2020, of which two are not yet checked against their sources."),
    ("operations_in_scope", {"operations": 1, "kinds": ["transit"], "most": 1, "ongoing": 1, "last": LAST},
     "1 operation is on record in these countries, of the kind transit; it was Watch (since April 2019)."),
    ("operations_in_scope", {"operations": 5, "kinds": ["transit"], "most": 3, "ongoing": 2, "last": LAST},
     "5 operations are on record in these countries, most often of the kind transit (3); the last to begin was Watch"),
    ("operations_in_scope", {"operations": 4, "kinds": ["evacuation", "transit"], "most": 2, "ongoing": 0,
     "last": LAST},
     "most often of the kinds evacuation and transit (2 each)"),
    ("counterterrorism_exercise_share", {"now": NOW, "before": BEFORE, "enough_before": True},
     "4 of 8 joint exercises on record in 2016–2020 trained against terrorism (50 %), against 1 of 10 (10 %) in 2011"),
    ("counterterrorism_exercise_share", {"now": NOW | {"own": 0, "share": 0.0}, "before": BEFORE,
     "enough_before": False}, "None of 8 joint exercises on record in 2016–2020 trained against terrorism."),
]  # fmt: skip


@pytest.mark.parametrize(("code", "values", "expected"), CASES)
def test_a_finding_is_a_whole_sentence(say, code, values, expected):
    text = say(code, values)
    assert expected in text
    assert text.endswith(".")
    assert "None " not in text.removeprefix("None of")
    assert not re.search(r"\b1 (?:exercises|incidents|initiatives|operations)\b", text)
