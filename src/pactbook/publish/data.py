"""The page on the data package: what each table holds, how complete and how fresh it is, country by country."""

from typing import Any

from pactbook.publish import bundle
from pactbook.publish.frame import Site
from pactbook.render import metadata
from pactbook.render.notes import spans

AGES = (1, 3, 5, 10)  # years since the newest fact: the upper ends of the classes of freshness, the freshest first


def files(site: Site) -> dict[str, bytes]:
    """`data.html`."""
    words = f"What the data package behind the briefs holds, how complete and how fresh it is: {site.edition['title']}."
    resources = [resource for resource in site.description["resources"] if "schema" in resource]
    titles = {resource["name"]: resource.get("title") or resource["name"] for resource in resources}
    return {
        "data.html": site.page(
            "data.html",
            "Data",
            words,
            _dataset(site, words),
            package=site.description,
            tables=_tables(site, resources),
            outlines=[resource for resource in site.description["resources"] if "schema" not in resource],
            titles=titles,
            columns=list(dict.fromkeys(cell["table"] for cell in site.package["cells"])),
            countries=_countries(site),
            ages=AGES,
            yearly=_yearly(site),
            years=site.package["years"],
            exports={label: path.as_posix() for label, path in bundle.exports(site.edition).items()},
            disagreements=site.package["disagreements"],
            corrections=site.package["corrections"],
        )
    }


def _tables(site: Site, resources: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What each table holds, in the order of the package's description."""
    known = {table["table"]: table for table in site.package["tables"]}
    return [known[resource["name"]] | {"resource": resource} for resource in resources if resource["name"] in known]


def _countries(site: Site) -> list[dict[str, Any]]:
    """Every country with its cells in the order of the columns, each with its class of freshness (None: no date)."""
    cells: dict[str, list[dict[str, Any]]] = {}
    for cell in site.package["cells"]:
        cells.setdefault(cell["iso3"], []).append(cell | {"level": level(cell["age"])})
    return [country | {"cells": cells.get(country["iso3"], [])} for country in site.package["countries"]]


def level(age: int | None) -> int | None:
    """The class of an age in years: 5 is the freshest, 1 the oldest; None where it is not known."""
    return None if age is None else 1 + sum(age <= limit for limit in AGES)


def _yearly(site: Site) -> dict[str, Any]:
    """The yearly tables, and for each country how many years have a figure and the runs of those without."""
    series = site.package["series"]
    tables = list(dict.fromkeys(entry["table"] for entry in series))
    rows = [
        {
            "name": country["name"],
            "slug": country["slug"],
            "series": [
                entry | {"gaps": spans(entry["missing"])} for entry in series if entry["iso3"] == country["iso3"]
            ],
        }
        for country in site.package["countries"]
    ]
    return {"tables": tables, "rows": rows}


def _dataset(site: Site, words: str) -> dict[str, Any]:
    """The package as JSON-LD."""
    licences = [licence["path"] for licence in site.description.get("licenses", []) if "path" in licence]
    spatial = {"@type": "Place", "name": site.edition["title"]}
    return {
        "@context": metadata.CONTEXT,
        "@type": "Dataset",
        "name": f"Pactbook data: {site.edition['title']}",
        "description": site.description.get("description") or words,
        "version": site.edition["id"],
        "dateModified": site.edition["as_of"],
        "license": licences,
        "keywords": site.description.get("keywords", []),
        "spatialCoverage": spatial,
        "creator": metadata.PUBLISHER,
        "publisher": metadata.PUBLISHER,
        "includedInDataCatalog": metadata.website(site.edition, site.settings),
    }
