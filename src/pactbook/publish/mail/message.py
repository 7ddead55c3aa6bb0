"""A mail to one reader: what changed in each brief, as plain text and as HTML, with the PDFs or links to them."""

import hashlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import format_datetime, parseaddr
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jinja2

from pactbook import dates
from pactbook.editions.archive import Archive
from pactbook.publish.mail.ledger import Entry
from pactbook.publish.mail.selection import Change, Due
from pactbook.publish.mail.subscribers import Brief, Subscriber
from pactbook.render import formats
from pactbook.render.environment import environment

MOST_CHANGES = 12  # of one brief; the page lists the others
ENCODED = 78 / 57  # how much longer a file is in base64, with line ends
DIGITS = 4  # of a number that is not whole


@dataclass(frozen=True)
class Sender:
    """What is the same in all mails.

    Attributes:
        sender: name and address.
        site: address of the site, with a slash at its end.
        unsubscribe: addresses to leave the list, with {address} for the reader's.
        attachments: the most bytes that the PDFs of one mail weigh together, encoded.
        reports: folder of the reports.
        templates: folder with `mail/`.
    """

    sender: str
    site: str
    unsubscribe: tuple[str, ...]
    attachments: float
    reports: Path
    templates: Path

    @property
    def address(self) -> str:
        """The sender's address, without the name."""
        return parseaddr(self.sender)[1]

    @property
    def domain(self) -> str:
        """The part of the address after the @."""
        return self.address.rpartition("@")[2].lower()

    def ways_out(self, address: str) -> list[str]:
        """Addresses with which one reader leaves the list."""
        return [way.replace("{address}", quote(address, safe="")) for way in self.unsubscribe]


class _Unfolded(UnstructuredHeader, BaseHeader):
    """A header of addresses in angle brackets: the library would encode one that is longer than a line."""

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {self}{policy.linesep}"


HEADERS = HeaderRegistry()
HEADERS.map_to_type("list-unsubscribe", _Unfolded)
POLICY = SMTP.clone(header_factory=HEADERS)


def entry(subscriber: Subscriber, edition: Archive, due: Sequence[Due], sender: Sender) -> Entry:
    """The mail as the ledger knows it; the same briefs of the same edition to the same reader have one Message-ID."""
    briefs = tuple(sorted(one.brief for one in due))
    named = "\n".join([edition.id, subscriber.key, *("/".join(brief) for brief in briefs)])
    digest = hashlib.sha256(named.encode("utf-8")).hexdigest()[:32]
    return Entry(f"<{digest}.pactbook@{sender.domain}>", subscriber.key, edition.id, edition.as_of, briefs)


def attached(subscriber: Subscriber, due: Sequence[Due], sender: Sender) -> set[Brief]:
    """The briefs whose PDFs come with the mail: in their order as far as the limit reaches; the others are links."""
    found: set[Brief] = set()
    room = sender.attachments
    for one in due if subscriber.attached else ():
        weight = math.ceil(_pdf(one, subscriber, sender).stat().st_size * ENCODED)
        if weight <= room:
            found.add(one.brief)
            room -= weight
    return found


