"""Which source wins: if these fail, a brief shows another source's figure than the config says, or hides a doubt."""

import datetime as dt
import json
import shutil
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pactbook import cli, subjects
from pactbook.ingest import edition, job, precedence, tables, whole
from pactbook.ingest.package import Field, ListOf

ROOT = Path(__file__).parents[2]
SPENDING = [
    "iso3",
    "year",
    "usd_millions",
    "price_basis",
    "pct_gdp",
    "mark",
    "excluded",
    "note",
    "source_ids",
    "verified",
]
SOURCES = ["source_id", "publisher", "title", "url", "published", "kind", "reliability", "note", "verified"]
BANK = ["bank-2025", "Bank", "Figures of the world", "", "2025", "dataset", "A", "", "tool"]
ORDER = {"military_expenditure": ["curated", "bank"]}


def spending(iso3, year, usd, pct="", basis="constant_2024", source="bank-2025"):
    return [iso3, str(year), str(usd), basis, str(pct), "", "", "", source, "tool"]


@pytest.fixture
def bank(region):
    """A set that agrees on 2015, differs on 2016 in both columns, adds 2019, and knows a country that the region lacks.

    The region has AAA 2015: 210.5 and 1.1; 2016: 222 and 1.15; 2018: 9000.
    """
    rows = [
        spending("AAA", 2015, 211.2, 1.1),  # 0.7 of 211.2 is 0.33 %: the same
        spending("AAA", 2016, 300, 1.6),
        spending("AAA", 2019, 260),
        spending("XXX", 2016, 5),
    ]
    region.publish("bank", military_expenditure=[SPENDING, *rows], sources=[SOURCES, BANK, ["unused", *BANK[1:]]])
    return region


def test_the_first_set_wins_and_a_later_one_adds_what_the_first_lacks(bank):
    united, told = whole.read(bank.package, ORDER)
    frame = united["military_expenditure"].set_index("row")
    assert frame.loc["military_expenditure:AAA/2016/constant_2024", "usd_millions"] == 222
    assert frame.loc["military_expenditure:AAA/2019/constant_2024", "usd_millions"] == 260
    assert len(frame) == 7 + 1
    assert told == [
        "bank: 1 rows of military_expenditure left out, which name countries or the like that the package does not have"
    ]
    assert list(united["sources"]["source_id"])[6:] == ["bank-2025"]  # not the one that no row names


def test_cells_that_differ_beyond_rounding_are_kept_with_both_values(bank):
    found = whole.read(bank.package, ORDER)[0]["disagreements"]
    # 1.15 beside 1.6: both differ by more than 0.5 %, and by more than 0.05, half of the last decimal of 1.6.
    assert [tuple(row) for row in found[["about", "column", "value", "other"]].itertuples(index=False)] == [
        ("military_expenditure:AAA/2016/constant_2024", "usd_millions", "222", "300"),
        ("military_expenditure:AAA/2016/constant_2024", "pct_gdp", "1.15", "1.6"),
    ]
    assert list(found["size"]) == pytest.approx([78 / 300, 0.45 / 1.6])
    assert list(found["unit"]) == ["US$ million", "percent"]
    assert list(found["preferred"]) == ["curated", "curated"]
    assert list(found["source_ids"]) == [("bank-2025",)] * 2
    assert found["row"][0] == "disagreements:military_expenditure/AAA/2016/constant_2024/usd_millions/bank"


def test_turned_round_the_published_set_wins_and_ours_is_the_other_value(bank):
    united, _ = whole.read(bank.package, {"military_expenditure": ["bank", "curated"]})
    frame = united["military_expenditure"].set_index("row")
    assert frame.loc["military_expenditure:AAA/2016/constant_2024", "usd_millions"] == 300
    assert frame.loc["military_expenditure:AAA/2016/constant_2024", "source_ids"] == ("bank-2025",)
    assert list(united["disagreements"]["other"]) == ["222", "1.15"]
    assert list(united["disagreements"]["set"]) == ["curated", "curated"]


