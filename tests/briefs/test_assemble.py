"""If these fail, one finding crowds out the others."""

from pactbook.briefs.assemble import key_judgements


def _found(code, weight, about=None):
    return {"code": code, "weight": weight, "about": about}


def test_the_weightiest_findings_each_code_once():
    found = [_found("a", 0.2), _found("b", 0.9), _found("a", 0.5), *[_found(f"c{place}", 0.4) for place in range(9)]]
    kept = key_judgements(found)
    assert [(each["code"], each["weight"]) for each in kept[:2]] == [("b", 0.9), ("a", 0.5)]
    assert len(kept) == 6


def test_findings_of_one_code_about_different_things_are_kept():
    kept = key_judgements([_found("a", 0.2, "X"), _found("a", 0.3, "Y"), _found("a", 0.1, "X")])
    assert [(each["about"], each["weight"]) for each in kept] == [("Y", 0.3), ("X", 0.2)]
