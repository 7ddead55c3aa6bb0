"""Changes of rows: if these fail, readers are told of events that were none, or not told of those that were."""

import pytest
from pairs import add, edition, pair

from pactbook.editions import rows
from pactbook.editions.labels import Names


def changes(old, new):
    return [change for told in rows.compare(old, new, Names(old, new)).changes.values() for change in told]


def only(old, new, *columns):
    """The one change there is, or some of its values."""
    (change,) = changes(old, new)
    return [change[column] for column in columns]


def test_nothing_changed():
    assert changes(*pair()) == []


def test_a_column_or_a_table_that_came_to_the_package_is_no_change_of_content():
    """Marks say how a figure is known, disagreements and corrections speak of cells: readers are told of no event."""
    old, new = pair()
    spending = new.tables["military_expenditure"]["military_expenditure:AAA/2023"]
    spending |= {"mark": "estimate", "tiv": 3.5}
    for name in ("corrections", "disagreements"):
        new.tables[name] = {f"{name}:c1": {"row": f"{name}:c1", "about": spending["row"], "column": "usd_millions"}}
    assert changes(old, new) == []
    old.tables["military_expenditure"]["military_expenditure:AAA/2023"] |= {"mark": None, "tiv": 3.5}
    assert changes(old, new) == []
    spending["usd_millions"] = 110.0  # the corrected cell itself is told
    assert only(old, new, "kind", "column", "old", "new") == ["corrected", "usd_millions", 100.0, 110.0]


def test_a_figure_of_another_source_that_now_wins_is_a_revision():
    old, new = pair()
    new.tables["military_expenditure"]["military_expenditure:AAA/2023"] |= {
        "usd_millions": 90.0,
        "source_ids": ["paper"],
    }
    assert only(old, new, "kind", "sources") == ["revised", ["paper"]]


def test_a_row_that_was_not_there_is_new():
    """It is named in words, with its date and its sources."""
    old, new = pair()
    add(new, "agreements", "a2", title="Pact of Beta", signed="2025-03-01", ended=None, status="signed", in_force=None)
    assert only(old, new, "kind", "label", "date", "sources") == ["new", "Pact of Beta", "2025-03-01", ["paper"]]


def test_a_yearly_figure_is_told_with_its_value():
    old, new = pair()
    add(
        new, "military_expenditure", "AAA/2025", iso3="AAA", year=2025, usd_millions=120.5, price_basis="constant_2024",
        excluded=None,
    )  # fmt: skip
    told = only(old, new, "label", "column", "old", "new", "unit", "date")
    assert told == [
        "Alvonia, military spending 2025, prices of 2024", "usd_millions", None, 120.5, "US$ million", "2025",
    ]  # fmt: skip


def test_an_incident_is_told_by_what_happened():
    """The countries alone do not tell who was struck."""
    old, new = pair()
    new.tables["incidents"] = {}
    add(
        new, "incidents", "i1", countries=["AAA", "BBB"], kind="terrorist attack", date="2025-11-26", end=None,
        fatalities_low=3, fatalities_high=3, summary="A drone from Beta killed three.",
    )  # fmt: skip
    assert only(old, new, "label") == ["terrorist attack, Alvonia, Betavia: A drone from Beta killed three"]
    new.tables["incidents"]["incidents:i1"]["summary"] = None
    assert only(old, new, "label") == ["terrorist attack, Alvonia, Betavia"]


def test_what_happened_before_and_is_only_now_on_record_weighs_less():
    """News come first: 0.85 for an agreement of 2025, 0.85 · 0.6 for one of 1998."""
    old, new = pair()
    for key, signed in (("late", "1998"), ("now", "2025")):
        add(new, "agreements", key, title=key, signed=signed, ended=None, status="signed", in_force=None)
    assert {change["label"]: change["weight"] for change in changes(old, new)} == {"late": 0.51, "now": 0.85}


def test_an_end_that_is_now_set_is_an_end():
    """The status that says the same is not told again."""
    old, new = pair()
    new.tables["agreements"]["agreements:a1"] |= {"ended": "2025-06", "status": "expired"}
    assert only(old, new, "kind", "column", "old", "new", "date") == ["ended", "ended", None, "2025-06", "2025-06"]


def test_a_status_may_say_that_it_ended():
    old, new = pair()
    new.tables["agreements"]["agreements:a1"]["status"] = "expired"
    assert only(old, new, "kind", "column", "old", "new") == ["ended", "status", "signed", "expired"]


def test_what_had_ended_does_not_end_again():
    """An end that becomes known of a treaty that had expired is a correction."""
    old, new = pair()
    for told in (old, new):
        told.tables["agreements"]["agreements:a1"]["status"] = "expired"
    new.tables["agreements"]["agreements:a1"]["ended"] = "2010"
    assert only(old, new, "kind", "column", "new") == ["corrected", "ended", "2010"]