def test_without_the_name_curated_our_own_rows_are_left_out(bank):
    united, _ = whole.read(bank.package, {"military_expenditure": ["bank"]})
    assert list(united["military_expenditure"]["year"]) == [2015, 2016, 2019]
    assert united["disagreements"].empty
    assert list(united["disagreements"].columns) == precedence.COLUMNS


def test_without_a_precedence_only_our_rows_count_though_sets_lie_there(bank):
    united, told = whole.read(bank.package, {})
    assert len(united["military_expenditure"]) == 7
    assert "disagreements" not in united
    assert told == []


def test_the_job_writes_the_disagreements_beside_the_tables(bank, tmp_path):
    """The parquet is what the briefs read; an untyped column would fail there."""
    out = tmp_path / "tables"
    job.ingest(bank.package, "2025-12-31", out, tmp_path / "verdict", tmp_path / "log", ORDER)
    written = tables.load(sorted(out.iterdir()))
    assert len(written["disagreements"]) == 2
    assert written["disagreements"]["source_ids"][0] == ("bank-2025",)
    assert "bank: 1 rows of military_expenditure left out" in (tmp_path / "log").read_text()


def test_a_published_row_is_left_out_with_the_row_that_it_belongs_to(region):
    """A party of a treaty that the package lacks would be a tie to nothing; leaving out one may leave another alone."""
    agreements, parties = region.rows("agreements")[:2], region.rows("agreement_parties")[:2]
    new, link = list(agreements[1]), list(parties[1])
    new[0], link[0] = "pub-1", "pub-1"
    stray = ["pub-2", *link[1:]]
    abroad = list(link)
    abroad[1] = "XXX"
    region.publish("treaties", agreements=[agreements[0], new], agreement_parties=[parties[0], link, stray, abroad])
    order = {"agreements": ["curated", "treaties"], "agreement_parties": ["curated", "treaties"]}
    united, told = whole.read(region.package, order)
    assert "agreements:pub-1" in set(united["agreements"]["row"])
    added = [row for row in united["agreement_parties"]["row"] if ":pub" in row]
    assert added == [f"agreement_parties:pub-1/{link[1]}"]
    assert told[0].startswith("treaties: 2 rows of agreement_parties left out")
    only_parties, _ = whole.read(region.package, {"agreement_parties": ["curated", "treaties"]})
    assert not [row for row in only_parties["agreement_parties"]["row"] if ":pub" in row]


NUMBER = Field("usd", "number", unit="US$")
YEAR = Field("order_year", "integer")
DATE = Field("start", "string", is_date=True)
ITEMS = Field("focus", "string", list_of=ListOf(";", None, None))
WORD = Field("status", "string", enum=("a", "b"))


@pytest.mark.parametrize(
    ("field", "one", "other", "same"),
    [
        (NUMBER, 1000.0, 1005.0, True),  # 5 / 1005 is just below 0.5 %
        (NUMBER, 1000.0, 1006.0, False),
        (NUMBER, 1.2, 1.15, True),  # 1.15 may be printed as 1.2
        (NUMBER, 1.2, 1.14, False),
        (NUMBER, 3.0, 3.4, True),  # one is given in whole numbers
        (NUMBER, 0.0, 0.6, False),
        (Field("personnel", "integer", unit="persons"), 20000, 20100, True),  # 0.4975 %
        (YEAR, 2004, 2005, False),  # 0.05 % of a year is another year
        (YEAR, 2004, 2004, True),
        (DATE, "2004", "2004-10-07", True),
        (DATE, "2004-10", "2004-11", False),
        (ITEMS, ("a", "b"), ("b", "a"), True),
        (ITEMS, ("a",), ("b", "a"), False),
        (WORD, "a", "b", False),
    ],
)
def test_what_counts_as_the_same_value(field, one, other, same):
    assert precedence.agree(field, one, other) is same
    assert precedence.agree(field, other, one) is same


