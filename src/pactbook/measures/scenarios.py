"""Scenarios: where each of their indicators stands, and whether it points to the scenario or away from it.

A scenario is an editorial construct; nothing here gives it a probability.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd
from scipy import stats

from pactbook import dates
from pactbook.measures import arms, exercises, facilities
from pactbook.measures.engagement import NO_HELP

PERIOD_YEARS = 5
LATEST_END = 2  # years by which a record of events may lag
CHANCE = 0.1  # a difference of counts that chance alone gives as often as this is none
SAME_LEVEL = 0.1  # spending that changed by less in five years stayed level
RISING, FALLING, LEVEL, UNKNOWN = "rising", "falling", "level", "unknown"
TO, AWAY = "to", "away"
POWER = "power"  # the role of the countries in whose exercises the others meet without having called them
CONSTANT = "constant"  # how the name of a price basis without inflation begins
SUBJECT = ["indicator_id", "scenario_id", "indicator", "countries", "partner", "org_id"]
STATE = ["until", "now", "before", "change", "state", "points", "summed", "rows", "rows_before"]

Tables = dict[str, pd.DataFrame]


@dataclass(frozen=True)
class _Asked:
    """What an indicator is told.

    Attributes:
        countries: on whose side it is counted.
        partner: with whom, or None.
        org_id: under whose framework, or None.
        year: the last year that is over.
    """

    countries: frozenset[str]
    partner: str | None
    org_id: str | None
    year: int


@dataclass(frozen=True)
class _State:
    """Two values and the rows behind each.

    Attributes:
        until: the last year of the last five, None if not known.
        now: of the last five years, or at their end; None if not known.
        before: of the five years before, or at their end; None if not known.
        direction: RISING, FALLING, LEVEL or UNKNOWN.
        rows: behind `now`.
        rows_before: behind `before`.
        summed: the countries whose figures are added up; of counts, none.
    """

    until: int | None
    now: float | None
    before: float | None
    direction: str
    rows: tuple[str, ...]
    rows_before: tuple[str, ...]
    summed: tuple[str, ...] = ()


def indicators(tables: Tables, core: Iterable[str], last_year: int) -> pd.DataFrame:
    """The present state of every indicator of every scenario (docs/methodology.md, "Scenarios").

    Args:
        tables: the tables of the edition; `scenario_indicators` may be missing.
        core: the countries that an indicator without any is about.
        last_year: the last year that is over; what is later does not count.

    Returns:
        indicator_id, scenario_id, indicator, countries (tuple), partner, org_id (missing if none), direction (that
        points to the scenario: `rising` or `falling`), note, until (last year of the last five: the last that is over
        or, where that record ends up to two years earlier, its last), now, before (counts of the last five years and of
        the five before; of facilities and borders, the number at the end of either; of spending, US$ million in
        constant prices of that year and of five years earlier; missing if not known), change (now / before - 1, -1 and
        up; missing where before is 0 or unknown), state (`rising`, `falling`, `level`, `unknown`), points (`to`,
        `away`, `level`, `unknown`), summed (tuple of the countries whose spending is added up; of other indicators
        empty), rows, rows_before (tuples of identifiers behind now and before), in the order of the table.
    """
    asked = tables.get("scenario_indicators")
    if asked is None:
        return pd.DataFrame(columns=[*SUBJECT, "direction", "note", *STATE])
    core = frozenset(core)
    found = []
    for each in asked[[*SUBJECT, "direction", "note"]].to_dict("records"):
        countries = frozenset(each["countries"]) or core
        subject = _Asked(countries, _text(each["partner"]), _text(each["org_id"]), last_year)
        state = INDICATORS[each["indicator"]](tables, subject)
        change = None if state.now is None or not state.before else state.now / state.before - 1
        points = _points(state.direction, each["direction"])
        values = (state.until, state.now, state.before, change, state.direction, points, state.summed)
        found.append((*each.values(), *values, state.rows, state.rows_before))
    frame = pd.DataFrame(found, columns=[*SUBJECT, "direction", "note", *STATE])
    for column in ("countries", "summed", "rows", "rows_before"):
        frame[column] = pd.Series(frame[column].tolist(), dtype=object)
    return frame.astype({"until": "Int64", **dict.fromkeys(("now", "before", "change"), "Float64")})


def states(scenarios: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """How many indicators of each scenario point to it, and how many do not.

    Args:
        scenarios: the table `scenarios`.
        indicators: as `indicators` returns.

    Returns:
        scenario_id, to, away, level, unknown (counts), rows (tuple of all identifiers behind them), in the order of the
        table.
    """
    found = []
    for scenario in scenarios["scenario_id"]:
        own = indicators[indicators["scenario_id"] == scenario]
        behind = {row for column in ("rows", "rows_before") for rows in own[column] for row in rows}
        counts = [int((own["points"] == points).sum()) for points in (TO, AWAY, LEVEL, UNKNOWN)]
        found.append((scenario, *counts, tuple(sorted(behind))))
    frame = pd.DataFrame(found, columns=["scenario_id", TO, AWAY, LEVEL, UNKNOWN, "rows"])
    frame["rows"] = pd.Series(frame["rows"].tolist(), dtype=object)
    return frame


def _points(state: str, wanted: str) -> str:
    if state in (LEVEL, UNKNOWN):
        return state
    return TO if state == wanted else AWAY


def _text(value: Any) -> str | None:
    return None if pd.isna(value) else str(value)


# Each indicator takes the tables and what it is told, and gives its state.


def _joint_exercises(tables: Tables, asked: _Asked) -> _State:
    """Exercises held in which one of the countries and the partner took part.

    Without a partner, those of two of the countries or more in which no power took part: under a power's framework they
    meet at its call.
    """
    taking_part = exercises.participations(tables["exercises"], tables["exercise_participants"])
    held = taking_part[["row", "year"]].drop_duplicates()
    own = _among(taking_part, asked)
    if asked.partner is None:
        countries = tables["countries"]
        powers = set(countries.loc[countries["role"] == POWER, "iso3"])
        own -= set(taking_part.loc[taking_part["iso3"].isin(powers), "row"])
    return _counted(held, own, asked)


def _exercises_under(tables: Tables, asked: _Asked) -> _State:
    """Exercises held under an organisation or one of its bodies, whoever took part."""
    if asked.org_id is None:  # the edition does not know the organisation yet
        return _unknown()
    organizations = tables["organizations"]
    own = {asked.org_id, *organizations.loc[organizations["parent_org"] == asked.org_id, "org_id"]}
    table = tables["exercises"]
    held = _dated(table[table["held"] == exercises.HELD], "start")
    return _counted(held, set(held.loc[held["framework_org"].isin(own), "row"]), asked)


def _deliveries(tables: Tables, asked: _Asked) -> _State:
    """Entries of the register by first year of delivery, from the partner to the countries."""
    entries = arms.dated(tables["arms_transfers"])
    own = entries["recipient_iso3"].isin(asked.countries) & (entries["supplier_iso3"] == asked.partner)
    return _counted(entries, set(entries.loc[own.fillna(value=False), "row"]), asked)


def _agreements_signed(tables: Tables, asked: _Asked) -> _State:
    """Agreements of one of the countries with the partner, without one of two of them; who joined later is no party."""
    signed = _dated(tables["agreements"], "signed")
    parties = tables["agreement_parties"].drop(columns="row").merge(signed, on="agreement_id")
    first = [
        pd.isna(joined) or dates.may_be_same(str(joined), str(day))
        for joined, day in zip(parties["joined"], parties["signed"], strict=True)
    ]
    return _counted(signed, _among(parties[pd.Series(first, parties.index, dtype=bool)], asked), asked)


def _incidents(tables: Tables, asked: _Asked) -> _State:
    """Incidents that concern one of the countries; with a partner, both."""
    incidents = _dated(tables["incidents"], "date")
    own = [
        bool(asked.countries & set(concerned)) and (asked.partner is None or asked.partner in concerned)
        for concerned in incidents["countries"]
    ]
    return _counted(incidents, set(incidents.loc[pd.Series(own, incidents.index, dtype=bool), "row"]), asked)


def _assistance_entries(tables: Tables, asked: _Asked) -> _State:
    """Entries of help from the partner to one of the countries or more; rents and intentions left out."""
    table = tables["security_assistance"]
    given = table[~table["amount_kind"].isin(NO_HELP)]
    own = [
        donor == asked.partner and bool(asked.countries & set(recipients))
        for donor, recipients in zip(given["donor_iso3"], given["recipients"], strict=True)
    ]
    return _counted(given, set(given.loc[pd.Series(own, given.index, dtype=bool), "row"]), asked)


def _facilities_open(tables: Tables, asked: _Asked) -> _State:
    """Facilities of the partner on the countries' soil: now, and five years before."""
    sites = facilities.sites(tables["facilities"])
    own = sites["host"].isin(asked.countries) & (sites["operator"] == asked.partner).fillna(value=False)
    sites = sites[own & sites["foreign"] & (sites["open"] | sites["closed_year"].notna())]

    def standing(year: int) -> tuple[str, ...]:
        begun = sites["opened_year"].isna() | (sites["opened_year"] <= year)
        left = sites["closed_year"].notna() & (sites["closed_year"] <= year)
        return tuple(sorted(sites.loc[(begun & ~left).astype(bool), "row"]))

    return _standing(asked.year, standing(asked.year), standing(asked.year - PERIOD_YEARS))


