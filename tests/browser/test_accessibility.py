"""If these fail, readers who listen, who use keys alone, who enlarge or who choose their own colours are shut out."""

import json
from pathlib import Path

import axe_playwright_python
import pytest

from pactbook.render.html import page as page_of

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parents[2]
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ALL = {"runOnly": {"type": "tag", "values": TAGS}}
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}  # what a dark page changes
# What a narrow page changes, and all of a large one: contrast takes axe ten seconds there, and test_pages measures it.
PLACES = ALL | {"rules": {"color-contrast": {"enabled": False}}}
BREAKS = """
async options => (await axe.run(document, options)).violations.flatMap(
  found => found.nodes.map(node => `${found.id}: ${node.target} ${node.any[0]?.message ?? ''}`)).slice(0, 10)
"""
LARGE = {"countries/kazakhstan", "organizations/osce", "region/central-asia", "themes/outlook"}

# Contrast of the text of drawings to what is painted beneath its middle, in the order in which it is painted.
DRAWN_CONTRAST = """
() => {
  const linear = part => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
  const light = ([r, g, b]) => 0.2126 * linear(r / 255) + 0.7152 * linear(g / 255) + 0.0722 * linear(b / 255);
  const numbers = colour => colour.match(/[0-9.]+/g).map(Number);
  const over = (under, colour, share) => {
    const [r, g, b, own = 1] = numbers(colour);
    return under.map((part, at) => part + ([r, g, b][at] - part) * share * own);
  };
  const poor = [];
  for (const svg of document.querySelectorAll('.drawing:not([hidden]) svg')) {
    const own = numbers(getComputedStyle(svg).backgroundColor);
    const paper = own.length === 3 ? own : numbers(getComputedStyle(document.body).backgroundColor).slice(0, 3);
    const parts = [...svg.querySelectorAll('path, text')].map(part => [part, part.getBoundingClientRect()]);
    parts.forEach(([text, box], place) => {
      const style = getComputedStyle(text);
      if (text.tagName !== 'text' || !text.textContent.trim() || style.opacity === '0') return;
      const x = (box.left + box.right) / 2, y = (box.top + box.bottom) / 2;
      let ground = paper;
      for (const [shape, around] of parts.slice(0, place)) {
        const fill = getComputedStyle(shape);
        if (shape.tagName !== 'path' || !fill.fill.startsWith('rgb')) continue;
        if (x < around.left || x > around.right || y < around.top || y > around.bottom) continue;
        const within = new DOMPoint(x, y).matrixTransform(shape.getScreenCTM().inverse());
        if (shape.isPointInFill(within)) ground = over(ground, fill.fill, fill.fillOpacity * fill.opacity);
      }
      const one = light(over(ground, style.fill, style.opacity)), other = light(ground);
      const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
      if (ratio < 4.5) poor.push(`${svg.parentElement.dataset.file} ${ratio.toFixed(2)}: ${text.textContent}`);
    });
  }
  return poor.slice(0, 10);
}
"""

# What keys reach, in reading order: all of it, hidden parts left out.
REACHABLE = """
() => [...document.querySelectorAll('a[href], button, input, summary, [tabindex="0"]')]
  .filter(element => element.checkVisibility() && !element.disabled)
  .map((element, number) => { element.number = number; return element.outerHTML.slice(0, 90); })
"""
FOCUSED = """
() => {
  const element = document.activeElement;
  if (element === document.body) return null;
  const style = getComputedStyle(element), box = element.getBoundingClientRect();
  const path = element instanceof SVGElement ? getComputedStyle(element.querySelector('path')) : null;
  const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  const within = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return [element.number, outlined || path?.strokeWidth === '2.5px', within];
}
"""

