"""What the site says of the data package as a whole: its tables, gaps, sources, and the briefs that cite them."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from pactbook import dates
from pactbook.briefs.assemble import correction, disagreement
from pactbook.briefs.context import (
    CORE,
    COUNTRY_COLUMNS,
    NAMED,
    OWN_WORDS,
    PARENTS,
    POWER,
    SOURCE_COLUMNS,
    Context,
    records,
)
from pactbook.measures import completeness

FIRST_ROLES = (CORE, POWER)  # of the countries, in the order in which they are listed; the others after them
LINKS = PARENTS | {"agreement_parties": "agreements"}  # rows that are as old as the row that they belong to
CROSSCHECK = {"rates": "crosscheck_rates", "differences": "crosscheck"}
REGISTER = "countries"  # names every country once, so that it holds no gap


def package(context: Context, briefs: Mapping[str, str], cited: Mapping[str, Iterable[str]]) -> dict[str, Any]:
    """Put together what the site says of the data.

    Args:
        context: the edition.
        briefs: the slug of every subject that gets a brief, by its code.
        cited: identifiers of the sources that each brief names, by `<kind>/<slug>`.

    Returns:
        `tables`, `cells` (of country and table) and `series` (of yearly figures) as `measures.completeness` has them;
        `countries` (iso3, name, role, slug of the brief or None) that the data does more than name, or that have a
        brief; `years` (first and last of the series); `sources` with their `uses` (table, rows) and `briefs`;
        `crosscheck`: the rows of `crosscheck_rates` (`rates`) and of `crosscheck` (`differences`);
        `disagreements` and `corrections` of rows, as briefs tell them.
    """
    names = sorted(context.tables)
    countries = _countries(context, briefs)
    codes = [country["iso3"] for country in countries]
    about = [name for name in names if name not in (*OWN_WORDS, REGISTER) and _names_countries(context.tables[name])]
    facts = _facts(context)
    naming = pd.DataFrame(
        [(row, iso3) for iso3 in codes for row in context.rows_about[iso3]], columns=["row", "iso3"], dtype=object
    )
    years = (int(context.config["edition"]["since"]), max(context.last_year, int(context.config["edition"]["since"])))
    return {
        "tables": records(completeness.of_tables(facts, names)),
        "cells": records(completeness.of_countries(facts, naming, codes, about, context.last_year)),
        "series": records(completeness.series(context.tables, codes, *years)),
        "years": list(years),
        "countries": countries,
        "sources": _sources(context, cited),
        "crosscheck": {
            name: records(context.tables[table].drop(columns="row")) if table in context.tables else []
            for name, table in CROSSCHECK.items()
        },
        "disagreements": [disagreement(context, said) for said in _in_edition(context, context.disagreements)],
        "corrections": [correction(said) for said in _in_edition(context, context.corrections)],
    }


def _in_edition(context: Context, said: Mapping[str, list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """What is said of rows, in the order of the rows, without that of rows that the edition does not have."""
    return [one for row in sorted(said) if row in context.row_facts for one in said[row]]


def _countries(context: Context, briefs: Mapping[str, str]) -> list[dict[str, Any]]:
    """The data's own first, then the powers, then all others by name."""
    ranks = {role: rank for rank, role in enumerate(FIRST_ROLES)}
    shown = [
        {"iso3": iso3, "name": record["name"], "role": record["role"], "slug": briefs.get(iso3)}
        for iso3, record in context.countries.items()
        if record["role"] != NAMED or iso3 in briefs
    ]
    return sorted(shown, key=lambda country: (ranks.get(country["role"], len(ranks)), country["name"]))


def _names_countries(frame: pd.DataFrame) -> bool:
    return not COUNTRY_COLUMNS.isdisjoint(frame.columns)


def _facts(context: Context) -> pd.DataFrame:
    """Every row with its dates, a row of a link table with those of the row that it belongs to."""
    found = []
    for name in sorted(context.tables):
        says = "verified" in context.tables[name]
        for row in context.tables[name]["row"]:
            own = context.row_facts[row]
            linked = [context.row_facts[f"{LINKS[name]}:{row.split(':', 1)[1].split('/')[0]}"]] if name in LINKS else []
            known = [date for facts in (own, *linked) for date in (facts.oldest, facts.newest) if date]
            dated = sorted((date for date in known if dates.earliest(date) <= context.as_of), key=dates.sort_key)
            span = (dated[0], dated[-1]) if dated else (None, None)
            found.append((row, name, *span, own.verified == "tool" if says else None))
    return pd.DataFrame(found, columns=["row", "table", "oldest", "newest", "checked"], dtype=object)


def _sources(context: Context, cited: Mapping[str, Iterable[str]]) -> list[dict[str, Any]]:
    uses: dict[str, list[dict[str, Any]]] = {}
    for use in records(completeness.uses(context.tables)):
        uses.setdefault(use["source_id"], []).append({"table": use["table"], "rows": use["rows"]})
    briefs: dict[str, list[str]] = {}
    for brief in sorted(cited):
        for source in set(cited[brief]):
            briefs.setdefault(source, []).append(brief)
    return [
        {key: record[key] for key in SOURCE_COLUMNS} | {"uses": uses.get(code, []), "briefs": briefs.get(code, [])}
        for code, record in sorted(context.sources.items())
    ]
