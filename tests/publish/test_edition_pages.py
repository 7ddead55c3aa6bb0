"""If these fail, readers miss what changed in an edition, cannot follow it, or lose a past edition."""

import json
import logging
from pathlib import Path
from types import SimpleNamespace

import pytest
from editions_made_up import CHANGE, ENTRIES, GEO, HOSTILE, ROOT, TEMPLATES, Made, before, build, whole
from lxml import html

from pactbook.editions.archive import past as earlier
from pactbook.publish import past
from pactbook.publish.edition_pages import MOST, gather, pages
from pactbook.publish.stale import remove_past
from pactbook.render.environment import environment

EDITION = {"id": "2025-12", "title": "Testland", "as_of": "2025-12-31"}
FIRST = Made("2025-06", whole("2025-06", None))
SECOND = Made("2025-09", whole("2025-09", before("2025-06"), CHANGE))


def draw(path, title, words, *, template, **values):
    """A page without much of a frame."""
    known = {"edition": EDITION, "site": {"url": ""}, "described": None, "draft": True}
    known |= {"path": path, "title": title, "words": words, "root": "../" * path.count("/")}
    return environment(TEMPLATES).get_template(template).render(**known, **values).encode()


SITE = SimpleNamespace(page=draw, templates=TEMPLATES)


@pytest.fixture
def made(tmp_path):
    """Files of the editions from what the present one tells, and those before it."""

    def make(told, *archives):
        return pages(gather(build(tmp_path / "build", told), EDITION, archives), SITE)

    return make


def cells(page, table):
    rows = html.fromstring(page).xpath(f"//table[contains(@class, '{table}')]/tbody/tr")
    return [[" ".join(cell.text_content().split()) for cell in row] for row in rows]


def test_an_edition_is_offered_as_page_json_and_text_and_a_frozen_one_with_its_data(made):
    told = whole("2025-12", before("2025-09"), CHANGE, draft=True)
    files = made(told, FIRST, SECOND)
    draft = {f"editions/2025-12.{form}" for form in ("html", "json", "txt")}
    frozen = {f"editions/{id_}.{form}" for id_ in ("2025-06", "2025-09") for form in ("html", "json", "txt", "zip")}
    assert set(files) == {"editions/index.html", *draft, *frozen}
    assert json.loads(files["editions/2025-12.json"]) == told
    assert files["editions/2025-09.zip"] == SECOND.path.read_bytes()


def test_the_name_of_an_edition_in_an_archive_starts_no_script(made):
    """The browser would run what follows `javascript:` as soon as a reader follows the link."""
    page = made(whole("2025-12", {"edition": "javascript:alert(1)//", "as_of": "2025-09-30"}))["editions/2025-12.html"]
    assert not [link for link in html.fromstring(page).xpath("//a/@href") if link.startswith("javascript:")]


def test_a_change_is_told_with_its_briefs_and_sources(made):
    page = made(whole("2025-12", before("2025-09"), CHANGE, draft=True))["editions/2025-12.html"]
    assert cells(page, "edition-changes") == [
        ["Revised", f"Shield {HOSTILE}, personnel total exercises:shield-2004", "1,200 persons", "n/a", "Nov 2025",
         "Longland", f"{HOSTILE}, Bad, gone"]
    ]  # fmt: skip
    links = html.fromstring(page).xpath("//table[contains(@class, 'edition-changes')]//a/@href")
    assert links == ["../en/countries/longland.html", "https://example.org/a?b=1&c=2"]


def test_a_change_of_many_briefs_names_some_and_folds_the_rest(made):
    told = whole("2025-12", before("2025-09"), CHANGE)
    told["changes"][0]["briefs"] = [f"themes/t{number}" for number in range(7)]
    page = html.fromstring(made(told)["editions/2025-12.html"])
    (folded,) = page.xpath("//td/details")
    assert folded.text_content() == "four more briefsthemes/t3, themes/t4, themes/t5, themes/t6"


