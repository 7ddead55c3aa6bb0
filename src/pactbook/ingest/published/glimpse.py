"""A first look at a file: enough to say what it is, cheap however large it is."""

import bz2
import gzip
import html
import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HEAD = 65_536  # bytes that are looked at
WORKBOOK = "xl/workbook.xml"
ZIP, STATA = b"PK\x03\x04", b"<stata_dta>"
SHEET = re.compile(r'<(?:\w+:)?sheet\s[^>]*?\bname="([^"]*)"')
R_FILES = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00", b"RDX", b"RDA")  # R's own files, most of them compressed
R_PACKINGS: dict[bytes, Callable[..., Any]] = {b"\x1f\x8b": gzip.open, b"BZh": bz2.open, b"\xfd7zXZ\x00": lzma.open}
# In R's binary form: kind, versions, in version 3 an encoding, a pair, its tag (a symbol, a string), the tag's length.
R_OBJECT = re.compile(
    rb"RDX[23]\nX\n.{12}(?:.{4}[\w-]{1,20})?\x00\x00\x04\x02\x00\x00\x00\x01.{4}\x00{3}(.)", re.DOTALL
)


@dataclass(frozen=True)
class Glimpse:
    """What a file looks like.

    Attributes:
        name: of the file, without folders; a hint at most, since people rename files.
        kind: `xlsx`, `zip`, `rda`, `dta`, `json` or `text`.
        head: the first characters of a text or JSON file, read as UTF-8 or else Windows-1252, line ends as LF;
            of a Stata file its beginning with the names of the variables, byte by byte.
        members: names inside a zip; of a workbook its parts, then its sheets; of an rda file its first object.
    """

    name: str
    kind: str
    head: str = ""
    members: tuple[str, ...] = ()

    @property
    def lines(self) -> list[str]:
        """The first lines of a text."""
        return self.head.split("\n")


def look(path: Path) -> Glimpse:
    """Look at a file.

    Raises:
        OSError: if it cannot be opened.
    """
    with path.open("rb") as file:
        head = file.read(HEAD)
    if head.startswith(ZIP):
        return _zip(path)
    if head.startswith(STATA):
        return Glimpse(path.name, "dta", head.decode("latin-1"))
    if path.suffix.lower() in (".rda", ".rdata", ".rds") and head.startswith(R_FILES):
        return Glimpse(path.name, "rda", members=_r_object(path, head))
    text = _text(head)
    kind = "json" if text.lstrip().startswith(("{", "[")) else "text"
    return Glimpse(path.name, kind, text)


def _zip(path: Path) -> Glimpse:
    try:
        with zipfile.ZipFile(path) as archive:
            members = tuple(archive.namelist())
            sheets = _sheets(archive) if WORKBOOK in members else ()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError, struct.error):
        return Glimpse(path.name, "zip")
    return Glimpse(path.name, "xlsx" if WORKBOOK in members else "zip", members=(*members, *sheets))


def _sheets(archive: zipfile.ZipFile) -> tuple[str, ...]:
    """Names of a workbook's sheets, as far as they stand in the first bytes."""
    try:
        with archive.open(WORKBOOK) as part:
            head = part.read(HEAD).decode("utf-8", errors="replace")
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError):  # cut off, or encrypted
        return ()
    return tuple(html.unescape(name) for name in SHEET.findall(head))


def _r_object(path: Path, head: bytes) -> tuple[str, ...]:
    """The name that R gives to the first object of a file; none in an rds file or an old text form."""
    unpack = next((unpack for magic, unpack in R_PACKINGS.items() if head.startswith(magic)), open)
    try:
        with unpack(path, "rb") as file:
            start = file.read(200)
    except (OSError, EOFError, lzma.LZMAError, zlib.error):
        return ()
    found = R_OBJECT.match(start)
    if not found:
        return ()
    return (start[found.end() : found.end() + found.group(1)[0]].decode("ascii", errors="replace"),)


def _text(head: bytes) -> str:
    whole = head if len(head) < HEAD else head[: head.rfind(b"\n") + 1] or head
    try:
        text = whole.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = whole.decode("cp1252", errors="replace")
    return io.IncrementalNewlineDecoder(None, translate=True).decode(text, final=True)
