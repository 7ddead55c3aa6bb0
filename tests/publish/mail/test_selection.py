"""What a reader is due: if these fail, changes are told twice or are never told."""

import pytest
from mailroom import change

from pactbook.publish.mail.ledger import Got, Status
from pactbook.publish.mail.selection import Editions

ALAND, BELAND = ("countries", "aland"), ("countries", "beland")


class Archive:
    """A frozen edition that holds changes by slug; a brief without an entry is not in it."""

    title = "Made-up Region"

    def __init__(self, ident, as_of, **changes):
        self.id, self.as_of, self._changes = ident, as_of, changes

    def index(self):
        return [{"kind": "countries", "slug": slug, "title": slug.capitalize()} for slug in self._changes]

    def brief_changes(self, _kind, slug):
        return {"changes": self._changes[slug]}


OLD = Archive("2025-06", "2025-06-30", aland=[change("old")])
MIDDLE = Archive("2025-09", "2025-09-30", aland=[change("middle", 0.9)])  # Beland's brief was not there
NEW = Archive("2025-12", "2025-12-31", aland=[change("new", 0.2)], beland=[])
LATER = Archive("2026-03", "2026-03-31", aland=[change("later")], beland=[change("later")])


def due(history, wanted=(ALAND, BELAND)):
    """Slug, whether it is the first, and the labels of its changes with their editions."""
    found = Editions(NEW, [OLD, MIDDLE, NEW, LATER]).due(wanted, history)
    return [(one.slug, one.first, [(told["label"], told["edition"]) for told in one.changes]) for one in found]


def got(archive, status=Status.SENT):
    return Got(archive.id, archive.as_of, status)


def test_a_new_reader_gets_each_brief_with_what_is_new_in_it():
    assert due({}) == [("aland", True, [("new", "2025-12")]), ("beland", True, [])]


def test_who_has_the_edition_before_is_told_what_changed_since():
    assert due({ALAND: [got(MIDDLE)]}, [ALAND]) == [("aland", False, [("new", "2025-12")])]


def test_who_missed_one_is_told_all_since_biggest_first():
    changes = [("middle", "2025-09"), ("new", "2025-12")]
    assert due({ALAND: [got(OLD)]}, [ALAND]) == [("aland", False, changes)]


def test_an_edition_in_which_nothing_changed_is_not_sent():
    assert due({BELAND: [got(MIDDLE)]}, [BELAND]) == []


@pytest.mark.parametrize("status", [Status.SENT, Status.SENDING, Status.UNDECIDED, Status.REFUSED])
def test_nothing_is_sent_twice_or_after_a_refusal(status):
    assert due({ALAND: [got(MIDDLE), got(NEW, status)]}, [ALAND]) == []


def test_what_was_put_off_is_still_due():
    assert due({ALAND: [got(MIDDLE), got(NEW, Status.DEFERRED)]}, [ALAND]) == [("aland", False, [("new", "2025-12")])]


def test_what_is_undecided_of_an_earlier_edition_is_told_again():
    """It may never have arrived; a change told twice does less harm than one never told."""
    changes = [("middle", "2025-09"), ("new", "2025-12")]
    assert due({ALAND: [got(OLD), got(MIDDLE, Status.UNDECIDED)]}, [ALAND]) == [("aland", False, changes)]


def test_who_has_a_later_edition_gets_no_earlier_one():
    assert due({ALAND: [got(LATER)]}, [ALAND]) == []


def test_a_brief_that_the_edition_does_not_have_is_left_out():
    assert due({}, [("countries", "atlantis")]) == []
