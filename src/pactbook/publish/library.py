"""What draws a brief's charts in the browser: Vega-Lite, of the version that draws them on paper, and our handling."""

from functools import cache
from pathlib import Path

import vl_convert

from pactbook import jsonio
from pactbook.render import charts

PLACE = "assets/charts.js"


def files(templates: Path) -> dict[str, bytes]:
    """The script that a brief's page loads when a reader wants to explore a chart, by its path below the site.

    Args:
        templates: folder with `site/charts.js`, the licence in `site/vendor/` and `charts/theme.json`.
    """
    theme = jsonio.read(templates / "charts" / "theme.json")
    own = (templates / "site" / "charts.js").read_text(encoding="utf-8")
    licence = (templates / "site" / "vendor" / "vega.LICENSE.txt").read_text(encoding="utf-8")
    bundle = _bundle(f"const THEME = {jsonio.embedded(theme)};\n{own}")
    return {PLACE: f"/*\n{licence}*/\n{bundle}\n".encode()}


@cache
def _bundle(own: str) -> str:
    """The library with our own script; it takes two seconds to make."""
    return str(vl_convert.javascript_bundle(own, vl_version=charts.VEGA_LITE))
