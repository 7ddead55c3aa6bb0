"""The settings of an edition: checked against `config/schema.json`, completed with defaults."""

import json
import math
from pathlib import Path
from typing import Any

import jsonschema

from pactbook import dates, fonts

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
    if not lines:
        weights = plain["engagement"]["weights"]
        odd = [(key, value) for key, value in weights.items() if not math.isfinite(value)]
        lines = [f"config: engagement.weights.{key}: {value} is not a number from 0 to 1000" for key, value in odd]
    if not lines and not sum(plain["engagement"]["weights"].values()) > 0:
        lines = ["config: engagement.weights: all are 0, expected one above 0 at least"]
    if not lines and plain["pdf"].get("attach_data") and plain["pdf"].get("variant", "ua-1") == "ua-1":
        lines = ["config: pdf.attach_data: needs a variant that may carry data: a-3a or a-3u"]
    if not lines and (lacking := fonts.lacking(plain["edition"]["title"])):
        lines = [f"config: edition.title: the reports' fonts do not hold {', '.join(map(repr, lacking))}"]
    if lines:
        raise ConfigError("\n".join(lines))
    return dict(plain)
