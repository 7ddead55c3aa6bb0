"""Identifiers made of a publisher's names, the same in every edition."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable


def slug(text: str) -> str:
    """A text as part of an identifier: small letters without accents, digits, hyphens; `unnamed` if nothing is left."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub("[^a-z0-9]+", "-", plain.lower()).strip("-") or "unnamed"


def distinct(identifiers: Iterable[str]) -> list[str]:
    """The same with a number after those that stood before: `a`, `a-2`, `a-3`."""
    seen: Counter[str] = Counter()
    found = []
    for one in identifiers:
        seen[one] += 1
        found.append(one if seen[one] == 1 else f"{one}-{seen[one]}")
    return found
