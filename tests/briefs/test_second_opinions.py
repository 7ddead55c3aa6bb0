"""A made-up region with a published set, drawn as the build draws it: doubts about a figure must reach its reader."""

import csv
import html
import json
import re
import shutil

import pytest
from drawn import ALL, REGION, ROOT, draw
from untraced import untraced

from pactbook import config
from pactbook.ingest import job

SPENDING = "iso3 year usd_millions price_basis pct_gdp mark excluded note source_ids verified".split()  # noqa: SIM905
SOURCES = "source_id publisher title url published kind reliability note verified".split()  # noqa: SIM905
CORRECTION = "correction_id set table key column old new reason source_ids date verified".split()  # noqa: SIM905
BRIEF = "countries/alvonia"


def write(path, *rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The brief of Alvonia: the bank has 300 for our 240 of 2017, 2016 is an estimate, 2015 was typed wrong."""
    root = tmp_path_factory.mktemp("opinions")
    data = shutil.copytree(REGION, root / "data")
    described = {each["name"]: each for each in json.loads((data / "datapackage.json").read_text())["resources"]}
    bank = data / "published" / "bank"
    write(
        bank / "military_expenditure.csv",
        SPENDING,
        ["AAA", "2016", "222.4", "constant_2024", "", "", "", "", "bank-2025", "tool"],
        ["AAA", "2017", "300", "constant_2024", "", "", "", "", "bank-2025", "tool"],
    )
    source = ["bank-2025", "World Bank of Examples", "Figures", "", "2025", "dataset", "A", "", "tool"]
    write(bank / "sources.csv", SOURCES, source)
    told = {"name": "bank", "resources": [described[name] for name in ("military_expenditure", "sources")]}
    (bank / "datapackage.json").write_text(json.dumps(told), encoding="utf-8")
    spending = (data / "military_expenditure.csv").read_text(encoding="utf-8")
    marked = spending.replace("AAA,2016,222,constant_2024,1.15,,", "AAA,2016,222,constant_2024,1.15,estimate,")
    assert marked != spending
    (data / "military_expenditure.csv").write_text(marked, encoding="utf-8")
    arms = (data / "arms_transfers.csv").read_text(encoding="utf-8")
    valued = arms.replace("8,,,sale,S-3", "8,quantity;delivered_from,12.5,sale,S-3")
    assert valued != arms
    (data / "arms_transfers.csv").write_text(valued, encoding="utf-8")
    key, reason = "AAA/2015/constant_2024", "A digit was lost."
    write(
        data / "corrections.csv",
        CORRECTION,
        ["c1", "", "military_expenditure", key, "usd_millions", "210.5", "201.5", reason, "ep-almanac", "2025", "tool"],
    )
    settings = {
        "edition": {"id": "e", "title": "Alba", "as_of": "2019-12-31", "since": 2000},
        "countries": ALL,
        "precedence": {"military_expenditure": ["curated", "bank"]},
    }
    checked = config.checked(settings, ROOT / "config" / "schema.json")
    json_path, page = draw(data, root / "build", checked, only={BRIEF})[BRIEF]
    return json.loads(json_path.read_text(encoding="utf-8")), page.read_text(encoding="utf-8"), root / "build"


def text_of(page):
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", "", page)))


def test_the_brief_names_the_other_sources_value_once_for_each_cell(made):
    content, page, _ = made
    (said,) = content["disagreements"]  # 222.4 for 222 is 0.18 %: the same
    assert (said["row"], said["value"], said["other"]) == ("military_expenditure:AAA/2017/constant_2024", 240.0, 300.0)
    assert said["size"] == pytest.approx(60 / 300)
    numbers = {source["source_id"]: source["number"] for source in content["sources"]}
    expected = (
        f"‡ World Bank of Examples, Figures: 300 instead of 240 US$ million (usd millions, row"
        f" {content['rows'].index(said['row']) + 1}, source {numbers['bank-2025']})"
    )
    assert expected in text_of(page.split('id="notes"')[1])


def test_what_rests_on_such_a_row_carries_a_sign_that_is_explained(made):
    page = made[1]
    chapter = page.split('<section id="defence"')[1].split("</section>")[0]
    assert 'class="disputed"' in chapter
    assert "says that another source has another value" in text_of(page)


def test_a_corrected_row_says_what_stood_there_and_why(made):
    content, page, _ = made
    assert "corrected from 210.5 to 201.5: A digit was lost (source" in text_of(page)
    assert "ep-almanac" in {source["source_id"] for source in content["sources"]}


def test_marks_of_the_publisher_stand_beside_the_numbers_in_brackets(made):
    content, page, _ = made
    assert content["marks"]["military_expenditure:AAA/2016/constant_2024"] == "estimate"
    arms = text_of(page.split('<section id="arms"')[1].split("</section>")[0])
    assert "(2019)(8)12.5" in arms
    assert "Volume, million TIV" in arms
    assert "Hollow points: the publisher's own estimate" in text_of(page)
    spending = content["sections"]["defence"]["spending"]["data"]["main"]
    assert {point["year"]: point["mark"] for point in spending if point["price_basis"] == "constant_2024"} == {
        2015: None, 2016: "estimate", 2017: None,
    }  # fmt: skip


def test_no_number_of_the_page_leads_nowhere(made):
    assert untraced(made[1]) == []


def test_the_site_is_told_of_all_of_them(made):
    package = json.loads((made[2] / "briefs" / "package.json").read_text(encoding="utf-8"))
    assert [said["set"] for said in package["disagreements"]] == ["bank"]
    assert [said["reason"] for said in package["corrections"]] == ["A digit was lost."]


def test_the_same_data_without_a_precedence_names_no_other_source(tmp_path):
    job.ingest(REGION / "datapackage.json", "2019-12-31", tmp_path / "t", tmp_path / "v", tmp_path / "l")
    assert not (tmp_path / "t" / "disagreements.parquet").exists()
