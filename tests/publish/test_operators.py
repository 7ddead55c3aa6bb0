"""If these fail, a fork or a pull request publishes under another's name."""

import pytest

from pactbook import config
from pactbook.publish import operators


@pytest.fixture
def files(tmp_path):
    base, overlay = tmp_path / "config.yaml", tmp_path / "operator.yaml"
    base.write_text("page_size: A4\n")
    overlay.write_text("operator: {repository: owner/name}\n")
    return base, overlay


def test_without_an_overlay_only_the_base_counts(files):
    base, overlay = files
    overlay.unlink()
    used, reason = operators.configs(base, overlay, {"GITHUB_REPOSITORY": "owner/name"})
    assert used == [base]
    assert "There is no" in reason


@pytest.mark.parametrize(
    ("environment", "counts"),
    [
        ({}, True),  # a timer on the operator's own machine
        ({"GITHUB_REPOSITORY": "owner/name", "GITHUB_EVENT_NAME": "schedule"}, True),
        ({"CI_PROJECT_PATH": "owner/name", "CI_PIPELINE_SOURCE": "push"}, True),
        ({"GITHUB_REPOSITORY": "Owner/name"}, False),
        ({"GITHUB_REPOSITORY": "stranger/name"}, False),
        ({"CI_PROJECT_PATH": "stranger/name"}, False),
        ({"GITHUB_REPOSITORY": "owner/name", "GITHUB_EVENT_NAME": "pull_request"}, False),
        ({"GITHUB_REPOSITORY": "owner/name", "GITHUB_EVENT_NAME": "pull_request_target"}, False),
        ({"CI_PROJECT_PATH": "owner/name", "CI_PIPELINE_SOURCE": "merge_request_event"}, False),
    ],
)
def test_an_overlay_counts_in_its_own_repository_alone_and_for_no_pull_request(files, environment, counts):
    used, reason = operators.configs(*files, environment)
    assert used == list(files)[: 2 if counts else 1]
    assert bool(reason) != counts


@pytest.mark.parametrize("text", ["site: {url: ''}\n", "operator: {}\n", "operator: true\n"])
def test_an_overlay_that_names_no_repository_is_refused(files, text):
    files[1].write_text(text)
    with pytest.raises(config.ConfigError, match=r"operator\.repository"):
        operators.configs(*files, {})
