"""A real mail server on loopback, and a folder with frozen editions, reports and a list of readers."""

import asyncio
import email
import email.policy
import json
import shutil
import socket
import zipfile
from pathlib import Path

import yaml
from aiosmtpd.smtp import AuthResult, LoginPassword

ROOT = Path(__file__).parents[3]
HEADER = "address,name,language,region,countries,organizations,themes,cases,format"
TITLES = {("countries", "aland"): "Aland", ("countries", "beland"): "Beland", ("organizations", "pact"): "The Pact"}
AS_OF = {"2025-06": "2025-06-30", "2025-09": "2025-09-30", "2025-12": "2025-12-31"}


def change(label, weight=0.5, **other):
    """A change as an edition states it."""
    own = {"kind": "revised", "what": "figure", "section": "arms", "label": label, "measure": "Arms", "row": None}
    rest = {"column": None, "old": 3, "new": 5, "unit": None, "date": None, "sources": ["s1"], "weight": weight}
    return own | rest | other


class Post:
    """A mail server that does as it is told.

    Attributes:
        got: (recipient, message) of each mail that it took.
        answers: what it answers to a recipient instead of taking it, one after the other.
        data_answers: the same, to the content.
        sender_answer: what it answers to every sender, if anything.
        slow_recipients: after how many seconds it answers a recipient, one after the other.
        slow: recipients whose content it answers after so many seconds.
        cut: recipients at whose `RCPT` ("before") or after whose content ("after") it cuts the line, once.
        scripts: what it does at one attempt after the other to reach a recipient.
        logins: (user, password) of those that logged in.
        connections: how many there were.
    """

    def __init__(self):
        self.got, self.answers, self.slow, self.cut, self.logins, self.connections = [], {}, {}, {}, [], 0
        self.data_answers, self.sender_answer, self.slow_recipients, self.scripts = {}, None, {}, {}
        self.arrived = asyncio.Event()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]

    async def handle_EHLO(self, _server, session, _envelope, hostname, responses):  # noqa: N802
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_MAIL(self, _server, _session, envelope, address, _options):  # noqa: N802
        if self.sender_answer:
            return self.sender_answer
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, _session, envelope, address, _options):  # noqa: N802
        if self.scripts.get(address):
            self._play(address, self.scripts[address].pop(0))
        if self.cut.get(address) == "before":
            del self.cut[address]
            server.transport.abort()
            return "421 gone"
        if self.slow_recipients.get(address):
            await asyncio.sleep(self.slow_recipients[address].pop(0))
        if self.answers.get(address):
            return self.answers[address].pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, _session, envelope):  # noqa: N802
        recipient = envelope.rcpt_tos[0]
        if self.data_answers.get(recipient):
            return self.data_answers[recipient].pop(0)
        self.got.append((recipient, email.message_from_bytes(envelope.content, policy=email.policy.SMTP)))
        if recipient in self.slow:
            await asyncio.sleep(self.slow[recipient])
        if self.cut.pop(recipient, None) == "after":
            server.transport.abort()
        return "250 taken"

    def _play(self, address, event):
        """What comes next of a script: `cut before`, `cut after`, or an answer, from 452 and 554 to the content."""
        if event.startswith("cut"):
            self.cut[address] = event.removeprefix("cut ")
        else:
            (self.data_answers if event[:3] in ("452", "554") else self.answers)[address] = [event]

    def authenticate(self, _server, _session, _envelope, _mechanism, data):
        """One user, one password."""
        assert isinstance(data, LoginPassword)
        self.logins.append((data.login.decode(), data.password.decode()))
        return AuthResult(success=self.logins[-1] == ("operator", "secret-word"), handled=False)

    def recipients(self):
        """Of the mails taken, in order."""
        return [recipient for recipient, _ in self.got]

    def mail_to(self, recipient):
        """The one mail that a recipient got."""
        (found,) = [message for name, message in self.got if name == recipient]
        return found


class House:
    """A folder in which `pactbook send` runs.

    Attributes:
        folder: it.
    """

    def __init__(self, folder):
        self.folder = folder
        (folder / "config").mkdir()
        shutil.copy(ROOT / "config" / "schema.json", folder / "config")
        shutil.copytree(ROOT / "templates" / "mail", folder / "templates" / "mail")
        edition = {"id": "2025-12", "title": "Made-up Region", "as_of": "2025-12-31", "since": 1991}
        self.write("config/config.yaml", yaml.safe_dump({"edition": edition, "site": {"url": "https://example.org/"}}))

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def operator(self, port, **settings):
        """The operator's overlay."""
        mail = {"sender": "Pactbook <briefs@example.org>", "host": "127.0.0.1", "port": port, "security": "none"}
        ways = ["mailto:briefs@example.org?subject=unsubscribe", "https://example.org/leave?who={address}"]
        pace = {"per_minute": 6000, "attempts": 3, "wait_seconds": 0, "unsubscribe": ways}
        self.write("operator.yaml", yaml.safe_dump({"mail": mail | pace | settings}))

    def readers(self, *rows):
        """The list of readers."""
        self.write("subscribers.csv", "\n".join([HEADER, *rows]) + "\n")

    def freeze(self, edition, **changes):
        """A frozen edition; changes by slug."""
        index = [{"kind": kind, "slug": slug, "title": title} for (kind, slug), title in TITLES.items()]
        told = {"id": edition, "title": "Made-up Region", "as_of": AS_OF[edition], "format": 1, "previous": None}
        files = {"edition.json": told, "index.json": index}
        for kind, slug in TITLES:
            files[f"changes/{kind}/{slug}.json"] = {"edition": edition, "changes": changes.get(slug, [])}
        (self.folder / "editions").mkdir(exist_ok=True)
        with zipfile.ZipFile(self.folder / "editions" / f"{edition}.zip", "w") as file:
            for name, content in files.items():
                file.writestr(name, json.dumps(content))

    def build(self, edition, *, draft=False):
        """The build and the reports of an edition."""
        self.write("build/changes/index.json", json.dumps({"edition": edition, "draft": draft, "changes": []}))
        for kind, slug in TITLES:
            for folder in ("build/pages", "reports"):
                self.write(f"{folder}/en/{kind}/{slug}.pdf", f"%PDF-1.7 {slug} {edition}\n" + "x" * 3000)
