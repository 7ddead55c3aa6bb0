"""Mails handed to a mail server: one connection, at a given pace, and again after a wait where one is put off."""

import contextlib
import re
import smtplib
import socket
import ssl
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NoReturn

from pactbook.publish.mail.ledger import Entry, Status

LOCAL_HOSTS = ("localhost", "127.0.0.1", "::1")
LINE_OF_DOTS = re.compile(rb"(?m)^\.")
READY, CLOSING, TOO_LARGE = 354, 421, 552

Record = Callable[[Entry, Status, str], None]


class ServerError(Exception):
    """The server cannot be used as it is set up, for no mail; the message says why, in one line."""


@dataclass(frozen=True)
class Server:
    """A mail server.

    Attributes:
        host: its name.
        port: its port.
        security: `starttls`, `tls` or `none`.
        user: to log in as; "" for no login.
        password: of the user.
        answer: seconds to wait for an answer.
        verdict: seconds to wait for the answer to a mail's content, on which it depends whether it was sent. RFC 5321
            (4.5.3.2.6) asks for ten minutes.
    """

    host: str
    port: int
    security: str
    user: str = ""
    password: str = field(default="", repr=False)
    answer: float = 60
    verdict: float = 600


@dataclass(frozen=True)
class Pace:
    """How fast, and how often.

    Attributes:
        per_minute: the most mails handed over in a minute.
        attempts: how often a mail is tried.
        wait: seconds before the second attempt; twice as many before each one after it.
    """

    per_minute: float
    attempts: int
    wait: float


@dataclass(frozen=True)
class Parcel:
    """A mail to hand over.

    Attributes:
        entry: as the ledger knows it.
        recipient: the address as the reader writes it.
        content: makes the message, with CRLF at the ends of lines.
    """

    entry: Entry
    recipient: str
    content: Callable[[], bytes]


class _NotNowError(Exception):
    """This mail was not taken, and may be later."""


class _RefusedError(Exception):
    """This mail will not be taken."""


class _UndecidedError(Exception):
    """The content has left, and no answer came."""


