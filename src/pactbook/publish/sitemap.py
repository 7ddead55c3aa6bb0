"""What robots read: `robots.txt`, and the sitemap of a site that knows its address."""

from collections.abc import Iterable
from xml.sax.saxutils import escape

from pactbook.publish.frame import Site

NOT_LISTED = ("404.html",)
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def files(site: Site, pages: Iterable[str]) -> dict[str, bytes]:
    """`robots.txt`, and `sitemap.xml` if the site's address is known.

    Args:
        site: the site.
        pages: paths of the site's own files; those that are pages are listed, with those of the briefs.
    """
    url = site.settings["url"]
    lines = ["User-agent: *", "Allow: /", *([f"Sitemap: {url}sitemap.xml"] if url else [])]
    made = {"robots.txt": "".join(f"{line}\n" for line in lines).encode()}
    if url:
        own = [page for page in pages if page.endswith(".html") and page not in NOT_LISTED]
        briefs = [f"en/{brief['kind']}/{brief['slug']}.html" for brief in site.briefs]
        entries = [f"<url><loc>{escape(url + page)}</loc></url>" for page in sorted({*own, *briefs})]
        text = "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', f'<urlset xmlns="{NAMESPACE}">', *entries])
        made["sitemap.xml"] = f"{text}\n</urlset>\n".encode()
    return made
