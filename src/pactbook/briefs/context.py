"""What every section of every brief may ask for: the tables, names, colours and the measures of all subjects.

A measure is computed once for all subjects, when the first section asks for it.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from pactbook import dates
from pactbook.ingest.package import EDITORIAL
from pactbook.measures import (
    agreements,
    arms,
    assistance,
    borders,
    engagement,
    exercises,
    expenditure,
    facilities,
    forces,
    incidents,
    memberships,
    resources,
    similarity,
    stability,
    weight,
)

Section = dict[str, Any]
Finding = dict[str, Any]

CORE = "core"  # the role of the countries that a data package is about
NEUTRAL_COLOUR = "#7a7f87"  # whoever has no colour in the config's palette
OTHERS_COLOUR = "#d4d7dc"  # all those together that a chart does not draw one by one
CODE_COLUMNS = frozenset(
    ("iso3", "iso3_a", "iso3_b", "host_iso3", "operator_iso3", "supplier_iso3", "recipient_iso3", "donor_iso3",
     "lead_iso3", "recipients", "countries", "locations", "hosts", "funders", "org_id", "framework_org", "parent_org")
)  # fmt: skip
DATE_COLUMNS = (
    "start", "date", "signed", "opened", "joined", "founded", "settled_on", "delivered_from", "order_year", "year",
    "year_start", "end", "ended", "closed", "left", "delivered_to", "year_end",
)  # fmt: skip


@dataclass(frozen=True)
class RowFacts:
    """What is known of one row of any table, whatever its columns.

    Attributes:
        verified: `tool` or `memory`.
        checked: whether it is verified, and so is its status: that a checked treaty still stands may be from memory.
        sources: identifiers of its sources, its parent's for rows of a link table.
        newest: the newest partial date in the row, or None.
    """

    verified: str
    checked: bool
    sources: tuple[str, ...]
    newest: str | None


class Context:
    """The tables of one edition and all that is computed from them.

    Attributes:
        tables: tables by name, cut at `as_of`; first column `row`.
        as_of: the edition's date.
        config: the checked settings of the edition.
    """

    def __init__(self, tables: dict[str, pd.DataFrame], config: dict[str, Any]) -> None:
        self.tables = tables
        self.config = config
        self.as_of = datetime.date.fromisoformat(config["edition"]["as_of"])

    @property
    def last_year(self) -> int:
        """The last year that is over at the edition's date: "the last five years" end with it."""
        over = (self.as_of.month, self.as_of.day) == (12, 31)
        return self.as_of.year if over else self.as_of.year - 1

    @cached_property
    def countries(self) -> dict[str, dict[str, Any]]:
        """Rows of `countries` by iso3."""
        return {record["iso3"]: record for record in records(self.tables["countries"])}

    @cached_property
    def organizations(self) -> dict[str, dict[str, Any]]:
        """Rows of `organizations` by org_id."""
        return {record["org_id"]: record for record in records(self.tables["organizations"])}

    @cached_property
    def sources(self) -> dict[str, dict[str, Any]]:
        """Rows of `sources` by source_id."""
        return {record["source_id"]: record for record in records(self.tables["sources"])}

    def name(self, code: str) -> str:
        """Full name of a country (iso3) or organisation (org_id).

        Raises:
            KeyError: if neither table has the code.
        """
        record = self.countries.get(code) or self.organizations[code]
        return str(record["name"])

    def short(self, code: str) -> str:
        """Name for a narrow column or a chart: a country's name, an organisation's abbreviation."""
        if code in self.countries:
            return str(self.countries[code]["name"])
        record = self.organizations[code]
        return str(record["abbreviation"] or record["name"])

    def colour(self, code: str | None) -> str:
        """The one colour (hex) that stands for a power or an organisation in every brief."""
        return str(self.config["palette"].get(code, NEUTRAL_COLOUR))

    @cached_property
    def row_facts(self) -> dict[str, RowFacts]:
        """What is known of each row, by row identifier."""
        parents = {"exercise_participants": "exercises", "counterterrorism_parties": "counterterrorism_initiatives"}
        facts: dict[str, RowFacts] = {}
        for name in sorted(self.tables, key=lambda table: table in parents):
            for record in records(self.tables[name]):
                sources = record.get("source_ids")
                if sources is None and name in parents:
                    key = record["row"].split(":", 1)[1].split("/")[0]
                    sources = facts[f"{parents[name]}:{key}"].sources
                verified = record.get("verified") or "memory"
                checked = verified == "tool" and "status" not in (record.get("memory_fields") or ())
                newest = None if name == EDITORIAL else _newest(record)  # the day of an edit is none of the facts
                facts[record["row"]] = RowFacts(verified, checked, tuple(sources or ()), newest)
        return facts

    @cached_property
    def rows_about(self) -> dict[str, list[str]]:
        """Identifiers of all rows that name a country or an organisation in any column, by its code."""
        about: dict[str, list[str]] = {code: [] for code in (*self.countries, *self.organizations)}
        for name in sorted(self.tables):
            for record in records(self.tables[name]):
                for code in _codes(record, about):
                    about[code].append(record["row"])
        return about

    @cached_property
    def participations(self) -> pd.DataFrame:
        """Exercises with one row per country that took part (see `measures.exercises.participations`)."""
        return exercises.participations(self.tables["exercises"], self.tables["exercise_participants"])

    @cached_property
    def announcements(self) -> pd.DataFrame:
        """Exercises known only as a plan, as `participations`."""
        return exercises.participations(
            self.tables["exercises"], self.tables["exercise_participants"], exercises.ANNOUNCED
        )

    @cached_property
    def core(self) -> set[str]:
        """The countries that the data package is about: of them it means to hold every tie and every border."""
        return {iso3 for iso3, record in self.countries.items() if record["role"] == CORE}

    @cached_property
    def members_per_year(self) -> pd.DataFrame:
        """Full members per organisation and year (see `measures.memberships.members_per_year`)."""
        return memberships.members_per_year(self.tables["memberships"], self.as_of.year)

    @cached_property
    def standings(self) -> pd.DataFrame:
        """Where each country stands in each organisation now (see `measures.memberships.on`)."""
        return memberships.on(self.tables["memberships"], self.as_of)

    @cached_property
    def members(self) -> dict[str, list[str]]:
        """Full members of each organisation now, by org_id."""
        full = self.standings[self.standings["status"] == memberships.MEMBER]
        return {str(org_id): sorted(group) for org_id, group in full.groupby("org_id")["iso3"]}

    @cached_property
    def spells(self) -> pd.DataFrame:
        """Spells of membership with the status before and after (see `measures.memberships.spells`)."""
        return memberships.spells(self.tables["memberships"])

    @cached_property
    def exits(self) -> pd.DataFrame:
        """Countries that left an organisation which goes on (see `measures.memberships.exits`)."""
        return memberships.exits(self.tables["memberships"], self.tables["organizations"])

    @cached_property
    def agreements_by_party(self) -> pd.DataFrame:
        """Agreements from the side of each party (see `measures.agreements.by_party`)."""
        return agreements.by_party(self.tables["agreements"], self.tables["agreement_parties"])

    @cached_property
    def bonds(self) -> pd.DataFrame:
        """Obligations in force between countries (see `measures.agreements.bonds`)."""
        return agreements.bonds(self.agreements_by_party)

    @cached_property
    def portfolio_states(self) -> list[str]:
        """The states to which ties are compared: parties to an agreement in force on record."""
        parties = self.agreements_by_party
        return sorted(parties.loc[parties["stands"], "iso3"].unique())

    @cached_property
    def s_scores(self) -> pd.DataFrame:
        """Similarity of alliance portfolios (see `measures.similarity.s_scores`)."""
        return similarity.s_scores(self.bonds, self.portfolio_states)

    @cached_property
    def overlap(self) -> pd.DataFrame:
        """Overlap of organisations' members (see `measures.similarity.overlap`)."""
        return similarity.overlap(self.standings[self.standings["status"] == memberships.MEMBER])

    @cached_property
    def weight(self) -> pd.DataFrame:
        """Each member's share of an organisation (see `measures.weight.shares`)."""
        members = self.standings[self.standings["status"] == memberships.MEMBER]
        return weight.shares(members, weight.figures(self.tables, self.last_year))

    @cached_property
    def last_known(self) -> dict[tuple[str, str], float]:
        """The latest figure ever of each weight measure, by country and measure; a scale for what is missing now."""
        ever = weight.figures(self.tables, self.as_of.year, recent_years=self.as_of.year)
        latest = ever.sort_values("year", na_position="first").drop_duplicates(["iso3", "measure"], keep="last")
        keys = zip(latest["iso3"], latest["measure"], strict=True)
        return dict(zip(keys, (float(value) for value in latest["value"]), strict=True))

    @cached_property
    def parties(self) -> dict[str, list[str]]:
        """Countries that are party to each agreement and have not left it, by agreement_id."""
        standing = self.tables["agreement_parties"]
        standing = standing[standing["left"].isna()]
        grouped = standing.sort_values("iso3").groupby("agreement_id")["iso3"]
        return {str(code): [str(iso3) for iso3 in parties] for code, parties in grouped}

    @cached_property
    def exercises_by_row(self) -> dict[str, dict[str, Any]]:
        """Rows of `exercises` by row identifier."""
        return {record["row"]: record for record in records(self.tables["exercises"])}

    @cached_property
    def engagement(self) -> pd.DataFrame:
        """Engagement of every pair of countries by component (see `measures.engagement.engagement`)."""
        return engagement.engagement(self.tables, self.last_year)

    @cached_property
    def sites(self) -> pd.DataFrame:
        """Facilities with operator and years of use (see `measures.facilities.sites`)."""
        return facilities.sites(self.tables["facilities"])

    @cached_property
    def foreign_presence(self) -> pd.DataFrame:
        """Facilities of each foreign operator in each country (see `measures.facilities.foreign_presence`)."""
        return facilities.foreign_presence(self.sites)

    @cached_property
    def border_sides(self) -> pd.DataFrame:
        """Every border from each of its sides (see `measures.borders.sides`)."""
        return borders.sides(self.tables["borders"])

    @cached_property
    def latest_resources(self) -> pd.DataFrame:
        """The newest figure of each resource (see `measures.resources.latest`)."""
        return resources.latest(self.tables["resources"])

    @cached_property
    def world_weight(self) -> pd.DataFrame:
        """Shares and ranks in the world (see `measures.resources.world_weight`)."""
        return resources.world_weight(self.tables["resources"])

    @cached_property
    def expenditure(self) -> pd.DataFrame:
        """Spending with its gaps (see `measures.expenditure.series`)."""
        return expenditure.series(self.tables["military_expenditure"])

    @cached_property
    def expenditure_shares(self) -> pd.DataFrame:
        """Spending as a share of GDP (see `measures.expenditure.shares`)."""
        return expenditure.shares(self.tables["military_expenditure"])

    @cached_property
    def latest_forces(self) -> pd.DataFrame:
        """Newest strength in each series (see `measures.forces.latest`)."""
        return forces.latest(self.tables["force_structure"])

    @cached_property
    def arms_entries(self) -> pd.DataFrame:
        """Arms transfers by year (see `measures.arms.dated`)."""
        return arms.dated(self.tables["arms_transfers"])

    @cached_property
    def arms_suppliers(self) -> pd.DataFrame:
        """Suppliers' shares by period (see `measures.arms.suppliers`)."""
        return arms.suppliers(self.arms_entries)

    @cached_property
    def arms_concentration(self) -> pd.DataFrame:
        """Concentration of suppliers (see `measures.arms.concentration`)."""
        return arms.concentration(self.arms_suppliers)

    @cached_property
    def incidents_by_country(self) -> pd.DataFrame:
        """Incidents by country concerned (see `measures.incidents.by_country`)."""
        return incidents.by_country(self.tables["incidents"])

    @cached_property
    def assistance_sums(self) -> pd.DataFrame:
        """Yearly sums of assistance added up (see `measures.assistance.yearly_sums`)."""
        return assistance.yearly_sums(self.tables["security_assistance"])

    @cached_property
    def incident_years(self) -> tuple[int, int]:
        """First year with an incident on record, and the edition's year."""
        return min(
            (dates.year(date) for date in self.tables["incidents"]["date"]), default=self.as_of.year
        ), self.as_of.year

    @cached_property
    def incident_places(self) -> list[str]:
        """The countries in which incidents are on record, by name; of others the data says nothing."""
        places = {countries[0] for countries in self.tables["incidents"]["countries"] if countries}
        return sorted(places, key=self.name)

    @cached_property
    def member_incidents(self) -> pd.DataFrame:
        """Incidents among members of each organisation (see `measures.stability.incidents_of_members`)."""
        return stability.incidents_of_members(self.tables["incidents"], self.tables["memberships"])

    @cached_property
    def stability_rates(self) -> pd.DataFrame:
        """Incidents a year before and after each founding (see `measures.stability.rates`)."""
        return stability.rates(
            self.member_incidents, self.tables["organizations"], self.incident_years[0], self.last_year
        )

    @cached_property
    def settled_borders(self) -> pd.DataFrame:
        """Borders settled between members (see `measures.stability.borders_settled`)."""
        return stability.borders_settled(self.tables["borders"], self.tables["memberships"])


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as plain dictionaries; missing values become None, numbers become Python's own.

    Args:
        frame: any table or measure.
    """
    columns = [_plain(frame[column]) for column in frame.columns]
    return [dict(zip(frame.columns, values, strict=True)) for values in zip(*columns, strict=True)]


def fact(context: Context, record: dict[str, Any], *columns: str) -> dict[str, Any]:
    """A record of a brief: the named columns of a table's row, and what leads back to it.

    Args:
        context: the edition.
        record: a row of a table with the column `row`.
        *columns: what the brief shows of it.

    Returns:
        The columns, and `row`, `sources`, `verified`.
    """
    known = context.row_facts[record["row"]]
    origin = {"row": record["row"], "sources": list(known.sources), "verified": known.verified}
    return {column: record[column] for column in columns} | origin


def sources_of(context: Context, rows: Iterable[str]) -> list[str]:
    """Sources of some rows, each once, in the order in which the rows name them."""
    return list(dict.fromkeys(source for row in rows for source in context.row_facts[row].sources))


def trail(context: Context, rows: list[str]) -> dict[str, Any]:
    """What leads from a figure back to the data: `rows` (identifiers) and `sources` (theirs)."""
    return {"rows": rows, "sources": sources_of(context, rows)}


def _codes(record: dict[str, Any], known: dict[str, list[str]]) -> set[str]:
    named: set[str] = set()
    for column in CODE_COLUMNS & record.keys():
        value = record[column]
        named.update([value] if isinstance(value, str) else value or ())
    return named & known.keys()


def _plain(column: pd.Series) -> list[Any]:
    return [_plain_value(value) for value in column.tolist()]


def _plain_value(value: Any) -> Any:
    if isinstance(value, (tuple, list)):
        return list(value)
    return None if pd.isna(value) else value


def _newest(record: dict[str, Any]) -> str | None:
    known = [str(record[column]) for column in DATE_COLUMNS if record.get(column)]
    return max(known, key=dates.sort_key) if known else None
