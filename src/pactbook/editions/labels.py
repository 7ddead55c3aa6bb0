"""What changed, named in words from the data: titles of rows, names in place of codes."""

import re
from collections.abc import Iterable
from typing import Any

from pactbook.editions.archive import Record, Table
from pactbook.editions.edition import Edition

LABELS = {  # of a row, by table; {column} stands for its words, and what is not known is left out with its comma
    "agreement_parties": "{agreement_id}, {iso3}",
    "agreements": "{title}",
    "arms_transfers": "{designation}, {supplier_iso3} to {recipient_iso3}",
    "borders": "Border of {iso3_a} and {iso3_b}",
    "counterterrorism_initiatives": "{name}",
    "counterterrorism_parties": "{initiative_id}, {iso3}",
    "countries": "{name}",
    "exercise_participants": "{exercise_id}, {iso3}",
    "exercise_series": "{name}",
    "exercises": "{name}",
    "facilities": "{name}, {host_iso3}",
    "force_structure": "{iso3}, forces {year}",
    "ideal_points": "{iso3}, ideal point {year}",
    "incidents": "{kind}, {countries}: {summary}",
    "infrastructure_projects": "{name}, {hosts}",
    "memberships": "{iso3}, {org_id}, {status}",
    "military_expenditure": "{iso3}, military spending {year}, {price_basis}",
    "operations": "{name}",
    "organizations": "{name}",
    "resources": "{iso3}, {commodity}, {measure} {year}",
    "security_assistance": "{programme}, {donor_iso3} to {recipients}",
}
TITLES = {  # tables that others name by the key of their rows
    "agreements": ("agreement_id", "title"),
    "exercises": ("exercise_id", "name"),
    "counterterrorism_initiatives": ("initiative_id", "name"),
    "exercise_series": ("series_id", "name"),
}
PARTIES = {  # tables whose rows are named with their parties, which stand in another table
    "agreements": ("agreement_parties", "agreement_id"),
    "exercises": ("exercise_participants", "exercise_id"),
}
FEW = 3  # parties that a label names
UNKNOWN = "not known"
WORDS = {  # of keys that no reader would read
    "current": "current prices",
    "exercises_5y": "exercises in five years",
    "hhi": "concentration",
    "jaccard": "overlap",
    "power_gained": "a power gained",
    "power_lost": "a power lost",
    "usd_millions": "US$ million",
}
PRICES = re.compile(r"constant_(\d{4})")
COLUMN = re.compile(r"\{([a-z_0-9]+)\}")
CODES = re.compile(r"[A-Za-z0-9-]+")


class Names:
    """The names of all codes in some editions; those of the later one count."""

    def __init__(self, *editions: Edition) -> None:
        self.names: dict[str, str] = {}
        for edition in editions:
            for record in _rows(edition.tables, "organizations"):
                self.names[record["org_id"]] = record["abbreviation"] or record["name"]
            for record in _rows(edition.tables, "countries"):
                self.names[record["iso3"]] = record["name"]
        self.titles = {
            str(record[key]): str(record[title])
            for edition in editions
            for table, (key, title) in TITLES.items()
            for record in _rows(edition.tables, table)
        }
        self.parties: dict[str, list[str]] = {}
        for edition in editions:
            for owner, (table, key) in PARTIES.items():
                told: dict[str, list[str]] = {}
                for record in _rows(edition.tables, table):
                    told.setdefault(f"{owner}:{record[key]}", []).append(record["iso3"])
                self.parties |= told

    def row(self, table: str, record: Record) -> str:
        """The label of a row; of a table that is not known here, its key."""
        pattern = LABELS.get(table)
        if pattern is None:
            return words(record["row"].split(":", 1)[1])
        told = COLUMN.sub(lambda found: str(self.value(record.get(found[1])) or UNKNOWN), pattern)
        if not told.startswith(UNKNOWN):
            told = told.replace(f", {UNKNOWN}", "").replace(f": {UNKNOWN}", "")
        told = told.removesuffix(".")  # of a summary: the label is a part of a sentence
        return ", ".join([told, *(party for party in self._parties(table, record) if party not in told)])

    def _parties(self, table: str, record: Record) -> list[str]:
        """Who is party to a row or took part, if they are few; else the organisation in whose framework they are."""
        if table not in PARTIES:
            return []
        parties = self.parties.get(record["row"], [])
        if 0 < len(parties) <= FEW:
            return sorted(str(self.value(iso3)) for iso3 in parties)
        framework = record.get("framework_org")
        return [str(self.value(framework))] if framework else []

    def value(self, value: Any) -> Any:
        """A value of a row as a reader would read it: names for codes, a list as one text; a number stays one."""
        if isinstance(value, list | tuple):
            return ", ".join(str(self.value(item)) for item in value) or None
        if isinstance(value, str):
            return self.names.get(value) or self.titles.get(value) or _plain(value)
        return value

    def about(self, value: str) -> str:
        """A subject that may name several codes, as `AAA/BBB`."""
        if value in self.names:
            return self.names[value]
        return words(CODES.sub(lambda code: self.names.get(code[0], code[0]), value))


def words(name: str) -> str:
    """A name of a column or a key as words."""
    return WORDS.get(name) or name.replace("_", " ").replace("/", ", ")


def _plain(value: str) -> str:
    """A code of the schema, such as `counter_narcotics`, as words; all other text as it is."""
    if value == "current":
        return WORDS[value]
    if prices := PRICES.fullmatch(value):
        return f"prices of {prices[1]}"
    return value.replace("_", " ") if re.fullmatch(r"[a-z0-9]+(_[a-z0-9]+)+", value) else value


def _rows(tables: dict[str, Table], name: str) -> Iterable[Record]:
    return tables.get(name, {}).values()
