"""`pactbook send` against a real mail server: if these fail, readers get a mail twice, or never."""

import os
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from mailroom import change

from pactbook import cli

SEND = ("send", "--edition", "2025-12", "--config", "config/config.yaml", "--config", "operator.yaml")
pytestmark = pytest.mark.usefixtures("house")
SRC = Path(__file__).parents[3] / "src"


def send(*more):
    return cli.main([*SEND, *more])


HEEDFUL = (  # tests in the background inherit that Ctrl-C is ignored
    "import signal, sys; from pactbook.cli import main; "
    "signal.signal(signal.SIGINT, signal.default_int_handler); sys.exit(main())"
)


def start_send():
    """The command in a process of its own."""
    command = [sys.executable, "-c", HEEDFUL, *SEND]
    environment = os.environ | {"PYTHONPATH": str(SRC)}
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def wait_for(condition):
    end = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_a_scheduled_run_is_content_when_all_is_sent_and_the_build_has_gone_on(house, capsys):
    assert send() == 0
    house.build("2026-03", draft=True)
    assert send() == 0
    assert "Nothing sent; 0 due." in capsys.readouterr().out


def test_each_reader_gets_one_mail_and_nothing_on_a_second_run(post, capsys):
    assert send() == 0
    assert post.recipients() == ["ann@example.org", "bob@example.org"]
    assert post.connections == 1  # one connection for all mails
    assert send() == 0
    assert len(post.got) == 2
    assert "Nothing sent; 0 due." in capsys.readouterr().out


def test_the_output_of_a_run_names_no_reader(post, capsys):
    """The log of a scheduled run may be public; servers repeat the address in what they answer."""
    post.answers["bob@example.org"] = ["550 5.1.1 <Bob@Example.org> no such mailbox"]
    assert send() == 1
    told = capsys.readouterr().out
    assert "subscribers.csv:3: refused: 550 5.1.1 <(address)> no such mailbox" in told
    assert "example.org" not in told.lower()


def test_a_refused_reader_stops_no_other_and_is_not_tried_at_the_next_run(house, post, capsys):
    house.readers(
        "ann@example.org,,en,,aland,,,,pdf", "gone@example.org,,en,,aland,,,,pdf", "cyd@example.org,,en,,aland,,,,pdf"
    )
    post.answers["gone@example.org"] = ["550 no such mailbox"]
    assert send() == 1
    assert post.recipients() == ["ann@example.org", "cyd@example.org"]
    capsys.readouterr()
    assert send() == 0
    assert len(post.got) == 2
    assert "subscribers.csv:3: refused: by an earlier run" in capsys.readouterr().out
    assert send("--again", "stranger@example.org") == 2
    assert send("--again", "gone@example.org") == 0
    assert post.recipients()[2:] == ["gone@example.org"]
    capsys.readouterr()
    assert send("--again", "gone@example.org") == 0  # it has arrived by now
    assert "subscribers.csv:3: --again: has no mail of this edition that was refused" in capsys.readouterr().err
    assert len(post.got) == 3


def test_what_the_server_puts_off_is_tried_again_after_the_others(post):
    post.answers["ann@example.org"] = ["451 greylisted", "450 busy"]
    assert send() == 0
    assert post.recipients() == ["bob@example.org", "ann@example.org"]


def test_what_is_put_off_at_every_attempt_is_tried_by_the_next_run(post, capsys):
    post.data_answers["ann@example.org"] = ["452 disk full"] * 3  # as many as attempts
    assert send() == 1
    assert "1 sent, 1 deferred; 2 due." in capsys.readouterr().out
    assert send() == 0
    assert post.recipients() == ["bob@example.org", "ann@example.org"]


def test_a_line_cut_before_the_content_is_tried_again(post):
    post.cut["ann@example.org"] = "before"
    assert send() == 0
    assert sorted(post.recipients()) == ["ann@example.org", "bob@example.org"]


