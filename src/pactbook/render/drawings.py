"""The drawings of one page by name: the page links to their files, which are made when it is finished."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

FORMS = ("svg", "png")


class Drawings:
    """Names of the drawings of one page, the same at every run: chapter, number within it, spec.

    Args:
        sections: the chapters of the brief, as its templates get them; a drawing belongs to the chapter that holds
            its data.
    """

    def __init__(self, sections: dict[str, Any]) -> None:
        self._sections = sections  # its parts are known by where they lie in memory, so it must live as long
        self._chapters = {id(part): key for key, section in sections.items() for part in _parts(section)}
        self._drawn: Counter[str] = Counter()

    def name(self, drawn: Any, spec: str) -> str:
        """The name of the next drawing, without a suffix: `exercises-1-exercise_focus`.

        Args:
            drawn: what is drawn, a part of a chapter.
            spec: name of its spec.
        """
        chapter = self._chapters.get(id(drawn), "brief")
        self._drawn[chapter] += 1
        return f"{chapter}-{self._drawn[chapter]}-{spec}"


def _parts(value: Any) -> Iterator[Any]:
    """A part of a brief and all within it that can hold something."""
    if isinstance(value, (dict, list)):
        yield value
        for item in value.values() if isinstance(value, dict) else value:
            yield from _parts(item)
