"""The years of partial dates."""

import pandas as pd

from pactbook import dates


def years(column: pd.Series) -> pd.Series:
    """The year of each partial date; missing where the date is (Int64)."""
    return pd.Series([pd.NA if pd.isna(date) else dates.year(date) for date in column], column.index, dtype="Int64")
