"""Arms transfers against a register: matched by supplier, recipient, year of order and designation in any case."""

from collections.abc import Iterable

import pandas as pd

from pactbook.crosscheck.findings import AGREES, DIFFERS, MISSING_HERE, MISSING_THERE, WHOLE, frame, shown

CELLS = ("quantity", "delivered_from", "delivered_to")


def compare(name: str, ours: pd.DataFrame, theirs: pd.DataFrame, countries: Iterable[str]) -> pd.DataFrame:
    """Compare deals in which one of some countries is supplier or recipient.

    Deals of the same parties, year of order and designation are told apart by the order in which they were delivered.

    Args:
        name: of the comparison.
        ours: the table `arms_transfers`.
        theirs: the same of the register.
        countries: iso3.

    Returns:
        As `findings.frame`; the subject is the deal, the columns are CELLS where both sides know them.
    """
    wanted = set(countries)
    last = theirs[["order_year", "delivered_to"]].max().max()
    here, there = _deals(ours[ours["order_year"].fillna(0) <= last], wanted), _deals(theirs, wanted)
    found = []
    for key in sorted(here.index.union(there.index)):
        named = (here if key in here.index else there).loc[key, "designation"]
        subject = f"{key[0]} to {key[1]}, {named}, ordered {key[2]}" + (f" ({key[4] + 1})" if key[4] else "")
        if key not in here.index:
            line = there.loc[key]
            found.append((name, MISSING_HERE, subject, WHOLE, "", shown(line["quantity"]), "", line["row"]))
            continue
        mine = here.loc[key]
        if key not in there.index:
            found.append((name, MISSING_THERE, subject, WHOLE, shown(mine["quantity"]), "", mine["row"], ""))
            continue
        its = there.loc[key]
        for cell in CELLS:
            if not pd.isna(mine[cell]) and not pd.isna(its[cell]):
                outcome = AGREES if mine[cell] == its[cell] else DIFFERS
                told = shown(mine[cell]), shown(its[cell])
                found.append((name, outcome, subject, cell, *told, mine["row"], its["row"]))
            elif pd.isna(mine[cell]) and not pd.isna(its[cell]):
                found.append((name, MISSING_HERE, subject, cell, "", shown(its[cell]), mine["row"], its["row"]))
    return frame(found)


def _deals(table: pd.DataFrame, wanted: set[str]) -> pd.DataFrame:
    own = table[table["supplier_iso3"].isin(wanted) | table["recipient_iso3"].isin(wanted)]
    own = own.sort_values(["delivered_from", "quantity", "row"], kind="stable", na_position="last")
    keys = pd.DataFrame(
        {
            "supplier": own["supplier_iso3"].fillna("unknown"),
            "recipient": own["recipient_iso3"],
            "ordered": own["order_year"].astype("string").fillna("unknown"),
            "designation": own["designation"].str.strip().str.casefold(),
        }
    )
    keys["place"] = keys.groupby([*keys.columns], dropna=False).cumcount()
    return own.set_index(pd.MultiIndex.from_frame(keys))
