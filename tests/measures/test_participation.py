"""If these fail, a member is said to stay away from exercises that it joined, or could not have joined."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pactbook.measures import exercises, participation

EXERCISES = pd.DataFrame(
    [
        ("a", "pact", "2004-05-01", "held", "AAA", ("naval",)),
        ("b", "arm", "2005", "held", "BBB", ("counterterrorism", "naval")),
        ("c", "pact", "2010-03", "held", None, ("counterterrorism",)),
        ("d", "pact", "2011", "announced", "AAA", ("naval",)),
        ("e", "pact", "2012", "held", "DDD", ("naval",)),
        ("f", None, "2012", "held", "AAA", ("naval",)),
        ("g", "pact", "2013", "held", "AAA", ("naval",)),
    ],
    columns=["exercise_id", "framework_org", "start", "held", "host_iso3", "focus"],
).assign(row=lambda frame: "exercises:" + frame["exercise_id"])
PARTICIPANTS = pd.DataFrame(
    [
        ("a", "AAA", "host"), ("a", "BBB", "observer"),
        ("b", "BBB", "host"), ("b", "AAA", "participant"),
        ("c", "AAA", "participant"), ("c", "CCC", "participant"),
        ("e", "DDD", "host"), ("e", "BBB", "participant"),
        ("f", "AAA", "host"), ("f", "BBB", "participant"),
    ],
    columns=["exercise_id", "iso3", "role"],
).assign(row=lambda frame: "exercise_participants:" + frame["exercise_id"] + "/" + frame["iso3"])  # fmt: skip
MEMBERSHIPS = pd.DataFrame(
    [
        ("pact", "AAA", "member", "2000", None),
        ("pact", "BBB", "member", "2004-05-01", "2010-03-20"),
        ("pact", "BBB", "frozen", "2010-03-20", None),
        ("pact", "CCC", "observer", "2000", None),
        ("pact", "CCC", "member", "2012", None),
    ],
    columns=["org_id", "iso3", "status", "start", "end"],
).assign(row=lambda frame: "memberships:" + frame["iso3"] + "-" + frame["start"].str[:4])
TABLES = {"exercises": EXERCISES, "exercise_participants": PARTICIPANTS, "memberships": MEMBERSHIPS}
FRAMEWORKS = {"pact": ("pact", "arm"), "arm": ("arm",)}


@pytest.fixture
def chances():
    return participation.chances(TABLES, FRAMEWORKS)


def test_a_member_could_join_what_began_while_it_was_one(chances):
    """BBB joined on the first day of a, and may have been a member still in March 2010; CCC in 2012; f has no org."""
    possible = chances.groupby("iso3")["exercise_id"].agg("".join).to_dict()
    assert possible == {"AAA": "abceg", "BBB": "abc", "CCC": "eg"}
    assert set(chances["org_id"]) == {"pact"}  # the body has no members of its own


def test_share_joined_over_all_years(chances):
    """AAA: joined a, b, c of a, b, c, e, g unknown: 3/4. BBB: b of a (observed), b, c: 1/3. CCC: 0 of e: 0."""
    found = participation.overall_commitment(chances)
    assert found[["iso3", "first", "last", "possible", "joined", "unknown"]].to_numpy().tolist() == [
        ["AAA", 2004, 2013, 4, 3, 1],
        ["BBB", 2004, 2010, 3, 1, 0],
        ["CCC", 2012, 2013, 1, 0, 1],
    ]
    assert found["share"].tolist() == pytest.approx([3 / 4, 1 / 3, 0])
    assert found.loc[2, "rows"] == ("exercises:e", "exercises:g", "memberships:CCC-2012")


def test_windows_are_counted_back_from_the_last_year_that_is_over(chances):
    """To 2012: 2008-2012 and 2003-2007; the exercise of 2013 belongs to neither."""
    found = participation.commitment(chances, 2012)
    own = found[found["iso3"] == "AAA"]
    assert own[["first", "last", "possible", "joined"]].to_numpy().tolist() == [[2003, 2007, 2, 2], [2008, 2012, 2, 1]]


def test_a_year_whose_participants_are_unknown_has_no_share(chances):
    """A nought would say that nobody came."""
    found = participation.commitment(chances, 2013, years=1)
    own = found[found["iso3"] == "AAA"].set_index("last")
    assert own.loc[2013, ["possible", "unknown"]].tolist() == [0, 1]
    assert pd.isna(own.loc[2013, "share"])
    assert 2006 not in own.index


def test_counterterrorism_alone():
    found = participation.overall_commitment(
        participation.chances(TABLES, FRAMEWORKS, focus=participation.COUNTERTERRORISM)
    )
    assert found[["iso3", "possible", "joined"]].to_numpy().tolist() == [["AAA", 2, 2], ["BBB", 2, 1]]


def test_hosting_counts_exercises_with_a_known_host(chances):
    """Of a, b, e, g (c has no host): AAA hosted a and g, BBB b; e lay in a country that is no member."""
    found = participation.hosting(chances)
    assert found[["iso3", "hosted", "exercises", "share"]].to_numpy().tolist() == [
        ["AAA", 2, 4, 0.5],
        ["BBB", 1, 4, 0.25],
        ["CCC", 0, 4, 0.0],
    ]
    assert found.loc[1, "rows"] == ("exercises:b", "memberships:BBB-2004")


def test_two_spells_that_may_cover_a_day_are_one_chance():
    """A member that left and came back within a year would have joined the year's exercises twice."""
    twice = pd.DataFrame(
        [("pact", "AAA", "member", "2000", "2005"), ("pact", "AAA", "member", "2005", None)],
        columns=["org_id", "iso3", "status", "start", "end"],
    ).assign(row=["memberships:1", "memberships:2"])
    found = participation.chances(TABLES | {"memberships": twice}, FRAMEWORKS)
    assert found["exercise_id"].tolist() == ["a", "b", "c", "e", "g"]


