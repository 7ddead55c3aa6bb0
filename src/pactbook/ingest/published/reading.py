"""Opening a publisher's file with distrust: what is broken, too large or dangerous ends in one line."""

import csv
import io
import warnings
import zipfile
from pathlib import Path

import openpyxl

from pactbook.ingest.published.model import PublishedError

LARGEST = 1_500 * 10**6  # bytes of a file, or of a member when unpacked; larger ones are read with DuckDB


def text(path: Path, encoding: str = "utf-8-sig") -> str:
    """A whole text file, line ends as LF.

    Args:
        path: of the file.
        encoding: as the publisher writes it.

    Raises:
        PublishedError: if it cannot be read, or is not in that encoding.
    """
    return decoded(_bytes(path), encoding)


def decoded(content: bytes, encoding: str = "utf-8-sig") -> str:
    """Text from bytes, line ends as LF (CRLF and CR alone are met).

    Raises:
        PublishedError: if they are not in that encoding.
    """
    try:
        raw = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise PublishedError(f"is not {encoding} at byte {error.start}: cut off or changed after download?") from error
    return io.IncrementalNewlineDecoder(None, translate=True).decode(raw, final=True)


def records(content: str, separator: str = ",") -> list[list[str]]:
    """Cells of each record of a CSV text; blank lines are kept as empty lists.

    Raises:
        PublishedError: if a quote is not closed.
    """
    try:
        return list(csv.reader(io.StringIO(content, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        raise PublishedError(f"is no sound CSV file: {error}; is it cut off?") from error


def members(path: Path) -> dict[str, bytes]:
    """All files in a zip by name.

    Raises:
        PublishedError: if it is broken, or would unpack to more than LARGEST.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(info.file_size for info in archive.infolist()) > LARGEST:
                raise PublishedError(f"would unpack to more than {LARGEST // 10**6} MB")
            return {info.filename: archive.read(info) for info in archive.infolist() if not info.is_dir()}
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError) as error:
        raise PublishedError(f"is no sound zip file: {error}") from error


def workbook(path: Path) -> openpyxl.Workbook:
    """A workbook with its formats; formulas as the values that Excel had computed, links to other files not followed.

    Raises:
        PublishedError: if it is broken or too large.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what openpyxl does not keep: pictures, print settings
            return openpyxl.load_workbook(path, data_only=True, keep_links=False)
    except Exception as error:  # openpyxl raises whatever a broken part makes it raise
        raise PublishedError(f"is no sound Excel workbook: {error}") from error


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise PublishedError(f"is larger than {LARGEST // 10**6} MB")
        return path.read_bytes()
    except OSError as error:
        raise PublishedError(f"cannot be read: {error.strerror}") from error
