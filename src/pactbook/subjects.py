"""What a data package names, read quickly and leniently: the Snakefile needs it before anything has been checked."""

import csv
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

CODES = {"countries": "slug", "organizations": "org_id", "topics": "slug"}
KINDS = (
    "region",
    "countries",
    "organizations",
    "themes",
    "cases",
)  # of briefs, in the order of the site
TOPIC_KINDS = ("region", "themes", "cases")
# The chapters that the brief of a topic may have; `briefs.topic` knows how each is made.
TOPIC_SECTIONS = (
    "importance", "map", "players", "pacts", "rivalry", "alignments", "initiatives", "commitment",
    "counterterrorism_exercises", "incidents", "operations", "access", "assistance", "joint_exercises", "series",
    "facilities", "projects", "transparency", "capability_gaps", "borders", "dependence", "projections", "trends",
    "scenarios", "implications", "themes",
)  # fmt: skip


def tables(data: Path) -> dict[str, Path]:
    """The package's tables by name; none if its description cannot be read (the check says why)."""
    try:
        resources = json.loads((data / "datapackage.json").read_text(encoding="utf-8-sig"))["resources"]
        return {resource["name"]: data / resource["path"] for resource in resources if "schema" in resource}
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return {}


def published(data: Path, precedence: Mapping[str, Iterable[str]]) -> list[Path]:
    """The files of the published sets that a precedence names, whether they are there or not."""
    names = sorted({name for ranked in precedence.values() for name in ranked} - {"curated"})
    folders = [data / "published" / name for name in names]
    return [path for folder in folders for path in (folder / "datapackage.json", *tables(folder).values())]


def slugs(tables: dict[str, Path]) -> list[str]:
    """Slugs of all countries, organisations and topics; an unreadable table has none (the check says why)."""
    found: set[str] = set()
    for table, column in CODES.items():
        try:
            with tables[table].open(encoding="utf-8-sig", newline="") as file:
                found.update(row[column] for row in csv.DictReader(file) if row.get(column))
        except (OSError, ValueError, KeyError, csv.Error):
            continue
    return sorted(slug for slug in found if all(part.isalnum() and part.isascii() for part in slug.split("-")))
