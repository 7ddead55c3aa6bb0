"""The readers on the list: who they are, what they want, and what is wrong with their rows."""

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pactbook.subjects import KINDS

COLUMNS = ("address", "name", "language", *KINDS, "format")
LANGUAGES = ("en",)
FORMATS = ("pdf", "link")
ALL = "all"
SEPARATOR = ";"
LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
DOMAIN = re.compile(
    r"([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+(?=[A-Za-z0-9-]*[A-Za-z])[A-Za-z0-9-]{1,62}[A-Za-z0-9]"
)
LONGEST_LOCAL, LONGEST = 64, 254  # RFC 5321, 4.5.3.1

Brief = tuple[str, str]  # kind and slug


@dataclass(frozen=True)
class Subscriber:
    """A reader.

    Attributes:
        row: of the list, as a spreadsheet counts it.
        address: as written.
        name: may be empty.
        language: of the briefs.
        briefs: those wanted, each with kind and slug.
        attached: whether the PDFs come with the mail, not as links.
    """

    row: int
    address: str
    name: str
    language: str
    briefs: tuple[Brief, ...]
    attached: bool

    @property
    def key(self) -> str:
        """The address as one reader's, however it is written."""
        return key(self.address)


@dataclass(frozen=True)
class Mistake:
    """Something wrong in the list; an error keeps every mail back, a warning none.

    Attributes:
        row: as a spreadsheet counts it.
        column: its name, or None.
        message: what is wrong and what is expected, without a reader's name or address: who reads it may be anybody.
        severity: `error` or `warning`.
    """

    row: int
    column: str | None
    message: str
    severity: str = "error"


def key(address: str) -> str:
    """An address as one reader's: mail servers take capitals for small letters."""
    return address.lower()


def read(
    rows: Mapping[int, Mapping[str, str]], known: Iterable[Brief], edition: str
) -> tuple[list[Subscriber], list[Mistake]]:
    """Read the rows of the list.

    Args:
        rows: cells by column, by number of the row.
        known: the briefs of the edition, in its order.
        edition: its identifier, for the messages.

    Returns:
        The readers whose rows have no error, and all mistakes. A brief that the edition does not have is a warning:
        the reader gets the others.
    """
    by_kind: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for kind, slug in known:
        by_kind.setdefault(kind, []).append(slug)
    mistakes = [mistake for row, cells in rows.items() for mistake in _mistakes(row, cells, by_kind, edition)]
    mistakes += _repeated(rows)
    bad = {mistake.row for mistake in mistakes if mistake.severity == "error"}
    readers = [_subscriber(row, cells, by_kind) for row, cells in rows.items() if row not in bad]
    return readers, sorted(mistakes, key=lambda mistake: (mistake.row, _place(mistake.column)))


def _place(column: str | None) -> int:
    return COLUMNS.index(column) if column in COLUMNS else -1


def _mistakes(row: int, cells: Mapping[str, str], known: Mapping[str, list[str]], edition: str) -> Iterator[Mistake]:
    # A line break in a cell could add headers to a mail.
    unprintable = [column for column in COLUMNS if not cells[column].isprintable()]
    for column in unprintable:
        yield Mistake(row, column, "holds a line break or another control character; remove it")
    if unprintable:
        return
    if reason := _refused(cells["address"]):
        yield Mistake(row, "address", reason)
    if cells["language"] not in LANGUAGES:
        yield Mistake(row, "language", f"{cells['language']!r} is not one of: {', '.join(LANGUAGES)}")
    if cells["format"] not in FORMATS:
        yield Mistake(row, "format", f"{cells['format']!r} is not one of: {', '.join(FORMATS)}")
    if not any(cells[kind] for kind in KINDS):
        yield Mistake(row, None, f"wants no brief; name some in {', '.join(KINDS)}, or write {ALL}", "warning")
    for kind in KINDS:
        for slug in _items(cells[kind]):
            if slug != ALL and slug not in known[kind]:
                near = difflib.get_close_matches(slug[:100], known[kind], n=1)
                hint = f"; is it {near[0]!r}?" if near else ""
                yield Mistake(row, kind, f"{slug[:60]!r} is left out: no brief of edition {edition}{hint}", "warning")


def _refused(address: str) -> str | None:
    """Why an address cannot be written to, or None."""
    local, sign, domain = address.rpartition("@")
    if not sign or not local or not domain:
        return "is no address; expected one like name@example.org"
    if not domain.isascii():
        return "has a domain with letters beyond ASCII; write it in its ASCII form, which begins with xn--"
    if not local.isascii():
        return "has letters beyond ASCII before the @, which not every mail server takes; ask for another address"
    if not LOCAL.fullmatch(local) or not DOMAIN.fullmatch(domain):
        return "is no address; expected one like name@example.org"
    if len(local) > LONGEST_LOCAL or len(address) > LONGEST:
        return f"is longer than an address can be ({LONGEST_LOCAL} characters before the @, {LONGEST} in all)"
    return None


def _repeated(rows: Mapping[int, Mapping[str, str]]) -> Iterator[Mistake]:
    first: dict[str, int] = {}
    for row, cells in rows.items():
        address = cells["address"]
        if address and first.setdefault(key(address), row) != row:
            yield Mistake(row, "address", f"stands in row {first[key(address)]} already; make it one row")


def _items(cell: str) -> list[str]:
    return [item for part in cell.split(SEPARATOR) if (item := part.strip())]


def _subscriber(row: int, cells: Mapping[str, str], known: Mapping[str, list[str]]) -> Subscriber:
    briefs: list[Brief] = []
    for kind in KINDS:
        wanted = _items(cells[kind])
        briefs += [(kind, slug) for slug in known[kind] if slug in wanted or ALL in wanted]
    return Subscriber(
        row, cells["address"], cells["name"], cells["language"], tuple(briefs), attached=cells["format"] == "pdf"
    )
