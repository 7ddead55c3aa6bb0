"""The page of all sources: what each is, how reliable, which rows name it and which briefs cite it."""

from typing import Any

from pactbook.publish.frame import Site


def files(site: Site) -> dict[str, bytes]:
    """`sources.html`."""
    titles = {f"{brief['kind']}/{brief['slug']}": brief["title"] for brief in site.briefs}
    listed = [
        source | {"briefs": [{"path": brief, "title": titles[brief]} for brief in source["briefs"]]}
        for source in site.package["sources"]
    ]
    words = f"All {len(listed)} sources behind the briefs, by grade of reliability, with the rows that name them."
    return {
        "sources.html": site.page(
            "sources.html",
            "Sources",
            words,
            groups=_groups(listed),
            total=len(listed),
            checked=sum(source["verified"] == "tool" for source in listed),
        )
    }


def _groups(listed: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Sources by grade, the best first; within a grade by publisher and title, whatever the case of their letters."""
    grades = sorted({source["reliability"] for source in listed})
    return [
        {
            "grade": grade,
            "sources": sorted(
                (source for source in listed if source["reliability"] == grade),
                key=lambda source: (source["publisher"].casefold(), source["title"].casefold(), source["source_id"]),
            ),
        }
        for grade in grades
    ]
