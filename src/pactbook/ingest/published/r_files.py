"""Opening a file of R with distrust: unpacked to a bound, and without code; R's own data are only vectors."""

import bz2
import lzma
import warnings
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import rdata
from rdata.parser import DEFAULT_ALTREP_MAP

from pactbook.ingest.published.model import PublishedError

UNPACKED = 300 * 10**6  # bytes
SEQUENCE = 10**7  # items of a sequence that R stores as its ends
BEGINNINGS = (b"RDX2\nX\n", b"RDX3\nX\n")  # what `save` writes


def objects(path: Path) -> dict[str, Any]:
    """The objects in an .rda file by name, data frames as those of pandas.

    Raises:
        PublishedError: if it is broken, cut off or too large, or nothing that R's `save` writes.
    """
    try:
        with path.open("rb") as file:
            content = _unpacked(file.read(UNPACKED + 1))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of classes that the library does not know: attributes of a data frame
            parsed = rdata.parser.parse_data(content, altrep_constructor_dict=_bounded(), extension=".rda")
            return dict(rdata.conversion.convert(parsed))
    except PublishedError:
        raise
    except Exception as error:  # the library raises whatever a broken file makes it raise
        raise PublishedError(f"is no sound file of R, or is cut off: {error or type(error).__name__}") from error


def _unpacked(content: bytes) -> bytes:
    """One layer of compression taken off, as R writes it.

    Raises:
        PublishedError: if there would be more than UNPACKED, or it is nothing that `save` writes.
        EOFError: if it is cut off.
    """
    decompressor: Any
    if content.startswith(b"\x1f\x8b"):
        decompressor = zlib.decompressobj(wbits=31)
        found = decompressor.decompress(content, UNPACKED + 1)
    elif content.startswith((b"BZh", b"\xfd7zXZ\x00")):
        decompressor = bz2.BZ2Decompressor() if content.startswith(b"BZh") else lzma.LZMADecompressor()
        found = decompressor.decompress(content, max_length=UNPACKED + 1)
    else:
        decompressor, found = None, content
    if len(found) > UNPACKED:
        raise PublishedError(f"would unpack to more than {UNPACKED // 10**6} MB")
    if decompressor is not None and not decompressor.eof:
        raise EOFError("the compressed data end too early")
    if not found.startswith(BEGINNINGS):
        raise PublishedError("is no file that R's `save` writes (.rda)")
    return bytes(found)


def _bounded() -> dict[bytes, Callable[..., Any]]:
    """The library's constructors of R's short forms, none of which may build more than SEQUENCE items."""
    known = dict(DEFAULT_ALTREP_MAP)
    for name in (b"compact_intseq", b"compact_realseq"):
        known[name] = _checked(known[name])
    return known


def _checked(construct: Callable[..., Any]) -> Callable[..., Any]:
    def checked(state: Any) -> Any:
        if not 0 <= state.value[0] <= SEQUENCE:
            raise PublishedError(f"holds a sequence of {state.value[0]:.0f} items, and {SEQUENCE:,} are the most")
        return construct(state)

    return checked
