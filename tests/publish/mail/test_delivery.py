"""What a mail server can do to a run: if these fail, mails are lost or doubled, or a password reaches a stranger."""

import ssl
import subprocess
import time

import pytest

from pactbook.publish.mail.delivery import Delivery, Pace, Parcel, Server, ServerError
from pactbook.publish.mail.ledger import Entry

SENDER = "briefs@example.org"
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")


def parcel(name, content=b"Subject: a\r\n\r\nText\r\n"):
    address = f"{name}@example.org"
    return Parcel(Entry(f"<{name}@x>", address, "2025-12", "2025-12-31", ()), address, lambda: content)


class Run:
    """A delivery whose waits are noted, not waited.

    Attributes:
        log: (name of the reader, status) as recorded.
        details: the words of each record.
        waits: seconds.
        now: of its clock.
    """

    def __init__(self, server, *, pace=None, trust=None):
        self.log, self.details, self.waits, self.now = [], [], [], 0.0
        pace = pace or Pace(per_minute=6000, attempts=3, wait=10)
        self.delivery = Delivery(server, pace, SENDER, self._record, trust, self._wait, lambda: self.now)

    def _record(self, entry, status, detail):
        self.log.append((entry.address.partition("@")[0], str(status)))
        self.details.append(detail)

    def _wait(self, seconds):
        self.waits.append(seconds)
        self.now += seconds

    def send(self, *parcels):
        self.delivery.send(parcels)
        return self


def server(post, **settings):
    return Server(**({"host": "127.0.0.1", "port": post.port, "security": "none", "answer": 10} | settings))


def test_sending_is_written_down_before_the_content_leaves_and_sent_after_it_was_taken(post):
    run = Run(server(post)).send(parcel("ann"), parcel("bob"))
    assert run.log == [("ann", "sending"), ("ann", "sent"), ("bob", "sending"), ("bob", "sent")]


def test_nothing_is_written_down_as_sending_that_was_refused_before_its_content(post):
    post.answers["ann@example.org"] = ["550 unknown"]
    assert Run(server(post)).send(parcel("ann")).log == [("ann", "refused")]


def test_content_is_refused_or_put_off_as_the_server_says(post):
    post.data_answers = {"ann@example.org": ["554 spam"], "bob@example.org": ["451 later"]}
    run = Run(server(post)).send(parcel("ann"), parcel("bob"))
    assert run.log[:4] == [("ann", "sending"), ("ann", "refused"), ("bob", "sending"), ("bob", "deferred")]
    assert run.log[4:] == [("bob", "sending"), ("bob", "sent")]


def test_waits_double_and_end_with_the_attempts(post):
    """10 s before the second attempt, 20 s before the third; a fourth is not made."""
    post.answers["ann@example.org"] = ["451 later"] * 9
    run = Run(server(post), pace=Pace(per_minute=1e9, attempts=3, wait=10)).send(parcel("ann"))
    assert [round(wait) for wait in run.waits if wait > 1] == [10, 20]
    assert run.log == [("ann", "deferred")] * 3


def test_no_more_mails_leave_in_a_minute_than_are_allowed(post):
    """Four mails at 30 a minute: 2 s between two, so 6 s in all."""
    run = Run(server(post), pace=Pace(per_minute=30, attempts=1, wait=0))
    run.send(*(parcel(name) for name in ("ann", "bob", "cyd", "dan")))
    assert run.waits == [2, 2, 2]


def test_a_server_that_does_not_answer_in_time_is_left_and_tried_again(post):
    post.slow_recipients["ann@example.org"] = [2]
    run = Run(server(post, answer=0.5)).send(parcel("ann"), parcel("bob"))
    assert run.log == [("ann", "deferred"), ("bob", "sending"), ("bob", "sent"), ("ann", "sending"), ("ann", "sent")]
    assert "timed out" in run.details[0]


def test_a_verdict_that_does_not_come_in_time_leaves_the_mail_undecided(post):
    """The server may deliver it all the same, so it is not sent again."""
    post.slow["ann@example.org"] = 2
    run = Run(server(post, verdict=0.5)).send(parcel("ann"), parcel("bob"))
    assert run.log == [("ann", "sending"), ("ann", "undecided"), ("bob", "sending"), ("bob", "sent")]
    assert post.recipients() == ["ann@example.org", "bob@example.org"]


def test_a_server_that_cannot_be_reached_is_tried_as_often_as_allowed(post):
    free = server(post, port=1)
    run = Run(free).send(parcel("ann"), parcel("bob"))
    assert run.log == [("ann", "deferred"), ("bob", "deferred")] * 3
    assert run.waits == [10, 20]
    assert "no connection to 127.0.0.1" in run.details[0]


