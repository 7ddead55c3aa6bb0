"""Armed forces: two series that count differently and are never joined."""

import pandas as pd


def latest(forces: pd.DataFrame) -> pd.DataFrame:
    """The newest figure of active personnel of each country in each series.

    Args:
        forces: the table `force_structure`.

    Returns:
        The newest row with known active_personnel (persons) by iso3 and series, ordered by iso3, series.
    """
    known = forces[forces["active_personnel"].notna()].sort_values(["iso3", "series", "year"])
    return known.groupby(["iso3", "series"]).tail(1).reset_index(drop=True)
