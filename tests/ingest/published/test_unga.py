"""Ideal points: if these fail, a brief places a country's votes in the wrong year, or under another state."""

from pathlib import Path

import pandas as pd
import pytest

from pactbook.ingest.published import glimpse, unga
from pactbook.ingest.published.model import PublishedError

REAL = Path(__file__).parents[4] / "shared" / "datasets" / "unga-voting"
HEADER = "Row,ccode,session,NVotes,IdealPoint,QO%,Q5%,Q10%,Q50%,Q90%,Q95%,Q100%,iso3c,Countryname"
KAZAKHSTAN = "1,705,47,63,0.58214,0.2,0.39861,0.4,0.5,0.7,0.75956,0.9,KAZ,Kazakhstan"
SAO_TOME = "2,403,47,50,-0.5,-1,-0.75,-0.7,-0.5,-0.2,-0.25,0,STP,São Tomé & Príncipe"


def silent(*_):
    """Tells nobody how far it is."""


@pytest.fixture
def read(tmp_path):
    def read(*lines, header=HEADER, encoding="latin-1"):
        path = tmp_path / "points.csv"
        path.write_text("\r\n".join([header, *lines]) + "\r\n", encoding=encoding, newline="")
        return unga.read(path, silent)

    return read


def rows(imported):
    return imported.tables["ideal_points"][["iso3", "year", "ideal_point", "low", "high"]].to_numpy().tolist()


@pytest.mark.parametrize("encoding", ["latin-1", "utf-8"])
def test_the_csv(read, encoding):
    """The 47th session began in 1992; in another encoding the file would be refused."""
    assert rows(read(KAZAKHSTAN, SAO_TOME, encoding=encoding)) == [
        ["KAZ", 1992, 0.5821, 0.3986, 0.7596],
        ["STP", 1992, -0.5, -0.75, -0.25],
    ]


def test_states_are_those_of_the_year(read):
    """The file calls the Soviet Union Russia; Ukraine voted in the UN before it was a state of its own."""
    soviet = "1,365,20,50,-2,-3,-2.5,0,0,0,-1.5,0,RUS,Russia"
    ukraine = "2,369,20,50,-2,-3,-2.5,0,0,0,-1.5,0,UKR,Ukraine"
    russia = "3,365,60,50,-1,-3,-2.5,0,0,0,-0.5,0,RUS,Russia"
    found = rows(read(soviet, ukraine, russia))
    assert [row[:2] for row in found] == [["RUS", 2005], ["SUN", 1965], ["UKR", 1965]]


def stata(path, **columns):
    frame = {
        "ccode": [705, 705, 403], "iso3c": ["KAZ", "KAZ", ""], "countryname": ["Kazakhstan", "Kazakhstan", ""],
        "year": [1992.0, 1993.0, 1956.0], "idealpointfp": [0.1, 0.2, 0.3], "idealpointall": [0.59544, 0.5, None],
        "q5all": [0.43124, 0.4, None], "q95all": [0.75877, 0.6, None], "nvotesall": [75.0, 70.0, None],
    }  # fmt: skip
    pd.DataFrame(frame | columns).to_stata(
        path, write_index=False, version=118, time_stamp=pd.Timestamp("2025-07-28 08:36").to_pydatetime()
    )
    return path


def test_the_stata_file(tmp_path):
    imported = unga.read(stata(tmp_path / "points.dta"), silent)
    assert rows(imported)[0] == ["KAZ", 1992, 0.5954, 0.4312, 0.7588]  # of all votes, not of the important ones
    assert imported.left_out.reasons == {"no country with a code: 403": 1}
    assert imported.rows_read == 3 == len(rows(imported)) + 1
    assert imported.sources["published"].tolist() == ["2025-07-28"]
    assert imported.edition == "1992-1993"


def test_a_year_without_an_estimate_is_left_out(tmp_path):
    imported = unga.read(stata(tmp_path / "points.dta", idealpointall=[None, 0.5, None], ccode=[705, 705, 2]), silent)
    assert imported.left_out.reasons == {"no estimate from all votes of the year": 2}


def test_what_fits(tmp_path):
    other = tmp_path / "other.dta"
    pd.DataFrame({"ccode": [2], "year": [1990]}).to_stata(other, write_index=False, version=118)
    assert not unga.SETS[0].fits(glimpse.look(other))
    assert unga.SETS[0].fits(glimpse.look(stata(tmp_path / "any-name.dta")))


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (KAZAKHSTAN.replace("0.58214", "high"), "record 2, column idealpointall: 'high' is no number"),
        (KAZAKHSTAN.replace(",47,", ",forty,"), "record 2, column session: 'forty' is no number"),
        (KAZAKHSTAN.replace(",705,", ",,"), "record 2 has no whole number as ccode or as year (session)"),
        (KAZAKHSTAN[:-20], "record 2 has"),
        (KAZAKHSTAN + "\r\n" + KAZAKHSTAN, "has two records of KAZ/1992"),
    ],
)
def test_what_is_not_understood_is_refused(read, line, told):
    with pytest.raises(PublishedError) as raised:
        read(line)
    assert str(raised.value).startswith(told)


def test_another_estimate_is_refused(read, tmp_path):
    with pytest.raises(PublishedError, match="has no column 'IdealPoint'"):
        read(KAZAKHSTAN, header=HEADER.replace("IdealPoint", "Ideal"))
    broken = stata(tmp_path / "points.dta")
    broken.write_bytes(broken.read_bytes()[:500])
    with pytest.raises(PublishedError, match="no sound Stata file"):
        unga.read(broken, silent)


@pytest.mark.skipif(not REAL.is_dir(), reason="the publisher's files are not at hand (../shared/datasets)")
def test_the_real_files():
    newer = unga.read(REAL / "IdealpointsJuly2025.dta", silent)
    assert newer.rows_read == 11440 == len(newer.tables["ideal_points"]) + newer.left_out.reasons.total()
    assert newer.edition == "1946-2023"  # 2024 has estimates from the important votes only
    older = unga.read(REAL / "IdealpointestimatesAll_Apr2020.csv", silent)
    assert older.rows_read == 10469 == len(older.tables["ideal_points"])
    assert older.edition == "1946-2019"
