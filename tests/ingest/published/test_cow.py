"""Importers for the Correlates of War, on small files in the project's shapes and on the real ones where they lie."""

import bz2
import gzip
import itertools
import json
import warnings
import zipfile
from pathlib import Path

import hypothesis.strategies as st
import pandas as pd
import pytest
import rdata
from hypothesis import given

from pactbook.ingest.published import codes, cow, cow_cells, cow_igo, glimpse, r_files, schemas, sets, states
from pactbook.ingest.published.model import SOURCE_COLUMNS, PublishedError

ROOT = Path(__file__).parents[3]
REAL = ROOT.parent / "shared" / "datasets"
COW = REAL / "cow"
OURS = [one.name for one in sets.SETS if one.name.startswith("cow-")]

NMC = """stateabb,ccode,year,milex,milper,irst,pec,tpop,upop,cinc,version
RUS,365,1913,446100,1321,4918,52500,170097.5,15000,.1157,2021
RUS,365,1991,133700000,3400,77093,1919000,148624,94000,.1341,2021
GMY,255,1991,39517000,457,42169,491000,79984,42000,.0341,2021
GFR,260,1990,42320000,-9,38434,380000,63254,34000,.0231,2021
GMY,255,1990,42320000,545,38434,380000,79380,41000,.0301,2021
AUH,300,1900,100,200,300,400,500,600,.04,2021
KZK,705,1992,-9,40,6100,117000,16500,-9,.0068,2021
"""
BORDERS = """dyad,statelno,statelab,statehno,statehab,conttype,begin,end,notes,version
2365,2,"USA",365,"RUS",2,195901,201612,"Across Bering Strait (closest=Alaska)",3.2
365703,365,"RUS",703,"KYR",1,199112,200005,"",3.2
300365,300,"AUH",365,"RUS",1,181601,191811,"x",3.2
365710,365,"RUS",710,"CHN",1,191001,201612,"x",3.2
"""
MIDA = """dispnum3,dispnum4,stday,stmon,styear,endday,endmon,endyear,outcome,settle,fatality,fatalpre,maxdur,\
mindur,hiact,hostlev,recip,numa,numb,link1,link2,link3,ongo2010,version
7,-9,-9,7,2002,24,1,2003,6,1,2,-9,208,178,7,3,0,1,1,0,0,0,0,4.3000002
8,-9,3,5,2009,31,12,2010,-9,-9,6,-9,90,80,17,4,1,1,1,0,0,0,1,4.3000002
"""
MIDB = """dispnum3,dispnum4,stabb,ccode,stday,stmon,styear,endday,endmon,endyear,sidea,revstate,revtype1,revtype2,\
fatality,fatalpre,hiact,hostlev,orig,version
7,-9,UZB,704,-9,7,2002,24,1,2003,1,1,1,-9,0,0,7,3,1,4.3000002
7,-9,KYR,703,-9,7,2002,24,12,2002,0,0,0,-9,2,31,0,1,1,4.3000002
7,-9,KYR,703,2,1,2003,24,1,2003,0,0,0,-9,-9,-9,0,1,0,4.3000002
8,-9,AUH,300,3,5,2009,31,12,2010,0,0,-9,-9,0,0,0,1,1,4.3000002
9,-9,UZB,704,3,5,2009,31,12,2010,0,0,0,-9,0,0,0,1,1,4.3000002
"""
STATES = """stateabb,ccode,statenme,styear,stmonth,stday,endyear,endmonth,endday,version
CUB,40,Cuba,1902,5,20,1906,9,25,2016
CUB,40,Cuba,1909,1,23,2016,12,31,2016
RUS,365,Russia,1816,1,1,2016,12,31,2016
AUH,300,Austria-Hungary,1816,1,1,1918,11,12,2016
"""
MEMBERS = """version4id,ccode,state_name,all_st_day,all_st_month,all_st_year,all_end_day,all_end_month,all_end_year,\
ss_type,mem_st_day,mem_st_month,mem_st_year,mem_end_day,mem_end_month,mem_end_year,left_censor,right_censor,\
defense,neutrality,nonaggression,entente,version
7,365,Russia,-9,6,1979,,,,Type I: Defense Pact,-9,6,1979,,,,0,1,1,0,0,1,4.1
7,712,Mongolia,-9,6,1979,,,,Type I: Defense Pact,1,9,1979,3,11,1999,0,0,1,0,0,0,4.1
7,712,Mongolia,-9,6,1979,,,,Type I: Defense Pact,5,2,2001,,,,0,1,1,0,0,0,4.1
9,300,Austria-Hungary,1,2,1879,3,11,1918,Type II: Neutrality,1,2,1879,3,11,1918,0,0,0,1,0,0,4.1
9,255,Germany,1,2,1879,3,11,1918,Type II: Neutrality,1,2,1879,3,11,1918,0,0,0,1,0,0,4.1
8,2,United States,4,5,1960,3,11,2012,Type II: Neutrality,4,5,1960,3,11,2012,0,0,0,1,0,0,4.1
8,740,Japan,4,5,1960,3,11,2012,Type II: Neutrality,4,5,1960,3,11,2012,1,0,0,0,0,0,4.1
"""


