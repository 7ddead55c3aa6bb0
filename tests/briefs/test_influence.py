"""The chapter on a power's influence: a reader must see a gain as a gain, a loss as a loss, and a gone base as gone."""

import pandas as pd
import pytest
from made_up import table as _table

from pactbook.briefs.context import Context
from pactbook.briefs.country import OF_POWERS, SECTIONS
from pactbook.briefs.sections import influence
from pactbook.measures.engagement import COMPONENTS

SETTINGS = {
    "edition": {"id": "2020-12", "title": "Region", "as_of": "2020-12-31", "since": 2005},
    "palette": {},
    "engagement": {"weights": dict.fromkeys(COMPONENTS, 1)},
}


@pytest.fixture
def context():
    """PPP drilled with AAA once up to 2010 and twice up to 2020, left its base in BBB in 2012; CCC it never met."""
    drills = {"early": "2009", "mid": "2018", "late": "2019"}
    tables = {
        "countries": _table(
            "countries",
            "iso3 name role",
            ("AAA", "Aland", "core"),
            ("BBB", "Bland", "core"),
            ("CCC", "Cland", "core"),
            ("PPP", "Power", "power"),
            ("QQQ", "Idle Power", "power"),
        ),
        "sources": pd.DataFrame([{"row": "sources:paper", "source_id": "paper", "reliability": "B"}]),
        "exercises": _table(
            "exercises",
            "exercise_id series_id framework_org host_iso3 start focus personnel_total held",
            *((key, None, None, "AAA", start, (), None, "held") for key, start in drills.items()),
        ),
        "exercise_participants": _table(
            "exercise_participants",
            "exercise_id iso3 role",
            *((key, iso3, "participant") for key in drills for iso3 in ("AAA", "PPP")),
            keys=2,
        ),
        "agreements": _table("agreements", "agreement_id kind provisions signed in_force ended status"),
        "agreement_parties": _table("agreement_parties", "agreement_id iso3 joined left"),
        "facilities": _table(
            "facilities",
            "facility_id name host_iso3 operator_iso3 org_id opened closed status",
            ("base", "The Base", "BBB", "PPP", None, "2001-12", "2012-06", "closed"),
        ),
        "arms_transfers": _table(
            "arms_transfers",
            "transfer_id recipient_iso3 supplier_iso3 delivered_from delivered_to",
            ("jets", "BBB", "PPP", 1999, 1999),
        ),
        "security_assistance": _table(
            "security_assistance",
            "assistance_id donor_iso3 recipients year amount_kind usd_millions",
            ("one", "PPP", ("BBB",), 2004, "yearly", 5.0),
            ("plan", "PPP", ("BBB",), 2005, "planned", 50.0),
        ),
    }
    return Context(tables, SETTINGS)


def _found(context, iso3="PPP"):
    return {(found["code"], found["about"]): found for found in influence.country_findings(context, iso3)}


def test_a_gain_and_a_loss_follow_the_sign_of_the_change(context):
    """Highest sums of any pair: 2 exercises, 1 facility, 1 entry of assistance.

    With AAA one exercise of 2006-2010 then, two of 2016-2020 now: (1 - 1/2) / 5 = 0.1 up. With BBB the facility and the
    entry of 2004 then, nothing now: 2/5 down. (The delivery of 1999 counted up to 2008.)
    """
    found = _found(context)
    gained, lost = found["power_gained", "AAA"], found["power_lost", "BBB"]
    assert (gained["direction"], lost["direction"]) == ("up", "down")
    assert gained["values"]["score"] - gained["values"]["before"] == pytest.approx(0.1)
    assert (gained["values"]["component"], gained["values"]["counts"]) == ("exercises", [1, 2])
    assert (lost["values"]["before"], lost["values"]["score"]) == (pytest.approx(2 / 5), 0)
    assert lost["values"]["counts"] == [1, 0]
    assert not {("power_lost", "AAA"), ("power_gained", "BBB")} & set(found)


def test_the_last_base_of_a_country_is_lost_only_if_none_is_left(context):
    assert _found(context)["access_lost", "BBB"]["values"] == {
        "host": "BBB", "name": "The Base", "closed": "2012-06", "facilities": 1,
    }  # fmt: skip
    sites = context.tables["facilities"]
    context.tables["facilities"] = pd.concat(
        [sites, sites.assign(facility_id="new", row="facilities:new", closed=None, status="active")], ignore_index=True
    )
    assert ("access_lost", "BBB") not in _found(Context(context.tables, SETTINGS))


def test_the_strongest_instrument_is_averaged_over_all_countries(context):
    """Exercises with AAA have a share of 1, with the two others none: 1/3."""
    values = _found(context)["strongest_instrument", None]["values"]
    assert (values["components"], values["with_any"], values["countries"]) == (["exercises"], 1, 3)
    assert values["share"] == pytest.approx(1 / 3)


def test_instruments_by_country(context):
    section = influence.country(context, "PPP")
    assert [(row["partner"], row["open"], row["closed"]) for row in section["facilities"]] == [("BBB", 0, 1)]
    assert section["spans"][-1] == "2016–2020"
    assert [(row["partner"], row["cells"], row["total"]) for row in section["exercises"]] == [
        ("AAA", [0, 0, 1, 0, 2], 3)
    ]
    (given,) = section["assistance"]
    assert (given["entries"], given["sum"]["usd_millions"]) == (2, 5.0)  # the plan is listed and never added
    assert (section["lead"]["rose"]["figure"], section["lead"]["fell"]["figure"]) == (1, 1)
    assert section["lead"]["least"]["hosts"] == ["BBB", "CCC"]
    assert section["arms_periods"][-1] == "2020"  # no year after the edition's
    panel = [point["score"] for point in section["chart"]["data"]["main"] if point["panel"] == "Cland"]
    assert panel == [0.0] * 16  # 2005 to 2020: a panel of its own, though nothing is on record


def test_a_power_without_any_tie_has_an_empty_chapter_and_others_have_none(context):
    assert influence.country(context, "QQQ") == {"empty": True}
    assert influence.country_findings(context, "QQQ") == []
    assert set(OF_POWERS) < set(SECTIONS)
