"""Events of UCDP: if these fail, a brief counts dead twice, dates what is not known, or an import fills the memory."""

import csv
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pactbook.ingest.published import features, glimpse, ucdp_ged
from pactbook.ingest.published.model import PublishedError

REAL = Path(__file__).parents[4] / "shared" / "datasets" / "ucdp" / "GEDEvent_v23_1.geojson"
EVENT = {
    "id": "100", "relid": "TAJ-1992", "year": "1993", "type_of_violence": "1", "conflict_new_id": "395",
    "conflict_name": "Tajikistan: Government", "side_a": "Government of Tajikistan", "side_b": "UTO",
    "source_article": 'Reuters, "Fighting"\nin two lines', "where_prec": "2", "where_coordinates": "Kulob town",
    "country": "Tajikistan", "country_id": "702", "date_prec": "1", "date_start": "1993-03-04 00:00:00.000",
    "date_end": "1993-03-04 00:00:00.000", "best": "7", "high": "12", "low": "5", "gwnoa": "702", "gwnob": "",
}  # fmt: skip
ELSEWHERE = EVENT | {"id": "101", "country": "Uganda", "country_id": "500", "gwnoa": "500"}


def silent(*_):
    """Tells nobody how far it is."""


@pytest.fixture
def write(tmp_path):
    def write(*events, name="GEDEvent_v24_1.csv"):
        path = tmp_path / name
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(events[0]))
            writer.writeheader()
            writer.writerows(events)
        return path

    return write


@pytest.fixture
def read(write):
    def read(*events, countries=None):
        return ucdp_ged.read(write(*events), silent, countries)

    return read


def only(imported):
    table = imported.tables["incidents"]
    assert len(table) == 1
    return table.iloc[0]


def test_an_event(read):
    imported = read(EVENT)
    row = only(imported)
    assert imported.edition == "24.1"
    assert row[["incident_id", "date", "kind"]].tolist() == ["ucdp-ged-100", "1993-03-04", "armed conflict"]
    assert row[["fatalities_low", "fatalities_high"]].tolist() == [5, 12]
    assert row["end"] is not row["date"]
    assert row[["end"]].isna().all()
    assert row["summary"] == "Fighting between Government of Tajikistan and UTO: Kulob town (Tajikistan)."
    assert row["note"] == (
        "Best estimate of the dead: 7. Place: within about 25 km. Conflict: Tajikistan: Government (UCDP 395)."
    )
    assert row["countries"] == ("TJK",)
    assert row["source_ids"] == ("ucdp-ged-24-1",)
    assert imported.sources["source_id"].tolist() == ["ucdp-ged-24-1"]


@pytest.mark.parametrize(
    ("violence", "kind", "summary"),
    [
        ("2", "non-state conflict", "Fighting between A and B: Kulob town (Tajikistan)."),
        ("3", "violence against civilians", "Violence of A against civilians: Kulob town (Tajikistan)."),
    ],
)
def test_kinds_of_violence(read, violence, kind, summary):
    row = only(read(EVENT | {"type_of_violence": violence, "side_a": "A", "side_b": "B"}))
    assert row[["kind", "summary"]].tolist() == [kind, summary]


@pytest.mark.parametrize(
    ("precision", "first", "last", "date"),
    [
        ("2", "1993-03-04", "1993-03-07", "1993-03"),  # some day of these four
        ("2", "1993-03-31", "1993-04-02", "1993"),  # not even the month is sure
        ("4", "1993-03-01", "1993-03-31", "1993-03"),
        ("5", "1993-01-01", "1993-12-31", "1993"),
        ("3", "1993-12-29", "1994-01-04", "1993"),  # UCDP's own year
    ],
)
def test_a_date_that_is_not_known_stays_partial(read, precision, first, last, date):
    row = only(read(EVENT | {"date_prec": precision, "date_start": first, "date_end": last}))
    assert row["date"] == date
    assert f"Between {first} and {last}." in row["note"]


def test_an_event_of_several_days_that_are_known(read):
    row = only(read(EVENT | {"date_end": "1993-03-06"}))
    assert row[["date", "end"]].tolist() == ["1993-03-04", "1993-03-06"]


