"""Sentences of findings: an aide who reads one aloud must not stumble, nor say more than the data does."""

import re
from pathlib import Path

import pytest

from pactbook.briefs.findings import KINDS
from pactbook.render.environment import environment

TEMPLATES = Path(__file__).parents[2] / "templates"
NAMES = {"AAA": "Aland", "BBB": "Bland", "CCC": "Cland", "USA": "United States"}
TIE = {"leaders": ["AAA", "USA"], "share": 0.5, "entries": 4, "first_year": 2015, "last_year": 2019}
LONE = {"leaders": ["AAA"], "share": 1.0, "entries": 1, "first_year": 2015, "last_year": 2019}


BRIEF = {"names": {code: {"name": name, "short": code, "slug": None} for code, name in NAMES.items()}, "id": "themes/x"}
BRIEF["names"]["pact"] = {"name": "Pact", "short": "PACT", "slug": None}

GAP = {"org_id": "pact", "pair": ["AAA", "USA"], "distance": 0.731, "year": 2023, "bounds_apart": True}
DRIFT = {"year": 2023, "before": 2013, "now": 0.1, "then": 0.23, "pairs": 10, "countries": 5, "direction": "down"}
CLOSEST = {"groups": [{"power": "USA", "rivals": [], "countries": ["AAA"]}], "least": 0.5, "most": 0.5, "year": 2023}
CLOSEST |= {"countries": 1, "powers": 2}
TWO = {"least": 0.47, "most": 0.66, "countries": 2, "powers": 4}
DIVIDED = {"countries": [{"iso3": "AAA", "partner": "USA", "share": 0.38}], "powers": ["BBB", "USA"], "year": 2025}
CAPABILITY = {"larger": "AAA", "smaller": "BBB", "ratio": 5.3, "year": 2025, "measure": "spending", "known": 3}
CAPABILITY |= {"pairs": 10}
MISSING = {"countries": [{"iso3": "AAA", "last_year": None}], "first_year": 2021, "last_year": 2025, "of": 1}
MISSING |= {"pairs": 0, "all_pairs": 0}
SETTLED = {"iso3_a": "AAA", "iso3_b": "BBB", "length_km": 984.0, "settled_on": "2025-03-31", "settled": 9}
OPEN = {"borders": 15, "length_km": 804.0, "unmeasured": 0}
OPEN |= {"open": [{"status": "delimited", "pairs": [["AAA", "BBB"]]}]}
CLASH = {"pair": ["AAA", "BBB"], "clashes": 8, "all": 13, "low": 165, "high": 211, "uncounted": 0, "worst": None}
CLASH |= {"settled_on": "2025-03-31", "first_year": 2014, "last_year": 2022}
SUPPLIERS = {"countries": [{"iso3": "BBB", **TIE}, {"iso3": "CCC", **LONE}], "compared": 5, "without": []}
PARTNERS = {"kind": "exercises", "iso3": "BBB", **TIE, "compared": 4, "least_effective": 7.07, "most_effective": 10.3}

