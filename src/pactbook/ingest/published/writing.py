"""The folder of an imported set: a data package of its own that lands whole, or not at all."""

import csv
import fcntl
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd

from pactbook import jsonio
from pactbook.ingest import package
from pactbook.ingest.problems import shown, shown_path
from pactbook.ingest.published.model import PublishedError

DESCRIPTION = "datapackage.json"
RECORD = "pactbook:import"  # where the description says what was imported
CHUNK = 10_000  # rows written at a time


class WritingError(Exception):
    """An import cannot be written where it should; the message is one line for an editor."""


@contextmanager
def prepared(folder: Path) -> Iterator[Path]:
    """A new folder beside another one, which takes its place when the block ends without an exception.

    What stood there stays as it was until then, and if anything fails. A run that was killed between the two renames
    is mended by the next one.

    Args:
        folder: an imported set, or nothing yet.

    Raises:
        WritingError: if something else is there, or another import is at work.
        OSError: if it cannot be written.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    part, old = folder.with_name(f".{folder.name}.part"), folder.with_name(f".{folder.name}.old")
    with _locked(folder.parent):
        if old.exists() and not folder.exists():
            old.rename(folder)
        _refuse_strangers(folder)
        for left in (part, old):
            shutil.rmtree(left, ignore_errors=True)
        part.mkdir()
        try:
            yield part
            _swap(part, folder, old)
        finally:
            shutil.rmtree(part, ignore_errors=True)


def record(folder: Path) -> dict[str, Any] | None:
    """What the description of a folder says of its import, or None if it is no imported set."""
    try:
        found = jsonio.read(folder / DESCRIPTION)[RECORD]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def describe(part: Path, descriptor: Mapping[str, Any]) -> package.Package:
    """Write the description of a set, and read it as any other reader will.

    Raises:
        PublishedError: if it is no description of a data package.
    """
    jsonio.write(part / DESCRIPTION, dict(descriptor))
    try:
        return package.read(part / DESCRIPTION)
    except package.PackageError as error:
        raise PublishedError(f"gives tables whose description {error}") from error


def write(part: Path, texts: Mapping[str, pd.DataFrame]) -> None:
    """Write tables as CSV files, a text as the publisher wrote it.

    Args:
        part: the folder.
        texts: tables by name, their cells as text.
    """
    for name, frame in texts.items():
        with (part / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(frame.columns)
            for start in range(0, len(frame), CHUNK):
                writer.writerows(frame.iloc[start : start + CHUNK].itertuples(index=False, name=None))


def _swap(part: Path, folder: Path, old: Path) -> None:
    if not folder.exists():
        part.rename(folder)
        return
    folder.rename(old)
    try:
        part.rename(folder)
    except OSError:
        old.rename(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _refuse_strangers(folder: Path) -> None:
    """Never replace what no import has written.

    Raises:
        WritingError: if it is such.
    """
    if folder.is_symlink():
        raise WritingError(f"{shown_path(folder)} is a link; an import replaces a folder as a whole")
    if not folder.exists():
        return
    if (record(folder) or {}).get("set") != folder.name:
        raise WritingError(f"{shown_path(folder)} holds no import of {folder.name}; move it away first")
    try:
        resources = jsonio.read(folder / DESCRIPTION)["resources"]
        written = {DESCRIPTION, *(Path(resource["path"]).parts[0] for resource in resources)}
    except (KeyError, TypeError, IndexError) as error:
        raise WritingError(f"{shown_path(folder / DESCRIPTION)} is not as an import writes it; move it away") from error
    if strange := sorted({path.name for path in folder.iterdir()} - written):
        raise WritingError(f"{shown_path(folder)} holds {shown(strange[0])}, which no import wrote; move it away first")


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Keep other imports out of a folder as long as the block lasts."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise WritingError(f"another import is at work in {shown_path(folder)}; wait until it has ended") from error
        yield
    finally:
        os.close(descriptor)
