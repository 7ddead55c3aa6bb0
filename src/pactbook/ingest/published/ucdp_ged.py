"""UCDP Georeferenced Event Dataset: csv, csv in a zip, or GeoJSON, of any size.

A file is never held in memory: DuckDB reads it twice, first to count the events of each country, then to take those
wanted. A zip is unpacked, and a GeoJSON file made a csv, in a temporary folder before that.
"""

import csv
import re
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa

from pactbook.ingest.published import codes, ucdp, ucdp_ged_files
from pactbook.ingest.published.frames import has, positions
from pactbook.ingest.published.glimpse import Glimpse
from pactbook.ingest.published.model import Imported, LeftOut, Progress, PublishedError, PublishedSet, sources

MEMORY = "160MB"  # of DuckDB's buffers; Python with pandas takes about as much again
THREADS = 2
LONGEST_LINE = 2 * 10**6
BATCH = 50_000  # rows that are handed over at a time
TICK = 0.1  # seconds between two tellings of progress
COLUMNS = {
    "id": "BIGINT", "year": "INTEGER", "type_of_violence": "INTEGER", "conflict_new_id": "BIGINT",
    "conflict_name": "VARCHAR", "side_a": "VARCHAR", "side_b": "VARCHAR", "where_prec": "INTEGER",
    "where_coordinates": "VARCHAR", "country": "VARCHAR", "country_id": "INTEGER", "date_prec": "INTEGER",
    "date_start": "TIMESTAMP", "date_end": "TIMESTAMP", "best": "BIGINT", "high": "BIGINT", "low": "BIGINT",
    "gwnoa": "VARCHAR", "gwnob": "VARCHAR",
}  # fmt: skip
INCIDENTS = {
    "incident_id": "string", "date": "string", "end": "string", "countries": "object", "kind": "string",
    "fatalities_low": "Int64", "fatalities_high": "Int64", "summary": "string", "note": "string",
    "source_ids": "object", "verified": "string",
}  # fmt: skip
DTYPES = {pa.string(): pd.StringDtype(), pa.int64(): pd.Int64Dtype(), pa.int32(): pd.Int64Dtype()}
VERSION = re.compile(r"GEDEvent_v(\d+)_(\d+)(?:_(\d+))?", re.IGNORECASE)
CONVERSION = re.compile(r"Line:\s*(\d+).*?converting column \"(\w+)\".*?string \"(.*?)\"", re.DOTALL)
LINE = re.compile(r"Line:\s*(\d+)")
OWN = re.compile(r"pactbook: (.*)")  # our own message among DuckDB's

COUNTED = "select country_id, country, year, count(*) as events from events group by all order by all"
# Of an event whose day is not known the date is the month or year that holds all its days, and the note gives these.
EVENTS = """
select
    'ucdp-ged-' || id as incident_id,
    case when date_prec = 1 or date_start = date_end then strftime(date_start, '%Y-%m-%d')
         when date_trunc('month', date_start) = date_trunc('month', date_end) then strftime(date_start, '%Y-%m')
         else year::varchar end as date,
    case when date_prec = 1 and date_end > date_start then strftime(date_end, '%Y-%m-%d') end as end,
    case type_of_violence
         when 1 then 'armed conflict' when 2 then 'non-state conflict' when 3 then 'violence against civilians'
         else error('pactbook: event ' || id || ', column type_of_violence: ' || type_of_violence || ' is unknown')
    end as kind,
    case when least(low, high, best) < 0 then error('pactbook: event ' || id || ': a count of dead is below zero')
         else least(low, high) end as fatalities_low,
    greatest(low, high) as fatalities_high,
    case type_of_violence when 3 then 'Violence of ' || side_a || ' against civilians: '
         else 'Fighting between ' || side_a || ' and ' || side_b || ': ' end
    || coalesce(where_coordinates || ' (' || country || ').', country || '.') as summary,
    'Best estimate of the dead: ' || best || '. Place: ' || case where_prec
         when 1 then 'exact' when 2 then 'within about 25 km' when 3 then 'the district' when 4 then 'the province'
         when 5 then 'an area or a line' when 6 then 'the country' when 7 then 'at sea or in the air'
         else error('pactbook: event ' || id || ', column where_prec: ' || where_prec || ' is unknown') end
    || '. ' || case when date_prec = 1 then ''
         when date_prec between 2 and 5 then
             'Between ' || strftime(date_start, '%Y-%m-%d') || ' and ' || strftime(date_end, '%Y-%m-%d') || '. '
         else error('pactbook: event ' || id || ', column date_prec: ' || date_prec || ' is unknown') end
    || 'Conflict: ' || coalesce(conflict_name, 'unnamed') || ' (UCDP ' || conflict_new_id || ').'
    || case when low > high then ' The source gives the low estimate as the higher one.' else '' end
    || case when best not between least(low, high) and greatest(low, high)
         then ' The best estimate lies outside the low and high ones.' else '' end as note,
    place, year, coalesce(gwnoa, '') as gwnoa, coalesce(gwnob, '') as gwnob
from events join kept using (country_id, country, year)
"""


