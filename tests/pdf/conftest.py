"""PDFs of the made-up region, every brief of it, and of some large briefs of the real data."""

import pytest
import yaml
from drawn import ALL, REAL, REGION, ROOT, draw

from pactbook import config
from pactbook.render.pdf import render_pdf

LARGEST = ("countries/kazakhstan", "region/central-asia")


@pytest.fixture(scope="session")
def settings():
    text = (ROOT / "config" / "config.yaml").read_text(encoding="utf-8")
    return config.checked(yaml.safe_load(text), ROOT / "config" / "schema.json")


@pytest.fixture(scope="session")
def region(tmp_path_factory, settings):
    """Paths of JSON and page of every brief of the made-up region, by name."""
    return draw(REGION, tmp_path_factory.mktemp("region"), settings | {"countries": ALL})


@pytest.fixture(scope="session")
def largest(tmp_path_factory, settings):
    """The same of some large briefs of the real data."""
    return draw(REAL, tmp_path_factory.mktemp("real"), settings, LARGEST)


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
