"""Strategic resources: the newest figure of each kind, and what weight it has in the world."""

import pandas as pd

SHARE_OF_WORLD = "share of world"
WORLD_RANK = "world rank"


def latest(resources: pd.DataFrame) -> pd.DataFrame:
    """The newest figure of each measure of each commodity of each country.

    Args:
        resources: the table `resources`.

    Returns:
        The table's columns, one row per iso3, commodity and measure, in that order.
    """
    newest = resources.sort_values(["iso3", "commodity", "measure", "year", "resource_id"])
    return newest.drop_duplicates(["iso3", "commodity", "measure"], keep="last").reset_index(drop=True)


def world_weight(resources: pd.DataFrame) -> pd.DataFrame:
    """Figures that say what a country weighs in the world: a share of a world total, or a rank.

    Args:
        resources: the table `resources`.

    Returns:
        The newest such figures with the column kind (`share`: value in percent, 0 to 100; `rank`: 1 is the largest),
        ordered by iso3, shares before ranks, largest share and best rank first.
    """
    newest = latest(resources)
    share = newest["measure"].str.startswith(SHARE_OF_WORLD)
    rank = newest["measure"].str.startswith(WORLD_RANK)
    weights = newest[share | rank].copy()
    weights["kind"] = ["share" if is_share else "rank" for is_share in share[share | rank]]
    weights["order"] = [
        -value if kind == "share" else value for value, kind in zip(weights["value"], weights["kind"], strict=True)
    ]
    order = ["iso3", "kind", "order", "resource_id"]
    ordered = weights.sort_values(order, ascending=[True, False, True, True], ignore_index=True)
    return ordered.drop(columns="order")
