"""If these fail, a page runs what stands in the data, follows a trap, or needs something from elsewhere."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
import scripts

from pactbook.render.environment import colour, web
from pactbook.render.errors import RenderError


class Page(HTMLParser):
    """Collects ids, links and elements of a page."""

    def __init__(self, text):
        super().__init__()
        self.ids, self.links, self.elements = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        named = dict(attrs)
        self.elements.append(tag)
        self.ids += [named["id"]] if "id" in named else []
        self.links += [named["href"]] if "href" in named else []


def test_markup_in_the_data_is_text_on_the_page(sample, draw):
    text = draw(sample)
    assert not {"img", "iframe"} & set(Page(text).elements)
    assert "&lt;script&gt;alert(1)&lt;/script&gt; Isles" in text
    assert "Shield &lt;img src=x&gt;" in text


def test_only_our_own_scripts_stand_in_a_page(sample, draw):
    """A text of the data in a chart ends its script element and begins one of its own, if it is not escaped."""
    hostile = "</script><script>alert(1)</script><!-- & \u00e9"
    sample["sections"]["exercises"]["per_year"]["data"]["main"][0]["label"] = hostile
    text = draw(sample)
    charts = scripts.charts(text)
    assert any(hostile in json.dumps(chart, ensure_ascii=False) for chart in charts)
    assert scripts.run(text) == [scripts.OWN]
    assert scripts.run(draw(sample | {"sections": {}})) == []


def test_only_addresses_of_the_web_become_links(sample, draw):
    links = Page(draw(sample)).links
    assert 'https://example.org/a?b=1&c="2"' in links
    assert not [link for link in links if link.startswith("javascript")]
    assert web("HTTP://example.org") == "HTTP://example.org"
    assert [
        web(address)
        for address in ("javascript:alert(1)", "data:text/html,x", "//example.org", "http://[::1", "", None)
    ] == [None] * 6


def test_every_link_within_the_page_has_its_place_and_no_id_is_used_twice(sample, draw):
    found = Page(draw(sample))
    assert {link[1:] for link in found.links if link.startswith("#")} <= set(found.ids)
    assert len(found.ids) == len(set(found.ids))


def test_the_page_asks_for_nothing_from_elsewhere(sample, draw):
    text = draw(sample)
    asked = re.findall(r"url\([\"']?([^)\"']{1,40})|src=\"([^\"]{1,40})|@import", text)
    assert all((style or source).startswith(("data:", "#")) for style, source in asked)


def test_the_contents_list_the_chapters_that_are_there(sample, draw):
    links = Page(draw(sample)).links
    assert "#exercises" in links
    assert "#arms" not in links


def test_a_section_without_data_says_so(sample, draw):
    assert '<p class="empty">The data holds no place in' in draw(sample)


def test_unknown_figures_and_unchecked_rows_are_marked(sample, draw):
    text = draw(sample)
    assert '<span class="unknown">n/a</span>' in text
    assert 'title="Not yet checked against its source"' in text


def test_letters_that_the_fonts_lack_are_named(sample, draw):
    sample["masthead"]["name_local"] = "中国"
    with pytest.raises(RenderError, match=r"countries/longland: .*'国' \(U\+56FD\)"):
        draw(sample)


@pytest.mark.parametrize("letter", ["\x1b", "\x0b", "\u0085", "\u2028", "\u200b", "\u00ad", "\ufffe"])
def test_what_nobody_can_see_is_refused_before_anything_is_drawn(sample, draw, letter):
    """The drawing library ends its process over some of them, and with it all reports in the making."""
    sample["sections"]["exercises"]["per_year"]["data"]["main"][0]["label"] = f"a{letter}b"
    with pytest.raises(RenderError, match=f"U\\+{ord(letter):04X}"):
        draw(sample)


def test_a_finding_without_a_phrase_is_named(sample, draw):
    sample["findings"][0]["code"] = "no_such_code"
    with pytest.raises(RenderError, match="no_such_code"):
        draw(sample)


def test_the_same_brief_gives_the_same_page(sample, draw):
    assert draw(sample) == draw(sample)


@pytest.mark.parametrize("text", ["red;background:url(https://a.test/x)", "url(//a.test/x)", "#0b5fa5;", ""])
def test_a_colour_is_a_colour_and_loads_no_picture(text):
    """The archive of a past edition may hold anything; opening its brief would tell a stranger who reads it."""
    assert colour(text) == "transparent"
    assert colour("#0b5fa5") == "#0b5fa5"


def test_colours_in_styles_are_colours():
    parts = [path.read_text(encoding="utf-8") for path in (Path(__file__).parents[2] / "templates").rglob("*.j2")]
    styled = re.findall(r'style="[^"]*{{ (.*?) }}', "".join(parts))
    assert styled
    assert all(name.endswith("|colour") or name == "LINES[kind]" for name in styled)


@pytest.mark.parametrize("paint", ["url(https://a.test/x.svg#y)", "u\\72l(//a.test/x.svg#y)"])
def test_a_drawing_loads_no_colour(sample, draw, paint):
    """Browsers load the drawing that a colour names."""
    text = json.dumps(sample).replace("#5b6ea8", json.dumps(paint)[1:-1])
    with pytest.raises(RenderError, match="colour that is none"):
        draw(json.loads(text))
