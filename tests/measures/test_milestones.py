"""If these fail, the history of an organisation is told in the wrong order, or with the wrong countries."""

import pandas as pd
import pytest

from pactbook.measures import milestones

TABLES = {
    "organizations": pd.DataFrame(
        [
            ("club", None, None, "1996", None, "2001-06-15"),
            ("pact", None, "club", "2001-06-15", "2003", None),
            ("force", "pact", None, "2001-06-15", None, "2010"),
        ],
        columns=["org_id", "parent_org", "succeeds", "founded", "in_force", "dissolved"],
    ).assign(row=lambda frame: "organizations:" + frame["org_id"]),
    "agreements": pd.DataFrame(
        [
            ("talks", "club", "1996", None, None),
            ("troops", "force", "2001-06-15", "2004-02", "2010"),
            ("other", None, "2002", None, None),
        ],
        columns=["agreement_id", "framework_org", "signed", "in_force", "ended"],
    ).assign(row=lambda frame: "agreements:" + frame["agreement_id"]),
    "agreement_parties": pd.DataFrame(
        [
            ("talks", "AAA", None, None),
            ("talks", "BBB", None, None),
            ("troops", "BBB", None, "2003"),
            ("troops", "AAA", None, None),
            ("troops", "CCC", "2004-01", None),
        ],
        columns=["agreement_id", "iso3", "joined", "left"],
    ).assign(row=lambda frame: "agreement_parties:" + frame["agreement_id"] + "/" + frame["iso3"]),
    "memberships": pd.DataFrame(
        [
            ("club", "AAA", "member", "1996", "2001-06-15"),
            ("club", "BBB", "member", "1996", "1999"),
            ("pact", "BBB", "member", "2001-06-15", "2005"),
            ("pact", "BBB", "suspended", "2005", "2006"),
            ("pact", "BBB", "member", "2006", "2008"),
            ("pact", "AAA", "member", "2001-06-15", None),
            ("pact", "CCC", "observer", "2002", "2007"),
            ("pact", "CCC", "partner", "2007", "2009"),
            ("pact", "CCC", "member", "2009", "2012"),
            ("pact", "CCC", "observer", "2012", "2014"),
            ("pact", "DDD", "signatory", "2002", "2007-05"),
            ("pact", "EEE", "partner", None, None),
        ],
        columns=["org_id", "iso3", "status", "start", "end"],
    ).assign(row=lambda frame: "memberships:" + frame.index.astype(str)),
}
FRAMEWORKS = {"club": ("club",), "pact": ("pact", "force"), "force": ("force",)}


@pytest.fixture
def events():
    return milestones.events(TABLES, FRAMEWORKS)


def told(events, org_id):
    own = events[events["org_id"] == org_id][["date", "kind", "subject", "countries"]]
    return [
        (date, kind, None if pd.isna(subject) else subject, "".join(code[0] for code in countries))
        for date, kind, subject, countries in own.itertuples(index=False)
    ]


def test_the_life_of_an_organisation_in_its_order(events):
    assert told(events, "pact") == [
        ("1996", "predecessor founded", "club", ""),
        ("1996", "treaty signed", "talks", "AB"),
        ("2001-06-15", "treaty signed", "troops", "AB"),
        ("2001-06-15", "predecessor dissolved", "club", ""),
        ("2001-06-15", "founded", None, ""),
        ("2001-06-15", "body founded", "force", ""),
        ("2001-06-15", "members joined", None, "AB"),
        ("2002", "signatories joined", None, "D"),
        ("2002", "partners joined", "observer", "C"),
        ("2003", "founding document in force", None, ""),
        ("2004-02", "treaty in force", "troops", "AC"),  # BBB had left it, CCC had joined
        ("2005", "membership suspended", "suspended", "B"),
        ("2006", "membership resumed", None, "B"),
        ("2007", "status changed", "partner", "C"),  # neither a joining nor a leaving
        ("2007-05", "signatories left", None, "D"),
        ("2008", "members left", None, "B"),
        ("2009", "members joined", None, "C"),
        ("2010", "treaty ended", "troops", "AC"),
        ("2010", "body dissolved", "force", ""),
        ("2012", "members left", "observer", "C"),
        ("2014", "partners left", "observer", "C"),
    ]


def test_the_end_of_an_organisation_is_no_leaving_of_its_members(events):
    assert told(events, "club")[-2:] == [("1999", "members left", None, "B"), ("2001-06-15", "dissolved", None, "")]


def test_a_body_has_its_own_treaties(events):
    assert ("2001-06-15", "treaty signed", "troops", "AB") in told(events, "force")


def test_every_event_leads_to_its_rows(events):
    own = events[events["org_id"] == "pact"].set_index("kind")["rows"]
    assert own["members joined"].tolist() == [("memberships:2", "memberships:5"), ("memberships:8",)]
    assert own["treaty in force"] == (
        "agreements:troops", "agreement_parties:troops/AAA", "agreement_parties:troops/CCC",
    )  # fmt: skip
    assert own["predecessor founded"] == ("organizations:club",)


def test_what_has_no_date_is_no_event(events):
    assert events["date"].notna().all()
    assert "EEE" not in {code for countries in events["countries"] for code in countries}


def test_the_order_of_the_rows_does_not_matter(events):
    shuffled = {name: table.iloc[::-1].reset_index(drop=True) for name, table in TABLES.items()}
    pd.testing.assert_frame_equal(milestones.events(shuffled, FRAMEWORKS), events)


def test_no_rows_give_no_events():
    found = milestones.events({name: table.iloc[:0] for name, table in TABLES.items()}, {})
    assert found.columns.tolist() == ["org_id", "date", "kind", "subject", "countries", "rows"]
    assert found.empty