def nothing(_done, _size):
    """No progress bar."""


def read(name, path):
    return sets.BY_NAME[name].read(path, nothing)


def written(folder, name, text):
    path = folder / name
    path.write_text(text, encoding="utf-8", newline="")
    return path


def fitting(path):
    return [one.name for one in sets.SETS if one.fits(glimpse.look(path))]


def r_file(path, name, table):
    """As R writes it: compressed, one object with a name. The library writes text of one kind only."""
    words = {column: pd.StringDtype("python") for column in table.columns if table[column].dtype in ("str", object)}
    table = table.astype(words)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        rdata.write_rda(path, {name: table}, compression="bzip2")
    return path


def lines(table, *columns):
    """Rows as text, missing cells as a dash."""
    return [" ".join("-" if pd.isna(cell) else str(cell) for cell in row) for row in table[list(columns)].to_numpy()]


def dyads():
    """Russia (365) and Kazakhstan (705), Russia and Afghanistan (700), and a pair without a pledge."""
    rows = [(365, 705, year, 1, 0, 0, 0) for year in (1992, 1993)]
    rows += [(365, 705, year, 1, 0, 1, 0) for year in (1994, 1995)]
    rows += [(365, 700, 1990, 0, 1, 0, 0), (365, 700, 1992, 0, 1, 0, 0), (2, 20, 1993, 0, 0, 0, 0)]
    rows += [(300, 365, 1900, 1, 0, 0, 0)]
    both = [*rows, *[(second, first, *rest) for first, second, *rest in rows]]
    return pd.DataFrame(
        both, columns=["ccode1", "ccode2", "year", "cow_defense", "cow_neutral", "cow_nonagg", "cow_entente"]
    )


def by_state(years, **statuses):
    """A file of the form by state: Uzbekistan (704) and Kyrgyzstan (703); a status for each year of Uzbekistan."""
    rows = [
        {"ccode": code, "year": year, "state": state}
        | {name: given[at] if code == 704 else 0 for name, given in statuses.items()}
        for code, state in ((704, "uzbekistan"), (703, "kyrgyzstan"))
        for at, year in enumerate(years)
    ]
    return pd.DataFrame(rows)


def by_organization():
    """Two organisations, one of them dissolved in 2002; R's missing where a state was not in the system."""
    rows = [
        (
            "SCO",
            "Shanghai Coop. Organisation",
            year,
            1 if year >= 2001 else 0,
            1,
            None,
            1996,
            None,
            "Longer name",
            0,
            1,
            0,
            0,
        )
        for year in range(2000, 2004)
    ] + [
        ("CAU", "Central Union", year, 1, -9, None, 1994, 2002, "Central Union", 1, 0, 0, 1)
        for year in (2000, 2001, 2002)
    ]
    names = ["ioname", "orgname", "year", "uzbekistan", "kyrgyzstan", "hanover", "sdate", "deaddate", "longorgname",
             "integrated", "political", "social", "economic"]  # fmt: skip
    table = pd.DataFrame(rows, columns=names).assign(version=2.3, imputed=0.0)
    table.loc[0, "version"] = 3.0
    return table.astype({"hanover": "float64"})


# What every importer promises


