"""Incidents by country and year."""

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
