"""If these fail, readers cannot explore a chart, or see another one than the brief prints."""

import json
from pathlib import Path

from pactbook.publish import library

TEMPLATES = Path(__file__).parents[2] / "templates"


def test_the_library_is_a_classic_script_with_its_licences_and_the_theme_of_the_drawings():
    ((path, content),) = library.files(TEMPLATES).items()
    text = content.decode("utf-8")
    assert path == "assets/charts.js"
    assert text.startswith("/*\nVega, Vega-Lite 5.20,")
    assert "THE SOFTWARE IS PROVIDED" in text
    assert "window.pactbookChart=" in text.replace(" ", "")
    code = text.partition("*/")[2].lstrip()
    assert not code.startswith("import")
    assert "\nexport " not in code
    theme = json.loads((TEMPLATES / "charts" / "theme.json").read_text(encoding="utf-8"))
    assert theme["axis"]["gridColor"] in code


def test_the_same_version_gives_the_same_bytes():
    assert library._bundle.__wrapped__("window.a = vegaEmbed;") == library._bundle.__wrapped__("window.a = vegaEmbed;")