def promises_kept(found, name):
    """Rows counted, columns and types of the data package, sources named, keys unique and in order."""
    one = sets.BY_NAME[name]
    assert set(found.tables) == set(one.tables)
    assert list(found.sources.columns) == list(SOURCE_COLUMNS)
    known = set(found.sources["source_id"])
    package = json.loads((ROOT / "data" / "datapackage.json").read_text(encoding="utf-8"))
    resources = {resource["name"]: resource for resource in package["resources"]}
    for table, rows in found.tables.items():
        described = schemas.FOLDER / f"{table}.json"
        resource = json.loads(described.read_text(encoding="utf-8")) if described.is_file() else resources[table]
        fields = {field["name"]: field for field in resource["schema"]["fields"]}
        fields.pop("cow_igo", None)  # our editors' own column
        assert list(rows.columns) == list(fields)
        assert {source for cell in rows["source_ids"] for source in cell} <= known
        key = resource["schema"]["primaryKey"]
        assert not rows.duplicated(key).any()
        assert rows[key].equals(rows[key].sort_values(key, ignore_index=True))
        for column, field in fields.items():
            fits_field(rows[column], field)


def fits_field(cells, field):
    limits = field.get("constraints", {})
    told = cells.dropna()
    if limits.get("required"):
        assert len(told) == len(cells), field["name"]
    items = told.explode() if "pactbook:list" in field else told
    if "pattern" in limits:
        assert items.astype("string").str.fullmatch(limits["pattern"]).all(), field["name"]
    for allowed in (limits.get("enum"), field.get("pactbook:list", {}).get("enum")):
        if allowed:
            assert set(items) <= set(allowed), field["name"]
    if "minimum" in limits:
        assert (told >= limits["minimum"]).all(), field["name"]
    if "maximum" in limits:
        assert (told <= limits["maximum"]).all(), field["name"]


@pytest.fixture
def made_up(tmp_path):
    """A file of every shape, by a name that tells nothing."""
    written(tmp_path, "b.csv", MIDB)
    return {
        "nmc": written(tmp_path, "1.csv", NMC.replace("\n", "\r\n")),
        "borders": written(tmp_path, "2.csv", BORDERS),
        "disputes": written(tmp_path, "3.csv", MIDA),
        "states": written(tmp_path, "4.csv", STATES),
        "list": written(tmp_path, "5.csv", "StateAbb,CCode,StateNme\rKYR,703,Kyrgyzstan\rCUB,40,Cuba\rCUB,40,Cuba"),
        "members": written(tmp_path, "6.csv", MEMBERS),
        "dyads": r_file(tmp_path / "7.rda", "cow_alliance", dyads()),
        "by state": written(tmp_path, "8.csv", by_state([2000, 2001], un=[1, 1]).to_csv(index=False)),
        "by organization": r_file(tmp_path / "9.rda", "igo_year_format3", by_organization()),
    }


OF = {
    "nmc": "cow-nmc", "borders": "cow-contiguity", "disputes": "cow-mid", "states": "cow-states", "list": "cow-states",
    "members": "cow-alliances", "dyads": "cow-alliances", "by state": "cow-igo", "by organization": "cow-igo",
}  # fmt: skip


@pytest.mark.parametrize(("shape", "name"), OF.items())
def test_recognised_and_read(made_up, shape, name):
    """A file would be taken for another set, or break the data package that it is imported into."""
    assert fitting(made_up[shape]) == [name]
    promises_kept(read(name, made_up[shape]), name)


@pytest.mark.parametrize(("shape", "name"), OF.items())
def test_broken_files_end_in_one_line(made_up, tmp_path, shape, name):
    """Half a download would become half a table."""
    content = made_up[shape].read_bytes()
    cut = tmp_path / f"cut{made_up[shape].suffix}"
    cut.write_bytes(content[: len(content) - 9])
    with pytest.raises(PublishedError) as raised:
        read(name, cut)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("name", "members"),
    [
        ("cow-mid", {"MID-5/MIDA 5.0.csv": MIDA, "MID-5/MIDB 5.0.csv": MIDB}),
        ("cow-alliances", {"csv/alliance_v4.1_by_dyad.csv": "a,b\n1,2\n", "csv/alliance_v4.1_by_member.csv": MEMBERS}),
        ("cow-igo", {"state_year_formatv3.csv": by_state([2000], un=[1]).to_csv()}),
    ],
)
def test_zip_as_the_project_serves_it(tmp_path, name, members):
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        for member, text in members.items():
            archive.writestr(member, text)
    assert fitting(tmp_path / "x.zip") == [name]
    promises_kept(read(name, tmp_path / "x.zip"), name)


