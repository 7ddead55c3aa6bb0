"""Facts stated elsewhere: where these fail, a brief of that date contradicts the literature, or the docs our figures.

Run as a program, this prints the table at the end of docs/methodology.md.
"""

import csv
import datetime
import functools
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import pandas as pd
import pytest

from pactbook.ingest import edition, package, tables
from pactbook.measures import agreements, arms, borders, exercises, expenditure, facilities, incidents, memberships

ROOT = Path(__file__).parents[2]
COMMAND = "PYTHONPATH=src .venv/bin/python tests/data/test_known_facts.py"
HEADING = "## Facts stated elsewhere, and what Pactbook computes"
HEADER = ["As of", "Fact and reference", "Measure", "Stated", "Computed", "Seen", "Difference"]

Tables = dict[str, pd.DataFrame]


def read_facts() -> list[dict[str, str]]:
    with (ROOT / "tests" / "data" / "known_facts.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@functools.cache
def everything() -> Tables:
    return tables.read(package.read(ROOT / "data" / "datapackage.json"))


@functools.cache
def known(as_of: datetime.date) -> Tables:
    return edition.cut(everything(), as_of)


def listed(values: Iterable[str]) -> str:
    return " ".join(sorted(values)) or "none"


def only(values: pd.Series) -> str:
    """The one value, so that a subject that is not in the edition is an error and no agreement."""
    (value,) = values
    return "none" if pd.isna(value) else str(value)


# What each measure says of a subject. One function a measure: (tables of the edition, its date, parts of the subject).


def members(data: Tables, as_of: datetime.date, org_id: str, status: str) -> str:
    standing = memberships.on(data["memberships"], as_of)
    return listed(standing.loc[(standing["org_id"] == org_id) & (standing["status"] == status), "iso3"])


def members_per_year(data: Tables, as_of: datetime.date, org_id: str, year: str) -> str:
    counts = memberships.members_per_year(data["memberships"], as_of.year)
    return only(counts.loc[(counts["org_id"] == org_id) & (counts["year"] == int(year)), "members"])


def parties(data: Tables, _as_of: datetime.date, agreement_id: str) -> str:
    sides = agreements.by_party(data["agreements"], data["agreement_parties"])
    return listed(sides.loc[(sides["agreement_id"] == agreement_id) & sides["left"].isna(), "iso3"])


def bonds(data: Tables, _as_of: datetime.date, iso3: str, obligation: str) -> str:
    found = agreements.bonds(agreements.by_party(data["agreements"], data["agreement_parties"]))
    partners = set(found.loc[(found["iso3"] == iso3) & (found["obligation"] == obligation), "partner"])
    return listed(partners & set(data["countries"].loc[data["countries"]["role"] == "core", "iso3"]))


def years_of_use(data: Tables, _as_of: datetime.date, facility_id: str) -> str:
    sites = facilities.sites(data["facilities"]).set_index("facility_id")
    return f"{sites.loc[facility_id, 'opened_year']}-{sites.loc[facility_id, 'closed_year']}"


def hosts(data: Tables, _as_of: datetime.date, operator: str) -> str:
    presence = facilities.foreign_presence(facilities.sites(data["facilities"]))
    return listed(presence.loc[(presence["operator"] == operator) & (presence["open"] > 0), "host"])


def participants(data: Tables, _as_of: datetime.date, exercise_id: str) -> str:
    taking_part = exercises.participations(data["exercises"], data["exercise_participants"])
    return listed(taking_part.loc[taking_part["exercise_id"] == exercise_id, "iso3"])


def largest_supplier(data: Tables, _as_of: datetime.date, iso3: str, period: str) -> str:
    shares = arms.suppliers(arms.dated(data["arms_transfers"]))
    own = shares[(shares["recipient_iso3"] == iso3) & (shares["period"] == int(period))]
    return listed(own.loc[own["share"] == own["share"].max(), "supplier_iso3"])


def border(data: Tables, _as_of: datetime.date, iso3: str, neighbour: str = "") -> str:
    """The day of a settlement or, of a country alone, the neighbours with which it has none."""
    sides = borders.sides(data["borders"])
    own = sides[sides["iso3"] == iso3]
    if neighbour:
        return only(own.loc[own["neighbour"] == neighbour, "settled_on"])
    return listed(own.loc[own["status"] != "settled", "neighbour"])


def share_of_gdp(data: Tables, _as_of: datetime.date, iso3: str, year: str) -> str:
    shares = expenditure.shares(data["military_expenditure"])
    return f"{float(only(shares.loc[(shares['iso3'] == iso3) & (shares['year'] == int(year)), 'pct_gdp'])):.1f}"


def dead(data: Tables, _as_of: datetime.date, incident_id: str) -> str:
    found = incidents.by_country(data["incidents"]).drop_duplicates("incident_id").set_index("incident_id")
    return f"{found.loc[incident_id, 'fatalities_low']} to {found.loc[incident_id, 'fatalities_high']}"


def cell(data: Tables, _as_of: datetime.date, row: str, column: str) -> str:
    table = data[row.split(":", maxsplit=1)[0]]
    return only(table.loc[table["row"] == row, column])


MEASURES: dict[str, Callable[..., str]] = {
    "memberships.on": members,
    "memberships.members_per_year": members_per_year,
    "agreements.by_party": parties,
    "agreements.bonds": bonds,
    "facilities.sites": years_of_use,
    "facilities.foreign_presence": hosts,
    "exercises.participations": participants,
    "arms.suppliers": largest_supplier,
    "borders.sides": border,
    "expenditure.shares": share_of_gdp,
    "incidents.by_country": dead,
    "table": cell,
}


def computed(fact: dict[str, str]) -> str:
    as_of = datetime.date.fromisoformat(fact["as_of"])
    return MEASURES[fact["measure"]](known(as_of), as_of, *fact["subject"].split())


def agree(stated: str, ours: str) -> bool:
    """Equal; a number may lie in our range; of two partial dates, the coarser may hold the finer."""
    low, between, high = ours.partition(" to ")
    if between:
        return int(low) <= int(stated) <= int(high)
    return stated == ours or (len(ours) in {4, 7} and stated.startswith(f"{ours}-"))


def table() -> list[str]:
    rows = [
        [
            fact["as_of"],
            f"{fact['fact']} ({fact['reference']})",
            f"`{fact['measure']}`: {fact['subject']}",
            fact["expected"],
            computed(fact),
            fact["seen"],
            fact["note"] or "–",
        ]
        for fact in read_facts()
    ]
    return [f"| {' | '.join(cells)} |" for cells in [HEADER, ["---"] * len(HEADER), *rows]]


@pytest.mark.parametrize("fact", read_facts(), ids=lambda fact: fact["id"])
def test_pactbook_computes_what_is_stated_elsewhere(fact):
    """A fact without a note must agree; one with a note must differ, so that no explanation outlives its difference."""
    ours = computed(fact)
    told = f"{fact['fact']} ({fact['reference']}): stated {fact['expected']}, computed {ours} as of {fact['as_of']}"
    assert agree(fact["expected"], ours) == (not fact["note"]), told


def test_each_fact_has_its_own_id_and_says_where_it_was_seen():
    facts = read_facts()
    assert len({fact["id"] for fact in facts}) == len(facts)
    assert {fact["seen"] for fact in facts} <= {"tool", "memory"}


def test_the_methodology_ends_with_this_table():
    section = (ROOT / "docs" / "methodology.md").read_text(encoding="utf-8").partition(HEADING)[2]
    rows = [line for line in section.splitlines() if line.startswith("|")]
    assert rows == table(), f"docs/methodology.md differs from the facts; `{COMMAND}` prints its table anew"


@pytest.mark.parametrize(
    ("stated", "ours", "expected"),
    [
        ("CHN RUS", "CHN RUS", True),
        ("CHN RUS", "CHN", False),
        ("470", "393 to 2000", True),
        ("392", "393 to 2000", False),
        ("2003-10-23", "2003-10", True),
        ("2003-10-23", "2003-11", False),
        ("2003-10", "2003-10-23", False),  # stated more coarsely: our day would be unconfirmed
    ],
)
def test_agreement_of_a_stated_and_a_computed_value(stated, ours, expected):
    assert agree(stated, ours) is expected


if __name__ == "__main__":
    sys.stdout.write("\n".join(table()) + "\n")
