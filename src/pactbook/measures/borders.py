"""Borders: every land border seen from each of its two sides, the open questions first."""

import pandas as pd

OPENNESS = ("disputed", "unsettled", "delimited", "settled")  # most open first


def sides(borders: pd.DataFrame) -> pd.DataFrame:
    """Each border twice, once for each country that it belongs to.

    Args:
        borders: the table `borders`.

    Returns:
        iso3, neighbour, length_km, status, settled_on, note, row, share (of the length of all the country's land
        borders with a known length, 0 to 1), ordered by iso3, openness of the status, falling length, neighbour.
    """
    columns = ["iso3", "neighbour", "length_km", "status", "settled_on", "note", "row"]
    one = borders.rename(columns={"iso3_a": "iso3", "iso3_b": "neighbour"})[columns]
    other = borders.rename(columns={"iso3_b": "iso3", "iso3_a": "neighbour"})[columns]
    both = pd.concat([one, other], ignore_index=True)
    both["share"] = both["length_km"] / both.groupby("iso3")["length_km"].transform("sum")
    both["openness"] = [OPENNESS.index(status) if status in OPENNESS else len(OPENNESS) for status in both["status"]]
    order = ["iso3", "openness", "length_km", "neighbour"]
    return both.sort_values(order, ascending=[True, True, False, True], ignore_index=True).drop(columns="openness")
