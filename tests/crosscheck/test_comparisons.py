"""Comparisons of small made-up tables, worked out by hand: a wrong verdict would send an editor after the wrong row."""

import pandas as pd
import pytest

from pactbook.crosscheck import continuity, events, findings, memberships, pacts, series, transfers
from pactbook.crosscheck.findings import AGREES, DIFFERS, MISSING_HERE, MISSING_THERE


def table(name, columns, *rows):
    """A table whose rows are numbered."""
    made = pd.DataFrame(rows, columns=columns.split())
    made.insert(0, "row", [f"{name}:{place}" for place in range(1, len(made) + 1)])
    return made


def told(found):
    """What was found of each subject: outcome, ours, theirs."""
    return {
        (line["subject"], line["column"]): (line["outcome"], line["ours"], line["theirs"])
        for line in found.to_dict("records")
    }


def figures(name, *rows):
    return table(name, "iso3 year value", *rows)


class TestSeries:
    def compare(self, ours, theirs):
        return series.compare("t/s", ours, theirs, ("iso3", "year"), {"value": (0.01, 0.0)}, ["AAA", "BBB"])

    def test_figures_within_the_tolerance_agree_and_others_differ(self):
        ours = figures("o", ("AAA", 2000, 100.0), ("AAA", 2001, 100.0))
        theirs = figures("t", ("AAA", 2000, 101.0), ("AAA", 2001, 102.0))  # 1/101 < 1 %, 2/102 > 1 %
        found = told(self.compare(ours, theirs))
        assert found["AAA, 2000", "value"] == (AGREES, "100", "101")
        assert found["AAA, 2001", "value"] == (DIFFERS, "100", "102")

    def test_a_year_of_one_side_is_missing_on_the_other_but_not_beyond_the_set(self):
        ours = figures("o", ("AAA", 2000, 1.0), ("AAA", 2001, 1.0), ("AAA", 2009, 1.0))
        theirs = figures("t", ("AAA", 2000, 1.0), ("AAA", 2002, 1.0))
        found = told(self.compare(ours, theirs))
        assert found["AAA, 2001", "row"][0] == MISSING_THERE
        assert found["AAA, 2002", "row"] == (MISSING_HERE, "", "1")
        assert ("AAA, 2009", "row") not in found, "the set ends in 2002"

    def test_a_country_that_the_set_does_not_know_is_not_asked_for(self):
        found = self.compare(figures("o", ("BBB", 2000, 1.0)), figures("t", ("AAA", 2000, 1.0)))
        assert found.empty


class TestMemberships:
    COLUMNS = "org_id iso3 status start end"

    def compare(self, ours, theirs):
        here, there = table("o", self.COLUMNS, *ours), table("t", self.COLUMNS, *theirs)
        return told(memberships.compare("m/s", here, there, {"org": "igo-org"}, ["AAA"], (1991, 2014)))

    def test_the_same_years_agree_whatever_the_day(self):
        found = self.compare(
            [("org", "AAA", "member", "1994-11-30", "2003-02-01")], [("igo-org", "AAA", "member", "1994", "2003")]
        )
        assert found["AAA, org", "status"] == (AGREES, "1994-2003 member", "1994-2003 member")

    def test_years_apart_are_named(self):
        found = self.compare([("org", "AAA", "member", "1994", None)], [("igo-org", "AAA", "member", "1996", None)])
        assert found["AAA, org", "status"] == (DIFFERS, "1994-1995 member", "1994-1995 none")

    def test_a_finer_word_for_the_same_standing_agrees_and_another_does_not(self):
        frozen = self.compare([("org", "AAA", "frozen", "2000", None)], [("igo-org", "AAA", "member", "2000", None)])
        observer = self.compare(
            [("org", "AAA", "observer", "2000", None)], [("igo-org", "AAA", "member", "2000", None)]
        )
        assert frozen["AAA, org", "status"][0] == AGREES
        assert observer["AAA, org", "status"] == (DIFFERS, "2000-2014 observer", "2000-2014 member")

    def test_a_start_that_is_not_known_leaves_the_years_before_open(self):
        found = self.compare([("org", "AAA", "member", None, None)], [("igo-org", "AAA", "member", "2001", None)])
        assert found["AAA, org", "status"][0] == AGREES

    def test_what_one_side_lacks_is_missing(self):
        assert self.compare([("org", "AAA", "member", "2000", None)], [])["AAA, org", "row"][0] == MISSING_THERE
        assert self.compare([], [("igo-org", "AAA", "member", "2000", None)])["AAA, org", "row"][0] == MISSING_HERE


