"""`pactbook diff`: what has changed between two editions."""

import argparse
import sys
from pathlib import Path
from typing import Any

from pactbook.commands import config_argument, settings_of

NAME, HELP = "diff", "say what has changed between two editions"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("old", help="id of a frozen edition, as in 2025-09")
    parser.add_argument(
        "new",
        nargs="?",
        help="id of a later one (default: the present data, as for the config's edition until it is frozen)",
    )
    parser.add_argument("--format", choices=["text", "json", "html"], default="text", help="how to print it")
    parser.add_argument("--brief", help="only what has changed in one brief, as in countries/examplia")
    parser.add_argument("--output", help="file to write to (default: standard output)")
    parser.add_argument("--most", type=_count, default=60, help="changes that the text lists, 0 for all (default: 60)")
    config_argument(parser)


def _count(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 0")
    return int(text)


def run(chosen: argparse.Namespace) -> int:
    """Print the changes; 1 with one line that says why not."""
    from pactbook import config, jsonio
    from pactbook.editions.archive import ArchiveError
    from pactbook.editions.freeze import FreezeError

    try:
        settings = settings_of([chosen.config])
        text = _printed(chosen, _told(chosen, settings), settings)
        if chosen.output:
            jsonio.land(Path(chosen.output), text.encode("utf-8"))
        else:
            print(text, end="")
    except (config.ConfigError, ArchiveError, FreezeError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _told(chosen: argparse.Namespace, settings: dict[str, Any]) -> dict[str, Any]:
    """What changed, as `build/changes` holds it, with title and sources.

    Raises:
        FreezeError: if the data has errors, or there is no such brief.
    """
    from pactbook.editions import archive
    from pactbook.editions.compare import compare
    from pactbook.editions.edition import frozen
    from pactbook.editions.freeze import FreezeError, present

    folder = Path(settings["paths"]["editions"])
    old = frozen(archive.named(folder, chosen.old))
    own = settings["edition"]["id"]
    now = chosen.new or own
    kept = frozen(archive.named(folder, now)) if now != own or (folder / f"{now}.zip").exists() else None
    new = kept if chosen.new and kept else present(settings)
    found = compare(old, new, kept)
    if not chosen.brief:
        return found.whole | {"title": new.title}
    kind, _, slug = chosen.brief.partition("/")
    if (kind, slug) not in found.briefs:
        raise FreezeError(f"{chosen.brief}: no such brief in edition {new.id}")
    title = next(entry["title"] for entry in new.index if (entry["kind"], entry["slug"]) == (kind, slug))
    changed = found.briefs[kind, slug]
    cited = {source for change in changed["changes"] for source in change["sources"]}
    sources = {source: told for source, told in found.whole["sources"].items() if source in cited}
    return changed | {"title": title, "sources": sources}


def _printed(chosen: argparse.Namespace, told: dict[str, Any], settings: dict[str, Any]) -> str:
    from pactbook import jsonio
    from pactbook.editions.text import as_text
    from pactbook.publish.diff import page

    if chosen.format == "json":
        return jsonio.dumps(told)
    if chosen.format == "html":
        return page(told, Path(settings["paths"]["templates"]))
    return as_text(told, chosen.most) + "\n"