def test_wrong_publisher(tmp_path):
    path = written(tmp_path, "x.csv", "Entity,Year,deaths\nA,2000,1\n")
    assert fitting(path) == []
    for name in OURS:
        with pytest.raises(PublishedError, match="has no column"):
            read(name, path)


def test_damaged_file_of_r(tmp_path):
    """A look at a damaged file would end the command before it could say what is wrong."""
    whole = gzip.compress(b"RDX3\nX\n" + bytes(range(256)) * 8, compresslevel=0)
    path = tmp_path / "x.rda"
    path.write_bytes(whole[:12] + b"\xff" * 8 + whole[20:])
    assert fitting(path) == []
    with pytest.raises(PublishedError, match="is no sound file of R"):
        read("cow-igo", path)


def test_r_bomb(tmp_path, monkeypatch):
    """A small file that unpacks to more than the memory would end the machine, not the import."""
    monkeypatch.setattr(r_files, "UNPACKED", 10_000)
    path = tmp_path / "x.rda"
    path.write_bytes(bz2.compress(b"RDX3\nX\n" + bytes(20_000)))
    with pytest.raises(PublishedError, match="would unpack to more than"):
        read("cow-igo", path)


# National Material Capabilities


@pytest.fixture
def capabilities(made_up):
    return read("cow-nmc", made_up["nmc"])


def test_personnel_in_persons(capabilities):
    """Forces would be a thousand times too small. Germany 1990: that of the state that goes on, not of West Germany."""
    assert lines(capabilities.tables["force_structure"], "iso3", "year", "active_personnel") == [
        "DEU 1990 545000", "DEU 1991 457000", "KAZ 1992 40000", "RUS 1913 1321000", "SUN 1991 3400000",
    ]  # fmt: skip


def test_currencies_are_told_apart(capabilities):
    """Pounds of 1913 would be shown as dollars, and -9 as spending."""
    assert lines(capabilities.tables["capabilities"], "iso3", "milex_thousand_usd", "milex_thousand_gbp", "cinc") == [
        "DEU 42320000 - 0.0301", "DEU 39517000 - 0.0341", "KAZ - - 0.0068", "RUS - 446100 0.1157",
        "SUN 133700000 - 0.1341",
    ]  # fmt: skip
    assert capabilities.edition == "6.0"


def test_left_out_of_capabilities(capabilities):
    """7 records: 5 in the table, Austria-Hungary has no code, West Germany gave way to Germany in 1990."""
    assert capabilities.left_out.reasons == {
        "no state with an ISO code in that year: Austria-Hungary (COW 300)": 1,
        "DEU 1990 is told twice; the state that ended (COW 260) is left out": 1,
    }
    assert capabilities.rows_read == 7


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (",1321,", ",many,", "row 2, column 'milper': 'many' is no number"),
        (",1321,", ",1.5,", "row 2, column 'milper': '1.5' is no whole number"),
        ("RUS,365,1913", "RUS,,1913", "row 2, column 'ccode': '' is missing"),
        ("milper", "personnel", "has no column 'milper'; columns are stateabb, ccode, year, milex, personnel"),
        ("KZK,705", "KZK,x,705", "row 8 has 12 cells, the header 11"),
    ],
)
def test_what_is_not_understood_is_refused(tmp_path, old, new, message):
    """A word in a number column would become a gap that nobody notices."""
    with pytest.raises(PublishedError, match=message):
        read("cow-nmc", written(tmp_path, "x.csv", NMC.replace(old, new)))


# Direct Contiguity