def test_a_line_cut_after_the_content_leaves_a_mail_undecided(post, capsys):
    """The server may have taken it: sending it once more could make two."""
    post.cut["ann@example.org"] = "after"
    assert send() == 1
    assert post.recipients() == ["ann@example.org", "bob@example.org"]
    capsys.readouterr()
    assert send() == 0
    assert "subscribers.csv:2: undecided" in capsys.readouterr().out
    assert len(post.got) == 2
    assert send("--again", "Ann@example.org") == 0
    first, again = (message["Message-ID"] for name, message in post.got if name == "ann@example.org")
    assert first == again  # a mail program can tell that it is the same


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_run_stopped_between_two_mails_goes_on_where_it_stopped(house, post, how):
    house.operator(post.port, per_minute=20)  # three seconds between two mails
    process = start_send()
    wait_for(lambda: post.got)
    wait_for(lambda: b"sent" in Path(".pactbook/ledger.sqlite").read_bytes())  # "sending" is another word
    process.send_signal(how)
    assert "Traceback" not in process.communicate()[0]
    assert process.returncode != 0
    house.operator(post.port)
    assert send() == 0
    assert post.recipients() == ["ann@example.org", "bob@example.org"]


def test_a_run_killed_while_the_server_has_the_content_sends_it_to_nobody_twice(post, capsys):
    post.slow["ann@example.org"] = 30
    process = start_send()
    wait_for(lambda: post.got)
    process.send_signal(signal.SIGKILL)
    process.wait()
    post.slow.clear()
    assert send() == 0
    assert "subscribers.csv:2: undecided" in capsys.readouterr().out
    assert post.recipients() == ["ann@example.org", "bob@example.org"]


def test_two_runs_at_once_are_kept_apart(post, capsys):
    post.slow["ann@example.org"] = 3
    process = start_send()
    wait_for(lambda: post.got)
    assert send() == 2
    assert "another run is sending" in capsys.readouterr().err
    assert process.wait() == 0
    assert post.recipients() == ["ann@example.org", "bob@example.org"]


def test_the_ledger_is_for_the_operator_alone():
    assert send() == 0
    assert stat.S_IMODE(Path(".pactbook/ledger.sqlite").stat().st_mode) == 0o600
    assert stat.S_IMODE(Path(".pactbook").stat().st_mode) == 0o700


def test_who_missed_an_edition_is_told_all_changes_since(house, post):
    """Sent 2025-06, then nothing of 2025-09: the mail of 2025-12 tells both."""
    house.freeze("2025-06")
    house.build("2025-06")
    house.readers("ann@example.org,,en,,aland;beland,,,,pdf")
    assert cli.main([*SEND[:2], "2025-06", *SEND[3:]]) == 0
    house.freeze("2025-09", aland=[change("A base at Fort", 0.7, kind="ended")])
    house.build("2025-12")
    assert send() == 0
    text = post.got[1][1].get_body(("plain",)).get_content()
    assert "Exercises a year: from 1,200 to 5 men [edition 2025-12]." in text
    assert "A base at Fort" in text
    assert "[edition 2025-09]." in text
    assert "Beland" not in text.replace("Arms from Beland", "")  # nothing changed in that brief


def test_an_older_edition_is_not_sent_after_a_newer_one(house, post):
    assert send() == 0
    house.freeze("2025-09", aland=[change("Old news")])
    house.build("2025-09")
    assert cli.main([*SEND[:2], "2025-09", *SEND[3:]]) == 0
    assert len(post.got) == 2


def test_a_dry_run_says_who_gets_what_and_touches_nothing(post, capsys):
    aland, beland = "countries/aland (first, changes: 2", "countries/beland (first, changes: 0"
    pact = "organizations/pact (first, changes: 0"
    assert send("--dry-run", "--output", "mails") == 0
    assert capsys.readouterr().out.splitlines() == [
        f"subscribers.csv:2: ann@example.org: {aland}, attached), {pact}, attached) -> mails/00002.eml",
        f"subscribers.csv:3: bob@example.org: {aland}, linked), {beland}, linked) -> mails/00003.eml",
        "2 mails would be sent. Nothing was.",
    ]
    assert post.connections == 0
    assert not Path(".pactbook").exists()
    assert sorted(path.name for path in Path("mails").iterdir()) == ["00002.eml", "00003.eml"]
    assert send() == 0
    assert send("--dry-run") == 0
    assert capsys.readouterr().out.endswith("0 mails would be sent. Nothing was.\n")


def test_without_settings_for_mail_nothing_is_sent(capsys):
    """A stranger's clone."""
    assert cli.main(["send", "--edition", "2025-12"]) == 2
    told = capsys.readouterr().err
    assert told == "config/config.yaml: nothing is sent, since there is no `mail` (docs/how-to/send-by-mail.md)\n"


