"""If these fail, exercises of two powers are miscounted, or a series that goes on is said to have lapsed."""

import pandas as pd
import pytest

from pactbook.measures import joint_exercises as joint

DRILLS = [  # exercise, countries, series, start, focus, personnel
    ("a", "AAA BBB", "sea", "2006-05", ("naval",), 1000),
    ("b", "AAA BBB CCC", "land", "2007", ("counterterrorism", "naval"), None),
    ("c", "AAA CCC", "sea", "2008", ("naval",), 9000),  # without BBB
    ("d", "AAA BBB", "sea", "2009", (), 3000),
    ("e", "AAA BBB", "sea", "2015-01-02", ("naval",), None),
    ("f", "AAA BBB CCC DDD", None, "2020", ("strategic",), 500),
    ("g", "AAA BBB", "land", "2021", ("naval",), 8000),  # after the last year
]


@pytest.fixture
def participations():
    rows = [
        {"iso3": iso3, "exercise_id": key, "row": f"exercises:{key}", "series_id": series, "framework_org": None,
         "host_iso3": None, "start": start, "year": int(start[:4]), "focus": focus, "personnel_total": size}
        for key, countries, series, start, focus, size in DRILLS
        for iso3 in countries.split()
    ]  # fmt: skip
    return pd.DataFrame(rows).astype({"personnel_total": "Int64"})


@pytest.fixture
def found(participations):
    return joint.together(participations, ["AAA", "BBB"])


def test_all_of_the_group_took_part(found):
    assert "".join(found["exercise_id"]) == "abdefg"
    assert found["alone"].tolist() == [True, False, True, True, False, True]
    assert found["participants"].tolist() == [2, 3, 2, 2, 4, 2]


def test_one_country_alone_has_no_exercise_together(participations):
    assert joint.together(participations, ["AAA"]).empty
    assert joint.together(participations, []).empty
    assert joint.together(participations, ["AAA", "ZZZ"]).empty


def test_windows_are_counted_back_and_unknown_sizes_are_no_zeros(found):
    """2006-2010: a, b, d; sizes 1000 and 3000, median 2000; focuses of a and b: 1 and 2, mean 1.5; d has none known."""
    windows = joint.windows(found, 2020)
    first, second, third = windows.to_dict("records")
    assert (first["first"], first["last"], first["exercises"], first["alone"]) == (2006, 2010, 3, 2)
    assert (first["sized"], first["median_size"], first["focuses"]) == (2, 2000, 1.5)
    assert first["participants"] == pytest.approx(7 / 3)
    assert first["sized_rows"] == ("exercises:a", "exercises:d")
    assert (second["exercises"], second["sized"]) == (1, 0)
    assert pd.isna(second["median_size"])
    assert (third["first"], third["exercises"], third["alone"], third["median_size"]) == (2016, 1, 0, 500)


def test_a_window_without_an_exercise_is_there(found):
    gap = joint.windows(found[found["exercise_id"].isin(["a", "f"])], 2020).to_dict("records")[1]
    assert (gap["first"], gap["exercises"], gap["rows"]) == (2011, 0, ())
    assert pd.isna(gap["participants"])


def test_tasks_count_each_focus_and_share_by_all_exercises_of_the_window(found):
    """2006-2010: naval in a and b of three exercises, 2/3."""
    first = joint.tasks(found, 2020).iloc[0]
    assert (first["focus"], first["exercises"], first["share"]) == ("naval", 2, pytest.approx(2 / 3))
    assert first["rows"] == ("exercises:a", "exercises:b")


@pytest.mark.parametrize(("last_year", "lapsed"), [(2019, False), (2020, True)])
def test_a_series_lapses_when_five_years_pass_without_it(found, last_year, lapsed):
    """sea: a, d, e, the last in 2015; the last five years of 2019 are 2015-2019. Two exercises are too few to lapse."""
    by_name = joint.series(found, last_year).set_index("series_id")
    assert by_name.loc["sea", "exercises"] == 3
    assert by_name.loc["sea", "lapsed"] == lapsed
    assert not by_name.loc["land", "lapsed"]


def test_of_nothing_there_is_nothing(participations):
    none = joint.together(participations.iloc[:0], ["AAA", "BBB"])
    assert list(none.columns) == joint.TOGETHER
    for frame in (joint.windows(none, 2020), joint.tasks(none, 2020), joint.series(none, 2020)):
        assert frame.empty
        assert "rows" in frame.columns