def test_borders_by_the_state_of_the_time(made_up, tmp_path):
    """Russia's border with China would be the Soviet Union's, and the end of the data the end of a border.

    The number 365 stood for Russia to 1922-12-29, for the Soviet Union to 1991-12-25, and for Russia since.
    """
    expected = [
        "CHN RUS land or river 1910-01 1922-12", "CHN RUS land or river 1991-12 -",
        "CHN SUN land or river 1922-12 1991-12", "KGZ RUS land or river 1991-12 2000-05",
        "RUS USA water up to 12 miles 1991-12 -", "SUN USA water up to 12 miles 1959-01 1991-12",
    ]  # fmt: skip
    found = read("cow-contiguity", made_up["borders"])
    assert lines(found.tables["contiguity"], "iso3_a", "iso3_b", "kind", "start", "end") == expected
    assert found.rows_read == 4
    assert found.left_out.reasons == {"no state with an ISO code in that year: Austria-Hungary (COW 300)": 1}
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("a/contdird.csv", "dyad,year\n1,2\n")
        archive.writestr("a/contdir.csv", BORDERS)
    assert fitting(tmp_path / "x.zip") == ["cow-contiguity"]
    zipped = read("cow-contiguity", tmp_path / "x.zip").tables["contiguity"]
    assert lines(zipped, "iso3_a", "iso3_b", "kind", "start", "end") == expected


@pytest.mark.parametrize(("old", "new"), [("199112", "199113"), ("199112", "1991"), (",1,", ",6,")])
def test_borders_not_understood(tmp_path, old, new):
    with pytest.raises(PublishedError, match=f"'{new.strip(',')}' is no"):
        read("cow-contiguity", written(tmp_path, "x.csv", BORDERS.replace(old, new, 1)))


# Militarized Interstate Disputes


@pytest.fixture
def disputes(made_up):
    return read("cow-mid", made_up["disputes"])


def test_disputes(disputes):
    """A level of deaths would be read as a count, a missing day as the first, and the end of the data as an end."""
    columns = ("dispute_id", "start", "end", "outcome", "hostility", "fatalities_low", "fatalities_high", "ongoing")
    assert lines(disputes.tables["disputes"], *columns) == [
        "cow-mid-7 2002-07 2003-01-24 compromise display of force 26 100 False",  # level 2: 26 to 100
        "cow-mid-8 2009-05-03 - - use of force 1000 - True",  # level 6: more than 999
    ]
    assert disputes.edition == "4.3"


def test_participants(disputes):
    """A state that left and came back would be lost or doubled. Its precise count goes before the level."""
    columns = ("dispute_id", "iso3", "spell", "side", "start", "end", "revision", "fatalities_low", "fatalities_high")
    assert lines(disputes.tables["dispute_participants"], *columns) == [
        "cow-mid-7 KGZ 1 b 2002-07 2002-12-24 - 31 31",
        "cow-mid-7 KGZ 2 b 2003-01-02 2003-01-24 - - -",
        "cow-mid-7 UZB 1 a 2002-07 2003-01-24 territory 0 0",
    ]
    assert disputes.left_out.reasons == {
        "no state with an ISO code in that year: Austria-Hungary (COW 300)": 1,
        "a participant in a dispute that the file of disputes lacks": 1,
    }
    assert disputes.rows_read == 2 + 5


def test_either_file_is_enough(made_up, disputes):
    found = read("cow-mid", made_up["disputes"].with_name("b.csv"))
    for name, table in disputes.tables.items():
        assert found.tables[name].equals(table)


def test_sister_missing_or_of_another_version(tmp_path):
    """Disputes of one edition would be joined to participants of another."""
    path = written(tmp_path, "a.csv", MIDA)
    expected = r"needs the file of participants \(MIDB\), version 4.3, in the same folder; it is not there"
    with pytest.raises(PublishedError, match=expected):
        read("cow-mid", path)
    written(tmp_path, "b.csv", MIDB.replace("4.3000002", "5"))
    with pytest.raises(PublishedError, match=expected):
        read("cow-mid", path)


def test_version_five_names_its_columns_otherwise(tmp_path):
    path = written(tmp_path, "a.csv", MIDA.replace("dispnum3,dispnum4", "dispnum,old").replace("ongo2010", "ongo2014"))
    written(tmp_path, "b.csv", MIDB.replace("dispnum3,dispnum4", "dispnum,old"))
    assert fitting(path) == ["cow-mid"]
    assert lines(read("cow-mid", path).tables["disputes"], "dispute_id") == ["cow-mid-7", "cow-mid-8"]


def test_dyadic_form_is_named(tmp_path):
    path = written(tmp_path, "a.csv", "disno,dyindex,statea,namea,stateb,nameb\n2,2.001,2,USA,200,UKG\n")
    assert fitting(path) == ["cow-mid"]
    with pytest.raises(PublishedError, match="is the dyadic form"):
        read("cow-mid", path)


