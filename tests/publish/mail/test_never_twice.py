"""Whatever a server does, over several runs: nobody gets a mail twice, and what counts as sent has arrived."""

from collections import Counter
from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pactbook.publish.mail.delivery import Delivery, Pace, Parcel, Server
from pactbook.publish.mail.ledger import SETTLED, Entry, Ledger, Status

AT_RECIPIENT = ("451 later", "550 unknown", "421 closing", "cut before")
AT_CONTENT = ("452 full", "554 spam", "cut after")
EVENTS = st.lists(st.sampled_from((*AT_RECIPIENT, *AT_CONTENT)), max_size=4)  # then all goes well
BRIEF = ("countries", "aland")
numbers = count()


def run(post, ledger, addresses):
    """What a run does with the mails that the ledger does not settle."""
    due = []
    for address in addresses:
        entry = Entry(f"<{address}>", address, "2025-12", "2025-12-31", (BRIEF,))
        if not any(got.status in SETTLED for got in ledger.history(address).get(BRIEF, [])):
            due.append(Parcel(entry, address, lambda: b"Subject: a\r\n\r\nText\r\n"))
    server, pace = Server("127.0.0.1", post.port, "none", answer=10, verdict=10), Pace(1e9, 2, 0)
    Delivery(server, pace, "briefs@example.org", ledger.record, wait=lambda _seconds: None).send(due)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(EVENTS, min_size=1, max_size=4))
def test_nobody_gets_a_mail_twice_whatever_the_server_does(post, scripts):
    addresses = {f"reader{next(numbers)}@example.org": events for events in scripts}
    post.scripts.update({address: list(events) for address, events in addresses.items()})
    ledger = Ledger(None)
    for _ in range(3):  # of two attempts each, so that the worst script ends
        run(post, ledger, addresses)
    arrived = Counter(post.recipients())
    for address, events in addresses.items():
        (got,) = ledger.history(address)[BRIEF]
        last = next((event for event in events if event in ("550 unknown", "554 spam", "cut after")), "taken")
        expected = {"taken": (Status.SENT, 1), "cut after": (Status.UNDECIDED, 1)}.get(last, (Status.REFUSED, 0))
        assert (got.status, arrived[address]) == expected
