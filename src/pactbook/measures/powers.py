"""Powers in a region: how their engagement with its countries compares, and how far their ranks hang on the weights."""

from collections.abc import Collection
from itertools import chain

import numpy as np
import pandas as pd

from pactbook.measures import concentration
from pactbook.measures.engagement import COMPONENTS

DRAWS = 1000
SEED = 1999  # any number does, so long as it stays: the same data must give the same shares
DECIMALS = 9  # scores that differ by less are the same: sums of floats depend on their order


def balance(scores: pd.DataFrame, core: Collection[str], powers: Collection[str]) -> pd.DataFrame:
    """Each power's mean engagement with the core countries, year by year.

    Args:
        scores: as `engagement.scores` returns.
        core: the countries of the region.
        powers: the powers that are compared.

    Returns:
        year, power (iso3), score (0 to 1: mean over the core countries, 0 for those with nothing on record), share (0
        to 1: of the sum over the powers; missing where it is 0), rows (tuple of the identifiers of all that was
        counted); every year from the first to the last of `scores`, ordered by year and power.
    """
    between = scores[scores["iso3"].isin(core) & scores["partner"].isin(powers)]
    years = range(scores["year"].min(), scores["year"].max() + 1) if len(scores) else range(0)
    every = pd.MultiIndex.from_product([years, sorted(powers)], names=["year", "power"])
    grouped = between.groupby(["year", "partner"])
    others = np.array([len(set(core) - {power}) for power in every.get_level_values("power")])
    frame = pd.DataFrame({"score": grouped["score"].sum().reindex(every, fill_value=0.0) / others}, index=every)
    total = frame.groupby("year")["score"].transform("sum")
    frame["share"] = frame["score"] / total.where(total > 0)
    behind = {key: tuple(sorted(set(chain.from_iterable(rows)))) for key, rows in grouped["rows"]}
    frame["rows"] = pd.Series([behind.get(key, ()) for key in every], index=every, dtype=object)
    return frame.reset_index()


def division(scores: pd.DataFrame, iso3s: Collection[str], powers: Collection[str], year: int) -> pd.DataFrame:
    """How the engagement of some powers with a country divides among them.

    Args:
        scores: as `engagement.scores` returns.
        iso3s: the countries.
        powers: the powers that are compared; of itself a country is none.
        year: the year.

    Returns:
        iso3, partner, score (0 to 1), share (of the sum of the scores of the powers with the country, 0 to 1), rows
        (tuple of the identifiers of all that was counted), ordered by iso3, largest share first, partner. Powers
        without any engagement have no row.
    """
    own = scores[(scores["year"] == year) & scores["iso3"].isin(iso3s) & scores["partner"].isin(powers)]
    return concentration.shares(own, ["iso3"], "partner", "score")


def sensitivity(
    scores: pd.DataFrame,
    iso3s: Collection[str],
    partners: Collection[str],
    year: int,
    draws: int = DRAWS,
    seed: int = SEED,
) -> pd.DataFrame:
    """How far the order of some partners of a country hangs on the weights of the components.

    Weights are drawn from the flat Dirichlet distribution: all sets of weights that add up to 1 are equally likely. All
    countries are ranked with the same draws. The share of draws that give a rank is the rank acceptability index of
    R. Lahdelma and P. Salminen, "SMAA-2", Operations Research 49 (2001).

    Args:
        scores: as `engagement.scores` returns, with the weights of the config.
        iso3s: the countries whose partners are ranked.
        partners: the partners that are ranked, each once; of itself a country is none.
        year: the year whose shares are weighed.
        draws: number of sets of weights, 1 or more.
        seed: of the generator; the same seed gives the same draws.

    Returns:
        iso3, partner, score (0 to 1, with the weights of the config), rank (1 is the highest score; those with the same
        score share a rank, and the ranks after it are left free), tied (tuple of the other partners of that rank),
        rank_kept (0 to 1: share of draws in which the partner has that rank), first (0 to 1: share of draws in which
        it has rank 1, alone or with others), order_changed (0 to 1: share of draws in which any of the country's
        partners has another rank, the same in all its rows), rows (as in `scores`); ordered by iso3, rank, partner.
    """
    weights = np.random.default_rng(seed).dirichlet(np.ones(len(COMPONENTS)), size=draws)
    found = scores[scores["year"] == year].set_index(["iso3", "partner"])
    behind = found["rows"].to_dict()
    columns = ["iso3", "partner", "score", "rank", "tied", "rank_kept", "first", "order_changed", "rows"]
    rows: list[tuple[object, ...]] = []
    for iso3 in sorted(iso3s):
        names = sorted(set(partners) - {iso3})
        pairs = pd.MultiIndex.from_product([[iso3], names])
        own = found.drop(columns="rows").reindex(pairs, fill_value=0)
        ranks = _ranks(own["score"].to_numpy()[np.newaxis])[0]
        drawn = _ranks(weights @ own[[f"{name}_share" for name in COMPONENTS]].to_numpy().T)
        kept, first = (drawn == ranks).mean(axis=0), (drawn == 1).mean(axis=0)
        changed = float((drawn != ranks).any(axis=1).mean())
        for place, name in enumerate(names):
            same = tuple(other for other, rank in zip(names, ranks, strict=True) if rank == ranks[place])
            tied = tuple(other for other in same if other != name)
            score, rank = float(own["score"].iloc[place]), int(ranks[place])
            shares = float(kept[place]), float(first[place]), changed
            rows.append((iso3, name, score, rank, tied, *shares, behind.get((iso3, name), ())))
    frame = pd.DataFrame(rows, columns=columns)
    return frame.sort_values(["iso3", "rank", "partner"], ignore_index=True)


def _ranks(scores: np.ndarray) -> np.ndarray:
    """Ranks within each line of scores: 1 and the number of higher ones."""
    rounded = scores.round(DECIMALS)
    higher: np.ndarray = (rounded[:, np.newaxis, :] > rounded[:, :, np.newaxis]).sum(axis=2) + 1
    return higher
