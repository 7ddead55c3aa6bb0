"""What importers of agreements share: the columns of `agreements` and `agreement_parties`, and titles."""

from collections.abc import Sequence

from pactbook.ingest.published.frames import LIST, TEXT

AGREEMENTS = {
    "agreement_id": TEXT,
    "title": TEXT,
    "kind": TEXT,
    "signed": TEXT,
    "in_force": TEXT,
    "ended": TEXT,
    "status": TEXT,
    "framework_org": TEXT,
    "provisions": LIST,
    "summary": TEXT,
    "note": TEXT,
    "source_ids": LIST,
    "verified": TEXT,
    "memory_fields": LIST,
}
PARTIES = {
    "agreement_id": TEXT,
    "iso3": TEXT,
    "joined": TEXT,
    "left": TEXT,
    "note": TEXT,
    "source_ids": LIST,
    "verified": TEXT,
}
KEY, PARTY_KEY = ("agreement_id",), ("agreement_id", "iso3")
NAMED = 4  # parties in a title


def listed(names: Sequence[str], most: int | None = None) -> str:
    """Names as a list in a sentence: `A, B and C`; of more than the most that are wanted, `A, B, C and 5 others`."""
    shown = list(names)
    if most is not None and len(names) > most:
        shown = [*names[: most - 1], f"{len(names) - most + 1} others"]
    return " and ".join(filter(None, [", ".join(shown[:-1]), *shown[-1:]]))


def title(what: str, names: Sequence[str], signed: str) -> str:
    """A title made of the parties' names and the year, for agreements that the publisher does not name.

    Args:
        what: the sort of agreement.
        names: of the parties.
        signed: partial date of signature.
    """
    return f"{what} of {listed(names, NAMED)}, {signed[:4]}"
