"""Opening a publisher's file with distrust: what is broken, too large or dangerous ends in one line."""

import contextlib
import csv
import io
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from pactbook.ingest.files import UTF_16
from pactbook.ingest.published.archives import members
from pactbook.ingest.published.model import PublishedError
from pactbook.ingest.published.r_files import objects
from pactbook.ingest.published.workbooks import workbook

__all__ = ["begins", "decoded", "full", "members", "objects", "records", "regular", "text", "whole", "workbook"]

UTF_8 = "utf-8-sig"
LARGEST = 1_500 * 10**6  # bytes of a file that is read as a whole; larger ones are read with DuckDB
LONGEST = 100_000  # characters of a cell; the longest in a real file has some thousands


def regular(path: Path) -> None:
    """Make sure that a path leads to a file with something in it; a link is followed.

    Raises:
        PublishedError: if it does not.
    """
    try:
        found = path.stat()
    except FileNotFoundError as error:
        raise PublishedError("no such file") from error
    except (OSError, ValueError) as error:  # ValueError: a path that no system has
        raise PublishedError(f"cannot be read: {getattr(error, 'strerror', None) or error}") from error
    if stat.S_ISDIR(found.st_mode):
        raise PublishedError("is a folder; give the file that the publisher offers")
    if not stat.S_ISREG(found.st_mode):
        raise PublishedError("is a device or a pipe, not a file")
    if not found.st_size:
        raise PublishedError("is empty")


def text(path: Path, *encodings: str) -> str:
    """A whole text file, line ends as LF.

    Args:
        path: of the file.
        encodings: in which the publisher may have written it, the first that fits; none: UTF-8.

    Raises:
        PublishedError: if it cannot be read, or is in none of them.
    """
    regular(path)
    return decoded(_bytes(path), *encodings)


def decoded(content: bytes, *encodings: str) -> str:
    """Text from bytes, line ends as LF (CRLF and CR alone are met); see `text`.

    Raises:
        PublishedError: if they are in none of the encodings, or hold what no text does.
    """
    *others, encoding = encodings or (UTF_8,)
    if content.startswith(UTF_16):
        raise PublishedError(f"is UTF-16, not {encoding}: saved by another program after download?")
    if b"\0" in content:
        raise PublishedError(f"holds a NUL byte at byte {content.index(0):,}: damaged, or no text at all?")
    for one in others:
        with contextlib.suppress(UnicodeDecodeError):
            return _lines(content.decode(one))
    try:
        return _lines(content.decode(encoding))
    except UnicodeDecodeError as error:
        raise PublishedError(
            f"is not {encoding} at byte {error.start:,}: cut off or changed after download?"
        ) from error


def _lines(raw: str) -> str:
    return io.IncrementalNewlineDecoder(None, translate=True).decode(raw, final=True)


def whole(content: str) -> str:
    """The same text, for publishers whose files end with a line end: without it, the last number may be cut short.

    Raises:
        PublishedError: if there is none.
    """
    if not content.endswith("\n"):
        raise PublishedError("has no line end after its last line: cut off?")
    return content


def records(content: str, separator: str = ",") -> list[list[str]]:
    """Cells of each record of a CSV text; blank lines are kept as empty lists.

    Raises:
        PublishedError: if a quote is not closed, or a cell is absurdly long.
    """
    reader = csv.reader(io.StringIO(content, newline=""), delimiter=separator, strict=True)
    found = []
    try:
        for cells in reader:
            if max(map(len, cells), default=0) > LONGEST:
                raise PublishedError(f"line {reader.line_num:,}: a cell has more than {LONGEST:,} characters")
            found.append(cells)
    except csv.Error as error:
        raise PublishedError(f"line {reader.line_num:,}: is no sound CSV: {error}; is the file cut off?") from error
    return found


def full(lines: Iterable[tuple[int, list[str]]], width: int) -> Iterator[tuple[int, list[str]]]:
    """Numbered records without blank ones.

    Args:
        lines: numbers and cells.
        width: how many cells each must have.

    Raises:
        PublishedError: if one has more or fewer.
    """
    for number, cells in lines:
        if any(cells):
            if len(cells) != width:
                raise PublishedError(f"record {number} has {len(cells)} cells, the header {width}; is it cut off?")
            yield number, cells


def begins(path: Path, sign: bytes) -> bool:
    """Whether a file begins with a sign that tells its kind."""
    with path.open("rb") as file:
        return file.read(len(sign)) == sign


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise PublishedError(f"is larger than {LARGEST // 10**6} MB")
        return path.read_bytes()
    except OSError as error:
        raise PublishedError(f"cannot be read: {error.strerror}") from error
