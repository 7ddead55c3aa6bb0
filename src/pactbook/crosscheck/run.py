"""All comparisons of a data package with the published sets imported beside it, and what editors said of them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from pactbook.crosscheck import continuity, events, findings, memberships, pacts, series, transfers
from pactbook.ingest import files, loading, package, schema_rules, tables, whole
from pactbook.ingest.package import Package, PackageError
from pactbook.ingest.problems import shown_path
from pactbook.ingest.published.writing import RECORD

Tables = dict[str, pd.DataFrame]
NAMED = "context"  # the role of countries that a package only names
CORE = "core"
CODES = "cow_igo"  # column of `organizations`: what the Correlates of War call it
KEPT = ("comparison", "outcome", "subject", "column", "ours", "theirs", "our_row", "their_row", "explanation")
SHARE = "MS.MIL.XPND.GD.ZS"  # of the World Bank: military spending in percent of GDP
SPENDING = {"usd_millions": (0.005, 0.05), "pct_gdp": (0.005, 0.006)}
BILATERAL_YEARS = (1980, 2010)  # of DCAD
ALLIANCES = frozenset(("mutual defence", "non-aggression", "consultation/strategic partnership"))


@dataclass(frozen=True)
class Material:
    """What the comparisons read.

    Attributes:
        ours: the tables of the package, whole.
        sets: the tables of each published set, by its name.
        editions: what each set says of its edition.
        countries: those that the package does more than name.
        core: those that it is about.
    """

    ours: Tables
    sets: dict[str, Tables]
    editions: dict[str, str]
    countries: frozenset[str] = field(init=False)
    core: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        roles = self.ours["countries"].set_index("iso3")["role"]
        object.__setattr__(self, "countries", frozenset(roles.index[roles != NAMED]))
        object.__setattr__(self, "core", frozenset(roles.index[roles == CORE]))

    def has(self, name: str, *wanted: str) -> bool:
        """Whether a set is there with some tables."""
        return name in self.sets and all(table in self.sets[name] for table in wanted)


def gathered(described: Path, published: Path) -> Material:
    """Read a package and the sets imported beside it.

    Args:
        described: `datapackage.json` of a package that has passed its check.
        published: the folder with a folder for each set.

    Raises:
        PackageError: if a set cannot be understood, or holds what its own description does not allow.
    """
    curated_package = package.read(described)
    descriptions = {
        folder.name: _description(folder / loading.DESCRIPTION, curated_package)
        for folder in loading.folders(published)
    }
    sets = {name: _tables(one) for name, one in descriptions.items()}
    editions = {name: _edition(one) for name, one in descriptions.items()}
    curated, _ = whole.read(described, {})
    return Material(curated, sets, editions)


def _description(path: Path, curated: Package) -> Package:
    try:
        return package.read(path, curated)
    except PackageError as error:
        raise PackageError(f"a set cannot be read: {shown_path(path)}: {error}") from error


def _tables(one: Package) -> Tables:
    """The tables of a set; a half of it would be told as rows that only we have."""
    sheets = {name: files.read(table) for name, table in one.tables.items()}
    schema_rules.check(one, {name: sheet for name, sheet in sheets.items() if sheet.usable})
    for sheet in sheets.values():
        if sheet.problems:
            raise PackageError(f"a set cannot be read: {sheet.problems[0].line()}")
    return {name: tables.typed(sheet) for name, sheet in sheets.items()}


def _edition(one: Package) -> str:
    told = one.descriptor.get(RECORD)
    stated = told.get("edition") if isinstance(told, dict) else None
    return stated if isinstance(stated, str) else ""


def compared(material: Material) -> pd.DataFrame:
    """Every comparison for which the sets are there, as `findings.frame`."""
    found = [made for comparison in COMPARISONS for made in comparison(material)]
    return findings.frame(line for made in found for line in made.itertuples(index=False, name=None))


def unexplained(found: pd.DataFrame) -> pd.DataFrame:
    """The findings that an editor must correct or explain: all but what agrees."""
    return found[found["outcome"] != findings.AGREES].reset_index(drop=True)


def explained(found: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    """The differences with what editors had said of them.

    Args:
        found: as `compared` returns.
        before: the table `crosscheck` as it stands.

    Returns:
        The columns KEPT; `explanation` is empty for what is new or has changed on either side since it was explained.
    """
    same = [*findings.KEY, "outcome", "ours", "theirs"]
    words = before[[*same, "explanation"]].astype("string").fillna("")
    made = unexplained(found).merge(words, on=same, how="left")
    made["explanation"] = made["explanation"].fillna("")
    return made[list(KEPT)]


def _memberships(material: Material) -> Iterable[pd.DataFrame]:
    organizations = material.ours["organizations"]
    if CODES not in organizations or not material.has("cow-igo", "memberships"):
        return
    theirs = material.sets["cow-igo"]["memberships"]
    named = organizations.dropna(subset=CODES)
    if theirs.empty:
        return
    codes = dict(zip(named["org_id"].astype(str), named[CODES].astype(str), strict=True))
    dated = pd.concat([theirs["start"], theirs["end"]]).dropna().str[:4].astype(int)
    years = max(1991, int(dated.min())), int(dated.max())
    ours = material.ours["memberships"]
    yield memberships.compare("memberships/cow-igo", ours, theirs, codes, material.core, years)


def _pacts(material: Material) -> Iterable[pd.DataFrame]:
    ours = material.ours["agreements"], material.ours["agreement_parties"]
    for name, covers in COVERED.items():
        if material.has(name, "agreements", "agreement_parties"):
            its = material.sets[name]["agreements"], material.sets[name]["agreement_parties"]
            if its[0].empty or its[1].empty:
                continue
            last = int(its[0]["signed"].str[:4].astype(int).max())
            within = _until(covers, last)
            yield pacts.compare(
                f"agreements/{name}",
                ours,
                its,
                material.countries,
                material.core,
                within,
                pairs_only=its[1].groupby("agreement_id").size().max() == 2 and name == "cow-alliances",
            )


def _until(
    covers: Callable[[str, tuple[str, ...], int], bool], last: int
) -> Callable[[str, tuple[str, ...], int], bool]:
    return lambda kind, parties, year: year <= last and covers(kind, parties, year)


def _spending(material: Material) -> Iterable[pd.DataFrame]:
    ours = material.ours["military_expenditure"]
    if material.has("sipri-milex", "military_expenditure"):
        theirs = material.sets["sipri-milex"]["military_expenditure"]
        keys = ("iso3", "year", "price_basis")
        yield series.compare("military_expenditure/sipri-milex", ours, theirs, keys, SPENDING, material.countries)
    if material.has("world-bank-wdi", "indicators"):
        shares = continuity.indicator(material.sets["world-bank-wdi"]["indicators"], SHARE, "pct_gdp", "row")
        own = ours[ours["pct_gdp"].notna()]
        tolerance = {"pct_gdp": SPENDING["pct_gdp"]}
        yield series.compare(
            "military_expenditure/world-bank-wdi", own, shares, ("iso3", "year"), tolerance, material.countries
        )


def _figures(material: Material) -> Iterable[pd.DataFrame]:
    if material.has("cow-nmc", "force_structure"):
        ours, theirs = material.ours["force_structure"], material.sets["cow-nmc"]["force_structure"]
        tolerance = {"active_personnel": (0.0, 0.0)}
        keys = ("iso3", "year", "series")
        own = ours[ours["series"] == "cow-nmc"]
        yield series.compare("force_structure/cow-nmc", own, theirs, keys, tolerance, material.countries)
    if "ideal_points" in material.ours and material.has("unga-ideal-points", "ideal_points"):
        ours, theirs = material.ours["ideal_points"], material.sets["unga-ideal-points"]["ideal_points"]
        tolerance = {"ideal_point": (0.0, 0.001)}
        yield series.compare(
            "ideal_points/unga-ideal-points", ours, theirs, ("iso3", "year"), tolerance, material.countries
        )


def _transfers(material: Material) -> Iterable[pd.DataFrame]:
    for name in ("sipri-register", "sipri-deals"):
        if material.has(name, "arms_transfers"):
            its = material.sets[name]["arms_transfers"]
            yield transfers.compare(f"arms_transfers/{name}", material.ours["arms_transfers"], its, material.core)


def _events(material: Material) -> Iterable[pd.DataFrame]:
    if material.has("ucdp-acd", "conflict_years"):
        years = material.sets["ucdp-acd"]["conflict_years"]
        yield events.conflicts("incidents/ucdp-acd", material.ours["incidents"], years, material.core)
    if material.has("mme", "exercises", "exercise_participants"):
        ours = material.ours["exercises"], material.ours["exercise_participants"]
        its = material.sets["mme"]["exercises"], material.sets["mme"]["exercise_participants"]
        yield events.exercises("exercises/mme", ours, its, material.core)


def _continuity(material: Material) -> Iterable[pd.DataFrame]:
    spending = material.ours["military_expenditure"]
    own = spending[spending["iso3"].isin(material.core)]
    indicators = material.sets.get("world-bank-wdi", {}).get("indicators")
    local = material.sets.get("sipri-milex", {}).get("military_expenditure_local")
    if local is not None:
        local = local[local["basis"] == "calendar"]
    if indicators is not None:
        yield continuity.share_of_gdp(own, indicators)
        if local is not None:
            yield continuity.inflation(own, local, indicators)
            yield continuity.exchange_rate(own, local, indicators)
    if material.has("sipri-milex", "military_expenditure"):
        yield continuity.editions(own, material.sets["sipri-milex"]["military_expenditure"])


COVERED: dict[str, Callable[[str, tuple[str, ...], int], bool]] = {  # which agreements of ours a set means to hold
    "cow-alliances": lambda kind, _parties, _year: kind in ALLIANCES,
    "atop-members": lambda kind, _parties, _year: kind in ALLIANCES,
    "dcad": lambda kind, parties, year: (
        kind == "defence cooperation" and len(parties) == 2 and BILATERAL_YEARS[0] <= year <= BILATERAL_YEARS[1]
    ),
}
COMPARISONS: tuple[Callable[[Material], Iterable[pd.DataFrame]], ...] = (
    _memberships,
    _pacts,
    _spending,
    _figures,
    _transfers,
    _events,
    _continuity,
)
