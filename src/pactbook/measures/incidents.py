"""Incidents by country and year, with the low and the high toll kept apart."""

from typing import Any

import pandas as pd

from pactbook import dates


def by_country(incidents: pd.DataFrame) -> pd.DataFrame:
    """One row per incident and country concerned.

    Args:
        incidents: the table `incidents`.

    Returns:
        The table with iso3 and year, ordered by iso3, year, incident_id.
    """
    frame = incidents.assign(year=[dates.year(date) for date in incidents["date"]], iso3=incidents["countries"])
    return frame.explode("iso3").sort_values(["iso3", "year", "incident_id"], ignore_index=True)


def per_year(by_country: pd.DataFrame) -> pd.DataFrame:
    """Incidents and tolls of each country in each year with one.

    Args:
        by_country: as `by_country` returns.

    Returns:
        iso3, year (of the start), incidents (count), low (sum of known low tolls), high (sum of high tolls; missing
        if that of any incident is unknown), low_unknown (incidents without a low toll), ordered by iso3, year.
    """
    grouped = by_country.groupby(["iso3", "year"])
    return pd.DataFrame(
        {
            "incidents": grouped.size(),
            "low": grouped["fatalities_low"].sum(min_count=1),
            "high": grouped["fatalities_high"].apply(_sum_if_all_known),
            "low_unknown": grouped["fatalities_low"].agg(lambda tolls: int(tolls.isna().sum())),
        }
    ).reset_index()


def _sum_if_all_known(tolls: pd.Series) -> Any:
    return tolls.sum() if tolls.notna().all() else pd.NA