def test_governments_that_fight_stand_after_the_place(read):
    """A war between two states would concern one of them only; in 1993 GW 365 is Russia, not the Soviet Union."""
    assert only(read(EVENT | {"gwnoa": "365", "gwnob": "704"}))["countries"] == ("TJK", "RUS", "UZB")


def test_estimates_out_of_order_are_told(read):
    row = only(read(EVENT | {"low": "9", "high": "6"}))
    assert row[["fatalities_low", "fatalities_high"]].tolist() == [6, 9]
    assert row["note"].endswith("The source gives the low estimate as the higher one.")
    row = only(read(EVENT | {"best": "13"}))
    assert row["note"].endswith("The best estimate lies outside the low and high ones.")


def test_only_the_countries_asked_for(read):
    imported = read(EVENT, ELSEWHERE, EVENT | {"id": "102"}, countries=frozenset({"TJK", "KAZ"}))
    assert imported.tables["incidents"]["incident_id"].tolist() == ["ucdp-ged-100", "ucdp-ged-102"]
    assert imported.left_out.reasons == {"in a country that was not asked for": 1}
    assert imported.rows_read == 3
    assert read(EVENT, ELSEWHERE).rows_read == len(read(EVENT, ELSEWHERE).tables["incidents"]) == 2
    assert len(read(EVENT, countries=frozenset({"KAZ"})).tables["incidents"]) == 0


def test_a_place_without_a_code(read):
    imported = read(EVENT, EVENT | {"id": "103", "country": "Atlantis", "country_id": "998"})
    assert imported.left_out.reasons == {"no country with a code: Atlantis": 1}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"best": "many"}, "record 2, column best: 'many' is not understood"),
        ({"date_start": "04/03/93"}, "record 2, column date_start: '04/03/93' is not understood"),
        ({"type_of_violence": "4"}, "event 100, column type_of_violence: 4 is unknown"),
        ({"where_prec": "0"}, "event 100, column where_prec: 0 is unknown"),
        ({"date_prec": "6"}, "event 100, column date_prec: 6 is unknown"),
        ({"low": "-1"}, "event 100: a count of dead is below zero"),
        ({"side_a": ""}, "ucdp-ged-100 lacks its date, its sides or their conflict"),
        ({"country": ""}, "has an event without country, country_id or year; is it cut off?"),
    ],
)
def test_what_is_not_understood_is_refused(read, change, told):
    with pytest.raises(PublishedError) as raised:
        read(EVENT | change)
    assert str(raised.value).splitlines() == [told]


def test_an_event_twice(read):
    with pytest.raises(PublishedError, match="two records of ucdp-ged-100"):
        read(EVENT, EVENT)


def test_a_column_that_is_not_there(read):
    with pytest.raises(PublishedError, match="has no column 'date_prec'; columns are id, relid"):
        read({name: value for name, value in EVENT.items() if name != "date_prec"})


def test_a_file_cut_off(write):
    path = write(EVENT, ELSEWHERE)
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(PublishedError, match="cut off") as raised:
        ucdp_ged.read(path, silent)
    assert "\n" not in str(raised.value)


def test_a_renamed_file_has_its_years_as_edition(write):
    path = write(EVENT, ELSEWHERE | {"year": "1999"}, name="it's renamed.csv")
    assert ucdp_ged.read(path, silent).edition == "1993-1999"


def geojson(path, *events):
    listed = [{"type": "Feature", "properties": one, "geometry": None} for one in events]
    path.write_text(json.dumps({"type": "FeatureCollection", "name": "GEDEvent_v23_1", "features": listed}))
    return path


