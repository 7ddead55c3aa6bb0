"""A mail as a mail program reads it: if these fail, readers see garbage or forged headers, or cannot leave the list."""

import datetime
import email
import email.policy

import pytest
from mailroom import ROOT, change

from pactbook.publish.mail import message
from pactbook.publish.mail.selection import Due
from pactbook.publish.mail.subscribers import Subscriber

NOW = datetime.datetime(2026, 1, 7, 9, 30, tzinfo=datetime.UTC)
LEAVE = ("mailto:briefs@example.org?subject=unsubscribe", "https://example.org/leave?who={address}")


class Edition:
    id, title, as_of = "2025-12", "Made-up Region", "2025-12-31"


def sender(tmp_path, attachments=10**6, **other):
    for slug, size in (("aland", 1000), ("beland", 2000)):
        path = tmp_path / "en" / "countries" / f"{slug}.pdf"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"%PDF" + slug.encode() + b"\x00\xff" * (size // 2))
    own = {"sender": "Pactbook <briefs@example.org>", "site": "https://example.org/", "unsubscribe": LEAVE}
    rest = {"attachments": attachments, "reports": tmp_path, "templates": ROOT / "templates"}
    return message.Sender(**(own | rest | other))


def reader(**other):
    own = {"row": 2, "address": "ann+x@example.org", "name": "", "language": "en", "briefs": (), "attached": True}
    return Subscriber(**(own | other))


def text_of(mail, kind="plain"):
    return mail.get_body((kind,)).get_content().replace("\r\n", "\n")


def due(slug="aland", *changes, title=None, first=False):
    told = tuple(one | {"edition": "2025-12"} for one in changes)
    return Due("countries", slug, title or slug.capitalize(), first, told)


def sent(made):
    """What arrives, parsed again."""
    return email.message_from_bytes(made.as_bytes(policy=message.POLICY), policy=email.policy.SMTP)


def compose(tmp_path, *briefs, subscriber=None, **settings):
    return sent(message.compose(subscriber or reader(), Edition(), briefs, sender(tmp_path, **settings), NOW))


@pytest.mark.parametrize(
    "text", ["=?utf-8?q?a=0D=0ABcc=3A_eve=40example.org?=", "=?utf-8?b?DQpCY2M6IGV2ZUBhLm9yZw==?="]
)
def test_encoded_words_in_names_and_titles_add_no_headers(tmp_path, text):
    """An encoded word may hold line breaks, though each of its own letters can be printed."""
    mail = compose(tmp_path, due("aland", title=text), subscriber=reader(name=text))
    assert mail["Bcc"] is None
    assert [address.addr_spec for address in mail["To"].addresses] == ["ann+x@example.org"]
    assert mail["Subject"] == f"Pactbook 2025-12: {text.replace('=?', '= ?')}"


def test_the_headers_say_who_what_when_and_how_to_leave(tmp_path):
    mail = compose(tmp_path, due("aland", change("Arms")), subscriber=reader(name="Zoë Müller, Dr."))
    assert mail["From"] == "Pactbook <briefs@example.org>"
    assert mail["To"].addresses[0].display_name == "Zoë Müller, Dr."
    assert mail["To"].addresses[0].addr_spec == "ann+x@example.org"
    assert mail["Subject"] == "Pactbook 2025-12: Aland"
    assert mail["Date"].datetime == NOW
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Id"] == "Pactbook <briefs.example.org>"
    assert mail["List-Unsubscribe"] == (
        "<mailto:briefs@example.org?subject=unsubscribe>, <https://example.org/leave?who=ann%2Bx%40example.org>"
    )
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["MIME-Version"] == "1.0"


def test_one_click_is_offered_only_where_there_is_an_address_for_it(tmp_path):
    mail = compose(tmp_path, due(), unsubscribe=LEAVE[:1])
    assert mail["List-Unsubscribe-Post"] is None


def test_a_long_address_to_leave_the_list_arrives_as_it_is(tmp_path):
    """Python would encode a word longer than a line, and no mail program would find the address."""
    way = "https://example.org/" + "x" * 250 + "?who={address}"
    made = message.compose(reader(), Edition(), [due()], sender(tmp_path, unsubscribe=(way,)), NOW)
    (line,) = [line for line in made.as_bytes(policy=message.POLICY).split(b"\r\n") if b"List-Unsubscribe:" in line]
    assert line == b"List-Unsubscribe: <" + way.replace("{address}", "ann%2Bx%40example.org").encode() + b">"


def test_both_bodies_and_the_pdfs_stand_where_mail_programs_look(tmp_path):
    mail = compose(tmp_path, due("beland", change("Arms")), due("aland", change("Bases")))
    assert mail.get_content_type() == "multipart/mixed"
    bodies, *files = mail.iter_parts()
    assert [part.get_content_type() for part in bodies.iter_parts()] == ["text/plain", "text/html"]
    assert [part.get_filename() for part in files] == ["beland-2025-12.pdf", "aland-2025-12.pdf"]
    assert {part.get_content_type() for part in files} == {"application/pdf"}
    assert files[1].get_content() == (tmp_path / "en" / "countries" / "aland.pdf").read_bytes()


def test_every_line_travels_through_any_server(tmp_path):
    made = message.compose(
        reader(name="Жанна"), Edition(), [due("aland", change("Ö" * 2000), title="Åland")], sender(tmp_path), NOW
    )
    content = made.as_bytes(policy=message.POLICY)
    assert content.isascii()
    assert max(map(len, content.split(b"\r\n"))) <= 998
    assert b"\n" not in content.replace(b"\r\n", b"")


def test_the_text_says_what_changed_and_links_to_it(tmp_path):
    changes = [
        change("Arms from Beland", old=1234.4, new=99, unit="US$ m"),
        change("Fort", kind="ended", old=None, new=None, date="2025-11-02"),
    ]
    text = text_of(compose(tmp_path, due("aland", *changes)))
    assert text.split("-- ")[0] == (
        "Pactbook, Made-up Region, edition 2025-12: state of 31 December 2025.\n\n"
        "Aland\n-----\n"
        "- Revised: Arms from Beland: from 1,234 to 99 US$ m.\n"
        "- Ended: Fort (2 November 2025).\n"
        "Page: https://example.org/en/countries/aland.html\n"
        "PDF: attached, and https://example.org/en/countries/aland.pdf\n\n"
    )
    assert "ann+x@example.org is on the list of readers of https://example.org/." in text
    assert "https://example.org/leave?who=ann%2Bx%40example.org" in text


def test_text_from_the_data_is_never_markup(tmp_path):
    mail = compose(tmp_path, due("aland", change('<img src=x onerror="x()"> & co'), title="A <b>land</b>"))
    page = text_of(mail, "html")
    assert "<img" not in page
    assert "<b>land" not in page
    assert "&lt;img src=x onerror=&#34;x()&#34;&gt; &amp; co" in page
    assert '<img src=x onerror="x()"> & co' in text_of(mail)


def test_nothing_in_the_html_is_loaded_from_elsewhere(tmp_path):
    page = text_of(compose(tmp_path, due("aland", change("Arms"))), "html")
    assert not any(sign in page for sign in ("src=", "url(", "<link", "<script", "@import"))


def test_pdfs_beyond_the_limit_are_links(tmp_path):
    """2,004 bytes are 2,742 on their way, 1,004 are 1,374: 3,000 hold the first brief's PDF and not the second's."""
    mail = compose(tmp_path, due("beland", change("Arms")), due("aland", change("Bases")), attachments=3000)
    assert [part.get_filename() for part in mail.iter_attachments()] == ["beland-2025-12.pdf"]
    text = text_of(mail)
    assert "PDF: attached, and https://example.org/en/countries/beland.pdf" in text
    assert "PDF: https://example.org/en/countries/aland.pdf" in text


def test_who_wants_links_gets_no_attachment(tmp_path):
    mail = compose(tmp_path, due(), subscriber=reader(attached=False))
    assert mail.get_content_type() == "multipart/alternative"


def test_the_encoded_size_is_what_the_limit_counts(tmp_path):
    """An estimate that is too low would have mails refused by the server."""
    mail = message.compose(reader(), Edition(), [due("beland")], sender(tmp_path), NOW)
    (part,) = mail.iter_attachments()
    size = (tmp_path / "en" / "countries" / "beland.pdf").stat().st_size
    assert len(part.get_payload().replace("\n", "\r\n")) == pytest.approx(size * message.ENCODED, rel=0.03)


@pytest.mark.parametrize(
    ("titles", "subject"),
    [
        (["A"], "Pactbook 2025-12: A"),
        (["A", "B"], "Pactbook 2025-12: A and B"),
        (["A", "B", "C"], "Pactbook 2025-12: A and 2 more briefs"),
        (["A\r\nBcc: all@example.org"], "Pactbook 2025-12: A Bcc: all@example.org"),
    ],
)
def test_the_subject_is_one_short_line(tmp_path, titles, subject):
    mail = compose(tmp_path, *(due("aland", title=title) for title in titles))
    assert mail["Subject"] == subject
    assert mail["Bcc"] is None


def test_a_line_break_never_becomes_a_header(tmp_path):
    """The list's check refuses it before; this is the second lock."""
    for forged in (reader(name="A\r\nBcc: all@example.org"), reader(address="a@example.org\r\nBcc: all@example.org")):
        with pytest.raises(ValueError, match=r"invalid|CR or LF|line"):
            compose(tmp_path, due(), subscriber=forged)


def test_long_lists_of_changes_are_cut_and_counted(tmp_path):
    changes = [change(f"Thing {number}") for number in range(message.MOST_CHANGES + 2)]
    text = text_of(compose(tmp_path, due("aland", *changes)))
    assert text.count("- Revised: Thing") == message.MOST_CHANGES
    assert "- 2 further changes, listed on the page." in text


def test_what_a_reader_gets_for_the_first_time_is_said_once(tmp_path):
    text = text_of(compose(tmp_path, due("aland", first=True), due("beland", first=True)))
    assert (
        text.count("first edition") == text.count("This is the first edition of these briefs that we send you.\n") == 1
    )
    text = text_of(compose(tmp_path, due("aland", change("Arms")), due("beland", first=True)))
    assert text.count("first edition") == 1
    assert "Beland\n------\nThe first edition of this brief that we send you.\nPage: " in text


def test_the_same_mail_has_the_same_identifier_and_another_has_another(tmp_path):
    def ident(subscriber, *briefs):
        return message.entry(subscriber, Edition(), briefs, sender(tmp_path)).id

    one = ident(reader(), due("aland"), due("beland"))
    assert one == ident(reader(address="ANN+X@example.org"), due("beland"), due("aland", change("Arms")))
    others = [ident(reader(address="bob@example.org"), due("aland"), due("beland")), ident(reader(), due("aland"))]
    assert len({one, *others}) == 3
    assert one.endswith(".pactbook@example.org>")


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"kind": "new", "old": None, "new": None}, "New: Fort."),
        ({"kind": "new", "old": None, "date": "2025-11"}, "New: Fort: 5 men (November 2025)."),
        ({"kind": "ended", "old": None, "new": "2025-11-02", "date": "2025-11-02"}, "Ended: Fort (2 November 2025)."),
        ({"kind": "revised", "column": "personnel_max"}, "Revised: Fort, personnel max: from 3 to 5 men."),
        ({"kind": "revised", "old": None}, "Revised: Fort: 5 men, not known before."),
        ({"kind": "revised", "new": None}, "Revised: Fort: 3 men before, no longer known."),
        ({"kind": "corrected", "old": 0}, "Corrected: Fort: from 0 to 5 men."),
        ({"kind": "withdrawn", "new": None}, "Withdrawn: Fort: was 3 men."),
    ],
)
def test_each_kind_of_change_reads_as_a_sentence(tmp_path, told, words):
    text = text_of(compose(tmp_path, due("aland", change("Fort", unit="men", **told))))
    assert f"\n- {words}\n" in text


@pytest.mark.parametrize(
    ("content", "unit", "words"),
    [
        (2019, None, "2019"), (12000, None, "12,000"), (1500, "men", "1,500 men"), (100, "men", "100 men"),
        (0.25, None, "0.25"), (0.0123456, None, "0.01235"), (12.3456, "%", "12.35 %"), (-3.0, "%", "−3 %"),
        (0, None, "0"), (0.0, "men", "0 men"), (True, None, "yes"),
        ("2004-10-07", None, "7 October 2004"), ("member", None, "member"),
    ],
)  # fmt: skip
def test_values_read_as_words(content, unit, words):
    assert message.value(content, unit) == words