class Delivery:
    """A run of deliveries to one server."""

    def __init__(
        self,
        server: Server,
        pace: Pace,
        sender: str,
        record: Record,
        trust: ssl.SSLContext | None = None,
        wait: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Get ready; nothing is connected yet.

        Args:
            server: where the mails go.
            pace: how fast.
            sender: address that mails come from, and that bounces go to.
            record: writes down what becomes of each mail.
            trust: which certificates are trusted; those of the system if None.
            wait: waits some seconds.
            clock: seconds that never go back.
        """
        self._server, self._pace, self._sender, self._record = server, pace, sender, record
        self._trust = trust or (None if server.security == "none" else ssl.create_default_context())
        self._wait, self._clock = wait, clock
        self._next = clock()
        self._smtp: smtplib.SMTP | None = None

    def send(self, parcels: Sequence[Parcel]) -> None:
        """Hand over all mails. What is put off is tried again after the others, so that it holds up none.

        Raises:
            ServerError: if no mail can be handed over to this server: no trust, no login, no such sender.
        """
        waiting = list(parcels)
        try:
            for attempt in range(self._pace.attempts):
                if attempt and waiting:
                    self._wait(self._pace.wait * 2 ** (attempt - 1))
                waiting = self._round(waiting)
            self._leave()
        finally:
            self._drop()  # without a word where the run was stopped, perhaps in the middle of a mail

    def _round(self, parcels: Sequence[Parcel]) -> list[Parcel]:
        """Try each mail once; those that were put off."""
        later: list[Parcel] = []
        for place, parcel in enumerate(parcels):
            self._keep_pace()
            try:
                smtp = self._connected()
            except (OSError, smtplib.SMTPException) as error:
                self._drop()
                for left in parcels[place:]:
                    self._record(left.entry, Status.DEFERRED, f"no connection to {self._server.host}: {_words(error)}")
                return [*later, *parcels[place:]]
            status, detail = self._try(smtp, parcel)
            self._record(parcel.entry, status, detail)
            if status == Status.DEFERRED:
                later.append(parcel)
        return later

    def _try(self, smtp: smtplib.SMTP, parcel: Parcel) -> tuple[Status, str]:
        content = parcel.content()
        try:
            self._hand_over(smtp, parcel, content)
        except _NotNowError as error:
            return Status.DEFERRED, str(error)
        except _RefusedError as error:
            return Status.REFUSED, str(error)
        except _UndecidedError as error:
            self._drop()
            return Status.UNDECIDED, str(error)
        except (OSError, smtplib.SMTPException) as error:  # the line was cut before the content had left
            self._drop()
            return Status.DEFERRED, _words(error)
        return Status.SENT, ""

    def _hand_over(self, smtp: smtplib.SMTP, parcel: Parcel, content: bytes) -> None:
        """One mail through the steps of RFC 5321; `sending` is written down when the content is about to leave."""
        size = [f"SIZE={len(content)}"] if smtp.has_extn("size") else []
        code, words = smtp.mail(self._sender, size)
        if code >= 500 and code != TOO_LARGE:
            raise ServerError(f"{self._server.host} refuses the sender {self._sender}: {_answer(code, words)}")
        self._judge(smtp, code, words)
        self._judge(smtp, *smtp.rcpt(parcel.recipient))
        code, words = smtp.docmd("DATA")
        if code != READY:
            self._judge(smtp, code, words, meant=False)
        self._record(parcel.entry, Status.SENDING, "")
        # If this fails, the server has not got the line that ends a mail, so that it cannot have taken it.
        smtp.send(LINE_OF_DOTS.sub(b"..", content) + b".\r\n")
        assert smtp.sock is not None
        smtp.sock.settimeout(self._server.verdict)
        try:
            code, words = smtp.getreply()
        except (OSError, smtplib.SMTPException) as error:
            raise _UndecidedError(f"no answer to the content: {_words(error)}") from error
        smtp.sock.settimeout(self._server.answer)
        self._judge(smtp, code, words)

    def _judge(self, smtp: smtplib.SMTP, code: int, words: bytes, *, meant: bool = True) -> None:
        """Go on after a good answer; else make the server forget this mail and say what it said."""
        if meant and 200 <= code < 300:
            return
        if code == CLOSING:
            self._drop()
        else:
            try:
                smtp.rset()
            except (OSError, smtplib.SMTPException):
                self._drop()
        answer = _answer(code, words)
        raise _RefusedError(answer) if code >= 500 else _NotNowError(answer)

    def _keep_pace(self) -> None:
        rest = self._next - self._clock()
        if rest > 0:
            self._wait(rest)
        self._next = max(self._next, self._clock()) + 60 / self._pace.per_minute

    def _connected(self) -> smtplib.SMTP:
        """The connection, made anew where the server has closed it meanwhile."""
        if self._smtp is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                if self._smtp.noop()[0] < 300:
                    return self._smtp
            self._drop()
        self._smtp = self._connect()
        return self._smtp

    def _connect(self) -> smtplib.SMTP:
        server = self._server
        try:
            if server.security == "tls":
                smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                    server.host, server.port, timeout=server.answer, context=self._trust
                )
            else:
                smtp = smtplib.SMTP(server.host, server.port, timeout=server.answer)
            self._smtp = smtp
            if server.security == "starttls":
                smtp.starttls(context=self._trust)
            if server.user:
                self._log_in(smtp)
            else:
                smtp.ehlo_or_helo_if_needed()
        except ssl.SSLCertVerificationError as error:
            self._fail(f"the certificate of {server.host} is not trusted: {error.verify_message}", error)
        except smtplib.SMTPNotSupportedError as error:
            self._fail(f"{server.host} does not offer what mail.security or the login needs: {error}", error)
        return smtp

    def _log_in(self, smtp: smtplib.SMTP) -> None:
        if self._server.security == "none" and self._server.host not in LOCAL_HOSTS:
            raise ServerError("a password is not sent over a connection in the clear; set mail.security")
        try:
            smtp.login(self._server.user, self._server.password)
        except smtplib.SMTPAuthenticationError as error:  # its words are the server's, which knows the password
            if error.smtp_code < 500:
                raise
            self._fail(f"{self._server.host} refuses the user or the password ({error.smtp_code})", None)

    def _fail(self, message: str, cause: Exception | None) -> NoReturn:
        self._drop()
        raise ServerError(message) from cause

    def _drop(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
            self._smtp = None

    def _leave(self) -> None:
        if self._smtp is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                self._smtp.quit()


def _answer(code: int, words: bytes) -> str:
    return f"{code} {' '.join(words.decode('utf-8', errors='replace').split())}"[:300]


def _words(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return str(error.smtp_code)
    if isinstance(error, (TimeoutError, socket.timeout)):
        return "timed out"
    return " ".join(str(error).split())[:300] or type(error).__name__
