"""The first page of the site: the map as a way in, the weightiest judgements on the region, and all briefs by kind."""

from typing import Any

from markupsafe import Markup

from pactbook import jsonio, subjects
from pactbook.publish import bundle
from pactbook.publish.frame import Site
from pactbook.render import maps, metadata

CAPTIONS = {
    "region": "The region",
    "countries": "Countries",
    "organizations": "Organisations",
    "themes": "Themes",
    "cases": "Case studies",
}
CORE = "core"  # the role of the countries that the data is about
MOST_JUDGEMENTS = 3


def files(site: Site) -> dict[str, bytes]:
    """`index.html`."""
    title = f"{site.edition['title']}: briefs on security cooperation"
    words = (
        f"Briefs on military and security cooperation, {site.edition['title']}: a page and a PDF for the region, each "
        "country, organisation and theme. Every figure leads to its source."
    )
    described = {"@context": metadata.CONTEXT, "publisher": metadata.PUBLISHER, "description": words}
    described |= metadata.website(site.edition, site.settings)
    region = _region(site)
    return {
        "index.html": site.page(
            "index.html",
            title,
            words,
            described,
            groups=_groups(site),
            drawing=_map(site),
            bundle=bundle.files(site.edition)[0].as_posix(),
            rows=sum(table["rows"] for table in site.package["tables"]),
            sources=len(site.package["sources"]),
            brief=region,
            findings=region["findings"][:MOST_JUDGEMENTS] if region else [],
        )
    }


def _groups(site: Site) -> list[dict[str, Any]]:
    """The briefs by kind: `kind`, `caption` and `briefs`, each with pages of its PDF and when it last changed."""
    groups: list[dict[str, Any]] = [
        {
            "kind": kind,
            "caption": CAPTIONS[kind],
            "briefs": sorted(
                (_entry(site, brief) for brief in site.briefs if brief["kind"] == kind),
                key=lambda entry: (str(entry["title"]), str(entry["slug"])),
            ),
        }
        for kind in subjects.KINDS
    ]
    return [group for group in groups if group["briefs"]]


def _entry(site: Site, brief: dict[str, Any]) -> dict[str, Any]:
    changed = jsonio.read(site.build / "changes" / brief["kind"] / f"{brief['slug']}.json")
    numbers = jsonio.read(site.build / "pages" / "en" / brief["kind"] / f"{brief['slug']}.pages.json")
    return brief | {"pages": numbers["pages"], "last_changed": changed.get("last_changed") or changed["edition"]}


def _map(site: Site) -> Markup | None:
    """The map with a link to the brief of each country; None where no country with a brief has an outline."""
    countries = [
        {
            "iso3": country["iso3"],
            "name": country["name"],
            "core": country["role"] == CORE,
            "href": f"en/countries/{country['slug']}.html",
        }
        for country in site.package["countries"]
        if country["slug"]
    ]
    drawing = maps.entry_svg(countries, site.templates, site.data / "geo", "map")
    return Markup(drawing) if drawing else None  # noqa: S704 (vl-convert escapes what it draws)


def _region(site: Site) -> dict[str, Any] | None:
    """The brief on the region, its names without links, since they would lead from the brief's own place."""
    regions = sorted(brief["slug"] for brief in site.briefs if brief["kind"] == "region")
    if not regions:
        return None
    content: dict[str, Any] = jsonio.read(site.build / "briefs" / "region" / f"{regions[0]}.json")
    return content | {"names": {code: known | {"slug": None} for code, known in content["names"].items()}}
