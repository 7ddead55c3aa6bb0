"""The state of the data as of an edition's date: what starts later is left out, what ends later is still open."""

import datetime as dt
from collections.abc import Callable
from functools import reduce

import pandas as pd

from pactbook import dates

Tables = dict[str, pd.DataFrame]

# Columns that say when a fact starts, the first known one counting; a fact whose start is unknown stays.
STARTS = {
    "organizations": ["founded"],
    "memberships": ["start"],
    "agreements": ["signed"],
    "agreement_parties": ["joined"],
    "exercise_series": ["first_year"],
    "exercises": ["start"],
    "facilities": ["opened"],
    "infrastructure_projects": ["year_start"],
    "arms_transfers": ["order_year", "delivered_from"],
    "counterterrorism_initiatives": ["start"],
    "operations": ["start"],
    "incidents": ["date"],
    "editorial": ["date"],
}
# Columns that say when it ended; emptied if the edition cannot know of it. (Exercises and series: see below.)
ENDS = {
    "organizations": "dissolved",
    "memberships": "end",
    "agreements": "ended",
    "agreement_parties": "left",
    "facilities": "closed",
    "infrastructure_projects": "year_end",
    "arms_transfers": "delivered_to",
    "counterterrorism_initiatives": "end",
    "operations": "end",
    "incidents": "end",
}
# Columns that say when something else became so; emptied if that was later.
LATER = {
    "organizations": "in_force",
    "agreements": "in_force",
    "arms_transfers": "delivered_from",
    "borders": "settled_on",
}
# Yearly figures are known once the year is over.
ANNUAL = {
    "military_expenditure": "year",
    "force_structure": "year",
    "security_assistance": "year",
    "resources": "year",
    "ideal_points": "year",
    "conflict_years": "year",
}
# Rows of the first table go when the row of the third that they name has gone.
DEPENDANTS = [
    ("memberships", "org_id", "organizations"),
    ("agreement_parties", "agreement_id", "agreements"),
    ("exercise_participants", "exercise_id", "exercises"),
    ("counterterrorism_parties", "initiative_id", "counterterrorism_initiatives"),
]
# References that are emptied when the organisation that they name has gone.
TO_ORGANIZATIONS = {
    "organizations": ("parent_org", "succeeds"),
    "agreements": ("framework_org",),
    "exercise_series": ("framework_org",),
    "exercises": ("framework_org",),
    "facilities": ("org_id",),
    "counterterrorism_initiatives": ("framework_org",),
    "operations": ("framework_org",),
    "scenario_indicators": ("org_id",),
}
OF_CELLS = {"corrections", "disagreements"}  # tables that speak of single cells of others
PROSE = {"note", "summary", "outcome"}
NO_EXERCISES = pd.DataFrame({"series_id": [], "start": []}, dtype="string")


def cut(tables: Tables, as_of: dt.date) -> Tables:
    """The tables as an observer on a day would have to state them.

    Args:
        tables: as `tables.read` returns.
        as_of: the edition's date.

    Returns:
        The same tables and columns: facts that can only start later left out, with what depends on them; ends that are
        not surely past emptied; annual figures kept only of years that are over; statuses made to agree.
    """
    result = {name: _kept(frame, _known(name, frame, tables, as_of)) for name, frame in tables.items()}
    for name, column, parent in DEPENDANTS:
        if name in result and parent in result:
            result[name] = _kept(result[name], result[name][column].isin(result[parent][column]))
    for name, frame in result.items():
        _empty_what_is_later(name, frame, result, as_of)
    later = _later_years(tables, as_of)
    for name, frame in result.items():
        if name != "sources":  # a source's note speaks of the source
            _leave_out_prose(frame, later)
    for name, follow in FOLLOWING.items():
        if name in result:
            follow(result, tables[name].set_index("row").loc[result[name]["row"]].reset_index(), as_of)
    for name in OF_CELLS & result.keys():
        if "about" in result[name]:
            result[name] = _kept(result[name], _same_cells(result[name], tables, result))
    return result


def _same_cells(said: pd.DataFrame, tables: Tables, result: Tables) -> pd.Series:
    """Which rows speak of a cell that the cut has left as it was: what is said of others may be of later days."""
    cells = {
        (table, column): [frames[table].set_index("row")[column].astype(str).to_dict() for frames in (tables, result)]
        for table, column in set(zip(said["table"], said["column"], strict=True))
    }
    kept = []
    for table, column, about in zip(said["table"], said["column"], said["about"], strict=True):
        before, after = cells[table, column]
        kept.append(about in after and before[about] == after[about])
    return pd.Series(kept, said.index, bool)


def _kept(frame: pd.DataFrame, rows: pd.Series) -> pd.DataFrame:
    return frame[rows].reset_index(drop=True)


def _known(name: str, frame: pd.DataFrame, tables: Tables, as_of: dt.date) -> pd.Series:
    """Which rows of a table the edition can know of."""
    if name in ANNUAL:
        return ~_not_over(frame[ANNUAL[name]], as_of)
    if name not in STARTS:
        return pd.Series(data=True, index=frame.index)
    start = reduce(pd.Series.fillna, (frame[column].astype("string") for column in STARTS[name]))
    later = _starts_after(start, as_of)
    if name == "exercise_series":
        exercises = tables.get("exercises", NO_EXERCISES)
        held = exercises["series_id"][~_starts_after(exercises["start"], as_of)]
        later &= ~frame["series_id"].isin(held)
    return ~later


