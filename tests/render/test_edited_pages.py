"""If these fail, a reader takes an editor's words for computed ones, or an editor's change is lost in silence."""

import io
import re

import pypdf
import pytest

SIGNED = {"editor": "Ada <i>B</i>", "date": "2024-02-01", "sources": ["good"], "row": "editorial:x"}
ASIDE = re.compile(r'<aside class="editor-note".*?</aside>', re.DOTALL)


@pytest.fixture
def source(sample):
    """A source that the sample's own finding does not cite."""
    (cited,) = sample["findings"][0]["sources"]
    return next(each for each in sample["sources"] if each["source_id"] != cited)


@pytest.fixture
def edited(sample, source):
    words = SIGNED | {"text": "No drill <b>at all</b>.", "reason": "It is 5 < 6.", "sources": [source["source_id"]]}
    sample["findings"][0]["edited"] = words
    return sample


def note(source, section):
    return SIGNED | {"text": "A note <b>here</b>.", "section": section, "sources": [source["source_id"]]}


def judgement(text):
    return re.search(r'<section id="judgements".*?</section>', text, re.DOTALL)[0]


def test_a_reworded_finding_is_marked_and_the_computed_one_stays(edited, draw, source):
    shown = judgement(draw(edited))
    sentence, details = shown.split('<details class="computed">')
    assert "No drill &lt;b&gt;at all&lt;/b&gt;." in sentence
    assert "Edited by Ada &lt;i&gt;B&lt;/i&gt;, 1 February 2024" in sentence
    assert f'href="#source-{source["number"]}"' in sentence
    assert "No exercise under its framework" not in sentence
    assert "No exercise under its framework is recorded since 2004" in details
    assert "It is 5 &lt; 6." in details
    assert "Confidence: low" in sentence


def test_a_computed_finding_bears_no_mark(sample, draw):
    assert "signed" not in judgement(draw(sample))
    assert "computed" not in judgement(draw(sample))


def test_paper_shows_the_computed_sentence_too(edited, printed):
    """On paper nobody can open what is folded."""
    text = pypdf.PdfReader(io.BytesIO(printed(edited))).pages[0].extract_text()
    text = " ".join(text.split())
    assert "Edited by Ada <i>B</i>, 1 February 2024" in text
    assert "No exercise under its framework is recorded since 2004" in text


def test_notes_stand_in_their_chapter_or_beneath_the_judgements(sample, draw, source):
    sample["editorial"]["notes"] = [note(source, "exercises"), note(source, None)]
    text = draw(sample)
    places = [found.start() for found in ASIDE.finditer(text)]
    assert len(places) == 2
    assert text.index('<section id="judgements"') < places[0] < text.index('<section id="map"')
    after = [text.index(f'<section id="{key}"') for key in ("exercises", "coverage")]
    assert after[0] < places[1] < after[1]
    for found in ASIDE.findall(text):
        assert "A note &lt;b&gt;here&lt;/b&gt;." in found
        assert "Note by Ada &lt;i&gt;B&lt;/i&gt;, 1 February 2024" in found


def test_what_was_put_first_or_left_out_is_said(sample, draw):
    unseen = SIGNED | {"finding": "a_b", "about": None, "reason": "Why <b>not</b>.", "sources": []}
    sample["editorial"]["unseen"] = [unseen | {"action": "pin"}, unseen | {"action": "drop", "about": "BBB"}]
    text = draw(sample)
    assert "An editor has put first the finding a_b: Why &lt;b&gt;not&lt;/b&gt;." in text
    assert "An editor has left out the finding a_b on BBB: " in text


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"action": "pin", "why": "finding"}, "the data carries no finding a_b now, which was to be put first."),
        (
            {"action": "drop", "why": "finding", "about": "<b>"},
            "the data carries no finding a_b on &lt;b&gt; now, which was to be left out.",
        ),
        ({"action": "reword", "why": "weight"}, "other findings weigh more than a_b, which was reworded."),
        (
            {"action": "note", "why": "chapter", "finding": None, "section": "amrs"},
            "the brief has no chapter amrs now, to which a note belonged.",
        ),
    ],
)
def test_a_change_that_no_longer_applies_is_said(sample, draw, change, said):
    lost = {"finding": "a_b", "about": None, "section": None, "editor": "Ada", "date": "2024", "row": "editorial:x"}
    sample["editorial"]["lost"] = [lost | change]
    coverage = draw(sample).split('<section id="coverage"')[1]
    assert f"An editor's change no longer applies: {said}" in coverage


def test_an_editor_finds_the_codes_of_all_findings_on_the_page(sample, draw):
    """Without them nobody could name a finding in the table."""
    sample["further"] = ["light_one", "lighter_one"]
    text = draw(sample)
    assert "finding exercise_lapse: exercises:shield-2004" in text
    assert "light_one; lighter_one" in text
