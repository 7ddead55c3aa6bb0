"""Armed conflicts from their years: a year too many would tell a reader of a war that was none."""

import pandas as pd

from pactbook.measures.conflicts import of_countries


def years(*rows):
    frame = pd.DataFrame(rows, columns=["conflict_id", "year", "locations", "side_a", "side_b", "intensity"])
    frame.insert(0, "row", [f"conflict_years:{row[0]}/{row[1]}" for row in rows])
    return frame


def test_a_conflict_has_its_years_its_wars_and_all_that_fought():
    found = of_countries(
        years(
            ("b", 2001, ("BBB",), "Government", "Rebels", "minor"),
            ("a", 1993, ("AAA", "CCC"), "Government", "Front", "war"),
            ("a", 1992, ("AAA",), "Government", "Union", "minor"),
            ("c", 2000, ("DDD",), "Government", "Others", "war"),
            ("a", 1996, ("AAA",), "Government", "Remnants", None),
        ),
        ["AAA", "BBB"],
    )
    first, second = found.to_dict("records")
    assert (first["years"], first["wars"]) == ((1992, 1993, 1996), (1993,))
    assert (first["locations"], first["side_b"]) == (("AAA", "CCC"), "Union, Front, Remnants")
    assert first["rows"] == tuple(f"conflict_years:a/{year}" for year in (1992, 1993, 1996))
    assert (second["conflict_id"], second["wars"]) == ("b", ())


def test_no_conflict_gives_the_columns():
    found = of_countries(years(), ["AAA"])
    assert list(found.columns) == ["conflict_id", "locations", "side_a", "side_b", "years", "wars", "rows"]
    assert found.empty
