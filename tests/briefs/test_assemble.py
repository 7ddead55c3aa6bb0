"""If these fail, a number in brackets leads to the wrong source, or one finding crowds out the others."""

from pactbook.briefs.assemble import key_judgements
from pactbook.briefs.sections.coverage import condensed


def _found(code, weight):
    return {"code": code, "weight": weight}


def test_the_weightiest_findings_each_code_once():
    found = [_found("a", 0.2), _found("b", 0.9), _found("a", 0.5), *[_found(f"c{place}", 0.4) for place in range(9)]]
    kept = key_judgements(found)
    assert [(each["code"], each["weight"]) for each in kept[:2]] == [("b", 0.9), ("a", 0.5)]
    assert len(kept) == 6


def test_row_identifiers_that_differ_in_their_year_are_listed_once():
    """Every one of them can still be found; else a figure cannot be followed to its row."""
    keys = ["A/1993/x", "A/1992/x", "A/1995/x", "drill-2007", "drill-2005", "plain", "b-2010-1", "b-2010-2", "A/1992/y"]
    assert condensed(keys) == [
        "A/1992–1993, 1995/x", "A/1992/y", "b-2010-1", "b-2010-2", "drill-2005, 2007", "plain",
    ]  # fmt: skip
