"""The style sheet of the site's pages: that of the briefs on a screen, and what the site adds."""

from pactbook import fonts
from pactbook.publish.frame import Site

STYLE = "assets/site.css"
SHEETS = ("styles/base.css", "styles/screen.css", "site/site.css")


def files(site: Site) -> dict[str, bytes]:
    """The style sheet, with the fonts inside: some browsers load no font beside a page that is opened from a folder."""
    return {STYLE: f"{fonts.web_css()}\n{style(site)}".encode()}


def style(site: Site) -> str:
    """The rules without the fonts."""
    return "\n".join((site.templates / sheet).read_text(encoding="utf-8") for sheet in SHEETS)
