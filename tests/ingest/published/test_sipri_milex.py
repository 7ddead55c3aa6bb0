import json
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.styles import Font
from openpyxl.styles.colors import Color

from pactbook.ingest.published import glimpse, sipri_milex, sipri_sheets
from pactbook.ingest.published.model import PublishedError
from pactbook.ingest.published.sets import SETS

PUBLISHED = Path(sipri_milex.__file__).parent
PACKAGE = Path(__file__).parents[3] / "data" / "datapackage.json"
DATASETS = Path(__file__).parents[4] / "shared" / "datasets"
REAL = DATASETS / "sipri-milex" / "SIPRI-Milex-data-1949-2024_2.xlsx"
here = pytest.mark.skipif(not REAL.exists(), reason="the publisher's workbook is not on this machine")

BLUE, RED, BLACK, GREEN = Color(indexed=12), Color(indexed=10), Color(indexed=8), Color(rgb="FF00B050")
CONSTANT, CURRENT, SHARE = "Constant (2023) US$", "Current US$", "Share of GDP"
CALENDAR, FINANCIAL = "Local currency calendar years", "Local currency financial years"
SHEETS = {  # as SIPRI has them: preambles of several lengths, a blank row after the header, regions without figures
    CONSTANT: [
        ["Military expenditure by country, in constant (2023) US$ m."],
        [""],
        ["Country", "", "Notes", 2022, 2023, "2023 Current"],
        [None],
        ["Asia & Oceania", None, None, None, None],
        ["Kazakhstan", None, "†", 1500, 1400, 1400],
        ["Kyrgyz Republic", None, "§52", (300, BLUE), (310, RED), "..."],
        ["Viet Nam", None, "", "...", 900, 900],
        ["European Union", None, "", 5, 6, 6],
    ],
    CURRENT: [
        ["Military expenditure by country"],
        ["Country", "Notes", 2022, 2023],
        [None],
        ["Central Asia"],
        ["Kazakhstan", "†", 1400, (1400, BLACK)],
        ["Kyrgyz Republic", "§52", (290, BLUE), (310, BLUE)],
        ["Uzbekistan", "", "xxx", ". ."],
    ],
    SHARE: [
        ["Military expenditure by country as percentage of gross domestic product"],
        ["Countries are grouped by region and subregion"],
        ["Country", "Notes", 2022, 2023],
        ["Kazakhstan", "†", 0.0071, (0.0065, GREEN)],
        ["Kyrgyz Republic", "§52", 0.0299, (0.0345, BLUE)],
        ["Viet Nam", "", "…", 1.5],
        ["Uzbekistan", "", 0.01, ""],
    ],
    CALENDAR: [
        ["Country", "Currency", "Notes", 2022, 2023],
        ["Kazakhstan", "Tenge     ", "†", 650_000_000_000, 640_000_000_000],
    ],
    FINANCIAL: [
        ["Country", "Currency", "Fiscal Year (Jan-Dec if not stated)", "Notes", 2022, 2023],
        ["Kazakhstan", "Tenge", "", "†", 650_000_000_000, 640_000_000_000],
        ["India", "Rupees", "Apr.–Mar.", "‖7", 5.5e12, "..."],
    ],
    "Per capita": [["Country", "Notes", 2022, 2023], ["Kazakhstan", "†", 70.5, "..."]],
    "Regional totals": [["Region", 2022, 2023, "", "Omitted countries"], ["World", 2000, 2100, None, "Cuba"]],
    "Footnotes": [
        ["Footnotes and special notes"],
        ["†", "Figures do not include pensions"],
        [52, None, "Kyrgyzstan: The figures are  estimates: of SIPRI."],
    ],
    "Front page": [],
}


