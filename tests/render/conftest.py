"""A brief written by hand: long names, markup in every text, sections without data."""

import json
from pathlib import Path

import pytest

from pactbook.render.html import page
from pactbook.render.pdf import WEB_FONTS, pdf

ROOT = Path(__file__).parents[2]
TEMPLATES, GEO = ROOT / "templates", ROOT / "data" / "geo"


@pytest.fixture
def sample():
    return json.loads((Path(__file__).parent / "sample_country.json").read_text(encoding="utf-8"))


@pytest.fixture
def draw():
    return lambda brief: page(brief, TEMPLATES, GEO)


@pytest.fixture
def printed():
    return lambda brief: pdf(WEB_FONTS.sub("", page(brief, TEMPLATES, GEO)), "A4")[0]
