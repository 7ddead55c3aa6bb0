"""If these fail, readers miss what changed, meet changes that lead nowhere, or take a draft for the last word."""

import io
import re
from pathlib import Path

import pypdf
import pytest
from untraced import untraced

from pactbook.render.formats import exact, significant, stated
from pactbook.render.html import page
from pactbook.render.pdf import WEB_FONTS, pdf

ROOT = Path(__file__).parents[2]
TEMPLATES, GEO = ROOT / "templates", ROOT / "data" / "geo"
BEFORE = {"edition": "2025-09", "as_of": "2025-09-30"}
PLAIN = {
    "kind": "new", "what": "row", "section": None, "label": "Exercise Shield <i>1</i>", "measure": None,
    "row": "exercises:shield-2004", "column": None, "old": None, "new": None, "unit": None, "date": None,
    "sources": ["good"], "weight": 0.5,
}  # fmt: skip
REVISED = PLAIN | {"kind": "revised", "column": "personnel_total", "old": 1200, "new": 1350, "unit": "persons"}


def changes(*listed, **other):
    return {"draft": True, "previous": BEFORE, "last_changed": "2025-12", "changes": list(listed)} | other


@pytest.fixture
def shown(sample):
    """The page of the sample with some changes."""
    return lambda *listed, **other: page(sample, TEMPLATES, GEO, changes(*listed, **other))


def part(text, ident):
    found = re.search(rf'<section id="{ident}".*?</section>', text, re.DOTALL)
    return " ".join(re.sub(r"<[^>]*>", " ", found[0]).split()) if found else None


def lost(text):
    """Numbers of changes that lead nowhere; the sample's own are made up."""
    return [found for found in untraced(text) if "hield" in found or "change" in found]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, "New Exercise Shield &lt;i&gt;1&lt;/i&gt; ["),
        ({"new": 12, "unit": "persons"}, ": 12 persons ["),
        ({"new": "2025-10-07", "date": "2025-10-07"}, ": 7 October 2025 ["),
        ({"date": "2025-10"}, " (October 2025) ["),
        ({"kind": "revised", "old": 1200, "new": 1350.5, "unit": "persons"}, ": from 1,200 to 1,350.5 persons ["),
        ({"kind": "revised", "old": None, "new": 3.4, "unit": "percent"}, ": from n/a to 3.4 % ["),
        ({"kind": "revised", "old": 3.4, "new": None, "unit": "percent"}, ": from 3.4 % to n/a ["),
        ({"kind": "corrected", "column": "first_year", "old": 1998, "new": 1999}, ", first year: from 1998 to 1999 ["),
        ({"kind": "corrected", "old": False, "new": True}, ": from no to yes ["),
        ({"kind": "ended", "column": "end", "new": "2025-10"}, ", end: October 2025 ["),
        ({"kind": "ended", "old": "active"}, ": was active ["),
        ({"kind": "withdrawn", "old": 4500, "unit": "persons"}, ": was 4,500 persons ["),
        ({"kind": "revised", "old": 0, "new": -3}, ": from 0 to −3 ["),
    ],
)  # fmt: skip
def test_a_change_is_said_from_old_to_new_with_its_unit_and_gaps_as_gaps(shown, change, said):
    assert said in part(shown(PLAIN | change), "changes")


@pytest.mark.parametrize("kind", ["new", "ended", "revised", "corrected", "withdrawn"])
def test_the_kind_of_a_change_is_a_word(shown, kind):
    assert part(shown(PLAIN | {"kind": kind}), "changes").split(" ", 6)[5] == kind.capitalize()


def test_a_change_leads_to_its_sources_and_its_row(shown):
    text = shown(REVISED)
    assert re.search(r'1,350 persons <span class="cite">\[<a href="#source-\d+">\d+</a> · <a href="#row-\d+"', text)
    assert lost(text) == []


def test_a_source_that_the_brief_does_not_list_is_named_and_linked_only_if_it_is_of_the_web(shown):
    known = {
        "there": {"publisher": "A & B", "title": 'The "x"', "url": "https://example.org/a"},
        "bad": {"publisher": "C", "title": "D", "url": "javascript:alert(1)"},
    }
    change = REVISED | {"row": "exercises:gone", "sources": ["there", "no_longer", "unknown"]}
    text = shown(change, sources=known | {"no_longer": known["bad"]})
    assert '<a href="https://example.org/a" title="The &#34;x&#34;">A &amp; B</a>' in text
    assert '<span title="D">C</span>, unknown]' in text
    assert "javascript" not in part(text, "changes")
    assert lost(text) == []


def test_a_changed_figure_leads_to_its_chapter(shown):
    figure = REVISED | {"what": "figure", "row": None, "section": "exercises", "measure": "Exercises a year"}
    assert '<a href="#exercises">Exercises a year</a>]' in shown(figure)
    nowhere = shown(figure | {"section": "nowhere", "sources": []})
    assert "#nowhere" not in nowhere
    assert lost(nowhere)  # and the test of all pages would say so


