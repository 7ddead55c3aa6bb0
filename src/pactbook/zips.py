"""Entries of a zip that say nothing of when and where it was made."""

import zipfile

NO_DATE = (1980, 1, 1, 0, 0, 0)  # the first that a zip can hold
READABLE = 0o100644 << 16
UNIX = 3


def add(archive: zipfile.ZipFile, name: str, content: bytes, *, packed: bool) -> None:
    """Add a file without date and owner.

    Args:
        archive: open for writing.
        name: of the file in it.
        content: of the file.
        packed: whether it is compressed already, and is stored as it is.
    """
    entry = zipfile.ZipInfo(name, NO_DATE)
    entry.external_attr, entry.create_system = READABLE, UNIX
    entry.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
    archive.writestr(entry, content)
