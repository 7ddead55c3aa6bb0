"""Mail servers on loopback, and a folder in which `pactbook send` runs."""

import subprocess

import pytest
from aiosmtpd.controller import Controller
from mailroom import House, Post, change


@pytest.fixture
def start():
    """Starts a mail server; what its keywords mean, aiosmtpd says."""
    running = []

    def started(**settings):
        post = Post()
        controller = Controller(post, hostname="127.0.0.1", port=post.port, authenticator=post.authenticate, **settings)
        controller.start()
        running.append(controller)
        return post

    yield started
    for controller in running:
        controller.stop()


@pytest.fixture
def post(start):
    """A mail server without login or encryption."""
    return start()


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    """Key and certificate of a server on loopback, signed by itself."""
    folder = tmp_path_factory.mktemp("certificate")
    key, made = folder / "key.pem", folder / "certificate.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    names = ["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", str(key), "-out", str(made)]
    subprocess.run([*command, *names], check=True, capture_output=True)
    return key, made


@pytest.fixture
def house(tmp_path, monkeypatch, post):
    """A folder with edition 2025-12 frozen and built, sending to `post`; the current folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PACTBOOK_SMTP_USER", raising=False)
    monkeypatch.delenv("PACTBOOK_SMTP_PASSWORD", raising=False)
    house = House(tmp_path)
    house.operator(post.port)
    house.freeze(
        "2025-12", aland=[change("Arms from Beland", 0.4), change("Exercises a year", 0.9, old=1200, unit="men")]
    )
    house.build("2025-12")
    house.readers("ann@example.org,Ann,en,,aland,pact,,,pdf", "bob@example.org,,en,,aland;beland,,,,link")
    return house
