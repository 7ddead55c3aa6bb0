"""Agreements against sets of alliances and defence agreements: matched by who signed when."""

from collections.abc import Callable, Iterable
from typing import Any

import pandas as pd

from pactbook import dates
from pactbook.crosscheck.findings import AGREES, DIFFERS, MISSING_HERE, MISSING_THERE, WHOLE, frame

YEARS_APART = 1  # a set may date an agreement by its entry into force
SHARED = 0.5  # of all parties of a pact of many, that both sides must have in common


def compare(
    name: str,
    ours: tuple[pd.DataFrame, pd.DataFrame],
    theirs: tuple[pd.DataFrame, pd.DataFrame],
    countries: Iterable[str],
    core: Iterable[str],
    covers: Callable[[str, tuple[str, ...], int], bool],
    *,
    pairs_only: bool = False,
) -> pd.DataFrame:
    """Match agreements of the set with ours, each at most once: the nearest in time first, then the same day and kind.

    Two may be the same if their parties among the countries looked at are the same two, or, of a pact of more, at least
    half of all are common to both, and they were signed at most a year apart. A matched pair agrees if both may have
    been signed on the same day, as far as the dates are known.

    Args:
        name: of the comparison.
        ours: the tables `agreements` and `agreement_parties`.
        theirs: the same of the set.
        countries: the countries looked at (iso3); what has fewer than two of them as parties is left out.
        core: of these, at least one must be a party.
        covers: whether the set means to hold an agreement of ours: by kind, parties and year of signature.
        pairs_only: whether the set knows pairs of states alone: each of them may then be part of a pact of ours of
            many, and one pact of ours may answer for many pairs.

    Returns:
        As `findings.frame`; the subject is the parties with the year, of ours with the id; the column `signed`.
    """
    wanted, inner = set(countries), set(core)
    here, there = _pacts(*ours, wanted, inner), _pacts(*theirs, wanted, inner)
    pairs = sorted(
        (
            apart,
            not dates.may_be_same(mine["signed"], its["signed"]),
            mine["kind"] != its["kind"],
            mine["id"],
            its["id"],
        )
        for mine in here.values()
        for its in there.values()
        if (apart := abs(mine["year"] - its["year"])) <= YEARS_APART
        and (set(its["parties"]) <= set(mine["parties"]) if pairs_only else _same(mine["parties"], its["parties"]))
    )
    found, used_here, used_there = [], set(), set()
    for *_, mine_id, its_id in pairs:
        if its_id in used_there or (mine_id in used_here and not pairs_only):
            continue
        used_here.add(mine_id)
        used_there.add(its_id)
        mine, its = here[mine_id], there[its_id]
        outcome = AGREES if dates.may_be_same(mine["signed"], its["signed"]) else DIFFERS
        subject = f"{its['named']} ({its_id})" if pairs_only else f"{mine['named']} ({mine_id})"
        found.append((name, outcome, subject, "signed", mine["signed"], its["signed"], mine["row"], its["row"]))
    for pact in there.values():
        if pact["id"] not in used_there:
            subject = f"{pact['named']} ({pact['id']})"
            found.append((name, MISSING_HERE, subject, WHOLE, "", f"{pact['signed']} {pact['kind']}", "", pact["row"]))
    for pact in here.values():
        if pact["id"] not in used_here and covers(pact["kind"], pact["parties"], pact["year"]):
            subject = f"{pact['named']} ({pact['id']})"
            found.append((name, MISSING_THERE, subject, WHOLE, f"{pact['signed']} {pact['kind']}", "", pact["row"], ""))
    return frame(found)


def _pacts(
    agreements: pd.DataFrame, parties: pd.DataFrame, wanted: set[str], core: set[str]
) -> dict[str, dict[str, Any]]:
    members = {key: tuple(sorted(set(group) & wanted)) for key, group in parties.groupby("agreement_id")["iso3"]}
    made = {}
    for record in agreements.to_dict("records"):
        who = members.get(record["agreement_id"], ())
        if len(who) < 2 or core.isdisjoint(who):
            continue
        signed = str(record["signed"])
        named = "-".join(who) if len(who) <= 4 else f"{len(who)} parties"
        made[record["agreement_id"]] = {
            "id": record["agreement_id"], "parties": who, "signed": signed, "year": dates.year(signed),
            "kind": record["kind"], "row": record["row"], "named": f"{named} {dates.year(signed)}",
        }  # fmt: skip
    return made


def _same(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    if len(one) == 2 or len(other) == 2:
        return one == other
    return len(set(one) & set(other)) >= SHARED * len(set(one) | set(other))