@given(st.floats(-1e9, 1e9), st.floats(-1e9, 1e9))
def test_agreement_has_no_direction_and_every_value_agrees_with_itself(one, other):
    assert precedence.agree(NUMBER, one, one)
    assert precedence.agree(NUMBER, one, other) == precedence.agree(NUMBER, other, one)


def test_what_is_worded_or_missing_is_no_disagreement(region):
    row = spending("AAA", 2016, 222, "", source="ep-milex")
    row[7] = "Another note."
    region.publish("bank", military_expenditure=[SPENDING, row])
    assert whole.read(region.package, ORDER)[0]["disagreements"].empty


def test_each_mistake_in_a_precedence_is_one_line(region):
    region.publish("bank", military_expenditure=[SPENDING], sources=[SOURCES, BANK])
    place = "region/published"
    told = "the config's precedence names it for military_expenditure, force_structure"
    assert region.lines({"military_expenditure": ["curated", "sipri"], "force_structure": ["sipri", "bank"]}) == [
        f"{place}/bank/datapackage.json: has no table force_structure, which the config's precedence expects of it",
        f"{place}/sipri/datapackage.json: no such file; a data package needs one; {told}",
    ]
    assert region.lines({"spending": ["bank"], "sources": ["bank"], "editorial": ["bank"]}) == [
        "region/datapackage.json: has no table 'spending', which the config's precedence names",
        "region/datapackage.json: the config's precedence names editorial, of which the package's own rows alone count",
        "region/datapackage.json: the config's precedence names sources, of which the package's own rows alone count",
    ]


def test_rows_of_a_published_set_are_judged_as_ours_and_named_by_their_file(region):
    """But a country that the package lacks is no mistake there."""
    bad = spending("AAA", 2016, "many", 120)
    unsourced = spending("XXX", 2017, 5, source="nobody")
    region.publish("bank", military_expenditure=[SPENDING, bad, unsourced], sources=[SOURCES, BANK])
    file = "region/published/bank/military_expenditure.csv"
    expected = [
        f"{file}:2: pct_gdp: '120' is more than 100",
        f"{file}:2: usd_millions: 'many' is not a number (digits and a decimal point, like 1500.5)",
        f"{file}:3: source_ids: 'nobody' is not in sources.source_id",
    ]
    assert region.lines(ORDER) == expected
    assert region.lines(every_set=True) == expected
    assert region.lines() == []  # a set that the edition does not use stops no build


def test_figures_of_a_publishers_own_table_may_be_old_or_below_zero(region):
    """A series of the World Bank or of the Correlates of War as it is published must not make the check fail."""
    region.publish("bank", military_expenditure=[SPENDING], sources=[SOURCES, BANK])
    folder = region.folder / "published" / "bank"
    described = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    fields = [{"name": "year", "type": "integer"}, {"name": "value", "type": "number"}]
    texts = [{"name": name, "type": "string"} for name in ("iso3", "unit", "source_ids")]
    schema = {"fields": [*texts[:1], *fields, *texts[1:]], "primaryKey": ["iso3", "year"]}
    described["resources"].append({"name": "growth", "path": "growth.csv", "schema": schema})
    (folder / "datapackage.json").write_text(json.dumps(described), encoding="utf-8")
    (folder / "growth.csv").write_text(
        "iso3,year,value,unit,source_ids\nAAA,1816,-8.5,percent,bank\n", encoding="utf-8"
    )
    assert region.lines(every_set=True) == []


def test_other_columns_than_the_packages_are_told(region):
    region.publish("bank", military_expenditure=[[*SPENDING[:-1], "checked"]])
    unknown, missing = region.lines(ORDER)
    assert missing == "region/published/bank/military_expenditure.csv:1: column 'verified' is missing"
    assert unknown.startswith("region/published/bank/military_expenditure.csv:1: column 'checked' is unknown")


