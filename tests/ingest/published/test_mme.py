"""Multinational Military Exercises: who trained with whom, when, where and for what."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pactbook.ingest.published import mme
from pactbook.ingest.published.glimpse import look
from pactbook.ingest.published.model import PublishedError

FILE = Path(__file__).parents[4] / "shared" / "datasets" / "mme-exercises" / "mme_v7.csv"
there = pytest.mark.skipif(not FILE.exists(), reason="the published file is not here")
STATES = [f"State{letter}" for letter in ("A", "B", "C", "AA")]
COLUMNS = [*mme.COLUMNS[:-1], "FocusDescription", "AdditionalParticipantInfo", *STATES]
ROW = {
    "MMEID": "mme87", "Ex_Name": "Steppe Eagle 2006", "Series_Name": "Steppe Eagle", "Location": "Ili, Kazakhstan",
    "lat": "43.9", "lon": "77.1", "StartDate": "9/11/06", "s.year": 2006, "s.month": 9, "s.day": 11,
    "EndDate": "2006-09-xx", "e.year": 2006, "e.month": 9, "e.day": "xx", "Land": 1, "Peacekeeping": 1,
    "StateA": "Kazakhstan", "StateB": "United Kingdom", "StateAA": "United States",
}  # fmt: skip


def read(tmp_path, *rows, columns=COLUMNS):
    cells = [[str((dict.fromkeys(mme.FLAGS, 0) | ROW | row).get(column, "")) for column in columns] for row in rows]
    text = "\r\n".join(",".join(f'"{cell}"' for cell in line) for line in [columns, *cells])
    path = tmp_path / "mme.csv"
    path.write_bytes(text.encode())
    return mme.read(path, lambda _read, _all: None)


def first(imported, table="exercises"):
    row = imported.tables[table].astype(object).iloc[0]
    return row.where(row.notna(), None)


def roles(imported):
    return imported.tables["exercise_participants"].set_index("iso3")["role"].to_dict()


def test_an_exercise_with_series_host_and_participants(tmp_path):
    imported = read(tmp_path, {})
    row = first(imported)
    assert row[["exercise_id", "series_id", "start", "end"]].tolist() == [
        "mme-87",
        "mme-steppe-eagle",
        "2006-09-11",
        "2006-09",
    ]
    assert (row["host_iso3"], row["focus"], row["held"]) == ("KAZ", ("peacekeeping",), "held")
    assert row["summary"] == "3 countries are named as taking part. Marks of the file: land, peacekeeping."
    assert roles(imported) == {"GBR": "participant", "KAZ": "host", "USA": "participant"}
    series = first(imported, "exercise_series")
    assert (series["name"], series["first_year"], series["last_year"]) == ("Steppe Eagle", 2006, 2006)
    assert (imported.edition, imported.sources["source_id"].tolist()) == ("2006-2006", ["mme-2006-2006"])


@pytest.mark.parametrize(
    ("flags", "focus"),
    [
        (("CPX", "Sea", "Amphibious"), ("command post", "naval")),
        (("Warfighting", "Humanitarian"), ("collective defence", "humanitarian")),
        (("Air",), ("collective defence",)),  # of none that we have: the general one
        ((), ("collective defence",)),
    ],
)
def test_marks_are_focuses(tmp_path, flags, focus):
    row = first(read(tmp_path, {"Land": 0, "Peacekeeping": 0} | dict.fromkeys(flags, 1)))
    assert row["focus"] == focus


@pytest.mark.parametrize(
    ("place", "host"),
    [
        ("kazakhstan", "KAZ"),
        ("Kazakhstan, Otar range", "KAZ"),
        ("off Kazakhstan", None),
        ("Georgia", None),  # takes no part
        ("Kazakhstan, United Kingdom", None),  # two
        ("-9", None),
    ],
)
def test_a_host_is_a_participant_that_the_place_names(tmp_path, place, host):
    imported = read(tmp_path, {"Location": place})
    assert first(imported)["host_iso3"] == host
    assert first(imported)["location"] == (place if place != "-9" else "not stated")
    assert ("host" in roles(imported).values()) == (host is not None)


def test_names_that_are_not_known_are_made_and_told(tmp_path):
    imported = read(tmp_path, {"Ex_Name": "-9", "Series_Name": "-9"})
    row = first(imported)
    assert row["name"] == "Exercise of Kazakhstan, United Kingdom and United States, 2006"
    assert row["series_id"] == "mme-single"
    assert row["note"] == "The file gives no name."
    assert first(imported, "exercise_series")["summary"] == "Of no series by the file: 1 exercise, 2006."


def test_the_soviet_union_stands_under_the_name_of_russia(tmp_path):
    cells = {"StartDate": "6/4/88", "s.year": 1988, "s.month": 6, "s.day": 4, "EndDate": "6/8/88", "e.year": 1988}
    imported = read(
        tmp_path, cells | {"e.month": 6, "e.day": 8, "StateA": "Russia", "StateB": "German Democratic Republic"}
    )
    assert sorted(roles(imported)) == ["DDR", "SUN", "USA"]


def test_participants_twice_unknown_or_without_a_code(tmp_path):
    imported = read(
        tmp_path,
        {"StateB": "Kazakhstan", "StateC": "Baltic States", "StateAA": "-9"},
        {"MMEID": "mme88", "StateA": "-9", "StateB": "", "StateAA": "NATO"},
    )
    assert roles(imported) == {"KAZ": "host"}
    assert "Also named, without a code: Baltic States. There may have been others" in first(imported)["note"]
    assert dict(imported.left_out.reasons) == {"no participant that is a country with a code": 1}
    assert imported.rows_read == len(imported.tables["exercises"]) + 1
    assert "Participant without a code: NATO (1 times)." in imported.notes


def test_repeated_identifiers_become_distinct_whatever_their_order(tmp_path):
    later = {"StartDate": "2007-05-xx", "s.year": 2007, "s.month": 5, "s.day": "xx"}
    later |= {"EndDate": "2007-05-xx", "e.year": 2007, "e.month": 5}
    for rows in (({}, later, {"MMEID": "mme88"}), (later, {"MMEID": "mme88"}, {})):
        found = read(tmp_path, *rows).tables["exercises"]
        assert found["exercise_id"].tolist() == ["mme-87-2006-09-11", "mme-87-2007-05", "mme-88"]


def test_one_series_has_one_name_however_it_is_spelt(tmp_path):
    rows = ({"MMEID": f"mme{n}", "Series_Name": name} for n, name in enumerate(("FRUKUS", "Frukus", "Frukus ")))
    series = read(tmp_path, *rows).tables["exercise_series"]
    assert series[["series_id", "name"]].to_numpy().tolist() == [["mme-frukus", "Frukus"]]


def test_an_end_before_the_start_keeps_only_what_both_have_in_common(tmp_path):
    row = first(read(tmp_path, {"EndDate": "9/2/06", "e.day": 2}))
    assert (row["start"], row["end"]) == ("2006-09", "2006-09")
    assert "The file has it from 2006-09-11 to 2006-09-02, which cannot be." in row["note"]


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ({"StartDate": "9/12/06"}, "row 2, column 'StartDate': '9/12/06' is not the date of its parts"),
        ({"StartDate": "9/11/2006"}, "'9/11/2006' is not the date of its parts"),
        ({"s.year": ""}, "column 's.year' is empty"),
        ({"s.month": "Sept"}, "'Sept' is not a whole number"),
        ({"EndDate": "9/2/05", "e.year": 2005, "e.day": 2}, "column 'EndDate': '9/2/05' is not a day after"),
        ({"Land": "yes"}, "column 'Land': 'yes' is not 0 or 1"),
        ({"lat": "north"}, "column 'lat': 'north' is not a number"),
        ({"lat": "143.9"}, "column 'lat': '143.9' is not between -90 and 90 degrees"),
        ({"MMEID": "mme 87"}, "column 'MMEID': 'mme 87' is not an identifier like mme87"),
    ],
)
def test_what_cannot_be_understood_is_refused(tmp_path, cells, says):
    with pytest.raises(PublishedError, match=says):
        read(tmp_path, cells)


def test_other_columns_are_refused_with_what_differs(tmp_path):
    with pytest.raises(PublishedError, match="has no column 'Ex_Name'; columns are MMEID"):
        read(tmp_path, {}, columns=[column.replace("Ex_Name", "Exercise") for column in COLUMNS])


@given(st.dates(min_value=mme.dates.earliest("1980"), max_value=mme.dates.latest("2079")))
def test_years_of_two_digits_are_those_of_their_century(day):
    assert mme._says(f"{day.month}/{day.day}/{day.year % 100:02d}", day.isoformat())
    assert mme._says(f"{day.year}-{day.month:02d}-xx", day.isoformat()[:7])


@there
def test_the_real_file():
    assert mme.fits(look(FILE))
    imported = mme.read(FILE, lambda _read, _all: None)
    exercises, rows = imported.tables["exercises"], imported.tables["exercise_participants"]
    assert imported.rows_read == 3707
    assert len(exercises) == 3707 - imported.left_out.reasons.total()
    assert exercises["exercise_id"].is_unique
    core = rows[rows["iso3"].isin(["KAZ", "KGZ", "TJK", "TKM", "UZB"])]
    assert core.groupby("iso3").size().to_dict() == {"KAZ": 113, "KGZ": 92, "TJK": 77, "TKM": 1, "UZB": 57}
    assert core["exercise_id"].nunique() == 179
    assert set(exercises["series_id"]) == set(imported.tables["exercise_series"]["series_id"])
