"""The briefs of the made-up region, drawn, with all that a reader may download."""

import json
from pathlib import Path

import pytest
import yaml

from pactbook import config
from pactbook.briefs import job as briefs_job
from pactbook.editions import job as editions_job
from pactbook.ingest import job as ingest_job
from pactbook.publish.downloads import write
from pactbook.render.html import render_html

ROOT = Path(__file__).parents[2]
REGION = ROOT / "tests" / "region" / "data"
ALL = {"roles": ["core", "power", "neighbour", "partner"], "minimum_rows": 0}


@pytest.fixture(scope="session")
def settings():
    read = yaml.safe_load((ROOT / "config" / "config.yaml").read_text(encoding="utf-8"))
    return config.checked(read, ROOT / "config" / "schema.json") | {"countries": ALL}


@pytest.fixture(scope="session")
def build(tmp_path_factory, settings):
    """A build folder with the briefs' JSON, their pages and their downloads; for reading only."""
    folder = tmp_path_factory.mktemp("build")
    (folder / "tables").mkdir()
    log = folder / "log"
    ingest_job.ingest(
        REGION / "datapackage.json", settings["edition"]["as_of"], folder / "tables", folder / "verdict", log
    )
    briefs_job.briefs(sorted((folder / "tables").glob("*.parquet")), settings, folder / "briefs", log)
    editions_job.compare(folder / "briefs", settings["edition"], folder / "changes")
    for entry in json.loads((folder / "briefs" / "index.json").read_text(encoding="utf-8")):
        own = Path(entry["kind"]) / entry["slug"]
        brief, changes = (str(folder / stage / own) + ".json" for stage in ("briefs", "changes"))
        page = str(folder / "pages" / "en" / own) + ".html"
        render_html(brief, changes, page, str(ROOT / "templates"), str(REGION / "geo"), settings["site"])
        write(brief, page, str(folder / "pages" / "en" / own / "manifest.json"))
    return folder


@pytest.fixture(scope="session")
def briefs(build):
    """The briefs by kind and slug."""
    entries = json.loads((build / "briefs" / "index.json").read_text(encoding="utf-8"))
    names = [f"{entry['kind']}/{entry['slug']}" for entry in entries]
    return {name: json.loads((build / "briefs" / f"{name}.json").read_text(encoding="utf-8")) for name in names}
