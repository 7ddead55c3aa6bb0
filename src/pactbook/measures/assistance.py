"""Security assistance: sums of one kind only are ever added."""

import pandas as pd

YEARLY = "yearly"


def yearly_sums(assistance: pd.DataFrame) -> pd.DataFrame:
    """The sums of one year each, added up for every donor and recipient.

    Plans, requests, rents and cumulative sums overlap with them and are never added; help to several countries at once
    belongs to none of them alone and stays out.

    Args:
        assistance: the table `security_assistance`.

    Returns:
        donor_iso3, recipient_iso3, first_year, last_year (of the sums added), usd_millions (US$ million of their
        years), rows (tuple of row identifiers), ordered by donor, recipient. Pairs without a published yearly sum have
        no row.
    """
    single = assistance["recipients"].map(len) == 1
    own = assistance[single & (assistance["amount_kind"] == YEARLY) & assistance["usd_millions"].notna()]
    own = own.assign(recipient_iso3=[recipients[0] for recipients in own["recipients"]])
    grouped = own.groupby(["donor_iso3", "recipient_iso3"])
    return grouped.agg(
        first_year=("year", "min"),
        last_year=("year", "max"),
        usd_millions=("usd_millions", "sum"),
        rows=("row", lambda names: tuple(sorted(names))),
    ).reset_index()
