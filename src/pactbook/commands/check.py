"""`pactbook check`: list all problems of a data package."""

import argparse
from pathlib import Path

NAME, HELP = "check", "check the data package and list all problems"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument(
        "package", nargs="?", default="data/datapackage.json", help="datapackage.json or its folder (default: data)"
    )
    parser.add_argument("--format", choices=["text", "json"], default="text", help="how to print the problems")


def run(chosen: argparse.Namespace) -> int:
    """Print the problems; 1 if one is an error."""
    from pactbook.ingest import check

    path = Path(chosen.package)
    result = check.check(path / "datapackage.json" if path.is_dir() else path)
    print(check.format_json(result) if chosen.format == "json" else check.format_text(result))
    return 1 if result.failed else 0
