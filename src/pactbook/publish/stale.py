"""The removal of reports that the data no longer calls for."""

import shutil
from collections.abc import Collection
from pathlib import Path
from typing import Any

from pactbook import workflows


def remove_stale(entries: list[dict[str, Any]], folder: Path) -> list[Path]:
    """Remove pages and downloads of briefs that are not listed.

    Args:
        entries: the briefs' index: records of kind and slug.
        folder: holds `en/<kind>/<slug>.html`, `.pdf` and the folder `<slug>` with its manifest; other files in it are
            left alone.

    Returns:
        The paths that were removed.
    """
    wanted = {folder / page for page in workflows.pages(entries)}
    forms = (*(f"*.{form}" for form in workflows.FORMATS), f"*/{workflows.MANIFEST}")
    found = [path for form in forms for path in folder.glob(f"en/*/{form}")]
    stale = sorted(path for path in found if path not in wanted)
    for path in stale:
        if path.name == workflows.MANIFEST:
            shutil.rmtree(path.parent)
        else:
            path.unlink()
    return stale


def remove_past(kept: Collection[str], folder: Path) -> list[Path]:
    """Remove the briefs of past editions that are no longer shown.

    Args:
        kept: ids of the editions whose briefs are.
        folder: holds `editions/<id>/` with its manifest; other folders are left alone.

    Returns:
        The manifests that were removed, each with all beside it.
    """
    stale = [path for path in sorted(folder.glob(f"editions/*/{workflows.MANIFEST}")) if path.parent.name not in kept]
    for path in stale:
        shutil.rmtree(path.parent)
    return stale