def written(path, sheets=SHEETS, **changes):
    """A workbook; `changes` are cells of sheets by their short name: `current={"B5": 3}`."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for number, row in enumerate(rows, start=1):
            for column, stated in enumerate(row, start=1):
                value, colour = stated if isinstance(stated, tuple) else (stated, None)
                cell = sheet.cell(number, column, value)
                if colour is not None:
                    cell.font = Font(color=colour)
    named = {"constant": CONSTANT, "current": CURRENT, "share": SHARE, "calendar": CALENDAR, "financial": FINANCIAL}
    for short, cells in changes.items():
        for place, value in cells.items():
            book[named[short]][place] = value
    book.save(path)
    return path


@pytest.fixture
def imported(tmp_path):
    return sipri_milex.read(written(tmp_path / "any name.xlsx"), lambda *_: None)


def rows(imported, *columns, table="military_expenditure"):
    return [tuple(row) for row in imported.tables[table][list(columns)].astype(object).to_numpy().tolist()]


def refusal(path):
    with pytest.raises(PublishedError) as caught:
        sipri_milex.read(path, lambda *_: None)
    message = str(caught.value)
    assert "\n" not in message
    return message


def test_figures_of_both_price_bases_with_the_share_in_percent(imported):
    """A share of 0.0071 shown as 0.0071 per cent would be a hundred times too small."""
    found = imported.tables["military_expenditure"]
    values = found[["iso3", "year", "price_basis", "usd_millions"]].itertuples(index=False, name=None)
    assert list(values) == [
        ("KAZ", 2022, "constant_2023", 1500),
        ("KAZ", 2022, "current", 1400),
        ("KAZ", 2023, "constant_2023", 1400),
        ("KAZ", 2023, "current", 1400),
        ("KGZ", 2022, "constant_2023", 300),
        ("KGZ", 2022, "current", 290),
        ("KGZ", 2023, "constant_2023", 310),
        ("KGZ", 2023, "current", 310),
        ("VNM", 2023, "constant_2023", 900),
    ]
    # 0.0071, 0.0065, 0.0299 and 0.0345 times 100, on both rows of a year; Viet Nam's 150 per cent is not allowed
    assert found["pct_gdp"].tolist()[:8] == [0.71, 0.71, 0.65, 0.65, 2.99, 2.99, 3.45, 3.45]
    assert found["pct_gdp"].isna().tolist() == [False] * 8 + [True]


def test_colours_are_marks(imported):
    """Blue is SIPRI's estimate and red highly uncertain: without them every figure looks as if it were reported."""
    found = imported.tables["military_expenditure"]
    assert found["mark"].fillna("").tolist() == ["", "", "", "", "estimate", "estimate", "uncertain", "estimate", ""]


def test_signs_and_footnotes_are_spelled_out(imported):
    found = imported.tables["military_expenditure"].set_index(["iso3", "year", "price_basis"])["note"]
    assert found["KAZ", 2022, "current"] == "Without military pensions."
    assert found["KGZ", 2023, "current"] == (
        "The adopted budget, not actual spending. SIPRI's footnote: The figures are estimates: of SIPRI."
    )
    assert found["VNM", 2023, "constant_2023"] == "SIPRI puts the share of GDP at 150.0 per cent."


def test_a_share_that_is_marked_otherwise_is_told(imported):
    """The row has one mark, of its dollars; in 2022 the share is not marked, in 2023 it is in another colour."""
    found = imported.tables["military_expenditure"].set_index(["iso3", "year", "price_basis"])["note"]
    assert found["KGZ", 2022, "current"].endswith("SIPRI does not mark the share of GDP.")
    assert found["KGZ", 2023, "constant_2023"].endswith("SIPRI marks the share of GDP as its own estimate.")


def test_a_colour_that_nobody_explains_is_told(imported):
    found = imported.tables["military_expenditure"].set_index(["iso3", "year", "price_basis"])["note"]
    assert found["KAZ", 2023, "current"].endswith(
        "SIPRI's share of GDP is in a colour that its sheet does not explain."
    )
    assert found["KAZ", 2022, "current"] == "Without military pensions."
    assert (
        "Figures in a colour that the sheets do not explain (rgb FF00B050), which are not marked: 1." in imported.notes
    )


def test_local_currency_by_calendar_and_financial_year(imported):
    """In millions, as dollars are: 650,000 million tenge by 1,400 million dollars is a rate of 464."""
    found = rows(imported, "iso3", "year", "basis", "currency", "value", "note", table="military_expenditure_local")
    assert found == [
        ("IND", 2022, "financial", "Rupees", 5_500_000, (
            "Financial year: Apr.–Mar. The currency changed; figures in local currency are in the latest one."
            " SIPRI refers to its footnote 7, which the workbook does not have."
        )),
        ("KAZ", 2022, "calendar", "Tenge", 650_000, "Without military pensions."),
        ("KAZ", 2022, "financial", "Tenge", 650_000, "Without military pensions."),
        ("KAZ", 2023, "calendar", "Tenge", 640_000, "Without military pensions."),
        ("KAZ", 2023, "financial", "Tenge", 640_000, "Without military pensions."),
    ]  # fmt: skip


