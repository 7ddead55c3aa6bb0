"""How much two countries have to do with each other, year by year and by component; never the sum alone."""

from collections.abc import Collection, Iterator, Mapping
from itertools import chain
from typing import Any

import pandas as pd

from pactbook.measures import exercises as exercise_measures
from pactbook.measures import facilities as facility_measures
from pactbook.measures.agreements import EXPIRED, IN_FORCE, PLEDGES
from pactbook.measures.assistance import YEARLY
from pactbook.measures.similarity import RANKS

COMPONENTS = ["agreements", "exercises", "facilities", "arms", "assistance"]
RECENT_YEARS = 5  # exercises count for five years
LONG_YEARS = 10  # deliveries and assistance are rarer, so that they count for ten
SIZE_STEPS = (1_000, 10_000)  # an exercise weighs 1, and one more from each number of personnel on
NO_HELP = ("rent", "planned", "requested", "cumulative")  # of sums: a price paid, an intention, a sum of other rows
PAIR_YEAR = ["iso3", "partner", "year"]
# What counts once for a pair: from its first to its last year (missing: it goes on). A pair is in order of its codes.
ITEM = ["iso3", "partner", "row", "first", "last", "value", "unclear", "usd_millions"]


def components(tables: dict[str, pd.DataFrame], core: Collection[str], first_year: int, last_year: int) -> pd.DataFrame:
    """The five components of engagement at the end of each year (docs/methodology.md, "Engagement").

    - agreements: in force between two parties alone; value is the sum of their depths (1 to 4).
    - exercises: joint ones of the last five years; value is the sum of their sizes (1 to 3).
    - facilities: in use that one of the two runs in the other; value is their number.
    - arms: deliveries of the last ten years, either way; value is the number of register entries.
    - assistance: of the last ten years, either way; value is the number of entries.

    Args:
        tables: the tables of the edition.
        core: the countries that the data is about; the highest value of any pair with one of them is a share of 1.
        first_year: first year of the frame.
        last_year: last year of the frame, which must be over at the edition's date.

    Returns:
        iso3, partner, year, component (one of COMPONENTS), value (0 and up), count (of agreements, exercises,
        facilities, entries), unclear (how many of these are exercises of unknown size or disputed facilities),
        usd_millions (US$ million of their years: the known yearly sums to one recipient; missing if none, and outside
        assistance), share (0 to 1: value by the component's highest, at most 1 for pairs without a core country), rows
        (tuple of the identifiers of what was counted); each pair both ways, ordered by iso3, partner, year and
        component as in COMPONENTS. Where a pair has nothing of a component in a year there is no row.
    """
    items = {
        "agreements": _agreements(tables["agreements"], tables["agreement_parties"]),
        "exercises": _exercises(tables["exercises"], tables["exercise_participants"]),
        "facilities": _facilities(tables["facilities"], first_year),
        "arms": _arms(tables["arms_transfers"]),
        "assistance": _assistance(tables["security_assistance"]),
    }
    every = pd.concat([frame.assign(component=name) for name, frame in items.items()], ignore_index=True)
    every["component"] = pd.Categorical(every["component"], COMPONENTS)
    keys = [*PAIR_YEAR, "component"]
    yearly = _each_year(every, first_year, last_year).sort_values([*keys, "row"], ignore_index=True)
    grouped = yearly.groupby(keys, observed=True)
    frame = grouped.agg(value=("value", "sum"), count=("value", "size"), unclear=("unclear", "sum"))
    frame["usd_millions"] = grouped["usd_millions"].sum(min_count=1)
    frame = frame.reset_index()
    of_core = frame[frame["iso3"].isin(core) | frame["partner"].isin(core)]
    highest = of_core.groupby("component", observed=False)["value"].max().fillna(0)
    frame["share"] = (frame["value"] / frame["component"].map(highest).astype("float64")).clip(upper=1)
    frame["rows"] = pd.Series([tuple(run) for run in _runs(yearly["row"], frame["count"])], dtype=object)
    back = frame.rename(columns={"iso3": "partner", "partner": "iso3"})
    both = pd.concat([frame, back], ignore_index=True).sort_values(keys, ignore_index=True)
    return both.astype({"component": "str"})


