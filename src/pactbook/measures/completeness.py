"""How much the data package holds, how fresh it is, and where it has gaps: by table, and by country."""

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from pactbook import dates

# Tables with one figure a country and year: a year without one is a gap. Of events, a year without one says nothing.
YEARLY = {"military_expenditure": "usd_millions", "force_structure": "active_personnel", "ideal_points": "ideal_point"}
REASON_AGAINST_USE = "excluded"


def of_tables(facts: pd.DataFrame, tables: Sequence[str]) -> pd.DataFrame:
    """What each table holds.

    Args:
        facts: one row for each row of the package: row, table, oldest and newest (partial dates, missing where the row
            names none), checked (whether it was seen in its source; missing where the table does not say).
        tables: names of all tables, also of those without a row.

    Returns:
        table, rows (count, 0 and up), oldest and newest (partial dates of its rows, missing without any), checked
        (share of the rows that say so, 0 to 1, missing where none does), in the order of `tables`.
    """
    groups = dict(list(facts.groupby("table")))
    found = [(name, *_summary(groups.get(name, facts.iloc[:0]))) for name in tables]
    return pd.DataFrame(found, columns=["table", "rows", "oldest", "newest", "checked"])


def of_countries(
    facts: pd.DataFrame, naming: pd.DataFrame, countries: Sequence[str], tables: Sequence[str], year: int
) -> pd.DataFrame:
    """What each table holds about each country.

    Args:
        facts: as in `of_tables`.
        naming: row, iso3: which rows name which country.
        countries: iso3 of the countries looked at.
        tables: names of the tables that can name a country.
        year: the last year that is over; ages are counted to it.

    Returns:
        iso3, table, rows (count; 0 is a gap), newest (partial date, missing without any), age (years from the newest
        date's to `year`, 0 and up, missing without a date), checked (share, 0 to 1, missing without rows), one row for
        every country and table, in the order of `countries` and `tables`.
    """
    groups = dict(list(naming.merge(facts, on="row").groupby(["iso3", "table"])))
    found = []
    for iso3 in countries:
        for name in tables:
            rows, _, newest, checked = _summary(groups.get((iso3, name), facts.iloc[:0]))
            age = None if newest is None else max(year - dates.year(newest), 0)
            found.append((iso3, name, rows, newest, age, checked))
    frame = pd.DataFrame(found, columns=["iso3", "table", "rows", "newest", "age", "checked"])
    return frame.astype({"age": "Int64"})


def series(tables: Mapping[str, pd.DataFrame], countries: Sequence[str], first: int, last: int) -> pd.DataFrame:
    """For how many of some years each yearly table has a figure of each country.

    Figures whose row gives a reason against use count as missing. Several figures of one year (price bases, series)
    count once.

    Args:
        tables: by name; of the yearly ones iso3, year and the figure.
        countries: iso3 of the countries looked at.
        first: the first year.
        last: the last year, not before the first.

    Returns:
        iso3, table, known (years with a figure), years (all, 1 and up), share (known of all, 0 to 1), missing (the
        years without one, in order), one row for every country and yearly table that the package has.
    """
    years = range(first, last + 1)
    held = {name: _years_held(tables[name], figure) for name, figure in YEARLY.items() if name in tables}
    found = []
    for iso3 in countries:
        for name, by_country in held.items():
            known = by_country.get(iso3, set()).intersection(years)
            missing = tuple(year for year in years if year not in known)
            found.append((iso3, name, len(known), len(years), len(known) / len(years), missing))
    return pd.DataFrame(found, columns=["iso3", "table", "known", "years", "share", "missing"])


def uses(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """How many rows of each table name each source; what a row takes over from another one does not count.

    Args:
        tables: by name; those with a column source_ids count.

    Returns:
        source_id, table, rows (count, 1 and up), by source, then by table.
    """
    named = [
        pd.DataFrame({"source_id": frame["source_ids"].explode().dropna().astype(str), "table": name})
        for name, frame in tables.items()
        if "source_ids" in frame
    ]
    if not named:
        return pd.DataFrame(columns=["source_id", "table", "rows"])
    counts = pd.concat(named).groupby(["source_id", "table"]).size()
    return counts.rename("rows").reset_index().sort_values(["source_id", "table"], ignore_index=True)


def _summary(group: pd.DataFrame) -> tuple[int, str | None, str | None, float | None]:
    """Rows, oldest and newest date, and share checked."""
    said = group["checked"].dropna()
    return len(group), _first(group["oldest"]), _last(group["newest"]), float(said.mean()) if len(said) else None


def _first(column: Iterable[str | None]) -> str | None:
    return min((date for date in column if pd.notna(date)), key=dates.sort_key, default=None)


def _last(column: Iterable[str | None]) -> str | None:
    return max((date for date in column if pd.notna(date)), key=dates.sort_key, default=None)


def _years_held(table: pd.DataFrame, figure: str) -> dict[str, set[int]]:
    usable = table[figure].notna()
    if REASON_AGAINST_USE in table:
        usable &= table[REASON_AGAINST_USE].isna()
    return {str(iso3): set(map(int, years)) for iso3, years in table[usable].groupby("iso3")["year"]}
