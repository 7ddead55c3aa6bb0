"""`pactbook import`: read a data set as its publisher released it."""

import argparse
import json
import sys
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pactbook.commands import config_argument, settings_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pactbook.ingest.package import Package
    from pactbook.ingest.published.importing import Report
    from pactbook.ingest.published.model import Progress, PublishedSet

NAME, HELP = "import", "read a published data set, or list those that can be read"
PATIENCE = 1.0  # seconds before a bar is shown


def arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.usage = "pactbook import [options] [SET] FILE [FILE ...]\n       pactbook import --list [--json]"
    parser.add_argument(
        "given",
        nargs="*",
        metavar="SET FILE",
        help="the file, or all files that make up the set; before them the set's name, if you want to be sure",
    )
    parser.add_argument(
        "--list", action="store_true", help="say of each set where to get it, its terms, and how to cite it"
    )
    parser.add_argument("--json", action="store_true", help="print for machines")
    parser.add_argument("--all-countries", action="store_true", help="keep countries that the data package lacks, too")
    parser.add_argument(
        "--into", type=Path, help="folder in which the set gets a folder (default: published/ of the data package)"
    )
    config_argument(parser)


def run(chosen: argparse.Namespace) -> int:
    """Import or list; 1 with one line that says why not, 2 if it is not clear what is wanted."""
    from pactbook.config import ConfigError
    from pactbook.ingest.package import PackageError
    from pactbook.ingest.published.model import PublishedError
    from pactbook.ingest.published.recognising import UnknownSetError
    from pactbook.ingest.published.sets import SETS
    from pactbook.ingest.published.writing import WritingError

    if chosen.list and not chosen.given:
        return _list(chosen, SETS)
    name, paths = _named(chosen.given, {one.name for one in SETS})
    if chosen.list or not paths:
        return _failed(2, "pactbook import: give a file, or the name of a set and a file, or --list alone")
    try:
        _print(_import(name, paths, chosen, SETS), chosen)
    except UnknownSetError as error:
        return _failed(2, f"pactbook import: {error}")
    except PublishedError as error:
        return _failed(1, str(error), error.path or paths[0])
    except (WritingError, PackageError, ConfigError, OSError) as error:
        return _failed(1, str(error))
    return 0


def _failed(status: int, why: str, path: Path | None = None) -> int:
    from pactbook.ingest.problems import printable, shown_path

    for line in why.splitlines() if path is None else [f"{shown_path(path)}: {why}"]:  # a config may have many mistakes
        print(printable(line), file=sys.stderr)
    return status


def _list(chosen: argparse.Namespace, sets: "tuple[PublishedSet, ...]") -> int:
    from pactbook.ingest.published import telling

    if chosen.json:
        print(json.dumps([telling.set_record(one) for one in sets], ensure_ascii=False, indent=1))
    else:
        print(telling.listed(sets))
    return 0


def _named(given: list[str], names: set[str]) -> tuple[str | None, list[Path]]:
    """The name of a set, if the first word is one or no file, and the files."""
    named = bool(given) and (given[0] in names or (len(given) > 1 and not Path(given[0]).exists()))
    return (given[0], list(map(Path, given[1:]))) if named else (None, list(map(Path, given)))


def _import(
    name: str | None, paths: list[Path], chosen: argparse.Namespace, sets: "tuple[PublishedSet, ...]"
) -> "Report":
    from pactbook.ingest.published import importing, recognising

    wanted = recognising.named(name, sets) if name is not None else None
    folder = Path(settings_of([chosen.config])["paths"]["data"])
    package = _package(folder / "datapackage.json")
    one = recognising.recognise_all(paths, sets, wanted)
    with _bar(one.title) as progress:
        return importing.run(
            paths, one, package, chosen.into or folder / "published", progress, all_countries=chosen.all_countries
        )


def _package(path: Path) -> "Package":
    from pactbook.ingest import package
    from pactbook.ingest.problems import shown_path

    try:
        return package.read(path)
    except package.PackageError as error:
        raise package.PackageError(f"{shown_path(path)}: {error}") from error


def _print(report: "Report", chosen: argparse.Namespace) -> None:
    from pactbook.ingest.published import telling

    if chosen.json:
        print(json.dumps(telling.record(report), ensure_ascii=False, indent=1))
    else:
        print(telling.text(report))


@contextmanager
def _bar(title: str) -> "Iterator[Progress]":
    """A bar on the terminal for what takes longer than PATIENCE; nothing where nobody looks."""
    if not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    columns = TextColumn("{task.description}", markup=False), BarColumn(), DownloadColumn(), TimeRemainingColumn()
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    task = bar.add_task(title, total=None)
    patience = threading.Timer(PATIENCE, bar.start)
    patience.daemon = True
    patience.start()
    try:
        yield lambda done, total: bar.update(task, completed=done, total=total)
    finally:
        patience.cancel()
        patience.join()
        bar.stop()
