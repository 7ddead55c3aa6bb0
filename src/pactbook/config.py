"""The settings of an edition: checked against `config/schema.json`, completed with defaults."""

import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import jsonschema
import yaml

from pactbook import dates, fonts

SCHEMA = Path("config") / "schema.json"
FORMATS = jsonschema.FormatChecker(["date"])  # a day that the calendar has


class ConfigError(Exception):
    """The settings are not what the schema asks for; the message names key, value and what is expected."""


def load(paths: Sequence[Path]) -> dict[str, Any]:
    """Read settings; a file changes single keys of those before it, at any depth, as Snakemake's `--configfile` does.

    Args:
        paths: files of YAML, the base first.

    Returns:
        The settings of all files as one, unchecked.

    Raises:
        ConfigError: if a file cannot be read, or is not keys and values.
    """
    settings: dict[str, Any] = {}
    for path in paths:
        try:
            read = yaml.safe_load(path.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError, yaml.YAMLError) as error:
            raise ConfigError(f"{path}: cannot be read as settings: {error}") from error
        if not isinstance(read, dict):
            raise ConfigError(f"{path}: holds no keys and values")
        settings = _merged(settings, read)
    return settings


def _merged(base: Any, overlay: Mapping[str, Any]) -> dict[str, Any]:
    known = base if isinstance(base, Mapping) else {}
    changed = {
        key: _merged(known.get(key), value) if isinstance(value, Mapping) else value for key, value in overlay.items()
    }
    return {**known, **changed}


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
    if not lines and (lacking := fonts.lacking(plain["edition"]["title"])):
        lines = [f"config: edition.title: the reports' fonts do not hold {', '.join(map(repr, lacking))}"]
    if lines:
        raise ConfigError("\n".join(lines))
    return dict(plain)
