"""Pages of the made-up region, and the largest of the real data, opened in headless Chromium."""

import shutil
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import sync_playwright

from pactbook import config, jsonio
from pactbook.editions import job as editions_job
from pactbook.ingest import job as ingest_job
from pactbook.publish.frame import Site
from pactbook.publish.site import publish
from pactbook.render.html import render_html

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LARGEST = {"countries": ["kazakhstan"], "organizations": ["osce"], "region": ["central-asia"], "themes": ["outlook"]}


@pytest.fixture(scope="session")
def browser():
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed (`make test` installs it where it may): pages are not opened")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def pages(tmp_path_factory):
    """Paths of pages by name: every brief of the region, the list of them, and some large briefs of the real data."""
    folder = tmp_path_factory.mktemp("pages")
    settings = config.checked(
        yaml.safe_load((ROOT / "config" / "config.yaml").read_text(encoding="utf-8")), ROOT / "config" / "schema.json"
    )
    region = _draw(ROOT / "tests" / "region" / "data", folder / "region", settings | {"countries": ALL}, None)
    for page in region.values():
        jsonio.write(page.with_suffix(".pages.json"), {"pages": 1, "chapters": {}})
    data, methodology = ROOT / "tests" / "region" / "data", ROOT / "docs" / "methodology.md"
    site = Site(folder / "region", settings["edition"], settings["site"], ROOT / "templates", data, methodology)
    publish(site, [], folder / "reports", str(folder / "log"))
    real = _draw(ROOT / "data", folder / "real", settings, LARGEST)
    return region | real | {path.stem: path for path in (folder / "region" / "pages").glob("*.html")}


ALL = {"roles": ["core", "power", "neighbour", "partner"], "minimum_rows": 0}


def _draw(data, folder, settings, only):
    (folder / "tables").mkdir(parents=True)
    ingest_job.ingest(
        data / "datapackage.json", settings["edition"]["as_of"], folder / "tables", folder / "verdict", folder / "log"
    )
    typed = sorted((folder / "tables").glob("*.parquet"))
    editions_job.write(typed, settings, folder, folder / "editions", data / "datapackage.json", log=folder / "log")
    drawn = {}
    for brief in sorted((folder / "briefs").glob("*/*.json")):
        kind = brief.parent.name
        if only is None or brief.stem in only.get(kind, ()):
            page = folder / "pages" / "en" / kind / f"{brief.stem}.html"
            changes = folder / "changes" / kind / brief.name
            render_html(
                str(brief), str(changes), str(page), str(ROOT / "templates"), str(data / "geo"), settings["site"]
            )
            drawn[f"{kind}/{brief.stem}"] = page
    return drawn
