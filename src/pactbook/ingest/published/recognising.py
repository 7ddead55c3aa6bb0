"""Which published set a file is, by what it looks like; where that is not plain, one line that helps."""

import difflib
from collections.abc import Sequence
from pathlib import Path

from pactbook.ingest.problems import shown
from pactbook.ingest.published import glimpse, reading
from pactbook.ingest.published.glimpse import Glimpse
from pactbook.ingest.published.model import PublishedError, PublishedSet

OTHERS = {  # how files begin that no publisher offers data in
    b"%PDF": "it is a PDF; get the data, not the codebook",
    b"\xd0\xcf\x11\xe0": "it is a workbook of old Excel (.xls); save it as .xlsx",
    b"\x1f\x8b": "it is compressed (gzip); unpack it first",
    b"7z\xbc\xaf": "it is compressed (7-Zip); unpack it first",
    b"Rar!": "it is compressed (RAR); unpack it first",
    b"SQLite format": "it is a SQLite database",
}
PAGE = ("<!doctype html", "<html", "<head")
STATA_END = b"</stata_dta>"  # pandas reads a file without its end, and gives the rows that there are
SHOWN = 5  # members of a zip that a message names


class UnknownSetError(Exception):
    """There is no set of that name; the message says which there are."""


def named(name: str, sets: Sequence[PublishedSet]) -> PublishedSet:
    """The set of a name.

    Raises:
        UnknownSetError: if there is none.
    """
    for one in sets:
        if one.name == name:
            return one
    near = difflib.get_close_matches(name, [one.name for one in sets], n=1)
    hint = f"is it {near[0]!r}? " if near else ""
    raise UnknownSetError(f"{shown(name)} is no set; {hint}The sets are {_names(sets)}")


def recognise(path: Path, sets: Sequence[PublishedSet], wanted: PublishedSet | None = None) -> PublishedSet:
    """Which set a file is.

    Args:
        path: of the file.
        sets: those that can be imported.
        wanted: the set that it should be; only this one will do.

    Raises:
        PublishedError: if it is none of them, several, or not the one wanted.
    """
    reading.regular(path)
    try:
        found = glimpse.look(path)
    except OSError as error:
        raise PublishedError(f"cannot be read: {error.strerror}") from error
    if found.kind == "dta" and not _ends_with(path, STATA_END):
        raise PublishedError("is a file of Stata that is cut off")
    fitting = [one for one in sets if _fits(one, found)]
    if wanted is not None:
        if wanted in fitting:
            return wanted
        seen = f"it looks like {_titles(fitting)}" if fitting else _guess(path, found)
        raise PublishedError(f"is not {wanted.title} ({wanted.name}): {seen}")
    if not fitting:
        raise PublishedError(
            f"is no set that can be imported: {_guess(path, found)} (`pactbook import --list` says which sets can)"
        )
    if len(fitting) > 1:
        choice = ", ".join(f"`pactbook import {one.name} FILE`" for one in fitting)
        raise PublishedError(f"may be {_titles(fitting)}; say which: {choice}")
    return fitting[0]


def recognise_all(
    paths: Sequence[Path], sets: Sequence[PublishedSet], wanted: PublishedSet | None = None
) -> PublishedSet:
    """Which one set some files are; see `recognise`.

    Raises:
        PublishedError: with the path of the first file that is none, or another than the first.
    """
    for path in paths:
        try:
            wanted = recognise(path, sets, wanted)
        except PublishedError as error:
            error.path = path
            raise
    assert wanted is not None
    return wanted


def _fits(one: PublishedSet, found: Glimpse) -> bool:
    """Whether a file looks like a set; one that breaks the look is not taken for it."""
    try:
        return one.fits(found)
    except Exception as error:  # a strange file must not end in a trace of calls
        raise PublishedError(f"cannot be told apart from {one.name}: {type(error).__name__}: {error}") from error


def _ends_with(path: Path, sign: bytes) -> bool:
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - len(sign)))
        return file.read() == sign


def _titles(sets: Sequence[PublishedSet]) -> str:
    return " or ".join(f"{one.title} ({one.name})" for one in sets)


def _names(sets: Sequence[PublishedSet]) -> str:
    return ", ".join(one.name for one in sets) or "none"


def _guess(path: Path, found: Glimpse) -> str:
    """What a file seems to be, for somebody who took it for something else."""
    with path.open("rb") as file:
        start = file.read(16)
    for sign, told in OTHERS.items():
        if start.startswith(sign):
            return told
    if found.head.lstrip().lower().startswith(PAGE):
        return "it is a web page; was an error or a login page saved in place of the file?"
    if found.kind == "zip":
        members = ", ".join(map(shown, found.members[:SHOWN])) or "nothing that can be read; is it cut off?"
        return f"it is a zip with {members}{', ...' if len(found.members) > SHOWN else ''}"
    if found.kind in ("text", "json"):
        line = next((line for line in found.lines if line.strip()), "")
        return f"its first line is {shown(line.strip())}"
    return {"xlsx": "it is an Excel workbook", "rda": "it is a file of R", "dta": "it is a file of Stata"}[found.kind]
