"""Security assistance: sums of one kind only are ever added."""

import pandas as pd


def totals(assistance: pd.DataFrame) -> pd.DataFrame:
    """Published sums by recipient, donor, year and kind of amount; help to several countries stays whole.

    Args:
        assistance: the table `security_assistance`.

    Returns:
        recipients (tuple of iso3), donor_iso3, year, amount_kind, usd_millions (US$ million; missing if no sum is
        published). Only `yearly` sums are added; every other entry stays a row of its own. Column rows: a tuple of
        row identifiers. Newest first.
    """
    yearly = assistance["amount_kind"] == "yearly"
    frame = assistance.assign(part=assistance["assistance_id"].where(~yearly, ""))
    grouped = frame.groupby(["recipients", "donor_iso3", "year", "amount_kind", "part"], sort=True)
    sums = pd.DataFrame({"usd_millions": grouped["usd_millions"].sum(min_count=1), "rows": grouped["row"].agg(tuple)})
    order = ["year", "donor_iso3", "amount_kind", "part"]
    return sums.reset_index().sort_values(order, ascending=[False, True, True, True], ignore_index=True, kind="stable")
