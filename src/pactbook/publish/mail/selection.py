"""Which briefs a reader is due, and what has changed in each since the edition that the reader has."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pactbook.editions.archive import Archive
from pactbook.publish.mail.ledger import SETTLED, Got, Status
from pactbook.publish.mail.subscribers import Brief

Change = dict[str, Any]


@dataclass(frozen=True)
class Due:
    """A brief that a reader is to get.

    Attributes:
        kind: of the brief.
        slug: of the brief.
        title: of the brief.
        first: whether the reader has had no edition of it yet.
        changes: since the edition that the reader has, each with its `edition`, biggest first; of a first brief, those
            of this edition.
    """

    kind: str
    slug: str
    title: str
    first: bool
    changes: tuple[Change, ...]

    @property
    def brief(self) -> Brief:
        """Kind and slug."""
        return self.kind, self.slug

    @property
    def weight(self) -> float:
        """Of its biggest change."""
        return max((change["weight"] for change in self.changes), default=0.0)


class Editions:
    """The edition to send and those before it."""

    def __init__(self, chosen: Archive, archives: Sequence[Archive]) -> None:
        """Take the editions as they are; they are read when they are asked for.

        Args:
            chosen: the edition to send.
            archives: all editions, by date.
        """
        self.chosen = chosen
        self._upto = [archive for archive in archives if archive.as_of < chosen.as_of] + [chosen]
        self._changes: dict[tuple[str, Brief], list[Change]] = {}

    @cached_property
    def titles(self) -> dict[Brief, str]:
        """Titles of the briefs of the edition, in its order."""
        return {(entry["kind"], entry["slug"]): str(entry["title"]) for entry in self.chosen.index()}

    @cached_property
    def _listed(self) -> dict[str, set[Brief]]:
        return {archive.id: {(entry["kind"], entry["slug"]) for entry in archive.index()} for archive in self._upto}

    def since(self, brief: Brief, as_of: str) -> tuple[Change, ...]:
        """All changes of a brief in editions after a day, biggest first, each with its `edition`."""
        found = [change for archive in self._upto if archive.as_of > as_of for change in self._of(archive, brief)]
        return tuple(sorted(found, key=lambda change: (-change["weight"], change["label"])))

    def _of(self, archive: Archive, brief: Brief) -> list[Change]:
        if (archive.id, brief) not in self._changes:
            listed = brief in self._listed[archive.id]
            changes = archive.brief_changes(*brief)["changes"] if listed else []
            self._changes[archive.id, brief] = [change | {"edition": archive.id} for change in changes]
        return self._changes[archive.id, brief]

    def due(self, wanted: Sequence[Brief], history: Mapping[Brief, Sequence[Got]]) -> list[Due]:
        """The briefs that a reader is to get now.

        Args:
            wanted: those that the reader asks for.
            history: what the ledger knows of them.

        Returns:
            Briefs that the reader has never had, and those that changed since; the one with the biggest change first,
            others in the order in which they are asked for.
            None that went out with this edition already, was refused or is undecided, or that the reader has of a later
            edition. What is undecided of an earlier edition does not count as had: its changes are told again.
        """
        found = [self._due(brief, history.get(brief, ())) for brief in wanted if brief in self.titles]
        return sorted((due for due in found if due), key=lambda due: -due.weight)

    def _due(self, brief: Brief, had: Sequence[Got]) -> Due | None:
        if any(got.edition == self.chosen.id and got.status in SETTLED for got in had):
            return None
        last = max((got.as_of for got in had if got.status == Status.SENT), default=None)
        title = self.titles[brief]
        if last is None:
            changes = sorted(self._of(self.chosen, brief), key=lambda change: (-change["weight"], change["label"]))
            return Due(*brief, title, first=True, changes=tuple(changes))
        since = self.since(brief, last) if last < self.chosen.as_of else ()
        return Due(*brief, title, first=False, changes=since) if since else None
