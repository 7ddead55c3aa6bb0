"""`pactbook`: what an editor needs beside `snakemake`."""

import argparse
import io
import sys
from collections.abc import Sequence
from pathlib import Path


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command.

    Args:
        arguments: of the command line, without the program's name.

    Returns:
        The exit status: 0 all is well, 1 something needs mending, 2 the command was not understood.
    """
    parser = argparse.ArgumentParser(prog="pactbook", description="Tools for editors of a Pactbook data package.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    check = commands.add_parser("check", help="check the data package and list all problems")
    check.add_argument(
        "package", nargs="?", default="data/datapackage.json", help="datapackage.json or its folder (default: data)"
    )
    check.add_argument("--format", choices=["text", "json"], default="text", help="how to print the problems")
    explain = commands.add_parser("explain", help="say what stands behind a figure of a brief")
    explain.add_argument("brief", help="kind and name, as in countries/kazakhstan")
    explain.add_argument(
        "figure", nargs="?", default="", help="chapter and part, as in exercises.per_year; without it, all are listed"
    )
    explain.add_argument("--build", default="build", help="the build folder of the edition (default: build)")
    commands.add_parser("doctor", help="say what is missing or slow on this machine, and how to mend it")
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a terminal may not know all letters of the data
    chosen = parser.parse_args(arguments)
    if chosen.command == "check":
        return _check(Path(chosen.package), chosen.format)
    if chosen.command == "explain":
        return _explain(Path(chosen.build), chosen.brief, chosen.figure)
    return _doctor()


def _check(path: Path, form: str) -> int:
    from pactbook.ingest import check  # noqa: PLC0415 (pandas takes a second, and --help should not)

    result = check.check(path / "datapackage.json" if path.is_dir() else path)
    print(check.format_json(result) if form == "json" else check.format_text(result))
    return 1 if result.failed else 0


def _explain(build: Path, brief: str, figure: str) -> int:
    from pactbook.briefs.explain import UnknownFigureError, explain  # noqa: PLC0415 (as above)

    try:
        print(explain(build / "briefs", brief, figure))
    except UnknownFigureError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _doctor() -> int:
    from pactbook import doctor  # noqa: PLC0415 (it imports what it looks for)

    findings = doctor.examine()
    for found in findings:
        print(f"{found.state:8}{found.name}: {found.detail}")
        if found.mend:
            print(f"        to mend: {found.mend}")
    missing = sum(found.state == "missing" for found in findings)
    print("All is well." if not any(found.mend for found in findings) else f"{missing} missing.")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
