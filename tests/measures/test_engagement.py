"""The ranking of partners is read as who matters most to a country; a miscount names the wrong one."""

import pandas as pd
import pytest

from pactbook.measures import engagement
from pactbook.measures.exercises import EXERCISE_COLUMNS

COLUMNS = {
    "exercises": [*EXERCISE_COLUMNS, "held"],
    "exercise_participants": ["exercise_id", "iso3", "role"],
    "agreements": ["agreement_id", "status"],
    "agreement_parties": ["agreement_id", "iso3", "left"],
    "facilities": ["facility_id", "host_iso3", "operator_iso3", "status"],
    "arms_transfers": ["transfer_id", "recipient_iso3", "supplier_iso3", "delivered_from", "delivered_to"],
    "security_assistance": ["assistance_id", "donor_iso3", "recipients", "year", "amount_kind"],
}


def _tables(**rows):
    tables = {}
    for name, columns in COLUMNS.items():
        frame = pd.DataFrame(rows.get(name, []), columns=columns)
        tables[name] = frame.assign(row=[f"{name}:{place}" for place in range(len(frame))])
    years = {"delivered_from": "Int64", "delivered_to": "Int64"}
    tables["arms_transfers"] = tables["arms_transfers"].astype(years)
    tables["security_assistance"] = tables["security_assistance"].astype({"year": "Int64"})
    return tables


def _of(tables, iso3, partner):
    frame = engagement.engagement(tables, 2020)
    (found,) = frame[(frame["iso3"] == iso3) & (frame["partner"] == partner)].to_dict("records")
    return found


def _exercise(key, year, *countries):
    held = (key, "s", None, countries[0], str(year), (), None, "held")
    return held, [(key, iso3, "host" if iso3 == countries[0] else "participant") for iso3 in countries]


def test_scores_by_hand():
    drills = [_exercise(f"x{year}", year, "AAA", "BBB") for year in (2016, 2017, 2018, 2019)]
    drills += [
        _exercise("y", 2020, "AAA", "CCC"),
        _exercise("z", 2015, "AAA", "CCC"),
        _exercise("l", 2021, "AAA", "CCC"),
    ]
    tables = _tables(
        exercises=[held for held, _ in drills],
        exercise_participants=[seat for _, seats in drills for seat in seats],
        agreements=[("one", "in force"), ("old", "expired")],
        agreement_parties=[("one", "AAA", None), ("one", "CCC", None), ("old", "AAA", None), ("old", "BBB", None)],
    )
    # Exercises: BBB 4 of 4, CCC 1 of 4. Agreements: CCC 1, of at least 3. Nothing else, in five components.
    assert _of(tables, "AAA", "BBB")["score"] == pytest.approx(1 / 5)
    other = _of(tables, "AAA", "CCC")
    assert other["score"] == pytest.approx((1 / 4 + 1 / 3) / 5)
    assert (other["exercises"], other["exercises_before"]) == (1, 1)  # what is later than the last year does not count
    assert other["rows"] == ("agreements:0", "exercises:4", "exercises:5")


def test_a_larger_treaty_that_others_left_is_no_bilateral_one():
    parties = [("t", "AAA", None), ("t", "BBB", None), ("t", "CCC", "2010")]
    assert engagement.engagement(_tables(agreements=[("t", "in force")], agreement_parties=parties), 2020).empty


def test_only_deliveries_and_help_of_the_last_ten_years_count():
    tables = _tables(
        arms_transfers=[
            ("new", "AAA", "BBB", 2005, 2012), ("old", "AAA", "BBB", 2010, None), ("ordered", "AAA", "BBB", None, None),
        ],
        security_assistance=[
            ("given", "BBB", ("AAA", "CCC"), 2011, "yearly"), ("old", "BBB", ("AAA",), 2010, "yearly"),
            ("rent", "BBB", ("AAA",), 2015, "rent"), ("plan", "BBB", ("AAA",), 2015, "planned"),
        ],
        facilities=[
            ("base", "AAA", "BBB", "active"), ("gone", "AAA", "BBB", "closed"), ("own", "AAA", "AAA", "active"),
        ],
    )  # fmt: skip
    found = _of(tables, "AAA", "BBB")
    assert (found["arms"], found["assistance"], found["facilities"]) == (1, 1, 1)
    assert _of(tables, "BBB", "AAA")["facilities"] == 1
