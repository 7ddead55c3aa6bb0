"""Counterterrorism initiatives with their parties."""

import pandas as pd


def with_parties(initiatives: pd.DataFrame, parties: pd.DataFrame) -> pd.DataFrame:
    """Initiatives, each with all of its parties.

    Args:
        initiatives: the table `counterterrorism_initiatives`.
        parties: the table `counterterrorism_parties`.

    Returns:
        The table with parties (tuple of iso3, sorted), ordered by kind, start, initiative_id.
    """
    groups = {key: tuple(sorted(codes)) for key, codes in parties.groupby("initiative_id")["iso3"]}
    lists = [groups.get(key, ()) for key in initiatives["initiative_id"]]
    frame = initiatives.assign(parties=pd.Series(lists, index=initiatives.index, dtype=object))
    return frame.sort_values(["kind", "start", "initiative_id"], ignore_index=True)
