"""DCAD: which defence cooperation agreements two states have, and whether they still run."""

from pathlib import Path

import pytest

from pactbook.ingest.published import dcad
from pactbook.ingest.published.glimpse import look
from pactbook.ingest.published.model import PublishedError

FILE = Path(__file__).parents[4] / "shared" / "datasets" / "dcad" / "DCAD-v1.0-main.csv"
there = pytest.mark.skipif(not FILE.exists(), reason="the published file is not here")
COLUMNS = (
    "ccode1,cowName1,ccode2,cowName2,signDay,signMonth,signYear,EIFDay,EIFMonth,EIFYear,type,category1,category2,"
    "category3,span,terminated,durationActual,endYearEstimate,sourceType,DCAid"
)
ROW = {
    "ccode1": 365, "cowName1": "RUS", "ccode2": 702, "cowName2": "TAJ", "signDay": 25, "signMonth": 5,
    "signYear": 1993, "type": "general", "category1": "DCA", "terminated": 0, "endYearEstimate": 2010,
    "sourceType": "treaty", "DCAid": "DCADv1.0-0001",
}  # fmt: skip


def read(tmp_path, *rows, header=COLUMNS):
    lines = [",".join(str((ROW | row).get(column, "")) for column in COLUMNS.split(",")) for row in rows]
    path = tmp_path / "dcad.csv"
    path.write_text("\n".join([header, *lines]) + "\n", encoding="ascii")
    return dcad.read(path, lambda _read, _all: None)


def first(imported):
    row = imported.tables["agreements"].astype(object).iloc[0]
    return row.where(row.notna(), None)


def test_an_agreement_has_two_parties_and_the_title_is_made(tmp_path):
    imported = read(tmp_path, {})
    row = first(imported)
    assert row["agreement_id"] == "dcad-0001"
    assert row["title"] == "Defence cooperation agreement of Russia and Tajikistan, 1993"
    assert (row["kind"], row["provisions"], row["signed"], row["in_force"]) == (
        "defence cooperation",
        ("consultation",),
        "1993-05-25",
        None,
    )
    assert row["summary"] == "Coded by DCAD as a general agreement; it covers defence cooperation in general."
    assert "DCAD does not name its agreements" in row["note"]
    assert imported.tables["agreement_parties"]["iso3"].tolist() == ["RUS", "TJK"]
    assert (imported.edition, imported.sources["source_id"].tolist()) == ("1.0", ["dcad-1-0"])


@pytest.mark.parametrize(
    ("categories", "kind", "provisions"),
    [
        (("DIC", "PROCUREMENT", "RESEARCH"), "arms supply", ("arms",)),
        (("TREX", "COMMISSION"), "defence cooperation", ("training", "consultation")),
        (("DCA", "TREX", "PROCUREMENT"), "defence cooperation", ("consultation", "training", "arms")),
        (("RESEARCH",), "defence cooperation", ("arms",)),
    ],
)
def test_the_first_category_is_the_kind_and_all_are_provisions(tmp_path, categories, kind, provisions):
    row = first(read(tmp_path, {f"category{n}": one for n, one in enumerate(categories, start=1)}))
    assert (row["kind"], row["provisions"]) == (kind, provisions)


@pytest.mark.parametrize(
    ("cells", "status", "ended", "says"),
    [
        ({"terminated": 0}, "in force", None, "Not ended when the data end (1993)."),
        ({"terminated": 1, "durationActual": 12}, "expired", "2005", "DCAD has it ended after 12 years."),  # 1993 + 12
        ({"terminated": 1}, "expired", None, "DCAD does not say when it ended."),
        ({"terminated": -88}, "signed", None, "DCAD does not know whether and when it ended (-88)."),
        ({"terminated": -99, "endYearEstimate": 1992}, "signed", None, "(-99); its estimate is 1992."),
    ],
)
def test_what_is_not_known_to_run_is_only_signed(tmp_path, cells, status, ended, says):
    row = first(read(tmp_path, cells))
    assert (row["status"], row["ended"]) == (status, ended)
    assert says in row["note"]