def test_a_value_that_changes_with_its_sources_is_revised():
    """The weight: 0.5 of an exercise, 0.8 of a revision, 0.5 + 0.5 · (1000 - 900) / 1000 for the size."""
    old, new = pair()
    new.tables["exercises"]["exercises:e1"] |= {"personnel_total": 1000, "source_ids": ["paper"]}
    told = only(old, new, "kind", "column", "old", "new", "sources", "weight")
    assert told == ["revised", "personnel_total", 900, 1000, ["paper"], 0.22]


def test_a_value_that_changes_while_its_sources_stay_is_corrected():
    old, new = pair()
    new.tables["exercises"]["exercises:e1"]["personnel_total"] = 1000
    assert only(old, new, "kind", "old", "new") == ["corrected", 900, 1000]


def test_a_newer_edition_of_the_same_source_revises():
    """An institute that publishes its series anew has not been misread before."""
    old, new = pair()
    new.tables["sources"]["sources:atlas"]["published"] = "2025"
    new.tables["military_expenditure"]["military_expenditure:AAA/2023"]["usd_millions"] = 110.0
    assert only(old, new, "kind", "old", "new") == ["revised", 100.0, 110.0]


def test_what_became_so_since_is_revised_and_told_once():
    """A treaty that took effect: its status is the change, the day its date; nobody had been wrong."""
    old, new = pair()
    new.tables["agreements"]["agreements:a1"] |= {"status": "in force", "in_force": "2025-03-31"}
    told = only(old, new, "kind", "column", "old", "new", "date")
    assert told == ["revised", "status", "signed", "in force", "2025-03-31"]


def test_a_row_that_is_gone_is_withdrawn():
    """Its label and its sources are those of the earlier edition."""
    old, new = pair()
    del new.tables["exercises"]["exercises:e1"]
    assert only(old, new, "kind", "label", "sources") == ["withdrawn", "Northern Shield", ["atlas"]]


@pytest.mark.parametrize("column", ["note", "title"])
def test_another_wording_is_no_change(column):
    old, new = pair()
    new.tables["agreements"]["agreements:a1"][column] = "In other words"
    assert changes(old, new) == []


def test_another_wording_of_a_reason_is_no_change():
    """That a figure is left out is content; how the reason is worded is not."""
    old, new = pair()
    row = "military_expenditure:AAA/2023"
    new.tables["military_expenditure"][row]["excluded"] = "Break in the source."
    assert only(old, new, "column") == ["excluded"]
    old.tables["military_expenditure"][row]["excluded"] = "The source breaks."
    assert changes(old, new) == []


def test_the_order_of_rows_and_of_lists_is_no_change():
    old, new = pair()
    new.tables["agreements"]["agreements:a1"]["provisions"] = ["arms", "defence"]
    for name, table in new.tables.items():
        new.tables[name] = dict(reversed(table.items()))
    assert changes(old, new) == []


def test_a_new_agreement_is_told_once():
    """Not a line for the treaty and one for each of its parties; its few parties name it."""
    old, new = pair()
    add(new, "agreements", "a2", title="Pact", signed="2025", ended=None, status="signed", in_force=None)
    for iso3 in ("AAA", "BBB"):
        add(new, "agreement_parties", f"a2/{iso3}", agreement_id="a2", iso3=iso3, joined="2025", left=None)
    told = rows.compare(old, new, Names(old, new))
    assert [change["label"] for change in told.of({"agreement_parties:a2/BBB"})] == ["Pact, Alvonia, Betavia"]
    assert len(told.of({"agreement_parties:a2/AAA", "agreement_parties:a2/BBB", "agreements:a2"})) == 1


def test_an_exit_from_an_agreement_is_told():
    old, new = pair()
    new.tables["agreement_parties"]["agreement_parties:a1/AAA"]["left"] = "2025"
    assert only(old, new, "kind", "label", "date") == ["ended", "Treaty of Alva, Alvonia", "2025"]


def test_another_status_in_an_organisation_is_one_change():
    """The observer's spell ends with the day on which the member's begins."""
    old, new = pair()
    new.tables["memberships"]["memberships:m1"]["end"] = "2025-07-04"
    add(new, "memberships", "m3", org_id="alpha", iso3="AAA", status="member", start="2025-07-04", end=None)
    told = only(old, new, "kind", "label", "column", "old", "new", "weight")
    assert told == ["new", "Alvonia, AP, member", "status", "observer", "member", 0.9]


def test_an_edition_of_the_same_day_has_no_news():
    """What is new on record is dated before the day, and weighs less than what happened since."""
    old, new = edition("2025-12-31"), edition("2025-12-31")
    add(new, "exercises", "e2", name="Shield", start="2025-12-01", end="2025-12-02", personnel_total=None)
    assert only(old, new, "weight") == [0.3]  # 0.5 · 0.6
