"""Text in a table that some program opens: none of it may start a calculation, a program or a connection."""

import re
import unicodedata

MARKS = "=+-@"  # with these a spreadsheet begins a formula, in their wide forms too
BREAKS = "\t\r\n"
PARTS = re.compile(r"([;\r\n])")
BLANK = re.compile(r"^[\s\x00-\x20\u200b-\u200f\u2060\ufeff]+")
NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?", re.ASCII)


def harmless(text: str) -> str:
    """A text that a spreadsheet shows and never executes: where it could begin a formula, an apostrophe stands before.

    Items between semicolons are looked at one by one, since half of the world's spreadsheets part cells there; and
    lines, since for these a quote within a line of the file is a letter, and a line break begins a row.

    Args:
        text: the content of a cell.
    """
    parts = PARTS.split(text)
    parts[::2] = [f"'{part}" if _begins_formula(part) else part for part in parts[::2]]
    return ("'" if text[:1] in ("\r", "\n") else "") + "".join(parts)


def _begins_formula(text: str) -> bool:
    if not text or NUMBER.fullmatch(text):
        return False
    shown = BLANK.sub("", text).lstrip('"')
    first = unicodedata.normalize("NFKC", shown[:1])[:1]
    return text[0] in BREAKS or (first != "" and first in MARKS)
