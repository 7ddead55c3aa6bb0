"""A word-sized line must not draw what is not known."""

from pactbook.render import spark


def test_a_missing_year_breaks_the_line():
    path = spark.line([[2000, 1], [2001, 2], [2003, 4]])["path"]
    assert path.count("M") == 2
    assert path.count("L") == 1


def test_values_are_drawn_from_zero_up():
    line = spark.line([[2000, 0], [2001, 5], [2002, 10]])
    assert line["path"].startswith(f"M1.5 {spark.HEIGHT - spark.EDGE}")
    assert (line["y"], line["first"], line["last"]) == (spark.EDGE, 2000, 2002)


def test_too_few_or_only_zeros_draw_nothing():
    assert spark.line([]) is None
    assert spark.line([[2000, 5], [2001, 6]]) is None
    assert spark.line([[2000, 0], [2001, 0], [2002, 0]]) is None
