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
        ({"engagement": {"weights": {"arms": 1}}}, "engagement.weights: 'agreements' is a required"),
        ({"engagement": {"weights": dict.fromkeys(WEIGHTS, 0)}}, "engagement.weights: all are 0"),
        ({"engagement": {"weights": WEIGHTS | {"arms": 10**400}}}, "engagement.weights.arms: 1000"),
        ({"engagement": {"weights": WEIGHTS | {"arms": float("nan")}}}, "engagement.weights.arms: nan is not a number"),
        ({"countries": {"roles": [], "minimum_rows": -1}}, "countries"),
        ({"operator": {}}, "operator: 'repository' is a required"),
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


def test_a_later_file_changes_single_keys_at_any_depth_as_snakemake_does(tmp_path):
    """Else an overlay that names the site's address would drop all other settings of the edition."""
    from snakemake.utils import update_config

    texts = (
        "edition: {id: '2025-12', title: Region}\npaths: {data: data}\npalette: {AAA: '#111111'}\nsite: none\n",
        "edition: {id: '2026-03'}\npaths: {}\npalette: {BBB: '#222222'}\nsite: {url: ''}\noperator: {send: true}\n",
        "palette: none\n",
    )
    paths = [tmp_path / f"{number}.yaml" for number in range(len(texts))]
    merged = {}
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text, encoding="utf-8")
        update_config(merged, yaml.safe_load(text))
    assert config.load(paths) == merged
    assert config.load(paths[:2])["edition"] == {"id": "2026-03", "title": "Region"}


@pytest.mark.parametrize("text", ["a: [", "- a", "", "\x00", None])
def test_a_file_that_holds_no_settings_is_named(tmp_path, text):
    path = tmp_path / "my.yaml"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(config.ConfigError, match=r"my\.yaml"):
        config.load([path])


def test_the_operators_example_is_valid_with_the_config_of_the_edition():
    folder = SCHEMA.parent
    settings = config.checked(config.load([folder / "config.yaml", folder / "operator.example.yaml"]), SCHEMA)
    assert set(settings["operator"]) == {"repository", "publish", "release", "send", "notify"}
    assert "operator" not in config.checked(config.load([folder / "config.yaml"]), SCHEMA)
