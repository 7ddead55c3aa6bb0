"""A mistake in the settings must be named before anything is built with them."""

from pathlib import Path

import pytest

from pactbook import config

SCHEMA = Path(__file__).parents[1] / "config" / "schema.json"
EDITION = {"id": "2025-12", "title": "Region", "as_of": "2025-12-31", "since": 1991}


def _checked(**settings):
    return config.checked({"edition": EDITION} | settings, SCHEMA)


def test_what_is_left_out_gets_its_default():
    complete = _checked()
    assert complete["page_size"] == "A4"
    assert complete["paths"]["data"] == "data"
    assert complete["palette"] == {}


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"page_sise": "A4"}, "page_sise"),
        ({"page_size": "A5"}, "page_size: 'A5' is not one of"),
        ({"edition": EDITION | {"as_of": "2025-02-31"}}, "edition.as_of: '2025-02-31'"),
        ({"edition": EDITION | {"as_of": "1990-12-31"}}, "edition.as_of: is before edition.since"),
        ({"edition": None}, "edition: None is not of type 'object'"),
        ({"palette": {"AAA": "red"}}, "palette.AAA"),
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
