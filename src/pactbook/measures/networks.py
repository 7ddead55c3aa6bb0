"""Networks of states: who is tied to whom by agreements and by joint exercises, period by period."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

import networkx as nx
import pandas as pd

from pactbook.measures import exercises as exercise_measures
from pactbook.measures.agreements import EXPIRED, IN_FORCE
from pactbook.measures.years import years

PERIOD_YEARS = 5
EDGE = ["first", "last", "iso3", "partner"]


def periods(since: int, last_year: int, years: int = PERIOD_YEARS) -> list[tuple[int, int]]:
    """Periods of some years each, counted back from the last year, so that the newest one is whole.

    Args:
        since: first year of the first period, which is shorter if the years do not divide evenly.
        last_year: last year of the last period.
        years: length of a period.

    Returns:
        First and last year of each, in order of time; empty if `since` lies after `last_year`.
    """
    ends = range(last_year, since - 1, -years)
    return [(max(since, end - years + 1), end) for end in reversed(ends)]


def agreement_edges(
    agreements: pd.DataFrame, parties: pd.DataFrame, states: Collection[str], periods: Sequence[tuple[int, int]]
) -> pd.DataFrame:
    """Agreements in force between every two states at the end of each period.

    An agreement runs from the year in which it took effect, or of its signature where that is not known, to the year
    before the one in which it ended; a party from the year in which it joined, if known, to the year before it left.
    Agreements that were only signed do not count, nor expired ones of which the end is not known.

    Args:
        agreements: the table `agreements`.
        parties: the table `agreement_parties`.
        states: the states (iso3) that enter the picture.
        periods: first and last years, as `periods` returns.

    Returns:
        first, last (years of the period), iso3, partner (each pair once, the smaller code first), weight (count of
        agreements, 1 and up), rows (tuple of identifiers of the agreements), ordered by the first four.
    """
    ended = (agreements["status"] == EXPIRED) & agreements["ended"].notna()
    dated = agreements[(agreements["status"] == IN_FORCE) | ended]
    terms = dated[["agreement_id", "row"]].assign(
        start=years(dated["in_force"].fillna(dated["signed"])), end=years(dated["ended"])
    )
    own = parties[parties["iso3"].isin(states)]
    own = own[["agreement_id", "iso3"]].assign(joined=years(own["joined"]), left=years(own["left"]))
    bound = own.merge(terms, on="agreement_id")
    bound["start"] = bound[["start", "joined"]].max(axis=1)
    bound["end"] = bound[["end", "left"]].min(axis=1)
    bound = bound[["agreement_id", "row", "iso3", "start", "end"]]
    others = bound.rename(columns={"iso3": "partner", "start": "partner_start", "end": "partner_end"})
    both = bound.merge(others, on=["agreement_id", "row"])
    both = both[both["iso3"] < both["partner"]].merge(_frame(periods), how="cross")
    begun = both[["start", "partner_start"]].max(axis=1) <= both["last"]
    end = both[["end", "partner_end"]].min(axis=1)
    return _edges(both[begun & (end.isna() | (end > both["last"]))])


def exercise_edges(
    participations: pd.DataFrame, states: Collection[str], periods: Sequence[tuple[int, int]]
) -> pd.DataFrame:
    """Joint exercises of every two states in each period, by the year in which each began.

    Args:
        participations: as `exercises.participations` returns.
        states: the states (iso3) that enter the picture.
        periods: first and last years, as `periods` returns.

    Returns:
        first, last (years of the period), iso3, partner (each pair once, the smaller code first), weight (count of
        exercises, 1 and up), rows (tuple of identifiers of the exercises), ordered by the first four.
    """
    together = exercise_measures.pairs(participations[participations["iso3"].isin(states)])
    together = together[together["iso3"] < together["partner"]].merge(_frame(periods), how="cross")
    return _edges(together[together["year"].between(together["first"], together["last"])])


def positions(edges: pd.DataFrame) -> pd.DataFrame:
    """Where each state stands in the network of each period.

    Betweenness is the share of the shortest paths between any two other states that lead through a state; where there
    are several, each counts in part. Paths are counted in ties, whatever their weight. L. C. Freeman, "A Set of
    Measures of Centrality Based on Betweenness", Sociometry 40 (1977). Communities: see `networks`.

    Args:
        edges: as `agreement_edges` and `exercise_edges` return.

    Returns:
        first, last, iso3, degree (count of states that it is tied to), strength (sum of the weights of its ties),
        betweenness (0 to 1; 0 in a network of fewer than three), community (number from 1, the largest community first,
        of several of one size the one with the smallest code), rows (tuple of identifiers behind its ties), ordered by
        first and iso3. States without a tie have no row.
    """
    found = []
    for (first, last), graph in _graphs(edges):
        between = nx.betweenness_centrality(graph)
        number = {code: order for order, group in enumerate(_communities(graph), 1) for code in group}
        found += [
            (
                first,
                last,
                code,
                graph.degree(code),
                graph.degree(code, weight="weight"),
                between[code],
                number[code],
                _rows(graph.edges(code, data="rows")),
            )
            for code in graph
        ]
    columns = ["first", "last", "iso3", "degree", "strength", "betweenness", "community", "rows"]
    return pd.DataFrame(found, columns=columns)


def networks(edges: pd.DataFrame) -> pd.DataFrame:
    """The network of each period as a whole.

    Communities are found by joining, again and again, the two groups whose union raises the weighted modularity most,
    until none does. A. Clauset, M. E. J. Newman and C. Moore, "Finding community structure in very large networks",
    Physical Review E 70 (2004), 066111.

    Args:
        edges: as `agreement_edges` and `exercise_edges` return.

    Returns:
        first, last, states (count of those with a tie, 2 and up), ties (count), density (ties per pair of these states,
        above 0, to 1), communities (count, 1 and up), modularity (of the communities, weighted, 0 to below 1), rows
        (tuple of identifiers behind all ties), ordered by first. A period without a tie has no row.
    """
    found = []
    for (first, last), graph in _graphs(edges):
        groups = _communities(graph)
        modularity = nx.community.modularity(graph, groups, weight="weight")
        rows = _rows(graph.edges(data="rows"))
        size = (len(graph), graph.number_of_edges(), nx.density(graph), len(groups))
        found.append((first, last, *size, modularity, rows))
    columns = ["first", "last", "states", "ties", "density", "communities", "modularity", "rows"]
    return pd.DataFrame(found, columns=columns)


def _frame(periods: Sequence[tuple[int, int]]) -> pd.DataFrame:
    return pd.DataFrame(periods, columns=["first", "last"], dtype="int64")


def _edges(ties: pd.DataFrame) -> pd.DataFrame:
    edges = ties.drop_duplicates([*EDGE, "row"]).groupby(EDGE).size().rename("weight").reset_index()
    behind = {key: tuple(sorted(set(rows))) for key, rows in ties.groupby(EDGE)["row"]}
    keys = edges[EDGE].itertuples(index=False, name=None)
    return edges.assign(rows=pd.Series([behind[key] for key in keys], edges.index, dtype=object))


def _graphs(edges: pd.DataFrame) -> Iterator[tuple[tuple[int, int], nx.Graph]]:
    """The graph of each period; states and ties are put in by code, since sums of floats depend on the order."""
    by_period: Any = edges.sort_values(EDGE).groupby(["first", "last"])  # its keys are pairs, which no stub knows
    for (first, last), group in by_period:
        graph = nx.Graph()
        graph.add_nodes_from(sorted({*group["iso3"], *group["partner"]}))
        for iso3, partner, weight, rows in group[["iso3", "partner", "weight", "rows"]].itertuples(index=False):
            graph.add_edge(iso3, partner, weight=weight, rows=rows)
        yield (first, last), graph


def _communities(graph: nx.Graph) -> list[list[str]]:
    found = nx.community.greedy_modularity_communities(graph, weight="weight")
    return sorted((sorted(group) for group in found), key=lambda group: (-len(group), group[0]))


def _rows(ties: Collection[tuple[str, str, tuple[str, ...]]]) -> tuple[str, ...]:
    return tuple(sorted({row for *_, rows in ties for row in rows}))
