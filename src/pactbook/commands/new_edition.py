"""`pactbook new-edition`: a config and a data package for any region, from imported sets alone."""

import argparse
import sys
from pathlib import Path

NAME, HELP = "new-edition", "write an edition on other countries from imported sets"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("name", help="of the edition, in small letters with hyphens, as in my-region")
    parser.add_argument(
        "--countries", nargs="+", required=True, metavar="ISO3", help="that it is about; ALL: every state of today"
    )
    parser.add_argument(
        "--organizations", nargs="+", default=[], metavar="ORG", help="codes as in the sets, or their last part"
    )
    parser.add_argument("--powers", nargs="+", default=[], metavar="ISO3", help="outside powers to be compared")
    parser.add_argument(
        "--neighbours", nargs="*", metavar="ISO3", help="(default: those with a land border; without a code: none)"
    )
    parser.add_argument("--from", dest="sets", type=Path, required=True, metavar="DIR", help="folder of imported sets")
    parser.add_argument("--folder", type=Path, metavar="DIR", help="where to write it (default: its name)")
    parser.add_argument("--title", help="(default: the name in words)")
    parser.add_argument("--id", help="of the edition (default: the month of its date)")
    parser.add_argument("--as-of", metavar="YYYY-MM-DD", help="its date (default: the last day that all tables reach)")
    parser.add_argument("--since", type=int, default=1990, metavar="YEAR", help="of timelines (default: 1990)")
    parser.add_argument(
        "--like", type=Path, default=Path("data"), metavar="DIR", help="package whose tables it gets (default: data)"
    )


def run(chosen: argparse.Namespace) -> int:
    """Write it; 1 with one line that says why not."""
    from pactbook.ingest.problems import printable
    from pactbook.ingest.published.new_edition.making import make
    from pactbook.ingest.published.new_edition.model import NewEditionError, Wish

    wish = Wish(
        name=chosen.name,
        title=chosen.title or chosen.name.replace("-", " ").title(),
        countries=_codes(chosen.countries),
        organizations=tuple(chosen.organizations),
        powers=_codes(chosen.powers),
        neighbours=None if chosen.neighbours is None else _codes(chosen.neighbours),
        identifier=chosen.id,
        as_of=chosen.as_of,
        since=chosen.since,
    )
    try:
        made = make(wish, chosen.sets, chosen.folder or Path(chosen.name), chosen.like / "datapackage.json")
    except NewEditionError as error:
        for line in str(error).splitlines():
            print(printable(line), file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{error.filename or chosen.folder or chosen.name}: {error.strerror or error}", file=sys.stderr)
        return 1
    for name, rows in made.rows.items():
        print(f"{rows:>8,}  {name}")
    for name, year in sorted(made.reach.items()):
        print(f"the sets reach {year}: {name}")
    for reason, rows in sorted(made.left_out.items()):
        print(f"left out: {rows:,}  {reason}")
    print(
        f"{made.folder}: as of {made.as_of}, {made.warnings} warnings of the check. {made.folder}/README.md says more."
    )
    print(f"Build it: .venv/bin/snakemake --configfile {made.folder}/config.yaml")
    return 0


def _codes(stated: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code.upper() for code in stated))
