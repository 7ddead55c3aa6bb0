"""All briefs of an edition: which ones the data calls for, and their JSON files."""

from pathlib import Path
from typing import Any

import pandas as pd

from pactbook import jsonio
from pactbook.briefs import country, editorial, organization, topic
from pactbook.briefs.context import Context
from pactbook.briefs.package import package

INDEX, PACKAGE = "index.json", "package.json"
BRIEFS = {"countries": country.brief, "organizations": organization.brief}  # all other kinds are topics


class NoBriefsError(Exception):
    """There is nothing to report on; reports of before are better than none."""


def build(tables: dict[str, pd.DataFrame], config: dict[str, Any], folder: Path) -> list[dict[str, Any]]:
    """Write one JSON file per brief, `index.json`, which lists them, and `package.json` on the data behind them.

    Args:
        tables: the tables of the edition, cut at its date.
        config: the checked settings.
        folder: where to write `<kind>/<slug>.json`; files of briefs that are no longer called for are removed.

    Returns:
        The index: records of kind, slug, id, title, data_to, `charts` (names of the specs that the brief draws) and
        `lost` (editors' changes that do not apply, a line each).

    Raises:
        NoBriefsError: if the data calls for no brief at all.
    """
    context = Context(tables, config)
    subjects = called_for(context)
    if not subjects:
        raise NoBriefsError(
            "the data calls for no brief: no organisation has members, and no country of the config's roles enough rows"
        )
    slugs = {code: slug for _, code, slug in subjects}
    index = []
    cited: dict[str, list[str]] = {}
    for kind, code, slug in subjects:
        content = brief(context, kind, code, slugs)
        jsonio.write(folder / kind / f"{slug}.json", content)
        cited[f"{kind}/{slug}"] = [source["source_id"] for source in content["sources"]]
        index.append(
            {
                "kind": kind,
                "slug": slug,
                "id": code,
                "title": content["masthead"]["title"],
                "data_to": content["edition"]["data_to"],
                "charts": sorted(set(charts(content["sections"]))),
                "lost": [editorial.line(f"{kind}/{slug}", lost) for lost in content["editorial"]["lost"]],
            }
        )
    wanted = {folder / kind / f"{slug}.json" for kind, _, slug in subjects}
    for path in sorted(folder.glob("*/*.json")):
        if path not in wanted:
            path.unlink()
    jsonio.write(folder / PACKAGE, package(context, slugs, cited))
    jsonio.write(folder / INDEX, index)
    return index


def brief(context: Context, kind: str, code: str, slugs: dict[str, str]) -> dict[str, Any]:
    """One brief, ready to be written as JSON.

    Args:
        context: the edition.
        kind: `countries`, `organizations` or the kind of a topic.
        code: iso3, org_id or topic_id.
        slugs: the slug of every subject that gets a brief, by its code.
    """
    return BRIEFS.get(kind, topic.brief)(context, code, slugs)


def called_for(context: Context) -> list[tuple[str, str, str]]:
    """The subjects that get a brief: (kind, code, slug).

    Countries of the configured roles about which there are enough rows, organisations with members at any time, and
    all topics.
    """
    wanted = context.config["countries"]
    countries = [
        ("countries", iso3, str(record["slug"]))
        for iso3, record in context.countries.items()
        if record["role"] in wanted["roles"] and _ties(context, iso3) >= wanted["minimum_rows"]
    ]
    with_members = set(context.tables["memberships"]["org_id"])
    organizations = [("organizations", code, code) for code in context.organizations if code in with_members]
    topics = [(str(topic["kind"]), code, str(topic["slug"])) for code, topic in context.topics.items()]
    return sorted(countries) + sorted(organizations) + sorted(topics)


def _ties(context: Context, iso3: str) -> int:
    """How many rows name a country, but for ideal points, which every member of the UN has."""
    return sum(not row.startswith("ideal_points:") for row in context.rows_about[iso3])


def charts(value: Any) -> list[str]:
    """Names of the specs of charts and maps that a brief's sections name, at any depth."""
    if isinstance(value, dict):
        own = [value["spec"]] if isinstance(value.get("spec"), str) else []
        return own + [name for item in value.values() for name in charts(item)]
    if isinstance(value, list):
        return [name for item in value for name in charts(item)]
    return []
