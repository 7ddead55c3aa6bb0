"""Pages of the made-up region, and the largest of the real data, opened in headless Chromium."""

import shutil

import pytest
import yaml
from drawn import ALL, REAL, REGION, ROOT, draw
from playwright.sync_api import sync_playwright

from pactbook import config, jsonio
from pactbook.publish.frame import Site
from pactbook.publish.site import publish

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LARGEST = ("countries/kazakhstan", "organizations/osce", "region/central-asia", "themes/outlook")


@pytest.fixture(scope="session")
def browser():
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed (`make test` installs it where it may): pages are not opened")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield opened
        opened.close()


@pytest.fixture
def load(browser):
    """Opens an address and hands the page over with what it asked for and complained of."""
    contexts = []

    def open_page(url, width=1280, **options):
        context = browser.new_context(viewport={"width": width, "height": 800}, **options)
        contexts.append(context)
        page = context.new_page()
        page.asked, page.complaints = [], []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("console", lambda message: page.complaints.append(message.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(url)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def pages(tmp_path_factory):
    """Paths of pages by name: every brief of the region, the list of them, and some large briefs of the real data."""
    folder = tmp_path_factory.mktemp("pages")
    settings = config.checked(
        yaml.safe_load((ROOT / "config" / "config.yaml").read_text(encoding="utf-8")), ROOT / "config" / "schema.json"
    )
    region = draw(REGION, folder / "region", settings | {"countries": ALL})
    for _, page in region.values():
        jsonio.write(page.with_suffix(".pages.json"), {"pages": 1, "chapters": {}})
    methodology = ROOT / "docs" / "methodology.md"
    site = Site(folder / "region", settings["edition"], settings["site"], ROOT / "templates", REGION, methodology)
    publish(site, [], folder / "reports", str(folder / "log"))
    briefs = region | draw(REAL, folder / "real", settings, LARGEST)
    own = {path.stem: path for path in (folder / "region" / "pages").glob("*.html")}
    return {name: page for name, (_, page) in briefs.items()} | own
