"""A run of `pactbook send`: who is due what, and its delivery."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pactbook import jsonio
from pactbook.editions.archive import Archive
from pactbook.publish.mail import message
from pactbook.publish.mail.delivery import Delivery, Parcel
from pactbook.publish.mail.ledger import Entry, Ledger
from pactbook.publish.mail.message import POLICY, Sender
from pactbook.publish.mail.selection import Due, Editions
from pactbook.publish.mail.subscribers import Subscriber


class ReportsError(Exception):
    """The reports are not those of the edition to send; the message says why, in one line."""


@dataclass(frozen=True)
class Mail:
    """A mail that is due.

    Attributes:
        subscriber: its reader.
        due: its briefs, in their order.
        entry: as the ledger knows it.
    """

    subscriber: Subscriber
    due: tuple[Due, ...]
    entry: Entry


def plan(subscribers: Sequence[Subscriber], editions: Editions, ledger: Ledger, sender: Sender) -> list[Mail]:
    """The mails that are due, in the order of the list.

    Args:
        subscribers: the readers.
        editions: the edition to send, and those before it.
        ledger: who got what.
        sender: what is the same in all mails.
    """
    mails = []
    for subscriber in subscribers:
        if due := editions.due(subscriber.briefs, ledger.history(subscriber.key)):
            entry = message.entry(subscriber, editions.chosen, due, sender)
            mails.append(Mail(subscriber, tuple(due), entry))
    return mails


def check_reports(mails: Sequence[Mail], edition: Archive, build: Path, reports: Path) -> None:
    """Make sure that the PDFs in the reports are those of the frozen edition.

    Args:
        mails: those that are due.
        edition: the edition to send.
        build: the build folder, which says what the reports were made from.
        reports: the folder of the reports.

    Raises:
        ReportsError: if they are of another edition or a draft (some brief is not as it was frozen), or if a PDF is
            missing or not the one built last.
    """
    try:
        state = jsonio.read(build / "changes" / "index.json")
    except OSError as error:
        raise ReportsError(f"{reports}: nothing says of which edition the reports are; build them first") from error
    if state["edition"] != edition.id:
        raise ReportsError(f"{reports}: holds edition {state['edition']}, not {edition.id}; build that one first")
    if state["draft"]:
        raise ReportsError(f"{reports}: holds a draft of {edition.id}; build it anew now that the edition is frozen")
    for language, (kind, slug) in sorted({(mail.subscriber.language, due.brief) for mail in mails for due in mail.due}):
        page = Path(language) / kind / f"{slug}.pdf"
        try:
            delivered = (reports / page).read_bytes() == (build / "pages" / page).read_bytes()
        except OSError as error:
            raise ReportsError(f"{error.filename}: is missing; build edition {edition.id} first") from error
        if not delivered:
            raise ReportsError(f"{reports / page}: is not the one that was built last; run snakemake again")


def compose(mail: Mail, edition: Archive, sender: Sender) -> bytes:
    """The message as it travels."""
    made = message.compose(mail.subscriber, edition, mail.due, sender, datetime.now(UTC))
    return made.as_bytes(policy=POLICY)


def write(mails: Sequence[Mail], edition: Archive, sender: Sender, folder: Path) -> list[Path]:
    """Write the messages to files instead of sending them.

    Returns:
        A file of the kind that mail programs open, for each mail, named after its row in the list.
    """
    paths = [folder / f"{mail.subscriber.row:05d}.eml" for mail in mails]
    for mail, path in zip(mails, paths, strict=True):
        jsonio.land(path, compose(mail, edition, sender))
    return paths


def deliver(mails: Sequence[Mail], edition: Archive, sender: Sender, delivery: Delivery) -> None:
    """Send the mails; what becomes of each is recorded as it happens.

    Raises:
        ServerError: if the server takes no mail at all.
    """
    delivery.send([Parcel(mail.entry, mail.subscriber.address, _content(mail, edition, sender)) for mail in mails])


def _content(mail: Mail, edition: Archive, sender: Sender) -> Callable[[], bytes]:
    return lambda: compose(mail, edition, sender)
