"""`pactbook send`: mail the briefs of a frozen edition to the readers who have not got them yet."""

import argparse
import os
import re
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pactbook.commands import CONFIG, settings_of

if TYPE_CHECKING:
    from pactbook.ingest.problems import Problem
    from pactbook.publish.mail.delivery import Server
    from pactbook.publish.mail.job import Mail
    from pactbook.publish.mail.ledger import Ledger
    from pactbook.publish.mail.message import Sender
    from pactbook.publish.mail.selection import Editions
    from pactbook.publish.mail.subscribers import Subscriber

NAME, HELP = "send", "mail the briefs that changed to the readers in subscribers.csv"
USER, PASSWORD = "PACTBOOK_SMTP_USER", "PACTBOOK_SMTP_PASSWORD"
# What a message about the file quotes of a reader's row, or of a row that stands where the header should.
PERSONAL = re.compile(r"""(["']).*\1(?= has blanks around it)|[^\s"']+@[^\s"']+\.[^\s"']+(?=["'])""")


class SetUpError(Exception):
    """Nothing can be sent as things stand; the message says why."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("--edition", required=True, help="the frozen edition to send, as in 2025-12")
    parser.add_argument(
        "--config",
        action="append",
        type=Path,
        help="a config; given again, it is laid over the one before (default: config/config.yaml)",
    )
    parser.add_argument(
        "--subscribers",
        type=Path,
        default=Path("subscribers.csv"),
        help="the list of readers (default: subscribers.csv)",
    )
    parser.add_argument(
        "--ledger",
        type=Path,
        default=Path(".pactbook") / "ledger.sqlite",
        help="remembers who got what (default: .pactbook/ledger.sqlite)",
    )
    parser.add_argument("--dry-run", action="store_true", help="say who would get what; connect to nothing")
    parser.add_argument("--output", type=Path, help="with --dry-run: a folder for the mails as .eml files")
    parser.add_argument(
        "--again",
        action="append",
        default=[],
        metavar="ADDRESS",
        help="send to a reader to whom this edition was refused, or is undecided",
    )


def run(chosen: argparse.Namespace) -> int:
    """Send; 0 if all mails went out, 1 if some did not, 2 if none was tried since something needs mending first."""
    from pactbook.config import ConfigError
    from pactbook.editions.archive import ArchiveError
    from pactbook.publish.mail.job import ReportsError
    from pactbook.publish.mail.ledger import LedgerError

    try:
        return _run(chosen)
    except (SetUpError, ConfigError, ArchiveError, ReportsError, LedgerError) as error:
        print(error, file=sys.stderr)
        return 2


def _run(chosen: argparse.Namespace) -> int:
    from pactbook.publish.mail import job

    if (chosen.dry_run and chosen.again) or (chosen.output and not chosen.dry_run):
        raise SetUpError("--output is for --dry-run only, and --again cannot be tried with --dry-run")
    settings = _settings(chosen.config or [CONFIG])
    editions = _editions(settings, chosen.edition)
    subscribers = _subscribers(chosen.subscribers, editions)
    sender = _sender(settings)
    ledger = _ledger(chosen)
    try:
        again = _again(chosen, subscribers)
        waiting = {address for address, _, _ in ledger.left(editions.chosen.id)}
        for subscriber in subscribers:
            if subscriber.key in set(again) - waiting:
                print(
                    f"{chosen.subscribers}:{subscriber.row}: --again: has no mail of this edition that was refused or "
                    "is undecided; what was sent is not sent again",
                    file=sys.stderr,
                )
        ledger.release(again, editions.chosen.id)
        mails = job.plan(subscribers, editions, ledger, sender)
        if mails:  # without any, the build may have gone on to the next edition
            paths = {name: Path(folder) for name, folder in settings["paths"].items()}
            job.check_reports(mails, editions.chosen, paths["build"], paths["reports"])
        if chosen.dry_run:
            return _show(chosen, mails, editions, sender)
        return _send(chosen, mails, editions, sender, ledger, settings["mail"], subscribers)
    finally:
        ledger.close()


def _again(chosen: argparse.Namespace, subscribers: "list[Subscriber]") -> list[str]:
    """The readers to whom the operator sends once more, as the ledger knows them."""
    from pactbook.publish.mail.subscribers import key

    found = [key(address) for address in chosen.again]
    if strangers := set(found) - {subscriber.key for subscriber in subscribers}:
        raise SetUpError(f"--again: {min(strangers)!r} is not in {chosen.subscribers}")
    return found


def _settings(files: list[Path]) -> dict[str, Any]:
    settings = settings_of(files)
    if "mail" not in settings:
        named = " and ".join(map(str, files))
        raise SetUpError(f"{named}: nothing is sent, since there is no `mail` (docs/how-to/send-by-mail.md)")
    if not settings["site"]["url"]:
        raise SetUpError("config: site.url: is empty; mails need it for their links")
    return settings


def _editions(settings: dict[str, Any], edition: str) -> "Editions":
    from pactbook.editions import archive
    from pactbook.publish.mail.selection import Editions

    folder = Path(settings["paths"]["editions"])
    archives = archive.editions(folder)
    found = {one.id: one for one in archives}
    if edition not in found:
        known = ", ".join(found) or "none"
        raise SetUpError(f"{folder}: there is no frozen edition {edition} (frozen: {known}); a draft is not sent")
    return Editions(found[edition], archives)


def _subscribers(path: Path, editions: "Editions") -> "list[Subscriber]":
    """The readers on the list; every mistake is printed, and an error ends the run."""
    from pactbook.ingest import files
    from pactbook.ingest.package import Field, Table
    from pactbook.publish.mail import subscribers

    sheet = files.read(Table("subscribers", path, tuple(Field(name, "string") for name in subscribers.COLUMNS)))
    readers, mistakes = subscribers.read(sheet.rows, editions.titles, editions.chosen.id)
    found: list[Problem] = [
        *sheet.problems,
        *(sheet.found(one.row, one.column, one.message, "subscribers", one.severity) for one in mistakes),
    ]
    for problem in sorted(found, key=lambda problem: problem.row or 0):
        print(PERSONAL.sub("(text)", problem.line()), file=sys.stderr)
    errors = sum(problem.severity == "error" for problem in found)
    if errors:
        raise SetUpError(f"{errors} {'error' if errors == 1 else 'errors'} in {path}: nothing is sent.")
    return readers


def _sender(settings: dict[str, Any]) -> "Sender":
    from pactbook.publish.mail.message import Sender

    mail, paths = settings["mail"], settings["paths"]
    return Sender(
        mail["sender"],
        settings["site"]["url"],
        tuple(mail["unsubscribe"]),
        mail["attachments_mb"] * 10**6,
        Path(paths["reports"]),
        Path(paths["templates"]),
    )


def _server(mail: dict[str, Any]) -> "Server":
    from pactbook.publish.mail.delivery import Server

    user, password = os.environ.get(USER, ""), os.environ.get(PASSWORD, "")
    if bool(user) != bool(password):
        raise SetUpError(f"{PASSWORD if user else USER} is not set in the environment, but its companion is")
    return Server(mail["host"], mail["port"], mail["security"], user, password)


def _ledger(chosen: argparse.Namespace) -> "Ledger":
    from pactbook.publish.mail.ledger import Ledger

    if not chosen.dry_run:
        return Ledger(chosen.ledger)
    return Ledger(chosen.ledger, write=False) if chosen.ledger.exists() else Ledger(None)


def _show(chosen: argparse.Namespace, mails: "list[Mail]", editions: "Editions", sender: "Sender") -> int:
    """Say who would get what."""
    from pactbook.ingest.problems import printable
    from pactbook.publish.mail import job, message

    paths = job.write(mails, editions.chosen, sender, chosen.output) if chosen.output else []
    for number, mail in enumerate(mails):
        attached = message.attached(mail.subscriber, mail.due, sender)
        briefs = [
            f"{due.kind}/{due.slug} ({'first, ' if due.first else ''}changes: {len(due.changes)}, "
            f"{'attached' if due.brief in attached else 'linked'})"
            for due in mail.due
        ]
        file = f" -> {paths[number]}" if paths else ""
        print(
            printable(
                f"{chosen.subscribers}:{mail.subscriber.row}: {mail.subscriber.address}: {', '.join(briefs)}{file}"
            )
        )
    print(f"{len(mails)} mails would be sent. Nothing was.")
    return 0


def _send(
    chosen: argparse.Namespace,
    mails: "list[Mail]",
    editions: "Editions",
    sender: "Sender",
    ledger: "Ledger",
    settings: dict[str, Any],
    subscribers: "list[Subscriber]",
) -> int:
    """Send the mails, and say what became of each by its row: the output of a scheduled run may be public."""
    from pactbook.ingest.problems import printable
    from pactbook.publish.mail import job
    from pactbook.publish.mail.delivery import Delivery, Pace, ServerError
    from pactbook.publish.mail.ledger import Entry, LedgerError, Status

    rows = {subscriber.key: subscriber.row for subscriber in subscribers}
    states: dict[str, Status] = {}

    def say(address: str, status: Status, detail: str) -> None:
        known = re.sub(re.escape(address), "(address)", detail, flags=re.IGNORECASE)
        print(printable(f"{chosen.subscribers}:{rows[address]}: {status}{': ' if known else ''}{known}"), flush=True)

    def record(entry: Entry, status: Status, detail: str) -> None:
        ledger.record(entry, status, detail)
        if status != Status.SENDING:
            states[entry.address] = status
            say(entry.address, status, detail)

    earlier = [left for left in ledger.left(editions.chosen.id) if left[0] in rows]
    pace = Pace(settings["per_minute"], settings["attempts"], settings["wait_seconds"])
    delivery = Delivery(_server(settings), pace, sender.address, record)
    try:
        job.deliver(mails, editions.chosen, sender, delivery)
    except (ServerError, LedgerError) as error:
        print(printable(str(error)), file=sys.stderr)
    except KeyboardInterrupt:
        print("Stopped; the next run goes on from here.", file=sys.stderr)
    for address, status, detail in earlier:
        say(address, status, f"by an earlier run; `--again` with the address sends it once more. {detail}")
    counts = Counter(states.values())
    told = [f"{counts[status]} {status}" for status in Status if counts[status]]
    print(f"{', '.join(told) or 'Nothing sent'}; {len(mails)} due.")
    return 0 if counts[Status.SENT] == len(mails) else 1