def _borders_settled(tables: Tables, asked: _Asked) -> _State:
    """Borders between the countries that are settled: now, and five years before. Undated ones are left out."""
    settled = _dated(tables["borders"].dropna(subset=["settled_on"]), "settled_on")
    own = settled[settled["iso3_a"].isin(asked.countries) & settled["iso3_b"].isin(asked.countries)]

    def standing(year: int) -> tuple[str, ...]:
        return tuple(sorted(own.loc[own["year"] <= year, "row"]))

    return _standing(asked.year, standing(asked.year), standing(asked.year - PERIOD_YEARS))


def _spending_constant(tables: Tables, asked: _Asked) -> _State:
    """Spending in constant prices of the countries with a figure in both years, five years apart.

    Of the last five years, the one for which most countries have both; the latest, if there are several.
    """
    table = tables["military_expenditure"]
    usable = table["excluded"].isna() & table["usd_millions"].notna() & table["iso3"].isin(asked.countries)
    usable &= table["price_basis"].str.startswith(CONSTANT)
    figures = table.loc[usable, ["iso3", "price_basis", "year", "usd_millions", "row"]]
    earlier = figures.assign(year=figures["year"] + PERIOD_YEARS)
    both = figures.merge(earlier, on=["iso3", "price_basis", "year"], suffixes=("", "_before"))
    both = both[both["year"].between(asked.year - PERIOD_YEARS + 1, asked.year)]
    if both.empty:
        return _unknown()
    sizes = both.groupby(["price_basis", "year"])["iso3"].nunique()
    basis, year = max(sizes.index, key=lambda place: (sizes[place], place[1], place[0]))
    chosen = both[(both["price_basis"] == basis) & (both["year"] == year)]
    now, before = float(chosen["usd_millions"].sum()), float(chosen["usd_millions_before"].sum())
    if abs(now - before) < SAME_LEVEL * before:
        direction = LEVEL
    else:
        direction = RISING if now > before else FALLING if now < before else LEVEL
    rows, rows_before = (tuple(sorted(chosen[column])) for column in ("row", "row_before"))
    return _State(int(year), now, before, direction, rows, rows_before, tuple(sorted(chosen["iso3"].unique())))


