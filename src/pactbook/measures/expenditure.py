"""Military expenditure: series with their gaps, and changes over time in one price basis at a time."""

import pandas as pd


def series(expenditure: pd.DataFrame) -> pd.DataFrame:
    """Usable figures by country and price basis, with an explicit empty row for every missing year between them.

    Figures whose column `excluded` gives a reason are skipped: their year counts as missing.

    Args:
        expenditure: the table `military_expenditure`.

    Returns:
        iso3, price_basis, year (every year from the first to the last usable one), usd_millions (US$ million of that
        basis; missing in a gap), row (identifier; missing in a gap), ordered by iso3, price_basis, year.
    """
    usable = expenditure[expenditure["excluded"].isna() & expenditure["usd_millions"].notna()]
    return _with_gaps(usable, ["iso3", "price_basis"], "usd_millions")


def shares(expenditure: pd.DataFrame) -> pd.DataFrame:
    """Expenditure as a share of GDP by country and year, with an explicit empty row for every missing year.

    The share is the same in every price basis, and stays usable where a figure in dollars is excluded.

    Args:
        expenditure: the table `military_expenditure`.

    Returns:
        iso3, year, pct_gdp (percent, 0 to 100; missing in a gap), row (of the current figure where there is one;
        missing in a gap), ordered by iso3, year.
    """
    usable = expenditure[expenditure["pct_gdp"].notna()].sort_values("price_basis", ascending=False, kind="stable")
    return _with_gaps(usable.drop_duplicates(["iso3", "year"]), ["iso3"], "pct_gdp")


def gaps(series: pd.DataFrame) -> pd.DataFrame:
    """Runs of missing years inside each series.

    Args:
        series: as `series` returns.

    Returns:
        iso3, price_basis, first, last (years of the gap), ordered by iso3, price_basis, first.
    """
    missing = series[series["usd_millions"].isna()]
    new = missing.groupby(["iso3", "price_basis"])["year"].diff().ne(1).cumsum().rename("run")
    runs = missing.groupby(["iso3", "price_basis", new])["year"].agg(first="min", last="max").reset_index()
    return runs[["iso3", "price_basis", "first", "last"]]


def changes(series: pd.DataFrame, years: int) -> pd.DataFrame:
    """Change of each series from `years` before its latest figure to that figure: latest / earlier - 1.

    Args:
        series: as `series` returns.
        years: distance in years, for example 5.

    Returns:
        iso3, price_basis, year, usd_millions, row (the latest figure), earlier_year, earlier, earlier_row (missing
        if that year has no figure), change (a share, -1 or more; missing without an earlier figure above zero).
    """
    known = series[series["usd_millions"].notna()]
    latest = known.groupby(["iso3", "price_basis"]).tail(1).assign(earlier_year=lambda frame: frame["year"] - years)
    earlier = known.rename(columns={"year": "earlier_year", "usd_millions": "earlier", "row": "earlier_row"})
    joined = latest.merge(earlier, on=["iso3", "price_basis", "earlier_year"], how="left")
    joined["change"] = (joined["usd_millions"] / joined["earlier"].where(joined["earlier"] > 0) - 1).astype("Float64")
    return joined


def _with_gaps(usable: pd.DataFrame, keys: list[str], value: str) -> pd.DataFrame:
    spans = usable.groupby(keys)["year"].agg(["min", "max"]).reset_index()
    spans["year"] = [list(range(int(low), int(high) + 1)) for low, high in zip(spans["min"], spans["max"], strict=True)]
    every = spans[[*keys, "year"]].explode("year").astype({"year": "int64"})
    figures = usable[[*keys, "year", value, "row"]].astype({"year": "int64"})
    return every.merge(figures, on=[*keys, "year"], how="left").sort_values([*keys, "year"], ignore_index=True)
