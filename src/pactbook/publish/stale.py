"""The removal of reports that the data no longer calls for."""

import shutil
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