def compose(
    subscriber: Subscriber, edition: Archive, due: Sequence[Due], sender: Sender, now: datetime
) -> EmailMessage:
    """Write the mail.

    Args:
        subscriber: the reader.
        edition: the edition sent.
        due: the briefs, in their order.
        sender: what is the same in all mails.
        now: date of the mail.

    Returns:
        `multipart/alternative`, in a `multipart/mixed` with the PDFs if there are any; 7-bit, which any server takes.

    Raises:
        ValueError: if a name or an address holds a line break.
    """
    kept = attached(subscriber, due, sender)
    told = _told(subscriber, edition, due, sender, kept)
    message = EmailMessage(policy=POLICY)
    message["From"] = Address(parseaddr(sender.sender)[0], addr_spec=sender.address)
    message["To"] = Address(_plain(subscriber.name), addr_spec=subscriber.address)
    message["Subject"] = _plain(told["subject"])
    message["Date"] = format_datetime(now)
    message["Message-ID"] = entry(subscriber, edition, due, sender).id
    message["Auto-Submitted"] = "auto-generated"
    message["List-Id"] = f"Pactbook <{sender.address.replace('@', '.').lower()}>"
    ways = sender.ways_out(subscriber.address)
    message["List-Unsubscribe"] = ", ".join(f"<{way}>" for way in ways)
    if any(way.startswith("https:") for way in ways):
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(_render(sender.templates, "body.txt", told), cte="quoted-printable")
    message.add_alternative(_render(sender.templates, "body.html", told), subtype="html", cte="quoted-printable")
    for one in due:
        if one.brief in kept:
            content = _pdf(one, subscriber, sender).read_bytes()
            name = f"{one.slug}-{edition.id}.pdf"
            message.add_attachment(content, maintype="application", subtype="pdf", filename=name)
    return message


def _plain(text: str) -> str:
    """A text that a header shows as it stands: the library would decode an encoded word in it, line breaks and all."""
    return text.replace("=?", "= ?")


def _pdf(due: Due, subscriber: Subscriber, sender: Sender) -> Path:
    return sender.reports / subscriber.language / due.kind / f"{due.slug}.pdf"


def _told(
    subscriber: Subscriber, edition: Archive, due: Sequence[Due], sender: Sender, kept: set[Brief]
) -> dict[str, Any]:
    """What the templates say."""
    spread = {change["edition"] for one in due for change in one.changes}
    told: dict[str, Any] = {
        "edition": {"id": edition.id, "title": edition.title, "as_of": edition.as_of},
        "address": subscriber.address,
        "site": sender.site,
        "unsubscribe": sender.ways_out(subscriber.address),
        "several_editions": len(spread) > 1,
        "all_first": all(one.first for one in due),
    }
    told["briefs"] = [
        {
            "title": one.title,
            "first": one.first,
            "changes": [_sentence(sender.templates, change, told) for change in one.changes[:MOST_CHANGES]],
            "more": max(len(one.changes) - MOST_CHANGES, 0),
            "page": f"{sender.site}{subscriber.language}/{one.kind}/{one.slug}.html",
            "pdf": f"{sender.site}{subscriber.language}/{one.kind}/{one.slug}.pdf",
            "attached": one.brief in kept,
        }
        for one in due
    ]
    told["subject"] = _one_line(_render(sender.templates, "subject.txt", told))
    return told


def _sentence(templates: Path, change: Change, told: Mapping[str, Any]) -> str:
    return _one_line(_render(templates, "change.txt", {**told, "change": change}))


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _render(templates: Path, name: str, told: Mapping[str, Any]) -> str:
    return _environment(templates, escaping=name.endswith(".html")).get_template(f"mail/{name}.j2").render(told)


@cache
def _environment(templates: Path, *, escaping: bool) -> jinja2.Environment:
    made = environment(templates)
    made.autoescape = escaping  # plain text is no markup
    made.filters["value"] = value
    return made


def value(content: Any, unit: str | None = None, *, bare: bool = False) -> str:
    """A value of a change in words: a number with its unit (or bare, where the unit follows), a date, a text."""
    if isinstance(content, bool):
        return "yes" if content else "no"
    if isinstance(content, (int, float)):
        decimals = 0 if isinstance(content, int) or not content else max(DIGITS - 1 - _magnitude(content), 0)
        grouped = unit or abs(content) >= 10_000  # without a unit, 2019 is a year
        text = f"{content:,.{decimals}f}" if grouped else f"{content:.{decimals}f}"
        text = (text.rstrip("0").rstrip(".") if decimals else text).replace("-", "−")
        return f"{text} {unit}" if unit and not bare else text
    text = str(content)
    return formats.date(text) if dates.is_partial_date(text) else text


def _magnitude(number: float) -> int:
    """The power of ten of a number's first digit: 2 of 345.6, −2 of 0.034."""
    return math.floor(math.log10(abs(number)))
