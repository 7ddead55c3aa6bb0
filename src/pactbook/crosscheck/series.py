"""Yearly figures of both sides, key by key."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from pactbook.crosscheck.findings import AGREES, DIFFERS, MISSING_HERE, MISSING_THERE, WHOLE, frame, shown


def compare(
    name: str,
    ours: pd.DataFrame,
    theirs: pd.DataFrame,
    keys: Sequence[str],
    tolerances: Mapping[str, tuple[float, float]],
    countries: Iterable[str],
) -> pd.DataFrame:
    """Compare figures that have a country, a year and perhaps more as their key.

    Only countries, years and other keys are looked at of which both sides speak at all: a set is not asked about years
    before or after its own, nor are we.

    Args:
        name: of the comparison.
        ours: row, the keys, the columns.
        theirs: the same of the set.
        keys: iso3, year and others.
        tolerances: by column, how far two figures may be apart and still agree: as a share of the larger one, and in
            the column's unit.
        countries: which ones to look at (iso3).

    Returns:
        As `findings.frame`; the subject is the key.
    """
    sides = [side[side["iso3"].isin(set(countries))] for side in (ours, theirs)]
    if sides[0].empty or sides[1].empty:
        return frame([])
    first, last = max(side["year"].min() for side in sides), min(side["year"].max() for side in sides)
    kept = [side[side["year"].between(first, last)] for side in sides]
    for key in keys:
        if key != "year":
            known = set(kept[0][key]) & set(kept[1][key])
            kept = [side[side[key].isin(known)] for side in kept]
    columns = [*keys, "row", *tolerances]
    both = kept[0][columns].merge(kept[1][columns], on=list(keys), how="outer", suffixes=("", " there"))
    return frame(finding for line in both.to_dict("records") for finding in _of_key(name, line, keys, tolerances))


def _of_key(
    name: str, line: dict[Hashable, Any], keys: Sequence[str], tolerances: Mapping[str, tuple[float, float]]
) -> list[tuple[Any, ...]]:
    subject = ", ".join(str(line[key]) for key in keys)
    row, other = line["row"], line["row there"]
    known = [column for column in tolerances if not pd.isna(line[column]) and not pd.isna(line[f"{column} there"])]
    if pd.isna(row):
        told = "; ".join(shown(line[f"{column} there"]) for column in tolerances)
        return [(name, MISSING_HERE, subject, WHOLE, "", told, "", other)]
    if pd.isna(other):
        told = "; ".join(shown(line[column]) for column in tolerances)
        return [(name, MISSING_THERE, subject, WHOLE, told, "", row, "")]
    return [
        (
            name,
            AGREES if near(line[column], line[f"{column} there"], *tolerances[column]) else DIFFERS,
            subject,
            column,
            shown(line[column]),
            shown(line[f"{column} there"]),
            row,
            other,
        )
        for column in known
    ]


def near(one: float, other: float, share: float, unit: float) -> bool:
    """Whether two figures are no further apart than a share of the larger one, or an amount."""
    return abs(one - other) <= max(share * max(abs(one), abs(other)), unit)
