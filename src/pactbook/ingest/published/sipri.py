"""What SIPRI's databases have in common: names of countries, terms of use, numbers in cells."""

import re
from collections.abc import Iterable

from pactbook.ingest.published import codes
from pactbook.ingest.published.model import PublishedError

TERMS = (
    "Copyright SIPRI. Free to use without commercial purpose with SIPRI named as the source; reproducing 10 per cent or"
    " more of a data set, or any commercial use, needs SIPRI's permission. Own calculations may not be called SIPRI's."
    " Seen in a copy of 2016 of sipri.org/databases/terms; newer terms not checked."
)
LICENCE = "SIPRI-terms"
# Names that country-converter does not know, or takes for another state.
SPELLED = {"UAE": "United Arab Emirates"}
NO_STATES = frozenset({"Northern Cyprus", "Libya GNC"})  # the first is no member of the UN, the second a side in a war
WHOLE = re.compile(r"[0-9]+(\.0+)?")
NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")


def countries(names: Iterable[str]) -> dict[str, str | None]:
    """ISO 3166 alpha-3 of the names in a file; None for groups, organisations and what is not known.

    Args:
        names: as SIPRI writes them.
    """
    distinct = set(names)
    found = codes.names(SPELLED.get(name, name) for name in distinct)
    return {name: None if name in NO_STATES else found[SPELLED.get(name, name)] for name in distinct}


def why_no_country(name: str) -> str:
    """The reason why a row of that name is left out."""
    if name.startswith("unknown"):
        return f"a party is not known: {name.rstrip('*')}"
    if name in NO_STATES:
        return f"not counted as a country: {name}"
    if name.endswith("**"):
        return f"an organisation, not a country: {name.rstrip('*')}"
    if name.endswith("*"):
        return f"a group, not a country: {name.rstrip('*')}"
    return f"no country with a code: {name}"


def number(cell: str, place: str) -> float | None:
    """A number that is not negative; None for an empty cell.

    Args:
        cell: its text.
        place: what to call the cell, if it is no number.

    Raises:
        PublishedError: if it is something else.
    """
    if not cell:
        return None
    if not NUMBER.fullmatch(cell):
        raise PublishedError(f"{place}: {cell!r} is no number")
    return float(cell)


def whole(cell: str, place: str) -> int | None:
    """A whole number, as `number`.

    Raises:
        PublishedError: if it is something else.
    """
    if cell and not WHOLE.fullmatch(cell):
        raise PublishedError(f"{place}: {cell!r} is no whole number")
    return int(float(cell)) if cell else None
