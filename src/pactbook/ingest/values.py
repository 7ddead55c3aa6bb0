"""How the text of a cell becomes a value: the check and the reading of tables use the same rules."""

import re

INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})")  # one form for a number, and what 64 bits surely hold
NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")
LARGEST = 1e15  # no figure of ours comes near, and sums of many stay exact enough
BOOLEANS = {"true": True, "false": False, "True": True, "False": False, "TRUE": True, "FALSE": False}


def integer(cell: str) -> int | None:
    """The whole number that a cell states, None if it states none (thousands separators are not read)."""
    return int(cell) if INTEGER.fullmatch(cell) else None


def number(cell: str) -> float | None:
    """The number that a cell states with a decimal point, None if it states none or too large a one."""
    if not NUMBER.fullmatch(cell):
        return None
    value = float(cell)
    return value if abs(value) <= LARGEST else None


def boolean(cell: str) -> bool | None:
    """The truth that a cell states, None if it states none; spreadsheets write TRUE where we wrote true."""
    return BOOLEANS.get(cell)