def test_leaving_out_our_rows_must_leave_no_reference_without_its_row(region):
    header = region.rows("exercises")[0]
    region.publish("drills", exercises=[header])
    lines = region.lines({"exercises": ["drills"]})
    assert lines
    assert all("is in no set that the config's precedence names for exercises" in line for line in lines)
    assert region.lines({"exercises": ["drills", "curated"]}) == []


def test_uniting_does_not_depend_on_the_order_of_a_sets_rows(bank):
    before = whole.read(bank.package, ORDER)[0]
    path = bank.folder / "published" / "bank" / "military_expenditure.csv"
    header, *rows = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([header, *reversed(rows)]) + "\n", encoding="utf-8")
    after = whole.read(bank.package, ORDER)[0]
    for name in ("military_expenditure", "disagreements"):
        one, other = (each[name].sort_values("row", ignore_index=True) for each in (before, after))
        pd.testing.assert_frame_equal(one, other)


def test_the_command_reads_the_config_of_the_package_and_of_no_other(bank, capsys):
    """`pactbook check` must refuse what the build would refuse."""
    edition = 'edition: {id: e, title: Region, as_of: "2025-12-31", since: 2000}\n'
    paths = "paths: {data: DATA, templates: t, build: b, reports: r}\n"
    ranked = "precedence: {military_expenditure: [curated, lost]}\n"
    schema = ROOT / "config" / "schema.json"
    (bank.folder.parent / "config").mkdir()
    shutil.copy(schema, bank.folder.parent / "config" / "schema.json")
    config = bank.folder.parent / "config" / "config.yaml"
    config.write_text(edition + paths.replace("DATA", "region") + ranked)
    assert cli.main(["check", "region"]) == 1
    assert "published/lost/datapackage.json: no such file" in capsys.readouterr().out
    config.write_text(edition + paths.replace("DATA", "elsewhere") + ranked)
    assert cli.main(["check", "region"]) == 0
    assert cli.main(["check", "region", "--config", str(config)]) == 1
    config.write_text("precedence: 5\n")
    assert cli.main(["check", "region"]) == 1
    assert "config: precedence" in capsys.readouterr().err


def test_the_workflow_knows_the_files_of_the_sets_that_count(bank):
    """Else a new import would build nothing anew; a set that is not there must be refused at the start."""
    place = bank.folder / "published"
    names = ("datapackage.json", "military_expenditure.csv", "sources.csv")
    assert subjects.published(bank.folder, ORDER) == [place / "bank" / name for name in names]
    assert subjects.published(bank.folder, {"incidents": ["lost", "curated"]}) == [place / "lost" / "datapackage.json"]
    assert subjects.published(bank.folder, {}) == []


def test_an_edition_is_not_told_of_values_that_it_cannot_know(region):
    """The other source's end of 2021 stands in an edition of 2024, and must not in one of 2019."""
    header, *rows = region.rows("agreements")
    place = header.index("ended")
    agreement = next(list(row) for row in rows if not row[header.index("signed")].startswith("202"))
    key = agreement[0]
    region.edit("agreements", rows.index(agreement) + 2, ended="2022", status="expired")
    agreement[place], agreement[header.index("status")] = "2021", "expired"
    bank = [SPENDING, spending("AAA", 2016, 300), spending("AAA", 2017, 300, basis="current")]
    region.publish("bank", military_expenditure=bank, agreements=[header, agreement], sources=[SOURCES, BANK])
    united, _ = whole.read(region.package, {name: ["curated", "bank"] for name in ("agreements", *ORDER)})
    spent = [f"military_expenditure:AAA/{year}" for year in ("2016/constant_2024", "2017/current")]
    for as_of, expected in (
        ("2024-12-31", [f"agreements:{key}", *spent]),
        ("2019-12-31", spent),
        ("2017-06-30", spent[:1]),
    ):
        known = edition.cut(united, dt.date.fromisoformat(as_of))["disagreements"]
        assert sorted(known["about"]) == expected, as_of
