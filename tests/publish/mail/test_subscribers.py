"""The list of readers: a wrong row must be named, and a right one never refused."""

import pytest

from pactbook.publish.mail import subscribers

KNOWN = [("countries", "aland"), ("countries", "beland"), ("themes", "arms"), ("cases", "games")]
BLANK = dict.fromkeys(subscribers.COLUMNS, "") | {"address": "ann@example.org", "language": "en", "format": "pdf"}


def read(*rows):
    return subscribers.read({number: BLANK | row for number, row in enumerate(rows, start=2)}, KNOWN, "2025-12")


@pytest.mark.parametrize(
    "address",
    ["a@b.co", "first.last+tag@sub.example.org", "o'brien@example.org", "x@xn--e1afmkfd.xn--p1ai", "1@3com.net"],
)
def test_addresses_that_are_written_to(address):
    assert read({"address": address, "themes": "all"})[1] == []


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("", "is no address"), ("ann", "is no address"), ("@example.org", "is no address"), ("ann@", "is no address"),
        ("ann@localhost", "is no address"), ("ann@example..org", "is no address"), ("a..b@a.org", "is no address"),
        ("ann@-a.org", "is no address"), ("ann@10.0.0.1", "is no address"), ("a b@example.org", "is no address"),
        ("Ann <ann@example.org>", "is no address"), ("ann@example.org,bob@example.org", "is no address"),
        ("ann@пример.рф", "write it in its ASCII form"), ("анна@example.org", "has letters beyond ASCII before the @"),
        ("a" * 65 + "@example.org", "is longer than an address can be"),
        ("ann@example.org\r\nBcc: x@example.org", "holds a line break"), ("ann@example.org\x00", "holds a line break"),
    ],
)  # fmt: skip
def test_addresses_that_are_refused(address, reason):
    readers, (mistake,) = read({"address": address, "themes": "all"})
    assert readers == []
    assert (mistake.row, mistake.column, mistake.severity) == (2, "address", "error")
    assert reason in mistake.message


def test_all_takes_a_kind_and_lists_take_their_items_in_the_order_of_the_edition():
    (reader,), mistakes = read({"countries": "beland; aland", "themes": "all"})
    assert reader.briefs == (("countries", "aland"), ("countries", "beland"), ("themes", "arms"))
    assert mistakes == []


def test_who_wants_nothing_is_named_and_holds_up_nobody():
    (reader,), (mistake,) = read({})
    assert reader.briefs == ()
    assert mistake.severity == "warning"
    assert "wants no brief" in mistake.message


def test_capitals_make_no_second_reader():
    _, (mistake,) = read({"themes": "all"}, {"themes": "all", "address": "Ann@Example.org"})
    assert mistake.message == "stands in row 2 already; make it one row"
