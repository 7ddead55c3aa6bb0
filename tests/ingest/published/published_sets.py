"""Made-up publishers, one for each kind of file."""

import json
import zipfile

import openpyxl
import pandas as pd
import rdata

from pactbook.ingest.published import reading
from pactbook.ingest.published.model import Imported, LeftOut, PublishedError, PublishedSet, sources

SOURCE_EDITION = 1
CODES = {"Alvonia": "AAA", "Bethania": "BBB", "Gammaland": "CCC", "Ruritania": "RUR", "Syldavia": "SYL"}
SPENDING = [("Alvonia", 2015, 210.5), ("Alvonia", 2016, 222.0), ("Bethania", 2015, 1e-5), ("Ruritania", 2015, 40.0)]


def source(name):
    return sources(
        [
            {
                "source_id": f"{name}-{SOURCE_EDITION}",
                "publisher": "Atlas",
                "title": "Yearbook",
                "kind": "dataset",
                "reliability": "A",
            }
        ]
    )


def spending(name, rows, left_out=None):
    """Rows of (country, year, number) as military expenditure."""
    left_out = left_out or LeftOut()
    kept = []
    for country, year, usd in rows:
        if country in CODES:
            kept.append((CODES[country], int(year), float(usd)))
        else:
            left_out.add(f"no country with a code: {country}")
    frame = pd.DataFrame(kept, columns=["iso3", "year", "usd_millions"]).astype(
        {"iso3": "string", "year": "Int64", "usd_millions": "Float64"}
    )
    frame = frame.assign(price_basis="current", pct_gdp=pd.NA, mark=pd.NA, excluded=pd.NA, note=pd.NA)
    frame["source_ids"] = pd.Series([(f"{name}-{SOURCE_EDITION}",)] * len(frame), dtype=object)
    frame["verified"] = "tool"
    return Imported("7.1", None, {"military_expenditure": frame}, source(name), len(rows), left_out, ["A note."])


def read_text(path, progress):
    records = reading.records(reading.whole(reading.text(path)))
    if records[2:3] != [["Country", "Year", "Spending"]]:
        raise PublishedError(f"has no column 'Spending'; columns are {records[2] if len(records) > 2 else []}")
    rows, left_out = [], LeftOut()
    for line, cells in enumerate(records[3:], start=4):
        if len(cells) != 3:
            raise PublishedError(f"line {line}: has {len(cells)} cells, expected 3")
        if cells[2] == "...":
            left_out.add("no value")
            continue
        try:
            rows.append((cells[0], int(cells[1]), float(cells[2])))
        except ValueError as error:
            raise PublishedError(f"line {line}: {error}") from error
    progress(len(records), len(records))
    found = spending("atlas", rows, left_out)
    found.rows_read = len(records) - 3
    return found


def read_workbook(path, _progress):
    book = reading.workbook(path)
    rows = [tuple(cell.value for cell in row) for row in book["Data"].iter_rows(min_row=2)]
    return spending("ledger", rows)


def read_r(path, _progress):
    return spending("rset", list(reading.objects(path)["spending"].itertuples(index=False, name=None)))


def read_stata(path, _progress):
    return spending("stata", list(pd.read_stata(path).itertuples(index=False, name=None)))


def read_json(path, _progress):
    found = json.loads(reading.text(path))
    frame = pd.DataFrame(
        [{"incident_id": f"json-{one['id']}", "date": one["date"], "countries": tuple(one["where"])} for one in found],
        columns=["incident_id", "date", "end", "countries"],
    )
    frame = frame.assign(kind="border clash", fatalities_low=pd.NA, fatalities_high=pd.NA, summary="Shots.", note=pd.NA)
    frame["source_ids"] = pd.Series([("clashes-1",)] * len(frame), dtype=object)
    frame["verified"] = "tool"
    return Imported("2", "2024-05-01", {"incidents": frame}, source("clashes"), len(found))


