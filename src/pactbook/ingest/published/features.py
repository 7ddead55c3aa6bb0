"""GeoJSON of any size, feature by feature."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pactbook.ingest.published.model import PublishedError

BLOCK = 1 << 20  # characters read at a time
LONGEST = 32 << 20  # of a feature; those of countries' outlines have some
OPENED = re.compile(r'"features"\s*:\s*\[')
BETWEEN = re.compile(r"[\s,]*")


def features(path: Path) -> Iterator[tuple[Any, int]]:
    """The features of a collection, each with the number of characters read so far.

    Args:
        path: of the file, in UTF-8.

    Raises:
        PublishedError: if it is no collection of features, or ends before its last one.
    """
    decoder = json.JSONDecoder()
    with path.open(encoding="utf-8-sig", errors="strict") as file:
        try:
            text = file.read(BLOCK)
            read = len(text)
            opened = OPENED.search(text)
            if opened is None:
                raise PublishedError("is no GeoJSON collection: no list of features at its beginning")
            at = opened.end()
            while True:
                at = BETWEEN.match(text, at).end()  # type: ignore[union-attr]  # matches the empty text too
                if text.startswith("]", at):
                    return
                try:
                    feature, end = decoder.raw_decode(text, at)
                except json.JSONDecodeError:
                    block = file.read(BLOCK)
                    if not block or len(text) - at > LONGEST:
                        raise PublishedError(f"is no sound GeoJSON after {read:,} characters; is it cut off?") from None
                    text, at, read = text[at:] + block, 0, read + len(block)
                    continue
                at = end
                yield feature, read
        except UnicodeDecodeError as error:
            raise PublishedError(f"is not UTF-8: {error.reason}") from error