def read(path: Path, progress: Progress, countries: frozenset[str] | None = None) -> Imported:
    """Read a file of events.

    Args:
        path: of the file.
        progress: told how far it is while it runs.
        countries: ISO codes of the countries whose events are wanted, by where they happened; None for all.

    Raises:
        PublishedError: if it is no such file.
    """
    size = path.stat().st_size
    with tempfile.TemporaryDirectory(prefix="pactbook-") as temporary, duckdb.connect() as connection:
        plain, name, steps = ucdp_ged_files.plain(path, Path(temporary), COLUMNS, progress)
        for setting in (f"memory_limit = '{MEMORY}'", f"threads = {THREADS}", f"temp_directory = '{temporary}/spill'"):
            connection.execute(f"set {setting}")
        connection.execute("set preserve_insertion_order = false")
        connection.execute("set enable_progress_bar = true")  # counted, but for us to show
        connection.execute("set enable_progress_bar_print = false")
        connection.execute("set autoinstall_known_extensions = false")
        _view(connection, plain)
        counted = _run(connection, COUNTED, lambda done: progress(int(size * (steps - 2 + done) / steps), size))
        kept, left_out = _kept(counted, countries)
        connection.register("kept", kept)
        found = _run(connection, EVENTS, lambda done: progress(int(size * (steps - 1 + done) / steps), size))
    years = counted["year"]
    edition = _edition(name) or (f"{years.min()}-{years.max()}" if len(counted) else "empty")
    source_id = f"ucdp-ged-{edition.replace('.', '-')}"
    progress(size, size)
    source: dict[str, str | None] = {
        "source_id": source_id, "publisher": ucdp.PUBLISHER,
        "title": f"UCDP Georeferenced Event Dataset (GED), version {edition}", "url": ucdp.WHERE, "kind": "dataset",
        "reliability": "A", "note": "Read from the publisher's file.",
    }  # fmt: skip
    rows = int(counted["events"].sum())
    return Imported(edition, None, {"incidents": _table(found, source_id)}, sources([source]), rows, left_out)


