"""The commands of `pactbook`, one module each: NAME, HELP, `arguments(parser)`, and `run(chosen)` with the exit status.

A module imports what it runs only when it runs, so that `--help` is quick.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

CONFIG = Path("config") / "config.yaml"


def config_argument(parser: argparse.ArgumentParser) -> None:
    """Let a command be told which config to read: `chosen.config`."""
    parser.add_argument("--config", type=Path, default=CONFIG, help=f"the edition's config (default: {CONFIG})")


def settings_of(files: Sequence[Path]) -> dict[str, Any]:
    """The checked settings of config files, each laid over those before it.

    Raises:
        ConfigError: see `config.read` and `config.checked`.
    """
    from pactbook import config

    return config.checked(config.read(files))
