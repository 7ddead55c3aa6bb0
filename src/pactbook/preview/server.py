"""The preview in a browser: briefs from the workshop, all other pages from the reports; open pages follow each save."""

import gc
import json
import logging
import queue
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import watchfiles

from pactbook.preview.workshop import Name, PreviewError, Workshop

LOG = logging.getLogger(__name__)
EVENTS = "/preview/events"
HERE = "127.0.0.1"
NAMES = {HERE, "localhost"}
SCRIPT = Path(__file__).with_name("follow.js")
PAUSE = 0.02  # seconds between two looks whether somebody waits
PULSE = 15  # seconds after which a silent connection is tried, so that closed pages are noticed


class Preview:
    """Which pages are open, and what they are told.

    Attributes:
        workshop: makes the briefs; used by one thread at a time.
        reports: the folder of all other pages.
    """

    def __init__(self, workshop: Workshop) -> None:
        self.workshop = workshop
        self.reports = Path(workshop.settings["paths"]["reports"])
        self._work = threading.Lock()
        self._open: dict[queue.Queue[dict[str, Any]], Name | None] = {}
        self._ready: dict[Name, str] = {}
        self._shown: dict[Name, str] = {}
        self._asked = 0  # pages that somebody waits for: comparing gives way to them
        self._digests: dict[Name, str] = {}
        self._last: dict[str, Any] | None = None

    def page(self, name: Name) -> str:
        """A brief's page as of now; one that cannot be made says why, in words and not in a traceback."""
        text = self._ready.get(name)
        if text is None:
            with self._first():
                text = self._ready[name] = self.workshop.page(name)
        self._shown[name] = text
        return text

    def printed(self, name: Name) -> bytes:
        """A brief's PDF as of now."""
        with self._first():
            return self.workshop.printed(name)

    def names(self) -> list[Name]:
        """All briefs."""
        with self._work:
            return self.workshop.names()

    def follow(self, name: Name | None) -> queue.Queue[dict[str, Any]]:
        """Register an open page; what it is to be told comes through the queue."""
        told: queue.Queue[dict[str, Any]] = queue.Queue()
        self._open[told] = name
        if self._last:
            told.put(self._last)
        return told

    def leave(self, told: queue.Queue[dict[str, Any]]) -> None:
        """A page was closed."""
        self._open.pop(told, None)

    def saved(self, paths: set[Path] | None = None) -> None:
        """Show what a save has changed in the open briefs, or which mistake it holds.

        Args:
            paths: what was saved; everything is read if they are not named.
        """
        gc.disable()  # looking for garbage would take a quarter of the time
        try:
            with self._first():
                self._ready = {}
                self.workshop.refresh(paths)
                open_now = {name for name in list(self._open.values()) if name}
                new = {name: self.workshop.page(name) for name in sorted(open_now)}
                self.workshop.vet()
        except PreviewError as error:
            LOG.error("%s", error)  # noqa: TRY400 (the editor's mistake, not ours)
            self._tell({"error": str(error)})
            return
        finally:
            gc.enable()
        self._ready, self._last = new, None
        reload = {name for name, text in new.items() if self._shown.get(name) != text}
        for told, name in list(self._open.items()):
            told.put({"reload": True} if name in reload else {"error": None})

    def compare(self, stop: threading.Event) -> None:
        """Find which briefs differ in content from when they were last compared, and tell the open pages.

        Args:
            stop: set when there is newer work; the comparison is then left for the next time.
        """
        digests = {}
        for name in self.names():
            while self._asked and not stop.is_set():
                time.sleep(PAUSE)
            if stop.is_set():
                return
            try:
                with self._work:
                    digests[name] = (self.workshop.digest(name), self.workshop.title(name))
            except PreviewError:
                return  # a save in between; its error is told
        before, self._digests = self._digests, {name: digest for name, (digest, _) in digests.items()}
        changed = [
            {"title": title, "path": f"/en/{name[0]}/{name[1]}.html"}
            for name, (digest, title) in digests.items()
            if before and before.get(name) != digest
        ]
        if before:
            self._tell({"changed": changed})

    @contextmanager
    def _first(self) -> Iterator[None]:
        """Work before whatever is only compared; a lock alone would let the one who has it take it again and again."""
        self._asked += 1
        try:
            with self._work:
                yield
        finally:
            self._asked -= 1

    def _tell(self, what: dict[str, Any]) -> None:
        """Tell all open pages, and those that are opened until the next save."""
        self._last = what
        for told in list(self._open):
            told.put(what)


