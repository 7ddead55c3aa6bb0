"""The strength of armed forces from a sentence of the CIA World Factbook, where it says one number and not a range."""

import re
from dataclasses import dataclass

YEAR = re.compile(r"\s*\((\d{4})(?: est\.)?\)\s*")
BRACKETED = re.compile(r"\s*\([^()]*\)")
NUMBER = r"(?P<number>\d{1,3}(?:,\d{3})+|\d{3,}|\d+(?:\.\d+)? million)"
ABOUT = r"(?:(?:approximately|estimated|about) )?"
ACTIVE = re.compile(rf"{ABOUT}{NUMBER} (?:total )?active(?:[- ]duty)? (?P<who>[^\d]+)", re.IGNORECASE)
OTHER = re.compile(rf"{ABOUT}{NUMBER} (?:active )?(?P<who>[^\d]+)", re.IGNORECASE)
PARAMILITARY = re.compile(r"paramilitary|national guard|gendarmerie|internal troops|border|coast guard", re.IGNORECASE)
INCLUDED = re.compile(r",? including .*", re.IGNORECASE)


@dataclass(frozen=True)
class Strength:
    """What a sentence says.

    Attributes:
        text: the sentence without its year.
        year: of the figures; 0 if it is not plain.
        active: people on active service.
        paramilitary: people in forces beside these; None if the sentence gives none, or a range.
        reason: why the sentence gives no number of active people, else None.
    """

    text: str
    year: int = 0
    active: int | None = None
    paramilitary: int | None = None
    reason: str | None = None


def strength(sentence: str) -> Strength:
    """Read a sentence such as `estimated 50,000 active Armed Forces; estimated 30,000 National Guard (2025)`.

    Parts in brackets and what is `including` something are breakdowns and do not count. Ranges (`10-15,000`), bounds
    (`up to 600,000`) and claims are no numbers; of two numbers of active forces none is taken.

    Args:
        sentence: without markup.
    """
    text = " ".join(sentence.split())
    years = YEAR.findall(text)
    if len(years) != 1 or not YEAR.search(text, text.rfind("(")):
        return Strength(text, reason="not one year at the end")
    year, text = int(years[0]), YEAR.sub(" ", text).strip()
    bare = BRACKETED.sub("", text)
    if "(" in bare or ")" in bare:
        return Strength(text, year, reason="brackets that do not match")
    parts = [INCLUDED.sub("", part.strip()) for part in bare.split(";")]
    active: list[int | None] = []
    paramilitary: list[int | None] = []
    unclear: list[int | None] = []
    for part in (part for part in parts if re.search(r"\d", part)):
        guards = PARAMILITARY.search(part) is not None
        found = (OTHER if guards else ACTIVE).fullmatch(part)
        if found is None:
            (paramilitary if guards else unclear).append(None)
        else:
            (paramilitary if guards else active).append(_whole(found["number"]))
    if unclear or len(active) != 1:
        return Strength(text, year, reason="not one number of active forces")
    known = [number for number in paramilitary if number is not None]
    return Strength(text, year, active[0], sum(known) if known and len(known) == len(paramilitary) else None)


def _whole(number: str) -> int:
    if number.endswith("million"):
        return round(float(number.removesuffix("million")) * 1_000_000)
    return int(number.replace(",", ""))
