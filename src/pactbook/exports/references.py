"""The sources as references for programs that manage them: CSL JSON and BibTeX."""

from collections.abc import Iterable
from typing import Any

from pybtex.database import BibliographyData, Entry
from pybtex.database.output.bibtex import Writer

from pactbook import dates

KINDS = {  # of CSL 1.0.2
    "dataset": "dataset",
    "academic": "article",
    "official": "document",
    "press": "article-newspaper",
    "reference": "entry-encyclopedia",
}


def csl(sources: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Sources as items of CSL JSON (https://docs.citationstyles.org), in their order.

    Args:
        sources: rows of `sources`: source_id, publisher, title, url, published, kind, note; missing is None.
    """
    return [_item(source) for source in sources]


def _item(source: dict[str, Any]) -> dict[str, Any]:
    item = {
        "id": source["source_id"],
        "type": KINDS.get(source["kind"], "document"),
        "title": source["title"],
        "author": [{"literal": source["publisher"]}],
        "publisher": source["publisher"],
    }
    if source["url"]:
        item["URL"] = source["url"]
    if source["published"]:
        item["issued"] = {"date-parts": [[int(part) for part in source["published"].split("-")]]}
    return item


def bibtex(sources: Iterable[dict[str, Any]]) -> str:
    """Sources as a BibTeX file, in their order.

    Args:
        sources: see `csl`.
    """
    entries = {source["source_id"]: _entry(source) for source in sources}
    return str(Writer().to_string(BibliographyData(entries=entries)))


def _entry(source: dict[str, Any]) -> Entry:
    """All are `misc`, which every style knows; braces keep names of institutions whole."""
    fields = {"author": f"{{{_balanced(source['publisher'])}}}", "title": f"{{{_balanced(source['title'])}}}"}
    if source["published"]:
        fields["year"] = str(dates.year(source["published"]))
        if dates.precision(source["published"]) != "year":
            fields["month"] = str(int(source["published"][5:7]))
    if source["url"]:
        fields["url"] = _balanced(source["url"])
    return Entry("misc", fields=fields)


def _balanced(text: str) -> str:
    """A text without braces and backslashes, which would end the field or start a command; quotes stay words.

    The writer escapes `%`, `&` and the like, but takes `$` and `^` for mathematics.
    """
    return text.translate({ord("{"): "(", ord("}"): ")", ord("\\"): "/", ord("$"): r"\$", ord("^"): r"\^{}"})
