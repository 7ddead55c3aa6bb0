"""From a folder of imported sets to the folder of an edition, which lands whole or not at all."""

import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from pactbook import dates, fonts, jsonio
from pactbook.ingest import check, package
from pactbook.ingest.outlines import UNREADABLE
from pactbook.ingest.package import Package, Table
from pactbook.ingest.published import map_files
from pactbook.ingest.published.model import PublishedError
from pactbook.ingest.published.new_edition import countries, describing, maps, reading, selecting, topics
from pactbook.ingest.published.new_edition.model import ALL, CORE, Data, NewEditionError, SetFolder, Wish

SCHEMAS = Path(reading.__file__).parents[1] / "schemas"
FACTS, TOPICS = "country_facts", "topics"
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
IDENTIFIER = re.compile(r"[0-9A-Za-z][0-9A-Za-z.-]*")  # this and the years of SINCE as in config/schema.json
SINCE = (1000, 2999)
# Of the tables whose rows are counted by year, the columns that say when. Where a set ends, a count would be too low.
COUNTED = {
    "agreements": ("signed",),
    "exercises": ("start",),
    "incidents": ("date",),
    "arms_transfers": ("delivered_from", "order_year"),
}
BEGINNINGS = ("start", "date", "signed", "opened", "joined", "order_year", "year_start", "year")  # of what has happened
# Cells that contradict others of their row in a publisher's file, by the rule of the check; all of them are left out.
DOUBTFUL = {"place": ("lat", "lon"), "toll": ("fatalities_low", "fatalities_high")}
FIRST_ROW = 2  # of the data, as a spreadsheet counts
NOT_OURS = ("corrections", "crosscheck", "crosscheck_rates")  # tables on another package's rows


@dataclass(frozen=True)
class Made:
    """What was written.

    Attributes:
        folder: of the edition.
        as_of: its date.
        reach: the newest year in the sets of each table whose rows are counted.
        rows: of each table that has some, by name.
        left_out: rows not taken, by reason.
        warnings: how many the check gives.
    """

    folder: Path
    as_of: str
    reach: dict[str, int]
    rows: dict[str, int]
    left_out: dict[str, int]
    warnings: int


def make(wish: Wish, sets_in: Path, folder: Path, like: Path) -> Made:
    """Write an edition.

    Args:
        wish: what is asked for.
        sets_in: folder with the imported sets.
        folder: of the edition; must not exist, or be empty.
        like: `datapackage.json` whose tables the edition gets.

    Raises:
        NewEditionError: if it cannot be made, or its data would not pass the check.
        OSError: if it cannot be written.
    """
    _refuse(wish, folder)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise NewEditionError(f"{folder} is there already, and nothing is written over; give another --folder")
    try:
        return _make(wish, sets_in, folder, like)
    except (PublishedError, *UNREADABLE) as error:
        if isinstance(error, OSError):
            raise
        what = f"{type(error).__name__}: {error}"
        raise NewEditionError(f"a set in {sets_in} is not as an import writes it; import it anew ({what})") from error


def _refuse(wish: Wish, folder: Path) -> None:
    """A config must hold what is asked for, and nothing beside it.

    Raises:
        NewEditionError: if it could not.
    """
    if not NAME.fullmatch(wish.name):
        raise NewEditionError(f"{wish.name!r} is no name: words of small letters and digits with single hyphens")
    if wish.identifier is not None and not IDENTIFIER.fullmatch(wish.identifier):
        raise NewEditionError(f"--id {wish.identifier!r} is none: letters, digits, dots and hyphens")
    if wish.as_of is not None and not (dates.is_partial_date(wish.as_of) and dates.precision(wish.as_of) == "day"):
        raise NewEditionError(f"--as-of {wish.as_of!r} is no day like 2025-12-31")
    if not SINCE[0] <= wish.since <= SINCE[1]:
        raise NewEditionError(f"--since {wish.since} is no year from {SINCE[0]} to {SINCE[1]}")
    if not wish.title.strip() or fonts.lacking(wish.title):
        raise NewEditionError(f"--title {wish.title!r} is empty, or has letters that the reports' fonts lack")
    if not str(folder).isprintable():
        raise NewEditionError(f"{str(folder)!r} is no name for a folder")


