"""`pactbook import` on sound files: what is written, what is left out, and what is said of both."""

import dataclasses
import json
import os
import time

import frictionless
import pandas as pd
import pytest
from published_sets import MADE_UP, MAKERS, PARTIES, SPENDING, make_text, make_zip

from pactbook import cli
from pactbook.ingest import package, tables
from pactbook.ingest.published import importing


@pytest.mark.parametrize("name", MAKERS)
def test_what_is_written_is_a_valid_data_package(importer, name):
    """Others read the set with tools of their own, and the check of sources reads it as any data package."""
    assert importer.run(importer.file(name))[0] == 0
    path = importer.data / "published" / name / "datapackage.json"
    assert frictionless.validate(str(path)).flatten(["title", "message"]) == []
    read = tables.read(package.read(path))
    assert set(read) == {*next(one.tables for one in MADE_UP if one.name == name), "sources"}
    assert all(len(frame) for frame in read.values())


def test_rows_of_countries_that_the_package_lacks_are_left_out(importer):
    status, out, _ = importer.run(importer.file("atlas"))
    assert status == 0
    written = importer.table("atlas", "military_expenditure")
    assert written[["iso3", "year", "usd_millions"]].to_numpy().tolist() == [
        ["AAA", "2015", "210.5"],
        ["AAA", "2016", "222"],
        ["BBB", "2015", "1e-05"],
    ]
    assert "read: 4 rows\n" in out
    assert "written: military_expenditure: 3 rows; without 1 row of countries that the package lacks\n" in out
    assert "countries that the package lacks: 1, by rows\n        1  RUR\n" in out


def test_all_countries_may_be_kept(importer):
    status, out, _ = importer.run("--all-countries", importer.file("atlas"))
    assert status == 0
    assert list(importer.table("atlas", "military_expenditure")["iso3"]) == ["AAA", "AAA", "BBB", "RUR"]
    assert "package lacks" not in out


def test_an_agreement_stays_with_two_parties_of_the_package(importer):
    """One with a single known party would say nothing of the package's countries among each other."""
    out = importer.run(importer.file("treaties"))[1]
    # t-1 has AAA and BBB; t-2 only AAA of two, t-3 none; t-4 has one party in the file, and it stays
    assert list(importer.table("treaties", "agreements")["agreement_id"]) == ["t-1", "t-4"]
    parties = importer.table("treaties", "agreement_parties")
    assert parties[["agreement_id", "iso3"]].to_numpy().tolist() == [["t-1", "AAA"], ["t-1", "BBB"], ["t-4", "AAA"]]
    assert "written: agreements: 2 rows; without 2 rows of countries" in out
    assert "cells that a spreadsheet would take for a formula: 2" in out  # the titles begin with =
    assert importer.table("treaties", "agreements")["title"][0] == "=Treaty t-1"  # as the publisher wrote it


def test_a_list_is_cut_to_the_packages_countries(importer):
    out = importer.run(importer.file("clashes"))[1]
    rows = importer.table("clashes", "incidents")
    assert rows[["incident_id", "countries"]].to_numpy().tolist() == [["json-1", "BBB;CCC"], ["json-2", "AAA"]]
    assert "lists cut to the package's countries: 1 row\n        1  incidents.countries\n" in out


def test_what_is_left_out_is_told_with_the_biggest_first(importer):
    path = importer.folder / "more.csv"
    make_text(path, [*SPENDING, ("Alvonia", 2017, "..."), ("Zembla", 1, 1), ("Zembla", 2, 1), ("Zenda", 1, 1)])
    out = importer.run("atlas", path)[1]
    assert "left out: 1 row\n        1  no value\n" in out
    assert "no country: 3 rows\n        2  Zembla\n        1  Zenda\n" in out
    told = json.loads(importer.run("--json", path)[1])
    assert told["no_countries"] == {"Zembla": 2, "Zenda": 1}
    assert told["left_out"] == {"no country with a code: Zembla": 2, "no country with a code: Zenda": 1, "no value": 1}
    assert told["rows_read"] == sum(told["left_out"].values()) + sum(
        table["rows"] + table["of_other_countries"] for table in told["tables"].values()
    )


