"""The settings of an edition: checked against `config/schema.json`, completed with defaults."""

import json
import math
from pathlib import Path
from typing import Any

import jsonschema

from pactbook import dates

SCHEMA = Path("config") / "schema.json"
FORMATS = jsonschema.FormatChecker(["date"])  # a day that the calendar has


class ConfigError(Exception):
    """The settings are not what the schema asks for; the message names key, value and what is expected."""


def checked(settings: dict[str, Any], schema: Path = SCHEMA) -> dict[str, Any]:
    """Check settings against the schema.

    Args:
        settings: as read from YAML.
        schema: the JSON schema of the settings.

    Returns:
        The settings, with the schema's default for each top-level key that is left out.

    Raises:
        ConfigError: one line per mistake.
    """
    rules = json.loads(schema.read_text(encoding="utf-8"))
    defaults = {key: rule["default"] for key, rule in rules["properties"].items() if "default" in rule}
    complete = defaults | settings
    try:
        plain = json.loads(json.dumps(complete, default=str))  # YAML reads an unquoted date as a date
    except (TypeError, ValueError, RecursionError) as error:
        raise ConfigError(f"config: is not plain keys and values: {error}") from error
    validator = jsonschema.Draft202012Validator(rules, format_checker=FORMATS)
    mistakes = sorted(validator.iter_errors(plain), key=lambda error: list(map(str, error.path)))
    lines = [f"config: {'.'.join(map(str, error.path)) or 'top level'}: {error.message}" for error in mistakes]
    if not lines and dates.earliest(plain["edition"]["as_of"]).year < plain["edition"]["since"]:
        lines = ["config: edition.as_of: is before edition.since"]
    if not lines and not 0 < sum(plain["engagement"]["weights"].values()) < math.inf:
        lines = ["config: engagement.weights: do not add up to a number above 0"]
    if lines:
        raise ConfigError("\n".join(lines))
    return dict(plain)