def test_a_password_in_a_file_is_refused_and_not_repeated(house, post, capsys):
    house.operator(post.port, password="secret-word")
    assert send() == 2
    told = capsys.readouterr().err
    assert "config: mail: 'password' is no key here" in told
    assert "secret-word" not in told


@pytest.mark.parametrize(
    ("spoil", "named"),
    [
        (lambda house: house.build("2025-09"), "reports: holds edition 2025-09, not 2025-12"),
        (lambda house: house.build("2025-12", draft=True), "reports: holds a draft of 2025-12"),
        (lambda house: house.write("reports/en/countries/aland.pdf", "%PDF old"), "aland.pdf: is not the one that was"),
        (lambda _house: Path("reports/en/countries/aland.pdf").unlink(), "aland.pdf: is missing"),
        (lambda _house: Path("build/changes/index.json").unlink(), "nothing says of which edition the reports are"),
        (lambda _house: Path("editions/2025-12.zip").unlink(), "no frozen edition 2025-12 (frozen: none)"),
    ],
)
def test_only_reports_of_the_frozen_edition_are_sent(house, post, capsys, spoil, named):
    spoil(house)
    assert send() == 2
    told = capsys.readouterr().err
    assert named in told
    assert told.count("\n") == 1
    assert not post.got


def test_all_mistakes_of_the_list_are_told_and_nothing_is_sent(house, post, capsys):
    house.readers(
        "ann.example.org,,en,,aland,,,,pdf",
        'eve@example.org,"Eve\nBcc: x@y.org",en,,aland,,,,pdf',
        "bob@example.org,,ru,,aland,,,,fax",
        "BOB@example.org,,en,,alnd,,,,pdf",
    )
    assert send() == 2
    assert capsys.readouterr().err.splitlines() == [
        "subscribers.csv:2: address: is no address; expected one like name@example.org",
        "subscribers.csv:3: name: holds a line break or another control character; remove it",
        "subscribers.csv:4: language: 'ru' is not one of: en",
        "subscribers.csv:4: format: 'fax' is not one of: pdf, link",
        "subscribers.csv:5: address: stands in row 4 already; make it one row",
        "subscribers.csv:5: warning: countries: 'alnd' is left out: no brief of edition 2025-12; is it 'aland'?",
        "5 errors in subscribers.csv: nothing is sent.",
    ]
    assert not post.got


@pytest.mark.parametrize(
    "rows",
    [
        ["ann@example.org,Ann Smith,en,,aland,,,,pdf", "ANN@example.org,Ann Smith,en,,aland,,,,pdf"],
        [" ann@example.org,Ann Smith ,en,,aland,,,,pdf"], ["ann@example..org,Ann Smith,en,,aland,,,,pdf"],
        ["ann@example.org,Ann Smith\x07,en,,aland,,,,pdf"],
    ],
)  # fmt: skip
def test_mistakes_in_the_list_tell_the_world_no_reader(house, capsys, rows):
    """The output of a scheduled run is public in a public repository."""
    house.readers(*rows)
    assert send() == 2
    told = capsys.readouterr().err.lower()
    assert "subscribers.csv:" in told
    assert "ann" not in told


def test_a_list_without_its_header_tells_the_world_no_reader(house, capsys):
    house.write("subscribers.csv", "ann@example.org,Smith,en,,aland,,,,pdf\n")
    assert send() == 2
    assert "ann" not in capsys.readouterr().err.lower()


def test_an_unknown_brief_does_not_silence_a_reader(house, post, capsys):
    house.readers("ann@example.org,,en,,aland;atlantis,,,,pdf")
    assert send() == 0
    assert "countries: 'atlantis' is left out: no brief of edition 2025-12" in capsys.readouterr().err
    assert post.recipients() == ["ann@example.org"]


def test_a_mistyped_server_ends_in_one_line_and_the_next_run_sends(house, post, capsys):
    house.operator(1)
    assert send() == 1
    assert "no connection to 127.0.0.1" in capsys.readouterr().out
    house.operator(post.port)
    assert send() == 0
    assert len(post.got) == 2


def test_a_ledger_of_a_later_version_is_left_alone(capsys):
    assert send() == 0
    with sqlite3.connect(".pactbook/ledger.sqlite") as base:
        base.execute("PRAGMA user_version = 99")
    assert send() == 2
    assert "later version" in capsys.readouterr().err
