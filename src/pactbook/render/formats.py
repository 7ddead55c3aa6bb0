"""Numbers, dates and lists as a brief prints them."""

import math
import re
from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from pactbook import dates, jsonio

UNKNOWN = "n/a"
NBSP = "\u00a0"
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
MONTH = re.compile("|".join(MONTHS))
NO_ANCHOR = re.compile("[^a-z0-9]+")
DATE = re.compile(r"[12][0-9]{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?")
YEARS = re.compile(r"(^|_)(year|delivered)(_|$)")  # names of columns that hold a year
BEGINNING = re.compile(r"(?:<[^>]*>)*")
WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def date(value: str | None) -> str:
    """A partial date in words: "2004", "October 2004", "7 October 2004"; n/a where it is not known."""
    if value is None:
        return UNKNOWN
    parts = str(value).split("-")
    named = [str(int(parts[2]))] if dates.precision(str(value)) == "day" else []
    if len(parts) > 1:
        named.append(MONTHS[int(parts[1]) - 1])
    return " ".join([*named, parts[0]])


def on(value: str | None) -> str:
    """A partial date as it stands in a sentence: "on 7 October 2004", "in October 2004", "in 2004"."""
    return f"{'on' if value is not None and dates.precision(value) == 'day' else 'in'} {date(value)}"


def span(start: str | None, end: str | None) -> str:
    """A period: "7–12 October 2004", "2004–2006", "since 2004" where it goes on, "until 2006" without a start."""
    if start is None:
        return f"until {date(end)}" if end is not None else UNKNOWN
    if end is None:
        return f"since {date(start)}"
    return period(start, end)


def period(start: str, end: str | None) -> str:
    """When an event took place: one date, or the first and the last, what they share written once."""
    if end is None or start == end:
        return date(start)
    if start.startswith(end):  # the day of the end is not known, and its month or year says no more than the start
        return f"from {date(start)}"
    first, last = start.split("-"), end.split("-")
    if len(first) == len(last) == 3 and first[:2] == last[:2]:
        return f"{int(first[2])}–{date(end)}"
    if len(first) == len(last) > 1 and first[0] == last[0]:
        return f"{date(start).rsplit(' ', 1)[0]} – {date(end)}"
    return f"{date(start)}–{date(end)}" if len(first) == len(last) == 1 else f"{date(start)} – {date(end)}"


def short(text: str) -> Markup:
    """A formatted date or period for a narrow column: "7 Oct 2004" for "7 October 2004", kept on one line."""
    return Markup('<span class="date">{}</span>').format(MONTH.sub(lambda month: month[0][:3], text))


def number(value: float | None, decimals: int = 0) -> str:
    """A number with thousands separators and a true minus; n/a where it is not known."""
    if value is None:
        return UNKNOWN
    text = f"{round(value, decimals) + 0:,.{decimals}f}"  # adding zero turns a negative zero into zero
    return text.replace("-", "−")


def exact(value: float) -> str:
    """A number with all the decimals that it has, so that two that differ never look the same: "1,234.5"."""
    text = f"{value + 0:,.{jsonio.DIGITS}f}"
    return text.rstrip("0").rstrip(".").replace("-", "−")


def significant(value: float) -> str:
    """A computed number with three significant digits, and all that it has before the point: "0.0231", "1,234"."""
    decimals = 2 - math.floor(math.log10(abs(value))) if value else 0
    return exact(round(value, max(0, decimals)))


def stated(value: Any, column: str | None = None, *, computed: bool = False) -> str:
    """A value as a table holds it, in words: numbers exact, years and dates as such, n/a where it is not known.

    Args:
        value: a number, a text, a truth, or none.
        column: name of its column; numbers in a column of years are years.
        computed: whether it is a figure, whose decimals go on beyond what it says.
    """
    if value is None or value == "":
        return UNKNOWN
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        if column is not None and YEARS.search(column):
            return str(value)
        return significant(value) if computed and isinstance(value, float) else exact(value)
    text = str(value)
    return date(text) if DATE.fullmatch(text) else text


def percent(share: float | None, decimals: int = 0) -> str:
    """A share (0 to 1) as a percentage: 0.123 with one decimal is "12.3 %", 0.997 without is ">99 %"."""
    if share is None:
        return UNKNOWN
    text = number(share * 100, decimals)
    if share < 1 and text == number(100, decimals):  # almost all is not all, hardly any is not none
        text = f">{number(100 - 10**-decimals, decimals)}"
    elif share > 0 and text == number(0, decimals):
        text = f"<{number(10**-decimals, decimals)}"
    return f"{text}{NBSP}%"


def usd_millions(value: float | None) -> str:
    """US dollars given in millions: "US$ 2.1 bn", "US$ 45 m", "US$ 372,000"."""
    if value is None:
        return UNKNOWN
    if round(abs(value)) >= 1000:
        return f"US$\u00a0{number(value / 1000, 1)}\u00a0bn"
    if abs(value) >= 1:
        return f"US$\u00a0{number(value, 0 if abs(value) >= 100 else 1)}\u00a0m"
    return f"US$\u00a0{number(value * 1_000_000)}"


def signed(value: float | None, decimals: int = 0) -> str:
    """A change with its sign: "+3", "−2", "0"."""
    text = number(value, decimals)
    return f"+{text}" if value is not None and value > 0 else text


def word(count: int) -> str:
    """A small count as a word, from ten on as digits."""
    return WORDS[count] if 0 <= count < len(WORDS) else number(count)


def plural(count: int, one: str, many: str) -> str:
    """Number and noun: "1 exercise", "2 exercises"."""
    return f"{number(count)} {one if count == 1 else many}"


def counted(count: int, one: str, many: str) -> str:
    """Number and noun in a sentence, a small number as a word: "one exercise", "two exercises", "12 exercises"."""
    return f"{word(count)} {one if count == 1 else many}"


def listing(items: Sequence[Any]) -> str:
    """A list in words: "a", "a and b", "a, b and c"."""
    texts = [str(item) for item in items]
    return texts[0] if len(texts) == 1 else " and ".join([", ".join(texts[:-1]), texts[-1]]) if texts else ""


ARTICLE_NAMES = (
    "Bahamas",
    "Central African Republic",
    "Comoros",
    "DR Congo",
    "Dominican Republic",
    "Gambia",
    "Ivory Coast",
    "Maldives",
    "Marshall Islands",
    "Netherlands",
    "Philippines",
    "Seychelles",
    "Solomon Islands",
)


def article(name: str) -> str:
    """What stands before a country's name in a sentence: "the " or nothing."""
    return "the " if name.startswith("United ") or name in ARTICLE_NAMES else ""


def the(name: str) -> str:
    """A country's name as it stands in a sentence: "the Netherlands", "Examplia"."""
    return article(name) + name


def upper_first(text: str) -> str:
    """A text as it begins a sentence; the rest, and markup before its first letter, stays as it is."""
    first = BEGINNING.match(text)
    assert first is not None
    return type(text)(text[: first.end()]) + text[first.end() : first.end() + 1].upper() + text[first.end() + 1 :]


def anchor(text: str) -> str:
    """The identifier of a heading or of a measure on a page: "Exercises a year" is "exercises-a-year"."""
    return NO_ANCHOR.sub("-", text.lower()).strip("-") or "part"


def ordinal(count: int) -> str:
    """1st, 2nd, 3rd, 4th, 11th."""
    suffix = "th" if 10 <= count % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")
    return f"{count}{suffix}"
