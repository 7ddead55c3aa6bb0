"""Similarity: organisations by the members they share, countries by the obligations they have taken on."""

from itertools import permutations

import numpy as np
import pandas as pd

RANKS = {"defence": 3, "neutrality": 2, "nonaggression": 2, "consultation": 1}  # none is 0
WIDTH = max(RANKS.values())


def overlap(members: pd.DataFrame) -> pd.DataFrame:
    """Overlap of the member sets of every two organisations (Jaccard index).

    Args:
        members: org_id and iso3 of the countries that are members now, each pair once.

    Returns:
        org_id, other, common and either (counts of countries in both and in at least one), jaccard (common / either, 0
        to 1); every pair both ways, ordered by org_id, falling jaccard, other.
    """
    sets = {str(org_id): frozenset(group["iso3"]) for org_id, group in members.groupby("org_id")}
    rows = [
        (first, second, len(own & others), len(own | others))
        for first, own in sets.items()
        for second, others in sets.items()
        if first != second
    ]
    frame = pd.DataFrame(rows, columns=["org_id", "other", "common", "either"])
    frame["jaccard"] = frame["common"] / frame["either"]
    return frame.sort_values(["org_id", "jaccard", "other"], ascending=[True, False, True], ignore_index=True)


def overlap_of_countries(members: pd.DataFrame) -> pd.DataFrame:
    """Overlap of the organisations that every two countries belong to (Jaccard index).

    Args:
        members: org_id, iso3 and row of the countries that are members now, each pair once.

    Returns:
        iso3, partner, common and either (counts of organisations with both and with at least one), jaccard (common /
        either, 0 to 1), rows (tuple of the identifiers of all memberships of the two); every pair both ways, ordered by
        iso3, partner.
    """
    sets = {str(iso3): frozenset(group["org_id"]) for iso3, group in members.groupby("iso3")}
    behind = {str(iso3): set(group["row"]) for iso3, group in members.groupby("iso3")}
    rows = [
        (first, second, len(own & others), len(own | others), tuple(sorted(behind[first] | behind[second])))
        for (first, own), (second, others) in permutations(sets.items(), 2)
    ]
    frame = pd.DataFrame(rows, columns=["iso3", "partner", "common", "either", "rows"])
    frame.insert(4, "jaccard", frame["common"] / frame["either"])
    return frame


def s_scores(bonds: pd.DataFrame, states: list[str]) -> pd.DataFrame:
    """Similarity of the alliance portfolios of every two states (S-score, unweighted).

    A portfolio holds the rank of the strongest obligation in force to each of the N states: defence 3, neutrality and
    nonaggression 2, consultation 1, none 0, and 3 to oneself. S = 1 - 2 * sum of |difference of ranks| / (N * 3).

    Signorino and Ritter, "Tau-b or Not Tau-b", International Studies Quarterly 43 (1999).

    Args:
        bonds: iso3, partner and obligation, both ways (as `agreements.bonds` returns).
        states: the N states, each once; bonds with any other are left out.

    Returns:
        iso3, partner, s (-1 opposite to 1 the same); every pair both ways, ordered by iso3, partner.
    """
    rows = [
        (first, second, 1 - 2 * float(np.abs(own - others).sum()) / (len(own) * WIDTH))
        for (first, own), (second, others) in permutations(_portfolios(bonds, states).items(), 2)
    ]
    return pd.DataFrame(rows, columns=["iso3", "partner", "s"])


def kappas(bonds: pd.DataFrame, states: list[str]) -> pd.DataFrame:
    """Similarity of the alliance portfolios of every two states beyond chance (Cohen's kappa, Scott's pi).

    Both are 1 - D observed / D expected. D observed is the mean squared difference of the ranks x and y that two states
    give the same state; D expected is the mean squared difference of two ranks that are drawn at random, for kappa one
    from x and one from y, for pi both from x and y together. With population variances V and means M that is
    V(x) + V(y) + (M(x) - M(y))^2 for kappa, and V(x) + V(y) + (M(x) - M(y))^2 / 2 for pi.

    Häge, "Choice or Circumstance? Adjusting Measures of Foreign Policy Similarity for Chance Agreement", Political
    Analysis 19 (2011).

    Args:
        bonds: as for `s_scores`.
        states: as for `s_scores`; portfolios are the same.

    Returns:
        iso3, partner, kappa, pi (-1 opposite, 0 as by chance, 1 the same; missing where all ranks of both are equal, so
        that no difference can be expected); every pair both ways, ordered by iso3, partner.
    """
    rows = [
        (first, second, *_kappa_and_pi(own, others))
        for (first, own), (second, others) in permutations(_portfolios(bonds, states).items(), 2)
    ]
    frame = pd.DataFrame(rows, columns=["iso3", "partner", "kappa", "pi"])
    return frame.astype({"kappa": "Float64", "pi": "Float64"})


def _portfolios(bonds: pd.DataFrame, states: list[str]) -> dict[str, np.ndarray]:
    """The ranks of each state's ties to all states, both in the order of their codes."""
    place = {state: number for number, state in enumerate(sorted(states))}
    ranks = np.zeros((len(place), len(place)))
    np.fill_diagonal(ranks, WIDTH)
    for state, partner, obligation in zip(bonds["iso3"], bonds["partner"], bonds["obligation"], strict=True):
        if state in place and partner in place:
            cell = place[state], place[partner]
            ranks[cell] = max(ranks[cell], RANKS.get(obligation, 0))
    return dict(zip(place, ranks, strict=True))


def _kappa_and_pi(own: np.ndarray, others: np.ndarray) -> tuple[float | None, float | None]:
    observed = float(np.square(own - others).mean())
    spread = float(own.var() + others.var())
    apart = float(own.mean() - others.mean()) ** 2
    return _beyond_chance(observed, spread + apart), _beyond_chance(observed, spread + apart / 2)


def _beyond_chance(observed: float, expected: float) -> float | None:
    return 1 - observed / expected if expected else None