class TestPacts:
    def compare(self, ours, theirs, covers=lambda _kind, _parties, _year: True):
        def side(name, listed):
            agreements = table(
                name, "agreement_id kind signed", *[(key, "mutual defence", day) for key, day, _ in listed]
            )
            parties = table(name, "agreement_id iso3", *[(key, iso3) for key, _, who in listed for iso3 in who])
            return agreements, parties

        countries = ["AAA", "BBB", "CCC", "DDD"]
        return told(pacts.compare("a/s", side("o", ours), side("t", theirs), countries, ["AAA"], covers))

    def test_the_same_two_within_a_year_are_one_agreement(self):
        found = self.compare([("one", "1992-05-30", ["AAA", "BBB"])], [("x", "1992", ["BBB", "AAA"])])
        assert found["AAA-BBB 1992 (one)", "signed"] == (AGREES, "1992-05-30", "1992")

    def test_dates_that_cannot_be_the_same_differ(self):
        found = self.compare([("one", "1992-05-30", ["AAA", "BBB"])], [("x", "1993-01-10", ["AAA", "BBB"])])
        assert found["AAA-BBB 1992 (one)", "signed"][0] == DIFFERS

    def test_each_is_matched_once_and_the_nearest_first(self):
        ours = [("one", "1992", ["AAA", "BBB"]), ("two", "1993", ["AAA", "BBB"])]
        found = self.compare(ours, [("x", "1993", ["AAA", "BBB"])])
        assert found["AAA-BBB 1993 (two)", "signed"][0] == AGREES
        assert found["AAA-BBB 1992 (one)", "row"][0] == MISSING_THERE

    def test_a_pact_of_many_needs_half_of_all_in_common(self):
        four, three, two = ["AAA", "BBB", "CCC", "DDD"], ["AAA", "BBB", "CCC"], ["AAA", "BBB"]
        found = self.compare([("p", "1992", four)], [("x", "1992", three)])
        assert found["AAA-BBB-CCC-DDD 1992 (p)", "signed"][0] == AGREES  # 3 of 4
        found = self.compare([("p", "1992", four)], [("x", "1992", two)])
        assert found["AAA-BBB 1992 (x)", "row"][0] == MISSING_HERE

    def test_what_the_set_does_not_mean_to_hold_is_not_missed(self):
        assert self.compare([("one", "1992", ["AAA", "BBB"])], [], lambda *_: False) == {}

    def test_an_agreement_without_a_core_country_is_left_out(self):
        assert self.compare([], [("x", "1992", ["BBB", "CCC"])]) == {}


class TestTransfers:
    COLUMNS = "supplier_iso3 recipient_iso3 order_year designation quantity delivered_from delivered_to"

    def compare(self, ours, theirs):
        here, there = table("o", self.COLUMNS, *ours), table("t", self.COLUMNS, *theirs)
        whole = {"order_year": "Int64", "quantity": "Int64", "delivered_from": "Int64", "delivered_to": "Int64"}
        return told(transfers.compare("x/s", here.astype(whole), there.astype(whole), ["AAA"]))

    def test_a_last_year_that_we_lack_is_missing_here(self):
        found = self.compare([("BBB", "AAA", 2010, "T-1", 5, 2011, None)], [("BBB", "AAA", 2010, "T-1", 6, 2011, 2013)])
        subject = "BBB to AAA, T-1, ordered 2010"
        assert found[subject, "quantity"] == (DIFFERS, "5", "6")
        assert found[subject, "delivered_from"][0] == AGREES
        assert found[subject, "delivered_to"] == (MISSING_HERE, "", "2013")

    def test_two_deals_alike_are_told_apart_by_their_delivery(self):
        ours = [("BBB", "AAA", 2010, "T-1", 5, 2012, 2012), ("BBB", "AAA", 2010, "T-1", 4, 2011, 2011)]
        found = self.compare(ours, list(reversed(ours)))
        assert {value[0] for value in found.values()} == {AGREES}
        assert len(found) == 6


class TestEvents:
    def test_a_year_of_conflict_needs_an_incident_in_it(self):
        incidents = table("i", "date end countries", ("1999-12-30", "2000-01-02", ("AAA",)))
        years = table("c", "conflict_id year locations", ("x", 2000, ("AAA", "BBB")), ("x", 2001, ("AAA",)))
        found = told(events.conflicts("i/s", incidents, years, ["AAA"]))
        assert found["AAA, 2000, x", "row"][0] == AGREES
        assert found["AAA, 2001, x", "row"][0] == MISSING_HERE
        assert len(found) == 2, "BBB is not asked about"

    @pytest.mark.parametrize(
        ("their_start", "their_who", "outcome"),
        [
            ("2001-06-20", ("AAA", "BBB"), DIFFERS),  # 19 days later
            ("2001-06", ("AAA", "BBB"), AGREES),
            ("2001-09-01", ("AAA", "BBB"), MISSING_HERE),  # 92 days later
            ("2001-06-01", ("AAA", "CCC"), MISSING_HERE),  # one country in common
        ],
    )
    def test_exercises_are_the_same_by_date_and_participants(self, their_start, their_who, outcome):
        def side(name, start, who):
            return (
                table(name, "exercise_id name start", ("e", f"Drill {name}", start)),
                table(name, "exercise_id iso3", *[("e", iso3) for iso3 in who]),
            )

        ours, theirs = side("ours", "2001-06-01", ("AAA", "BBB")), side("theirs", their_start, their_who)
        found = told(events.exercises("e/s", ours, theirs, ["AAA"]))
        assert outcome in {value[0] for value in found.values()}


