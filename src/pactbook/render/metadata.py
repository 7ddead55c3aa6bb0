"""What machines read of a page: JSON-LD in the words of schema.org."""

import json
from typing import Any

from markupsafe import Markup

from pactbook.render.environment import web

CONTEXT = "https://schema.org"
PUBLISHER = {"@type": "Organization", "name": "Pactbook"}
ABOUT = {"countries": "Country", "organizations": "Organization", "region": "Place"}  # of all other kinds: Thing
MOST_CITATIONS = 50  # the first ones that the brief names; the page lists them all


def report(content: dict[str, Any], description: str, site: dict[str, Any]) -> dict[str, Any]:
    """A brief as a report.

    Args:
        content: the brief.
        description: of the page, one sentence.
        site: the config's settings of the site; without its `url`, what has no address has none here.
    """
    edition, title = content["edition"], content["masthead"]["title"]
    return {
        "@context": CONTEXT,
        "@type": "Report",
        "name": title,
        "description": description,
        "about": {"@type": ABOUT.get(content["kind"], "Thing"), "name": title},
        "inLanguage": "en",
        "version": edition["id"],
        "dateModified": edition["as_of"],
        "isPartOf": website(edition, site),
        "publisher": PUBLISHER,
        "isBasedOn": {"@type": "Dataset", "name": f"Pactbook data: {edition['title']}", **_address(site, "data.html")},
        "citation": [_citation(source) for source in content["sources"][:MOST_CITATIONS]],
        **_address(site, f"en/{content['kind']}/{content['slug']}.html"),
    }


def website(edition: dict[str, Any], site: dict[str, Any]) -> dict[str, Any]:
    """The site as a whole, as a part of another description."""
    return {"@type": "WebSite", "name": f"Pactbook: {edition['title']}", **_address(site, "index.html")}


def script(description: dict[str, Any]) -> Markup:
    """A description as the content of a script element, which no text in it can end."""
    text = json.dumps(description, ensure_ascii=False, sort_keys=True)
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))  # noqa: S704


def _address(site: dict[str, Any], path: str) -> dict[str, str]:
    return {"url": f"{site['url']}{path}"} if site.get("url") else {}


def _citation(source: dict[str, Any]) -> dict[str, Any]:
    named = {"name": source["title"], "url": web(source["url"]), "datePublished": source["published"]}
    return {
        "@type": "CreativeWork",
        "publisher": {"@type": "Organization", "name": source["publisher"]},
        **{key: value for key, value in named.items() if value},
    }
