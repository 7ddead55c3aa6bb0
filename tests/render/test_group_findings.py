"""If these fail, a finding on exercises of a group or on the growth of an organisation reads wrongly."""

from types import SimpleNamespace

import pytest
from tests.render.conftest import TEMPLATES

from pactbook.render.environment import environment

M = SimpleNamespace(listed=" and ".join, in_sentence=str, subject=lambda: "Pact", Subject=lambda: "Pact")
YEARS = {"before_years": [2011, 2015], "recent_years": [2016, 2020], "partners": ["A", "B"]}
LAPSED = {"name": "Sea", "exercises": 3, "last_year": 2014}
GONE = {"countries": ["C"], "date": "2004-05"}
BACK = {"iso3": "C", "date": "2008", "left": "2004-05-01"}
JOINED = {"iso3": "A", "joined": 9, "possible": 10, "share": 0.9}
HELD = {"change": "suspended", "countries": ["C"], "date": "2008-10", "members": 0, "on_hold": 0}
RECORD = {"partners": ["A", "B"], "name": "X", "year": 2018, "personnel": 9000, "participants": 3}


@pytest.mark.parametrize(
    ("code", "values", "text"),
    [
        ("exercise_record", RECORD | {"alone": False, "sized": 4, "total": 9}, "9,000 persons of three countries"),
        ("exercise_record", RECORD | {"alone": True, "sized": 1, "total": 1}, "every exercise is known."),
        ("series_lapse", {"series": [LAPSED], "years": 5, "partners": ["A", "B"]}, "since 2014; there were 3"),
        ("series_lapse", {"series": [LAPSED] * 2, "years": 5, "partners": ["A"]}, "Two series"),
        ("frequency_change", YEARS | {"exercises": [3, 1], "alone": [2, 0]}, "1 recorded exercise together"),
        ("frequency_change", YEARS | {"exercises": [2, 0], "alone": [1, 0]}, "held no recorded exercises"),
        ("frequency_change", YEARS | {"exercises": [4, 4], "alone": [0, 4]}, "as many recorded exercises"),
        ("scale_change", YEARS | {"median": [2000, 900.0], "sized": [3, 4]}, "fell from 2,000 persons"),
        ("scale_change", YEARS | {"median": [2000, 2000], "sized": [3, 4]}, "stayed at 2,000 persons"),
        ("enlargement", {"first": 1, "last": 32, "first_year": 1949, "last_year": 2024}, "1 full member in 1949"),
        ("withdrawal_count", {"departures": [GONE], "count": 1, "on_hold": 1}, "One departure of a member"),
        ("withdrawal_count", {"departures": [GONE] * 12, "count": 12, "on_hold": 0}, "the last of C (May 2004)"),
        ("returns", {"returns": [BACK]}, "C came back (2008)"),
        ("returns", {"returns": [BACK] * 5}, "5 states came back"),
        (
            "membership_changed",
            HELD,
            "The membership of C has been “suspended” since October 2008; none is a full member.",
        ),
        (
            "membership_changed",
            HELD | {"ended": "2015-01-01"},
            "“suspended” from October 2008 until the organisation ended.",
        ),
        ("participation_uneven", {"least": [JOINED], "most": [JOINED], "members": 2}, "A (9 of 10)"),
        ("participation_uneven", {"least": [JOINED] * 5, "most": [JOINED], "members": 6}, "5 members (90"),
    ],
)
def test_a_finding_reads_as_one_sentence(code, values, text):
    phrases = environment(TEMPLATES).get_template("findings.html.j2").module
    sentence = " ".join(str(getattr(phrases, code)(values, M)).split())
    assert text in sentence
    assert sentence.endswith(".")
    assert not [flaw for flaw in ("None", " 1 exercises", "  ", " ,", "..") if flaw in sentence]
