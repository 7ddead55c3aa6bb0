"""Facilities: whose they are, on whose soil, and from when to when."""

import pandas as pd

from pactbook.measures.years import years


def sites(facilities: pd.DataFrame) -> pd.DataFrame:
    """Facilities with the years of their use and whether they are foreign.

    A facility is foreign where its operator is another country than its host, or an organisation alone.

    Args:
        facilities: the table `facilities`.

    Returns:
        The table with host (iso3), operator (iso3 or org_id; missing if neither is named), foreign (boolean), open
        (boolean: not closed), opened_year and closed_year (Int64; missing if not known or, for closed_year, still in
        use), ordered by host, foreign ones first, operator, opening (unknown last), facility_id.
    """
    sites = facilities.rename(columns={"host_iso3": "host"})
    sites["operator"] = sites["operator_iso3"].fillna(sites["org_id"])
    sites["foreign"] = (sites["operator"].notna() & (sites["operator"] != sites["host"])).fillna(False).astype(bool)
    sites["open"] = (sites["status"] != "closed").astype(bool)
    sites["opened_year"] = years(sites["opened"])
    sites["closed_year"] = years(sites["closed"])
    order = ["host", "foreign", "operator", "opened_year", "opened", "facility_id"]
    return sites.sort_values(order, ascending=[True, False, True, True, True, True], ignore_index=True)


def foreign_presence(sites: pd.DataFrame) -> pd.DataFrame:
    """How many facilities each foreign operator has on each country's soil.

    Args:
        sites: as `sites` returns.

    Returns:
        host, operator, open (count not closed), closed (count), first_year (earliest known opening, Int64), most open
        facilities first within a host.
    """
    foreign = sites[sites["foreign"]]
    grouped = foreign.groupby(["host", "operator"])
    counts = pd.DataFrame(
        {
            "open": grouped["open"].sum().astype(int),
            "closed": (grouped["open"].size() - grouped["open"].sum()).astype(int),
            "first_year": grouped["opened_year"].min(),
        }
    ).reset_index()
    order = ["host", "open", "closed", "operator"]
    return counts.sort_values(order, ascending=[True, False, False, True], ignore_index=True)


def stock(sites: pd.DataFrame, first_year: int, last_year: int) -> pd.DataFrame:
    """Foreign facilities in use at the end of each year.

    A facility is in use at the end of a year if it opened in that year or before and did not close in it or before.
    One whose opening is not known is counted apart, as if it had always been in use until it closed. One that closed at
    an unknown date is left out.

    Args:
        sites: as `sites` returns.
        first_year: first year to count.
        last_year: last year to count.

    Returns:
        host, operator, year, opening_known (boolean), in_use (count, at least 1), rows, ordered by these. Years without
        a facility have no row.
    """
    foreign = sites[sites["foreign"] & (sites["open"] | sites["closed_year"].notna())]
    columns = ["host", "operator", "opened_year", "closed_year", "row"]
    found = [
        (host, operator, year, opened is not None, row)
        for host, operator, opened, closed, row in foreign[columns].astype(object).replace(pd.NA, None).to_numpy()
        for year in range(
            first_year if opened is None else max(first_year, opened),
            (last_year if closed is None else min(last_year, closed - 1)) + 1,
        )
    ]
    keys = ["host", "operator", "year", "opening_known"]
    years = pd.DataFrame(found, columns=[*keys, "row"])
    counted = years.groupby(keys)["row"].agg(in_use="size", rows=tuple).reset_index()
    return counted.sort_values(keys, ignore_index=True)