def _make(wish: Wish, sets_in: Path, folder: Path, like: Path) -> Made:
    sets = reading.sets(sets_in)
    facts = _facts(sets)
    model = _package(like)
    data = reading.together(sets, _tables(model, sets))
    reach = _reach(data.tables)
    roles = countries.roles(wish, facts)
    organizations = selecting.organizations(data, wish.organizations)
    core = frozenset(code for code, role in roles.items() if role == CORE)
    if wish.countries == (ALL,):
        core |= set(wish.powers)
    selecting.select(data, core, frozenset(roles), frozenset(facts))
    outlines: dict[str, Any] = {name: each for one in sets for name, each in one.outlines.items()}
    rows = countries.rows(roles, selecting.named(data), facts, maps.capitals(outlines))
    _fill(data, "countries", rows, [one.name for one in sets if FACTS in one.tables])
    _fill(data, TOPICS, topics.rows(wish.name, wish.title, data.tables, powers=bool(wish.powers)), [])
    _sources(data)
    _without_odd_letters(data)
    reach = {name: year for name, year in reach.items() if len(data.tables[name])}
    as_of = wish.as_of or f"{min(reach.values()) if reach else _newest(data.tables)}-12-31"
    drawn = maps.files(outlines, roles, {row["iso3"]: row["capital"] for row in rows})
    used = {name for given in data.given.values() for name in given}
    cited = [one for one in sets if one.name in used or one.outlines]
    part = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    try:
        _write(part, data, drawn, describing.descriptor(wish, _resources(model, sets), data, cited, drawn))
        _mend(part / "data", data)
        identifier = wish.identifier or as_of[:7]
        stated = folder.as_posix()
        (part / "config.yaml").write_text(
            describing.config(wish, identifier, as_of, stated, organizations), encoding="utf-8"
        )
        (part / "README.md").write_text(describing.readme(wish, data, cited, as_of, stated, reach), encoding="utf-8")
        warnings = _checked(part / "data")
        if folder.exists():
            folder.rmdir()
        part.rename(folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    counts = {name: len(frame) for name, frame in data.tables.items() if len(frame)}
    return Made(folder, as_of, reach, counts, dict(data.left_out), warnings)


def _package(path: Path) -> Package:
    try:
        return package.read(path)
    except package.PackageError as error:
        raise NewEditionError(f"{path}: {error}") from error


def _facts(sets: Sequence[SetFolder]) -> dict[str, dict[str, str]]:
    """Rows of `country_facts` by iso3.

    Raises:
        NewEditionError: if no set gives them.
    """
    tables = [one.tables[FACTS] for one in sets if FACTS in one.tables]
    if not tables:
        raise NewEditionError("no set gives facts on countries (names, capitals, neighbours); import mledoze-countries")
    return {
        str(row["iso3"]): {str(key): str(cell) for key, cell in row.items()} for row in tables[0].to_dict("records")
    }


def _extra(model: Package, sets: Sequence[SetFolder]) -> list[Mapping[str, Any]]:
    """Descriptions of tables that sets give and the model lacks; the facts on countries go into `countries`."""
    names = {name for one in sets for name, frame in one.tables.items() if len(frame)} - set(model.tables) - {FACTS}
    return [jsonio.read(path) for path in sorted(SCHEMAS.glob("*.json")) if path.stem in names]


def _resources(model: Package, sets: Sequence[SetFolder]) -> list[Mapping[str, Any]]:
    own = [each for each in model.descriptor["resources"] if "schema" in each and each["name"] not in NOT_OURS]
    return [*own, *_extra(model, sets)]


def _tables(model: Package, sets: Sequence[SetFolder]) -> dict[str, Table]:
    """The tables of the new package by name."""
    whole = {**model.descriptor, "resources": _resources(model, sets)}
    try:
        return package.described(model.path, whole).tables
    except package.PackageError as error:
        raise NewEditionError(f"{model.path} with the tables of the sets {error}") from error


def _fill(data: Data, name: str, rows: list[dict[str, str]], given: list[str]) -> None:
    columns = [field.name for field in data.described[name].fields]
    data.tables[name] = pd.DataFrame(rows, columns=columns, dtype=object).fillna("")
    data.given[name] = given


def _sources(data: Data) -> None:
    """Only the sources that rows name, and ours on the numbers of states."""
    cited = {
        source
        for name, frame in data.tables.items()
        if "source_ids" in frame
        for cell in frame["source_ids"].unique()
        for source in str(cell).split(";")
    }
    frame = data.tables["sources"]
    ours = pd.DataFrame([countries.COW_SOURCE], columns=frame.columns, dtype=object).fillna("")
    frame = pd.concat([frame, ours]).drop_duplicates("source_id")
    data.tables["sources"] = frame[frame["source_id"].isin(cited)].sort_values("source_id", ignore_index=True)
    data.given["sources"] = sorted({one for given in data.given.values() for one in given})


def _without_odd_letters(data: Data) -> None:
    """Letters that the reports' fonts lack are left out of texts: no report could print them."""
    for name, frame in data.tables.items():
        for column in frame.columns:
            odd = fonts.lacking("".join(sorted(set("".join(map(str, frame[column].unique()))))))
            if odd:
                gone = str.maketrans(dict.fromkeys(odd, ""))
                touched = frame[column].map(lambda cell, odd=odd: any(letter in cell for letter in odd))
                frame[column] = frame[column].map(lambda cell, gone=gone: str(cell).translate(gone).strip())
                data.left_out[f"{name}.{column}: letters that the reports' fonts lack"] += int(touched.sum())


def _reach(tables: Mapping[str, pd.DataFrame]) -> dict[str, int]:
    """The newest year of each counted table in all of the sets, whichever countries it is of."""
    found = {name: _years(tables[name], columns) for name, columns in COUNTED.items() if name in tables}
    return {name: max(years) for name, years in found.items() if years}


def _newest(tables: Mapping[str, pd.DataFrame]) -> int:
    """The newest year in which anything begins; the end of a treaty may lie ahead.

    Raises:
        NewEditionError: if no row of the sets has a date.
    """
    years = [year for name, frame in tables.items() if name != "sources" for year in _years(frame, BEGINNINGS)]
    if not years:
        raise NewEditionError("the sets hold nothing on these countries that has a date")
    return max(years)


def _years(frame: pd.DataFrame, columns: Sequence[str]) -> list[int]:
    cells = {str(cell) for column in columns if column in frame for cell in frame[column].unique()} - {""}
    return [dates.year(cell) for cell in cells]


def _write(part: Path, data: Data, drawn: Mapping[str, Any], descriptor: Mapping[str, Any]) -> None:
    folder = part / "data"
    folder.mkdir(parents=True)
    for name in data.tables:
        _write_table(folder, data, name)
    map_files.write(folder, drawn)
    jsonio.write(folder / "datapackage.json", dict(descriptor))


def _write_table(folder: Path, data: Data, name: str) -> None:
    path = folder / data.described[name].path.name
    data.tables[name].to_csv(path, index=False, lineterminator="\n", encoding="utf-8")


def _mend(folder: Path, data: Data) -> None:
    """Leave out cells that contradict each other, and say of how many rows."""
    tables = {table.path.name: name for name, table in data.described.items()}
    found = [
        (tables[problem.file.name], problem.row, DOUBTFUL[problem.kind])
        for problem in check.check(folder / "datapackage.json").problems
        if problem.severity == "error" and problem.kind in DOUBTFUL and problem.row is not None
    ]
    for name, row, columns in found:
        frame = data.tables[name]
        for column in columns:
            frame.loc[row - FIRST_ROW, column] = ""
        data.left_out[f"{name}: {' and '.join(columns)} that cannot be right"] += 1
    for name in {name for name, _, _ in found}:
        _write_table(folder, data, name)


def _checked(folder: Path) -> int:
    """How many warnings the check gives.

    Raises:
        NewEditionError: if it gives errors.
    """
    result = check.check(folder / "datapackage.json")
    if result.failed:
        raise NewEditionError(f"the data made from these sets would not pass its check:\n{check.format_errors(result)}")
    return len(result.problems)
