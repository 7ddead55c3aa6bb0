"""A mistake in the settings must be named before anything is built with them."""

from pathlib import Path

import pytest
import yaml

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
        ({"engagement": {"weights": {"arms": 1}}}, "engagement.weights: 'agreements' is missing"),
        ({"engagement": {"weights": dict.fromkeys(WEIGHTS, 0)}}, "engagement.weights: all are 0"),
        ({"engagement": {"weights": WEIGHTS | {"arms": 10**400}}}, "engagement.weights.arms: 1000"),
        ({"engagement": {"weights": WEIGHTS | {"arms": float("nan")}}}, "engagement.weights.arms: nan is not a number"),
        ({"pdf": {"variant": "a-4"}}, "pdf.variant: 'a-4' is not one of"),
        ({"pdf": {"attach_data": True}}, "pdf.attach_data: needs a variant that may carry data"),
        ({"countries": {"roles": [], "minimum_rows": -1}}, "countries"),
        ({"operator": {}}, "operator: 'repository' is missing"),
        ({"operator": {"repository": "name"}}, "operator.repository: 'name'"),
        ({"operator": {"repository": "a/b", "publish": {"pages": True, "folder": "www"}}}, "operator.publish"),
        ({"operator": {"repository": "a/b", "publish": {"pages": False}}}, "operator.publish"),
    ],
)
def test_mistakes_are_named_by_their_key(settings, named):
    with pytest.raises(config.ConfigError) as caught:
        _checked(**settings)
    assert named in str(caught.value)


def test_a_date_that_yaml_reads_as_a_date_is_one():
    import datetime

    assert _checked(edition=EDITION | {"as_of": datetime.date(2025, 12, 31)})["edition"]["as_of"] == "2025-12-31"


def _read(tmp_path, *texts):
    files = [tmp_path / f"{number}.yaml" for number in range(len(texts))]
    for file, text in zip(files, texts, strict=True):
        file.write_text(text, encoding="utf-8")
    return config.read(files)


@pytest.mark.parametrize(
    "overlay",
    ["a: {x: 2}\n", "a: {y: {z: 1}}\nb: [3]\n", "a: 1\n", "b: {k: 1}\n", "a: {x: {deep: 1}}\n", "a: null\n", "a: {}\n"],
)
def test_an_overlay_is_laid_over_as_snakemake_does_it(tmp_path, overlay):
    """Otherwise the build and the mails of one operator would have different settings."""
    from snakemake.utils import update_config

    base = "a: {x: 1, y: {w: 0}}\nb: [1, 2]\n"
    expected = yaml.safe_load(base)
    update_config(expected, yaml.safe_load(overlay))
    assert _read(tmp_path, base, overlay) == expected


@pytest.mark.parametrize(
    ("text", "named"),
    [("a: [1\nb: 2\n", "is not YAML at line 2"), ("- a\n", "expected keys at top level"), ("", "expected keys at top")],
)
def test_a_file_that_is_no_config_is_named(tmp_path, text, named):
    with pytest.raises(config.ConfigError) as caught:
        _read(tmp_path, "a: 1\n", text)
    assert named in str(caught.value)
    with pytest.raises(config.ConfigError, match="No such file"):
        config.read([tmp_path / "gone.yaml"])


MAIL = {"sender": "P <p@a.org>", "host": "m.org", "port": 25, "security": "tls", "unsubscribe": ["mailto:p@a.org"]}


def test_what_mail_leaves_out_gets_its_default_and_no_mail_is_no_mail():
    assert "mail" not in _checked()
    assert _checked(mail=MAIL)["mail"]["attempts"] == 5


@pytest.mark.parametrize(
    ("mail", "named"),
    [
        ({"password": "x"}, "'password' is no key here"),
        ({"sendr": "x"}, "'sendr' is no key here; is it 'sender'?"),
        ({"sender": "P <p@a.org>\nBcc: x@a.org"}, "mail.sender"),
        ({"sender": "p@a.org\n"}, "mail.sender"),
        ({"security": "ssl"}, "mail.security: 'ssl' is not one of"),
        ({"unsubscribe": ["https://a.org/leave"]}, "mail.unsubscribe.0"),
        ({"unsubscribe": ["mailto:p@a.org>, <x"]}, "mail.unsubscribe.0"),
        ({"unsubscribe": []}, "mail.unsubscribe"),
        ({"per_minute": 0}, "mail.per_minute"),
    ],
)
def test_mistakes_in_mail_are_named(mail, named):
    with pytest.raises(config.ConfigError) as caught:
        _checked(mail=MAIL | mail)
    assert named in str(caught.value)


def test_the_operators_example_is_valid_with_the_config_of_the_edition():
    folder = SCHEMA.parent
    settings = config.checked(config.read([folder / "config.yaml", folder / "operator.example.yaml"]), SCHEMA)
    assert settings["mail"]["security"] == "starttls"
    assert set(settings["operator"]) == {"repository", "publish", "release", "send", "notify"}
    assert "operator" not in config.checked(config.read([folder / "config.yaml"]), SCHEMA)
