"""Engagement is read as who matters most to a country, and since when; a miscount names the wrong partner or year."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pactbook.measures import engagement
from pactbook.measures.exercises import EXERCISE_COLUMNS

COLUMNS = {
    "exercises": [*EXERCISE_COLUMNS, "held"],
    "exercise_participants": ["exercise_id", "iso3", "role"],
    "agreements": ["agreement_id", "kind", "provisions", "signed", "in_force", "ended", "status"],
    "agreement_parties": ["agreement_id", "iso3", "left"],
    "facilities": ["facility_id", "host_iso3", "operator_iso3", "org_id", "opened", "closed", "status"],
    "arms_transfers": ["transfer_id", "recipient_iso3", "supplier_iso3", "delivered_from", "delivered_to"],
    "security_assistance": ["assistance_id", "donor_iso3", "recipients", "year", "amount_kind", "usd_millions"],
}
TYPES = {
    **dict.fromkeys(("personnel_total", "delivered_from", "delivered_to", "year"), "Int64"),
    "usd_millions": "Float64",
    **dict.fromkeys(("provisions", "recipients", "focus"), "object"),
}
ALIKE = dict.fromkeys(engagement.COMPONENTS, 1)


def _tables(**rows):
    tables = {}
    for name, columns in COLUMNS.items():
        frame = pd.DataFrame(rows.get(name, []), columns=columns)
        frame = frame.astype({column: TYPES.get(column, "string") for column in columns})
        tables[name] = frame.assign(row=pd.Series([f"{name}:{key}" for key in frame.iloc[:, 0]], dtype="string"))
    return tables


def _components(tables, first_year=2010, last_year=2020, core=("AAA",)):
    return engagement.components(tables, set(core), first_year, last_year)


def _years(frame, component, iso3="AAA", partner="BBB", column="value"):
    own = frame[(frame["iso3"] == iso3) & (frame["partner"] == partner) & (frame["component"] == component)]
    return dict(zip(own["year"], own[column], strict=True))


def _agreement(key, *, signed, kind="defence cooperation", provisions=(), in_force=None, ended=None, status="in force"):
    return key, kind, provisions, signed, in_force, ended, status


def _parties(key, *countries):
    return [(key, iso3, None) for iso3 in countries]


def _exercise(key, year, personnel, *countries):
    held = (key, "s", None, countries[0], str(year), (), personnel, "held")
    return held, [(key, iso3, "host" if iso3 == countries[0] else "participant") for iso3 in countries]


def _drilled(*drills):
    return {
        "exercises": [held for held, _ in drills],
        "exercise_participants": [seat for _, seats in drills for seat in seats],
    }


def test_shares_and_scores_by_hand():
    tables = _tables(
        **_drilled(
            _exercise("small", 2020, 999, "AAA", "BBB"),
            _exercise("large", 2020, 10_000, "AAA", "BBB"),
            _exercise("mid", 2019, 1_000, "AAA", "CCC"),
            _exercise("silent", 2019, None, "AAA", "CCC"),
        ),
        agreements=[_agreement("pact", signed="2020", kind="mutual defence", provisions=("consultation",))],
        agreement_parties=_parties("pact", "AAA", "CCC"),
    )
    frame = _components(tables)
    # Sizes: BBB 1 + 3 = 4, the highest; CCC 2 + 1 = 3, one of them of unknown size. Agreement: consultation is depth 2.
    assert _years(frame, "exercises") == {2020: 4}
    assert _years(frame, "exercises", partner="CCC") == {2019: 3, 2020: 3}
    assert _years(frame, "exercises", partner="CCC", column="unclear") == {2019: 1, 2020: 1}
    assert _years(frame, "agreements", partner="CCC") == {2020: 2}
    scores = engagement.scores(frame, ALIKE | {"agreements": 3}).set_index(["iso3", "partner", "year"])
    # Weights add up to 3 + 1 + 1 + 1 + 1 = 7. BBB: exercises 4/4. CCC: exercises 3/4, agreements 2/2 three times.
    assert scores.loc[("AAA", "BBB", 2020), "score"] == pytest.approx(1 / 7)
    assert scores.loc[("AAA", "CCC", 2020), "score"] == pytest.approx((3 * 1 + 3 / 4) / 7)
    assert scores.loc[("CCC", "AAA", 2019), "score"] == pytest.approx(3 / 4 / 7)
    both = scores.loc[("AAA", "CCC", 2020)]
    assert (both["agreements"], both["exercises"], both["arms"]) == (1, 2, 0)
    assert both["rows"] == ("agreements:pact", "exercises:mid", "exercises:silent")


def test_an_exercise_counts_for_five_years_and_an_announced_one_never():
    held, seats = _exercise("x", 2012, None, "AAA", "BBB")
    planned, others = _exercise("y", 2018, None, "AAA", "BBB")
    tables = _tables(exercises=[held, (*planned[:-1], "announced")], exercise_participants=seats + others)
    assert list(_years(_components(tables), "exercises")) == [2012, 2013, 2014, 2015, 2016]


@pytest.mark.parametrize(
    ("kind", "provisions", "depth"),
    [
        ("mutual defence", ("consultation", "defence"), 4),
        ("non-aggression", ("neutrality",), 3),
        ("confidence building", ("nonaggression", "consultation"), 3),
        ("consultation/strategic partnership", ("consultation", "training"), 2),
        ("air defence", ("defence",), 1),  # how to work together, not whether to help
        ("border", (), 1),
    ],
)
def test_depth_is_the_strongest_promise_of_a_pledge(kind, provisions, depth):
    agreements = [_agreement("a", signed="2020", kind=kind, provisions=provisions)]
    tables = _tables(agreements=agreements, agreement_parties=_parties("a", "AAA", "BBB"))
    assert _years(_components(tables), "agreements") == {2020: depth}


@pytest.mark.parametrize(
    ("agreement", "years"),
    [
        ({"signed": "2015", "in_force": "2018-03"}, [2018, 2019, 2020]),
        ({"signed": "2018"}, [2018, 2019, 2020]),
        ({"signed": "2011", "ended": "2014-06", "status": "expired"}, [2011, 2012, 2013]),
        ({"signed": "2011", "status": "expired"}, []),  # nobody knows for how long
        ({"signed": "2011", "status": "signed"}, []),
        ({"signed": "2005", "ended": "2009", "status": "expired"}, []),
    ],
)
def test_an_agreement_counts_while_it_is_in_force(agreement, years):
    tables = _tables(agreements=[_agreement("a", **agreement)], agreement_parties=_parties("a", "AAA", "BBB"))
    assert list(_years(_components(tables), "agreements")) == years


def test_an_agreement_counts_until_one_of_the_two_leaves():
    parties = [("a", "AAA", "2013-05"), ("a", "BBB", None)]
    tables = _tables(agreements=[_agreement("a", signed="2012")], agreement_parties=parties)
    assert list(_years(_components(tables), "agreements")) == [2012]


def test_a_larger_treaty_that_others_left_is_no_bilateral_one():
    parties = [*_parties("t", "AAA", "BBB"), ("t", "CCC", "2010")]
    assert _components(_tables(agreements=[_agreement("t", signed="2000")], agreement_parties=parties)).empty


@pytest.mark.parametrize(
    ("opened", "closed", "status", "years"),
    [
        ("2011-10", "2013-12-31", "closed", [2011, 2012]),  # closed in 2013: at its end no longer in use
        ("2018", None, "reduced", [2018, 2019, 2020]),
        (None, None, "active", list(range(2010, 2021))),
        (None, "2015", "closed", []),
        ("2011", None, "closed", []),
    ],
)
def test_a_facility_counts_while_it_is_in_use(opened, closed, status, years):
    tables = _tables(facilities=[("f", "AAA", "BBB", None, opened, closed, status)])
    assert list(_years(_components(tables), "facilities")) == years


def test_facilities_of_the_host_or_of_an_organisation_are_no_partners_and_disputed_ones_are_told_apart():
    tables = _tables(
        facilities=[
            ("own", "AAA", "AAA", None, "2020", None, "active"),
            ("org", "AAA", None, "pact", "2020", None, "active"),
            ("post", "AAA", "BBB", None, "2020", None, "disputed"),
            ("base", "AAA", "BBB", None, "2020", None, "active"),
        ]
    )
    frame = _components(tables)
    assert frame[["iso3", "partner", "count", "unclear"]].to_numpy().tolist() == [
        ["AAA", "BBB", 2, 1], ["BBB", "AAA", 2, 1],
    ]  # fmt: skip


def test_deliveries_count_from_the_first_to_nine_years_after_the_last():
    tables = _tables(
        arms_transfers=[
            ("long", "AAA", "BBB", 2002, 2004),
            ("late", "BBB", "AAA", 2020, None),
            ("ordered", "AAA", "BBB", None, None),
            ("unknown", "AAA", None, 2015, 2015),
        ],
    )
    # 2002 to 2004 lies in the ten years up to 2013 (2004 to 2013), the last that 2004 is in.
    expected = {2010: 1, 2011: 1, 2012: 1, 2013: 1, 2020: 1}
    assert _years(_components(tables), "arms") == expected
    assert list(_years(_components(tables, first_year=2000), "arms"))[:2] == [2002, 2003]


def test_help_is_counted_by_recipient_and_only_sums_of_one_year_and_recipient_are_added():
    tables = _tables(
        security_assistance=[
            ("one", "BBB", ("AAA",), 2011, "yearly", 5.0),
            ("two", "AAA", ("BBB",), 2020, "yearly", 2.5),
            ("shared", "BBB", ("AAA", "CCC"), 2020, "yearly", 90.0),
            ("kind", "BBB", ("AAA",), 2020, "in-kind", 70.0),
            *((kind, "BBB", ("AAA",), 2015, kind, 80.0) for kind in engagement.NO_HELP),
        ],
    )
    frame = _components(tables)
    assert _years(frame, "assistance") == dict.fromkeys(range(2011, 2020), 1) | {2020: 4}  # 2011 is in 2011 to 2020
    assert _years(frame, "assistance", column="usd_millions")[2020] == 5.0 + 2.5
    assert pd.isna(_years(frame, "assistance", "BBB", "CCC", column="usd_millions")[2020])  # missing, not zero


def test_pairs_outside_the_core_set_no_scale():
    drills = [_exercise(f"x{number}", 2020, None, "BBB", "CCC") for number in range(3)]
    tables = _tables(
        **_drilled(*drills, _exercise("y", 2020, None, "AAA", "BBB"), _exercise("z", 2019, 1000, "AAA", "CCC"))
    )
    frame = _components(tables)
    # The highest of a pair with AAA is 2, with CCC; BBB and CCC have 3, which is more than that.
    assert _years(frame, "exercises", column="share") == {2020: 1 / 2}
    assert _years(frame, "exercises", "BBB", "CCC", column="share") == {2020: 1}


def test_a_trend_names_what_changed():
    tables = _tables(
        **_drilled(_exercise("x", 2010, None, "AAA", "BBB"), _exercise("y", 2020, 1000, "AAA", "CCC")),
        facilities=[("f", "AAA", "CCC", None, "2005", None, "active")],
    )
    changes = engagement.trend(engagement.scores(_components(tables), ALIKE), 2020, 10)
    found = changes[changes["iso3"] == "AAA"].set_index("partner")
    # Exercises: the highest is 2 (CCC in 2020). CCC: 2/2 from 0, its facility stays. BBB: 0 from 1/2.
    assert list(found.index) == ["CCC", "BBB"]
    assert found.loc["CCC", ["before", "score", "change"]].tolist() == pytest.approx([1 / 5, 2 / 5, 1 / 5])
    assert found.loc["CCC", ["exercises_change", "facilities_change"]].tolist() == [1, 0]
    assert found.loc["BBB", ["before", "score", "change"]].tolist() == pytest.approx([1 / 10, 0, -1 / 10])
    assert found["rows"].tolist() == [("exercises:y", "facilities:f"), ("exercises:x",)]


def test_empty_tables_give_empty_frames_with_their_columns():
    frame = _components(_tables())
    scores = engagement.scores(frame, ALIKE)
    assert frame.empty
    assert list(frame.columns) == [
        "iso3", "partner", "year", "component", "value", "count", "unclear", "usd_millions", "share", "rows",
    ]  # fmt: skip
    assert scores.empty
    assert {"iso3", "partner", "year", "score", "arms", "arms_share", "rows"} <= set(scores.columns)
    assert engagement.trend(scores, 2020, 5).empty


COUNTRY = st.sampled_from(["AAA", "BBB", "CCC", "DDD"])
YEAR = st.integers(2005, 2022)


@settings(max_examples=40)
@given(
    drills=st.lists(st.tuples(YEAR, st.none() | st.integers(0, 20_000), st.sets(COUNTRY, min_size=2)), max_size=5),
    sites=st.lists(st.tuples(COUNTRY, COUNTRY, YEAR), max_size=5),
    arms=st.lists(st.tuples(COUNTRY, COUNTRY, YEAR, YEAR), max_size=5),
    weights=st.lists(st.integers(0, 5), min_size=5, max_size=5).filter(any),
)
def test_scores_are_symmetric_and_between_nothing_and_all(drills, sites, arms, weights):
    tables = _tables(
        **_drilled(*(_exercise(f"x{key}", *drill[:2], *sorted(drill[2])) for key, drill in enumerate(drills))),
        facilities=[(f"f{key}", *site[:2], None, str(site[2]), None, "active") for key, site in enumerate(sites)],
        arms_transfers=[(f"a{key}", *sale[:2], *sorted(sale[2:])) for key, sale in enumerate(arms)],
    )
    frame = _components(tables)
    scores = engagement.scores(frame, dict(zip(engagement.COMPONENTS, weights, strict=True)))
    mirrored = scores.rename(columns={"iso3": "partner", "partner": "iso3"})
    keys = ["iso3", "partner", "year"]
    pd.testing.assert_frame_equal(scores, mirrored.sort_values(keys, ignore_index=True)[scores.columns])
    assert scores["score"].between(0, 1 + 1e-12).all()
    assert (scores["iso3"] != scores["partner"]).all()
    # The scale is that of the core: one of its pairs has the highest of every component that it has at all.
    of_core = frame[(frame["iso3"] == "AAA")].groupby("component")["share"].max()
    assert (of_core == 1).all()
    assert all(len(rows) == count for rows, count in zip(frame["rows"], frame["count"], strict=True))