def test_a_connection_that_the_server_closed_meanwhile_is_made_anew(start):
    """Between two mails of a slow pace a server loses its patience."""
    post = start(timeout=0.3)
    run = Run(server(post), pace=Pace(per_minute=60, attempts=1, wait=0))
    run.delivery._wait = lambda _seconds: time.sleep(0.8)
    run.send(parcel("ann"), parcel("bob"))
    assert run.log[-1] == ("bob", "sent")
    assert post.connections == 2


def test_a_server_that_closes_with_421_is_connected_to_anew(post):
    post.answers["ann@example.org"] = ["421 too many mails"]
    run = Run(server(post)).send(parcel("ann"), parcel("bob"))
    assert run.log[0] == ("ann", "deferred")
    assert post.recipients() == ["bob@example.org", "ann@example.org"]
    assert post.connections == 2


def test_a_refused_sender_ends_the_run(post):
    """It would be refused for every reader; none must be written down as refused for that."""
    post.sender_answer = "550 not one of ours"
    run = Run(server(post))
    with pytest.raises(ServerError, match=r"refuses the sender briefs@example\.org: 550 not one of ours"):
        run.send(parcel("ann"))
    assert run.log == []


def test_lines_that_begin_with_a_dot_arrive_whole(post):
    Run(server(post)).send(parcel("ann", b"Subject: a\r\n\r\n.\r\n..dots\r\n.end\r\n"))
    assert post.mail_to("ann@example.org").get_content().splitlines() == [".", "..dots", ".end"]


def login(post, **settings):
    return server(post, **{"user": "operator", "password": "secret-word"} | settings)


def test_a_server_that_asks_for_a_login_gets_it(start):
    post = start(auth_required=True, auth_require_tls=False)
    assert Run(login(post)).send(parcel("ann")).log[-1] == ("ann", "sent")
    assert post.logins == [("operator", "secret-word")]


def test_a_refused_login_ends_the_run_without_the_password_in_its_words(start):
    post = start(auth_required=True, auth_require_tls=False)
    with pytest.raises(ServerError) as caught:
        Run(login(post, password="wrong-word")).send(parcel("ann"))
    assert str(caught.value) == "127.0.0.1 refuses the user or the password (535)"
    assert "wrong-word" not in repr(login(post, password="wrong-word"))


def test_without_the_login_that_a_server_asks_for_nothing_is_sent(start):
    post = start(auth_required=True, auth_require_tls=False)
    with pytest.raises(ServerError, match="530"):
        Run(server(post)).send(parcel("ann"))


def test_a_password_does_not_leave_the_machine_in_the_clear(post, monkeypatch):
    monkeypatch.setattr("pactbook.publish.mail.delivery.LOCAL_HOSTS", ())
    with pytest.raises(ServerError, match="not sent over a connection in the clear"):
        Run(login(post)).send(parcel("ann"))
    assert post.logins == []


def contexts(certificate):
    """Of a server with a certificate signed by itself, and of an operator who trusts it."""
    key, made = certificate
    ours = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    ours.load_cert_chain(made, key)
    return ours, ssl.create_default_context(cafile=made)


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_an_encrypted_connection_to_a_trusted_server(start, certificate, security):
    ours, trust = contexts(certificate)
    how = {"tls_context": ours, "require_starttls": True} if security == "starttls" else {"ssl_context": ours}
    needed = {} if security == "starttls" else {"auth_require_tls": False}  # aiosmtpd knows of STARTTLS alone
    post = start(auth_required=True, **how, **needed)
    run = Run(login(post, security=security), trust=trust).send(parcel("ann"))
    assert run.log[-1] == ("ann", "sent")
    assert post.logins == [("operator", "secret-word")]


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_server_that_is_not_trusted_gets_neither_password_nor_mail(start, certificate, security):
    ours, _ = contexts(certificate)
    post = start(**({"tls_context": ours} if security == "starttls" else {"ssl_context": ours}))
    with pytest.raises(ServerError, match=r"the certificate of 127\.0\.0\.1 is not trusted: self-signed certificate"):
        Run(login(post, security=security)).send(parcel("ann"))
    assert post.logins == []
    assert post.got == []


def test_a_certificate_of_another_name_is_not_trusted(start, tmp_path):
    key, made = tmp_path / "key.pem", tmp_path / "other.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=other.example", "-days", "2"]
    names = ["-addext", "subjectAltName=DNS:other.example", "-keyout", str(key), "-out", str(made)]
    subprocess.run([*command, *names], check=True, capture_output=True)
    ours, trust = contexts((key, made))
    post = start(tls_context=ours)
    with pytest.raises(ServerError, match="is not trusted: IP address mismatch"):
        Run(login(post, security="starttls"), trust=trust).send(parcel("ann"))
    assert post.logins == []


def test_a_server_without_starttls_gets_nothing_in_the_clear(post):
    with pytest.raises(ServerError, match=r"does not offer what mail\.security or the login needs"):
        Run(login(post, security="starttls")).send(parcel("ann"))
    assert post.got == []
    assert post.logins == []
