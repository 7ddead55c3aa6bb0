"""Opening a zip with distrust: how much it unpacks to is known before anything is unpacked."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pactbook.ingest.problems import shown
from pactbook.ingest.published.model import PublishedError

UNPACKED = 500 * 10**6  # bytes that all members may have together; larger sets are read with DuckDB
HARMLESS = 10 * 10**6  # bytes up to which nobody asks how well a member is packed
RATIO = 200  # times that text may shrink; real files shrink to a fifth or a fifteenth
MEMBERS = 2_000


@contextmanager
def opened(path: Path, unpacked: int = UNPACKED) -> Iterator[zipfile.ZipFile]:
    """A zip that is safe to read member by member; what goes wrong while it is read is told in one line too.

    Sizes that a zip states falsely do no harm: a member is never read beyond the size that it states.

    Args:
        path: of the file.
        unpacked: bytes that its members may have together.

    Raises:
        PublishedError: if it is broken, encrypted or a bomb.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _refuse_bombs(archive.infolist(), unpacked)
            yield archive
    except PublishedError:
        raise
    except Exception as error:  # the library raises whatever a broken zip makes it raise
        raise PublishedError(f"is no sound zip file, or is cut off: {error}") from error


def members(path: Path) -> dict[str, bytes]:
    """All files in a zip by name; a zip within it stays packed.

    Raises:
        PublishedError: if it is broken, encrypted or a bomb.
    """
    with opened(path) as archive:
        found = {info.filename: archive.read(info) for info in archive.infolist() if not info.is_dir()}
        for name, content in found.items():
            if len(content) != archive.getinfo(name).file_size:
                raise PublishedError(f"is no sound zip file, or is cut off: {shown(name)} has not the size stated")
    return found


def _refuse_bombs(infos: list[zipfile.ZipInfo], unpacked: int) -> None:
    if len(infos) > MEMBERS:
        raise PublishedError(f"holds {len(infos):,} files, and {MEMBERS:,} are the most")
    if len({info.filename for info in infos}) < len(infos):
        raise PublishedError("holds two files of the same name")
    for info in infos:
        if info.file_size > HARMLESS and info.file_size > RATIO * info.compress_size:
            raise PublishedError(f"holds {shown(info.filename)}, which unpacks to over {RATIO} times its size: a bomb?")
    if sum(info.file_size for info in infos) > unpacked:
        raise PublishedError(f"would unpack to more than {unpacked // 10**6} MB")
