"""If these fail, a page calls out, a phone scrolls it sideways, or someone without a mouse is shut out."""

import pytest

pytestmark = pytest.mark.browser
BLACK_ENOUGH = 4.5  # contrast of text that WCAG 2.2 asks for (level AA)

# Contrast of all text that is seen to the nearest ground that is painted; drawings are looked at apart.
CONTRAST = """
() => {
  const linear = part => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
  const channel = value => linear(value / 255);
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const numbers = colour => colour.match(/[0-9.]+/g).map(Number);
  const ground = element => {
    for (let at = element; at; at = at.parentElement) {
      const colour = numbers(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] > 0.9) return colour;
    }
    return [255, 255, 255];
  };
  const poor = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim() || element.closest('svg, style, .skip')) continue;
    if (!element.getClientRects().length) continue;
    const one = light(numbers(getComputedStyle(element).color)), other = light(ground(element));
    const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    const text = walker.currentNode.textContent.trim().slice(0, 40);
    if (ratio < LIMIT) poor.push(`${element.tagName}.${element.className} ${ratio.toFixed(2)}: ${text}`);
  }
  return [...new Set(poor)].slice(0, 10);
}
""".replace("LIMIT", str(BLACK_ENOUGH))


@pytest.fixture
def opened(load, pages):
    """Opens a page by its name, with its fonts."""

    def open_page(name, width=1280, scheme="light"):
        page = load(pages[name].as_uri(), width, color_scheme=scheme)
        page.evaluate("document.fonts.ready")
        return page

    return open_page


def test_no_page_asks_for_anything_or_complains(opened, pages):
    own = {"search": ["search-index.js", "search.js", "site.css"]}
    for name, path in pages.items():
        page = opened(name)
        asked = {url for url in page.asked if not url.startswith("data:")}
        assets = [(path.parent / "assets" / asset).as_uri() for asset in own.get(name, ["site.css"])]
        assert asked in ({path.as_uri()}, {path.as_uri(), *assets}), name
        assert page.complaints == [], name


@pytest.mark.parametrize("width", [320, 360, 768])
def test_no_page_scrolls_sideways(opened, pages, width):
    for name in pages:
        page = opened(name, width)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_stands_out_from_its_ground(opened, pages, scheme):
    for name in pages:
        assert opened(name, scheme=scheme).evaluate(CONTRAST) == [], name


def test_the_own_fonts_are_used(opened):
    page = opened("countries/kazakhstan")
    loaded = page.evaluate("[...document.fonts].filter(font => font.status === 'loaded').map(font => font.family)")
    assert {name.strip('"') for name in loaded} == {"Source Sans Pro", "Source Serif Pro"}


def test_the_first_key_press_offers_to_skip_to_the_brief(opened):
    page = opened("countries/alvonia")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.locator(".skip").bounding_box()["x"] >= 0
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")


def test_tables_wider_than_the_page_can_be_scrolled_by_keyboard(opened, pages):
    for name in pages:
        page = opened(name, 360)
        stuck = page.evaluate(
            "[...document.querySelectorAll('main *')]"
            ".filter(e => ['auto', 'scroll'].includes(getComputedStyle(e).overflowX))"
            ".filter(e => e.scrollWidth > e.clientWidth + 1 && e.tabIndex < 0).map(e => e.className || e.tagName)"
        )
        assert stuck == [], name


def test_a_number_in_brackets_leads_to_its_source(opened):
    page = opened("countries/kazakhstan")
    link = page.locator("#judgements .cite a").first
    number = link.inner_text()
    link.click()
    assert page.url.endswith(f"#source-{number}")
    assert page.locator(f"#source-{number}").is_visible()


def test_the_printed_page_hides_what_only_a_screen_needs(opened):
    page = opened("countries/alvonia")
    page.emulate_media(media="print")
    assert not page.locator(".skip").is_visible()
    assert not page.locator("nav.contents").is_visible()
    assert page.locator(".print-contents").is_visible()
