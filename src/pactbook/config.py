"""The settings of an edition: read, checked against `config/schema.json`, completed with defaults."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import yaml

SCHEMA = Path("config") / "schema.json"


class ConfigError(Exception):
    """The settings are not what the schema asks for; the message names key, value and what is expected."""


def load(path: Path, schema: Path = SCHEMA) -> dict[str, Any]:
    """Read and check a config file.

    Args:
        path: a YAML file.
        schema: the JSON schema of the settings.

    Raises:
        ConfigError: if the file is missing, no YAML, or not what the schema asks for.
    """
    try:
        settings = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ConfigError(f"{path}: cannot be read as YAML: {' '.join(str(error).split())}") from error
    return checked(settings if isinstance(settings, dict) else {}, schema)


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
    plain = json.loads(json.dumps(complete, default=str))  # YAML reads an unquoted date as a date
    mistakes = sorted(jsonschema.Draft202012Validator(rules).iter_errors(plain), key=lambda error: list(error.path))
    if mistakes:
        lines = [f"config: {'.'.join(map(str, error.path)) or 'top level'}: {error.message}" for error in mistakes]
        raise ConfigError("\n".join(lines))
    return dict(plain)
