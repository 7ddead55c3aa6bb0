"""Arms transfers, counted in entries of the register: the data carries no value of a deal."""

import pandas as pd

PERIOD_YEARS = 5


def dated(transfers: pd.DataFrame) -> pd.DataFrame:
    """Deliveries with the year that places them, and the first year of its five-year period.

    Args:
        transfers: the table `arms_transfers`.

    Returns:
        The table with year (first year of delivery; entries without a known delivery are left out) and period (2015
        stands for 2015-2019), ordered by recipient, year, transfer_id.
    """
    frame = transfers.assign(year=transfers["delivered_from"])
    frame = frame[frame["year"].notna()].astype({"year": "int64"})
    frame["period"] = frame["year"] // PERIOD_YEARS * PERIOD_YEARS
    return frame.sort_values(["recipient_iso3", "year", "transfer_id"], ignore_index=True)


def suppliers(dated: pd.DataFrame) -> pd.DataFrame:
    """Each supplier's share in a recipient's entries of a five-year period.

    Args:
        dated: as `dated` returns; entries without a known supplier are left out.

    Returns:
        recipient_iso3, period, supplier_iso3, entries (count), share (0 to 1), largest share first in a period.
    """
    known = dated[dated["supplier_iso3"].notna()]
    counts = known.groupby(["recipient_iso3", "period", "supplier_iso3"]).size().rename("entries").reset_index()
    counts["share"] = counts["entries"] / counts.groupby(["recipient_iso3", "period"])["entries"].transform("sum")
    order = ["recipient_iso3", "period", "entries", "supplier_iso3"]
    return counts.sort_values(order, ascending=[True, True, False, True], ignore_index=True)


def concentration(suppliers: pd.DataFrame) -> pd.DataFrame:
    """Herfindahl-Hirschman index of a recipient's suppliers: the sum of their squared shares.

    Args:
        suppliers: as `suppliers` returns.

    Returns:
        recipient_iso3, period, entries (count), hhi (above 0, to 1: one supplier alone), ordered by these.
    """
    grouped = suppliers.assign(hhi=suppliers["share"] ** 2).groupby(["recipient_iso3", "period"])
    return grouped.agg(entries=("entries", "sum"), hhi=("hhi", "sum")).reset_index()