# State System Membership


def test_spells_of_statehood(made_up):
    """The Soviet Union would be Russia, and every state would have ended with the data."""
    found = read("cow-states", made_up["states"])
    assert lines(found.tables["state_spells"], "cow_code", "spell", "iso3", "start", "end") == [
        "40 1 CUB 1902-05-20 1906-09-25", "40 2 CUB 1909-01-23 -", "365 1 RUS 1816-01-01 1922-12-29",
        "365 2 SUN 1922-12-30 1991-12-25", "365 3 RUS 1991-12-26 -",
    ]  # fmt: skip
    assert (found.rows_read, found.left_out.reasons.total()) == (4, 1)


def test_code_list_with_line_ends_of_old(made_up):
    found = read("cow-states", made_up["list"])
    assert lines(found.tables["state_spells"], "cow_code", "spell", "iso3", "start", "end") == [
        "40 1 CUB - -", "40 2 CUB - -", "703 1 KGZ - -",
    ]  # fmt: skip


# Formal Alliances


def test_alliances_by_member(made_up):
    """A treaty would end with the data; a state that left and returned would be a party twice or throughout."""
    found = read("cow-alliances", made_up["members"])
    assert lines(found.tables["agreements"], "agreement_id", "kind", "signed", "ended", "status", "provisions") == [
        "cow-alliances-7 mutual defence 1979-06 - in force ('defence', 'consultation')",
        "cow-alliances-8 non-aggression 1960-05-04 2012-11-03 expired ('nonaggression',)",
    ]
    assert lines(found.tables["agreement_parties"], "agreement_id", "iso3", "joined", "left", "note") == [
        "cow-alliances-7 MNG 1979-09-01 - Not a party from 1999-11-03 to 2001-02-05.",
        "cow-alliances-7 RUS 1991-12-26 - -",
        "cow-alliances-7 SUN - 1991-12-25 -",
        "cow-alliances-8 JPN - 2012-11-03 -",
        "cow-alliances-8 USA - 2012-11-03 -",
    ]
    notes = list(found.tables["agreements"]["note"])
    assert "The parties' obligations differ" in notes[0]
    assert "It was in force when the data begins." in notes[1]
    assert "It obliges to neutrality, given here as nonaggression." in notes[1]
    assert found.left_out.reasons == {
        "no state with an ISO code in that year: Austria-Hungary (COW 300)": 1,
        "an alliance with fewer than two parties that have an ISO code": 1,  # Germany, left alone
    }
    assert found.rows_read == 7


def test_dyad_years(made_up):
    """1992-93 defence, 1994-95 non-aggression too: two spells. The Soviet Union's neutrality is not Russia's."""
    found = read("cow-alliances", made_up["dyads"])
    assert lines(found.tables["agreements"], "agreement_id", "signed", "ended", "status", "provisions") == [
        "cow-alliances-afg-rus-1992 1992 1992 expired ('nonaggression',)",
        "cow-alliances-afg-sun-1990 1990 1990 expired ('nonaggression',)",
        "cow-alliances-kaz-rus-1992 1992 1993 expired ('defence',)",
        "cow-alliances-kaz-rus-1994 1994 - in force ('defence', 'nonaggression')",
    ]
    assert "From 1994 the two were bound by other obligations" in found.tables["agreements"]["note"][2]
    assert len(found.tables["agreement_parties"]) == 8
    assert found.edition == "to 1995"
    assert found.rows_read == 16
    assert found.left_out.reasons == {
        "no state with an ISO code in that year: Austria-Hungary (COW 300)": 2,
        "a pair and year in which no obligation is coded": 2,
    }


# Intergovernmental Organizations


def memberships(folder, years, **statuses):
    found = read("cow-igo", written(folder, "x.csv", by_state(years, **statuses).to_csv(index=False)))
    return lines(found.tables["memberships"], "membership_id", "status", "start", "end", "note")


def test_first_and_last_year_of_the_data_are_no_dates(tmp_path):
    """A member throughout would have joined when the data begins and left when it ends."""
    assert memberships(tmp_path, range(2000, 2004), un=[1, 1, 1, 1]) == [
        "cow-igo-un-UZB-1 member - - Held in 2000, the first year of the data; it began then or before."
    ]


