"""Conflict-years of UCDP: if these fail, a brief dates a war falsely, or places it in the wrong country."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pactbook import dates
from pactbook.ingest.published import glimpse, ucdp
from pactbook.ingest.published.model import PublishedError

REAL = Path(__file__).parents[4] / "shared" / "datasets" / "ucdp"
STATE_BASED = {
    "conflict_id": "395", "location": "Tajikistan", "side_a": "Government of Tajikistan", "side_a_id": "124",
    "side_a_2nd": "Government of Russia (Soviet Union), Government of Uzbekistan", "side_b": "UTO", "side_b_id": "1",
    "side_b_2nd": "", "incompatibility": "2", "territory_name": "", "year": "1993", "intensity_level": "2",
    "cumulative_intensity": "1", "type_of_conflict": "4", "start_date": "1992-05-05", "start_prec": "1",
    "start_date2": "1992-05-10", "start_prec2": "3", "ep_end": "0", "ep_end_date": "", "ep_end_prec": "",
    "gwno_a": "702", "gwno_a_2nd": "365, 704", "gwno_b": "", "gwno_b_2nd": "", "gwno_loc": "702", "region": "3",
    "version": "22.1",
}  # fmt: skip
NON_STATE = {
    "conflict_id": "4900", "dyad_id": "1", "org": "3", "side_a_name": "Kyrgyz", "side_b_name": "Uzbek",
    "gwno_a_2nd": "", "gwno_b_2nd": ",,", "start_date": "1990-06-04", "start_prec": "1", "start_date2": "2010-06-12",
    "start_prec2": "1", "ep_end": "1", "ep_end_date": "2010-06-15", "ep_end_prec": "2", "year": "2010",
    "best_fatality_estimate": "400", "low_fatality_estimate": "300", "high_fatality_estimate": "500",
    "location": "Kyrgyzstan", "gwno_location": "703", "region": "3", "version": "22.1",
}  # fmt: skip


def text(*rows):
    """A csv as UCDP writes it: every cell in quotes."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


@pytest.fixture
def read(tmp_path):
    def read(*rows, reader=ucdp.read_state_based, content=None):
        path = tmp_path / "file.csv"
        path.write_text(content or text(*rows), encoding="utf-8")
        return reader(path, lambda *_: None)

    return read


def only(imported):
    table = imported.tables["conflict_years"]
    assert len(table) == 1
    return table.iloc[0]


def test_a_state_based_conflict(read):
    row = only(read(STATE_BASED))
    assert row[["conflict_id", "year", "kind", "type"]].tolist() == [
        "ucdp-395", 1993, "state-based", "internationalised intrastate",
    ]  # fmt: skip
    assert row["locations"] == row["governments_a"] == ("TJK",)
    assert row["supporters_a"] == ("RUS", "UZB")  # Russia in 1993, not the Soviet Union
    assert row[["intensity", "incompatibility"]].tolist() == ["war", "government"]
    assert row[["territory", "episode_end", "fatalities_best"]].isna().all()
    assert row[["start", "episode_start"]].tolist() == ["1992-05-05", "1992-05"]
    assert row["source_ids"] == ("ucdp-prio-acd-22-1",)


def test_a_non_state_conflict(read):
    row = only(read(NON_STATE, reader=ucdp.read_non_state))
    assert row[["kind", "type", "side_a", "side_b"]].tolist() == ["non-state", "communities", "Kyrgyz", "Uzbek"]
    assert row[["fatalities_low", "fatalities_best", "fatalities_high"]].tolist() == [300, 400, 500]
    assert row["episode_end"] == "2010-06"  # known to a few days only
    assert row["locations"] == ("KGZ",)
    assert row["supporters_b"] == ()  # a list of nothing but commas


@pytest.mark.parametrize(
    ("precision", "expected"),
    [("1", "1992-05-05"), ("2", "1992-05"), ("3", "1992-05"), ("4", "1992"), ("5", "1992"), ("6", "1992")],
)
def test_a_date_is_as_precise_as_the_source_says(read, precision, expected):
    """A brief would name a day that nobody knows."""
    assert only(read(STATE_BASED | {"start_prec": precision}))["start"] == expected


def test_a_date_that_only_holds_a_place_is_missing(read):
    assert only(read(STATE_BASED | {"start_prec": "7"}))[["start"]].isna().all()


def test_several_places_of_an_older_edition(read):
    """Editions before 17 wrote the names of columns without underscores."""
    row = STATE_BASED | {"location": "Kyrgyzstan, Tajikistan", "gwno_loc": "702, 703", "version": "4-2016"}
    old = {name.replace("_", "").title().replace("Gwno", "GWNo"): value for name, value in row.items()}
    imported = read(old)
    assert only(imported)["locations"] == ("TJK", "KGZ")
    assert imported.edition == "4-2016"


