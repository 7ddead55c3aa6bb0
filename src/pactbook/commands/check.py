"""`pactbook check`: list all problems of a data package."""

import argparse
import sys
from pathlib import Path
from typing import Any

from pactbook.commands import CONFIG, settings_of

NAME, HELP = "check", "check the data package and list all problems"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument(
        "package",
        nargs="?",
        type=Path,
        help="datapackage.json or its folder (default: that of the config that is named, or data)",
    )
    parser.add_argument(
        "--config",
        type=Path,
        help=f"whose precedence is checked too (default: {CONFIG}, if it is of this package)",
    )
    parser.add_argument("--format", choices=["text", "json"], default="text", help="how to print the problems")


def run(chosen: argparse.Namespace) -> int:
    """Print the problems; 1 if one is an error."""
    from pactbook import config
    from pactbook.ingest import check

    try:
        path = chosen.package or _data(chosen.config)
        described = path / "datapackage.json" if path.is_dir() else path
        precedence = _precedence(chosen.config, described.parent)
    except config.ConfigError as error:
        print(error, file=sys.stderr)
        return 1
    result = check.check(described, precedence, every_set=True)
    print(check.format_json(result) if chosen.format == "json" else check.format_text(result))
    return 1 if result.failed else 0


def _data(named: Path | None) -> Path:
    """The package of the config that is named, or the usual one.

    Raises:
        ConfigError: if that config cannot be used.
    """
    return Path(settings_of([named])["paths"]["data"]) if named else Path("data") / "datapackage.json"


def _precedence(named: Path | None, folder: Path) -> dict[str, Any]:
    """The precedence of the config that is named, or of the usual one if it is of this package.

    Raises:
        ConfigError: if that config cannot be used.
    """
    if named is None and not CONFIG.is_file():
        return {}
    settings = settings_of([named or CONFIG])
    own = named is not None or Path(settings["paths"]["data"]).resolve() == folder.resolve()
    return dict(settings["precedence"]) if own else {}
