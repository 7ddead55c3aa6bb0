"""`pactbook crosscheck`: compare the curated tables with the published sets that were imported."""

import argparse
import sys
from pathlib import Path

from pactbook.commands import config_argument, settings_of

NAME, HELP = "crosscheck", "compare the tables with imported published sets"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("--published", type=Path, help="folder of the imported sets (default: published/ of the data)")
    parser.add_argument(
        "--write", action="store_true", help="write crosscheck.csv and crosscheck_rates.csv of the data"
    )
    parser.add_argument("--all", action="store_true", help="list what has been explained, too")
    config_argument(parser)


def run(chosen: argparse.Namespace) -> int:
    """Print rates and what differs without an explanation; 1 if the data or a set cannot be used, or none is there."""
    from pactbook.config import ConfigError
    from pactbook.crosscheck import run as crosscheck
    from pactbook.crosscheck import writing
    from pactbook.ingest import check, package
    from pactbook.ingest.problems import printable

    try:
        folder = Path(settings_of([chosen.config])["paths"]["data"])
    except ConfigError as error:
        print(f"pactbook crosscheck: {error}", file=sys.stderr)
        return 1
    described = folder / "datapackage.json"
    result = check.check(described)
    if result.failed:
        print(check.format_errors(result), file=sys.stderr)
        return 1
    published = chosen.published or folder / "published"
    try:
        material = crosscheck.gathered(described, published)
        before = writing.before(folder)
    except package.PackageError as error:
        print(printable(f"pactbook crosscheck: {error}"), file=sys.stderr)
        return 1
    found = crosscheck.compared(material)
    if found.empty:
        print(f"pactbook crosscheck: {published} holds no set that can be compared; import one first", file=sys.stderr)
        return 1
    differences = crosscheck.explained(found, before)
    rates = writing.rates(found, material.editions)
    for line in rates.to_dict("records"):
        told = (
            f"{line['comparison']} ({line['edition'] or 'edition not stated'}): {line['compared']} compared, "
            f"{line['agrees']} agree, {line['differs']} differ, {line['missing_here']} missing here, "
            f"{line['missing_there']} missing there"
        )
        print(printable(told))
    listed = differences if chosen.all else differences[differences["explanation"] == ""]
    for line in listed.to_dict("records"):
        told = (
            f"{line['comparison']}: {line['outcome']}: {line['subject']}: {line['column']}: "
            f"{line['ours'] or '-'} | {line['theirs'] or '-'}"
            + (f" ({line['explanation']})" * bool(line["explanation"]))
        )
        print(printable(told))
    print(f"{len(differences)} differences, {(differences['explanation'] != '').sum()} of them explained.")
    if chosen.write:
        writing.write(differences, rates, folder)
        print(f"Written: {folder / 'crosscheck.csv'} and {folder / 'crosscheck_rates.csv'}.")
    return 0
