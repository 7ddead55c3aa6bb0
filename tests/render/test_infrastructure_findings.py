"""If these fail, a sentence on facilities or projects says what its values do not, or reads badly."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from pactbook.render.environment import environment

TEMPLATES = Path(__file__).parents[2] / "templates"
NAMES = {
    "AAA": {"name": "Aland", "short": "Aland", "kind": "countries", "slug": None},
    "USA": {"name": "United States", "short": "United States", "kind": "countries", "slug": None},
    "pact": {"name": "The Long Pact", "short": "LP", "kind": "organizations", "slug": None},
}
SITE = {"name": "Base", "operator": "USA", "host": "AAA", "date": "2003-10"}
LEADER = {"operators": ["USA"], "count": 3, "total": 4, "share": 0.75, "hosts": 2, "disputed": 0}
CHANGE = {"year": 2020, "earlier_year": 2010, "now": 3, "then": 2, "undated": 0}
GAP = {
    "operators": ["pact"], "share": 0.5, "facilities": 2, "compared": 3, "best": ["USA", "AAA"], "best_share": 0.75,
}  # fmt: skip
PAYER = {"funders": ["USA"], "count": 3, "total": 5, "payers": 2}
SENTENCES = [
    (
        "facility_opened", {"year": 2003, "count": 1, "facilities": [SITE]},
        "The last foreign facility known to have opened was Base (the United States in Aland, October 2003).",
    ),
    (
        "facility_closed_in_region", {"year": 2003, "count": 2, "facilities": [SITE, SITE | {"name": "Seat"}]},
        ("The last foreign facilities known to have closed were Base (the United States in Aland) and Seat (the United "
        "States in Aland), in 2003."),
    ),
    (
        "facility_opened", {"year": 2003, "count": 5, "facilities": [SITE, SITE, SITE]},
        ("The last foreign facilities known to have opened were Base (the United States in Aland), Base (the United "
        "States in Aland), Base (the United States in Aland) and two more, in 2003."),
    ),
    (
        "foreign_presence_by_operator", LEADER,
        "The United States runs 3 of the 4 foreign facilities in use (75 %), more than any other.",
    ),
    (
        "foreign_presence_by_operator",
        LEADER | {"operators": ["USA", "pact"], "count": 2, "share": 0.5, "disputed": 1},
        ("The United States and LP each run 2 of the 4 foreign facilities in use (50 %), more than any other; of all "
        "in use, the nature of one is disputed."),
    ),
    (
        "foreign_presence_by_operator", LEADER | {"count": 1, "total": 1, "share": 1.0},
        "The United States runs the only foreign facility in use.",
    ),
    (
        "foreign_presence_by_operator", LEADER | {"count": 4, "share": 1.0},
        "The United States runs all 4 foreign facilities in use.",
    ),
    (
        "presence_change", CHANGE,
        ("Of the foreign facilities whose dates of use are known, 2 were in use at the end of 2010 and 3 at the end of "
        "2020."),
    ),
    (
        "presence_change", CHANGE | {"then": 1, "now": 1, "undated": 1},
        ("Of the foreign facilities whose dates of use are known, 1 was in use at the end of 2010 and as many at the "
        "end of 2020; when one more in use now was opened is not known."),
    ),
    (
        "presence_change", CHANGE | {"then": 0, "now": 1200, "undated": 11},
        ("Of the foreign facilities whose dates of use are known, none was in use at the end of 2010 and 1,200 at the "
        "end of 2020; when 11 more in use now were opened is not known."),
    ),
    (
        "transparency_gap", GAP,
        ("Among three operators of several foreign facilities, least is known of those of LP: the data answers 50 % of "
        "six questions on two facilities, against 75 % for the United States and Aland."),
    ),
    (
        "projects_leader", PAYER,
        ("The United States pays or paid, alone or with others, for 3 of the 5 infrastructure projects on record, more "
        "than any other state."),
    ),
    (
        "projects_leader", PAYER | {"funders": ["USA", "AAA"], "count": 2},
        ("The United States and Aland each pay or paid, alone or with others, for 2 of the 5 infrastructure projects "
        "on record."),
    ),
    (
        "projects_leader", PAYER | {"count": 1, "total": 1, "payers": 1},
        "The United States pays or paid, alone or with others, for the only infrastructure project on record.",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("code", "values", "expected"), SENTENCES)
def test_the_sentence_says_what_its_values_carry(code, values, expected):
    template = environment(TEMPLATES).from_string(
        '{% import "macros.html.j2" as m with context %}{% import "findings.html.j2" as phrases %}'
        "{{ phrases[code](v, m)|striptags }}"
    )
    brief = SimpleNamespace(names=NAMES, id="themes/x", kind="themes", masthead=SimpleNamespace(title="Bases"))
    text = template.render(brief=brief, code=code, v=values, notes=None, numbers={}, sections={})
    assert text.replace("\u00a0", " ") == expected
