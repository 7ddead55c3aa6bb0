"""Time and memory of importing a file of events ten times as large as UCDP's, for five of its countries."""

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from pactbook.ingest.published import ucdp_ged

ROWS = 3_500_000
RARE, OFTEN = (701, 702, 703, 704, 705), 19  # as in the real file, the five have a small share: here 1 %
COUNTRIES = {700: "Afghanistan", 701: "Turkmenistan", 702: "Tajikistan", 703: "Kyrgyzstan", 704: "Uzbekistan",
             705: "Kazakhstan", 475: "Nigeria", 625: "Sudan", 652: "Syria", 365: "Russia (Soviet Union)",
             750: "India", 770: "Pakistan", 90: "Guatemala", 92: "El Salvador", 100: "Colombia", 70: "Mexico",
             490: "DR Congo (Zaire)", 500: "Uganda", 516: "Burundi", 517: "Rwanda", 520: "Somalia", 530: "Ethiopia",
             540: "Angola", 615: "Algeria", 620: "Libya", 630: "Iran", 640: "Turkey", 645: "Iraq", 666: "Israel",
             775: "Myanmar (Burma)"}  # fmt: skip
WANTED = frozenset({"KAZ", "KGZ", "TJK", "TKM", "UZB"})
# Columns of the csv of GED 23.1 in their order, each with values made up for row i.
MADE_UP = """
select i as id, i % 7 as relid, year, 1 as active_year, 'Clear' as code_status, 1 + hash(i, 1) % 3 as type_of_violence,
    conflict as conflict_dset_id, conflict as conflict_new_id, 'Made-up conflict ' || conflict as conflict_name,
    conflict as dyad_dset_id, conflict as dyad_new_id, 'Group A - Group B' as dyad_name, 1 as side_a_dset_id,
    1 as side_a_new_id, 'Government of somewhere' as side_a, 2 as side_b_dset_id, 2 as side_b_new_id,
    'Group ' || hash(i, 2) % 900 as side_b, hash(i, 3) % 9 as number_of_sources,
    '"Agency, ' || day || ', a headline, with commas and a ""quotation"" of some length on what is said to have been"'
        as source_article,
    'Agency;Paper' as source_office, day || ';' || day as source_date, repeat('headline ' || i % 97 || ' ', 8)
        as source_headline, 'police, witnesses' as source_original, 1 + hash(i, 4) % 7 as where_prec,
    'Town ' || hash(i, 5) % 20000 as where_coordinates, 'Town in a district, ' || hash(i, 6) % 500
        as where_description, 'Province ' || hash(i, 7) % 40 as adm_1, 'District ' || hash(i, 8) % 400 as adm_2,
    (hash(i, 9) % 180)::double - 90 as latitude, (hash(i, 10) % 360)::double - 180 as longitude,
    'POINT (1.000000 1.000000)' as geom_wkt, hash(i, 11) % 250000 as priogrid_gid, country, country_id,
    'Asia' as region, 1 as event_clarity, 1 as date_prec, day || ' 00:00:00.000' as date_start,
    day || ' 00:00:00.000' as date_end, 0 as deaths_a, 0 as deaths_b, 0 as deaths_civilians, 3 as deaths_unknown,
    3 as best, 5 as high, 2 as low, country_id as gwnoa, null as gwnob
from (
    select i, 100 + hash(i, 12) % 2000 as conflict, code as country_id, name as country,
        strftime(date '1989-01-01' + (hash(i, 13) % 12500)::int, '%Y-%m-%d') as day, substr(day, 1, 4) as year
    from (select unnest(range(?)) as i) join named on named.place = hash(i, 14) % ?
)
"""


def write(path: Path, rows: int) -> None:
    """A csv of the shape of GED with made-up values, the same at every run."""
    with duckdb.connect() as connection:
        connection.execute("create table named (place bigint, code integer, name varchar)")
        often = [code for code in COUNTRIES if code not in RARE] * OFTEN
        listed = [(place, code, COUNTRIES[code]) for place, code in enumerate([*RARE, *often])]
        connection.executemany("insert into named values (?, ?, ?)", listed)
        connection.execute("set memory_limit = '1GB'")
        connection.execute(f"copy ({MADE_UP}) to '{path}' (header, delimiter ',')", [rows, len(listed)])


def read(path: Path) -> None:
    """Import it, in a process of its own, and print what that took."""
    start, ticks = time.perf_counter(), []
    imported = ucdp_ged.read(path, lambda read, _: ticks.append(read), WANTED)
    seconds = time.perf_counter() - start
    status = Path("/proc/self/status").read_text(encoding="ascii")  # of Linux
    peak = int(status.partition("VmHWM:")[2].split()[0]) / 1000
    kept = len(imported.tables["incidents"])
    print(f"{imported.rows_read:,} events, {kept:,} kept: {seconds:.1f} s, at most {peak:.0f} MB")
    print(f"progress told {len(ticks)} times, {len(set(ticks))} different, in order: {ticks == sorted(ticks)}")


def main() -> None:
    """Write a file and import it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--write", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--read", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.write:
        write(options.write, options.rows)
    elif options.read:
        read(options.read)
    else:
        both(options.rows)


def both(rows: int) -> None:
    """Write and read, each in a process of its own."""
    with tempfile.TemporaryDirectory() as temporary:
        path = Path(temporary) / "events.csv"
        subprocess.run([sys.executable, __file__, "--rows", str(rows), "--write", str(path)], check=True)
        print(f"a csv of {path.stat().st_size / 1e6:,.0f} MB", flush=True)
        subprocess.run([sys.executable, __file__, "--read", str(path)], check=True)


if __name__ == "__main__":
    main()
