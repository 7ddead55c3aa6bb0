"""Weight of organisations: what their members have together, and each member's share of it."""

import pandas as pd

MEASURES = ("area_km2", "population", "spending", "personnel")
RECENT_YEARS = 5  # a common year is looked for in the last five, so that no total is older


def figures(tables: dict[str, pd.DataFrame], last_year: int, recent_years: int = RECENT_YEARS) -> pd.DataFrame:
    """Every figure that can count for an organisation's weight.

    Area (km2) and population (persons) from `countries`; expenditure in US$ million of current prices, excluded figures
    left out; active personnel (persons) of the series that reaches furthest, since the two series count differently.

    Args:
        tables: `countries`, `military_expenditure`, `force_structure`.
        last_year: the edition's year; yearly figures older than the last `recent_years` years are left out.
        recent_years: how far back a yearly figure still says something.

    Returns:
        iso3, measure (one of MEASURES), year (Int64; missing for area), value (not missing), row.
    """
    countries, spending, forces = tables["countries"], tables["military_expenditure"], tables["force_structure"]
    usable = spending[(spending["price_basis"] == "current") & spending["excluded"].isna()]
    known = forces[forces["active_personnel"].notna()]
    newest = known.sort_values(["year", "series"])["series"].tail(1)
    same = known[known["series"].isin(newest)]
    parts = [
        _part(countries, "area_km2", "area_km2", None),
        _part(countries, "population", "population", "population_year"),
        _recent(_part(usable, "spending", "usd_millions", "year"), last_year, recent_years),
        _recent(_part(same, "personnel", "active_personnel", "year"), last_year, recent_years),
    ]
    return pd.concat(parts, ignore_index=True)


def shares(members: pd.DataFrame, figures: pd.DataFrame) -> pd.DataFrame:
    """Each member's figures and its share of the sum of all members with one.

    Expenditure and personnel are compared in one year: of the years that the most members have a figure for, the
    latest. A member without a figure stays in the list with a missing value; it is a gap, not a zero.

    Args:
        members: org_id and iso3 of the countries that are members now.
        figures: as `figures` returns.

    Returns:
        org_id, measure, iso3, year, value (unit of the measure), share (0 to 1, of the known sum), row; value, share
        and row missing at a gap. Measures that no member has a figure for have no rows. Ordered by org_id, measure (in
        the order of MEASURES), falling value, iso3.
    """
    own = members[["org_id", "iso3"]].merge(figures, on="iso3")
    yearly = own[own["measure"].isin(("spending", "personnel"))]
    lasting = own[~own["measure"].isin(("spending", "personnel"))]
    known = pd.concat([lasting, in_common_year(yearly)], ignore_index=True)
    every = known[["org_id", "measure"]].drop_duplicates().merge(members[["org_id", "iso3"]], on="org_id")
    frame = every.merge(known, on=["org_id", "measure", "iso3"], how="left")
    frame["share"] = frame["value"] / frame.groupby(["org_id", "measure"])["value"].transform("sum")
    frame["order"] = [MEASURES.index(measure) for measure in frame["measure"]]
    columns = ["org_id", "measure", "iso3", "year", "value", "share", "row"]
    order = ["org_id", "order", "value", "iso3"]
    return frame.sort_values(order, ascending=[True, True, False, True], ignore_index=True)[columns]


def in_common_year(own: pd.DataFrame) -> pd.DataFrame:
    """The figures of the year in which an organisation's members are compared.

    Of the years for which the most members have a figure, the latest.

    Args:
        own: figures of members by org_id, iso3, measure and year, one row each.

    Returns:
        The rows of that year, columns as in `own`.
    """
    counts = own.groupby(["org_id", "measure", "year"]).size().rename("members").reset_index()
    common = counts.sort_values(["members", "year"]).groupby(["org_id", "measure"]).tail(1)
    return own.merge(common[["org_id", "measure", "year"]], on=["org_id", "measure", "year"])


def _part(table: pd.DataFrame, measure: str, column: str, year: str | None) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "iso3": table["iso3"],
            "measure": measure,
            "year": table[year].astype("Int64") if year else pd.Series(pd.NA, table.index, "Int64"),
            "value": table[column].astype("Float64"),
            "row": table["row"],
        }
    ).dropna(subset=["value"])


def _recent(part: pd.DataFrame, last_year: int, years: int) -> pd.DataFrame:
    return part[part["year"] > last_year - years]
