"""Counterterrorism initiatives with their parties."""

import pandas as pd

from pactbook import dates


def with_parties(initiatives: pd.DataFrame, parties: pd.DataFrame) -> pd.DataFrame:
    """Initiatives, each with all of its parties.

    Args:
        initiatives: the table `counterterrorism_initiatives`.
        parties: the table `counterterrorism_parties`.

    Returns:
        The table with parties (tuple of iso3, sorted), ordered by kind, start, initiative_id.
    """
    groups = {key: tuple(sorted(codes)) for key, codes in parties.groupby("initiative_id")["iso3"]}
    lists = [groups.get(key, ()) for key in initiatives["initiative_id"]]
    frame = initiatives.assign(parties=pd.Series(lists, index=initiatives.index, dtype=object))
    return frame.sort_values(["kind", "start", "initiative_id"], ignore_index=True)


def begun_per_year(initiatives: pd.DataFrame) -> pd.DataFrame:
    """Initiatives that began, by kind and year.

    Args:
        initiatives: the table `counterterrorism_initiatives`; those without a known start are left out.

    Returns:
        kind, year, initiatives (count), rows (tuple), ordered by kind, year. Years without any have no row.
    """
    known = initiatives[initiatives["start"].notna()]
    return _counts(known.assign(year=[dates.year(start) for start in known["start"]]), ["kind", "year"])


def standing_by_country(with_parties: pd.DataFrame) -> pd.DataFrame:
    """Initiatives without a known end that each country is party to, by kind.

    What it could have joined is not known, nor since when it is party: a count, no share.

    Args:
        with_parties: as `with_parties` returns.

    Returns:
        iso3, kind, initiatives (count), rows (tuple), ordered by iso3, kind.
    """
    each = with_parties[with_parties["end"].isna()].explode("parties").rename(columns={"parties": "iso3"})
    return _counts(each.dropna(subset=["iso3"]), ["iso3", "kind"])


def _counts(initiatives: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    counted = [(*key, len(group), tuple(sorted(group["row"]))) for key, group in initiatives.groupby(keys)]
    return pd.DataFrame(counted, columns=[*keys, "initiatives", "rows"])
