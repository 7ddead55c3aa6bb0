"""A mistake in the settings must be named before anything is built with them."""

from pathlib import Path

import pytest

from pactbook import config
from pactbook.measures.engagement import COMPONENTS

SCHEMA = Path(__file__).parents[1] / "config" / "schema.json"
WEIGHTS = dict.fromkeys(COMPONENTS, 1)
EDITION = {"id": "2025-12", "title": "Region", "as_of": "2025-12-31", "since": 1991}


def _checked(**settings):
    return config.checked({"edition": EDITION} | settings, SCHEMA)


def test_what_is_left_out_gets_its_default():
    complete = _checked()
    assert complete["page_size"] == "A4"
    assert complete["paths"]["data"] == "data"
    assert complete["palette"] == {}
    assert complete["engagement"] == {"weights": WEIGHTS}  # the components that the measure knows, all alike


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"page_sise": "A4"}, "page_sise"),
        ({"page_size": "A5"}, "page_size: 'A5' is not one of"),
        ({"edition": EDITION | {"as_of": "2025-02-31"}}, "edition.as_of: '2025-02-31'"),
        ({"edition": EDITION | {"as_of": "1990-12-31"}}, "edition.as_of: is before edition.since"),
        ({"edition": None}, "edition: None is not of type 'object'"),
        ({"palette": {"AAA": "red"}}, "palette.AAA"),
        ({"engagement": {"weights": WEIGHTS | {"arms": -1}}}, "engagement.weights.arms: -1 is less than"),
        ({"engagement": {"weights": {"arms": 1}}}, "engagement.weights: 'agreements' is a required"),
        ({"engagement": {"weights": dict.fromkeys(WEIGHTS, 0)}}, "engagement.weights: all are 0"),
        ({"engagement": {"weights": WEIGHTS | {"arms": 10**400}}}, "engagement.weights.arms: 1000"),
        ({"engagement": {"weights": WEIGHTS | {"arms": float("nan")}}}, "engagement.weights.arms: nan is not a number"),
        ({"pdf": {"variant": "a-4"}}, "pdf.variant: 'a-4' is not one of"),
        ({"pdf": {"attach_data": True}}, "pdf.attach_data: needs a variant that may carry data"),
        ({"countries": {"roles": [], "minimum_rows": -1}}, "countries"),
    ],
)
def test_mistakes_are_named_by_their_key(settings, named):
    with pytest.raises(config.ConfigError) as caught:
        _checked(**settings)
    assert named in str(caught.value)


def test_a_date_that_yaml_reads_as_a_date_is_one():
    import datetime

    assert _checked(edition=EDITION | {"as_of": datetime.date(2025, 12, 31)})["edition"]["as_of"] == "2025-12-31"
