"""Agreements: who is bound by which, and by what obligations."""

from collections.abc import Iterable

import pandas as pd

IN_FORCE = "in force"
EXPIRED = "expired"
# Kinds of agreements in which states promise each other something for the case of war or threat. Where an agreement on
# bases, air defence, troops or supplies touches on defence, it says how to work together, not whether to help.
PLEDGES = (
    "mutual defence", "non-aggression", "consultation/strategic partnership", "treaty organisation",
    "confidence building",
)  # fmt: skip
OBLIGATIONS = ("defence", "neutrality", "nonaggression", "consultation")  # as in ATOP, the strongest first


def by_party(agreements: pd.DataFrame, parties: pd.DataFrame) -> pd.DataFrame:
    """Every agreement from the side of each of its parties.

    Args:
        agreements: the table `agreements`.
        parties: the table `agreement_parties`.

    Returns:
        The columns of `agreements` and iso3, joined, left, party_row (identifier of the party's row), stands (boolean:
        in force and not left by this party), partners (tuple of the other parties that have not left, by code),
        ordered by iso3, falling date of signature, agreement_id.
    """
    staying = parties[parties["left"].isna()].groupby("agreement_id")["iso3"]
    present = {agreement: tuple(sorted(codes)) for agreement, codes in staying}
    own = parties[["agreement_id", "iso3", "joined", "left", "row"]].rename(columns={"row": "party_row"})
    frame = own.merge(agreements, on="agreement_id")
    frame["stands"] = ((frame["status"] == IN_FORCE) & frame["left"].isna()).astype(bool)
    frame["partners"] = [
        tuple(code for code in present.get(agreement, ()) if code != iso3)
        for agreement, iso3 in zip(frame["agreement_id"], frame["iso3"], strict=True)
    ]
    order = ["iso3", "signed", "agreement_id"]
    return frame.sort_values(order, ascending=[True, False, True], ignore_index=True)


def bonds(by_party: pd.DataFrame) -> pd.DataFrame:
    """Pairs of countries bound to each other by an obligation of a pledge (kinds PLEDGES) in force.

    Args:
        by_party: as `by_party` returns.

    Returns:
        iso3, partner, obligation (one of OBLIGATIONS), agreement_id, row (of the agreement); each pair both ways,
        ordered by iso3, partner, obligation, agreement_id.
    """
    pledges = by_party[by_party["stands"] & by_party["kind"].isin(PLEDGES)]
    each = pledges.explode("partners").explode("provisions")
    each = each.rename(columns={"partners": "partner", "provisions": "obligation"})
    each = each[each["obligation"].isin(OBLIGATIONS) & each["partner"].notna()]
    columns = ["iso3", "partner", "obligation", "agreement_id", "row"]
    return each[columns].sort_values(columns[:4], ignore_index=True)


def provisions_found(provisions: Iterable[Iterable[str]]) -> list[str]:
    """The kinds of provisions in some agreements: obligations first, from the strongest, then the rest by name.

    Args:
        provisions: the names of each agreement's provisions.
    """
    found = {name for names in provisions for name in names}
    return [name for name in OBLIGATIONS if name in found] + sorted(found - set(OBLIGATIONS))
