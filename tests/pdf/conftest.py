"""PDFs of the made-up region, every brief of it, and of some large briefs of the real data."""

from pathlib import Path

import pytest
import yaml

from pactbook import config
from pactbook.editions import job as editions_job
from pactbook.ingest import job as ingest_job
from pactbook.render.html import render_html
from pactbook.render.pdf import render_pdf

ROOT = Path(__file__).parents[2]
ALL = {"roles": ["core", "power", "neighbour", "partner"], "minimum_rows": 0}
LARGEST = ("countries/kazakhstan", "region/central-asia")


@pytest.fixture(scope="session")
def settings():
    text = (ROOT / "config" / "config.yaml").read_text(encoding="utf-8")
    return config.checked(yaml.safe_load(text), ROOT / "config" / "schema.json")


@pytest.fixture(scope="session")
def region(tmp_path_factory, settings):
    """Paths of JSON and page of every brief of the made-up region, by name."""
    return _draw(ROOT / "tests" / "region" / "data", tmp_path_factory.mktemp("region"), settings | {"countries": ALL})


@pytest.fixture(scope="session")
def largest(tmp_path_factory, settings):
    """The same of some large briefs of the real data."""
    return _draw(ROOT / "data", tmp_path_factory.mktemp("real"), settings, LARGEST)


def _draw(data, folder, settings, only=None):
    (folder / "tables").mkdir(parents=True)
    ingest_job.ingest(
        data / "datapackage.json", settings["edition"]["as_of"], folder / "tables", folder / "verdict", folder / "log"
    )
    typed = sorted((folder / "tables").glob("*.parquet"))
    editions_job.write(typed, settings, folder, folder / "editions", data / "datapackage.json", log=folder / "log")
    drawn = {}
    for brief in sorted((folder / "briefs").glob("*/*.json")):
        name = f"{brief.parent.name}/{brief.stem}"
        if only is None or name in only:
            page = folder / "pages" / f"{name}.html"
            changes = folder / "changes" / f"{name}.json"
            render_html(
                str(brief), str(changes), str(page), str(ROOT / "templates"), str(data / "geo"), settings["site"]
            )
            drawn[name] = (brief, page)
    return drawn


@pytest.fixture(scope="session")
def printed(tmp_path_factory):
    """Prints a brief, once: `printed(paths, variant)` gives the bytes; what is for archives carries its data."""
    folder = tmp_path_factory.mktemp("pdf")
    known = {}

    def one(paths, variant="ua-1"):
        if (paths, variant) not in known:
            data = None if variant == "ua-1" else str(paths[0])
            render_pdf(str(paths[1]), str(folder / "x.pdf"), str(folder / "x.json"), "A4", variant, data)
            known[paths, variant] = (folder / "x.pdf").read_bytes()
        return known[paths, variant]

    return one