def test_terms_citation_and_notes_are_told(importer):
    out = importer.run(importer.file("atlas"))[1]
    assert "note: A note.\nterms: CC-BY-4.0: Free with credit.\ncite: Atlas (atlas)\n" in out


def test_the_same_file_gives_the_same_bytes(importer):
    """Otherwise every import is a change of the data under version control."""
    path = importer.file("treaties")
    importer.run(path)
    first = importer.state()
    os.utime(path, (0, 0))
    importer.run(path)
    assert importer.state() == first


def test_a_new_import_replaces_the_one_before_and_says_what_changed(importer):
    path = importer.file("atlas")
    assert ", for the first time" in importer.run(path)[1]
    # AAA 2015 revised, AAA 2016 gone, BBB 2015 as it was, CCC 2015 new
    make_text(path, [("Alvonia", 2015, 211), ("Bethania", 2015, 1e-5), ("Gammaland", 2015, 3)])
    out = importer.run(path)[1]
    assert "against edition 7.1, there before: military_expenditure: 1 new, 1 gone, 1 revised\n" in out
    told = json.loads(importer.run("--json", path)[1])
    assert told["tables"]["military_expenditure"]["changes"] == {"new": 0, "gone": 0, "revised": 0}
    assert told["before"]["edition"] == "7.1"


def test_a_new_edition_with_the_same_facts_changes_no_row(importer, monkeypatch):
    """Its source has another name; were that a change, every row would be one with every edition."""
    import published_sets

    path = importer.file("atlas")
    importer.run(path)
    before = importer.table("atlas", "military_expenditure")
    monkeypatch.setattr(published_sets, "SOURCE_EDITION", 2)
    told = json.loads(importer.run("--json", path)[1])
    assert told["tables"]["military_expenditure"]["changes"] == {"new": 0, "gone": 0, "revised": 0}
    assert list(importer.table("atlas", "military_expenditure")["source_ids"]) != list(before["source_ids"])


def test_files_of_one_set_are_joined_and_of_the_same_row_the_first_stays(importer):
    """A publisher gives an indicator or a country in a file each; the second must not replace the first."""
    first, second = importer.folder / "one.csv", importer.folder / "two.csv"
    make_text(first, [("Bethania", 2015, 5)])
    make_text(second, [("Alvonia", 2015, 7), ("Bethania", 2015, 9)])
    told = json.loads(importer.run("--json", first, second)[1])
    rows = importer.table("atlas", "military_expenditure")
    assert rows[["iso3", "usd_millions"]].to_numpy().tolist() == [["AAA", "7"], ["BBB", "5"]]
    assert told["left_out"] == {"stands in a file given before": 1}
    assert told["rows_read"] == 3
    assert [file["name"] for file in told["files"]] == ["one.csv", "two.csv"]


def test_of_several_files_the_one_of_another_set_is_named(importer):
    state = importer.state()
    status, _, err = importer.run(importer.file("atlas"), importer.file("clashes"))
    assert status == 1
    assert "clashes.json: is not Set of atlas (atlas)" in err
    assert importer.state() == state


def test_it_may_be_written_elsewhere(importer):
    into = importer.folder / "else" / "where"
    state = importer.state()
    assert importer.run("--into", into, importer.file("atlas"))[0] == 0
    assert sorted(path.name for path in (into / "atlas").iterdir()) == [
        "datapackage.json",
        "military_expenditure.csv",
        "sources.csv",
    ]
    assert importer.state() == state


