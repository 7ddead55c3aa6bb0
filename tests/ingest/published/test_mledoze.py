"""mledoze/countries: if these fail, a new edition calls a country by a wrong name or gives it wrong neighbours."""

import json
from pathlib import Path

import pytest

from pactbook.ingest.published import glimpse, mledoze
from pactbook.ingest.published.model import PublishedError

REAL = Path(__file__).parents[4] / "shared" / "datasets" / "country-codes" / "mledoze-countries.json"


def entry(code, **changed):
    return {
        "name": {
            "common": f"{code}-land",
            "official": f"Republic of {code}",
            "native": {"zzz": {"common": "Last"}, "aaa": {"common": "First"}},
        },
        "cca2": code[:2],
        "cca3": code,
        "cioc": code,
        "independent": True,
        "capital": ["Main Town", "Second Town"],
        "latlng": [10, -20.5],
        "area": 1000,
        "landlocked": False,
        "borders": [],
    } | changed


def write(tmp_path, entries):
    path = tmp_path / "countries.json"
    path.write_text(json.dumps(entries), encoding="utf-8")
    return path


def read(path):
    return mledoze.read(path, lambda *_: None)


def test_an_entry_becomes_a_row(tmp_path):
    path = write(tmp_path, [entry("BBB", borders=["UNK", "AAA"]), entry("AAA", area=-1, capital=[], independent=None)])
    imported = read(path)
    first, second = imported.tables["country_facts"].to_dict("records")
    assert (second["name"], second["name_local"], second["capital"]) == ("BBB-land", "First", "Main Town")
    assert (second["lat"], second["lon"], second["area_km2"]) == (10.0, -20.5, 1000.0)
    assert second["land_neighbours"] == ("AAA", "XKX")  # in order, Kosovo with the code that data sets use
    frame = imported.tables["country_facts"]
    assert frame.loc[0, ["area_km2", "capital", "independent"]].isna().all()  # -1, none and null are not known
    assert first["iso3"] == "AAA"
    assert imported.rows_read == len(frame)
    assert mledoze.fits(glimpse.look(path))


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        ([], "holds no list"),
        ({"type": "FeatureCollection"}, "holds no list"),
        ([{key: value for key, value in entry("AAA").items() if key != "borders"}], "has no borders"),
        ([entry("AAA", landlocked="no")], "neither true nor false"),
        ([entry("AAA", latlng=[1])], "cannot be read"),
        ([entry("AAA", borders=["Bland"])], "no code of three letters"),
        ([entry("AAA"), entry("AAA")], "two entries for AAA"),
    ],
)
def test_what_is_not_understood_is_refused(tmp_path, entries, message):
    with pytest.raises(PublishedError, match=message):
        read(write(tmp_path, entries))


def test_a_file_cut_off_is_refused(tmp_path):
    path = write(tmp_path, [entry("AAA")])
    path.write_text(path.read_text(encoding="utf-8")[:-40], encoding="utf-8")
    with pytest.raises(PublishedError, match="cut off"):
        read(path)


@pytest.mark.skipif(not REAL.exists(), reason="the file of mledoze/countries is not there")
def test_the_real_file():
    facts = read(REAL).tables["country_facts"].set_index("iso3")
    assert len(facts) == 250  # counted in INDEX.md
    assert facts.loc["GHA", "land_neighbours"] == ("BFA", "CIV", "TGO")
    assert facts.loc["MLI", "landlocked"]
    assert facts.loc["XKX", "capital"] == "Pristina"