# Text that lies over other text, or is wider than the cell, badge or heading around it.
CLASHES = """
() => {
  const clashes = [];
  const name = element => `${element.tagName}.${element.className}: ${element.textContent.trim().slice(0, 30)}`;
  const kept = '.site-header :is(a, input, button), h1, h2, h3, .badge, .brand > *, .contents-title, .state';
  const boxes = [...document.querySelectorAll(kept)].filter(element => element.checkVisibility())
    .map(element => [element, element.getBoundingClientRect()]);
  boxes.forEach(([one, a], place) => {
    for (const [other, b] of boxes.slice(place + 1)) {
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (across > 1 && down > 1 && !one.contains(other)) clashes.push(`${name(one)} over ${name(other)}`);
    }
  });
  for (const element of document.querySelectorAll('th, td, h1, h2, h3, .badge, .site-header li')) {
    if (!element.checkVisibility() || element.querySelector('.upright, .unseen')) continue;
    const text = document.createRange();
    text.selectNodeContents(element);
    const inner = text.getBoundingClientRect(), outer = element.getBoundingClientRect();
    const out = inner.left < outer.left - 1 || inner.right > outer.right + 1;
    if (inner.width && out) clashes.push(`${name(element)} is cut`);
  }
  return clashes.slice(0, 10);
}
"""


@pytest.fixture(scope="module")
def kinds(pages):
    """Paths by name: pages of every kind, of the made-up region all, with those of editions and one with changes."""
    site = pages["index"].parent
    shown = dict(pages)
    shown |= {f"editions/{path.stem}": path for path in (site / "editions").glob("*.html")}
    brief = json.loads((site.parent / "briefs" / "countries" / "alvonia.json").read_text(encoding="utf-8"))
    rows = [
        {
            "kind": kind, "what": "figure", "section": "exercises", "label": "exercises a year", "measure": None,
            "row": None, "column": None, "old": 1, "new": 2, "unit": None, "date": "2025", "sources": ["x"],
            "weight": 1,
        }
        for kind in ("new", "ended", "revised", "corrected", "withdrawn")
    ]  # fmt: skip
    changes = {"edition": "2025-09", "draft": False, "previous": {"edition": "2025-06", "as_of": "2025-06-30"}}
    changes |= {"changes": rows, "past": {"present": "alvonia.html", "edition": "../../index.html"}}
    shown["past"] = site / "en" / "countries" / "past.html"
    geo = ROOT / "tests" / "region" / "data" / "geo"
    shown["past"].write_text(page_of(brief, ROOT / "templates", geo, changes), encoding="utf-8")
    return shown


@pytest.fixture(scope="module")
def reader(browser):
    """Opens pages, all those of one way of reading in the same tab."""
    tabs = {}

    def read(path, width=1280, query="", **options):
        way = (width, *sorted(options.items()))
        if way not in tabs:
            context = browser.new_context(viewport={"width": width, "height": 720}, reduced_motion="reduce", **options)
            tabs[way] = context.new_page()
        tabs[way].goto(path.as_uri() + query)
        return tabs[way]

    yield read
    for tab in tabs.values():
        tab.context.close()


def breaks(tab, options):
    """The rules of axe-core that a page breaks, with places."""
    tab.evaluate(AXE)
    return tab.evaluate(BREAKS, options)


def test_axe_finds_nothing_on_any_kind_of_page(reader, kinds):
    found = {name: breaks(reader(path), PLACES if name in LARGE else ALL) for name, path in kinds.items()}
    assert {name: broken for name, broken in found.items() if broken} == {}


def test_axe_finds_nothing_in_the_dark(reader, kinds):
    small = {name: path for name, path in kinds.items() if name not in LARGE}
    found = {name: breaks(reader(path, color_scheme="dark"), COLOURS) for name, path in small.items()}
    assert {name: broken for name, broken in found.items() if broken} == {}


def test_axe_finds_nothing_on_a_phone(reader, kinds):
    found = {name: breaks(reader(path, 320), PLACES) for name, path in kinds.items()}
    assert {name: broken for name, broken in found.items() if broken} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_what_scripts_show(reader, kinds, scheme):
    """Results of the search, and charts in place of their drawings."""
    tab = reader(kinds["search"], query="?q=alvonia", color_scheme=scheme)
    assert tab.locator("#results li").count() > 0
    assert breaks(tab, ALL) == []
    tab = reader(kinds["countries/alvonia"], color_scheme=scheme)
    for button in tab.locator(".explore button").all():
        button.click()
    tab.locator(".interactive svg").last.wait_for()
    assert breaks(tab, ALL) == []
    assert tab.evaluate(DRAWN_CONTRAST) == []