def test_the_description_says_what_was_imported(importer):
    importer.run(importer.file("clashes"))
    described = json.loads((importer.data / "published" / "clashes" / "datapackage.json").read_text(encoding="utf-8"))
    record = described["pactbook:import"]
    (file,) = record.pop("files")
    assert (file["name"], len(file["sha256"])) == ("clashes.json", 64)
    assert record == {
        "set": "clashes",
        "edition": "2",
        "retrieved": "2024-05-01",
        "rows_read": 3,
        "rows": {"incidents": 2},
        "left_out": {},
        "countries": "package",
        "of_other_countries": {"incidents": 1},
        "notes": [],
    }
    assert described["licenses"] == [{"name": "CC-BY-4.0", "title": "Free with credit."}]
    assert described["sources"] == [{"title": "Atlas (clashes)", "path": "https://clashes.example/data"}]


def test_the_list_says_where_to_get_each_set_and_how_to_cite_it(importer):
    status, out, _ = importer.run("--list")
    assert status == 0
    assert "atlas: Set of atlas (Atlas Institute)\n  get it   https://atlas.example/data\n" in out
    assert "  terms    CC-BY-4.0: Free with credit.\n  cite     Atlas (atlas)\n  tables   military_expenditure\n" in out
    told = json.loads(importer.run("--list", "--json")[1])
    assert [one["name"] for one in told] == [one.name for one in MADE_UP]
    assert told[0]["tables"] == ["military_expenditure"]


def test_a_set_larger_than_memory_is_cut_while_it_is_read(importer, monkeypatch):
    """It is asked for the package's countries, and for all only where all are wanted."""
    from pactbook.ingest.published import sets

    asked = []

    def read_for(path, progress, countries):
        asked.append(countries)
        return MADE_UP[0].read(path, progress)

    monkeypatch.setattr(sets, "SETS", (dataclasses.replace(MADE_UP[0], read_for=read_for),))
    assert importer.run(importer.file("atlas"))[0] == 0
    assert importer.run("--all-countries", importer.file("atlas"))[0] == 0
    assert asked == [frozenset({"AAA", "BBB", "CCC", "DDD"})]


@pytest.mark.parametrize("given", [[], ["a", "b", "c"], ["--list", "a"]])
def test_a_command_that_cannot_be_understood_ends_with_2(importer, given):
    status, out, err = importer.run(*given)
    assert (status, out, err.count("\n")) == (2, "", 1)


def test_a_set_that_does_not_exist_ends_with_2_and_names_the_nearest(importer):
    status, _, err = importer.run("atlos", importer.file("atlas"))
    assert status == 2
    assert err.startswith("pactbook import: 'atlos' is no set; is it 'atlas'? The sets are atlas, ledger, ")


def test_a_file_of_another_set_is_refused_with_what_it_is(importer):
    line = importer.refused(importer.file("clashes"), "atlas")
    assert line.endswith("clashes.json: is not Set of atlas (atlas): it looks like Set of clashes (clashes)\n")


def test_a_file_that_may_be_two_sets_is_not_guessed_at(importer, monkeypatch):
    from pactbook.ingest.published import sets

    monkeypatch.setattr(sets, "SETS", (*MADE_UP, dataclasses.replace(MADE_UP[0], name="twin")))
    line = importer.refused(importer.file("atlas"))
    assert "may be Set of atlas (atlas) or Set of atlas (twin); say which: `pactbook import atlas FILE`" in line
    assert importer.run("twin", importer.file("atlas"))[0] == 0


def test_nothing_is_drawn_where_nobody_looks(importer):
    assert importer.run(importer.file("atlas"))[2] == ""


def test_a_bar_is_drawn_on_a_terminal_while_a_long_file_is_read(importer, monkeypatch):
    """A file of a million rows takes minutes; without a bar an editor thinks that it hangs."""
    from pactbook.commands import import_

    shown = []
    monkeypatch.setattr(import_, "PATIENCE", 0.01)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    with import_._bar("A [set]") as progress:
        progress(5, 10)
        time.sleep(0.1)
        shown.append(progress)
    assert shown
    assert "A [set]" in importer.capsys.readouterr().err


