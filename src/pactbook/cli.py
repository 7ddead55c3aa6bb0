"""`pactbook`: what an editor needs beside `snakemake`."""

import argparse
import io
import sys
from collections.abc import Sequence

from pactbook.commands import (
    check,
    crosscheck,
    diff,
    doctor,
    edition,
    explain,
    import_,
    new_edition,
    publish,
    send,
    serve,
)

COMMANDS = (check, import_, crosscheck, explain, serve, edition, diff, new_edition, publish, send, doctor)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command.

    Args:
        arguments: of the command line, without the program's name.

    Returns:
        The exit status: 0 all is well, 1 something needs mending, 2 the command was not understood.
    """
    parser = argparse.ArgumentParser(prog="pactbook", description="Tools for editors of a Pactbook data package.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for command in COMMANDS:
        own = commands.add_parser(command.NAME, help=command.HELP)
        command.arguments(own)
        own.set_defaults(run=command.run)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a terminal may not know all letters of the data
    chosen = parser.parse_args(arguments)
    return int(chosen.run(chosen))


if __name__ == "__main__":
    sys.exit(main())
