"""If these fail, readers meet links that lead nowhere, markup from the data, or pages that cannot be found."""

import json
import shutil
from dataclasses import replace
from urllib.parse import unquote, urlsplit

import pytest
from lxml import etree, html

from pactbook import jsonio, workflows
from pactbook.publish.data import level
from pactbook.publish.prose import methodology
from pactbook.publish.site import files

URL = "https://example.org/pactbook/"  # as in conftest.py


@pytest.fixture(scope="session")
def pages(site):
    """Every page of the site and of its briefs, parsed, by its path."""
    folder = site.build / "pages"
    return {
        str(path.relative_to(folder)): html.fromstring(path.read_bytes()) for path in sorted(folder.rglob("*.html"))
    }


def test_no_link_leads_nowhere(site, pages):
    folder = site.build / "pages"
    lost = []
    for name, page in pages.items():
        for link in page.xpath("//@href"):
            parts = urlsplit(str(link))
            if parts.scheme in ("data", "http", "https", "mailto") and not link.startswith(URL):
                continue
            path = parts.path.removeprefix(urlsplit(URL).path) if link.startswith(URL) else parts.path
            start = folder if link.startswith(URL) else (folder / name).parent
            target = (start / unquote(path)).resolve() if path else folder / name
            inside = str(target.relative_to(folder.resolve())) if path else name
            known = target.exists() and (
                not parts.fragment or inside not in pages or pages[inside].xpath("//*[@id=$id]", id=parts.fragment)
            )
            if not known:
                lost.append((name, link))
    assert lost == []


def test_every_id_stands_once_on_its_page(pages):
    for name, page in pages.items():
        ids = [str(ident) for ident in page.xpath("//@id")]
        assert len(ids) == len(set(ids)), name


def test_text_from_the_data_is_never_markup(site, pages):
    """A country of the region is named `<script>alert("C")</script> & "Gammaland"`."""
    own = {name for name in pages if "/" not in name}
    assert {"index.html", "sources.html", "data.html", "methodology.html", "about.html", "404.html"} < own
    for name in own:
        text = (site.build / "pages" / name).read_text(encoding="utf-8")
        assert "<script>" not in text, name
        assert pages[name].xpath("//script[not(@src) and not(@type='application/ld+json')] | //img | //iframe") == []
    assert 'alert("C")' in pages["index.html"].text_content()


def test_every_brief_is_on_the_first_page_with_its_pdf(site, pages):
    links = {str(link) for link in pages["index.html"].xpath("//table//@href")}
    for brief in site.briefs:
        assert f"en/{brief['kind']}/{brief['slug']}.html" in links
        assert f"en/{brief['kind']}/{brief['slug']}.pdf" in links
    assert "PDF, 7 pages" in pages["index.html"].text_content()


def test_the_map_leads_to_briefs_by_name(pages):
    links = pages["index.html"].xpath("//*[@class='drawing']//*[local-name()='a']")
    assert {"en/countries/alvonia.html"} <= {link.get("href") for link in links}
    assert all(link.xpath(".//@aria-label") for link in links)


def test_every_source_has_its_place_with_the_briefs_that_cite_it(site, pages):
    for source in site.package["sources"]:
        (row,) = pages["sources.html"].xpath("//tr[@id=$id]", id=f"source-{source['source_id']}")
        cited = {str(link) for link in row.xpath(".//td//@href")}
        assert cited == {f"en/{brief}.html" for brief in source["briefs"]}
        assert ("checked" if source["verified"] == "tool" else "from memory") in row.text_content()


def test_the_cross_check_tells_rates_and_each_difference_with_its_explanation(pages):
    """Three of four agree in the region's table; an editor that reads another share would trust the wrong table."""
    rates, differences = pages["crosscheck.html"].xpath("//table")
    shown = [[cell.text_content() for cell in row.xpath("th | td")] for row in rates.xpath("./tbody/tr")]
    assert shown == [
        ["memberships and cow-igo", "3.0", "4", "75\N{NO-BREAK SPACE}%", "1", "1", "0", "1"],
        ["military expenditure and sipri-milex", "n/a", "0", "n/a", "0", "0", "0", "0"],
    ]
    told = [row.text_content() for row in differences.xpath("./tbody/tr")]
    assert "The set dates by ratification." in told[0]
    assert "<script>alert(1)</script>, & co" in told[1]
    assert "missing here" in told[1]


def test_only_addresses_of_the_web_become_links(site):
    spoilt = [source | {"url": "javascript:alert(1)", "title": "<b>x</b>"} for source in site.package["sources"]]
    page = made(site, package=site.package | {"sources": spoilt})["sources.html"].decode()
    assert "javascript:" not in page
    assert "&lt;b&gt;x&lt;/b&gt;" in page


def made(site, **changed):
    """The files of the site with some of what the build knows replaced."""
    other = replace(site)
    vars(other).update({"briefs": site.briefs, "changes": site.changes, "package": site.package} | changed)
    return files(other)


