"""The settings of an edition: checked against `config/schema.json`, completed with defaults."""

import difflib
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import jsonschema
import yaml

from pactbook import dates, fonts

SCHEMA = Path("config") / "schema.json"
FORMATS = jsonschema.FormatChecker(["date"])  # a day that the calendar has


class ConfigError(Exception):
    """The settings are not what the schema asks for; the message names key, value and what is expected."""


def read(files: Sequence[Path]) -> dict[str, Any]:
    """Read settings from YAML files, each laid over those before it, as `snakemake --configfile A B` does.

    Args:
        files: a key of a later one replaces that of an earlier one; a mapping is merged key by key.

    Returns:
        The settings, not yet checked.

    Raises:
        ConfigError: if a file is missing or holds no mapping.
    """
    merged: dict[str, Any] = {}
    for file in files:
        try:
            content = yaml.safe_load(file.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise ConfigError(f"config: {file}: cannot be read: {getattr(error, 'strerror', error)}") from error
        except (yaml.YAMLError, RecursionError) as error:
            mark = getattr(error, "problem_mark", None)
            place = f" at line {mark.line + 1}" if mark else ""
            raise ConfigError(f"config: {file}: is not YAML{place}") from error
        if not isinstance(content, dict):
            raise ConfigError(f"config: {file}: expected keys at top level, as in config/config.yaml")
        _lay_over(merged, content)
    return merged


def _lay_over(settings: dict[str, Any], later: Mapping[str, Any]) -> None:
    for key, value in later.items():
        if isinstance(value, dict):
            below = settings.get(key)
            settings[key] = below if isinstance(below, dict) else {}
            _lay_over(settings[key], value)
        else:
            settings[key] = value


def checked(settings: dict[str, Any], schema: Path = SCHEMA) -> dict[str, Any]:
    """Check settings against the schema.

    Args:
        settings: as read from YAML.
        schema: the JSON schema of the settings.

    Returns:
        The settings, with the schema's default for each key that is left out, at the top and in the mappings below it.

    Raises:
        ConfigError: one line per mistake.
    """
    rules = json.loads(schema.read_text(encoding="utf-8"))
    complete = _completed(settings, rules)
    try:
        plain = json.loads(json.dumps(complete, default=str))  # YAML reads an unquoted date as a date
    except (TypeError, ValueError, RecursionError) as error:
        raise ConfigError(f"config: is not plain keys and values: {error}") from error
    validator = jsonschema.Draft202012Validator(rules, format_checker=FORMATS)
    mistakes = sorted(validator.iter_errors(plain), key=lambda error: list(map(str, error.path)))
    lines = [f"config: {'.'.join(map(str, error.path)) or 'top level'}: {_told(error)}" for error in mistakes]
    if not lines and dates.earliest(plain["edition"]["as_of"]).year < plain["edition"]["since"]:
        lines = ["config: edition.as_of: is before edition.since"]
    if not lines:
        weights = plain["engagement"]["weights"]
        odd = [(key, value) for key, value in weights.items() if not math.isfinite(value)]
        lines = [f"config: engagement.weights.{key}: {value} is not a number from 0 to 1000" for key, value in odd]
    if not lines and not sum(plain["engagement"]["weights"].values()) > 0:
        lines = ["config: engagement.weights: all are 0, expected one above 0 at least"]
    if not lines and plain["pdf"]["attach_data"] and plain["pdf"]["variant"] == "ua-1":
        lines = ["config: pdf.attach_data: needs a variant that may carry data: a-3a or a-3u"]
    if not lines and (lacking := fonts.lacking(plain["edition"]["title"])):
        lines = [f"config: edition.title: the reports' fonts do not hold {', '.join(map(repr, lacking))}"]
    if lines:
        raise ConfigError("\n".join(lines))
    return dict(plain)


def _told(mistake: jsonschema.ValidationError) -> str:
    """A mistake in words for those who edit the settings."""
    rules: Any = mistake.schema
    given: Any = mistake.instance
    if mistake.validator == "additionalProperties" and "properties" in rules and rules["additionalProperties"] is False:
        return ", ".join(
            _unknown(key, rules["properties"]) for key in map(str, given) if key not in rules["properties"]
        )
    if mistake.validator == "required":  # the library reports each missing key by itself
        return mistake.message.replace("is a required property", "is missing")
    if mistake.validator == "pattern" and "description" in rules:
        return f"{given!r} is not what belongs here: {rules['description']}"
    return str(mistake.message)


def _unknown(key: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(key, known, 1)
    return f"{key!r} is no key here" + (f"; is it {close[0]!r}?" if close else "")


def of_briefs(settings: Mapping[str, Any]) -> dict[str, Any]:
    """The checked settings that briefs depend on: what changes others computes no brief anew."""
    return {key: settings[key] for key in ("edition", "countries", "engagement", "palette")}


def _completed(settings: dict[str, Any], rules: dict[str, Any]) -> dict[str, Any]:
    """Settings with the defaults of their schema, at every depth at which there are settings."""
    known = rules.get("properties", {})
    defaults = {key: rule["default"] for key, rule in known.items() if "default" in rule}
    deeper = {
        key: _completed(value, known[key])
        for key, value in settings.items()
        if key in known and isinstance(value, dict)
    }
    return defaults | settings | deeper
