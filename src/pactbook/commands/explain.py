"""`pactbook explain`: what stands behind a figure of a brief."""

import argparse
import sys
from pathlib import Path

NAME, HELP = "explain", "say what stands behind a figure of a brief"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("brief", help="kind and name, as in countries/examplia")
    parser.add_argument(
        "figure", nargs="?", default="", help="chapter and part, as in exercises.per_year; without it, all are listed"
    )
    parser.add_argument("--build", default="build", help="the build folder of the edition (default: build)")


def run(chosen: argparse.Namespace) -> int:
    """Print the figure, its measure and its rows, or which figures there are; 1 if there is none of that name."""
    from pactbook.briefs.explain import UnknownFigureError, explain, listed

    folder = Path(chosen.build) / "briefs"
    try:
        print(explain(folder, chosen.brief, chosen.figure) if chosen.figure else listed(folder, chosen.brief))
    except UnknownFigureError as error:
        print(error, file=sys.stderr)
        return 1
    return 0