def scores(components: pd.DataFrame, weights: Mapping[str, float]) -> pd.DataFrame:
    """Engagement of two countries in a year: the weighted mean of the shares of the five components.

    Args:
        components: as `components` returns.
        weights: of each of COMPONENTS, 0 and up, not all 0.

    Returns:
        iso3, partner, year, count (`<component>`) and share (`<component>_share`, 0 to 1) of each component, score (0
        to 1), rows (tuple of the identifiers of all that was counted, also where its weight is 0), ordered by iso3,
        partner, year. Pairs with nothing on record in a year have no row: their score is 0.
    """
    sizes = components.groupby(PAIR_YEAR).size()
    frame = sizes.index.to_frame(index=False)
    for name in COMPONENTS:
        own = components[components["component"] == name].set_index(PAIR_YEAR).reindex(sizes.index)
        frame[name] = own["count"].fillna(0).astype("int64").to_numpy()
        frame[f"{name}_share"] = own["share"].fillna(0).astype("float64").to_numpy()
    weighted = [frame[f"{name}_share"] * weights[name] for name in COMPONENTS]
    frame["score"] = sum(weighted[1:], weighted[0]) / sum(weights[name] for name in COMPONENTS)
    counted = [tuple(chain.from_iterable(run)) for run in _runs(components["rows"], sizes)]
    frame["rows"] = pd.Series(counted, dtype=object)
    return frame


def trend(scores: pd.DataFrame, year: int, years: int) -> pd.DataFrame:
    """How the engagement of each pair has changed over a number of years.

    Args:
        scores: as `scores` returns.
        year: the year that is compared.
        years: how many years before it the other one lies; the frame of `scores` must reach back to it.

    Returns:
        iso3, partner, score and before (0 to 1; 0 where nothing was on record then), change (-1 to 1), the change of
        the share of each component (`<component>_change`, -1 to 1; their weighted mean is the change of the score),
        rows (tuple of the identifiers behind either year), ordered by iso3, falling change, partner. Pairs with nothing
        on record in both years have no row.
    """
    shares = [f"{name}_share" for name in COMPONENTS]
    columns = ["score", *shares, "rows"]
    now, then = (
        scores[scores["year"] == which].set_index(["iso3", "partner"])[columns] for which in (year, year - years)
    )
    pairs = now.index.union(then.index)
    after, before = (frame.drop(columns="rows").reindex(pairs, fill_value=0.0) for frame in (now, then))
    frame = pd.DataFrame({"score": after["score"], "before": before["score"]}, index=pairs)
    frame["change"] = after["score"] - before["score"]
    for name in COMPONENTS:
        frame[f"{name}_change"] = after[f"{name}_share"] - before[f"{name}_share"]
    new, old = now["rows"].to_dict(), then["rows"].to_dict()
    behind = [tuple(sorted({*new.get(pair, ()), *old.get(pair, ())})) for pair in pairs]
    frame["rows"] = pd.Series(behind, index=pairs, dtype=object)
    frame = frame.rename_axis(["iso3", "partner"]).reset_index()
    return frame.sort_values(["iso3", "change", "partner"], ascending=[True, False, True], ignore_index=True)


def _agreements(agreements: pd.DataFrame, parties: pd.DataFrame) -> pd.DataFrame:
    """Agreements of two parties from taking effect (or signature) to the end, or until one of the two left.

    A larger one that others left is none. One that has expired at an unknown date is left out.
    """
    known = agreements["ended"].notna()
    dated = agreements[(agreements["status"] == IN_FORCE) | ((agreements["status"] == EXPIRED) & known)]
    sides = parties.assign(left=_year(parties["left"])).groupby("agreement_id")
    pair = sides.agg(size=("iso3", "nunique"), one=("iso3", "min"), other=("iso3", "max"), left=("left", "min"))
    found = dated.merge(pair[pair["size"] == 2], on="agreement_id")
    ends = pd.concat([_year(found["ended"]), found["left"]], axis=1).min(axis=1)
    depth = [_depth(kind, provisions) for kind, provisions in zip(found["kind"], found["provisions"], strict=True)]
    first = _year(found["in_force"].fillna(found["signed"]))
    return _items(found, ("one", "other"), first, ends - 1, value=pd.Series(depth, index=found.index))


def _depth(kind: str, provisions: tuple[str, ...]) -> int:
    """Depth of an agreement: the rank of its strongest obligation, if it is a pledge, on top of 1 for any agreement."""
    return 1 + max((RANKS.get(name, 0) for name in provisions if kind in PLEDGES), default=0)