def test_change_of_status_and_return(tmp_path):
    """Observer to 2002, member in 2003; out in 2004, associate since."""
    assert memberships(tmp_path, range(2000, 2006), un=[0, 3, 3, 1, 0, 2]) == [
        "cow-igo-un-UZB-1 observer 2001 2002 -",
        "cow-igo-un-UZB-2 member 2003 2003 -",
        "cow-igo-un-UZB-3 associate 2005 - -",
    ]


def test_missing_years(tmp_path):
    """A year without data would end a membership; an end would be told that nobody has seen."""
    gap = "No data for 2001: it may have begun earlier. No data for 2003-2004."
    gap += " No data for 2006: it may have lasted longer."
    assert memberships(tmp_path, range(2000, 2010), un=[0, -9, 1, -9, -9, 1, -9, 0, 0, 0]) == [
        f"cow-igo-un-UZB-1 member 2002 2005 {gap}"
    ]
    open_ends = "No data for 2000: it may have begun earlier. No data for 2002-2003: it may have lasted longer."
    assert memberships(tmp_path, range(2000, 2004), un=[-9, 1, -9, -9]) == [f"cow-igo-un-UZB-1 member - - {open_ends}"]


def test_years_without_a_record_are_a_gap(tmp_path):
    assert memberships(tmp_path, [2000, 2001, 2002, 2005, 2006], un=[0, 1, 1, 1, 1]) == [
        "cow-igo-un-UZB-1 member 2001 2002 -",
        "cow-igo-un-UZB-2 member 2005 - -",
    ]


def test_unknown_status(tmp_path):
    with pytest.raises(PublishedError, match="row 3, column 'un': 4 is no known status"):
        memberships(tmp_path, [2000, 2001], un=[1, 4])


def test_form_by_organization(made_up):
    """An organisation would lose its name and dates, or a state that was not in being would be a member."""
    found = read("cow-igo", made_up["by organization"])
    columns = ("org_id", "name", "kind", "founded", "dissolved", "summary")
    union = "Intergovernmental organisation, economic by its purpose, founded in 1994; it ended in 2002."
    sco = "Intergovernmental organisation, political by its purpose, founded in 1996; 2 member states in 2003."
    assert lines(found.tables["organizations"], *columns) == [
        f"cow-igo-cau Central Union economic organisation 1994 2002 {union}",
        f"cow-igo-sco Shanghai Coop. Organisation other organisation 1996 - {sco}",
    ]
    assert found.tables["organizations"]["note"].str.startswith("It was merged into another.").tolist() == [True, False]
    assert lines(found.tables["memberships"], "membership_id", "start", "end") == [
        "cow-igo-cau-UZB-1 - 2002", "cow-igo-sco-KGZ-1 - -", "cow-igo-sco-UZB-1 2001 -",
    ]  # fmt: skip
    assert (found.edition, found.rows_read, found.left_out.reasons.total()) == ("3.0", 7, 0)


def test_unknown_state(tmp_path):
    """A new state's memberships would be left out without a word."""
    table = by_organization().assign(newland=1)
    with pytest.raises(PublishedError, match="has a column 'newland', which is no state that is known"):
        read("cow-igo", written(tmp_path, "x.csv", table.to_csv(index=False)))


@given(st.lists(st.sampled_from([0, -1, -9, 1, 2, 3]), min_size=1, max_size=14))
def test_spells_tell_every_coded_year_once(statuses):
    """A year in a status would be in no spell, in two, or in one of another status."""
    years = range(1995, 1995 + len(statuses))
    raw = by_state(years, un=statuses)
    ties = cow_igo._by_state(raw, cow_igo.LeftOut())
    spells = cow_igo._memberships(ties, "x")
    assert "KGZ" not in set(spells["iso3"])
    rows = ties.rows[ties.rows["code"] != -9]
    told = dict(zip(rows["year"], rows["code"], strict=True))
    assert told == {year: status for year, status in zip(years, statuses, strict=True) if status > 0}
    dated = spells.dropna(subset=["start", "end"])
    for spell in dated.itertuples():
        inside = range(int(spell.start), int(spell.end) + 1)
        assert {told.get(year, -9) for year in inside} - {-9} == {
            {"member": 1, "associate": 2, "observer": 3}[spell.status]
        }
    runs = [status for status in statuses if status != -9]
    changes = sum(1 for at, status in enumerate(runs) if status > 0 and (at == 0 or runs[at - 1] != status))
    assert len(spells) == changes