def _view(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """A view `events` of the columns of a csv file that are read."""
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        header = next(csv.reader([file.readline(LONGEST_LINE)]), [])
    at = positions(header, COLUMNS)
    stated = {f"other_{number}": "VARCHAR" for number in range(len(header))}
    wanted = {at[name]: name for name in COLUMNS}
    types = {
        wanted.get(n, other): COLUMNS.get(wanted.get(n, ""), kind) for n, (other, kind) in enumerate(stated.items())
    }
    typed = "{" + ", ".join(f"'{name}': '{kind}'" for name, kind in types.items()) + "}"
    file_name = str(path).replace("'", "''")
    connection.execute(  # what stands in the text are names of ours, and a file name in quotes
        f"create view events as select {', '.join(COLUMNS)} from read_csv('{file_name}', columns = {typed}, "  # noqa: S608
        f"auto_detect = false, header = true, delim = ',', quote = '\"', escape = '\"', max_line_size = {LONGEST_LINE})"
    )


def _run(connection: duckdb.DuckDBPyConnection, query: str, told: Callable[[float], None]) -> pd.DataFrame:
    """The result of a query, and how far it is while it runs.

    Raises:
        PublishedError: if the file does not hold what the query expects.
    """
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(lambda: connection.sql(query).to_arrow_reader(BATCH).read_all())
        try:
            while not wait([running], TICK).done:
                told(min(max(connection.query_progress(), 0), 100) / 100)
        except BaseException:
            connection.interrupt()
            raise
    try:
        return pd.DataFrame(running.result().to_pandas(types_mapper=DTYPES.get))
    except duckdb.OutOfMemoryException as error:
        raise PublishedError("needs more memory than an import may take; import it for fewer countries") from error
    except duckdb.Error as error:
        raise PublishedError(_told(str(error))) from error


def _told(message: str) -> str:
    """DuckDB's message in one line for an editor."""
    if own := OWN.search(message):
        return own[1]
    if value := CONVERSION.search(message):
        return f"record {value[1]}, column {value[2]}: {value[3]!r} is not understood"
    line = LINE.search(message)
    return f"{f'record {line[1]}: ' if line else ''}is no sound csv, or is cut off ({message.splitlines()[0][:200]})"


def _kept(counted: pd.DataFrame, countries: frozenset[str] | None) -> tuple[pd.DataFrame, LeftOut]:
    """Which countries of the file are wanted in which years, with their codes; and how many events are not."""
    left_out, rows = LeftOut(), []
    named = codes.names(counted["country"].dropna())
    for code, name, year, events in counted.itertuples(index=False, name=None):
        if pd.isna(code) or pd.isna(name) or pd.isna(year):
            raise PublishedError("has an event without country, country_id or year; is it cut off?")
        place = codes.iso3(codes.GW, code, year) or named[name]
        if place is None:
            left_out.add(f"no country with a code: {name}", int(events))
        elif countries is not None and place not in countries:
            left_out.add("in a country that was not asked for", int(events))
        else:
            rows.append((code, name, year, place))
    kept = pd.DataFrame(rows, columns=["country_id", "country", "year", "place"])
    return kept.astype({"country_id": "int64", "country": "str", "year": "int64", "place": "str"}), left_out


def _table(found: pd.DataFrame, source_id: str) -> pd.DataFrame:
    """The events as `incidents`."""
    sides = ["place", "gwnoa", "gwnob", "year"]
    concerned = {key: _concerned(*key) for key in found[sides].drop_duplicates().itertuples(index=False, name=None)}
    found["countries"] = pd.Series(
        [concerned[key] for key in found[sides].itertuples(index=False, name=None)], index=found.index, dtype=object
    )
    found["source_ids"] = pd.Series([(source_id,)] * len(found), index=found.index, dtype=object)
    found["verified"] = pd.Series("tool", index=found.index, dtype="string")
    if len(double := found.loc[found["incident_id"].duplicated(), "incident_id"]):
        raise PublishedError(f"has two records of {double.iloc[0]}")
    if len(empty := found.loc[found["summary"].isna() | found["date"].isna() | found["note"].isna(), "incident_id"]):
        raise PublishedError(f"{empty.iloc[0]} lacks its date, its sides or their conflict")
    return found[list(INCIDENTS)].astype(INCIDENTS).sort_values("incident_id", ignore_index=True)


def _concerned(place: str, side_a: str, side_b: str, year: int) -> tuple[str, ...]:
    """The place, and after it the governments that fought."""
    governments = [int(code) for code in re.findall(r"\d+", f"{side_a} {side_b}")]
    return tuple(dict.fromkeys([place, *filter(None, (codes.iso3(codes.GW, code, year) for code in governments))]))


def _edition(name: str) -> str | None:
    found = VERSION.search(name)
    return ".".join(part for part in found.groups() if part) if found else None


def _fits(found: Glimpse) -> bool:
    """Whether a file has the columns of GED; of a zip, whether its one csv is named as UCDP names it."""
    if found.kind == "zip":
        tables = [name for name in found.members if name.lower().endswith(".csv")]
        return len(tables) == 1 and VERSION.search(tables[0]) is not None
    if found.kind == "json":
        return all(f'"{name}"' in found.head for name in ("features", "type_of_violence", "where_prec", "date_prec"))
    return has(found.lines[0], "type_of_violence", "where_prec", "date_prec", "country_id", "best")


SETS = (
    PublishedSet(
        name="ucdp-ged",
        title="UCDP Georeferenced Event Dataset (GED)",
        publisher=ucdp.PUBLISHER,
        where=f"{ucdp.WHERE} (UCDP Georeferenced Event Dataset Global, CSV; the zip as it is)",
        terms=ucdp.TERMS,
        licence="CC-BY-4.0",
        citation=(
            "Sundberg, Ralph and Erik Melander (2013): Introducing the UCDP Georeferenced Event Dataset. Journal of "
            "Peace Research 50(4): 523-532. When appropriate also the codebook of the version (Högbladh, UCDP GED "
            "Codebook, Uppsala University)."
        ),
        tables=("incidents",),
        fits=_fits,
        read=read,
        read_for=read,
    ),
)
