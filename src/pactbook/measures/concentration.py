"""Concentration: how much of what a country gets, or does with others, comes from one source alone."""

from collections.abc import Collection

import pandas as pd

from pactbook.measures import assistance as assistance_measures
from pactbook.measures import exercises as exercise_measures
from pactbook.measures.engagement import LONG_YEARS, NO_HELP


def shares(entries: pd.DataFrame, whole: list[str], part: str, value: str | None = None) -> pd.DataFrame:
    """Each part's share of a whole, counted in entries or in the sum of a value.

    Args:
        entries: one row per entry with `row`, or with `rows` (tuples) where an entry stands on several; entries whose
            part is missing are left out, as are those whose value is.
        whole: the columns that name a whole, for instance a recipient and a period.
        part: the column that names its parts, for instance the supplier.
        value: the column to add up, 0 and up, of one unit; None counts the entries.

    Returns:
        The columns of `whole`, part, the column `value` (its sum; `entries`, a count, without one), share (0 to 1),
        rows (tuple of identifiers), ordered by whole, largest share first, part. A whole that adds up to nothing has no
        rows.
    """
    size = value or "entries"
    known = entries.dropna(subset=[part] if value is None else [part, value])
    keys = [*whole, part]
    grouped = known.groupby(keys)
    sums = (grouped.size() if value is None else grouped[value].sum()).rename(size).reset_index()
    totals = sums.groupby(whole)[size].transform("sum")
    frame = sums.assign(share=sums[size] / totals)[totals > 0]
    frame = frame.sort_values([*whole, size, part], ascending=[True] * len(whole) + [False, True], ignore_index=True)
    return _with_rows(frame, known, keys)


def indices(shares: pd.DataFrame, whole: list[str], value: str = "entries") -> pd.DataFrame:
    """Herfindahl-Hirschman index of each whole, and the effective number of its parts.

    HHI is the sum of the squared shares. A. O. Hirschman, "The Paternity of an Index", American Economic Review 54
    (1964). The effective number is 1 / HHI: so many parts of equal size would give the same index. M. Laakso and R.
    Taagepera, "'Effective' Number of Parties", Comparative Political Studies 12 (1979).

    Args:
        shares: as `shares` returns.
        whole: the columns that name a whole.
        value: the column that the shares are of.

    Returns:
        The columns of `whole`, the column `value` (sum), parts (count), hhi (1 / parts to 1: one part alone), effective
        (1 to parts), rows (tuple of identifiers), ordered by whole.
    """
    grouped = shares.assign(hhi=shares["share"] ** 2).groupby(whole)
    sums = {value: (value, "sum"), "parts": ("share", "size"), "hhi": ("hhi", "sum")}
    frame = grouped.agg(**sums).reset_index()
    frame["effective"] = 1 / frame["hhi"]
    return _with_rows(frame, shares, whole)


def exercise_partners(participations: pd.DataFrame, last_year: int, years: int) -> pd.DataFrame:
    """Each partner's share of a country's seats in joint exercises of the last years.

    A seat is one partner in one exercise, so that an exercise with three partners counts for three.

    Args:
        participations: as `exercises.participations` returns.
        last_year: the last year that is over.
        years: how many years count, for instance 5 or 10.

    Returns:
        iso3, partner, seats (count of exercises with that partner), share (of the country's seats, 0 to 1), rows (tuple
        of identifiers of the exercises), ordered by iso3, largest share first, partner.
    """
    recent = participations["year"].between(last_year - years + 1, last_year)
    together = exercise_measures.pairs(participations[recent])
    return shares(together, ["iso3"], "partner").rename(columns={"entries": "seats"})


def donors_by_entries(assistance: pd.DataFrame, last_year: int, years: int = LONG_YEARS) -> pd.DataFrame:
    """Each donor's share of the entries of assistance to a country in the last years.

    An entry counts once for each of its recipients. Rents, plans, requests and cumulative sums do not count.

    Args:
        assistance: the table `security_assistance`.
        last_year: the last year that is over.
        years: how many years count.

    Returns:
        recipient_iso3, donor_iso3, entries (count), share (0 to 1), rows (tuple of identifiers), ordered by recipient,
        largest share first, donor.
    """
    given = _given(assistance, last_year, years)
    each = given.explode("recipients").rename(columns={"recipients": "recipient_iso3"})
    return shares(each, ["recipient_iso3"], "donor_iso3")


def donors_of_scope(
    assistance: pd.DataFrame, countries: Collection[str], last_year: int, years: int = LONG_YEARS
) -> pd.DataFrame:
    """Each donor's share of the entries of assistance to several countries together in the last years.

    An entry counts once, to however many of the countries it went. Rents, plans, requests and cumulative sums do not
    count.

    Args:
        assistance: the table `security_assistance`.
        countries: the recipients looked at.
        last_year: the last year that is over.
        years: how many years count.

    Returns:
        donor_iso3, entries (count), share (0 to 1), rows (tuple of identifiers), largest share first, then donor.
    """
    given = _given(assistance, last_year, years)
    own = given[[bool({*recipients} & {*countries}) for recipients in given["recipients"]]]
    return shares(own.assign(scope=0), ["scope"], "donor_iso3").drop(columns="scope")


def donors_by_sums(assistance: pd.DataFrame, last_year: int, years: int = LONG_YEARS) -> pd.DataFrame:
    """Each donor's share of the yearly sums of assistance published for a country alone in the last years.

    Args:
        assistance: the table `security_assistance`.
        last_year: the last year that is over.
        years: how many years count.

    Returns:
        recipient_iso3, donor_iso3, usd_millions (US$ million of their years), share (0 to 1), rows (tuple of
        identifiers), ordered by recipient, largest share first, donor. Countries without such a sum have no rows.
    """
    recent = assistance["year"].between(last_year - years + 1, last_year)
    sums = assistance_measures.yearly_sums(assistance[recent])
    return shares(sums, ["recipient_iso3"], "donor_iso3", "usd_millions")


def _given(assistance: pd.DataFrame, last_year: int, years: int) -> pd.DataFrame:
    """Entries of help given in the last years."""
    recent = assistance["year"].between(last_year - years + 1, last_year)
    return assistance[recent & ~assistance["amount_kind"].isin(NO_HELP)]


def _with_rows(frame: pd.DataFrame, entries: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """A frame with the rows of all entries that share its keys, each identifier once."""
    own = entries.explode("rows").rename(columns={"rows": "row"}) if "rows" in entries else entries
    behind = {key: tuple(sorted(set(rows))) for key, rows in own.groupby(keys)["row"]}
    wanted = frame[keys].itertuples(index=False, name=None)
    return frame.assign(rows=pd.Series([behind[key] for key in wanted], frame.index, dtype=object))
