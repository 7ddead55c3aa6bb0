"""Who may publish: an operator's settings count in their own repository alone, and never for a pull request."""

from collections.abc import Mapping
from pathlib import Path

from pactbook import config

PULL_REQUESTS = {
    "GITHUB_EVENT_NAME": ("pull_request", "pull_request_target"),
    "CI_PIPELINE_SOURCE": ("merge_request_event",),
}
REPOSITORY = ("GITHUB_REPOSITORY", "CI_PROJECT_PATH")  # how GitHub and GitLab name the repository whose CI runs


def configs(base: Path, overlay: Path, environment: Mapping[str, str]) -> tuple[list[Path], str]:
    """The config files that count in this run, and why the operator's is not among them.

    Args:
        base: the config of the edition.
        overlay: the operator's, which may be absent.
        environment: the variables by which a CI says which repository this is, and why it runs.

    Returns:
        The files in the order in which they are merged, and a sentence, empty if the operator's counts.

    Raises:
        ConfigError: if a file cannot be read, or the operator's names no repository.
    """
    if not overlay.exists():
        return [base], f"There is no {overlay}: nothing is published or sent."
    operator = config.read([overlay]).get("operator")
    named = operator.get("repository") if isinstance(operator, Mapping) else None
    if not isinstance(named, str):
        raise config.ConfigError(f"{overlay}: operator.repository: is missing; it names the repository that publishes")
    here = next((environment[key] for key in REPOSITORY if environment.get(key)), named)
    if here != named:
        return [base], f"{overlay} is for {named}, and this is {here}: nothing is published or sent."
    if any(environment.get(key) in values for key, values in PULL_REQUESTS.items()):
        return [base], "This run is for a pull request: nothing is published or sent."
    return [base, overlay], ""
