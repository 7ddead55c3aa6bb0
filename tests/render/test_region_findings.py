"""Findings on a region in words: if these fail, a sentence is wrong English or says more than its values."""

from pathlib import Path

import pytest

from pactbook.render.environment import environment

TEMPLATES = Path(__file__).parents[2] / "templates"
NAMES = {
    code: {"name": name, "short": name, "slug": None}
    for code, name in (("AAA", "Aland"), ("BBB", "Bland"), ("USA", "United States"))
}
SHARES = {"power": "USA", "share": 0.26, "year": 2020}
SENTENCES = [
    (
        "powers_at_the_border",
        {"near": [{"power": "AAA", "border_km": 7644.0}], "far": ["USA"]},
        "Aland (7,644 km) has land borders with these countries; the United States has none.",
    ),
    (
        "powers_at_the_border",
        {"near": [{"power": "USA", "border_km": 1.0}, {"power": "BBB", "border_km": None}], "far": []},
        "The United States (1 km) and Bland have land borders with these countries.",
    ),
    (
        "world_share",
        {"iso3": "AAA", "commodity": "tin", "measure": "share of world output", "value": 43.0, "year": 2020},
        (
            "The tin of Aland was 43 % of the world's output in 2020, the largest share of the world on record"
            " for these countries."
        ),
    ),
    (
        "engagement_leader",
        SHARES | {"second": "AAA", "second_share": 0.1, "powers": 3},
        (
            "The United States has 26 % of the engagement on record (agreements, exercises, "
            "facilities, arms and assistance) of the three powers compared at the end of"
            " 2020, before Aland with 10 %."
        ),
    ),
    (
        "engagement_shift",
        SHARES | {"before": 0.4, "before_year": 2010},
        (
            "The share of the United States in the engagement of the powers fell from 40 % in 2010 to 26 % in"
            " 2020, as far as the record goes."
        ),
    ),
    (
        "rank_firm",
        {"power": "USA", "countries": ["AAA", "BBB"], "least": 1.0, "draws": 1000},
        (
            "In Aland and Bland the United States is the power with the most engagement almost whatever its components"
            " weigh: in at least 100 % of 1,000 random sets of weights."
        ),
    ),
    (
        "rank_fragile",
        {"iso3": "AAA", "power": "USA", "first": 0.52, "rival": "BBB", "rival_first": 0.39, "draws": 1000},
        (
            "Which power is first in Aland depends on how the components of engagement are weighted: of 1,000"
            " random sets of weights 52 % put the United States first, and 39 % Bland."
        ),
    ),
    (
        "bound_by_defence",
        {"bound": ["AAA"], "total": 2, "powers": []},
        (
            "One of the two countries looked at (Aland) has a promise of mutual defence on record in force, but not"
            " with a power."
        ),
    ),
    (
        "bound_by_defence",
        {"bound": ["AAA", "BBB"], "total": 5, "powers": [{"power": "USA", "countries": ["BBB"]}]},
        (
            "Two of the five countries looked at (Aland and Bland) have a promise of mutual defence on record"
            " in force; the United States has promised it to Bland."
        ),
    ),
    (
        "unaligned_countries",
        {"countries": ["AAA"], "total": 2},
        (
            "Aland has no promise of mutual defence on record in force, and is a full member of no alliance of mutual"
            " defence."
        ),
    ),
    (
        "network_centre",
        {
            "iso3": "AAA", "degree": 1, "betweenness": 0.147, "second": "BBB", "second_betweenness": 0.13,
            "compared": 5, "years": [2016, 2020],
        },
        (
            "Of the five countries compared, Aland stands most often between others in the network of agreements of"
            " 2016–2020: it is tied to 1 state, and its betweenness is 0.15, before Bland with 0.13."
        ),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("code", "values", "sentence"), SENTENCES)
def test_a_finding_on_a_region_reads_naturally(code, values, sentence):
    imports = '{% import "macros.html.j2" as m with context %}{% import "findings.html.j2" as phrases %}'
    brief = {"names": NAMES, "id": "region/x", "kind": "region", "masthead": {"title": "X"}}
    made = (
        environment(TEMPLATES)
        .from_string(imports + "{{ phrases[code](v, m) }}")
        .render(code=code, v=values, brief=brief)
    )
    assert made.replace("&#39;", "'").replace("\N{NO-BREAK SPACE}", " ").strip() == sentence
