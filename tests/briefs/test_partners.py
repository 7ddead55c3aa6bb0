"""The chapter on partners names windows and weights: a reader must know what is counted, and of which years."""

import pandas as pd
import pytest
from made_up import table as _table

from pactbook.briefs.context import Context
from pactbook.briefs.sections import partners
from pactbook.measures.engagement import COMPONENTS

SETTINGS = {
    "edition": {"id": "2020-12", "title": "Region", "as_of": "2020-12-31", "since": 2018},
    "palette": {},
    "engagement": {"weights": dict.fromkeys(COMPONENTS, 1)},
}


@pytest.fixture
def tables():
    drills = {"old": ("2012-05", "BBB"), "new": ("2016", "BBB"), "last": ("2020-03", "BBB"), "other": ("2014", "CCC")}
    seats = [
        (f"exercise_participants:{key}/{iso3}", key, iso3, "participant")
        for key, (_, guest) in drills.items()
        for iso3 in ("AAA", guest)
    ]
    return {
        "countries": _table("countries", "iso3 role", ("AAA", "core"), ("BBB", "power"), ("CCC", "partner")),
        "exercises": _table(
            "exercises",
            "exercise_id series_id framework_org host_iso3 start focus personnel_total held",
            *((key, "s", None, "AAA", start, (), None, "held") for key, (start, _) in drills.items()),
        ),
        "exercise_participants": pd.DataFrame(seats, columns=["row", "exercise_id", "iso3", "role"]),
        "agreements": _table("agreements", "agreement_id kind provisions signed in_force ended status"),
        "agreement_parties": pd.DataFrame(columns=["row", "agreement_id", "iso3", "left"]),
        "facilities": _table(
            "facilities",
            "facility_id host_iso3 operator_iso3 org_id opened closed status",
            ("base", "AAA", "CCC", None, "2015", None, "active"),
            ("second", "AAA", "CCC", None, "2019", None, "active"),
        ),
        "arms_transfers": _table(
            "arms_transfers", "transfer_id recipient_iso3 supplier_iso3 delivered_from delivered_to"
        ),
        "security_assistance": _table(
            "security_assistance", "assistance_id donor_iso3 recipients year amount_kind usd_millions"
        ),
    }


def _chapter(tables, weights=SETTINGS["engagement"]["weights"]):
    return partners.country(Context(tables, SETTINGS | {"engagement": {"weights": weights}}), "AAA")


def test_counts_windows_and_the_years_before(tables):
    chapter = _chapter(tables)
    # BBB: two exercises (2016, 2020) of 2016 to 2020, the most ever; one (2012) of 2011 to 2015, before the edition's
    # first year, 2018. CCC: two facilities of at most two, and an exercise in the five years before.
    first, second = chapter["partners"]
    assert [(cell["component"], cell["count"], cell["shade"]) for cell in first["cells"] if cell["count"]] == [
        ("exercises", 2, 5)
    ]
    assert (first["partner"], first["score"], first["exercises_before"], first["trend"]) == ("BBB", 1 / 5, 1, "up")
    assert first["rows"] == ["exercises:last", "exercises:new", "exercises:old"]
    assert (second["partner"], second["exercises_before"], second["trend"]) == ("CCC", 1, "down")
    assert second["rows"] == ["exercises:other", "facilities:base", "facilities:second"]
    assert chapter["leaders"] == ["BBB", "CCC"]
    assert chapter["years"] == {"now": 2020, "recent": 2016, "before": 2011, "long": 2011, "since": 2010}
    assert chapter["weights"] == []


def test_weights_change_the_order_and_are_said(tables):
    chapter = _chapter(tables, dict.fromkeys(COMPONENTS, 1) | {"facilities": 2})
    assert [partner["partner"] for partner in chapter["partners"]] == ["CCC", "BBB"]
    assert {"component": "facilities", "weight": 2} in chapter["weights"]


def test_nothing_on_record_is_said(tables):
    tables["exercise_participants"] = tables["exercise_participants"].iloc[:0]
    tables["facilities"] = tables["facilities"].iloc[:0]
    assert _chapter(tables) == {"empty": True}