def test_the_three_shapes_give_the_same(write, tmp_path):
    numbers = {name: int(value) if value.isdecimal() and name != "gwnoa" else value for name, value in EVENT.items()}
    path = write(EVENT, name="GEDEvent_v23_1.csv")
    with zipfile.ZipFile(tmp_path / "ged231-csv.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(path, "folder/GEDEvent_v23_1.csv")
    shapes = [path, tmp_path / "ged231-csv.zip", geojson(tmp_path / "any.json", numbers)]
    found = [ucdp_ged.read(shape, silent) for shape in shapes]
    assert {one.edition for one in found} == {"23.1"}
    assert found[0].tables["incidents"].equals(found[1].tables["incidents"])
    assert found[0].tables["incidents"].equals(found[2].tables["incidents"])
    assert all(ucdp_ged.SETS[0].fits(glimpse.look(shape)) for shape in shapes)


def test_broken_packages(tmp_path):
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("GEDEvent_v23_1.csv", b"0" * 20_000_000)
    with pytest.raises(PublishedError, match="a bomb"):
        ucdp_ged.read(bomb, silent)
    bomb.write_bytes(bomb.read_bytes()[:3000])
    with pytest.raises(PublishedError, match="no sound zip file"):
        ucdp_ged.read(bomb, silent)
    cut = geojson(tmp_path / "cut.json", EVENT)
    cut.write_bytes(cut.read_bytes()[:-20])
    with pytest.raises(PublishedError, match="cut off"):
        ucdp_ged.read(cut, silent)


@given(
    st.lists(st.dictionaries(st.text(max_size=5), st.text(max_size=20) | st.integers(), max_size=3), max_size=9),
    st.integers(1, 40),
)
def test_features_come_whole_however_the_file_is_cut_into_blocks(tmp_path_factory, listed, block):
    """An event whose text straddles two blocks would be lost."""
    path = tmp_path_factory.mktemp("features") / "any.json"
    path.write_text(json.dumps({"features": listed}), encoding="utf-8")
    before, features.BLOCK = features.BLOCK, max(block, len('{"features": ['))
    try:
        assert [feature for feature, _ in features.features(path)] == listed
    finally:
        features.BLOCK = before


def test_progress_is_told_while_it_runs(write):
    path = write(*(EVENT | {"id": str(number)} for number in range(1, 2000)))
    told = []
    ucdp_ged.read(path, lambda *one: told.append(one))
    assert told[-1] == (path.stat().st_size,) * 2
    assert told == sorted(told)


MEASURED = """
import sys
from pathlib import Path
from pactbook.ingest.published import ucdp_ged
imported = ucdp_ged.read(Path(sys.argv[1]), lambda *_: None, frozenset({"TJK"}))
peak = Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]
print(imported.rows_read, len(imported.tables["incidents"]), peak)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells the most memory of a process")
def test_memory_does_not_grow_with_what_is_not_wanted(tmp_path):
    """An import of the whole world would be killed for lack of memory."""
    path = tmp_path / "events.csv"
    keys = list(EVENT)
    row = dict(ELSEWHERE, source_article='"' + "long text, " * 60 + '"')
    line = ",".join(row[key] for key in keys[1:])
    with path.open("w", encoding="utf-8") as file:
        file.write(",".join(keys) + "\n")
        file.writelines(f"{number},{line}\n" for number in range(300_000))
        file.write("300000," + line.replace("Uganda", "Tajikistan").replace(",500,", ",702,", 1) + "\n")
    assert path.stat().st_size > 240 * 10**6
    command = [sys.executable, "-c", MEASURED, str(path)]
    rows, kept, peak = map(int, subprocess.run(command, check=True, capture_output=True, text=True).stdout.split())
    assert (rows, kept) == (300_001, 1)
    assert peak < 500_000  # kB


@pytest.mark.skipif(not REAL.is_file(), reason="the publisher's files are not at hand (../shared/datasets)")
def test_the_real_file():
    imported = ucdp_ged.read(REAL, silent)
    table = imported.tables["incidents"]
    assert (imported.edition, imported.rows_read, len(table)) == ("23.1", 1848, 1848)
    # Counted in the file: 1,076 one-sided, 401 state-based and 371 non-state events, all in one country.
    assert table["kind"].value_counts().to_dict() == {
        "violence against civilians": 1076, "armed conflict": 401, "non-state conflict": 371,
    }  # fmt: skip
    assert {places[0] for places in table["countries"]} == {"CAF"}


def test_a_star_in_the_name_of_a_file_stands_for_no_other_file(write):
    write(ELSEWHERE, name="GEDEvent_v24_1.csv")
    assert ucdp_ged.read(write(EVENT, name="GED*.csv"), silent).rows_read == 1
