"""Files of the UCDP Georeferenced Event Dataset as csv: unpacked, or made from GeoJSON feature by feature."""

import csv
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import IO

from pactbook.ingest.published import archives
from pactbook.ingest.published.features import features
from pactbook.ingest.published.frames import positions
from pactbook.ingest.published.glimpse import ZIP
from pactbook.ingest.published.model import Progress, PublishedError

UNPACKED = 50 * 10**9  # bytes of an unpacked csv


def plain(path: Path, folder: Path, columns: Iterable[str], progress: Progress) -> tuple[Path, str, int]:
    """The file as a csv that DuckDB can read.

    Args:
        path: of a csv, a zip with one, or a GeoJSON file.
        folder: for temporary files.
        columns: what is taken of the properties of a GeoJSON file.
        progress: told while a temporary file is written, as the first of three steps.

    Returns:
        Path of the csv, the text in which the version may stand, and in how many steps the file is read.

    Raises:
        PublishedError: if the file is broken, or the disk has no room.
    """
    with path.open("rb") as file:
        start = file.read(64)
    if start.startswith(ZIP):
        return (*_unpacked(path, folder, progress), 3)
    if start.decode("utf-8-sig", "replace").lstrip().startswith("{"):
        return (*_from_geojson(path, folder, list(columns), progress), 3)
    # DuckDB would take `*` in a name for other files too, and `.gz` for a packed one: a link has a name of ours.
    (folder / "events.csv").symlink_to(path.resolve())
    return folder / "events.csv", path.name, 2


def _unpacked(path: Path, folder: Path, progress: Progress) -> tuple[Path, str]:
    with archives.opened(path, UNPACKED) as archive:
        info = next((one for one in archive.infolist() if one.filename.lower().endswith(".csv")), None)
        if info is None:
            raise PublishedError("is a zip without a csv file")
        _refuse_full_disk(folder, info.file_size)
        with archive.open(info) as packed, (folder / "events.csv").open("wb") as plain:
            _copy(packed, plain, info.file_size, path.stat().st_size, progress)
    return folder / "events.csv", info.filename


def _copy(packed: IO[bytes], plain: IO[bytes], total: int, size: int, progress: Progress) -> None:
    done = 0
    while block := packed.read(1 << 22):
        plain.write(block)
        done += len(block)
        progress(size * done // max(3 * total, 1), size)


def _from_geojson(path: Path, folder: Path, columns: list[str], progress: Progress) -> tuple[Path, str]:
    """The properties of a GeoJSON file as csv."""
    size = path.stat().st_size
    _refuse_full_disk(folder, size)
    with (folder / "events.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        for number, (feature, done) in enumerate(features(path), 1):
            properties = feature.get("properties") if isinstance(feature, dict) else None
            if not isinstance(properties, dict):
                raise PublishedError(f"feature {number} has no properties")
            at = positions(list(properties), columns)
            values = list(properties.values())
            writer.writerow(["" if values[at[name]] is None else values[at[name]] for name in columns])
            if number % 1000 == 0:
                progress(done // 3, size)
    with path.open("rb") as start:
        return folder / "events.csv", path.name + start.read(4096).decode("utf-8", "replace")


def _refuse_full_disk(folder: Path, needed: int) -> None:
    if shutil.disk_usage(folder).free < needed:
        raise PublishedError(f"needs {needed // 10**6:,} MB of room for temporary files, more than the disk has")
