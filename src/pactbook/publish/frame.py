"""What all pages of the site share: what the build knows, and the frame that a page stands in."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import jinja2

from pactbook import jsonio
from pactbook.editions.archive import Archive
from pactbook.render import metadata
from pactbook.render.environment import environment
from pactbook.render.errors import RenderError


@dataclass(frozen=True)
class Site:
    """What the pages of the site are made from.

    Attributes:
        build: the build folder, with the briefs, their changes and their drawn pages.
        edition: id, title and as_of.
        settings: the config's settings of the site.
        templates: folder with `site/`.
        data: folder of the data package, for its description and the map outlines.
        methodology: the page on the measures, as Markdown.
        archives: the frozen editions, oldest first.
    """

    build: Path
    edition: dict[str, Any]
    settings: dict[str, Any]
    templates: Path
    data: Path
    methodology: Path
    archives: Sequence[Archive] = ()

    @classmethod
    def of(cls, settings: dict[str, Any], methodology: Path, archives: Sequence[Archive]) -> "Site":
        """The site of a checked config."""
        build, templates, data = (Path(settings["paths"][key]) for key in ("build", "templates", "data"))
        return cls(build, settings["edition"], settings["site"], templates, data, methodology, archives)

    @cached_property
    def briefs(self) -> list[dict[str, Any]]:
        """The list of briefs: records of kind, slug, id, title and data_to."""
        return list(jsonio.read(self.build / "briefs" / "index.json"))

    @cached_property
    def changes(self) -> dict[str, Any]:
        """What has changed in the edition as a whole."""
        return dict(jsonio.read(self.build / "changes" / "index.json"))

    @cached_property
    def package(self) -> dict[str, Any]:
        """What the briefs' stage says of the data package."""
        return dict(jsonio.read(self.build / "briefs" / "package.json"))

    @cached_property
    def description(self) -> dict[str, Any]:
        """The data package's own description."""
        return dict(json.loads((self.data / "datapackage.json").read_text(encoding="utf-8-sig")))

    @cached_property
    def environment(self) -> jinja2.Environment:
        """The environment of the briefs' pages, so that both print numbers and dates alike."""
        return environment(self.templates)

    def page(
        self,
        path: str,
        title: str,
        words: str,
        described: dict[str, Any] | None = None,
        template: str = "",
        root: str | None = None,
        **values: Any,
    ) -> bytes:
        """A page of the site.

        Args:
            path: below the site.
            title: of the page.
            words: one sentence that describes it.
            described: as JSON-LD.
            template: below `templates`; without it, the one of the page's name.
            root: what leads from the page to the site's top; without it, as the path says.
            **values: what the template needs beside these.

        Raises:
            RenderError: if the template cannot be rendered.
        """
        name = template or f"site/{path}.j2"
        try:
            text = self.environment.get_template(name).render(
                path=path,
                title=title,
                words=words,
                described=metadata.script(described) if described else None,
                root="../" * path.count("/") if root is None else root,
                edition=self.edition,
                draft=self.changes["draft"],
                site=self.settings,
                **values,
            )
        except jinja2.TemplateError as error:
            raise RenderError(f"{path}: template {name}: {error}") from error
        return text.encode("utf-8")