class _Handler(SimpleHTTPRequestHandler):
    """Answers a browser on this machine."""

    def __init__(self, *arguments: Any, preview: Preview, **named: Any) -> None:
        self._preview = preview
        super().__init__(*arguments, directory=str(preview.reports), **named)

    def parse_request(self) -> bool:
        """Whether a request is to be answered: none of a page elsewhere that names this machine."""
        if not super().parse_request():
            return False
        if (self.headers.get("Host") or "").rsplit(":", 1)[0] in NAMES:
            return True
        self.send_error(HTTPStatus.FORBIDDEN)
        return False

    def do_GET(self) -> None:
        """A brief, the events of an open page, or a file of the reports."""
        address = urlsplit(self.path)
        if address.path == EVENTS:
            self._events(parse_qs(address.query).get("page", [""])[0])
        elif name := _brief(address.path):
            self._brief(name, address.path.endswith(".pdf"))
        elif address.path.endswith((".html", "/")):
            self._other(address.path)
        else:
            super().do_GET()

    def end_headers(self) -> None:
        """Nothing is kept: what is shown is what is saved. And no page elsewhere can load it, as script or picture."""
        self.send_header("Cache-Control", "no-store")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        super().end_headers()

    def log_message(self, *_arguments: Any) -> None:
        """The terminal is for the editor."""

    def _brief(self, name: Name, as_pdf: bool) -> None:  # noqa: FBT001 (said by the address)
        try:
            if as_pdf:
                self._send(self._preview.printed(name), "application/pdf")
            else:
                self._send(_following(self._preview.page(name)), "text/html; charset=utf-8")
        except PreviewError as error:
            self._send(_following(_plain(str(error))), "text/html; charset=utf-8")

    def _other(self, path: str) -> None:
        file = self._preview.reports / PurePosixPath(unquote(path)).relative_to("/")
        file = file / "index.html" if path.endswith("/") else file
        inside = file.resolve().is_relative_to(self._preview.reports.resolve())
        if inside and file.is_file():
            self._send(_following(file.read_text(encoding="utf-8")), "text/html; charset=utf-8")
        else:
            links = "".join(
                f'<li><a href="/en/{kind}/{slug}.html">{kind}/{slug}</a></li>' for kind, slug in self._preview.names()
            )
            text = f"<p>Not in the reports; Snakemake builds it. The briefs:</p><ul>{links}</ul>"
            self._send(_following(_frame(text)), "text/html; charset=utf-8", HTTPStatus.NOT_FOUND)

    def _events(self, path: str) -> None:
        told = self._preview.follow(_brief(path))
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        try:
            while True:
                try:
                    line = f"data: {json.dumps(told.get(timeout=PULSE))}\n\n"
                except queue.Empty:
                    line = ": still here\n\n"
                self.wfile.write(line.encode("utf-8"))
                self.wfile.flush()
        except OSError:
            self._preview.leave(told)  # the page was closed

    def _send(self, content: str | bytes, kind: str, status: HTTPStatus = HTTPStatus.OK) -> None:
        body = content.encode("utf-8") if isinstance(content, str) else content
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def serve(preview: Preview, port: int, stop: threading.Event) -> ThreadingHTTPServer:
    """Start answering and following; both go on in threads of their own.

    Args:
        preview: what is shown, started.
        port: 0 takes a free one.
        stop: ends the following when set.

    Returns:
        The server; its `server_address` holds the port.

    Raises:
        OSError: if the port is taken.
    """
    server = ThreadingHTTPServer((HERE, port), partial(_Handler, preview=preview))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    threading.Thread(target=_watch, args=(preview, stop), daemon=True).start()
    return server


def _watch(preview: Preview, stop: threading.Event) -> None:
    """Follow the editor: show each save, and compare all briefs while nothing newer is saved."""
    newer, waiting = threading.Event(), threading.Event()
    waiting.set()

    def compare() -> None:
        while not stop.is_set():
            if waiting.wait(1):
                waiting.clear()
                newer.clear()
                preview.compare(newer)

    threading.Thread(target=compare, daemon=True).start()
    folders = [path for path in preview.workshop.watched() if path.exists()]
    for changes in watchfiles.watch(*folders, stop_event=stop, debounce=60, step=20):
        newer.set()
        preview.saved({Path(path) for _, path in changes})
        waiting.set()


def _brief(path: str) -> Name | None:
    """The brief that an address names."""
    parts = PurePosixPath(unquote(path)).parts
    if len(parts) == 4 and parts[1] == "en" and parts[3].endswith((".html", ".pdf")):
        return parts[2], parts[3].rpartition(".")[0]
    return None


def _following(text: str) -> str:
    """A page that follows what is saved."""
    script = f"<script>{SCRIPT.read_text(encoding='utf-8')}</script>"
    return text.replace("</body>", f"{script}</body>") if "</body>" in text else text + script


def _plain(message: str) -> str:
    lines = message.replace("&", "&amp;").replace("<", "&lt;")
    return _frame(f"<h1>What is saved now makes no brief</h1><pre>{lines}</pre><p>Mend it; this page follows.</p>")


def _frame(body: str) -> str:
    return f'<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Preview</title><body>{body}</body></html>'
