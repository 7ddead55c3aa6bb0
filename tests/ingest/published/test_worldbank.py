"""Indicators of the World Bank: if these fail, a region is taken for a country, or a gap for a figure."""

import zipfile
from pathlib import Path

import pytest

from pactbook.ingest.published import glimpse, worldbank
from pactbook.ingest.published.model import PublishedError

REAL = Path(__file__).parents[4] / "shared" / "datasets" / "worldbank-wdi"
SHARE = ("Military expenditure (% of GDP)", "MS.MIL.XPND.GD.ZS")
DOLLARS = ("Military expenditure (current USD)", "MS.MIL.XPND.CD")
METADATA = (
    '"Country Code","Region","IncomeGroup","SpecialNotes","TableName",\r\n'
    '"KGZ","Europe & Central Asia","Lower middle income","Two\r\nlines","Kyrgyz Republic",\r\n'
    '"CHI","Europe & Central Asia","High income","","Channel Islands",\r\n'
    '"WLD","","","All countries","World",\r\n'
)


def silent(*_):
    """Tells nobody how far it is."""


def text(*rows, years=("2019", "2020", "2021")):
    """A file as the bank serves it: a mark of the byte order, two lines and two empty ones, a comma at each end."""
    lines = ['"Data Source","World Development Indicators",', "", '"Last Updated Date","2026-02-24",', ""]
    cells = [("Country Name", "Country Code", "Indicator Name", "Indicator Code", *years), *rows]
    lines += ["".join(f'"{cell}",' for cell in row) for row in cells]
    return "\ufeff" + "\r\n".join(lines) + "\r\n"


KYRGYZ = ("Kyrgyz Republic", "KGZ", *SHARE, "1.5", "", "1.7")


@pytest.fixture
def write(tmp_path):
    def write(content, name="API_X_DS2_en_csv_v2_1.csv", metadata=None):
        path = tmp_path / name
        path.write_text(content, encoding="utf-8", newline="")
        if metadata:
            path.with_name("Metadata_Country_" + name).write_text(metadata, encoding="utf-8", newline="")
        return path

    return write


def test_an_indicator_by_country(write):
    imported = worldbank.read(write(text(KYRGYZ)), silent)
    table = imported.tables["indicators"]
    columns = ["iso3", "year", "indicator", "value", "unit", "source_ids"]
    assert table[columns].to_numpy().tolist() == [
        ["KGZ", 2019, "MS.MIL.XPND.GD.ZS", 1.5, "% of GDP", ("world-bank-wdi-2026-02-24",)],
        ["KGZ", 2021, "MS.MIL.XPND.GD.ZS", 1.7, "% of GDP", ("world-bank-wdi-2026-02-24",)],
    ]  # 2020 is a gap, not zero
    assert (imported.edition, imported.retrieved) == ("2026-02-24", "2026-02-24")
    assert len(imported.tables["military_expenditure"]) == 0  # a share without dollars is no row of it


def test_what_is_no_country_is_counted(write):
    rows = [
        KYRGYZ,
        ("Channel Islands", "CHI", *SHARE, "1", "1", "1"),
        ("World", "WLD", *SHARE, "2", "2", "2"),
        ("Not classified", "INX", *SHARE, "", "", ""),
    ]
    imported = worldbank.read(write(text(*rows), metadata=METADATA), silent)
    assert imported.left_out.reasons == {
        "no country with a code: Channel Islands": 1,
        "an aggregate of countries": 1,
        "not in the table of countries: Not classified": 1,
    }
    assert imported.rows_read == 4
    assert imported.notes == []
    alone = worldbank.read(write(text(*rows), name="alone.csv"), silent)
    assert alone.left_out.reasons == {"an aggregate, or no ISO code": 3}
    assert len(alone.notes) == 1


def test_a_country_without_a_figure_is_counted(write):
    imported = worldbank.read(write(text(KYRGYZ, ("Turkmenistan", "TKM", *SHARE, "", "", ""))), silent)
    assert imported.left_out.reasons == {"no figure in any year": 1}
    assert set(imported.tables["indicators"]["iso3"]) == {"KGZ"}