def test_what_happened_stands_before_the_figures_that_follow_from_it(made):
    """Hundreds of figures move with the years alone; a reader who takes them for news is misled."""
    moved = CHANGE | {"what": "figure", "row": None, "measure": "Engagement"}
    files = made(whole("2025-12", before("2025-09"), moved, CHANGE))
    page = files["editions/2025-12.html"]
    captions = html.fromstring(page).xpath("//table[contains(@class, 'edition-changes')]/caption/text()")
    assert captions == ["Facts and judgements, biggest first", "Figures computed from the facts, biggest move first"]
    assert ["exercises:shield-2004" in row[1] for row in cells(page, "edition-changes")] == [True, False]
    assert b"though nothing of it is new" in page
    assert "personnel total [Engagement]: from" in files["editions/2025-12.txt"].decode()


def test_the_text_holds_the_same_and_no_markup_of_its_own(made):
    text = made(whole("2025-12", before("2025-09"), CHANGE, draft=True))["editions/2025-12.txt"].decode()
    assert text == (
        "Pactbook, Testland: edition 2025-12, state of 31 December 2025\n"
        "Draft: not frozen yet, figures may still change.\n\n"
        "1 change since edition 2025-09, state of 30 September 2025 (one revised), biggest first:\n\n"
        f"- Revised: Shield {HOSTILE}, personnel total: from 1,200 persons to n/a (November 2025)\n"
        "  Briefs: Longland\n"
        f"  Sources: {HOSTILE}, “{HOSTILE}”, https://example.org/a?b=1&c=2; Bad, “x”, javascript:alert(1); gone\n"
    )


def test_the_first_edition_and_one_without_changes_say_so(made, tmp_path):
    first = made(whole("2025-12", None))
    assert b"This is the first edition" in first["editions/2025-12.html"]
    assert "The first edition: there is none before it" in first["editions/2025-12.txt"].decode()
    told = build(tmp_path / "other", whole("2025-12", before("2025-09"), gone=[ENTRIES[0] | {"title": "Old"}]))
    calm = pages(gather(told, EDITION, ()), SITE)
    assert b"Nothing has changed in the content of any brief" in calm["editions/2025-12.html"]
    assert "Nothing has changed since edition 2025-09" in calm["editions/2025-12.txt"].decode()
    assert "Briefs that are gone: Old" in calm["editions/2025-12.txt"].decode()
    assert ["Old", "gone", "–"] in cells(calm["editions/2025-12.html"], "edition-briefs")


def test_a_draft_is_marked_and_a_frozen_edition_is_not(made):
    files = made(whole("2025-12", before("2025-09"), draft=True), SECOND)
    assert b"<b>Draft</b> of edition 2025-12" in files["editions/2025-12.html"]
    assert b"Draft" not in files["editions/2025-09.html"]
    assert [row[:3] for row in cells(files["editions/index.html"], "editions")] == [
        ["2025-12", "31 Dec 2025", "draft, present"],
        ["2025-09", "30 Sep 2025", "frozen"],
    ]


def test_a_page_holds_no_more_than_a_browser_opens_at_once(made):
    files = made(whole("2025-12", before("2025-09"), *[CHANGE] * (MOST + 1)))
    assert len(cells(files["editions/2025-12.html"], "edition-changes")) == MOST
    assert b"hold all 501" in files["editions/2025-12.html"]
    assert files["editions/2025-12.txt"].count(b"- Revised") == MOST + 1


def test_briefs_of_a_past_edition_are_linked_where_they_were_drawn(made, tmp_path):
    manifest = tmp_path / "build" / "pages" / "editions" / "2025-09" / "manifest.json"
    manifest.parent.mkdir(parents=True)
    manifest.write_text(json.dumps({"files": {"countries/longland.html": "0"}}))
    page = made(whole("2025-12", before("2025-09")), FIRST, SECOND)
    links = html.fromstring(page["editions/2025-09.html"]).xpath("//table//a/@href")
    assert links[0] == "../editions/2025-09/countries/longland.html"
    assert not any("org-x" in link for link in links)
    assert "Their pages are no longer kept" in page["editions/2025-06.html"].decode()