def _empty_what_is_later(name: str, frame: pd.DataFrame, tables: Tables, as_of: dt.date) -> None:
    if name in ENDS:
        frame[ENDS[name]] = frame[ENDS[name]].mask(_not_over(frame[ENDS[name]], as_of))
    if name in LATER:
        frame[LATER[name]] = frame[LATER[name]].mask(_starts_after(frame[LATER[name]], as_of))
    if "organizations" in tables:
        for column in TO_ORGANIZATIONS.get(name, ()):
            frame[column] = frame[column].where(frame[column].isin(tables["organizations"]["org_id"]))


def _later_years(tables: Tables, as_of: dt.date) -> set[str]:
    """The years after the edition's, up to the newest source's: what is later is a plan, or a term known then."""
    published = tables["sources"]["published"].dropna() if "sources" in tables else ()
    newest = max((dates.year(str(date)) for date in published), default=as_of.year)
    return {str(year) for year in range(as_of.year + 1, newest + 1)}


def _leave_out_prose(frame: pd.DataFrame, years: set[str]) -> None:
    """Empty notes and summaries that name one of some years; a summary stays a text, since reports print it plainly."""
    for column in PROSE & set(frame.columns):
        told = [not pd.isna(text) and not years.isdisjoint(dates.YEAR.findall(str(text))) for text in frame[column]]
        frame[column] = frame[column].mask(pd.Series(told, frame.index, bool), "" if column == "summary" else None)


def _starts_after(column: pd.Series, as_of: dt.date) -> pd.Series:
    """Whether a date can only lie after the edition's date; False where none is known."""
    return pd.Series([not pd.isna(date) and dates.earliest(str(date)) > as_of for date in column], column.index, bool)


def _not_over(column: pd.Series, as_of: dt.date) -> pd.Series:
    """Whether a known date is not surely past on the edition's date."""
    return pd.Series([not pd.isna(date) and dates.latest(str(date)) > as_of for date in column], column.index, bool)


def _emptied(frame: pd.DataFrame, before: pd.DataFrame, column: str) -> pd.Series:
    """Where the cut has emptied a column."""
    return before[column].notna() & frame[column].isna()


# What follows from the cut in single tables. Each takes all tables as cut, the table's rows as they were, the date.


def _memberships(tables: Tables, before: pd.DataFrame, _as_of: dt.date) -> None:
    """A spell that another kept one follows has ended, so that no country is a member twice."""
    frame = tables["memberships"]
    starts: dict[tuple[str, str], list[str]] = {}
    for org_id, iso3, start in zip(frame["org_id"], frame["iso3"], frame["start"], strict=True):
        if pd.notna(start):
            starts.setdefault((org_id, iso3), []).append(str(start))
    followed = [
        pd.notna(end) and any(dates.may_be_same(str(end), start) for start in starts.get((org_id, iso3), ()))
        for org_id, iso3, end in zip(frame["org_id"], frame["iso3"], before["end"], strict=True)
    ]
    frame["end"] = frame["end"].mask(pd.Series(followed, dtype=bool), before["end"])


def _countries(tables: Tables, _before: pd.DataFrame, as_of: dt.date) -> None:
    """A population counted later, and a doctrine that speaks of later days, are not known yet."""
    frame = tables["countries"]
    later = (frame["population_year"] > as_of.year).fillna(value=False)
    for column in ("population", "population_year"):
        frame[column] = frame[column].mask(later)
    frame["doctrine_note"] = frame["doctrine_note"].mask(_starts_after(frame["doctrine_date"], as_of))


def _agreements(tables: Tables, before: pd.DataFrame, _as_of: dt.date) -> None:
    frame = tables["agreements"]
    frame.loc[_emptied(frame, before, "ended") & (frame["status"] == "expired"), "status"] = "in force"
    frame.loc[_emptied(frame, before, "in_force"), "status"] = "signed"


def _facilities(tables: Tables, before: pd.DataFrame, _as_of: dt.date) -> None:
    frame = tables["facilities"]
    frame.loc[_emptied(frame, before, "closed") & (frame["status"] == "closed"), "status"] = "active"


def _borders(tables: Tables, before: pd.DataFrame, _as_of: dt.date) -> None:
    frame = tables["borders"]
    frame.loc[_emptied(frame, before, "settled_on"), "status"] = "unsettled"


def _exercises(tables: Tables, _before: pd.DataFrame, as_of: dt.date) -> None:
    """An exercise ends on the edition's date at the latest; `end` is never empty."""
    frame = tables["exercises"]
    frame["end"] = frame["end"].mask(_starts_after(frame["end"], as_of), as_of.isoformat())


def _exercise_series(tables: Tables, _before: pd.DataFrame, as_of: dt.date) -> None:
    """A series that goes on later ends, so far, with the last exercise held."""
    frame, exercises = tables["exercise_series"], tables.get("exercises", NO_EXERCISES)
    years = pd.Series([dates.year(start) for start in exercises["start"]], dtype="Int64")
    last_held = frame["series_id"].map(years.groupby(exercises["series_id"]).max())
    so_far = last_held.fillna(frame["last_year"].clip(upper=as_of.year))
    frame["last_year"] = frame["last_year"].mask(_not_over(frame["last_year"], as_of), so_far).astype("Int64")


FOLLOWING: dict[str, Callable[[Tables, pd.DataFrame, dt.date], None]] = {
    "countries": _countries,
    "memberships": _memberships,
    "agreements": _agreements,
    "facilities": _facilities,
    "borders": _borders,
    "exercises": _exercises,
    "exercise_series": _exercise_series,
}
