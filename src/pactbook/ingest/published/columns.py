"""Columns of the data package's tables that several publishers give; those of `schemas/` are read from there."""

from pactbook.ingest.published.frames import LIST, NUMBER, TEXT, WHOLE

FORCES = {
    "iso3": TEXT, "year": WHOLE, "series": TEXT, "active_personnel": WHOLE, "reserve_personnel": WHOLE,
    "paramilitary": WHOLE, "note": TEXT, "source_ids": LIST, "verified": TEXT,
}  # fmt: skip
SPENDING = {
    "iso3": TEXT, "year": WHOLE, "usd_millions": NUMBER, "price_basis": TEXT, "pct_gdp": NUMBER, "mark": TEXT,
    "excluded": TEXT, "note": TEXT, "source_ids": LIST, "verified": TEXT,
}  # fmt: skip
