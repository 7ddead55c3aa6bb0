"""The site of the made-up region, with its briefs' pages; PDFs are empty files, since only their names matter here."""

import json

import pytest
import yaml
from drawn import ALL, ROOT, draw
from drawn import REGION as DATA

from pactbook import config, jsonio
from pactbook.publish import bundle, downloads
from pactbook.publish.frame import Site
from pactbook.publish.site import publish

TEMPLATES = ROOT / "templates"
URL = "https://example.org/pactbook/"


@pytest.fixture(scope="session")
def settings():
    told = yaml.safe_load((ROOT / "config" / "config.yaml").read_text(encoding="utf-8"))
    own = {"countries": ALL, "site": {"url": URL}}
    return config.checked(told | own, ROOT / "config" / "schema.json")


@pytest.fixture(scope="session")
def site(tmp_path_factory, settings):
    """What the site is made from; its pages lie below `build/pages`."""
    build = tmp_path_factory.mktemp("build")
    for brief, page in draw(DATA, build, settings).values():
        page.with_suffix(".pdf").touch()
        jsonio.write(page.with_suffix(".pages.json"), {"pages": 7, "chapters": {}})
        downloads.write(str(brief), str(page), str(page.with_suffix("") / "manifest.json"))
    for path in bundle.beside(settings["edition"]):
        (build / "pages" / path).parent.mkdir(parents=True, exist_ok=True)
        (build / "pages" / path).touch()
    made = Site(build, settings["edition"], settings["site"], TEMPLATES, DATA, ROOT / "docs" / "methodology.md")
    publish(made, [], build / "reports", str(build / "log"))
    return made


@pytest.fixture(scope="session")
def build(site):
    """The build folder with the briefs' JSON, their pages and their downloads; for reading only."""
    return site.build


@pytest.fixture(scope="session")
def briefs(build):
    """The briefs by kind and slug."""
    entries = json.loads((build / "briefs" / "index.json").read_text(encoding="utf-8"))
    names = [f"{entry['kind']}/{entry['slug']}" for entry in entries]
    return {name: json.loads((build / "briefs" / f"{name}.json").read_text(encoding="utf-8")) for name in names}
