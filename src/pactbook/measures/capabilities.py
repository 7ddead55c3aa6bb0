"""Capability gaps: how much more one country spends and has under arms than another."""

import pandas as pd

from pactbook.measures import weight

SPENDING, PERSONNEL, PER_HEAD = "spending", "personnel", "spending per head"
MEASURES = (SPENDING, PERSONNEL, PER_HEAD)
MILLION = 1_000_000
CLOSEST_FIRST = (0, -1, 1)  # the year of personnel, from that of spending: the same, else the one before or after


def levels(figures: pd.DataFrame) -> pd.DataFrame:
    """What countries are compared by.

    Spending per head of the forces is a year's spending divided by the active personnel of that year; where that is not
    known, of the year before, or else of the year after.

    Args:
        figures: as `weight.figures` returns.

    Returns:
        iso3, measure (one of MEASURES), year (Int64; of the spending), value (Float64: US$ million of current prices;
        persons; US$ of that year per person), personnel_year (Int64; missing unless per head), rows (tuple of
        identifiers), ordered by iso3, measure (in the order of MEASURES), year.
    """
    known = figures[figures["measure"].isin((SPENDING, PERSONNEL))]
    known = known.assign(personnel_year=pd.Series(pd.NA, known.index, "Int64"))
    known["rows"] = pd.Series([(row,) for row in known["row"]], known.index, dtype=object)
    both = pd.concat([known, _per_head(figures)], ignore_index=True)
    both["order"] = [MEASURES.index(measure) for measure in both["measure"]]
    columns = ["iso3", "measure", "year", "value", "personnel_year", "rows"]
    return both.sort_values(["iso3", "order", "year"], ignore_index=True)[columns]


def pairs(members: pd.DataFrame, sides: pd.DataFrame) -> pd.DataFrame:
    """Who is compared with whom: members of one organisation, and neighbours.

    Args:
        members: org_id and iso3 of the countries that are members now.
        sides: as `borders.sides` returns.

    Returns:
        org_id (missing between neighbours), iso3, partner; each pair both ways, ordered by these, neighbours last.
    """
    own = members[["org_id", "iso3"]]
    within = own.merge(own.rename(columns={"iso3": "partner"}), on="org_id")
    within = within[within["iso3"] != within["partner"]]
    beside = sides[["iso3", "neighbour"]].rename(columns={"neighbour": "partner"}).drop_duplicates()
    both = pd.concat([within, beside.assign(org_id=None)], ignore_index=True)
    return both.sort_values(["org_id", "iso3", "partner"], ignore_index=True)[["org_id", "iso3", "partner"]]


def ratios(pairs: pd.DataFrame, levels: pd.DataFrame) -> pd.DataFrame:
    """How many times a partner's figure a country's is, in the latest year for which both have one.

    Args:
        pairs: as `pairs` returns.
        levels: as `levels` returns.

    Returns:
        org_id (missing between neighbours), iso3, partner, measure (one of MEASURES), year (Int64), value,
        partner_value (Float64, in the unit of the measure), ratio (value / partner_value, 0 and up; missing if the
        partner's is zero), personnel_year, partner_personnel_year (Int64; of per head alone), rows (tuple of
        identifiers), in the order of `pairs` and MEASURES. Where no year has a figure of both, which is a gap and no
        zero, all is missing from `year` on, and rows are empty.
    """
    theirs = {name: f"partner_{name}" for name in ("value", "personnel_year", "rows")}
    every = pairs.merge(pd.DataFrame({"measure": MEASURES}), how="cross")
    keys = ["iso3", "partner", "measure"]
    same = every[keys].drop_duplicates().merge(levels, on=["iso3", "measure"])
    partners = levels.rename(columns={"iso3": "partner"} | theirs)
    same = same.merge(partners, on=["partner", "measure", "year"]).sort_values([*keys, "year"])
    found = every.merge(same.drop_duplicates(keys, keep="last"), on=keys, how="left")
    found["ratio"] = found["value"] / found["partner_value"].where(found["partner_value"] > 0)
    own = zip(found["rows"], found["partner_rows"], found["year"].notna(), strict=True)
    behind = [tuple(sorted({*mine, *other})) if known else () for mine, other, known in own]
    found["rows"] = pd.Series(behind, found.index, dtype=object)
    columns = ["year", "value", "partner_value", "ratio", "personnel_year", "partner_personnel_year", "rows"]
    return found[["org_id", *keys, *columns]]


