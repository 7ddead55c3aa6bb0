"""Who got which brief of which edition: what keeps a reader from getting the same twice.

The order of entries is what makes it safe: `sending` is written before a mail's content leaves, `sent` after the server
has taken it. A process that dies in between leaves `sending`: nobody can tell whether the mail has arrived. The next
run makes it `undecided` and does not send it again by itself.
"""

import datetime
import os
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from pactbook.publish.mail.subscribers import Brief

SCHEMA = """
CREATE TABLE IF NOT EXISTS mails (
  id TEXT PRIMARY KEY, address TEXT NOT NULL, edition TEXT NOT NULL, as_of TEXT NOT NULL,
  status TEXT NOT NULL, detail TEXT NOT NULL, at TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS briefs (
  mail TEXT NOT NULL REFERENCES mails (id), kind TEXT NOT NULL, slug TEXT NOT NULL, PRIMARY KEY (mail, kind, slug)
);
CREATE INDEX IF NOT EXISTS mails_by_address ON mails (address);
"""
VERSION = 1


class Status(StrEnum):
    """What became of a mail."""

    SENDING = "sending"
    SENT = "sent"
    REFUSED = "refused"  # for good: no such mailbox, say
    DEFERRED = "deferred"  # not now; the next run tries again
    UNDECIDED = "undecided"  # the content left, and no answer came


SETTLED = frozenset({Status.SENDING, Status.SENT, Status.REFUSED, Status.UNDECIDED})  # not sent again by itself


class LedgerError(Exception):
    """The ledger cannot be used; the message says why, in one line."""


@dataclass(frozen=True)
class Entry:
    """A mail as the ledger knows it.

    Attributes:
        id: its Message-ID.
        address: the reader's, as `subscribers.key` writes it.
        edition: identifier of the edition sent.
        as_of: date of that edition.
        briefs: kinds and slugs.
    """

    id: str
    address: str
    edition: str
    as_of: str
    briefs: tuple[Brief, ...]


@dataclass(frozen=True)
class Got:
    """That a brief of some edition was sent, or was tried.

    Attributes:
        edition: its identifier.
        as_of: its date.
        status: what became of the mail.
    """

    edition: str
    as_of: str
    status: Status


class Ledger:
    """The ledger, open; only one process at a time can write it."""

    def __init__(self, path: Path | None, *, write: bool = True) -> None:
        """Open it, and make it if it is not there.

        Args:
            path: of the file; None for an empty ledger that is kept nowhere.
            write: whether mails are recorded; else the file is only read and must exist.

        Raises:
            LedgerError: if another process holds it, or it cannot be read or written.
        """
        try:
            if path is not None and write:
                _make_private(path)
            place = ":memory:" if path is None else f"{path.absolute().as_uri()}?mode={'rw' if write else 'ro'}"
            self._base = sqlite3.connect(place, uri=True, timeout=0, isolation_level=None)
            if write:
                self._base.execute("PRAGMA locking_mode = EXCLUSIVE")  # from the first write until the process ends
                self._base.executescript(f"BEGIN EXCLUSIVE; {SCHEMA} COMMIT")
                self._base.execute("UPDATE mails SET status = ? WHERE status = ?", (Status.UNDECIDED, Status.SENDING))
            version = self._base.execute("PRAGMA user_version").fetchone()[0]
            if version not in (0, VERSION):
                raise LedgerError(f"{path}: was written by a later version of Pactbook")
            if write:
                self._base.execute(f"PRAGMA user_version = {VERSION}")
        except (OSError, sqlite3.Error) as error:
            busy = "locked" in str(error)
            reason = "another run is sending; wait until it has ended" if busy else f"cannot be used: {error}"
            raise LedgerError(f"{path}: {reason}") from error

    def close(self) -> None:
        """Let others at it."""
        self._base.close()

    def history(self, address: str) -> dict[Brief, list[Got]]:
        """What became of each brief for one reader, oldest edition first."""
        found: dict[Brief, list[Got]] = defaultdict(list)
        query = (
            "SELECT kind, slug, edition, as_of, status FROM briefs JOIN mails ON mail = id WHERE address = ? "
            "ORDER BY as_of, edition, id"
        )
        for kind, slug, edition, as_of, status in self._base.execute(query, (address,)):
            found[kind, slug].append(Got(edition, as_of, Status(status)))
        return dict(found)

    def record(self, entry: Entry, status: Status, detail: str = "") -> None:
        """Write what became of a mail; it is on the disk when this returns.

        Args:
            entry: the mail.
            status: as of now.
            detail: the server's words, or nothing.

        Raises:
            LedgerError: if it cannot be written, as on a full disk.
        """
        now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        try:
            with self._base:
                self._base.execute("BEGIN")
                self._base.execute(
                    "INSERT INTO mails VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET "
                    "status = excluded.status, detail = excluded.detail, at = excluded.at",
                    (entry.id, entry.address, entry.edition, entry.as_of, status, detail, now),
                )
                rows = [(entry.id, kind, slug) for kind, slug in entry.briefs]
                self._base.executemany("INSERT OR IGNORE INTO briefs VALUES (?, ?, ?)", rows)
        except sqlite3.Error as error:
            raise LedgerError(f"the ledger cannot be written: {error}") from error

    def release(self, addresses: Iterable[str], edition: str) -> None:
        """Let mails of an edition that were refused or are undecided be sent again.

        Args:
            addresses: the readers', as `subscribers.key` writes them.
            edition: its identifier.
        """
        self._base.executemany(
            "UPDATE mails SET status = ? WHERE address = ? AND edition = ? AND status IN (?, ?)",
            [(Status.DEFERRED, address, edition, Status.REFUSED, Status.UNDECIDED) for address in addresses],
        )

    def left(self, edition: str) -> list[tuple[str, Status, str]]:
        """The mails of an edition that were refused or are undecided: address, status and the server's words."""
        query = (
            "SELECT address, status, detail FROM mails WHERE edition = ? AND status IN (?, ?, ?) ORDER BY address, id"
        )
        states = (Status.REFUSED, Status.UNDECIDED, Status.SENDING)
        return [
            (address, Status.UNDECIDED if status == Status.SENDING else Status(status), detail)
            for address, status, detail in self._base.execute(query, (edition, *states))
        ]


def _make_private(path: Path) -> None:
    """Make the file if need be, readable by its owner alone: it holds readers' addresses."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    path.chmod(0o600)
