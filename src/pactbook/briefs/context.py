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
from pactbook.measures import (
    agreements,
    arms,
    assistance,
    borders,
    capabilities,
    concentration,
    conflicts,
    engagement,
    exercises,
    expenditure,
    facilities,
    forces,
    ideal_points,
    incidents,
    initiatives,
    memberships,
    milestones,
    networks,
    participation,
    resources,
    scenarios,
    similarity,
    stability,
    transparency,
    weight,
)

Section = dict[str, Any]
Finding = dict[str, Any]

CORE = "core"  # the role of the countries that a data package is about
NAMED = "context"  # the role of those that it only names somewhere
CORRECTIONS, DISAGREEMENTS = "corrections", "disagreements"  # tables on single cells of others
OWN_WORDS = (  # our own constructs, and what is said of other rows: no facts about anybody
    "editorial", "scenarios", "scenario_indicators", "topics", "crosscheck", "crosscheck_rates",
    CORRECTIONS, DISAGREEMENTS,
)  # fmt: skip
UNCERTAIN = "uncertain"  # the mark of what a publisher is not sure of
POWER = "power"  # and of those whose place among them is compared
SUB_ORGAN = "sub-organ"  # the kind of an organisation that belongs to another
NEUTRAL_COLOUR = "#7a7f87"  # whoever has no colour in the config's palette
OTHERS_COLOUR = "#d4d7dc"  # all those together that a chart does not draw one by one
COUNTRY_COLUMNS = frozenset(
    ("iso3", "iso3_a", "iso3_b", "host_iso3", "operator_iso3", "supplier_iso3", "recipient_iso3", "donor_iso3",
     "lead_iso3", "recipients", "countries", "locations", "hosts", "funders")
)  # fmt: skip
CODE_COLUMNS = COUNTRY_COLUMNS | {"org_id", "framework_org", "parent_org", "succeeds"}
# Link tables, whose rows have the sources of the row that they belong to.
PARENTS = {"exercise_participants": "exercises", "counterterrorism_parties": "counterterrorism_initiatives"}
SOURCE_COLUMNS = ("source_id", "publisher", "title", "url", "published", "kind", "reliability", "verified", "note")
DATE_COLUMNS = (
    "start", "date", "signed", "opened", "joined", "founded", "settled_on", "delivered_from", "order_year", "year",
    "year_start", "end", "ended", "closed", "left", "delivered_to", "year_end",
)  # fmt: skip
NO_CONFLICT_YEARS = pd.DataFrame(
    columns=["row", "conflict_id", "year", "locations", "side_a", "side_b", "intensity"], dtype=object
)
NO_IDEAL_POINTS = pd.DataFrame(columns=["row", "iso3", "year", "ideal_point", "low", "high"])  # the table is optional


