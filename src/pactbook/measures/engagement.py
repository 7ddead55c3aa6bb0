"""How much two countries have to do with each other, by component; never the sum alone."""

import pandas as pd

from pactbook.measures import exercises as exercise_measures
from pactbook.measures.agreements import IN_FORCE

COMPONENTS = ["agreements", "exercises", "facilities", "arms", "assistance"]
RECENT_YEARS = 5  # exercises count for the last five years, and the trend compares them with the five before
LONG_YEARS = 10  # deliveries and assistance are rarer, so that they count for ten
LEAST_HIGHEST = 3  # where no partner has more than one or two of a component, one of it is no full share
NO_HELP = ("rent", "planned", "requested", "cumulative")  # of sums: a price paid, an intention, a sum of other rows


def engagement(tables: dict[str, pd.DataFrame], last_year: int) -> pd.DataFrame:
    """Engagement of every pair of countries, in both directions (docs/methodology.md, "Engagement").

    Components are counts: bilateral agreements in force (two parties), joint exercises of the last five years,
    facilities that one of the two runs in the other, arms deliveries of the last ten years either way (register
    entries, not value), assistance given in the last ten years either way. Each is divided by the country's highest
    count with any partner, at least LEAST_HIGHEST (0 to 1); `score` is the unweighted mean of the five.

    Args:
        tables: the tables of the edition.
        last_year: the last year that is over; what is later does not count.

    Returns:
        iso3, partner, the five counts, `<component>_share` (0 to 1), score (0 to 1), exercises_before (count of the
        five years before), rows (tuple of the identifiers of all that was counted), ordered by iso3 and falling score.
    """
    participations = exercise_measures.participations(tables["exercises"], tables["exercise_participants"])
    together = exercise_measures.pairs(participations)
    age = last_year - together["year"]
    counted = {
        "agreements": _agreements(tables["agreements"], tables["agreement_parties"]),
        "exercises": together[(age >= 0) & (age < RECENT_YEARS)],
        "exercises_before": together[(age >= RECENT_YEARS) & (age < 2 * RECENT_YEARS)],
        "facilities": _facilities(tables["facilities"]),
        "arms": _arms(tables["arms_transfers"], last_year),
        "assistance": _assistance(tables["security_assistance"], last_year),
    }
    counts = [frame.groupby(["iso3", "partner"]).size().rename(name) for name, frame in counted.items()]
    result = pd.concat(counts, axis=1).fillna(0).astype(int).rename_axis(["iso3", "partner"]).reset_index()
    behind = pd.concat([frame[["iso3", "partner", "row"]] for frame in counted.values()], ignore_index=True)
    rows = {pair: tuple(sorted(set(names))) for pair, names in behind.groupby(["iso3", "partner"])["row"]}
    pairs = zip(result["iso3"], result["partner"], strict=True)
    result["rows"] = pd.Series([rows[pair] for pair in pairs], index=result.index, dtype=object)
    for component in COMPONENTS:
        highest = result.groupby("iso3")[component].transform("max").clip(lower=LEAST_HIGHEST)
        result[f"{component}_share"] = result[component] / highest
    result["score"] = result[[f"{component}_share" for component in COMPONENTS]].mean(axis=1)
    return result.sort_values(["iso3", "score", "partner"], ascending=[True, False, True], ignore_index=True)


def _agreements(agreements: pd.DataFrame, parties: pd.DataFrame) -> pd.DataFrame:
    """Bilateral agreements in force: the pair of parties of each, both ways; a larger one that others left is none."""
    in_force = agreements.loc[agreements["status"] == IN_FORCE, ["agreement_id", "row"]]
    everyone = parties[["agreement_id", "iso3", "left"]].merge(in_force, on="agreement_id")
    size = everyone.groupby("agreement_id")["iso3"].transform("nunique")
    two = everyone[(size == 2) & everyone["left"].isna()]
    both = two.merge(two[["agreement_id", "iso3"]].rename(columns={"iso3": "partner"}), on="agreement_id")
    return both[both["iso3"] != both["partner"]]


def _facilities(facilities: pd.DataFrame) -> pd.DataFrame:
    """Facilities not closed that one country runs in another, both ways."""
    here = facilities[(facilities["status"] != "closed") & facilities["operator_iso3"].notna()]
    abroad = here[here["operator_iso3"] != here["host_iso3"]]
    return _both_ways(abroad, "host_iso3", "operator_iso3")


def _arms(transfers: pd.DataFrame, last_year: int) -> pd.DataFrame:
    """Deliveries whose last known year lies in the last ten, both ways; orders without a delivery do not count."""
    known = transfers["delivered_to"].fillna(transfers["delivered_from"])
    year = pd.to_numeric(known.astype("string").str[:4])
    recent = transfers[year.between(last_year - LONG_YEARS + 1, last_year) & transfers["supplier_iso3"].notna()]
    return _both_ways(recent, "recipient_iso3", "supplier_iso3")


def _assistance(assistance: pd.DataFrame, last_year: int) -> pd.DataFrame:
    """Assistance of the last ten years, each entry once per recipient, both ways; rents and intentions left out."""
    years = assistance["year"].between(last_year - LONG_YEARS + 1, last_year)
    given = assistance[years & ~assistance["amount_kind"].isin(NO_HELP)]
    each = given[["donor_iso3", "recipients", "row"]].explode("recipients").dropna()
    return _both_ways(each, "recipients", "donor_iso3")


def _both_ways(frame: pd.DataFrame, one: str, other: str) -> pd.DataFrame:
    there = frame[[one, other, "row"]].set_axis(["iso3", "partner", "row"], axis=1)
    back = frame[[other, one, "row"]].set_axis(["iso3", "partner", "row"], axis=1)
    return pd.concat([there, back], ignore_index=True)