def test_no_rows_give_no_rows():
    none = participation.chances({name: table.iloc[:0] for name, table in TABLES.items()}, FRAMEWORKS)
    for found in (
        participation.overall_commitment(none), participation.commitment(none, 2020), participation.hosting(none),
    ):  # fmt: skip
        assert found.empty
        assert "share" in found


@given(st.integers(min_value=1, max_value=8), st.integers(min_value=2013, max_value=2030))
def test_windows_add_up_to_the_whole(years, last_year):
    """An exercise at the edge of two windows would be lost or counted twice."""
    chances = participation.chances(TABLES, FRAMEWORKS)
    counts = ["possible", "joined", "unknown"]
    found = participation.commitment(chances, last_year, years)
    whole = participation.overall_commitment(chances)
    assert found.groupby(["org_id", "iso3"])[counts].sum().to_numpy().tolist() == whole[counts].to_numpy().tolist()
    assert (found["last"] - found["first"] == years - 1).all()


JOINT = pd.DataFrame(
    [
        ("v", "1999", ("AAA", "BBB")),  # before the window
        ("w", "2000", ("AAA", "BBB")),
        ("x", "2001", ("AAA", "CCC")),  # CCC joined later
        ("y", "2002-06", ("AAA", "BBB")),  # the year of joining
        ("z", "2003", ("AAA", "BBB", "DDD")),  # one exercise, though with two others
        ("zz", "2004", ("AAA", "DDD")),
    ],
    columns=["exercise_id", "start", "countries"],
)
LATER = pd.DataFrame(
    [
        ("pact", "AAA", "member", "2002", "2006"),
        ("pact", "BBB", "member", "1990", None),
        ("pact", "CCC", "member", "2004", None),
        ("pact", "DDD", "member", "2001", "2003"),
        ("pact", "EEE", "member", None, None),
        ("pact", "AAA", "suspended", "2006", "2007"),
        ("pact", "AAA", "member", "2007", None),
    ],
    columns=["org_id", "iso3", "status", "start", "end"],
).assign(row=lambda frame: "memberships:" + frame.index.astype(str))


def joint_pairs():
    held = JOINT.assign(
        row="exercises:" + JOINT["exercise_id"], held="held", series_id=None, framework_org=None, host_iso3=None,
        focus=None, personnel_total=None,
    )  # fmt: skip
    each = JOINT.explode("countries").rename(columns={"countries": "iso3"}).assign(role="participant", row="")
    return exercises.pairs(exercises.participations(held, each))


def test_joint_exercises_before_and_after_joining():
    """AAA joined in 2002; BBB, DDD, perhaps EEE were members. 2000-2001: w, 1 / 2. 2003-2004: z, zz, 2 / 2."""
    found = participation.change(joint_pairs(), LATER, 1999, 2005, years=2).set_index(["iso3", "start"])
    own = found.loc[("AAA", "2002")]
    assert own["others"] == ("BBB", "DDD", "EEE")
    assert own[["compared", "before", "after", "before_per_year", "after_per_year"]].tolist() == [True, 1, 2, 0.5, 1.0]
    assert own["rows"] == ("exercises:w", "exercises:z", "exercises:zz", "memberships:0")


def test_what_cannot_be_compared_is_missing_and_no_nought():
    """BBB joined before the record, CCC's years after go beyond it, DDD left within them; a return is no joining."""
    found = participation.change(joint_pairs(), LATER, 1999, 2005, years=2)
    assert found[["iso3", "start"]].to_numpy().tolist() == [
        ["BBB", "1990"], ["DDD", "2001"], ["AAA", "2002"], ["CCC", "2004"],
    ]  # fmt: skip
    assert found["compared"].tolist() == [False, False, True, False]
    assert found.loc[[0, 1, 3], "before"].isna().all()
    assert participation.change(joint_pairs(), LATER, 2000, 2004, years=2)["compared"].any()
    assert not participation.change(joint_pairs(), LATER, 2001, 2004, years=2)["compared"].any()
    assert not participation.change(joint_pairs(), LATER, 2000, 2003, years=2)["compared"].any()


def test_summary_of_an_organisation_is_the_mean_of_those_compared():
    change = pd.DataFrame(
        [
            ("pact", True, 1, 3, 0.5, 1.5, ("x",)),
            ("pact", True, 2, 2, 1.0, 1.0, ("x", "y")),
            ("pact", False, None, None, None, None, ("z",)),
            ("rest", False, None, None, None, None, ("z",)),
        ],
        columns=["org_id", "compared", "before", "after", "before_per_year", "after_per_year", "rows"],
    ).astype({"before": "Int64", "after": "Int64", "before_per_year": "Float64", "after_per_year": "Float64"})
    pact, rest = participation.change_by_organization(change).to_dict("records")
    # (0.5 + 1.0) / 2 = 0.75 before, (1.5 + 1.0) / 2 = 1.25 after
    assert pact == {
        "org_id": "pact", "members": 2, "left_out": 1, "before_per_year": 0.75, "after_per_year": 1.25,
        "more": 1, "fewer": 0, "same": 1, "rows": ("x", "y"),
    }  # fmt: skip
    assert (rest["members"], rest["left_out"]) == (0, 1)
    assert pd.isna(rest["before_per_year"])


def test_without_memberships_there_is_nothing_to_compare():
    none = participation.change(joint_pairs(), LATER.iloc[:0], 1999, 2005)
    assert none.empty
    assert participation.change_by_organization(none).empty