def test_every_figure_read_is_in_a_table_or_left_out_with_a_reason(imported):
    """A figure that is dropped without a word cannot be missed by anybody."""
    assert dict(imported.left_out.reasons) == {
        "no country with a code: European Union": 2,
        "a figure of the last year that stands on the sheet twice": 3,  # Kazakhstan, Viet Nam, the Union
        "share of GDP of a year without a figure in dollars": 1,  # Uzbekistan 2022
        "share of GDP above 100 per cent, which the table does not allow: VNM 2023": 1,
        "figures of the sheet Per capita, which is not used": 1,
        "figures of the sheet Regional totals, which is not used": 2,
    }
    # constant 2+2+1+2 and 3 again, current 4, share 2+2+1+1, local 2+3, unused 1+2
    assert imported.rows_read == 10 + 4 + 6 + 5 + 3
    # nine rows in dollars, five in local currency, four shares of a country and year
    assert imported.rows_read == 9 + 5 + 4 + imported.left_out.reasons.total()


def test_edition_and_source_come_from_the_years(imported):
    assert imported.edition == "2022-2023"
    assert imported.sources[["source_id", "published", "reliability"]].to_numpy().tolist() == [
        ["sipri-milex-2024", "2024", "A"]
    ]
    assert imported.tables["military_expenditure"]["source_ids"].unique().tolist() == [("sipri-milex-2024",)]


@pytest.mark.parametrize(("sheets", "basis"), [("US$", "constant_2015"), ("USD", "constant_2015")])
def test_another_edition_has_another_base_year_and_older_names_of_sheets(tmp_path, sheets, basis):
    renamed = {CONSTANT: f"Constant (2015) {sheets}", CURRENT: f"Current {sheets}"}
    older = {renamed.get(title, title): content for title, content in SHEETS.items()}
    path = written(tmp_path / "older.xlsx", older)
    assert sipri_milex.fits(glimpse.look(path))
    found = sipri_milex.read(path, lambda *_: None).tables["military_expenditure"]
    assert set(found["price_basis"]) == {"current", basis}


def test_the_day_on_which_it_was_made(tmp_path, imported):
    """The day comes from the file; openpyxl fills in today where the file has none."""
    path = written(tmp_path / "made.xlsx")
    stated = openpyxl.load_workbook(path).properties.created.strftime("%Y-%m-%d")
    assert sipri_milex.read(path, lambda *_: None).retrieved == stated == imported.retrieved
    bare = tmp_path / "bare.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(bare, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, re.sub(rb"<dcterms:created.*?</dcterms:created>", b"", content))
    assert sipri_milex.read(bare, lambda *_: None).retrieved is None


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"current": {"C5": "1 400"}}, "sheet 'Current US$', cell C5: '1 400' is no figure"),
        ({"current": {"C5": -1}}, "sheet 'Current US$', cell C5: -1 is no figure"),
        ({"current": {"C5": True}}, "sheet 'Current US$', cell C5: True is no figure"),
        ({"share": {"C4": 2.86}}, "cell C4: 2.86 is no share of GDP; percent in place of fractions?"),
        ({"current": {"A2": "Land"}}, "sheet 'Current US$' has no row that begins with 'Country'"),
        ({"current": {"B2": "Remarks"}}, "sheet 'Current US$' has a column 'Remarks' that is not known"),
        ({"current": {"D2": 2024}}, "no column per year, each once and in order"),
        ({"current": {"B5": "¤"}}, "sheet 'Current US$', cell B5: the sign '¤' of '¤' is explained nowhere"),
        ({"current": {"A5": None}}, "sheet 'Current US$', cell A5: figures without a country"),
        ({"calendar": {"B2": None}}, "cell A2: Kazakhstan has no currency"),
    ],
)
def test_what_is_not_understood_is_refused_in_one_line(tmp_path, changes, message):
    """Half an edition, or text read as a gap, would look like spending that stopped."""
    assert message in refusal(written(tmp_path / "odd.xlsx", **changes))


def test_a_workbook_that_is_damaged_is_looked_at_without_an_exception(tmp_path):
    """Its list of sheets cannot be unpacked; the look at it must not end the command."""
    path = written(tmp_path / "damaged.xlsx")
    with zipfile.ZipFile(path) as archive:
        place = archive.getinfo("xl/workbook.xml").header_offset + 30 + len("xl/workbook.xml")
    content = bytearray(path.read_bytes())
    content[place : place + 40] = b"\xff" * 40
    path.write_bytes(content)
    seen = glimpse.look(path)
    assert seen.kind == "xlsx"
    assert not sipri_milex.fits(seen)


@pytest.mark.parametrize("missing", [CONSTANT, CURRENT, SHARE, CALENDAR, FINANCIAL])
def test_a_workbook_without_one_of_the_sheets_is_refused(tmp_path, missing):
    path = written(tmp_path / "cut.xlsx", {title: content for title, content in SHEETS.items() if title != missing})
    assert "has no sheets like" in refusal(path)
    assert sipri_milex.fits(glimpse.look(path)) == (missing in (CALENDAR, FINANCIAL))