@dataclass(frozen=True)
class RowFacts:
    """What is known of one row of any table, whatever its columns.

    Attributes:
        verified: `tool` or `memory`.
        checked: whether it is verified, and so is its status: that a checked treaty still stands may be from memory.
        sources: identifiers of its sources, its parent's for rows of a link table.
        newest: the newest partial date in the row, or None.
        oldest: the oldest one, or None.
    """

    verified: str
    checked: bool
    sources: tuple[str, ...]
    newest: str | None
    oldest: str | None = None


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
    def bodies(self) -> set[str]:
        """Organisations that belong to another (org_id); they repeat its members."""
        return {code for code, record in self.organizations.items() if record["kind"] == SUB_ORGAN}

    @cached_property
    def topics(self) -> dict[str, dict[str, Any]]:
        """Rows of `topics` by `<kind>/<slug>`; none in a package without the table."""
        table = self.tables.get("topics")
        rows = [] if table is None else records(table)
        return {f"{record['kind']}/{record['slug']}": record for record in rows}

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
        facts: dict[str, RowFacts] = {}
        for name in sorted(self.tables, key=lambda table: table in PARENTS):
            for record in records(self.tables[name]):
                sources = record.get("source_ids")
                if sources is None and name in PARENTS:
                    key = record["row"].split(":", 1)[1].split("/")[0]
                    sources = facts[f"{PARENTS[name]}:{key}"].sources
                verified = record.get("verified") or "memory"
                checked = verified == "tool" and "status" not in (record.get("memory_fields") or ())
                named = [] if name in OWN_WORDS else _dates(record)
                newest, oldest = (named[-1], named[0]) if named else (None, None)
                mended = self.corrections.get(record["row"], ())
                if any(correction["verified"] != "tool" for correction in mended):
                    verified, checked = "memory", False
                added = (source for correction in mended for source in correction["source_ids"])
                cited = tuple(dict.fromkeys([*(sources or ()), *added]))
                facts[record["row"]] = RowFacts(verified, checked, cited, newest, oldest)
        return facts

    @cached_property
    def corrections(self) -> dict[str, list[dict[str, Any]]]:
        """Rows of `corrections` by the identifier of the row that they correct."""
        return self._said_of_rows(CORRECTIONS)

    @cached_property
    def disagreements(self) -> dict[str, list[dict[str, Any]]]:
        """What other sets say of a row's cells, by the row's identifier (see `ingest.precedence.unite`)."""
        return self._said_of_rows(DISAGREEMENTS)

    def _said_of_rows(self, name: str) -> dict[str, list[dict[str, Any]]]:
        said: dict[str, list[dict[str, Any]]] = {}
        for record in records(self.tables[name]) if name in self.tables else ():
            said.setdefault(record["about"], []).append(record)
        return said

    @cached_property
    def marks(self) -> dict[str, str]:
        """What publishers mark as not sure, by row identifier: `estimate` or `uncertain`."""
        marks: dict[str, str] = {}
        for frame in self.tables.values():
            if "mark" in frame:
                marked = frame[frame["mark"].notna()]
                marks |= {str(row): str(mark) for row, mark in zip(marked["row"], marked["mark"], strict=True)}
            if "estimated" in frame:
                marks |= {
                    str(row): UNCERTAIN
                    for row, cells in zip(frame["row"], frame["estimated"], strict=True)
                    if len(cells)
                }
        return marks

    @cached_property
    def rows_about(self) -> dict[str, list[str]]:
        """Identifiers of all rows of facts that name a country or an organisation in any column, by its code."""
        about: dict[str, list[str]] = {code: [] for code in (*self.countries, *self.organizations)}
        for name in sorted(self.tables.keys() - set(OWN_WORDS)):
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
    def network_states(self) -> set[str]:
        """The countries that enter the networks: all that the data package does more than name."""
        return {iso3 for iso3, record in self.countries.items() if record["role"] != NAMED}

    @cached_property
    def network_periods(self) -> list[tuple[int, int]]:
        """First and last years of the networks' periods (see `measures.networks.periods`)."""
        return networks.periods(self.config["edition"]["since"], self.last_year)

    @cached_property
    def agreement_edges(self) -> pd.DataFrame:
        """Agreements in force at the end of each period (see `measures.networks.agreement_edges`)."""
        return networks.agreement_edges(
            self.tables["agreements"], self.tables["agreement_parties"], self.network_states, self.network_periods
        )

    @cached_property
    def agreement_positions(self) -> pd.DataFrame:
        """Each country in the networks of agreements (see `measures.networks.positions`)."""
        return networks.positions(self.agreement_edges)

    @cached_property
    def agreement_networks(self) -> pd.DataFrame:
        """The networks of agreements as a whole (see `measures.networks.networks`)."""
        return networks.networks(self.agreement_edges)

    @cached_property
    def exercise_edges(self) -> pd.DataFrame:
        """Joint exercises in each period (see `measures.networks.exercise_edges`)."""
        return networks.exercise_edges(self.participations, self.network_states, self.network_periods)

    @cached_property
    def exercise_positions(self) -> pd.DataFrame:
        """Each country in the networks of joint exercises (see `measures.networks.positions`)."""
        return networks.positions(self.exercise_edges)

    @cached_property
    def exercise_networks(self) -> pd.DataFrame:
        """The networks of joint exercises as a whole (see `measures.networks.networks`)."""
        return networks.networks(self.exercise_edges)

    @cached_property
    def frameworks(self) -> dict[str, tuple[str, ...]]:
        """Each organisation and all that belongs to it, by org_id."""
        bodies: dict[str, list[str]] = {org_id: [org_id] for org_id in self.organizations}
        for org_id, record in self.organizations.items():
            if record["parent_org"] in bodies:
                bodies[record["parent_org"]].append(org_id)
        return {org_id: tuple(codes) for org_id, codes in bodies.items()}

    @cached_property
    def members_per_year(self) -> pd.DataFrame:
        """Full members per organisation and year (see `measures.memberships.members_per_year`)."""
        return memberships.members_per_year(self.tables["memberships"], self.as_of.year)

    @cached_property
    def standings(self) -> pd.DataFrame:
        """Where each country stands in each organisation now (see `measures.memberships.on`)."""
        return memberships.on(self.tables["memberships"], self.as_of)

    @property
    def full_members(self) -> pd.DataFrame:
        """The standings of full members."""
        return self.standings[self.standings["status"] == memberships.MEMBER]

    @cached_property
    def members(self) -> dict[str, list[str]]:
        """Full members of each organisation now, by org_id."""
        return {str(org_id): sorted(group) for org_id, group in self.full_members.groupby("org_id")["iso3"]}

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
    def kappas(self) -> pd.DataFrame:
        """Similarity of alliance portfolios beyond chance (see `measures.similarity.kappas`)."""
        return similarity.kappas(self.bonds, self.portfolio_states)

    @cached_property
    def ideal_points(self) -> pd.DataFrame:
        """Positions by votes in the UN General Assembly, the table `ideal_points`; empty if the package has none."""
        return self.tables.get("ideal_points", NO_IDEAL_POINTS)

    @cached_property
    def ideal_point_distances(self) -> pd.DataFrame:
        """How far apart countries vote by year (see `measures.ideal_points.distances`)."""
        return ideal_points.distances(self.ideal_points)

    @cached_property
    def overlap(self) -> pd.DataFrame:
        """Overlap of organisations' members (see `measures.similarity.overlap`)."""
        return similarity.overlap(self.full_members)

    @cached_property
    def country_overlap(self) -> pd.DataFrame:
        """Overlap of countries' organisations, without bodies (see `measures.similarity.overlap_of_countries`)."""
        members = self.full_members
        return similarity.overlap_of_countries(members[~members["org_id"].isin(self.bodies)])

    @cached_property
    def weight(self) -> pd.DataFrame:
        """Each member's share of an organisation (see `measures.weight.shares`)."""
        return weight.shares(self.full_members, self.recent_figures)

    @cached_property
    def recent_figures(self) -> pd.DataFrame:
        """The figures of the last years that countries are compared by (see `measures.weight.figures`)."""
        return weight.figures(self.tables, self.last_year)

    @cached_property
    def capability_levels(self) -> pd.DataFrame:
        """Spending, forces and spending per head of each country (see `measures.capabilities.levels`)."""
        return capabilities.levels(self.recent_figures)

    @cached_property
    def capability_ratios(self) -> pd.DataFrame:
        """These of members of one organisation, and of neighbours, compared (see `measures.capabilities.ratios`)."""
        pairs = capabilities.pairs(self.full_members, self.border_sides)
        return capabilities.ratios(pairs, self.capability_levels)

    @cached_property
    def capability_spread(self) -> pd.DataFrame:
        """How far an organisation's members lie apart (see `measures.capabilities.spread`)."""
        return capabilities.spread(self.full_members, self.capability_levels)

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
    def agreements_by_id(self) -> dict[str, dict[str, Any]]:
        """Rows of `agreements` by agreement_id."""
        return {record["agreement_id"]: record for record in records(self.tables["agreements"])}

    @cached_property
    def powers(self) -> list[str]:
        """The countries of the role `power`, by code."""
        return sorted(iso3 for iso3, record in self.countries.items() if record["role"] == POWER)

    @property
    def engagement_since(self) -> int:
        """First year of yearly engagement: the edition's, or earlier where a trend would not reach back far enough."""
        return min(int(self.config["edition"]["since"]), self.last_year - engagement.LONG_YEARS)

    @cached_property
    def engagement_components(self) -> pd.DataFrame:
        """Components of the engagement of every pair, a year each (see `measures.engagement.components`)."""
        return engagement.components(self.tables, self.core, self.engagement_since, self.last_year)

    @cached_property
    def engagement(self) -> pd.DataFrame:
        """Engagement of every pair, a year each, with the config's weights (see `measures.engagement.scores`)."""
        return engagement.scores(self.engagement_components, self.config["engagement"]["weights"])

    @cached_property
    def engagement_trend(self) -> pd.DataFrame:
        """Engagement of every pair beside that of ten years before (see `measures.engagement.trend`)."""
        return engagement.trend(self.engagement, self.last_year, engagement.LONG_YEARS)

    @cached_property
    def chances(self) -> pd.DataFrame:
        """Exercises that each member could join (see `measures.participation.chances`)."""
        return participation.chances(self.tables, self.frameworks)

    @cached_property
    def counterterrorism_chances(self) -> pd.DataFrame:
        """Those of `chances` that trained against terrorism."""
        return participation.chances(self.tables, self.frameworks, participation.COUNTERTERRORISM)

    @cached_property
    def commitment(self) -> pd.DataFrame:
        """Share of the possible exercises that each member joined (see `measures.participation.overall_commitment`)."""
        return participation.overall_commitment(self.chances)

    @cached_property
    def commitment_by_window(self) -> pd.DataFrame:
        """The same for five years each (see `measures.participation.commitment`)."""
        return participation.commitment(self.chances, self.last_year)

    @cached_property
    def counterterrorism_commitment(self) -> pd.DataFrame:
        """As `commitment`, of the exercises that trained against terrorism."""
        return participation.overall_commitment(self.counterterrorism_chances)

    @cached_property
    def counterterrorism_hosting(self) -> pd.DataFrame:
        """As `hosting`, of the exercises that trained against terrorism."""
        return participation.hosting(self.counterterrorism_chances)

    @cached_property
    def hosting(self) -> pd.DataFrame:
        """Exercises that each member hosted (see `measures.participation.hosting`)."""
        return participation.hosting(self.chances)

    @cached_property
    def participation_change(self) -> pd.DataFrame:
        """Joint exercises before and after joining (see `measures.participation.change`)."""
        first_year = min(self.participations["year"], default=self.as_of.year)
        return participation.change(
            exercises.pairs(self.participations), self.tables["memberships"], first_year, self.last_year
        )

    @cached_property
    def participation_change_by_organization(self) -> pd.DataFrame:
        """The same by organisation (see `measures.participation.change_by_organization`)."""
        return participation.change_by_organization(self.participation_change)

    @cached_property
    def milestones(self) -> pd.DataFrame:
        """Formation and evolution of each organisation (see `measures.milestones.events`)."""
        return milestones.events(self.tables, self.frameworks)

    @cached_property
    def initiatives(self) -> pd.DataFrame:
        """Counterterrorism initiatives with their parties (see `measures.initiatives.with_parties`)."""
        return initiatives.with_parties(
            self.tables["counterterrorism_initiatives"], self.tables["counterterrorism_parties"]
        )

    @cached_property
    def initiatives_begun(self) -> pd.DataFrame:
        """Initiatives by kind and year of start (see `measures.initiatives.begun_per_year`)."""
        return initiatives.begun_per_year(self.tables["counterterrorism_initiatives"])

    @cached_property
    def standing_initiatives(self) -> pd.DataFrame:
        """Standing initiatives of each country by kind (see `measures.initiatives.standing_by_country`)."""
        return initiatives.standing_by_country(self.initiatives)

    @cached_property
    def sites(self) -> pd.DataFrame:
        """Facilities with operator and years of use (see `measures.facilities.sites`)."""
        return facilities.sites(self.tables["facilities"])

    @cached_property
    def foreign_presence(self) -> pd.DataFrame:
        """Facilities of each foreign operator in each country (see `measures.facilities.foreign_presence`)."""
        return facilities.foreign_presence(self.sites)

    @cached_property
    def facility_stock(self) -> pd.DataFrame:
        """Foreign facilities in use at the end of each year (see `measures.facilities.stock`)."""
        return facilities.stock(self.sites, self.config["edition"]["since"], self.last_year)

    @cached_property
    def facility_answers(self) -> pd.DataFrame:
        """What is known of each facility (see `measures.transparency.answers`)."""
        return transparency.answers(self.sites, self.tables["sources"])

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
    def exercise_partners(self) -> dict[int, pd.DataFrame]:
        """Partners' shares of joint exercises, by years counted (see `measures.concentration.exercise_partners`)."""
        return {
            years: concentration.exercise_partners(self.participations, self.last_year, years)
            for years in (engagement.RECENT_YEARS, engagement.LONG_YEARS)
        }

    @cached_property
    def exercise_concentration(self) -> dict[int, pd.DataFrame]:
        """Concentration of exercise partners, by years counted (see `measures.concentration.indices`)."""
        return {
            years: concentration.indices(shares, ["iso3"], "seats") for years, shares in self.exercise_partners.items()
        }

    @cached_property
    def donors_by_entries(self) -> pd.DataFrame:
        """Donors' shares of entries (see `measures.concentration.donors_by_entries`)."""
        return concentration.donors_by_entries(self.tables["security_assistance"], self.last_year)

    @cached_property
    def donors_by_sums(self) -> pd.DataFrame:
        """Donors' shares of yearly sums (see `measures.concentration.donors_by_sums`)."""
        return concentration.donors_by_sums(self.tables["security_assistance"], self.last_year)

    @cached_property
    def donor_entry_concentration(self) -> pd.DataFrame:
        """Concentration of donors by entries (see `measures.concentration.indices`)."""
        return concentration.indices(self.donors_by_entries, ["recipient_iso3"])

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

    def conflicts(self, countries: Iterable[str]) -> pd.DataFrame:
        """Armed conflicts in some countries (see `measures.conflicts`); none in a package without `conflict_years`."""
        return conflicts.of_countries(self.tables.get("conflict_years", NO_CONFLICT_YEARS), countries)

    @cached_property
    def settled_borders(self) -> pd.DataFrame:
        """Borders settled between members (see `measures.stability.borders_settled`)."""
        return stability.borders_settled(self.tables["borders"], self.tables["memberships"])

    @cached_property
    def scenario_indicators(self) -> pd.DataFrame:
        """Where each indicator of each scenario stands (see `measures.scenarios.indicators`)."""
        return scenarios.indicators(self.tables, self.core, self.last_year)

    @cached_property
    def scenario_states(self) -> pd.DataFrame:
        """What points to each scenario (see `measures.scenarios.states`); empty if the package has none."""
        table = self.tables.get("scenarios", pd.DataFrame(columns=["scenario_id"]))
        return scenarios.states(table, self.scenario_indicators)


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