def read_zip(path, _progress):
    members = reading.members(path)
    parties = reading.records(reading.decoded(members["parties.csv"]))[1:]
    names = sorted({treaty for treaty, _ in parties})
    agreements = pd.DataFrame({"agreement_id": names, "title": [f"=Treaty {name}" for name in names]})
    agreements = agreements.assign(kind="mutual defence", signed="1994", in_force=pd.NA, ended=pd.NA, status="in force")
    agreements["framework_org"] = pd.NA
    agreements["provisions"] = pd.Series([("defence",)] * len(names), dtype=object)
    agreements = agreements.assign(summary="Defence.", note=pd.NA)
    agreements["source_ids"] = pd.Series([("treaties-1",)] * len(names), dtype=object)
    agreements["verified"] = "tool"
    agreements["memory_fields"] = pd.Series([()] * len(names), dtype=object)
    table = pd.DataFrame(parties, columns=["agreement_id", "iso3"]).assign(joined=pd.NA, left=pd.NA, note=pd.NA)
    table["source_ids"] = pd.Series([("treaties-1",)] * len(parties), dtype=object)
    table["verified"] = "tool"
    tables = {"agreements": agreements, "agreement_parties": table}
    return Imported("3", None, tables, source("treaties"), len(parties))


def made_up(name, tables, fits, read):
    return PublishedSet(
        name, f"Set of {name}", "Atlas Institute", f"https://{name}.example/data", "Free with credit.", "CC-BY-4.0",
        f"Atlas ({name})", tables, fits, read,
    )  # fmt: skip


MADE_UP = (
    made_up("atlas", ("military_expenditure",), lambda seen: seen.head.startswith("Atlas of spending"), read_text),
    made_up("ledger", ("military_expenditure",), lambda seen: seen.kind == "xlsx", read_workbook),
    made_up("rset", ("military_expenditure",), lambda seen: seen.kind == "rda", read_r),
    made_up("stata", ("military_expenditure",), lambda seen: seen.kind == "dta", read_stata),
    made_up("clashes", ("incidents",), lambda seen: seen.kind == "json", read_json),
    made_up("treaties", ("agreements", "agreement_parties"), lambda seen: "parties.csv" in seen.members, read_zip),
)


def make_text(path, rows=SPENDING):
    lines = ["Atlas of spending", "", "Country,Year,Spending", *(",".join(map(str, row)) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def make_workbook(path, rows=SPENDING, change=None):
    book = openpyxl.Workbook()
    book.active.title = "Data"
    for row in [("Country", "Year", "Spending"), *rows]:
        book.active.append(row)
    if change:
        change(book.active)
    book.save(path)


def make_r(path, rows=SPENDING):
    frame = pd.DataFrame(rows, columns=["country", "year", "usd"])
    frame["country"] = frame["country"].astype(pd.StringDtype("python"))  # the library writes no other texts
    rdata.write_rda(path, {"spending": frame})


def make_stata(path, rows=SPENDING):
    pd.DataFrame(rows, columns=["country", "year", "usd"]).to_stata(path, write_index=False, version=118)


def make_json(path, rows=(("1", "2014-07", ["BBB", "CCC"]), ("2", "2015", ["AAA", "RUR"]), ("3", "2016", ["RUR"]))):
    content = [{"id": number, "date": date, "where": where} for number, date, where in rows]
    path.write_text(json.dumps(content), encoding="utf-8")


PARTIES = (
    ("t-1", "AAA"), ("t-1", "BBB"), ("t-1", "RUR"), ("t-2", "AAA"), ("t-2", "RUR"), ("t-3", "RUR"), ("t-4", "AAA"),
)  # fmt: skip


def make_zip(path, parties=PARTIES):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        text = "\n".join(",".join(row) for row in [("treaty", "state"), *parties]) + "\n"
        archive.writestr(zipfile.ZipInfo("parties.csv"), text)


MAKERS = {
    "atlas": ("spending.csv", make_text),
    "ledger": ("ledger.xlsx", make_workbook),
    "rset": ("spending.rda", make_r),
    "stata": ("spending.dta", make_stata),
    "clashes": ("clashes.json", make_json),
    "treaties": ("treaties.zip", make_zip),
}
