"""Partial dates: "2004", "2004-10" and "2004-10-07" stay what they are (EDTF, level 0)."""

import calendar
import datetime
import re

YEAR = re.compile(r"(?<![0-9])[12][0-9]{3}(?![0-9])")  # in a text
PARTIAL_DATE = re.compile(r"([12][0-9]{3})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12][0-9]|3[01]))?)?")


def is_partial_date(text: str) -> bool:
    """Whether a text is a year, a month or a day that the calendar has."""
    return _bounds(text) is not None


def earliest(text: str) -> datetime.date:
    """The first day that a partial date can mean.

    Raises:
        ValueError: if the text is no partial date.
    """
    return _known_bounds(text)[0]


def latest(text: str) -> datetime.date:
    """The last day that a partial date can mean.

    Raises:
        ValueError: if the text is no partial date.
    """
    return _known_bounds(text)[1]


def year(text: str) -> int:
    """The year of a partial date.

    Raises:
        ValueError: if the text is no partial date.
    """
    return earliest(text).year


def precision(text: str) -> str:
    """`year`, `month` or `day`.

    Raises:
        ValueError: if the text is no partial date.
    """
    _known_bounds(text)
    return {4: "year", 7: "month", 10: "day"}[len(text)]


def sort_key(text: str | None) -> tuple[datetime.date, int]:
    """Key of a total order: by first possible day, the coarser date first, an unknown date before all.

    Raises:
        ValueError: if the text is no partial date.
    """
    return (earliest(text), len(text)) if text is not None else (datetime.date.min, 0)


def around_year(key: str) -> tuple[str, str, str]:
    """A key of a row as what stands before its first year, what stands after it, and the year; "" where it has none."""
    found = YEAR.search(key)
    return (key[: found.start()], key[found.end() :], found[0]) if found else (key, "", "")


def definitely_after(first: str, second: str) -> bool:
    """Whether the first date is later than the second, whatever days the two stand for.

    Raises:
        ValueError: if a text is no partial date.
    """
    return earliest(first) > latest(second)


def may_be_same(first: str, second: str) -> bool:
    """Whether two dates can stand for the same day: "2004" and "2004-10-07" can.

    Raises:
        ValueError: if a text is no partial date.
    """
    return not definitely_after(first, second) and not definitely_after(second, first)


def _known_bounds(text: str) -> tuple[datetime.date, datetime.date]:
    bounds = _bounds(text)
    if bounds is None:
        raise ValueError(f"{text!r} is not a date like 2004, 2004-10 or 2004-10-07")
    return bounds


def _bounds(text: str) -> tuple[datetime.date, datetime.date] | None:
    match = PARTIAL_DATE.fullmatch(text)
    if match is None:
        return None
    first_year, month, day = (int(part) if part else None for part in match.groups())
    assert first_year is not None
    if month is None:
        return datetime.date(first_year, 1, 1), datetime.date(first_year, 12, 31)
    last_day = calendar.monthrange(first_year, month)[1]
    if day is None:
        return datetime.date(first_year, month, 1), datetime.date(first_year, month, last_day)
    if day > last_day:
        return None
    return datetime.date(first_year, month, day), datetime.date(first_year, month, day)
