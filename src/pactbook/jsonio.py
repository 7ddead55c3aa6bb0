"""JSON with one possible form for the same content, so that equal content means equal bytes."""

import json
import math
from pathlib import Path
from typing import Any

ESCAPED = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}  # in JSON that stands in a script
DIGITS = 6  # decimals kept of a float: far finer than anything that is printed


def dumps(value: Any) -> str:
    """Canonical JSON: sorted keys, floats rounded to six decimals, one line end at the end.

    Raises:
        ValueError: if a number is infinite or not a number.
    """
    return json.dumps(_canonical(value), ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False) + "\n"


def embedded(value: Any) -> str:
    """The same as compact JSON that may stand in a script element or a script: no markup can begin or end in it.

    Raises:
        ValueError: if a number is infinite or not a number.
    """
    text = json.dumps(_canonical(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.translate(ESCAPED)


def read(path: Path) -> Any:
    """The content of a JSON file."""
    return json.loads(path.read_text(encoding="utf-8"))


def write(path: Path, value: Any) -> None:
    """Write canonical JSON; the file is whole or not there."""
    land(path, dumps(value).encode("utf-8"))


def land(path: Path, content: bytes) -> None:
    """Put a file in place at once: written beside it, then renamed, so that no reader meets half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.part")
    beside.write_bytes(content)
    beside.replace(path)


def _canonical(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _canonical(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_canonical(item) for item in value]
    if isinstance(value, float) and math.isfinite(value):
        rounded = round(value, DIGITS)
        return int(rounded) if rounded.is_integer() else rounded
    return value
