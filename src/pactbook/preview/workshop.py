"""The briefs as they would come out of what is saved now: computed when somebody looks at them, and written nowhere."""

import datetime
import hashlib
import json
import multiprocessing
import signal
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from pactbook import config, jsonio
from pactbook.briefs import build
from pactbook.briefs.context import Context
from pactbook.ingest import check, edition, whole
from pactbook.ingest.loading import Precedence
from pactbook.render import maps
from pactbook.render.errors import RenderError
from pactbook.render.html import FIRST, page
from pactbook.render.pdf import WEB_FONTS, pdf

Name = tuple[str, str]  # kind and slug of a brief
Made = TypeVar("Made")
_DEAF = (signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in the terminal is for the preview, which ends its checker


class PreviewError(Exception):
    """What is saved now makes no brief; the message is for the editor."""


class Workshop:
    """The edition that a config names, kept in memory.

    What is saved is checked in a process of its own while the briefs are computed from it, and none is shown before the
    check has passed: an editor waits for the longer of the two, not for both.

    Attributes:
        settings: the checked config.
    """

    def __init__(self, path: Path) -> None:
        """Read nothing yet; see `refresh`.

        Args:
            path: of the config.
        """
        self._path = path
        spawned = multiprocessing.get_context("spawn")  # a fork of a process with threads can hang
        self._checker = ProcessPoolExecutor(1, spawned, initializer=signal.signal, initargs=_DEAF)
        self._mistakes: Future[str | None] | None = None
        self._context: Context | None = None
        self._subjects: dict[Name, str] = {}
        self._texts: dict[Name, str] = {}
        self.settings = self._checked()

    def watched(self) -> list[Path]:
        """What an editor saves: the folders of the data and the templates, and the config."""
        folders = [Path(self.settings["paths"][key]) for key in ("data", "templates")]
        return [*folders, self._path]

    def refresh(self, saved: set[Path] | None = None) -> None:
        """Forget what was computed from files that were saved since; all, if they are not named.

        Raises:
            PreviewError: if the config cannot be used, or the data so little that nothing can be computed.
        """
        templates = Path(self.settings["paths"]["templates"]).resolve()
        if saved is not None and self._context and all(templates in path.resolve().parents for path in saved):
            return
        self._context, self._mistakes, self._texts = None, None, {}
        self.settings = self._checked()
        outlines = Path(self.settings["paths"]["data"]).resolve() / "geo"
        if saved is None or any(outlines in path.resolve().parents for path in saved):
            maps.forget()
        self._read()

    def vet(self) -> None:
        """Wait for the check of what is saved.

        Raises:
            PreviewError: with the mistakes that it found.
        """
        if self._mistakes and (told := self._mistakes.result()):
            raise PreviewError(told)

    def names(self) -> list[Name]:
        """Kind and slug of every brief that the data calls for."""
        return list(self._subjects)

    def title(self, name: Name) -> str:
        """What a brief is about."""
        return str(self.content(name)["masthead"]["title"])

    def content(self, name: Name) -> dict[str, Any]:
        """A brief as its JSON would hold it.

        Raises:
            PreviewError: if the data calls for no such brief, or has errors.
        """
        return dict(json.loads(self._text(name)))

    def digest(self, name: Name) -> str:
        """A checksum of a brief's content."""
        return hashlib.sha256(self._text(name).encode("utf-8")).hexdigest()

    def _text(self, name: Name) -> str:
        context = self._context or self._read()
        if name not in self._subjects:
            self.vet()
            raise PreviewError(f"The data calls for no brief {'/'.join(name)}.")
        if name not in self._texts:
            slugs = {code: slug for (_, slug), code in self._subjects.items()}
            made = self._vetted(lambda: build.brief(context, name[0], self._subjects[name], slugs))
            self.vet()
            self._texts[name] = jsonio.dumps(made)
        return self._texts[name]

    def page(self, name: Name) -> str:
        """A brief's page.

        Raises:
            PreviewError: if the data has errors or a template cannot be rendered.
        """
        paths = self.settings["paths"]
        kept = Path(paths["build"]) / "changes" / name[0] / f"{name[1]}.json"
        changes = jsonio.read(kept) if kept.exists() else FIRST
        content = self.content(name)
        try:
            return page(content, Path(paths["templates"]), Path(paths["data"]) / "geo", changes, self.settings["site"])
        except (RenderError, OSError) as error:
            raise PreviewError(str(error)) from error

    def printed(self, name: Name) -> bytes:
        """A brief's PDF.

        Raises:
            PreviewError: as for its page, and if it cannot be printed.
        """
        text = WEB_FONTS.sub("", self.page(name))
        try:
            return pdf(text, self.settings["page_size"])[0]
        except RenderError as error:
            raise PreviewError(str(error)) from error

    def _checked(self) -> dict[str, Any]:
        try:
            return config.checked(config.read([self._path]))
        except config.ConfigError as error:
            raise PreviewError(str(error)) from error

    def _read(self) -> Context:
        """The data as it is saved now, its check under way."""
        described = Path(self.settings["paths"]["data"]) / "datapackage.json"
        self._mistakes = self._checker.submit(_mistakes, described, self.settings["precedence"])
        self._context = self._vetted(lambda: self._computed(described))
        return self._context

    def _computed(self, described: Path) -> Context:
        known, _left_out = whole.read(described, self.settings["precedence"])
        cut = edition.cut(known, datetime.date.fromisoformat(self.settings["edition"]["as_of"]))
        context = Context(cut, config.of_briefs(self.settings))
        self._subjects = {(kind, slug): code for kind, code, slug in build.called_for(context)}
        return context

    def _vetted(self, compute: Callable[[], Made]) -> Made:
        """What is computed; if that fails for the mistakes in the data, they are told rather than how it failed."""
        try:
            return compute()
        except Exception:
            self.vet()
            raise


def _mistakes(described: Path, precedence: Precedence) -> str | None:
    """What the check has against a data package, a line each; None if it passes."""
    result = check.check(described, precedence)
    return check.format_errors(result) if result.failed else None