def _exercises(exercises: pd.DataFrame, participants: pd.DataFrame) -> pd.DataFrame:
    """Joint exercises, each in its year and the four after it."""
    pairs = exercise_measures.pairs(exercise_measures.participations(exercises, participants))
    once = pairs[pairs["iso3"] < pairs["partner"]]
    personnel = pd.to_numeric(once["row"].map(exercises.set_index("row")["personnel_total"])).astype("Float64")
    size = pd.Series(1, index=once.index)
    for step in SIZE_STEPS:
        size += (personnel >= step).fillna(value=False).astype(int)
    last = once["year"] + RECENT_YEARS - 1
    return _items(once, ("iso3", "partner"), once["year"], last, value=size, unclear=personnel.isna().astype(int))


def _facilities(facilities: pd.DataFrame, first_year: int) -> pd.DataFrame:
    """Facilities that one country runs in another, up to the year before that of their closing.

    One that is open counts from the first year of the frame if its opening is unknown. One that is closed is left out
    if either date is unknown.
    """
    sites = facility_measures.sites(facilities)
    dated = sites[sites["open"] | (sites["opened_year"].notna() & sites["closed_year"].notna())]
    first, disputed = dated["opened_year"].fillna(first_year), (dated["status"] == "disputed").astype(int)
    return _items(dated, ("host", "operator_iso3"), first, dated["closed_year"] - 1, unclear=disputed)


def _arms(transfers: pd.DataFrame) -> pd.DataFrame:
    """Deliveries, from their first known year to nine years after the last; orders without a delivery do not count."""
    first = transfers["delivered_from"].fillna(transfers["delivered_to"])
    last = transfers["delivered_to"].fillna(transfers["delivered_from"])
    return _items(transfers, ("recipient_iso3", "supplier_iso3"), first, last + LONG_YEARS - 1)


def _assistance(assistance: pd.DataFrame) -> pd.DataFrame:
    """Assistance, in its year and the nine after it, each entry once per recipient; rents and intentions left out."""
    given = assistance[~assistance["amount_kind"].isin(NO_HELP)]
    own = (given["amount_kind"] == YEARLY) & (given["recipients"].map(len) == 1)
    each = given.assign(usd=given["usd_millions"].where(own)).explode("recipients", ignore_index=True)
    last = each["year"] + LONG_YEARS - 1
    return _items(each, ("donor_iso3", "recipients"), each["year"], last, usd_millions=each["usd"])


def _items(frame: pd.DataFrame, sides: tuple[str, str], first: Any, last: Any, **columns: pd.Series) -> pd.DataFrame:
    """Rows of ITEM; those without two different countries or a first year are left out."""
    one, other = (frame[side].astype("str") for side in sides)
    ordered = {"iso3": one.where(one < other, other), "partner": other.where(one < other, one)}
    given = {"value": 1, "unclear": 0, "usd_millions": pd.NA} | columns
    items = pd.DataFrame(ordered | {"row": frame["row"], "first": first, "last": last} | given, columns=ITEM)
    numbers = {"first": "Float64", "last": "Float64", "value": "int64", "unclear": "int64", "usd_millions": "Float64"}
    kept: pd.DataFrame = items.loc[one.notna() & other.notna() & (one != other) & first.notna()]
    return kept.astype(numbers)


def _each_year(items: pd.DataFrame, first_year: int, last_year: int) -> pd.DataFrame:
    """Every item once for each year of the frame in which it counts."""
    first = items["first"].clip(lower=first_year).astype("int64")
    last = items["last"].fillna(last_year).clip(upper=last_year).astype("int64")
    times = (last - first + 1).clip(lower=0)
    each: pd.DataFrame = items.loc[items.index.repeat(times)]
    each["year"] = first.loc[each.index] + each.groupby(level=0).cumcount()
    return each


def _runs(values: pd.Series, sizes: pd.Series) -> Iterator[list[Any]]:
    """Cut values into runs of the sizes: far faster than a group of pandas each."""
    every, end = values.tolist(), 0
    for size in sizes:
        end += size
        yield every[end - size : end]


def _year(date: pd.Series) -> pd.Series:
    return pd.to_numeric(date.astype("str").str[:4]).astype("Float64")