def test_a_dependency_is_placed_in_the_state_that_it_became(read):
    """Algeria's war of independence would be nowhere: in 1954 there was no such state."""
    row = {"location": "Algeria", "gwno_loc": "615", "gwno_a": "220", "gwno_a_2nd": "", "year": "1954"}
    assert only(read(STATE_BASED | row | {"start_date": "1954-11-01"}))["locations"] == ("DZA",)


def test_nothing_is_dropped_silently(read):
    nowhere = STATE_BASED | {"conflict_id": "1", "location": "Hyderabad", "gwno_loc": "751"}
    imported = read(STATE_BASED, nowhere, STATE_BASED | {"conflict_id": "2", "gwno_a_2nd": "751"})
    assert imported.left_out.reasons == {"no country with a code: Hyderabad": 1}
    assert imported.rows_read == 3 == len(imported.tables["conflict_years"]) + 1
    assert any(note.startswith("Code 751") for note in imported.notes)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"year": "199x"}, "record 2, column year: '199x' is not understood"),
        ({"type_of_conflict": "9"}, "record 2, column type_of_conflict: '9' is not understood"),
        ({"start_date": "5/5/1992"}, "record 2, column start_date: '5/5/1992' is not understood"),
        ({"start_date": "1992-02-30"}, "record 2, column start_date: '1992-02-30' is not understood"),
        ({"gwno_loc": "Tajikistan"}, "record 2, column gwno_loc: 'Tajikistan' is not understood"),
        ({"version": "final"}, "has the version 'final', which is not understood"),
    ],
)
def test_what_is_not_understood_is_refused(read, change, told):
    with pytest.raises(PublishedError, match="^" + told.replace("(", r"\(")):
        read(STATE_BASED | change)


def test_the_same_conflict_twice_in_a_year(read):
    with pytest.raises(PublishedError, match="two records of ucdp-395/1993"):
        read(STATE_BASED, STATE_BASED)


def test_two_editions_in_one_file(read):
    with pytest.raises(PublishedError, match=r"versions 22\.1, 23\.1"):
        read(STATE_BASED, STATE_BASED | {"year": "1994", "version": "23.1"})


def test_a_column_that_is_not_there(read):
    with pytest.raises(PublishedError, match="has no column 'gwno_loc'; columns are conflict_id"):
        read({name: value for name, value in STATE_BASED.items() if name != "gwno_loc"})


def test_a_file_cut_off(read):
    whole = text(STATE_BASED, STATE_BASED | {"year": "1994"})
    with pytest.raises(PublishedError, match="cut off"):
        read(content=whole[:-60])


def test_what_fits(tmp_path):
    """A file would be read as another set of UCDP's."""
    for row, expected in ((STATE_BASED, ["ucdp-acd"]), (NON_STATE, ["ucdp-nonstate"])):
        path = tmp_path / "any-name.txt"
        path.write_text(text(row), encoding="utf-8")
        assert [one.name for one in ucdp.SETS if one.fits(glimpse.look(path))] == expected


@given(st.dates(dates.earliest("1946"), dates.latest("2100")), st.sampled_from(sorted(ucdp.KNOWN)))
def test_a_date_cut_to_what_is_known_can_still_mean_its_day(day, precision):
    record = ucdp._Record(2, [day.isoformat(), precision], {"date": 0, "precision": 1})
    found = record.date("date", "precision")
    assert found is None or dates.may_be_same(found, day.isoformat())


@pytest.mark.skipif(not REAL.is_dir(), reason="the publisher's files are not at hand (../shared/datasets)")
def test_the_real_files():
    state_based = ucdp.read_state_based(REAL / "ucdp-prio-acd-221.csv", lambda *_: None)
    table = state_based.tables["conflict_years"]
    assert (state_based.edition, state_based.rows_read) == ("22.1", 2568)
    assert len(table) + state_based.left_out.reasons.total() == 2568
    assert state_based.left_out.reasons["no country with a code: Hyderabad"] == 2
    central = table[table["locations"].map(lambda places: bool({"TJK", "UZB", "KGZ"} & set(places)))]
    assert central["locations"].value_counts().to_dict() == {("TJK",): 10, ("UZB",): 3, ("TJK", "KGZ"): 1}
    non_state = ucdp.read_non_state(REAL / "ucdp-nonstate-221.csv", lambda *_: None)
    assert non_state.rows_read == len(non_state.tables["conflict_years"]) == 1442
