"""`pactbook edition`: freeze an edition, list those that are frozen."""

import argparse
import sys
from pathlib import Path
from typing import Any

from pactbook.commands import config_argument, settings_of

NAME, HELP = "edition", "freeze an edition, or list those that are frozen"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    actions = parser.add_subparsers(required=True, metavar="ACTION", dest="action")
    freeze = actions.add_parser("freeze", help="keep an edition's briefs and tables under editions/")
    freeze.add_argument("id", help="of the edition, as in 2025-12")
    freeze.add_argument(
        "--as-of", help="its date, YYYY-MM-DD, where it is not the config's edition: one computed later"
    )
    freeze.add_argument("--replace", action="store_true", help="freeze it anew though it is frozen")
    listing = actions.add_parser("list", help="list the frozen editions")
    for action in (freeze, listing):
        config_argument(action)


def run(chosen: argparse.Namespace) -> int:
    """Do it; 1 with one line that says why not."""
    from pactbook import config
    from pactbook.editions.archive import ArchiveError
    from pactbook.editions.freeze import FreezeError

    try:
        settings = settings_of([chosen.config])
        return ACTIONS[chosen.action](chosen, settings)
    except (config.ConfigError, ArchiveError, FreezeError, OSError) as error:
        print(error, file=sys.stderr)
        return 1


def _freeze(chosen: argparse.Namespace, settings: dict[str, Any]) -> int:
    from pactbook import config
    from pactbook.editions.freeze import FreezeError, freeze

    own = settings["edition"]
    retrospective = chosen.id != own["id"]
    if retrospective and not chosen.as_of:
        raise FreezeError(
            f"the config's edition is {own['id']}; to compute {chosen.id} afterwards, give its date: --as-of"
        )
    if not retrospective and chosen.as_of not in (None, own["as_of"]):
        raise FreezeError(f"the config dates the edition {own['id']} {own['as_of']}, not {chosen.as_of}")
    edition = own | {"id": chosen.id, "as_of": chosen.as_of or own["as_of"]}
    frozen = freeze(
        config.checked(settings | {"edition": edition}), retrospective=retrospective, replace=chosen.replace
    )
    changes, briefs = len(frozen.changes()["changes"]), len(frozen.index())
    since = f"{changes} changes since {frozen.previous}" if frozen.previous else "no edition before it"
    print(f"{frozen.path}: {briefs} briefs as of {frozen.as_of}, {since}{_later(frozen.retrospective)}")
    return 0


def _list(_chosen: argparse.Namespace, settings: dict[str, Any]) -> int:
    from pactbook.editions import archive

    folder = Path(settings["paths"]["editions"])
    found = archive.editions(folder)
    for one in found:
        print(f"{one.id}  as of {one.as_of}  {len(one.index())} briefs  {one.title}{_later(one.retrospective)}")
    if not found:
        print(f"No edition is frozen in {folder}.")
    return 0


def _later(retrospective: bool) -> str:  # noqa: FBT001 (its only argument)
    return ", computed afterwards" if retrospective else ""


ACTIONS = {"freeze": _freeze, "list": _list}