PHRASED = [
    (
        "alignment_gap",
        GAP,
        (
            "In votes in the United Nations, Aland and the United States lie furthest apart among the pairs of "
            "members of PACT looked at: 0.73 in 2023, with 90 % bounds that do not overlap."
        ),
    ),
    (
        "alignment_drift",
        DRIFT,
        (
            "The mean distance in votes in the United Nations among five of the countries fell from 2013 to 2023: "
            "0.23, then 0.10."
        ),
    ),
    (
        "alignment_drift",
        DRIFT | {"countries": 2, "pairs": 1, "direction": "level", "now": 0.2},
        (
            "The mean distance in votes in the United Nations between the two countries changed little from 2013 to "
            "2023: 0.23, then 0.20."
        ),
    ),
    (
        "closest_power_in_votes",
        CLOSEST,
        (
            "Of two powers looked at, the United States was closest in votes in the United Nations to Aland "
            "in 2023, at a "
            "distance of 0.50."
        ),
    ),
    (
        "closest_power_in_votes",
        CLOSEST | TWO | {"groups": [{"power": "CCC", "rivals": ["USA"], "countries": ["AAA", "BBB"]}]},
        (
            "Of four powers looked at, Cland was closest in votes in the United Nations to Aland and Bland, but within "
            "the margin of error of the United States, in 2023, at "
            "distances of 0.47 to 0.66."
        ),
    ),
    (
        "contested_country",
        DIVIDED,
        (
            "No power has half of the engagement on record (agreements, exercises, facilities, arms and assistance) "
            "of Bland and the United States with Aland (the United States has "
            "most, 38 %), at the end of 2025."
        ),
    ),
    (
        "dominated_country",
        DIVIDED | {"countries": [{"iso3": "AAA", "partner": "BBB", "share": 0.999}, *DIVIDED["countries"]]},
        (
            "One power has more than two thirds of the engagement on record (agreements, exercises, facilities, arms "
            "and assistance) of Bland and the United States with Aland (Bland, "
            ">99 %) and Aland (the United States, 38 %), at the end of 2025."
        ),
    ),
    (
        "capability_gap",
        CAPABILITY,
        (
            "Aland spent 5.3 times as much on its military as Bland in 2025, the widest known gap among 3 of 10 pairs "
            "of these countries."
        ),
    ),
    (
        "capability_gap",
        CAPABILITY | {"ratio": 1.0, "known": 1, "pairs": 1},
        "Aland and Bland are about level in military spending (2025).",
    ),
    (
        "capability_gap",
        CAPABILITY | {"ratio": 1358.95, "measure": "personnel"},
        (
            "Aland had 1,359 times the active personnel of Bland in 2025, the widest known gap among 3 of 10 pairs of "
            "these countries."
        ),
    ),
    (
        "data_gap_forbids",
        MISSING,
        (
            "There is no usable figure on the military spending of Aland in 2021–2025; neither the spending of this "
            "country nor its ratio to that of others can be stated."
        ),
    ),
    (
        "data_gap_forbids",
        MISSING | {"of": 5, "pairs": 7, "all_pairs": 10},
        (
            "There is no usable figure on the military spending of Aland in 2021–2025; neither the spending of all "
            "five countries together nor its ratio in 7 of 10 pairs of them can be stated."
        ),
    ),
    (
        "border_settled_in_region",
        SETTLED,
        "The border between Aland and Bland (984 km) was the last of nine to be settled, on 31 March 2025.",
    ),
    (
        "border_settled_in_region",
        SETTLED | {"settled": 1, "settled_on": "2002", "length_km": None},
        "The border between Aland and Bland was settled in 2002.",
    ),
    (
        "border_open_in_region",
        OPEN,
        (
            "Of 15 land borders on record, one is agreed but not known to be fully marked on the ground (Aland with "
            "Bland); none is disputed; its length is 804 km; the others are settled."
        ),
    ),
    (
        "border_open_in_region",
        OPEN
        | {
            "open": [
                {"status": "disputed", "pairs": [["AAA", "BBB"]]},
                {"status": "unsettled", "pairs": [["BBB", "CCC"]]},
            ],
            "borders": 2,
            "unmeasured": 1,
        },
        (
            "Of two land borders on record, one is disputed (Aland with Bland) and one is not settled yet (Bland with "
            "Cland); together they are at least 804 km long."
        ),
    ),
    (
        "clash_pair",
        CLASH,
        (
            "8 of 13 border clashes on record were between Aland and Bland (2014–2022), with 165–211 dead; their "
            "border was settled on 31 March 2025."
        ),
    ),
    (
        "clash_pair",
        CLASH | {"clashes": 1, "all": 1, "low": 0, "high": 0, "settled_on": None, "last_year": 2014},
        "The only border clash on record was between Aland and Bland (2014), with none dead.",
    ),
    (
        "clash_pair",
        CLASH | {"low": None, "high": None, "settled_on": None},
        "8 of 13 border clashes on record were between Aland and Bland (2014–2022).",
    ),
    (
        "supplier_dependence_in_region",
        SUPPLIERS,
        (
            "One supplier has half or more of the entries of arms delivered to Bland (Aland and the United States "
            "each, 50 % of 4 in 2015–2019) and Cland (Aland, 100 % of 1 in 2015–2019), of five countries with enough "
            "entries (entries, not value)."
        ),
    ),
    (
        "supplier_dependence_in_region",
        SUPPLIERS | {"countries": [], "compared": 1},
        (
            "No supplier has half of the entries of arms delivered to the one country with enough of them (entries, "
            "not value)."
        ),
    ),
    (
        "partner_concentration",
        PARTNERS,
        (
            "The partners of four countries in exercises of 2015–2019 number 7.1 to 10.3 in effect; the largest share "
            "of one partner is 50 % of the seats beside Bland (Aland and the United States, each)."
        ),
    ),
    (
        "partner_concentration",
        PARTNERS | LONE | {"kind": "donors", "least_effective": 1.0, "most_effective": 1.0},
        (
            "Aland gave 100 % of the 1 entry of assistance to Bland in 2015–2019, the largest share of a donor among "
            "four countries with enough entries; their effective number of donors is 1.0."
        ),
    ),
]


@pytest.mark.parametrize(("code", "values", "sentence"), PHRASED)
def test_a_finding_on_challenges_reads_as_one_true_sentence(code, values, sentence):
    imports = '{% import "macros.html.j2" as m with context %}{% import "findings.html.j2" as phrases %}'
    made = environment(TEMPLATES).from_string(imports + "{{ phrases[code](v, m) }}")
    text = re.sub(r"<[^>]*>", "", made.render(code=code, v=values, brief=BRIEF))
    text = re.sub(r"\s+", " ", text).replace("&gt;", ">").strip()
    assert text == sentence
    assert code in KINDS
