"""The state of the data as of an edition's date: what starts later is left out, what ends later is still open."""

import datetime
from collections.abc import Callable

import pandas as pd

from pactbook import dates

Tables = dict[str, pd.DataFrame]

# Columns that say when a fact starts and ends; a fact whose start is unknown stays.
INTERVALS = {
    "organizations": ("founded", "dissolved"),
    "memberships": ("start", "end"),
    "agreements": ("signed", "ended"),
    "agreement_parties": ("joined", "left"),
    "exercises": ("start", "end"),
    "facilities": ("opened", "closed"),
    "infrastructure_projects": ("year_start", "year_end"),
    "arms_transfers": ("order_year", "delivered_to"),
    "counterterrorism_initiatives": ("start", "end"),
    "operations": ("start", "end"),
    "incidents": ("date", "end"),
    "exercise_series": ("first_year", "last_year"),
}
ANNUAL = {"military_expenditure": "year", "force_structure": "year", "security_assistance": "year", "resources": "year"}
# Rows of the first table go when the row of the second that they name has gone.
DEPENDANTS = [
    ("memberships", "org_id", "organizations"),
    ("agreement_parties", "agreement_id", "agreements"),
    ("exercise_participants", "exercise_id", "exercises"),
    ("counterterrorism_parties", "initiative_id", "counterterrorism_initiatives"),
]


def cut(tables: Tables, as_of: datetime.date) -> Tables:
    """The tables as an observer on a day would have to state them.

    Args:
        tables: as `tables.read` returns.
        as_of: the edition's date.

    Returns:
        The same tables and columns: facts that can only start later left out, with what depends on them; ends that are
        not surely past emptied; annual figures kept only of years that are over; statuses made to agree.
    """
    result = {name: _cut_interval(name, frame, as_of) for name, frame in tables.items()}
    for name, column in ANNUAL.items():
        if name in result:
            frame = result[name]
            years = pd.to_numeric(frame[column].astype("string").str[:4]).astype("Int64")
            over = years.map(lambda year: datetime.date(year, 12, 31) <= as_of, na_action="ignore")
            result[name] = frame[over.fillna(value=True).astype(bool)].reset_index(drop=True)
    for child, column, parent in DEPENDANTS:
        if child in result and parent in result:
            kept = result[child][column].isin(result[parent][column])
            result[child] = result[child][kept].reset_index(drop=True)
    for name, follow in STATUSES.items():
        if name in result:
            result[name] = follow(result[name].copy(), tables[name].set_index("row"), as_of)
    return result


def _cut_interval(name: str, frame: pd.DataFrame, as_of: datetime.date) -> pd.DataFrame:
    if name not in INTERVALS:
        return frame.copy()
    start, end = INTERVALS[name]
    begun = ~_starts_after(frame[start], as_of)
    kept = frame[begun].reset_index(drop=True)
    kept[end] = kept[end].mask(_not_over(kept[end], as_of))
    return kept


def _starts_after(column: pd.Series, as_of: datetime.date) -> pd.Series:
    """Whether a date can only lie after the edition's date; False where none is known."""
    return pd.Series([not pd.isna(date) and dates.earliest(str(date)) > as_of for date in column], column.index, bool)


def _not_over(column: pd.Series, as_of: datetime.date) -> pd.Series:
    """Whether a known date is not surely past on the edition's date."""
    return pd.Series([not pd.isna(date) and dates.latest(str(date)) > as_of for date in column], column.index, bool)


def _agreements(frame: pd.DataFrame, before: pd.DataFrame, as_of: datetime.date) -> pd.DataFrame:
    frame["in_force"] = frame["in_force"].mask(_starts_after(frame["in_force"], as_of))
    original = before.loc[frame["row"]]
    later_force = (original["in_force"].notna().to_numpy()) & frame["in_force"].isna().to_numpy()
    later_end = (original["ended"].notna().to_numpy()) & frame["ended"].isna().to_numpy()
    expired = (frame["status"] == "expired").to_numpy()
    frame.loc[later_end & expired, "status"] = "in force"
    frame.loc[later_force, "status"] = "signed"
    return frame


def _facilities(frame: pd.DataFrame, before: pd.DataFrame, _as_of: datetime.date) -> pd.DataFrame:
    closes_later = before.loc[frame["row"], "closed"].notna().to_numpy() & frame["closed"].isna().to_numpy()
    frame.loc[closes_later, "status"] = "active"
    return frame


def _borders(frame: pd.DataFrame, _before: pd.DataFrame, as_of: datetime.date) -> pd.DataFrame:
    later = _starts_after(frame["settled_on"], as_of)
    frame.loc[later, "status"] = "unsettled"
    frame["settled_on"] = frame["settled_on"].mask(later)
    return frame


STATUSES: dict[str, Callable[[pd.DataFrame, pd.DataFrame, datetime.date], pd.DataFrame]] = {
    "agreements": _agreements,
    "facilities": _facilities,
    "borders": _borders,
}