def test_a_second_name_of_a_country_gives_no_second_row(tmp_path):
    path = written(tmp_path / "twice.xlsx", current={"A7": "Kyrgyzstan", "C7": 1, "D7": "..."})
    found = sipri_milex.read(path, lambda *_: None)
    assert found.left_out.reasons["a second figure of a year for KGZ, under the name Kyrgyzstan"] == 1
    assert not found.tables["military_expenditure"].duplicated(["iso3", "year", "price_basis"]).any()


@given(st.lists(st.sampled_from([*sipri_sheets.SIGNS, "12", "7"]), max_size=5))
def test_signs_may_stand_in_any_order_beside_numbers(signs):
    """SIPRI writes `‡§¶16`; each sign gives its own sentence."""
    separated = [f"{sign} " if sign.isdigit() else sign for sign in signs]  # two numbers side by side would be one
    cell = openpyxl.Workbook().active.cell(1, 1, "".join(separated))
    told = list(sipri_sheets._signs(cell, {"12": "Twelve.", "7": "Seven."}))
    spelled = sipri_sheets.SIGNS | {"12": "SIPRI's footnote: Twelve.", "7": "SIPRI's footnote: Seven."}
    assert told == [spelled[sign] for sign in signs]


@pytest.mark.parametrize("table", ["military_expenditure", "military_expenditure_local"])
def test_columns_are_those_of_the_description(imported, table):
    described = json.loads(PACKAGE.read_text(encoding="utf-8"))["resources"]
    own = [json.loads(path.read_text(encoding="utf-8")) for path in (PUBLISHED / "schemas").glob("military_*.json")]
    schema = next(one["schema"] for one in (*described, *own) if one["name"] == table)
    found = imported.tables[table]
    assert list(found.columns) == [field["name"] for field in schema["fields"]]
    assert not found.duplicated(schema["primaryKey"]).any()
    assert found[schema["primaryKey"]].notna().all(axis=None)


@here
def test_the_real_workbook():
    """Counts and figures as INDEX.md and SIPRI's sheets have them."""
    found = sipri_milex.read(REAL, lambda *_: None)
    assert (found.edition, found.retrieved) == ("1949-2024", "2025-04-24")
    table = found.tables["military_expenditure"]
    local = found.tables["military_expenditure_local"]
    shares = table.dropna(subset="pct_gdp").drop_duplicates(["iso3", "year"])
    assert found.rows_read == len(table) + len(local) + len(shares) + found.left_out.reasons.total()
    # 8,846 numbers on the sheet in current dollars, three of them of the European Union
    assert table["price_basis"].value_counts().to_dict() == {"current": 8843, "constant_2023": 8326}
    kyrgyz = table[table["iso3"] == "KGZ"]
    assert (kyrgyz["mark"] == "estimate").all()
    uzbek = table[(table["iso3"] == "UZB") & (table["year"] > 2003)].set_index(["year", "price_basis"])
    assert list(uzbek.index) == [(2018, "constant_2023"), (2018, "current")]
    assert (uzbek["mark"] == "uncertain").all()
    assert uzbek.loc[(2018, "current"), "pct_gdp"] == pytest.approx(2.87, abs=0.005)
    assert "The adopted budget" in uzbek.loc[(2018, "current"), "note"]
    assert table.loc[table["iso3"] == "TKM", "year"].max() == 1999
    assert {"SUN", "YUG", "YEM"} <= set(table["iso3"])
    unknown = [reason for reason in found.left_out.reasons if reason.startswith("no country")]
    assert unknown == ["no country with a code: European Union"]


@pytest.mark.skipif(not DATASETS.exists(), reason="the publishers' files are not on this machine")
def test_each_file_is_taken_for_its_own_set_alone():
    """A file of somebody else that is taken for SIPRI's would end in a refusal that helps nobody."""
    own = {
        "SIPRI-Milex-data-1949-2024_2.xlsx": "sipri-milex", "trade-register.csv": "sipri-register",
        "trade_2023.csv": "sipri-deals", "import-export-values_1950-2023.csv": "sipri-tiv",
    }  # fmt: skip
    sipri = [one for one in SETS if one.name.startswith("sipri")]
    files = [path for path in DATASETS.rglob("*") if path.is_file()]
    taken = {path.name: [one.name for one in sipri if one.fits(glimpse.look(path))] for path in files}
    assert {name: sets for name, sets in taken.items() if sets} == {name: [one] for name, one in own.items()}
