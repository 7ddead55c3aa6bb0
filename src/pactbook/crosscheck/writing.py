"""The result of a cross-check as two tables of the data package: differences with their explanations, and rates."""

import csv
import io
from pathlib import Path

import pandas as pd

from pactbook import jsonio
from pactbook.crosscheck import findings, run
from pactbook.ingest.package import PackageError

DIFFERENCES, RATES = "crosscheck", "crosscheck_rates"
ASKED = {"continuity": "sipri-milex"}  # the set that a comparison puts to the test, where its name does not tell
RATE_COLUMNS = ("comparison", "edition", "compared", "agrees", "differs", "missing_here", "missing_there")


def rates(found: pd.DataFrame, editions: dict[str, str]) -> pd.DataFrame:
    """The rates with the edition of the set that each comparison was made with.

    Args:
        found: as `run.compared` returns.
        editions: by the name of a set.

    Returns:
        The columns RATE_COLUMNS.
    """
    made = findings.rates(found)
    sets = [ASKED.get(name.split("/")[0], name.split("/")[1]) for name in made["comparison"]]
    made["edition"] = [editions.get(name, "") for name in sets]
    return made[list(RATE_COLUMNS)]


def before(folder: Path) -> pd.DataFrame:
    """The differences as they were last written, with what editors said of them; none if there is no such file.

    Raises:
        PackageError: if it is no such table.
    """
    path = folder / f"{DIFFERENCES}.csv"
    if not path.exists():
        return pd.DataFrame(columns=list(run.KEPT))
    try:
        found = pd.read_csv(path, dtype="string", keep_default_na=False, encoding="utf-8-sig")
    except (ValueError, OSError) as error:  # no CSV, or another encoding
        raise PackageError(f"{path}: cannot be read: {error}") from error
    if lacking := [name for name in run.KEPT if name not in found]:
        raise PackageError(f"{path}: has no column {', '.join(lacking)}")
    return found


def write(differences: pd.DataFrame, rated: pd.DataFrame, folder: Path) -> None:
    """Write both tables; each lands whole.

    Args:
        differences: as `run.explained` returns.
        rated: as `rates` returns.
        folder: of the data package.
    """
    jsonio.land(folder / f"{DIFFERENCES}.csv", _csv(differences))
    jsonio.land(folder / f"{RATES}.csv", _csv(rated))


def _csv(frame: pd.DataFrame) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(frame.columns)
    writer.writerows(frame.itertuples(index=False, name=None))
    return text.getvalue().encode("utf-8")
