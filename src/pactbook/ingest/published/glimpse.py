"""A first look at a file: enough to say what it is, cheap however large it is."""

import io
import struct
import zipfile
from dataclasses import dataclass
from pathlib import Path

HEAD = 65_536  # bytes that are looked at
ZIP, STATA = b"PK\x03\x04", b"<stata_dta>"
R_FILES = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00", b"RDX", b"RDA")  # R's own files, most of them compressed


@dataclass(frozen=True)
class Glimpse:
    """What a file looks like.

    Attributes:
        name: of the file, without folders; a hint at most, since people rename files.
        kind: `xlsx`, `zip`, `rda`, `dta`, `json` or `text`.
        head: the first characters of a text or JSON file, read as UTF-8 or else Windows-1252, line ends as LF.
        members: names inside a zip or workbook.
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
        return Glimpse(path.name, "dta")
    if path.suffix.lower() in (".rda", ".rdata", ".rds") and head.startswith(R_FILES):
        return Glimpse(path.name, "rda")
    text = _text(head)
    kind = "json" if text.lstrip().startswith(("{", "[")) else "text"
    return Glimpse(path.name, kind, text)


def _zip(path: Path) -> Glimpse:
    try:
        with zipfile.ZipFile(path) as archive:
            members = tuple(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError, struct.error):
        return Glimpse(path.name, "zip")
    return Glimpse(path.name, "xlsx" if "xl/workbook.xml" in members else "zip", members=members)


def _text(head: bytes) -> str:
    whole = head if len(head) < HEAD else head[: head.rfind(b"\n") + 1] or head
    try:
        text = whole.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = whole.decode("cp1252", errors="replace")
    return io.IncrementalNewlineDecoder(None, translate=True).decode(text, final=True)