class TestContinuity:
    def spending(self, *rows):
        return table("m", "iso3 year price_basis usd_millions pct_gdp", *rows).astype({"usd_millions": "Float64"})

    def indicators(self, *rows):
        return table("w", "iso3 year indicator value", *rows)

    def test_inflation_that_prices_do_not_bear_out_is_found(self):
        constant = [("AAA", year, "constant_2020", 100.0, None) for year in (2018, 2019, 2020)]
        local = table("l", "iso3 year value", ("AAA", 2018, 100.0), ("AAA", 2019, 105.0), ("AAA", 2020, 210.0))
        prices = self.indicators(("AAA", 2019, "FP.CPI.TOTL.ZG", 5.0), ("AAA", 2020, "FP.CPI.TOTL.ZG", 7.0))
        found = told(continuity.inflation(self.spending(*constant), local, prices))
        assert found["AAA, 2019", "implied"] == (AGREES, "5", "5")
        assert found["AAA, 2020", "implied"] == (DIFFERS, "100", "7")

    def test_a_share_of_gdp_must_give_the_level(self):
        spending = self.spending(("AAA", 2018, "current", 20.0, 2.0), ("AAA", 2019, "current", 30.0, 2.0))
        gdp = self.indicators(("AAA", 2018, "NY.GDP.MKTP.CD", 1e9), ("AAA", 2019, "NY.GDP.MKTP.CD", 1e9))
        found = told(continuity.share_of_gdp(spending, gdp))
        assert found["AAA, 2018", "usd_millions"] == (AGREES, "20", "20")  # 2 % of 1,000 million
        assert found["AAA, 2019", "usd_millions"] == (DIFFERS, "30", "20")

    def test_an_exchange_rate_that_was_not_the_official_one_is_found(self):
        spending = self.spending(("AAA", 2018, "current", 20.0, None), ("AAA", 2019, "current", 20.0, None))
        local = table("l", "iso3 year value", ("AAA", 2018, 2e3), ("AAA", 2019, 4e3))  # 100 and 200 a dollar
        rates = self.indicators(("AAA", 2018, "PA.NUS.FCRF", 100.0), ("AAA", 2019, "PA.NUS.FCRF", 110.0))
        found = told(continuity.exchange_rate(spending, local, rates))
        assert found["AAA, 2018", "implied"][0] == AGREES
        assert found["AAA, 2019", "implied"] == (DIFFERS, "200", "110")

    def test_one_year_whose_ratio_between_editions_is_another_is_found(self):
        newer = self.spending(*[("AAA", year, "constant_2024", 110.0, None) for year in (2017, 2018, 2019)])
        older = self.spending(
            ("AAA", 2017, "constant_2023", 100.0, None),
            ("AAA", 2018, "constant_2023", 100.0, None),
            ("AAA", 2019, "constant_2023", 55.0, None),
        )
        found = told(continuity.editions(newer, older))  # ratios 1.1, 1.1, 2: the median is 1.1
        assert found["AAA, 2018", "usd_millions"] == (AGREES, "110", "110")
        assert found["AAA, 2019", "usd_millions"] == (DIFFERS, "110", "60.5")


def test_rates_count_each_outcome_and_share_what_both_speak_of():
    rows = [
        ("c/s", outcome, str(place), "row", "", "", "", "") for place, outcome in enumerate([AGREES] * 3 + [DIFFERS])
    ]
    rows += [("c/s", MISSING_HERE, "x", "row", "", "", "", "")]
    (line,) = findings.rates(findings.frame(rows)).to_dict("records")
    assert (line["compared"], line["agrees"], line["differs"], line["missing_here"]) == (4, 3, 1, 1)
    assert line["rate"] == 0.75


def test_an_explanation_stays_while_both_sides_stay_and_lapses_when_one_changes():
    from pactbook.crosscheck import run

    found = findings.frame(
        [("c/s", DIFFERS, "A", "row", "1", "2", "", ""), ("c/s", DIFFERS, "B", "row", "1", "3", "", "")]
    )
    before = run.explained(found, pd.DataFrame(columns=list(run.KEPT))).assign(explanation=["rounding", "another year"])
    now = findings.frame(
        [("c/s", DIFFERS, "A", "row", "1", "2", "", ""), ("c/s", DIFFERS, "B", "row", "1", "4", "", "")]
    )
    assert list(run.explained(now, before)["explanation"]) == ["rounding", ""]