@pytest.mark.parametrize(
    ("cells", "signed", "in_force"),
    [
        ({"signDay": ""}, "1993-05", None),
        ({"signDay": "", "signMonth": ""}, "1993", None),
        ({"EIFYear": 1994}, "1993-05-25", "1994"),
        ({"EIFYear": 1993}, "1993-05-25", "1993"),  # a year that holds the day
    ],
)
def test_dates_stay_partial(tmp_path, cells, signed, in_force):
    row = first(read(tmp_path, cells))
    assert (row["signed"], row["in_force"]) == (signed, in_force)


def test_a_date_in_force_before_the_signature_is_left_out_and_told(tmp_path):
    row = first(read(tmp_path, {"EIFYear": 1993, "EIFMonth": 5, "EIFDay": 20}))
    assert row["in_force"] is None
    assert "DCAD has it in force from 1993-05-20, before it was signed" in row["note"]


def test_a_number_without_a_state_in_that_year_is_left_out_and_counted(tmp_path):
    imported = read(tmp_path, {"ccode2": 316, "cowName2": "CZR", "signYear": 1991}, {"DCAid": "DCADv1.0-0002"})
    assert dict(imported.left_out.reasons) == {"no country with a code: CZR (COW 316) in 1991": 1}
    assert imported.rows_read == len(imported.tables["agreements"]) + 1


def test_an_abbreviation_of_another_state_is_followed_and_told(tmp_path):
    """The real file has the United States with 652 (Syria) and EGY."""
    imported = read(tmp_path, {"ccode2": 652, "cowName2": "EGY"})
    assert imported.tables["agreement_parties"]["iso3"].tolist() == ["EGY", "RUS"]
    assert "The file has EGY with the number of Syria; the abbreviation was followed." in first(imported)["note"]


def test_an_agreement_of_a_state_with_itself_is_left_out(tmp_path):
    imported = read(tmp_path, {"ccode2": 365, "cowName2": "RUS"})
    assert dict(imported.left_out.reasons) == {"both parties are the same state: RUS (COW 365) in 1993": 1}


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ({"category1": "BASES"}, "row 2, column 'category1': 'BASES' is not one of: DCA, DIC"),
        ({"category1": ""}, "row 2, column 'category1': '' is not a category"),
        ({"type": "secret"}, "column 'type': 'secret'"),
        ({"terminated": 2}, "column 'terminated': '2' is not one of: 0, 1, -88, -99"),
        ({"terminated": ""}, "column 'terminated' is empty"),
        ({"signYear": ""}, "column 'signYear' is empty"),
        ({"signYear": "about 1993"}, "'about 1993' is not a whole number"),
        ({"DCAid": 17}, "column 'DCAid': '17' is not an identifier like DCADv1.0-0001"),
    ],
)
def test_what_cannot_be_understood_is_refused(tmp_path, cells, says):
    with pytest.raises(PublishedError, match=says):
        read(tmp_path, cells)


def test_two_versions_or_one_agreement_twice_are_refused(tmp_path):
    with pytest.raises(PublishedError, match=r"row 3, column 'DCAid': 'DCADv1.1-0002' is not .* version 1.0"):
        read(tmp_path, {}, {"DCAid": "DCADv1.1-0002"})
    with pytest.raises(PublishedError, match="two records of dcad-0001"):
        read(tmp_path, {}, {})
    with pytest.raises(PublishedError, match="has no records"):
        read(tmp_path)


def test_other_columns_are_refused_with_what_differs(tmp_path):
    with pytest.raises(PublishedError, match="has no column 'signYear'; columns are ccode1"):
        read(tmp_path, header=COLUMNS.replace("signYear", "year"))


@there
def test_the_real_file():
    assert dcad.fits(look(FILE))
    imported = dcad.read(FILE, lambda _read, _all: None)
    assert imported.rows_read == 1871
    assert len(imported.tables["agreements"]) == 1871 - imported.left_out.reasons.total()
    rows = imported.tables["agreement_parties"]
    core = rows[rows["iso3"].isin(["KAZ", "KGZ", "TJK", "TKM", "UZB"])]
    assert core["agreement_id"].nunique() == 113