def test_without_an_edition_before_nothing_is_said(shown):
    assert part(shown(previous=None), "changes") is None


def test_that_nothing_changed_is_one_sentence(shown):
    assert part(shown(last_changed="2025-06"), "changes") == (
        "What changed since edition 2025-09 Nothing in the content of the brief (state of edition 2025-09: "
        "30 September 2025)."
    )
    assert "is new in edition 2025-12." in part(shown(PLAIN, new_brief=True), "changes")


def test_page_one_holds_the_biggest_changes_and_a_chapter_all(shown):
    many = [PLAIN | {"label": f"Shield number {number}"} for number in range(70)]
    text = shown(*many)
    first = part(text, "changes")
    assert "Shield number 2 " in first
    assert "Shield number 3 " not in first
    assert "All 70 changes: 70 new" in first
    chapter = part(text, "all-changes")
    assert "Shield number 39 " in chapter
    assert "Shield number 40 " not in chapter
    assert 'href="../../editions/2025-12.html">the page of edition 2025-12</a> holds all' in text
    assert text.index('id="coverage"') < text.index('id="all-changes"') < text.index('id="notes"')
    assert lost(text) == []


def test_four_changes_need_no_chapter(shown):
    text = shown(*[PLAIN] * 4)
    assert text.count('<li class="change">') == 4
    assert "all-changes" not in re.sub(r"<style.*?</style>", "", text, flags=re.DOTALL)


def test_judgements_stay_on_page_one_of_the_pdf_whatever_changed(shown):
    text = shown(*[PLAIN | {"label": "A name of many words that fills a line and more than one " * 3}] * 50)
    _, numbers = pdf(WEB_FONTS.sub("", text), "A4")
    assert numbers["chapters"]["judgements"] == numbers["chapters"]["changes"] == 1
    assert numbers["chapters"]["all-changes"] > 1


def printed(text):
    reader = pypdf.PdfReader(io.BytesIO(pdf(WEB_FONTS.sub("", text), "A4")[0]))
    return [" ".join(sheet.extract_text().split()) for sheet in reader.pages]


def test_a_draft_says_so_on_every_page_until_it_is_frozen(shown):
    draft, frozen = shown(REVISED), shown(REVISED, draft=False)
    assert "<b>Draft</b> of edition 2025-12" in draft
    assert all("Draft of edition 2025-12, not frozen" in sheet for sheet in printed(draft))
    assert "Draft" not in frozen
    assert not any("Draft" in sheet for sheet in printed(frozen))


def test_a_past_edition_says_so_and_leads_to_the_present_brief(shown):
    past = {"present": "../../../en/countries/longland.html", "edition": "../../2025-12.html"}
    text = shown(REVISED, draft=False, past=past)
    assert "<b>Past edition</b> 2025-12" in text
    assert '<a href="../../../en/countries/longland.html">Present brief</a>' in text
    assert "There is no present brief" in shown(REVISED, past=past | {"present": None})
    assert all("Past edition" in sheet for sheet in printed(text))


@pytest.mark.parametrize(
    ("last", "previous", "said"),
    [
        ("2025-09", BEFORE, "last changed in 2025-09"),
        ("2025-12", BEFORE, "changed in this edition"),
        ("2025-12", None, "first edition"),
        (None, None, ""),
    ],
)
def test_the_date_line_names_the_edition_of_the_last_change(shown, last, previous, said):
    line = re.search(r'<span class="edition">(.*?)</span>', shown(last_changed=last, previous=previous))[1]
    assert line.split(" · ")[3:] == ([said] if said else [])


@pytest.mark.parametrize(
    ("value", "text"), [(1234.5, "1,234.5"), (-0.000001, "−0.000001"), (-0.0, "0"), (100, "100"), (0.1 + 0.2, "0.3")]
)
def test_numbers_that_differ_never_look_the_same(value, text):
    assert exact(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0230769, "0.0231"), (0.499951, "0.5"), (-12.345, "−12.3"), (1234.56, "1,235"), (0.0, "0"), (99.96, "100")],
)
def test_a_computed_number_has_three_significant_digits(value, text):
    assert significant(value) == stated(value, computed=True) == text
    assert stated(1234567, computed=True) == "1,234,567"


@pytest.mark.parametrize(
    ("value", "column", "text"),
    [
        (2004, "delivered_to", "2004"), (2004, "yearly", "2,004"), ("2004-13", None, "2004-13"),
        ("2004-10-07", None, "7 October 2004"), ("", None, "n/a"), ("Kant 2004", None, "Kant 2004"),
    ],
)  # fmt: skip
def test_values_are_stated_as_what_they_are(value, column, text):
    assert stated(value, column) == text
