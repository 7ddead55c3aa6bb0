"""Sentences on powers and partners: a reader must not be told "None", "1 exercises" or a rise that was a fall."""

from pathlib import Path

import pytest

from pactbook.render.environment import environment

TEMPLATES = Path(__file__).parents[2] / "templates"
NAMES = {"AAA": "Aland", "PPP": "United Power", "QQQ": "Other"}


class _Macros:
    def named(self, code):
        return ("the " if code == "PPP" else "") + NAMES[code]

    def listed(self, codes):
        return " and ".join(self.named(code) for code in codes)

    def subject(self):
        return "the United Power"

    def Subject(self):  # noqa: N802 (the template's name)
        return "The United Power"


MOVE = {"partner": "AAA", "before": 0.2, "score": 0.3, "then_year": 2010, "year": 2020, "component": "exercises"}
TREND = {
    "partners": ["PPP"], "first_year": 2001, "last_year": 2020, "events": 30, "change": 0.05, "low": 0.004,
    "high": 0.1, "direction": "up", "recent": 9, "before": 4, "recent_years": [2016, 2020],
    "before_years": [2011, 2015], "against": False,
}  # fmt: skip
GIVEN = {"donors": ["PPP"], "entries": 3, "total": 4, "share": 0.75, "first_year": 2011, "last_year": 2020, "sales": 0}
CLOSED = {"partners": ["PPP"], "closed": 2, "last": {"name": "Base", "host": "AAA", "closed": "2014-06"}}
CASES = [
    ("power_gained", MOVE | {"counts": [0, 2]}, "rose from 0.20 at the end of 2010 to 0.30"),
    ("power_lost", MOVE | {"score": 0.0, "counts": None}, "fell from 0.20 at the end of 2010 to 0.00"),
    ("access_lost", {"host": "AAA", "name": "Base", "closed": "2014-06-03", "facilities": 1}, "closed on 3 June 2014"),
    ("access_lost", {"host": "AAA", "name": "Base", "closed": "2014", "facilities": 2}, "the last of two"),
    ("access_lost", {"host": "AAA", "name": "Base", "closed": None, "facilities": 2}, "a date that is not known"),
    (
        "strongest_instrument",
        {"components": ["arms"], "share": 0.5, "countries": 1, "with_any": 1, "year": 2020},
        "in the 1 country",
    ),
    ("no_base_left", CLOSED, "two have closed, the last with a known date, Base (Aland), in June 2014"),
    ("no_base_left", {"partners": ["PPP", "QQQ"], "closed": 1, "last": None}, "run no facility"),
    (
        "bases_remain",
        {"partners": ["PPP"], "closed": 0, "operators": [{"operator": "PPP", "count": 1}], "disputed": 1},
        "The United Power runs one facility in these countries",
    ),
    ("assistance_leader", GIVEN | {"sales": 1}, "one of its entries is of the kind “other”, which holds sales"),
    ("assistance_leader", GIVEN, "gave 3 of the 4 entries"),
    ("assistance_leader", GIVEN | {"donors": ["PPP", "QQQ"], "share": 0.5}, "gave each 3"),
    ("trend_of_joint_exercises", TREND, " rose: "),
    ("trend_of_joint_exercises", TREND | {"change": -0.05, "direction": "down", "recent": 0}, " fell: "),
    (
        "trend_of_joint_exercises",
        TREND | {"direction": "level", "recent": 1},
        "with 1 in 2016–2020 after 4 in 2011–2015; later years",
    ),
    (
        "trend_of_joint_exercises",
        TREND | {"recent": 4, "before": 9, "against": True},
        "there were 4 in 2016–2020 after 9 in 2011–2015; over 2001–2020 the rate is the other way, a rise of 5.0",
    ),
]


@pytest.mark.parametrize(("code", "values", "said"), CASES)
def test_a_sentence_says_what_its_values_carry(code, values, said):
    made = environment(TEMPLATES).get_template("findings.html.j2").module
    text = str(getattr(made, code)(values, _Macros()))
    assert said in text
    assert text.endswith(".")
    assert "None" not in text
    assert "  " not in text
