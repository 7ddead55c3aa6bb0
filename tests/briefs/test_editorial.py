"""If these fail, a brief does not say what its editor decided, or hides that an editor decided it."""

import datetime
import json
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from pactbook.briefs import editorial, job
from pactbook.briefs.assemble import key_judgements
from pactbook.briefs.build import build
from pactbook.ingest import edition, package, tables

BRIEF = "countries/alvonia"
REGION = tables.read(package.read(Path(__file__).parents[1] / "region" / "data" / "datapackage.json"))
SETTINGS = {
    "edition": {"id": "2025-12", "title": "Region", "as_of": "2025-12-31", "since": 1991},
    "countries": {"roles": ["core", "power", "neighbour"], "minimum_rows": 1},
    "palette": {},
    "engagement": {"weights": {"agreements": 1, "exercises": 1, "facilities": 1, "arms": 1, "assistance": 1}},
}
COLUMNS = ("edit_id", "brief", "action", "finding", "about", "text", "section", "editor", "reason", "date")


def change(edit_id, action, finding=None, **cells):
    given = {"edit_id": edit_id, "brief": BRIEF, "action": action, "finding": finding, **cells}
    return {name: given.get(name) for name in COLUMNS} | {
        "row": f"editorial:{edit_id}",
        "editor": "Ada",
        "reason": "Because.",
        "date": "2024-02",
        "source_ids": tuple(given.get("source_ids", ())),
    }


def table(*changes):
    frame = pd.DataFrame(list(changes))
    return frame.astype(dict.fromkeys(("row", *COLUMNS), "string"))


def edit(changes, findings, chapters=("arms",)):
    return editorial.edit(SimpleNamespace(tables={"editorial": table(*changes)}), BRIEF, findings, chapters)


def found(code, weight, **more):
    return {
        "code": code,
        "about": None,
        "weight": weight,
        "values": {"n": 1},
        "section": code,
        "measure": "Pace",
        "rows": [f"a:{code}"],
        "confidence": "high",
    } | more


def codes(findings):
    return [each["code"] for each in findings]


def test_a_dropped_finding_is_gone_and_the_brief_says_so():
    edited = edit([change("x", "drop", "b")], [found("a", 0.1), found("b", 0.9)])
    assert codes(edited.findings) == ["a"]
    assert edited.unseen == [
        {
            "action": "drop",
            "finding": "b",
            "about": None,
            "reason": "Because.",
            "editor": "Ada",
            "date": "2024-02",
            "sources": [],
            "row": "editorial:x",
        }
    ]


def test_pinned_findings_come_first_in_the_order_of_the_ids():
    findings = [found(code, weight) for code, weight in (("a", 0.9), ("b", 0.2), ("c", 0.1))]
    edited = edit([change("2", "pin", "b"), change("1", "pin", "c")], findings)
    assert codes(key_judgements(edited.findings, edited.pinned)) == ["c", "b", "a"]
    assert [each["row"] for each in edited.unseen] == ["editorial:1", "editorial:2"]


def test_a_pinned_finding_outlasts_the_cut_to_the_weightiest():
    """Six weigh more; without the pin the seventh would not be shown."""
    findings = [found(f"c{place}", 0.9) for place in range(6)] + [found("light", 0.01)]
    edited = edit([change("x", "pin", "light")], findings)
    assert codes(key_judgements(edited.findings, edited.pinned)) == ["light", "c0", "c1", "c2", "c3", "c4"]


def test_all_pinned_findings_are_kept_however_many():
    findings = [found(f"c{place}", 0.5) for place in range(9)]
    edited = edit([change(f"x{place}", "pin", f"c{place}") for place in range(8)], findings)
    assert codes(key_judgements(edited.findings, edited.pinned)) == [f"c{place}" for place in range(8)]


def test_a_pin_of_a_code_takes_the_weightiest_alone():
    """A brief shows one finding of each code."""
    edited = edit([change("x", "pin", "a")], [found("a", 0.2), found("a", 0.4), found("b", 0.9)])
    shown = key_judgements(edited.findings, edited.pinned)
    assert [(each["code"], each["weight"]) for each in shown] == [("a", 0.4), ("b", 0.9)]


def test_a_reworded_finding_keeps_what_was_computed():
    """The computed sentence must still be there to compare, with its rows and its confidence."""
    before = found("a", 0.5)
    edited = edit([change("x", "reword", "a", text="So.", source_ids=("s",))], [before, found("b", 0.4)])
    words = {"text": "So.", "reason": "Because.", "editor": "Ada", "date": "2024-02", "sources": ["s"]}
    assert edited.findings == [found("a", 0.5) | {"edited": words | {"row": "editorial:x"}}, found("b", 0.4)]
    assert "edited" not in before


def test_a_finding_may_be_reworded_and_pinned():
    edited = edit([change("1", "pin", "a"), change("2", "reword", "a", text="So.")], [found("a", 0.5)])
    assert edited.pinned[0]["edited"]["text"] == "So."
    assert edited.lost == []


def test_about_chooses_among_findings_of_one_code():
    """An edit on one neighbour would change what is said of another."""
    findings = [found("a", 0.5, about="BBB"), found("a", 0.6, about="CCC"), found("a", 0.7)]
    edited = edit([change("x", "drop", "a", about="BBB")], findings)
    assert [each.get("about") for each in edited.findings] == ["CCC", None]
    edited = edit([change("x", "drop", "a")], findings)
    assert edited.findings == []


def test_notes_go_to_their_chapter_or_to_the_key_judgements():
    notes = [
        change("1", "note", text="On arms.", section="arms", source_ids=("s",)),
        change("2", "note", text="On all.", source_ids=("s",)),
    ]
    edited = edit(notes, [])
    assert [(each["section"], each["text"]) for each in edited.notes] == [("arms", "On arms."), (None, "On all.")]
    assert edited.notes[0].keys() == {"text", "section", "editor", "date", "sources", "row"}