def test_years_in_words():
    assert cow_igo._span([1993]) == "1993"
    assert cow_igo._span([1993, 1994, 1995, 1999]) == "1993-1995 and 1999"
    assert cow_igo._span([1993, 1995, 1999, 2000]) == "1993, 1995 and 1999-2000"


# What they share


@given(st.integers(1816, 2035), st.one_of(st.just(-9), st.integers(0, 13)), st.one_of(st.just(-9), st.integers(0, 32)))
def test_dates_are_as_coarse_as_they_are_known(year, month, day):
    """A day that does not exist, or that nobody knows, would stand in a timeline."""
    table = pd.DataFrame({"y": [year], "m": [month], "d": [day]})
    (found,) = cow_cells.dates(table, "y", "m", "d")
    assert f"{year}-{month:02d}-{day:02d}".startswith(found)
    assert pd.Period(found).year == year


def test_states_hold_numbers_one_after_the_other():
    """Two states would hold one number on one day."""
    for spells in states.spells().values():
        for before, after in itertools.pairwise(spells):
            assert before.end <= after.begin


def test_a_month_ends_on_its_own_last_day():
    """A state that went on the 30th of a month without a 31st would lose what is dated by that month alone.

    Number 345 was Serbia's to 1918-11-30 and Yugoslavia's from 1918-12-01.
    """
    assert cow.held(345, "1918-11", "1918-11") == [("SRB", "1918-11", "1918-11")]
    assert [state for state, _, _ in cow.held(345, "1918-11", "1918-12")] == ["SRB", "YUG"]


# The real files


@pytest.mark.skipif(not REAL.is_dir(), reason="the published files do not lie beside the repository")
@pytest.mark.parametrize(
    ("file", "name", "rows", "left_out"),
    [
        ("NMC-60-abridged.csv", "cow-nmc", 15951, 691),
        ("contdir.csv", "cow-contiguity", 847, 77),
        ("DirectContiguity320.zip", "cow-contiguity", 847, 77),
        ("states2016.csv", "cow-states", 243, 17),
        ("COW country codes.csv", "cow-states", 243, 17),
        ("MIDA 4.3.csv", "cow-mid", 2315 + 5558, 98),
        ("cow_alliance.rda", "cow-alliances", 120784, 5652),
        ("derived/cow_alliance_v4.1_peacesciencer_focus.csv", "cow-alliances", 3356, 0),
        ("derived/igo_state_year_format3_focus_1991-2014.csv", "cow-igo", 408, 0),
        ("derived/igo_year_format3_any-central-asian-member_1991-2014.csv", "cow-igo", 1317, 0),
        ("igo_year_format3.rda", "cow-igo", 19335, 0),
        ("state_year_format3.rda", "cow-igo", 15557, 689),
    ],
)
def test_real_files(file, name, rows, left_out):
    """The publisher's own file could not be read, or not whole."""
    found = read(name, COW / file)
    promises_kept(found, name)
    assert (found.rows_read, found.left_out.reasons.total()) == (rows, left_out)


@pytest.mark.skipif(not REAL.is_dir(), reason="the published files do not lie beside the repository")
def test_nobody_elses_file_fits():
    """`pactbook import FILE` would take another publisher's file for one of these."""
    for path in sorted(path for path in REAL.rglob("*") if path.is_file()):
        found = [name for name in fitting(path) if name in OURS]
        assert len(found) == (1 if path.is_relative_to(COW) else 0), path.name


@pytest.mark.skipif(not REAL.is_dir(), reason="the published files do not lie beside the repository")
def test_states_agree_with_our_table_of_codes():
    """A number would stand for another state in another year than in the project's own list."""
    real = pd.read_csv(COW / "states2016.csv")
    listed = {(row.ccode, row.styear) for row in real.itertuples()}
    ours = pd.read_csv(codes.FILE, dtype=str, keep_default_na=False)
    numbers = set(ours.loc[ours["cow"] != "", "cow"].astype(int))
    assert {code for code, _ in listed} <= numbers