def test_past_editions_are_the_newest_before_the_present_one():
    editions = [Made(id_, {}) for id_ in ("2024-12", "2025-06", "2025-09", "2025-12", "2026-03")]
    assert [one.id for one in earlier(editions, EDITION, 2)] == ["2025-09", "2025-06"]
    assert earlier(editions, EDITION, 0) == []
    editions[2].current = False  # of an earlier format: its data is offered, but today's templates do not know it
    assert [one.id for one in earlier(editions, EDITION, 2)] == ["2025-06", "2024-12"]


@pytest.fixture
def sample():
    return json.loads((ROOT / "tests" / "render" / "sample_country.json").read_text(encoding="utf-8"))


def briefs_of_today(folder, *names):
    path = folder / "present.json"
    path.write_text(json.dumps({"briefs": names}), encoding="utf-8")
    return str(path)


def test_a_past_brief_is_drawn_as_it_stood_and_leads_to_the_present_one(sample, tmp_path):
    edition = Made("2025-09", SECOND.told, content={"countries/longland": sample}, entries=ENTRIES[:1])
    manifest = tmp_path / "2025-09" / "manifest.json"
    past.draw(edition, briefs_of_today(tmp_path, "countries/longland"), str(manifest), str(TEMPLATES), str(GEO))
    assert list(json.loads(manifest.read_text())["files"]) == ["countries/longland.html"]
    text = (manifest.parent / "countries" / "longland.html").read_text(encoding="utf-8")
    page = html.fromstring(text.encode())
    assert "Past edition 2025-09" in page.xpath("//header")[0].text_content()
    assert "Draft" not in page.xpath("//main")[0].text_content()
    links = {href for href in page.xpath("//a/@href") if href.startswith("../..")}
    assert links == {"../../../en/countries/longland.html", "../../2025-09.html"}
    past.draw(edition, briefs_of_today(tmp_path), str(manifest), str(TEMPLATES), str(GEO))
    assert "There is no present brief" in (manifest.parent / "countries" / "longland.html").read_text(encoding="utf-8")


def test_a_brief_that_cannot_be_drawn_any_more_is_left_out_and_named(sample, tmp_path, caplog):
    """An old edition must not stand in the way of a new one."""
    broken = sample | {"findings": [sample["findings"][0] | {"code": "no_such_code"}]}
    content = {"countries/longland": sample, "organizations/org-x": broken}
    edition = Made("2025-09", SECOND.told, content=content)
    with caplog.at_level(logging.WARNING):
        past.draw(edition, briefs_of_today(tmp_path), str(tmp_path / "manifest.json"), str(TEMPLATES), str(GEO))
    assert list(json.loads((tmp_path / "manifest.json").read_text())["files"]) == ["countries/longland.html"]
    assert "2025-09: organizations/org-x cannot be drawn now" in caplog.text


def test_past_editions_beyond_the_number_shown_are_removed_and_nothing_else(tmp_path):
    for name in ("2025-06/manifest.json", "2025-06/countries/a.html", "2025-09/manifest.json", "notes/own.txt"):
        (tmp_path / "editions" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "editions" / name).write_text("{}")
    (tmp_path / "editions" / "2025-06.html").write_text("x")
    assert remove_past(["2025-09"], tmp_path) == [tmp_path / "editions" / "2025-06" / "manifest.json"]
    left = sorted(path.relative_to(tmp_path / "editions") for path in tmp_path.rglob("*") if path.is_file())
    assert left == [Path(name) for name in ("2025-06.html", "2025-09/manifest.json", "notes/own.txt")]