def test_a_change_that_meets_nothing_is_named():
    """Silent, an editor would believe that the brief had been changed."""
    changes = [
        change("1", "drop", "gone"),
        change("2", "reword", "a", about="BBB", text="So."),
        change("3", "pin", "gone"),
        change("4", "note", text="On arms.", section="amrs"),
    ]
    edited = edit(changes, [found("a", 0.5)])
    assert codes(edited.findings) == ["a"]
    assert (edited.pinned, edited.notes, edited.unseen) == ([], [], [])
    assert [editorial.line(BRIEF, lost) for lost in edited.lost] == [
        f"{BRIEF}: editorial:1: drop of gone does not apply: the data carries no such finding now",
        f"{BRIEF}: editorial:2: reword of a on BBB does not apply: the data carries no such finding now",
        f"{BRIEF}: editorial:3: pin of gone does not apply: the data carries no such finding now",
        f"{BRIEF}: editorial:4: note in amrs does not apply: the brief has no such chapter now",
    ]


def test_a_reworded_finding_that_is_not_shown_is_named():
    findings = [found(f"c{place}", 0.9) for place in range(6)] + [found("light", 0.01)]
    edited = edit([change("1", "reword", "light", text="So."), change("2", "reword", "c0", text="So.")], findings)
    (lost,) = editorial.outweighed(edited, key_judgements(edited.findings, edited.pinned))
    assert (lost["finding"], lost["why"]) == ("light", "weight")


def test_changes_to_other_briefs_stay_there():
    edited = edit([change("x", "drop", "a", brief="countries/betavia")], [found("a", 0.5)])
    assert codes(edited.findings) == ["a"]
    assert edited.lost == []


@pytest.fixture
def made(tmp_path):
    """Makes the briefs of the region from its tables, some of them replaced."""

    def make(as_of="2025-12-31", **replaced):
        settings = SETTINGS | {"edition": SETTINGS["edition"] | {"as_of": as_of}}
        cut = edition.cut(REGION | replaced, datetime.date.fromisoformat(as_of))
        tables.write(cut, tmp_path / "tables")
        paths = [tmp_path / "tables" / f"{name}.parquet" for name in cut]
        job.briefs(paths, settings, tmp_path / "briefs", tmp_path / "log")
        return (
            lambda brief: json.loads((tmp_path / "briefs" / f"{brief}.json").read_text(encoding="utf-8")),
            (tmp_path / "log").read_text(encoding="utf-8").splitlines(),
        )

    return make


def test_the_briefs_of_the_region_are_edited(made):
    brief, log = made()
    alvonia, alpha = brief(BRIEF), brief("organizations/alpha")
    reworded = {each["code"]: each["edited"]["row"] for each in alvonia["findings"] if "edited" in each}
    assert reworded == {"facility_closed": "editorial:alvonia-base"}
    assert "spending_gap" not in {*codes(alvonia["findings"]), *alvonia["further"]}
    assert [each["section"] for each in alvonia["editorial"]["notes"]] == ["geography"]
    assert alpha["findings"][0]["code"] == "latest_operation"
    assert not [line for line in log if "does not apply" in line]


def test_a_change_can_be_followed_to_its_row_and_its_sources(made):
    """A number in brackets would lead nowhere, and the page would fail on it."""
    gammaland = made()[0]("countries/gammaland")
    assert "editorial:gammaland-judgement" in gammaland["rows"]
    assert {"ep-almanac", "ep-bases"} <= {each["source_id"] for each in gammaland["sources"]}


def test_the_day_of_a_change_is_not_the_newest_fact(made):
    """The head of a brief would claim data up to the day on which an editor wrote."""
    changed = REGION["editorial"].assign(date="2025-06-30").astype({"date": "string"})
    assert made(editorial=changed)[0](BRIEF)["edition"]["data_to"] == made()[0](BRIEF)["edition"]["data_to"]


def test_an_edition_of_the_past_knows_earlier_changes_alone(made):
    brief, _ = made("2010-12-31")
    assert [each["row"] for each in brief(BRIEF)["editorial"]["notes"]] == ["editorial:alvonia-terrain"]
    assert brief(BRIEF)["editorial"]["unseen"] == []
    brief, _ = made("2010-04-30")
    assert brief(BRIEF)["editorial"]["notes"] == []


def test_the_log_names_changes_that_do_not_apply(made):
    changes = table(
        change("1", "drop", "gone"),
        change("2", "drop", "gone", brief="organizations/alpha-rapid"),  # it has no members, so no brief
    )
    brief, log = made(editorial=changes)
    assert f"{BRIEF}: editorial:1: drop of gone does not apply: the data carries no such finding now" in log
    assert "organizations/alpha-rapid: editorial:2 does not apply: the data calls for no such brief" in log
    assert [each["row"] for each in brief(BRIEF)["editorial"]["lost"]] == ["editorial:1"]


def test_a_package_without_the_table_and_one_without_rows_give_the_same_briefs(tmp_path):
    """Packages of other regions need not have it."""
    empty, without = REGION | {"editorial": REGION["editorial"].head(0)}, REGION.copy()
    del without["editorial"]
    build(empty, SETTINGS, tmp_path / "empty")
    build(without, SETTINGS, tmp_path / "without")
    made = {path.relative_to(tmp_path / "empty"): path.read_bytes() for path in (tmp_path / "empty").glob("*/*.json")}
    assert made
    for path, content in made.items():
        assert (tmp_path / "without" / path).read_bytes() == content
