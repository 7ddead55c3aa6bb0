"""If these fail, one finding crowds out the others."""

from pactbook.briefs.assemble import key_judgements


def _found(code, weight, about=None, **more):
    rows = [f"{code}:{about}:{weight}"]
    return {"code": code, "weight": weight, "about": about, "section": code, "measure": "Pace", "rows": rows, **more}


def _told(found, **named):
    return [(each["code"], each["about"], each["weight"]) for each in key_judgements(found, **named)]


def test_the_weightiest_findings_each_code_once():
    found = [_found("a", 0.2), _found("b", 0.9), _found("a", 0.5), *[_found(f"c{place}", 0.4) for place in range(9)]]
    assert _told(found)[:2] == [("b", None, 0.9), ("a", None, 0.5)]
    assert len(_told(found)) == 6


def test_findings_of_one_code_about_different_things_are_kept():
    found = [_found("a", 0.2, "X"), _found("a", 0.3, "Y"), _found("a", 0.1, "X")]
    assert _told(found) == [("a", "Y", 0.3), ("a", "X", 0.2)]


def test_two_findings_of_one_measure_on_the_same_rows_say_the_same():
    found = [_found("a", 0.5, rows=["x:1", "x:2"]), _found("b", 0.4, rows=["x:2", "x:1"]), _found("c", 0.3)]
    assert _told(found) == [("a", None, 0.5), ("c", None, 0.3)]


def test_one_chapter_does_not_fill_page_one_where_others_have_something_to_say():
    """Two of a chapter at most, as long as the others have enough."""
    many = [_found(f"{name}{place}", 0.9 - place / 10, section=name) for name in "xyz" for place in range(4)]
    assert [each["code"] for each in key_judgements(many)] == ["x0", "y0", "z0", "x1", "y1", "z1"]
    arms = [_found("a", 0.9 - place / 100, str(place), section="arms") for place in range(6)]
    assert _told([*arms, _found("b", 0.1)])[-1] == ("b", None, 0.1)
    assert len(_told(arms)) == 6
