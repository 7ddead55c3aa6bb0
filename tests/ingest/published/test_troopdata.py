"""troopdata: how many Americans in uniform are where, and which bases the United States has."""

from pathlib import Path

import pytest

from pactbook.ingest.published import troopdata
from pactbook.ingest.published.glimpse import Glimpse, look
from pactbook.ingest.published.model import PublishedError

SHARED = Path(__file__).parents[4] / "shared" / "datasets" / "troopdata"
there = pytest.mark.skipif(not SHARED.is_dir(), reason="the published files are not here")
TROOPS = "countryname,year,ccode,iso3c,region,troops_ad,army_ad,navy_ad,air_force_ad,marine_corps_ad,coast_guard_ad,"
TROOPS += "space_force_ad,total_selected_reserve,total_civilian\n"
BASES = "countryname,ccode,iso3c,basename,lat,lon,base,lilypad,fundedsite\n"


def troops(tmp_path, *rows, header=TROOPS):
    path = tmp_path / "troops.csv"
    path.write_text(header + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return troopdata.read_troops(path, lambda _read, _all: None)


def bases(tmp_path, *rows, header=BASES):
    path = tmp_path / "bases.csv"
    path.write_bytes((header + "".join(f"{row}\n" for row in rows)).encode("latin-1"))
    return troopdata.read_bases(path, lambda _read, _all: None)


def rows_of(imported, table, key):
    rows = imported.tables[table].astype(object)
    return rows.where(rows.notna(), None).set_index(key)


def test_personnel_by_branch(tmp_path):
    imported = troops(tmp_path, "Kyrgyzstan,2010,703,KGZ,Europe & Central Asia,1200,100,1,1000,99,0,0,30,12")
    row = rows_of(imported, "deployments", "host_iso3").loc["KGZ"]
    assert row[["operator_iso3", "year", "personnel", "army", "air_force", "reserve", "civilians"]].tolist() == [
        "USA", 2010, 1200, 100, 1000, 30, 12,
    ]  # fmt: skip
    assert (row["coast_guard"], row["space_force"], row["note"]) == (0, None, None)  # no Space Force before 2023
    assert (imported.edition, imported.sources["source_id"].tolist()) == ("2010-2010", ["troopdata-2010-2010"])


def test_figures_that_nobody_reported_are_gaps(tmp_path):
    imported = troops(
        tmp_path,
        "Japan,1951,740,JPN,East Asia & Pacific,150000,0,0,0,0,0,0,0,0",
        "Namibia,2007,565,NAM,Sub-Saharan Africa,NA,1,0,0,0,0,0,0,0",
    )
    rows = rows_of(imported, "deployments", "host_iso3")
    assert rows.loc["JPN", ["personnel", "army", "reserve"]].tolist() == [150000, None, None]
    assert "No report of this year" in rows.loc["JPN", "note"]
    assert rows.loc["NAM", ["personnel", "army", "reserve"]].tolist() == [None, 1, None]


def test_a_number_below_zero_is_left_out_and_told(tmp_path):
    imported = troops(tmp_path, "Australia,1959,900,AUS,East Asia & Pacific,20,5,94,2,-17,0,0,0,0")
    row = rows_of(imported, "deployments", "host_iso3").loc["AUS"]
    assert row["marine_corps"] is None
    assert row["note"] == "The file has -17 in marine_corps_ad, which cannot be; the figure was left out."


def test_hosts_are_those_of_the_year(tmp_path):
    imported = troops(
        tmp_path,
        "Russia,1985,365,RUS,Europe & Central Asia,30,0,0,0,30,0,0,0,0",
        "Germany,1985,255,DEU,Europe & Central Asia,250000,0,0,0,0,0,0,0,0",  # the number of Germany from 1990
        "Guam,1985,1008,NA,East Asia & Pacific,9000,0,0,0,0,0,0,0,0",  # a number of the authors' own
        "Wake Island,1985,1014,NA,East Asia & Pacific,7,0,0,0,0,0,0,0,0",
        "Kazakhstan,1985,705,KAZ,Europe & Central Asia,0,0,0,0,0,0,0,0,0",
    )
    assert sorted(imported.tables["deployments"]["host_iso3"]) == ["DEU", "GUM", "SUN"]
    assert dict(imported.left_out.reasons) == {
        "no country with a code: Wake Island": 1,
        "no people, and no state of that year": 1,
    }
    assert imported.rows_read == 5


def test_of_two_rows_of_a_host_and_year_the_one_with_people_counts(tmp_path):
    empty = "Swaziland,2016,572,SWZ,Sub-Saharan Africa,0,0,0,0,0,0,0,0,0"
    full = "Eswatini,2016,572,SWZ,Sub-Saharan Africa,8,0,0,0,8,0,0,0,0"
    other = "Antigua,2016,1006,NA,Latin America & Caribbean,2,0,0,2,0,0,0,0,0"
    state = "Antigua & Barbuda,2016,58,ATG,Latin America & Caribbean,3,0,0,3,0,0,0,0,0"
    imported = troops(tmp_path, empty, full, other, state)
    rows = rows_of(imported, "deployments", "host_iso3")
    assert rows["personnel"].to_dict() == {"ATG": 3, "SWZ": 8}
    assert rows.loc["ATG", "note"] == "A second row of the file, Antigua, has 2; it was left out."
    assert dict(imported.left_out.reasons) == {
        "a second row of the same host and year without people": 1,
        "a second row of the same host and year with people": 1,
    }


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("Kenya,2010,501,KEN,Africa,many,0,0,0,0,0,0,0,0", "row 2, column 'troops_ad': 'many' is not a whole number"),
        ("Kenya,NA,501,KEN,Africa,1,0,0,0,0,0,0,0,0", "column 'year' is empty"),
        ("Kenya,2010,501,KEN", "row 2 has 4 cells, and the header 14"),
    ],
)
def test_what_cannot_be_understood_is_refused(tmp_path, row, says):
    with pytest.raises(PublishedError, match=says):
        troops(tmp_path, row)


