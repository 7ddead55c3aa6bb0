"""All briefs of an edition in one zip, which is the same to the byte wherever and whenever it is made."""

import hashlib
import html
import re
import textwrap
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pactbook import jsonio, workflows, zips

FOLDER = Path("downloads")  # below the pages and the reports
EXPORTS = {  # made by `exports.job`, in this order
    "CSV": "data-csv.zip",
    "Parquet": "data-parquet.zip",
    "DuckDB": "data.duckdb",
    "BibTeX": "sources.bib",
    "CSL JSON": "sources.csl.json",
}
PACKED = frozenset((".pdf", ".png", ".xlsx"))  # are compressed already
README = """\
Pactbook: {title}, edition {id}{draft}
State of {as_of}.

What is in here
  index.html                   the list of all briefs; open it in a browser
  en/<kind>/<name>.html        a brief as one page that needs nothing else
  en/<kind>/<name>.pdf         the same for paper
  en/<kind>/<name>/            its data: <name>.json (all of it), <name>.xlsx (all tables), tables/ (each as CSV),
                               charts/ (each drawing as SVG and PNG)
  manifest.json                SHA-256 and size in bytes of every other file
A figure's rows stand in the columns "rows" and "sources" of its table; row identifiers are those of the data package,
sources are listed in the table brief.sources. Measures are defined in docs/methodology.md of Pactbook.

Licence
{licences}

How to cite
  Pactbook: {title}. Edition {id}{draft}, state of {as_of}.{address}
"""


def name(edition: dict[str, Any]) -> str:
    """The name of an edition's zip, without a suffix: `pactbook-central-asia-2025-12`.

    Args:
        edition: id and title.
    """
    plain = unicodedata.normalize("NFKD", edition["title"]).encode("ascii", "ignore").decode("ascii").lower()
    return "-".join(["pactbook", *re.findall(r"[a-z0-9]+", plain), edition["id"]])


def files(edition: dict[str, Any]) -> list[Path]:
    """The zip and its checksum, below the pages and the reports alike."""
    return [FOLDER / f"{name(edition)}.zip", FOLDER / f"{name(edition)}.zip.sha256"]


def exports(edition: dict[str, Any]) -> dict[str, Path]:
    """The files of the edition's data for other programs, by what they are called, below the pages and the reports."""
    return {label: FOLDER / f"{name(edition)}-{ending}" for label, ending in EXPORTS.items()}


def beside(edition: dict[str, Any]) -> list[Path]:
    """All that a build delivers of an edition beside its pages: the zip, and the data for other programs."""
    return [*files(edition), *exports(edition).values()]


def bundle(index: str, changes: str, package: str, out: str, edition: dict[str, Any], site: dict[str, Any]) -> None:
    """Write the zip of an edition, and its checksum beside it; those of other editions in this folder go.

    Args:
        index: path of the list of briefs.
        changes: path of the list of changes, which says whether the edition is a draft.
        package: path of the data package's description, which names the licences.
        out: path of the zip, in a folder below the pages.
        edition: id, title and as_of.
        site: its `url`, or "".
    """
    entries, changed, described = (jsonio.read(Path(path)) for path in (index, changes, package))
    target = Path(out)
    pages = target.parent.parent
    draft = changed["draft"]
    made = {
        "README.txt": _readme(edition, described, site, draft=draft).encode("utf-8"),
        "index.html": _list(entries, edition, draft=draft).encode("utf-8"),
    }
    pack(pages, _listed(pages, entries), made, target, name(edition))
    wanted = {path.name for path in beside(edition)}
    for path in target.parent.glob("pactbook-*"):
        if path.name not in wanted:
            path.unlink()


def pack(folder: Path, paths: Iterable[str], made: dict[str, bytes], target: Path, top: str) -> None:
    """Write files into a zip in one order, with a manifest, and the zip's checksum beside it.

    Args:
        folder: holds the files.
        paths: of the files, below the folder.
        made: further files by their path.
        target: the zip; replaced only when the new one is whole.
        top: the folder in which all stands in the zip.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{target.name}.part")
    listed = {}
    with zipfile.ZipFile(beside, "w") as archive:
        for path in sorted({*paths, *made}):
            content = made[path] if path in made else (folder / path).read_bytes()
            listed[path] = {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
            zips.add(archive, f"{top}/{path}", content, packed=Path(path).suffix in PACKED)
        manifest = jsonio.dumps({"files": listed}).encode("utf-8")
        zips.add(archive, f"{top}/manifest.json", manifest, packed=False)
    with beside.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    beside.replace(target)
    jsonio.land(target.with_name(f"{target.name}.sha256"), f"{digest}  {target.name}\n".encode())


def _listed(pages: Path, entries: list[dict[str, Any]]) -> Iterator[str]:
    """The files of all briefs that the manifests name: what lies beside them from before is no part of the edition."""
    for path in workflows.brief_files(entries):
        if path.name != workflows.MANIFEST:
            yield path.as_posix()
            continue
        yield from ((path.parent / file).as_posix() for file in workflows.listed(pages / path))


def _readme(edition: dict[str, Any], package: dict[str, Any], site: dict[str, Any], *, draft: bool) -> str:
    tables: dict[str, list[str]] = {}
    for resource in package["resources"]:
        for licence in resource.get("licenses", package.get("licenses", [])):
            tables.setdefault(f"{licence.get('title', licence['name'])} ({licence['name']})", []).append(
                resource["name"]
            )
    lines = [
        textwrap.fill(f"{licence}: {', '.join(sorted(named))}", 118, initial_indent="  ", subsequent_indent="    ")
        for licence, named in sorted(tables.items())
    ]
    return README.format(
        **{key: edition[key] for key in ("title", "id", "as_of")},
        draft=" (draft)" if draft else "",
        licences="\n".join(["  Each table of the data package has its own; what is drawn from it keeps it.", *lines]),
        address=f" {site['url']}" if site.get("url") else "",
    )


def _list(entries: list[dict[str, Any]], edition: dict[str, Any], *, draft: bool) -> str:
    """A page that links to every brief in the zip."""
    title = html.escape(f"{edition['title']}, edition {edition['id']}{' (draft)' if draft else ''}")
    lines = [
        "<!DOCTYPE html>",
        '<html lang="en">',
        f'<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title></head>',
        f"<body><main><h1>{title}</h1>",
        "<ul>",
    ]
    for entry in sorted(entries, key=lambda entry: (entry["kind"], str(entry["title"]), entry["slug"])):
        slug, named = html.escape(entry["slug"]), html.escape(str(entry["title"]))
        page = f"en/{html.escape(entry['kind'])}/{slug}"
        places = {"PDF": f"{page}.pdf", "XLSX": f"{page}/{slug}.xlsx", "JSON": f"{page}/{slug}.json"}
        links = ", ".join(f'<a href="{place}">{form}</a>' for form, place in places.items())
        lines.append(f'<li><a href="{page}.html">{named}</a> ({entry["kind"]}): {links}</li>')
    return "\n".join([*lines, "</ul></main></body></html>", ""])
