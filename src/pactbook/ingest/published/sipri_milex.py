"""SIPRI Military Expenditure Database: the workbook, of any edition that has a row `Country` on each of its sheets."""

import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from pactbook.ingest.published import columns, frames, reading, schemas, sipri
from pactbook.ingest.published import sipri_sheets as sheets
from pactbook.ingest.published.glimpse import Glimpse
from pactbook.ingest.published.model import Imported, LeftOut, Progress, PublishedError, PublishedSet, sources
from pactbook.ingest.published.sipri_sheets import ESTIMATE, UNCERTAIN, Figure

CONSTANT = re.compile(r"Constant \(([0-9]{4})\) US(?:\$|D)")
CURRENT = re.compile(r"Current US(?:\$|D)")
SHARE = re.compile(sheets.SHARE_OF_GDP)
LOCAL = {"calendar": re.compile(r"Local currency calendar years"), "financial": re.compile(r"Local currency financ.*")}
MILLION = 10**6
FOOTNOTES = "Footnotes"
CREATED = re.compile(rb"<dcterms:created[^>]*>([0-9]{4}-[0-9]{2}-[0-9]{2})")
MARKS_OF_SHARE = {
    ESTIMATE: "SIPRI marks the share of GDP as its own estimate.",
    UNCERTAIN: "SIPRI marks the share of GDP as highly uncertain.",
    None: "SIPRI does not mark the share of GDP.",
}
Key = tuple[str, int]  # a country and a year


@dataclass
class _Reading:
    """What is gathered while a workbook is read."""

    left_out: LeftOut = field(default_factory=LeftOut)
    colours: Counter[str] = field(default_factory=Counter)
    years: set[int] = field(default_factory=set)


def fits(glimpse: Glimpse) -> bool:
    """Whether a workbook has SIPRI's sheets in dollars and as a share of GDP."""
    names = glimpse.members
    return glimpse.kind == "xlsx" and all(any(map(sheet.fullmatch, names)) for sheet in (CONSTANT, CURRENT, SHARE))