def test_the_file_by_quarter_is_not_taken_for_years(tmp_path):
    header = TROOPS.replace("region", "quarter")
    assert not troopdata.fits_troops(Glimpse("x.csv", "text", header))
    with pytest.raises(PublishedError, match="by quarter"):
        troops(tmp_path, "Kenya,2010,501,KEN,1,1,0,0,0,0,0,0,0,0", header=header)


def test_bases_lilypads_and_sites_paid_for(tmp_path):
    imported = bases(
        tmp_path,
        "Afghanistan,700,AFG,Bagram AB,34.946222,69.264639,1,0,0",
        'Chile,155,CHL,"Fuerte Aguayo NB, Concón",-32.9,-71.4,0,0,1',
        "Costa Rica,94,CRI,NA,NA,NA,0,1,0",
    )  # fmt: skip
    rows = rows_of(imported, "facilities", "facility_id")
    assert rows["operator_iso3"].to_dict() == {
        "troopdata-afg-bagram-ab": "USA",
        "troopdata-chl-fuerte-aguayo-nb-concon": "CHL",  # the host's own, paid for by the United States
        "troopdata-cri-unnamed": "USA",
    }
    assert rows.loc["troopdata-afg-bagram-ab", ["kind", "status", "lat"]].tolist() == [
        "not stated",
        "active",
        34.946222,
    ]
    assert "In the file under Afghanistan." in rows.loc["troopdata-afg-bagram-ab", "note"]
    assert rows.loc["troopdata-cri-unnamed", ["name", "lat"]].tolist() == ["Unnamed site in Costa Rica", None]
    assert "lilypad" in rows.loc["troopdata-cri-unnamed", "summary"]


def test_a_territory_goes_with_its_state_and_a_wrong_number_with_its_name(tmp_path):
    imported = bases(
        tmp_path,
        "Guam,2,USA,Andersen AFB,13.58,144.93,1,0,0",
        "Georigia,372,GEO,Vaziani,41.6,45,0,1,0",
        '"Congo, Democratic Republic",484,COG,Dungu,3.62564,28.560977,0,1,0',
    )  # fmt: skip
    rows = rows_of(imported, "facilities", "name")
    assert rows["host_iso3"].to_dict() == {"Andersen AFB": "USA", "Vaziani": "GEO", "Dungu": "COD"}
    assert "the name was followed" in rows.loc["Dungu", "note"]


def test_the_same_row_twice_is_counted_and_the_same_name_is_not_the_same_site(tmp_path):
    row = "Italy,325,ITA,Naval Support Activity Naples,40.85,14.27,1,0,0"
    imported = bases(tmp_path, row, row, row.replace("40.85", "40.90"))
    assert imported.tables["facilities"]["facility_id"].tolist() == [
        "troopdata-ita-naval-support-activity-naples",
        "troopdata-ita-naval-support-activity-naples-2",
    ]
    assert dict(imported.left_out.reasons) == {"the same row twice": 1}


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("Kenya,501,KEN,Manda Bay,-2.2,40.9,0,0,0", "column 'base': '0' is not 1"),
        ("Kenya,501,KEN,Manda Bay,-92.2,40.9,1,0,0", "column 'lat': '-92.2' is not between -90 and 90"),
        ("Kenya,501,KEN,Manda Bay,-2.2,40.9,2,0,0", "column 'base': '2' is not 0 or 1"),
    ],
)
def test_a_base_that_cannot_be_understood_is_refused(tmp_path, row, says):
    with pytest.raises(PublishedError, match=says):
        bases(tmp_path, row)


@there
def test_the_real_file_of_personnel():
    path = SHARED / "troopdata-rebuild-country-year.csv"
    assert troopdata.fits_troops(look(path))
    imported = troopdata.read_troops(path, lambda _read, _all: None)
    rows = imported.tables["deployments"]
    assert (imported.rows_read, imported.edition) == (13135, "1950-2024")
    assert len(rows) == 13135 - imported.left_out.reasons.total()
    assert rows[(rows["host_iso3"] == "KAZ") & (rows["year"] == 2010)]["personnel"].tolist() == [313]


@there
def test_the_real_file_of_bases():
    path = SHARED / "basedata.csv"
    assert troopdata.fits_bases(look(path))
    imported = troopdata.read_bases(path, lambda _read, _all: None)
    rows = imported.tables["facilities"]
    assert (imported.rows_read, len(rows)) == (414, 413)  # Naples stands there twice
    assert (rows["host_iso3"] == "AFG").sum() == 9
    assert not rows["host_iso3"].isin(["KAZ", "KGZ", "TJK", "TKM", "UZB"]).any()
