"""A wrong share would name the wrong power as the one that a country depends on."""

import pandas as pd
import pytest

from pactbook.measures import arms

TABLE = pd.DataFrame(
    [
        ("a", "XXX", "AAA", 2014, 2015),
        ("b", "XXX", "AAA", 2015, 2019),
        ("c", "YYY", "AAA", None, 2016),
        ("d", "YYY", "AAA", 2017, None),
    ],
    columns=["transfer_id", "supplier_iso3", "recipient_iso3", "order_year", "delivered_from"],
).astype({"order_year": "Int64", "delivered_from": "Int64"})
TABLE["row"] = "arms_transfers:" + TABLE["transfer_id"]


def test_an_order_without_a_delivery_is_no_delivery():
    assert "d" not in set(arms.dated(TABLE)["transfer_id"])


def test_shares_and_concentration_count_entries_of_a_five_year_period():
    shares = arms.suppliers(arms.dated(TABLE))
    assert shares[["period", "supplier_iso3", "entries"]].to_numpy().tolist() == [[2015, "XXX", 2], [2015, "YYY", 1]]
    assert arms.concentration(shares)["hhi"].tolist() == [pytest.approx(5 / 9)]
