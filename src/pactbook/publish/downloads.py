"""What a reader may take from a brief beside its page and its PDF: its data, its tables, its drawings."""

import json
from pathlib import Path
from typing import Any

from lxml import html

from pactbook import jsonio, workflows
from pactbook.publish import comma, pictures, workbook
from pactbook.render.drawings import FORMS
from pactbook.render.tables import tables

SENTENCES = '//section[@id="judgements"]/ol/li/p[1]'
BESIDE = './/*[contains(@class, "cite") or contains(@class, "confidence") or contains(@class, "signed")]'


def write(brief: str, page: str, manifest: str) -> None:
    """Write the downloads of a brief.

    Args:
        brief: path of its JSON.
        page: path of its page.
        manifest: where the list of the files goes; they stand beside it.
    """
    content, text = Path(brief).read_bytes(), Path(page).read_text(encoding="utf-8")
    folder = Path(manifest).parent
    files = {Path(f"{folder.name}.json"): content, **files_of(json.loads(content), text)}
    for path, made in files.items():
        jsonio.land(folder / path, made)
    workflows.list_files(folder, files)


def files_of(brief: dict[str, Any], page: str) -> dict[Path, bytes]:
    """The files that are made from a brief, by their path below its folder.

    Args:
        brief: its JSON.
        page: its page.
    """
    sentences = _sentences(page)
    stated = [found | {"sentence": text} for found, text in zip(brief["findings"], sentences, strict=True)]
    listed = tables(brief | {"findings": stated})
    title, edition = brief["masthead"]["title"], brief["edition"]
    files = {Path(f"{brief['slug']}.xlsx"): workbook.content(title, edition, listed)}
    files |= {Path("tables") / f"{table.title}.csv": comma.text(table).encode("utf-8") for table in listed}
    origin = f"{title}: Pactbook, edition {edition['id']}, state of {edition['as_of']}."
    for picture in pictures.pictures(page):
        drawn = pictures.svg(picture, origin)
        made = dict(zip(FORMS, (drawn, pictures.png(drawn)), strict=True))
        files |= {Path("charts") / f"{picture.name}.{form}": content for form, content in made.items()}
    return files


def _sentences(page: str) -> list[str]:
    """The findings of page one in words, without what stands beside them."""
    body = page[page.index('<section id="judgements"') :]
    found = html.fromstring(body[: body.index("</section>")]).xpath(SENTENCES)
    for paragraph in found:
        for element in paragraph.xpath(BESIDE):
            element.drop_tree()
    return [" ".join(paragraph.text_content().split()).rstrip(" ·") for paragraph in found]
