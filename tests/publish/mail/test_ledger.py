"""The ledger: if it forgets, readers get a mail twice; if it remembers too much, they get none."""

import pytest

from pactbook.publish.mail.ledger import Entry, Got, Ledger, LedgerError, Status

BRIEF = ("countries", "aland")
ENTRY = Entry("<1@x>", "ann@example.org", "2025-12", "2025-12-31", (BRIEF, ("themes", "arms")))


def test_what_was_recorded_last_counts_for_each_brief(tmp_path):
    ledger = Ledger(tmp_path / "new" / "ledger.sqlite")
    for status in (Status.SENDING, Status.DEFERRED, Status.SENDING, Status.SENT):
        ledger.record(ENTRY, status)
    got = [Got("2025-12", "2025-12-31", Status.SENT)]
    assert ledger.history("ann@example.org") == {BRIEF: got, ("themes", "arms"): got}
    assert ledger.history("bob@example.org") == {}


def test_what_a_dead_process_left_open_is_undecided(tmp_path):
    path = tmp_path / "ledger.sqlite"
    ledger = Ledger(path)
    ledger.record(ENTRY, Status.SENDING)
    ledger.close()
    ledger = Ledger(path)
    assert ledger.history("ann@example.org")[BRIEF] == [Got("2025-12", "2025-12-31", Status.UNDECIDED)]
    assert ledger.left("2025-12") == [("ann@example.org", Status.UNDECIDED, "")]


def test_only_refused_and_undecided_mails_of_that_edition_are_released(tmp_path):
    ledger = Ledger(tmp_path / "ledger.sqlite")
    for number, status in enumerate(Status):
        ledger.record(Entry(f"<{number}@x>", "ann@example.org", "2025-12", "2025-12-31", ()), status, "550 no")
    ledger.record(Entry("<9@x>", "ann@example.org", "2025-09", "2025-09-30", ()), Status.REFUSED)
    ledger.release(["ann@example.org"], "2025-12")
    assert ledger.left("2025-12") == [("ann@example.org", Status.UNDECIDED, "550 no")]  # the one in `sending`
    assert ledger.left("2025-09") == [("ann@example.org", Status.REFUSED, "")]


def test_a_second_process_is_kept_out_and_a_reader_too(tmp_path):
    path = tmp_path / "ledger.sqlite"
    ledger = Ledger(path)
    for write in (True, False):
        with pytest.raises(LedgerError, match="another run is sending"):
            Ledger(path, write=write).history("ann@example.org")
    ledger.close()
    assert Ledger(path, write=False).history("ann@example.org") == {}


def test_reading_changes_nothing(tmp_path):
    path = tmp_path / "ledger.sqlite"
    ledger = Ledger(path)
    ledger.record(ENTRY, Status.SENDING)
    ledger.close()
    before = path.read_bytes()
    ledger = Ledger(path, write=False)
    assert ledger.history("ann@example.org")[BRIEF][0].status == Status.SENDING
    with pytest.raises(LedgerError, match="cannot be written"):
        ledger.record(ENTRY, Status.SENT)
    assert path.read_bytes() == before


def test_a_ledger_that_others_could_read_is_closed_to_them(tmp_path):
    path = tmp_path / "ledger.sqlite"
    path.touch(mode=0o644)
    Ledger(path)
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_file_that_is_no_ledger_is_named(tmp_path):
    path = tmp_path / "ledger.sqlite"
    path.write_text("address,edition\n" * 100, encoding="utf-8")
    with pytest.raises(LedgerError, match=r"ledger\.sqlite: cannot be used: file is not a database"):
        Ledger(path)