def test_military_expenditure_in_dollars(write):
    """Dollars would be read as millions of dollars."""
    rows = [("Kyrgyz Republic", "KGZ", *DOLLARS, "123456789.5", "2E+8", ""), KYRGYZ]
    table = worldbank.read(write(text(*rows)), silent).tables["military_expenditure"]
    found = table[["iso3", "year", "usd_millions", "price_basis", "pct_gdp"]].astype(object).fillna("missing")
    assert found.to_numpy().tolist() == [
        ["KGZ", 2019, 123.4568, "current", 1.5],
        ["KGZ", 2020, 200.0, "current", "missing"],
    ]


def test_the_zip_as_served(write, tmp_path):
    path = tmp_path / "download.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("API_X.csv", text(KYRGYZ, ("World", "WLD", *SHARE, "2", "2", "2")))
        archive.writestr("Metadata_Country_API_X.csv", METADATA)
        archive.writestr("Metadata_Indicator_API_X.csv", "none of our business")
    imported = worldbank.read(path, silent)
    assert imported.left_out.reasons == {"an aggregate of countries": 1}
    assert worldbank.SETS[0].fits(glimpse.look(path))
    assert worldbank.SETS[0].fits(glimpse.look(write(text(KYRGYZ))))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Population, total", None),
        ("GDP per capita, PPP (constant 2021 international $)", "constant 2021 international $"),
        ("Labor force, female (% of total labor force) (modeled ILO estimate)", "% of total labor force"),
        ("Women who believe it justified (any of five reasons) (%)", "%"),
        ("Children (0-14) living with HIV", None),
        ("Arms imports (SIPRI trend indicator values)", "SIPRI trend indicator values"),
        ("Forest area (sq. km)", "sq. km"),
    ],
)
def test_units_in_names(name, expected):
    assert worldbank.unit(name) == expected


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (text(("Kyrgyz Republic", "KGZ", *SHARE, "1.5", "..", "")), "record 6, year 2020: '..' is no number"),
        (text(("Kyrgyz Republic", "KGZ", *SHARE, "1.5")), "record 6 has 6 cells, the header 8; is it cut off?"),
        (text(KYRGYZ, KYRGYZ), "has two records of KGZ/2019/MS.MIL.XPND.GD.ZS"),
        (text(KYRGYZ, years=("a", "b", "c")), "has no columns of years"),
        (text(KYRGYZ).replace("Last Updated Date", "Updated"), "has no 'Last Updated Date' before its header"),
        (
            text(KYRGYZ).replace("Country Name", "Country"),
            "has no line that begins with 'Country Name', 'Country Code'",
        ),
        (text(KYRGYZ).replace("Indicator Code", "Series Code"), "has no column 'Indicator Code'"),
    ],
)
def test_what_is_not_understood_is_refused(write, content, told):
    with pytest.raises(PublishedError) as raised:
        worldbank.read(write(content), silent)
    assert str(raised.value).startswith(told)


@pytest.mark.skipif(not REAL.is_dir(), reason="the publisher's files are not at hand (../shared/datasets)")
@pytest.mark.parametrize(
    ("name", "records", "aggregates"),
    [
        ("API_MS.MIL.XPND.GD.ZS_DS2_en_csv_v2_211.zip", 266, 48),
        ("unzipped/API_MS.MIL.XPND.GD.ZS_DS2_en_csv_v2_211.csv", 266, 48),
        ("API_SP.POP.TOTL_DS2_en_csv_v2_33112.csv", 265, 47),
        ("by-country/API_UZB_DS2_en_csv_v2_1218730.csv", 1431, 0),
    ],
)
def test_the_real_files(name, records, aggregates):
    imported = worldbank.read(REAL / name, silent)
    table = imported.tables["indicators"]
    kept = table.groupby(["iso3", "indicator"]).ngroups
    assert imported.rows_read == records == kept + imported.left_out.reasons.total()
    assert imported.left_out.reasons["an aggregate of countries"] == aggregates
    assert {"UZB"} <= set(table["iso3"])