def test_an_importer_that_misreads_a_file_is_stopped_before_anything_is_written(importer, monkeypatch):
    """An edition with new codes would otherwise stand in the package with values that no rule allows."""
    from pactbook.ingest.published import sets

    def misread(change):
        def read(path, progress):
            found = MADE_UP[0].read(path, progress)
            change(found.tables)
            return found

        return (dataclasses.replace(MADE_UP[0], read=read),)

    def doubled(found):
        frame = found["military_expenditure"]
        found["military_expenditure"] = pd.concat([frame, frame.head(1)], ignore_index=True)

    def set_cell(column, value):
        return lambda found: found["military_expenditure"].__setitem__(column, value)

    cases = [
        (doubled, "table military_expenditure: two rows have the key 'AAA/2015/current'"),
        (set_cell("mark", "guess"), "row 2, column mark: 'guess' is not one of: estimate, uncertain"),
        (set_cell("price_basis", pd.NA), "row 2, column price_basis: is empty, and a value is required"),
        (set_cell("usd_millions", -1.0), "row 2, column usd_millions: '-1' is less than 0"),
        (set_cell("note", "a\0b"), "row 2, column note: 'a\\x00b' holds a control character"),
        (set_cell("note", "x" * 10_001), "row 2, column note: has 10,001 characters, and 10,000 are the most"),
        (set_cell("source", "x"), "table military_expenditure has other columns than the package describes: source"),
        (lambda found: found.clear(), "gives the tables , expected military_expenditure"),
    ]
    for change, expected in cases:
        monkeypatch.setattr(sets, "SETS", misread(change))
        assert expected in importer.refused(importer.file("atlas"))


def test_a_row_without_its_source_is_refused(importer, monkeypatch):
    import published_sets

    importer.file("atlas")
    monkeypatch.setattr(published_sets, "source", lambda _name: published_sets.sources([]))
    assert "column source_ids: 'atlas-1' is not described" in importer.refused(importer.file("atlas"))


def test_a_package_that_cannot_be_read_is_named(importer):
    (importer.data / "countries.csv").write_bytes(b"")
    line = importer.refused(importer.file("atlas"))
    assert "countries.csv: is empty; it needs at least the header row" in line
    (importer.data / "datapackage.json").write_bytes(b"{")
    assert "datapackage.json: is not JSON" in importer.refused(importer.file("atlas"))


def test_a_config_that_is_missing_ends_in_one_line(importer):
    importer.config.unlink()
    assert "cannot be read" in importer.refused(importer.file("atlas"))


def test_no_set_can_stand_twice_under_one_name():
    """The command would take the first of them for both."""
    from pactbook.ingest.published import sets

    assert len(sets.BY_NAME) == len(sets.SETS)
    assert cli.main(["import", "--list", "--json"]) == 0


def test_parties_of_the_made_up_treaties_are_what_the_tests_think(importer):
    path = importer.folder / "all.zip"
    make_zip(path)
    assert importer.run("--all-countries", path)[0] == 0
    assert len(importer.table("treaties", "agreement_parties")) == len(PARTIES)


def test_a_file_that_changes_while_it_is_read_is_refused(importer, monkeypatch):
    """Its checksum in the description would be that of another file."""
    path, read = importer.file("atlas"), importing._read

    def changing(path, *rest):
        imported = read(path, *rest)
        path.write_bytes(path.read_bytes() + b"\n")
        return imported

    monkeypatch.setattr(importing, "_read", changing)
    assert "was changed while it was read" in importer.refused(path)


@pytest.mark.parametrize("resources", ["", ', "resources": [{"path": 5}]', ', "resources": [{"path": ""}]'])
def test_a_spoilt_description_of_the_import_before_ends_in_one_line(importer, resources):
    path = importer.file("atlas")
    importer.run(path)
    description = importer.data / "published" / "atlas" / "datapackage.json"
    description.write_text(f'{{"pactbook:import": {{"set": "atlas"}}{resources}}}', encoding="utf-8")
    assert "is not as an import writes it" in importer.refused(path)