def read(path: Path, progress: Progress) -> Imported:
    """Read a workbook; a row here is one figure, of a country and year on one sheet.

    Raises:
        PublishedError: if a sheet is missing, or has headers, signs or cells that are not understood.
    """
    book = reading.workbook(path)
    size = path.stat().st_size
    gathered = _Reading()
    constant, current, share = (_one(book.sheetnames, pattern) for pattern in (CONSTANT, CURRENT, SHARE))
    local = {basis: _one(book.sheetnames, pattern) for basis, pattern in LOCAL.items()}
    explained = sheets.footnotes(book[FOOTNOTES]) if FOOTNOTES in book.sheetnames else {}
    found: dict[str, dict[Key, Figure]] = {}
    for place, name in enumerate(book.sheetnames, start=1):
        if name in (constant, current, share, *local.values()):
            figures = sheets.figures(book[name], explained, gathered.left_out)
            found[name] = _by_country(figures, gathered)
        else:
            unused = sheets.numbers(book[name])
            gathered.left_out.add(f"figures of the sheet {name}, which is not used", unused)
        progress(size * place // len(book.sheetnames), size)
    if not gathered.years:
        raise PublishedError("has no figure of a country")
    gathered.left_out.reasons = +gathered.left_out.reasons
    rows_read = sum(map(len, found.values())) + gathered.left_out.reasons.total()
    base = f"constant_{CONSTANT.fullmatch(constant)[1]}"  # type: ignore[index]
    first, last = sheets.span(book[current])
    source = f"sipri-milex-{last + 1}"
    spending = _spending({"current": found[current], base: found[constant]}, found[share], source, gathered.left_out)
    return Imported(
        edition=f"{first}-{last}",
        retrieved=_made(path),
        tables={
            "military_expenditure": spending,
            "military_expenditure_local": _local({basis: found[name] for basis, name in local.items()}, source),
        },
        sources=sources(
            [
                {
                    "source_id": source,
                    "publisher": "SIPRI",
                    "title": f"SIPRI Military Expenditure Database {first}-{last}",
                    "url": SET.where,
                    "published": str(last + 1),
                    "kind": "dataset",
                    "reliability": "A",
                }
            ]
        ),
        rows_read=rows_read,
        left_out=gathered.left_out,
        notes=list(_notes(spending, base, gathered)),
    )


def _one(names: list[str], pattern: re.Pattern[str]) -> str:
    """The name of the one sheet of its kind."""
    fitting = [name for name in names if pattern.fullmatch(name.strip())]
    if len(fitting) != 1:
        wanted = pattern.pattern.replace("\\", "")
        raise PublishedError(f"has {len(fitting) or 'no'} sheets like {wanted!r}; sheets are {', '.join(names)}")
    return fitting[0]


def _by_country(figures: list[Figure], gathered: _Reading) -> dict[Key, Figure]:
    """Figures of countries that have a code; the rest is counted as left out."""
    known = sipri.countries(one.name for one in figures)
    found: dict[Key, Figure] = {}
    for one in figures:
        iso3 = known[one.name]
        if iso3 is None:
            gathered.left_out.add(sipri.why_no_country(one.name))
        elif (iso3, one.year) in found:
            gathered.left_out.add(f"a second figure of a year for {iso3}, under the name {one.name}")
        else:
            found[iso3, one.year] = one
            gathered.years.add(one.year)
            if one.colour:
                gathered.colours[one.colour] += 1
    return found


def _spending(
    dollars: dict[str, dict[Key, Figure]], shares: dict[Key, Figure], source: str, left_out: LeftOut
) -> pd.DataFrame:
    """The table `military_expenditure`; both rows of a year carry the share of GDP."""
    allowed = {key: one for key, one in shares.items() if one.value <= 1}
    for key, one in shares.items():
        if not any(key in found for found in dollars.values()):
            left_out.add("share of GDP of a year without a figure in dollars")
        elif one.value > 1:
            left_out.add(f"share of GDP above 100 per cent, which the table does not allow: {key[0]} {key[1]}")
    rows = []
    for basis, found in dollars.items():
        for key, one in found.items():
            notes, share = list(one.notes), allowed.get(key)
            if share is not None and share.mark != one.mark:
                notes.append(MARKS_OF_SHARE[share.mark])
            if share is not None and share.colour:
                notes.append("SIPRI's share of GDP is in a colour that its sheet does not explain.")
            if key in shares and share is None:
                notes.append(f"SIPRI puts the share of GDP at {shares[key].value * 100:.1f} per cent.")
            percent = None if share is None else round(share.value * 100, 8)  # 0.07 * 100 is 7.000000000000001
            text = " ".join(notes) or None
            rows.append((*key, one.value, basis, percent, one.mark, None, text, (source,), "tool"))
    return _typed(rows, columns.SPENDING, "price_basis")


def _local(found: dict[str, dict[Key, Figure]], source: str) -> pd.DataFrame:
    """The table `military_expenditure_local`; the sheets are in units, dollars in millions."""
    rows = [
        (*key, basis, one.currency, one.value / MILLION, one.mark, " ".join(one.notes) or None, (source,), "tool")
        for basis, figures in found.items()
        for key, one in figures.items()
    ]
    return _typed(rows, schemas.columns("military_expenditure_local"), "basis")


def _typed(rows: Iterable[tuple[object, ...]], types: Mapping[str, str], basis: str) -> pd.DataFrame:
    """Figures as a table, one a country, year and basis."""
    cells = (dict(zip(types, row, strict=True)) for row in rows)
    return frames.frame(cells, types, ("iso3", "year", basis))


def _made(path: Path) -> str | None:
    """The day on which the publisher made the workbook, if it says so; openpyxl would put today in its place."""
    with zipfile.ZipFile(path) as archive:
        if "docProps/core.xml" not in archive.namelist():
            return None
        found = CREATED.search(archive.read("docProps/core.xml"))
    return found[1].decode() if found else None


def _notes(spending: pd.DataFrame, base: str, gathered: _Reading) -> Iterator[str]:
    """What an editor must know."""
    marks = spending["mark"].value_counts()
    yield "A row read is one figure: of a country and year on one sheet. Cells without a figure are gaps, no rows."
    yield f"Constant prices are dollars of {base[-4:]}; they cannot be compared with an edition of another base year."
    yield (
        f"Of {len(spending):,} figures in dollars SIPRI marks {marks.get(ESTIMATE, 0):,} as its own estimate and"
        f" {marks.get(UNCERTAIN, 0):,} as highly uncertain."
    )
    for colour, count in sorted(gathered.colours.items()):
        yield f"Figures in a colour that the sheets do not explain ({colour}), which are not marked: {count:,}."


SET = PublishedSet(
    name="sipri-milex",
    title="SIPRI Military Expenditure Database",
    publisher="Stockholm International Peace Research Institute",
    where="https://www.sipri.org/databases/milex",
    terms=sipri.TERMS,
    licence=sipri.LICENCE,
    citation="SIPRI Military Expenditure Database, Stockholm International Peace Research Institute,"
    " https://www.sipri.org/databases/milex, with the date of access",
    tables=("military_expenditure", "military_expenditure_local"),
    fits=fits,
    read=read,
)
SETS = (SET,)