@pytest.mark.parametrize("options", [{}, {"color_scheme": "dark"}, {"color_scheme": "dark", "forced_colors": "active"}])
def test_text_in_drawings_stands_out_from_its_bar_or_cell(reader, kinds, options):
    for name, path in kinds.items():
        assert reader(path, **options).evaluate(DRAWN_CONTRAST) == [], name


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("name", ["countries/alvonia", "past", "index", "data", "search"])
def test_keys_reach_everything_in_reading_order_and_show_where_they_are(reader, kinds, name, width):
    tab = reader(kinds[name], width, "?q=alvonia" if name == "search" else "")
    tab.evaluate("document.activeElement.blur()")
    there = tab.evaluate(REACHABLE)
    assert 'class="skip"' in there[0]
    for number, element in enumerate(there):
        tab.keyboard.press("Tab")
        assert tab.evaluate(FOCUSED) == [number, True, True], element
    tab.keyboard.press("Tab")
    assert tab.evaluate(FOCUSED) in (None, [0, True, True])  # out of the page, or around it: no trap


def test_details_open_and_close_by_enter(reader, kinds):
    tab = reader(kinds["countries/alvonia"])
    summary = tab.locator("summary").first
    summary.focus()
    for opened in (True, False):
        tab.keyboard.press("Enter")
        assert summary.evaluate("e => e.parentElement.open") is opened


def test_the_focus_stays_with_a_chart_that_is_opened_and_closed(reader, kinds):
    tab = reader(kinds["countries/alvonia"])
    button = tab.locator(".explore button").first
    button.focus()
    for shown in (1, 0):
        tab.keyboard.press("Enter")
        tab.wait_for_function(f"document.querySelectorAll('.interactive').length === {shown}")
        assert button.evaluate("e => e === document.activeElement")


def test_a_search_begins_in_the_head_of_a_brief_by_keyboard(reader, kinds):
    tab = reader(kinds["countries/alvonia"])
    box = tab.get_by_role("searchbox", name="Search")
    box.focus()
    tab.keyboard.type("alvonia")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/search.html?q=alvonia")
    assert tab.locator("#results a").first.inner_text() == "Alvonia"


@pytest.mark.parametrize("width", [640, 320])
def test_enlarged_twice_or_on_a_phone_nothing_is_cut_or_hidden(reader, kinds, width):
    """A width of 640 is that of 1280 pixels at 200 %, and 320 that at 400 % (WCAG 1.4.4, 1.4.10)."""
    for name, path in kinds.items():
        tab = reader(path, width)
        assert tab.evaluate("document.documentElement.scrollWidth") <= width, name
        assert tab.evaluate(CLASHES) == [], name
        unnamed = tab.evaluate(
            "[...document.querySelectorAll('body *')]"
            ".filter(e => /auto|scroll/.test(getComputedStyle(e).overflowX) && e.scrollWidth > e.clientWidth + 1)"
            ".filter(e => !e.closest('[aria-label]')).map(e => e.outerHTML.slice(0, 90))"
        )
        assert unnamed == [], name


def test_a_brief_begins_on_the_first_screen_of_a_phone(reader, kinds):
    tab = reader(kinds["countries/kazakhstan"], 320)
    assert tab.locator("main").bounding_box()["y"] < 568 / 3


def test_chosen_colours_leave_the_marks_of_legends(reader, kinds):
    tab = reader(kinds["countries/kazakhstan"], forced_colors="active")
    marks = tab.locator(".legend i")
    assert marks.count() > 0
    for mark in marks.all():
        wanted, shown = mark.evaluate("e => [e.getAttribute('style'), getComputedStyle(e).backgroundColor]")
        assert tuple(int(part) for part in shown[4:-1].split(",")) == tuple(bytes.fromhex(wanted.partition("#")[2][:6]))


def test_nothing_moves_for_those_who_asked_for_that(reader, kinds):
    tab = reader(kinds["countries/alvonia"])
    assert tab.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    moving = "[...document.querySelectorAll('*')].filter(e => e.getAnimations().length).length"
    assert tab.evaluate(moving) == 0
