"""If these fail, a chart that a reader explores calls out, shuts out the keyboard, or is lost with its drawing."""

import shutil

import pytest

pytestmark = pytest.mark.browser
BUTTONS = ".explore button"


@pytest.fixture
def opened(load):
    """Opens a page by its path."""
    return lambda path, **options: load(path.as_uri(), **options)


@pytest.fixture(scope="session")
def largest(pages, tmp_path_factory):
    """The large briefs of the real data, beside the library of the site."""
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(pages["index"].parent / "assets", folder / "assets")
    shutil.copytree(pages["countries/kazakhstan"].parents[2] / "en", folder / "en")
    return {name: folder / "en" / f"{name}.html" for name in pages if name != "index" and "/" in name}


def figure(page, number):
    """A figure that can be explored."""
    return page.locator("figure:has(script.spec)").nth(number)


def test_a_chart_is_explored_and_left_by_keyboard(opened, pages):
    page = opened(pages["countries/alvonia"])
    shown = figure(page, 0)
    title = shown.locator(".chart-title").inner_text()
    button = shown.get_by_role("button", name=f"Explore: {title}")
    button.focus()
    page.keyboard.press("Enter")
    chart = shown.get_by_role("application", name=title)
    chart.wait_for()
    assert not shown.locator(".drawing:not(.interactive)").is_visible()
    page.keyboard.press("Shift+Tab")
    assert chart.evaluate("e => e === document.activeElement")
    page.keyboard.press("ArrowRight")
    read = shown.get_by_role("status").inner_text()
    assert ": " in read
    tip = page.locator(".tip")
    assert [part.strip() for part in tip.locator("dd").all_inner_texts()] == [
        part.partition(": ")[2] for part in read.split("; ")
    ]
    page.keyboard.press("ArrowRight")
    assert shown.get_by_role("status").inner_text() != read
    page.keyboard.press("Escape")
    assert not tip.is_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    shown.get_by_role("button", name=f"Explore: {title}").wait_for()
    assert shown.locator(".drawing svg").is_visible()
    assert page.locator(".tip, .interactive").count() == 0
    assert all(url.startswith(("data:", "file:")) for url in page.asked)
    assert page.complaints == []


def test_every_chart_of_a_large_brief_can_be_explored(opened, largest):
    """Any spec that the library of the browser takes otherwise than that of the drawings fails here."""
    for name in ("countries/kazakhstan", "organizations/osce", "region/central-asia", "themes/outlook"):
        page = opened(largest[name])
        buttons = page.locator(BUTTONS)
        assert buttons.count() > 1, name
        for number in range(buttons.count()):
            buttons.nth(number).click()
            shown = figure(page, number)
            shown.locator(".interactive svg").wait_for()
            told = shown.locator(".interactive").evaluate(
                "e => [...e.querySelectorAll('svg *')].map(part => part.__data__?.tooltip)"
                ".filter(value => value && typeof value === 'object')"
            )
            assert told, f"{name}: chart {number} tells nothing"
            size = "e => ['width', 'height'].map(name => Number(e.getAttribute(name)))"
            drawn, live = (
                shown.locator(f".drawing{kind} svg").first.evaluate(size) for kind in ("[hidden]", ".interactive")
            )
            assert live == pytest.approx(drawn, rel=0.06), f"{name}: chart {number}"
        assert page.complaints == []


def test_pointing_at_a_mark_shows_its_values(opened, pages):
    page = opened(pages["countries/alvonia"])
    page.locator(BUTTONS).first.click()
    chart = figure(page, 0).locator(".interactive")
    chart.wait_for()
    mark = chart.evaluate_handle("e => [...e.querySelectorAll('svg path')].find(part => part.__data__?.tooltip)")
    mark.as_element().hover()
    assert page.locator(".tip dt").count() > 0


def test_a_brief_alone_keeps_its_drawing_and_says_why(opened, pages, tmp_path):
    alone = shutil.copy(pages["countries/alvonia"], tmp_path / "alvonia.html")
    page = opened(alone)
    page.locator(BUTTONS).first.click()
    said = figure(page, 0).get_by_role("status")
    said.filter(has_text="needs the whole site").wait_for()
    assert figure(page, 0).locator(".drawing svg").is_visible()
    assert page.locator(BUTTONS).first.inner_text() == "Explore"


def test_without_a_script_or_on_paper_there_is_no_button(opened, pages):
    page = opened(pages["countries/alvonia"], java_script_enabled=False)
    assert page.locator(BUTTONS).count() == 0
    assert page.locator("figure.chart .drawing svg").first.is_visible()
    page = opened(pages["countries/alvonia"])
    assert page.locator(BUTTONS).first.is_visible()
    page.emulate_media(media="print")
    assert not page.locator(BUTTONS).first.is_visible()
