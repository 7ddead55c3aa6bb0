"""The pages of a data package, drawn as the build draws them, without Snakemake."""

from pathlib import Path

from pactbook.editions import job as editions_job
from pactbook.ingest import job as ingest_job
from pactbook.render.html import render_html

ROOT = Path(__file__).parents[2]
REGION, REAL = ROOT / "tests" / "region" / "data", ROOT / "data"
ALL = {"roles": ["core", "power", "neighbour", "partner"], "minimum_rows": 0}  # countries of the region with a brief


def draw(data, build, settings, only=None):
    """Fill a build folder with tables, briefs, changes and pages.

    Args:
        data: folder of the data package.
        build: the folder, not there yet or empty.
        settings: the checked settings.
        only: `kind/slug` of the briefs that get a page; all if None.

    Returns:
        Paths of the JSON and of the page of each brief drawn, by `kind/slug`.
    """
    (build / "tables").mkdir(parents=True)
    package = data / "datapackage.json"
    texts = (build / "verdict", build / "log")
    precedence = settings.get("precedence", {})
    ingest_job.ingest(package, settings["edition"]["as_of"], build / "tables", *texts, precedence)
    typed = sorted((build / "tables").glob("*.parquet"))
    editions_job.write(typed, settings, build, build / "editions", package, log=build / "log")
    drawn = {}
    for brief in sorted((build / "briefs").glob("*/*.json")):
        name = f"{brief.parent.name}/{brief.stem}"
        if only is None or name in only:
            page, changes = build / "pages" / "en" / f"{name}.html", build / "changes" / f"{name}.json"
            render_html(
                str(brief), str(changes), str(page), str(ROOT / "templates"), str(data / "geo"), settings["site"]
            )
            drawn[name] = (brief, page)
    return drawn
