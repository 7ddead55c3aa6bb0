"""How much two countries have to do with each other, by component; never the sum alone."""

import pandas as pd

from pactbook.measures import exercises as exercise_measures

COMPONENTS = ["agreements", "exercises", "facilities", "arms", "assistance"]
RECENT_YEARS = 5  # exercises count for the last five years, and the trend compares them with the five before
ARMS_YEARS = 10  # deliveries are rarer, so that they count for ten


def engagement(tables: dict[str, pd.DataFrame], last_year: int) -> pd.DataFrame:
    """Engagement of every pair of countries, in both directions (docs/methodology.md, "Engagement").

    Components are counts: bilateral agreements in force (two parties), joint exercises of the last five years,
    facilities that one of the two runs in the other, arms deliveries of the last ten years either way (register
    entries, not value), assistance programmes either way. Each is divided by the country's highest count with any
    partner (0 to 1); `score` is the unweighted mean of the five.

    Args:
        tables: the tables of the edition.
        last_year: the edition's year.

    Returns:
        iso3, partner, the five counts, `<component>_share` (0 to 1), score (0 to 1), exercises_before (count of the
        five years before), ordered by iso3 and falling score.
    """
    participations = exercise_measures.participations(tables["exercises"], tables["exercise_participants"])
    together = exercise_measures.pairs(participations)
    age = last_year - together["year"]
    counted = {
        "agreements": _agreements(tables["agreements"], tables["agreement_parties"]),
        "exercises": together[age < RECENT_YEARS],
        "exercises_before": together[(age >= RECENT_YEARS) & (age < 2 * RECENT_YEARS)],
        "facilities": _facilities(tables["facilities"]),
        "arms": _arms(tables["arms_transfers"], last_year),
        "assistance": _assistance(tables["security_assistance"]),
    }
    counts = [frame.groupby(["iso3", "partner"]).size().rename(name) for name, frame in counted.items()]
    result = pd.concat(counts, axis=1).fillna(0).astype(int).rename_axis(["iso3", "partner"]).reset_index()
    for component in COMPONENTS:
        highest = result.groupby("iso3")[component].transform("max")
        result[f"{component}_share"] = (result[component] / highest.where(highest > 0)).fillna(0.0)
    result["score"] = result[[f"{component}_share" for component in COMPONENTS]].mean(axis=1)
    return result.sort_values(["iso3", "score", "partner"], ascending=[True, False, True], ignore_index=True)


def _agreements(agreements: pd.DataFrame, parties: pd.DataFrame) -> pd.DataFrame:
    """Bilateral agreements in force: the pair of parties of each, both ways."""
    in_force = parties.loc[
        parties["agreement_id"].isin(agreements.loc[agreements["status"] == "in force", "agreement_id"])
    ]
    standing = in_force[in_force["left"].isna()]
    size = standing.groupby("agreement_id")["iso3"].transform("nunique")
    two = standing.loc[size == 2, ["agreement_id", "iso3"]]
    both = two.merge(two.rename(columns={"iso3": "partner"}), on="agreement_id")
    return both[both["iso3"] != both["partner"]]


def _facilities(facilities: pd.DataFrame) -> pd.DataFrame:
    """Facilities not closed that one country runs in another, both ways."""
    here = facilities[(facilities["status"] != "closed") & facilities["operator_iso3"].notna()]
    abroad = here[here["operator_iso3"] != here["host_iso3"]]
    return _both_ways(abroad["host_iso3"], abroad["operator_iso3"])


def _arms(transfers: pd.DataFrame, last_year: int) -> pd.DataFrame:
    """Deliveries whose last known year lies in the last ten, both ways."""
    known = transfers["delivered_to"].fillna(transfers["delivered_from"]).fillna(transfers["order_year"])
    year = pd.to_numeric(known.astype("string").str[:4])
    recent = transfers[(year > last_year - ARMS_YEARS) & transfers["supplier_iso3"].notna()]
    return _both_ways(recent["recipient_iso3"], recent["supplier_iso3"])


def _assistance(assistance: pd.DataFrame) -> pd.DataFrame:
    """Assistance programmes, each once per recipient, both ways."""
    each = assistance[["donor_iso3", "recipients"]].explode("recipients").dropna()
    return _both_ways(each["recipients"], each["donor_iso3"])


def _both_ways(left: pd.Series, right: pd.Series) -> pd.DataFrame:
    there = pd.DataFrame({"iso3": left.to_numpy(), "partner": right.to_numpy()})
    back = pd.DataFrame({"iso3": right.to_numpy(), "partner": left.to_numpy()})
    return pd.concat([there, back], ignore_index=True)