def test_gaps_are_seen_as_gaps(site, pages):
    (table,) = pages["data.html"].xpath("//table[contains(@class, 'heat')]")
    rows = table.xpath("./tbody/tr")
    assert [row.xpath("string(th)") for row in rows] == [country["name"] for country in site.package["countries"]]
    cells = [cell.text_content().strip() for row in rows for cell in row.xpath("td")]
    wanted = [
        f"{cell['rows']:,} {cell['newest'][:4]}" if cell["newest"] else f"{cell['rows']:,}" if cell["rows"] else "–"
        for cell in site.package["cells"]
    ]
    assert cells == wanted
    assert "–" in cells


def test_classes_of_freshness():
    assert [level(age) for age in (0, 1, 2, 3, 5, 6, 10, 11, None)] == [5, 5, 4, 4, 3, 2, 2, 1, None]


def test_empty_tables_give_a_sentence(site):
    nothing = {"tables": [], "cells": [], "series": [], "years": [2020, 2023], "countries": [], "sources": []}
    nothing |= {"disagreements": [], "corrections": [], "crosscheck": {"rates": [], "differences": []}}
    page = made(site, package=nothing, briefs=[])
    assert "have not been compared" in page["crosscheck.html"].decode()
    assert "There is no brief yet." in page["index.html"].decode()
    assert "names no source" in page["sources.html"].decode()
    for sentence in ("has no table.", "names a country.", "yearly figures."):
        assert sentence in page["data.html"].decode()


def test_the_sitemap_lists_every_page_once(site, pages):
    tree = etree.fromstring((site.build / "pages" / "sitemap.xml").read_bytes())
    listed = [element.text for element in tree.iter("{*}loc")]
    assert sorted(listed) == sorted(URL + name for name in pages if name != "404.html")
    assert f"Sitemap: {URL}sitemap.xml" in (site.build / "pages" / "robots.txt").read_text()


def test_a_site_without_an_address_has_no_sitemap_and_no_canonical_links(site):
    alone = files(replace(site, settings={"url": ""}))
    assert "sitemap.xml" not in alone
    assert "Sitemap" not in alone["robots.txt"].decode()
    assert not any(b"canonical" in content or b"og:url" in content for content in alone.values())


def test_the_manifest_lists_all_files_and_the_same_input_gives_the_same_bytes(site):
    listed = json.loads((site.build / "pages" / workflows.MANIFEST).read_text())["files"]
    again = files(replace(site))
    assert listed.keys() == again.keys()
    assert all((site.build / "pages" / name).read_bytes() == content for name, content in again.items())


def test_what_machines_read_is_json_that_no_text_can_end(site, pages):
    for name, page in pages.items():
        for script in page.xpath("//script[@type='application/ld+json']/text()"):
            assert json.loads(script)["@context"] == "https://schema.org", name
            assert "<" not in script
    report = json.loads(pages["en/countries/alvonia.html"].xpath("string(//script)"))
    assert report["@type"] == "Report"
    assert report["url"] == f"{URL}en/countries/alvonia.html"
    assert report["dateModified"] == site.edition["as_of"]
    assert json.loads(pages["data.html"].xpath("string(//script)"))["@type"] == "Dataset"


def test_judgements_of_an_editor_are_marked_on_the_first_page(site, tmp_path):
    region = next((brief for brief in site.briefs if brief["kind"] == "region"), None)
    if region is None:
        pytest.skip("the made-up region has no brief of its own")
    build = tmp_path / "build"
    shutil.copytree(site.build, build)
    path = build / "briefs" / "region" / f"{region['slug']}.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    words = {"text": "Reworded <i>so</i>.", "editor": "Ann", "date": "2025-01-01", "reason": "clearer", "sources": []}
    content["findings"][0]["edited"] = words
    jsonio.write(path, content)
    text = files(replace(site, build=build))["index.html"].decode()
    assert "Reworded &lt;i&gt;so&lt;/i&gt;." in text
    assert "Edited by Ann" in text


def test_markdown_becomes_a_page_with_places_to_lead_to():
    body, contents = methodology(
        "# Title\n\n## One *part*\n\n- **Joint\n  exercises**: counted.\n- **Joint exercises** again\n\n## One part\n\n"
        "<script>x</script> [bad](javascript:x)\n\n    a = b < c\n\n| a |\n|---|\n| 1 |\n"
    )
    page = html.fromstring(f"<div>{body}</div>")
    assert contents == [("one-part", "One part")]  # the second of one name has no place of its own
    assert page.xpath("string(//*[@id='measure-joint-exercises'])").split() == ["Joint", "exercises"]
    assert page.xpath("//script | //a") == []
    assert len(page.xpath("//div[@tabindex='0']/table | //div[@tabindex='0']/pre")) == 2
