"""If these fail, a reader who opened the site from a folder, without a mouse or a network, finds nothing in it."""

import pytest

pytestmark = pytest.mark.browser


@pytest.fixture
def opened(load, pages):
    """Opens the page of the search at a query."""
    address = pages["index"].with_name("search.html").as_uri()
    return lambda query="", **options: load(address + query, **options)


def test_a_search_by_keyboard_leads_to_the_chapter(opened):
    page = opened()
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.type("alvonia exercises")
    page.keyboard.press("Enter")
    assert page.locator("#found").inner_text().endswith("for “alvonia exercises”.")
    assert page.url.endswith("search.html?q=alvonia%20exercises")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Alvonia: Exercises"
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/countries/alvonia.html#exercises")
    assert page.locator("#exercises").is_visible()
    assert all(url.startswith(("data:", "file:")) for url in page.asked)
    assert page.complaints == []
    page.go_back()
    assert page.locator("#results li").count() > 0


def test_a_link_to_a_search_holds_its_words(opened):
    page = opened("?q=alvonia+exercises")
    first = page.locator("#results li").first
    assert first.locator("a").first.inner_text() == "Alvonia: Exercises"
    assert first.locator("mark").count() > 0
    assert first.get_by_label("PDF of Alvonia, page 1").get_attribute("href") == "en/countries/alvonia.pdf#page=1"


@pytest.mark.parametrize("query", ["Ålvónia", "ALVON", "alvonja", "alvonia’s"])
def test_marks_beginnings_and_mistypings_find_the_subject_first(opened, query):
    page = opened()
    page.fill("[name=q]", query)
    page.keyboard.press("Enter")
    assert page.locator("#results a").first.inner_text() == "Alvonia"


def test_what_is_typed_is_never_markup(opened):
    page = opened("?q=%3Cimg+src%3Dx+onerror%3Dalert(1)%3E+alvonia")
    assert page.locator("#found").inner_text().startswith("No part of a brief has all of these words.")
    assert page.locator("main img").count() == 0
    assert page.complaints == []


def test_nothing_found_is_said(opened):
    page = opened("?q=zzqqxx")
    assert page.locator("#found").inner_text() == "Nothing is found for “zzqqxx”."
    assert page.locator("#found").get_attribute("role") == "status"


def test_many_results_come_in_parts_and_the_focus_goes_along(opened):
    page = opened("?q=a*+exercises+countries+data")
    page.fill("[name=q]", "data")
    page.keyboard.press("Enter")
    assert page.locator("#results li").count() == 20
    page.locator("#more").focus()
    page.keyboard.press("Enter")
    assert page.locator("#results li").count() > 20
    assert (
        page.evaluate("[...document.querySelectorAll('#results li')].findIndex(e => e.matches(':focus-within'))") == 20
    )


def test_without_a_script_the_page_says_what_to_do(opened):
    page = opened(java_script_enabled=False)
    assert page.get_by_text("This search needs JavaScript.").is_visible()
    assert not opened().get_by_text("This search needs JavaScript.").is_visible()


def test_results_fit_a_phone(opened):
    page = opened("?q=alvonia", width=320)
    assert page.locator("#results li").count() > 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