def spread(members: pd.DataFrame, levels: pd.DataFrame) -> pd.DataFrame:
    """How far the members of an organisation lie apart: the largest figure over the smallest, in one year.

    The year is the one for which the most members have a figure, the latest of several. Members without one are
    neither the smallest nor zero: they are named.

    Args:
        members: org_id and iso3 of the countries that are members now.
        levels: as `levels` returns.

    Returns:
        org_id, measure (one of MEASURES), year (Int64), largest, smallest (iso3; of several the first by code),
        largest_value, smallest_value (Float64, in the unit of the measure), ratio (1 and up; missing if the smallest is
        zero), known (count of members with a figure, 2 and up), without (tuple of members without one), rows (tuple
        of identifiers of all known figures), ordered by org_id and measure (in the order of MEASURES). Where fewer than
        two members have a figure for one year, there is no row.
    """
    everyone = {org_id: set(group) for org_id, group in members.groupby("org_id")["iso3"]}
    same = weight.in_common_year(members[["org_id", "iso3"]].merge(levels, on="iso3"))
    found = []
    for org_id, group in same.groupby("org_id"):
        for measure in MEASURES:
            own = group[group["measure"] == measure].sort_values(["value", "iso3"], ascending=[False, True])
            if len(own) < 2:
                continue
            largest = own.iloc[0]
            smallest = own[own["value"] == own["value"].iloc[-1]].iloc[0]
            found.append(
                {
                    "org_id": org_id,
                    "measure": measure,
                    "year": largest["year"],
                    "largest": largest["iso3"],
                    "smallest": smallest["iso3"],
                    "largest_value": largest["value"],
                    "smallest_value": smallest["value"],
                    "known": len(own),
                    "without": tuple(sorted(everyone[org_id] - set(own["iso3"]))),
                    "rows": tuple(sorted({row for rows in own["rows"] for row in rows})),
                }
            )
    columns = ["org_id", "measure", "year", "largest", "smallest", "largest_value", "smallest_value"]
    frame = pd.DataFrame(found, columns=[*columns, "known", "without", "rows"])
    frame = frame.astype({"year": "Int64", "largest_value": "Float64", "smallest_value": "Float64"})
    ratio = frame["largest_value"] / frame["smallest_value"].where(frame["smallest_value"] > 0)
    frame.insert(len(columns), "ratio", ratio)
    return frame


def _per_head(figures: pd.DataFrame) -> pd.DataFrame:
    spending = figures.loc[figures["measure"] == SPENDING, ["iso3", "year", "value", "row"]]
    forces = figures[(figures["measure"] == PERSONNEL) & (figures["value"] > 0)]
    forces = forces[["iso3", "year", "value", "row"]].set_axis(["iso3", "personnel_year", "persons", "behind"], axis=1)
    near = [spending.assign(personnel_year=spending["year"] + distance) for distance in CLOSEST_FIRST]
    matched = pd.concat(near, ignore_index=True).merge(forces, on=["iso3", "personnel_year"])
    closest = matched.drop_duplicates(["iso3", "year"])  # the merge keeps the order of its left side
    rows = [tuple(sorted(pair)) for pair in zip(closest["row"], closest["behind"], strict=True)]
    return closest[["iso3", "year", "personnel_year"]].assign(
        measure=PER_HEAD,
        value=closest["value"] * MILLION / closest["persons"],
        rows=pd.Series(rows, closest.index, dtype=object),
    )