def trail(context: Context, measure: str, rows: Iterable[str]) -> dict[str, Any]:
    """What leads from a figure back to the data.

    Args:
        context: the edition.
        measure: name of the measure, as docs/methodology.md defines it.
        rows: identifiers of the rows that the figure stands on.

    Returns:
        `measure`, `rows` (each once, in order) and `sources` (theirs).
    """
    behind = list(dict.fromkeys(rows))
    return {"measure": measure, "rows": behind, "sources": sources_of(context, behind)}


def figure(context: Context, value: float | None, measure: str, rows: Iterable[str]) -> dict[str, Any]:
    """A number of a brief with its trail; the page prints it as a link to the rows behind it.

    Args:
        context: the edition.
        value: the number, unrounded; None where it is not known.
        measure: see `trail`.
        rows: see `trail`; none for a zero, for which no row stands.
    """
    return {"figure": value, **trail(context, measure, rows)}


def counted(context: Context, measure: str, listed: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """How many records there are, as a figure that leads to their rows; see `figure`.

    Args:
        context: the edition.
        measure: see `trail`.
        listed: records with `row`.
    """
    rows = [record["row"] for record in listed]
    return figure(context, len(rows), measure, rows)


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


def _dates(record: dict[str, Any]) -> list[str]:
    """The partial dates in a row, the oldest first."""
    return sorted((str(record[column]) for column in DATE_COLUMNS if record.get(column)), key=dates.sort_key)
