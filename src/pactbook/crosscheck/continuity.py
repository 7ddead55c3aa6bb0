"""Whether a published series of military spending can be right: tests of what its sheets imply about one another.

A published file can be wrong too. Each test compares two ways to the same figure; where they are too far apart, one of
the two is wrong, and the year before or after it tells which.
"""

import pandas as pd

from pactbook.crosscheck.findings import AGREES, DIFFERS, frame, shown
from pactbook.crosscheck.series import near

CURRENT, CONSTANT = "current", "constant_"
GDP, PRICES, RATE = "NY.GDP.MKTP.CD", "FP.CPI.TOTL.ZG", "PA.NUS.FCRF"  # of the World Bank: US$; percent; per US$
INFLATION = (0.15, 10)  # a third of a year's prices may be another basket: share, percentage points
SHARE_OF_GDP = (0.15, 1)  # GDP is revised: share, US$ million
EXCHANGE = (0.1, 0)
EDITIONS = (0.05, 0)  # around the ratio that holds for most years, which a new base year sets


def inflation(spending: pd.DataFrame, local: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """The inflation implied by spending in local currency and in constant dollars, against consumer prices.

    Local currency divided by constant dollars is a price index; its change from one year to the next is what the
    publisher must have taken for inflation.

    Args:
        spending: row, iso3, year, price_basis, usd_millions.
        local: iso3, year, value (millions of local currency in the calendar year).
        indicators: row, iso3, year, indicator, value.

    Returns:
        As `findings.frame`; ours is the implied inflation, theirs the change of consumer prices, in percent.
    """
    constant = _level(spending, CONSTANT).merge(local[["iso3", "year", "value"]], on=["iso3", "year"])
    constant["index"] = constant["value"].astype(float) / constant["usd_millions"].astype(float)
    before = constant[["iso3", "year", "index"]].assign(year=constant["year"] + 1)
    both = constant.merge(before, on=["iso3", "year"], suffixes=("", "_before"))
    both["implied"] = 100 * (both["index"] / both["index_before"] - 1)
    prices = indicator(indicators, PRICES)
    return _apart("continuity/inflation", both.merge(prices, on=["iso3", "year"]), "implied", INFLATION)


def share_of_gdp(spending: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """The share of GDP times GDP, against spending in current dollars.

    Args:
        spending: row, iso3, year, price_basis, usd_millions, pct_gdp.
        indicators: see `inflation`.

    Returns:
        As `findings.frame`; ours is the spending, theirs what the share implies, in US$ million.
    """
    both = _level(spending, CURRENT).dropna(subset="pct_gdp").merge(indicator(indicators, GDP), on=["iso3", "year"])
    both["figure"] = both["pct_gdp"].astype(float) / 100 * both["figure"] / 1e6
    return _apart("continuity/share of GDP", both, "usd_millions", SHARE_OF_GDP)


def exchange_rate(spending: pd.DataFrame, local: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """The exchange rate implied by spending in local currency and in current dollars, against the official one.

    Args:
        spending: see `inflation`.
        local: see `inflation`.
        indicators: see `inflation`.

    Returns:
        As `findings.frame`; both in local currency per US$.
    """
    both = _level(spending, CURRENT).merge(local[["iso3", "year", "value"]], on=["iso3", "year"])
    both["implied"] = both["value"].astype(float) / both["usd_millions"].astype(float)
    both = both.drop(columns="value").merge(indicator(indicators, RATE), on=["iso3", "year"])
    return _apart("continuity/exchange rate", both, "implied", EXCHANGE)


def editions(newer: pd.DataFrame, older: pd.DataFrame) -> pd.DataFrame:
    """Constant dollars of two editions: their ratio is that of the base years, the same for all years of a country.

    Args:
        newer: see `inflation`.
        older: the same of an earlier edition.

    Returns:
        As `findings.frame`; ours is the newer figure, theirs the older one times the country's median ratio.
    """
    both = _level(newer, CONSTANT).merge(
        _level(older, CONSTANT)[["iso3", "year", "usd_millions", "row"]], on=["iso3", "year"], suffixes=("", "_older")
    )
    ratio = both["usd_millions"].astype(float) / both["usd_millions_older"].astype(float)
    both["figure"] = both["usd_millions_older"].astype(float) * ratio.groupby(both["iso3"]).transform("median")
    return _apart("continuity/editions", both.assign(other=both["row_older"]), "usd_millions", EDITIONS)


def _level(spending: pd.DataFrame, basis: str) -> pd.DataFrame:
    """The figures of one price basis above 0; of several constant ones, the newest."""
    own = spending[spending["price_basis"].str.startswith(basis) & (spending["usd_millions"] > 0)]
    newest: pd.DataFrame = own[own["price_basis"] == own["price_basis"].max()]
    return newest.reset_index(drop=True)


def indicator(indicators: pd.DataFrame, code: str, name: str = "figure", row: str = "other") -> pd.DataFrame:
    """The known figures of one indicator.

    Args:
        indicators: row, iso3, year, indicator, value.
        code: of the indicator.
        name: what the column of its figures is called.
        row: what the column of its row identifiers is called.

    Returns:
        iso3, year and the two columns, in the order of the table.
    """
    own: pd.DataFrame = indicators[(indicators["indicator"] == code) & indicators["value"].notna()]
    return own[["iso3", "year", "value", "row"]].rename(columns={"value": name, "row": row})


def _apart(name: str, both: pd.DataFrame, column: str, tolerance: tuple[float, float]) -> pd.DataFrame:
    return frame(
        (
            name,
            AGREES if near(float(line[column]), float(line["figure"]), *tolerance) else DIFFERS,
            f"{line['iso3']}, {line['year']}",
            column,
            shown(float(line[column])),
            shown(float(line["figure"])),
            line["row"],
            line["other"],
        )
        for line in both.to_dict("records")
    )