INDICATORS: dict[str, Callable[[Tables, _Asked], _State]] = {
    "joint_exercises": _joint_exercises,
    "exercises_under": _exercises_under,
    "deliveries": _deliveries,
    "facilities_open": _facilities_open,
    "agreements_signed": _agreements_signed,
    "incidents": _incidents,
    "assistance_entries": _assistance_entries,
    "spending_constant": _spending_constant,
    "borders_settled": _borders_settled,
}


def _dated(table: pd.DataFrame, column: str) -> pd.DataFrame:
    """A table with the year of one of its dates."""
    return table.assign(year=pd.Series([dates.year(str(date)) for date in table[column]], table.index, dtype="int64"))


def _among(taking_part: pd.DataFrame, asked: _Asked) -> set[str]:
    """Rows in which one of the countries and the partner take part; without a partner, two of the countries or more."""
    groups = {str(row): set(codes) for row, codes in taking_part.groupby("row")["iso3"]}
    if asked.partner is None:
        return {row for row, group in groups.items() if len(group & asked.countries) > 1}
    others = asked.countries - {asked.partner}
    return {row for row, group in groups.items() if asked.partner in group and group & others}


def _counted(record: pd.DataFrame, own: set[str], asked: _Asked) -> _State:
    """Events of two periods of the same length; unknown where the record, of whomever, does not cover them.

    A record that lags is compared as far as it reaches, or its missing years would look like a fall.

    Of two counts with one rate, each event falls into either period with even chances: an exact binomial test says how
    often chance alone sets them as far apart.
    """
    known = record.loc[record["year"] <= asked.year, "year"]
    if known.empty:
        return _unknown()
    until = int(known.max())
    middle, first = until - PERIOD_YEARS, until - 2 * PERIOD_YEARS + 1
    if until < asked.year - LATEST_END or int(known.min()) > first:
        return _unknown()
    mine = record[record["row"].isin(own)]
    now = tuple(sorted(mine.loc[mine["year"].between(middle + 1, until), "row"]))
    before = tuple(sorted(mine.loc[mine["year"].between(first, middle), "row"]))
    together = len(now) + len(before)
    if not together or stats.binomtest(len(now), together).pvalue >= CHANCE:
        direction = LEVEL
    else:
        direction = RISING if len(now) > len(before) else FALLING
    return _State(until, len(now), len(before), direction, now, before)


def _standing(until: int, now: tuple[str, ...], before: tuple[str, ...]) -> _State:
    """What stands at two times; here every difference is one, since none is drawn by chance."""
    direction = RISING if len(now) > len(before) else FALLING if len(now) < len(before) else LEVEL
    return _State(until, len(now), len(before), direction, now, before)


def _unknown() -> _State:
    return _State(None, None, None, UNKNOWN, (), ())
