"""Arms transfers, counted in entries of the register: the data carries no value of a deal."""

import pandas as pd

from pactbook.measures import concentration as concentration_measures

PERIOD_YEARS = 5
WHOLE = ["recipient_iso3", "period"]


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
        recipient_iso3, period, supplier_iso3, entries (count), share (0 to 1), rows (tuple of identifiers), largest
        share first in a period.
    """
    return concentration_measures.shares(dated, WHOLE, "supplier_iso3")


def concentration(suppliers: pd.DataFrame) -> pd.DataFrame:
    """Herfindahl-Hirschman index of a recipient's suppliers: the sum of their squared shares.

    Args:
        suppliers: as `suppliers` returns.

    Returns:
        recipient_iso3, period, entries (count), parts (count of suppliers), hhi (above 0, to 1: one supplier alone),
        effective (1 / hhi), rows (tuple of identifiers), ordered by the first two.
    """
    return concentration_measures.indices(suppliers, WHOLE)
