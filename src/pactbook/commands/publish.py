"""`pactbook publish`: the finished site on its way to its readers, step by step; `.ci/regenerate` calls it."""

import argparse
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pactbook.commands import config_argument, settings_of

NAME, HELP = "publish", "check the site, say whether it has changed, publish it with an operator's settings"
PAGES = Path("public")  # the folder that CI hands to the Pages of GitHub or GitLab


def arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    steps = "; ".join(f"{name}: {step.__doc__}".rstrip(".") for name, step in STEPS.items())
    parser.add_argument("step", choices=STEPS, help=steps)
    config_argument(parser)
    parser.add_argument(
        "--overlay",
        type=Path,
        default=Path("config/operator.yaml"),
        help="the operator's config (default: config/operator.yaml)",
    )


def run(chosen: argparse.Namespace) -> int:
    """Take one step; 1 if it failed, with a line or more that say why."""
    from pactbook import config
    from pactbook.editions.archive import ArchiveError
    from pactbook.publish import operators, publication

    try:
        used, reason = operators.configs(chosen.config, chosen.overlay, os.environ)
        settings = settings_of(used)
        if chosen.step == "settings":
            print(reason or f"{chosen.overlay} counts.", file=sys.stderr)
        return STEPS[chosen.step](settings, used)
    except (config.ConfigError, ArchiveError, publication.DamagedError) as error:
        print(error, file=sys.stderr)
        return 1


def _settings(settings: dict[str, Any], used: list[Path]) -> int:
    """Print the folders of data and reports and the config files that count in this run."""
    folders = (f"{key}\t{settings['paths'][key]}" for key in ("data", "reports"))
    print(*folders, *(f"config\t{path}" for path in used), sep="\n")
    return 0


def _check(settings: dict[str, Any], _used: list[Path]) -> int:
    """Check that the site is whole."""
    print(f"The site is whole: {len(_files(settings))} files.")
    return 0


def _compare(settings: dict[str, Any], _used: list[Path]) -> int:
    """Say whether the site has changed since it was published, and what the operator wants."""
    from pactbook import jsonio
    from pactbook.publish import publication

    digest = publication.digest(_files(settings))
    changes = jsonio.read(_build(settings) / "changes" / "index.json")
    operator = settings.get("operator", {})
    outcome = {
        "changed": digest != _published(settings),
        "digest": digest,
        "edition": settings["edition"]["id"],
        "draft": changes["draft"],
        "operator": "operator" in settings,
        "pages": "pages" in operator.get("publish", {}),
        "release": operator.get("release", False),
        "send": operator.get("send", False),
    }
    for key, value in outcome.items():
        print(f"{key}={str(value).lower() if isinstance(value, bool) else value}")
    return 0


def _copy(settings: dict[str, Any], _used: list[Path]) -> int:
    """Publish it into the operator's folder, or into public/ for Pages."""
    from pactbook.publish import publication

    wanted = settings.get("operator", {}).get("publish")
    if wanted is None:
        print("Nothing is published: no operator's settings ask for it.")
        return 0
    folder = Path(wanted["folder"]) if "folder" in wanted else PAGES
    touched = publication.copy(_files(settings), Path(settings["paths"]["reports"]), folder)
    print(f"Published into {folder}: {len(touched)} files written or removed.")
    return 0


def _notify(settings: dict[str, Any], _used: list[Path]) -> int:
    """Run the operator's command."""
    command = settings.get("operator", {}).get("notify")
    if command is None:
        print("Nobody is notified: no operator's settings ask for it.")
        return 0
    told = {
        "PACTBOOK_EDITION": settings["edition"]["id"],
        "PACTBOOK_URL": settings["site"]["url"],
        "PACTBOOK_CHANGES": str(_build(settings) / "changes" / "index.json"),
    }
    return subprocess.run(command, shell=True, check=False, env=os.environ | told).returncode  # noqa: S602  it is theirs


def _record(settings: dict[str, Any], _used: list[Path]) -> int:
    """Note that this state has been dealt with."""
    from pactbook import jsonio
    from pactbook.publish import publication

    jsonio.land(_recorded(settings), publication.digest(_files(settings)).encode("ascii"))
    return 0


STEPS: dict[str, Callable[[dict[str, Any], list[Path]], int]] = {
    "settings": _settings,
    "check": _check,
    "compare": _compare,
    "copy": _copy,
    "notify": _notify,
    "record": _record,
}


def _build(settings: dict[str, Any]) -> Path:
    return Path(settings["paths"]["build"])


def _recorded(settings: dict[str, Any]) -> Path:
    return _build(settings) / "published.sha256"


def _files(settings: dict[str, Any]) -> dict[str, str]:
    """The site's files: briefs, those of past editions, the zip of all, and what their manifests list."""
    from pactbook import workflows
    from pactbook.editions import archive
    from pactbook.publish import bundle, publication

    paths, edition = settings["paths"], settings["edition"]
    entries = workflows.index(_build(settings) / "briefs" / "index.json").values()
    kept = archive.editions(Path(paths["editions"]))
    past = [one.id for one in archive.past(kept, edition, settings["site"]["past_editions"])]
    return publication.files(Path(paths["reports"]), [*workflows.pages(entries, past), *bundle.beside(edition)])


def _published(settings: dict[str, Any]) -> str | None:
    """The digest of what was published last: Pages say so themselves, since a cache of CI may be gone by then."""
    from pactbook import config
    from pactbook.publish import publication

    wanted = settings.get("operator", {}).get("publish", {})
    if "pages" in wanted:
        if not settings["site"]["url"]:
            raise config.ConfigError("config: operator.publish.pages: needs site.url, where the site stands")
        return publication.last_at(settings["site"]["url"])
    if _recorded(settings).exists():
        return _recorded(settings).read_text(encoding="ascii")
    return publication.last_in(Path(wanted["folder"])) if "folder" in wanted else None
