"""Small editions of a made-up region to compare: two briefs' worth of rows, as they are before anything changes."""

import copy

from pactbook.editions.edition import Edition

ROWS = [
    ("countries", "AAA", {"iso3": "AAA", "name": "Alvonia"}),
    ("countries", "BBB", {"iso3": "BBB", "name": "Betavia"}),
    ("organizations", "alpha", {"org_id": "alpha", "abbreviation": "AP", "name": "Alpha Pact"}),
    ("memberships", "m1", {"org_id": "alpha", "iso3": "AAA", "status": "observer", "start": "2001", "end": None}),
    ("memberships", "m2", {"org_id": "alpha", "iso3": "BBB", "status": "member", "start": "2001", "end": None}),
    ("agreements", "a1", {"agreement_id": "a1", "title": "Treaty of Alva", "signed": "1999", "in_force": None,
                          "ended": None, "status": "signed", "provisions": ["defence", "arms"],
                          "note": "In three languages."}),
    ("agreement_parties", "a1/AAA", {"agreement_id": "a1", "iso3": "AAA", "joined": "1999", "left": None}),
    ("agreement_parties", "a1/BBB", {"agreement_id": "a1", "iso3": "BBB", "joined": "1999", "left": None}),
    ("exercises", "e1", {"exercise_id": "e1", "name": "Northern Shield", "start": "2024-05", "end": "2024-05",
                         "personnel_total": 900, "series_id": None}),
    ("military_expenditure", "AAA/2023", {"iso3": "AAA", "year": 2023, "usd_millions": 100.0, "price_basis": "current",
                                          "excluded": None}),
]  # fmt: skip
KEYS = {"agreements": "agreement_id", "exercises": "exercise_id"}
UNITS = {"military_expenditure": {"usd_millions": {"type": "number", "unit": "US$ million"}}}
SOURCES = {
    f"sources:{name}": {"row": f"sources:{name}", "source_id": name, "publisher": f"The {name}", "title": name,
                        "url": f"https://example.org/{name}", "published": "2020"}
    for name in ("atlas", "paper")
}  # fmt: skip


def edition(as_of, briefs=None, **named):
    """An edition of the rows above."""
    tables = {"sources": copy.deepcopy(SOURCES)}
    for table, key, cells in ROWS:
        row = f"{table}:{key}"
        tables.setdefault(table, {})[row] = copy.deepcopy({"row": row, **cells, "source_ids": ["atlas"]})
    briefs = {("countries", "alvonia"): brief(tables)} if briefs is None else briefs
    index = [{"kind": kind, "slug": slug, "title": slug.capitalize()} for kind, slug in briefs]
    told = {"id": as_of[:7], "title": "Region", "as_of": as_of, "index": index, "briefs": briefs}
    return Edition(**(told | {"tables": tables, "columns": UNITS} | named))


def brief(tables, **parts):
    """A brief that shows every row of some tables."""
    rows = [row for table, records in sorted(tables.items()) if table != "sources" for row in records]
    return {
        "kind": "countries",
        "slug": "alvonia",
        "rows": rows,
        "sections": {},
        "masthead": {"title": "Alvonia", "facts": []},
        "findings": [],
        "further": [],
        "editorial": {"notes": [], "unseen": [], "lost": []},
    } | parts


def pair():
    """Two editions that are alike but for their date."""
    return edition("2024-12-31"), edition("2025-12-31")


def add(told, table, key, **cells):
    """Add a row, which the brief shows too."""
    row = f"{table}:{key}"
    told.tables[table][row] = {"row": row, KEYS.get(table, "key"): key, "source_ids": ["paper"]} | cells
    for content in told.briefs.values():
        content["rows"].append(row)


def figure(value, measure="Count", rows=("exercises:e1",), **others):
    """A figure with its trail, as sections make them."""
    return {"figure": value, "measure": measure, "rows": list(rows), "sources": ["atlas"]} | others


def judgement(code, about=None, **others):
    """A finding."""
    told = {"code": code, "about": about, "section": "pacts", "weight": 0.5, "values": {}, "measure": "Obligations"}
    return told | {"rows": ["agreements:a1"], "sources": ["atlas"]} | others
