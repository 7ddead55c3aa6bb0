"""The workflow's job of this stage: check, unite, cut, write; nothing is written when the check fails."""

import datetime
from pathlib import Path

from pactbook.ingest import check, edition, tables, whole
from pactbook.ingest.loading import NONE, Precedence
from pactbook.ingest.package import EDITORIAL


class DataError(Exception):
    """The data package has errors; the message lists them, a line each."""


def ingest(path: str, as_of: str, folder: Path, verdict: str, log: str, precedence: Precedence = NONE) -> None:
    """Turn a checked data package into the tables of an edition.

    Args:
        path: of `datapackage.json`.
        as_of: the edition's date.
        folder: where the parquet files go.
        verdict: receives the result of the check of the data that the tables were made from.
        log: receives the result of the check, good or bad, and which rows of published sets and which editors' changes
            the edition leaves out.
        precedence: which published sets give rows beside the package's own, see the config.

    Raises:
        DataError: if the check finds an error.
    """
    described = Path(path)
    result = check.check(described, precedence)
    text = check.format_text(result)
    Path(log).write_text(text + "\n", encoding="utf-8")
    if result.failed:
        told = check.format_errors(result)
        raise DataError(f"The data has errors; nothing was built and the reports stay as they were.\n{told}")
    known, left_out = whole.read(described, precedence)
    cut = edition.cut(known, datetime.date.fromisoformat(as_of))
    tables.write(cut, folder)
    Path(log).write_text("\n".join([text, *left_out, *_later_changes(known, cut)]) + "\n", encoding="utf-8")
    Path(verdict).write_text(text + "\n", encoding="utf-8")


def _later_changes(known: edition.Tables, cut: edition.Tables) -> list[str]:
    """Editors' changes that the cut has left out, a line each: whoever typed the day of typing would wonder."""
    if EDITORIAL not in known:
        return []
    kept = set(cut[EDITORIAL]["row"])
    return [
        f"{row}: dated {date}, after the edition's date, and left out"
        for row, date in zip(known[EDITORIAL]["row"], known[EDITORIAL]["date"], strict=True)
        if row not in kept
    ]
