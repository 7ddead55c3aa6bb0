"""UCDP: years of state-based conflicts (UCDP/PRIO Armed Conflict Dataset) and of non-state conflicts, any edition."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pactbook import dates
from pactbook.ingest.published import codes, reading, schemas
from pactbook.ingest.published.frames import frame, has, positions
from pactbook.ingest.published.glimpse import Glimpse
from pactbook.ingest.published.model import Imported, LeftOut, Progress, PublishedError, PublishedSet, sources

PUBLISHER = "Uppsala Conflict Data Program (UCDP)"
WHERE = "https://ucdp.uu.se/downloads/"
TERMS = (
    "Creative Commons Attribution 4.0: may be copied, changed and passed on with credit to UCDP; say what was changed. "
    "The licence itself was not checked on the publisher's site."
)
YEARS_AHEAD = 100  # how long after its war a dependency may have become a state

ACD_COLUMNS = (
    "conflict_id", "location", "side_a", "side_a_2nd", "side_b", "side_b_2nd", "incompatibility", "territory_name",
    "year", "intensity_level", "type_of_conflict", "start_date", "start_prec", "start_date2", "start_prec2", "ep_end",
    "ep_end_date", "gwno_a", "gwno_a_2nd", "gwno_b", "gwno_b_2nd", "gwno_loc", "version",
)  # fmt: skip
NON_STATE_COLUMNS: tuple[str | tuple[str, ...], ...] = (
    "conflict_id", "org", ("side_a_name", "side_a"), ("side_b_name", "side_b"), "gwno_a_2nd", "gwno_b_2nd",
    "start_date", "start_prec", "start_date2", "start_prec2", "ep_end", "ep_end_date", "ep_end_prec", "year",
    "best_fatality_estimate", "low_fatality_estimate", "high_fatality_estimate", "location",
    ("gwno_location", "gwno_loc"), "version",
)  # fmt: skip
TYPES = {"1": "extrasystemic", "2": "interstate", "3": "intrastate", "4": "internationalised intrastate"}
ORGANISATION = {"1": "organised groups", "2": "supporters", "3": "communities"}
INCOMPATIBILITIES = {"1": "territory", "2": "government", "3": "territory and government"}
INTENSITIES = {"1": "minor", "2": "war"}
# Letters of a date that are known: with 1 the day, with 2 and 3 the month, with 4 to 6 the year, with 7 nothing.
KNOWN = {"1": 10, "2": 7, "3": 7, "4": 4, "5": 4, "6": 4, "7": 0, "0": 0, "": 10}
DAY = re.compile(r"[12]\d{3}-\d{2}-\d{2}")


class _Record:
    """One record of a file, with messages that name its line and column."""

    def __init__(self, line: int, cells: list[str], at: Mapping[str, int]) -> None:
        self.line, self.cells, self.at = line, cells, at

    def __getitem__(self, column: str) -> str:
        return self.cells[self.at[column]].strip()

    def wrong(self, column: str) -> PublishedError:
        return PublishedError(f"record {self.line}, column {column}: {self[column]!r} is not understood")

    def whole(self, column: str) -> int:
        """A whole number of at least zero."""
        if not self[column].isdecimal():
            raise self.wrong(column)
        return int(self[column])

    def one_of(self, column: str, meanings: Mapping[str, str]) -> str:
        """What a code means."""
        if self[column] not in meanings:
            raise self.wrong(column)
        return meanings[self[column]]

    def numbers(self, column: str) -> list[int]:
        """A list of whole numbers, with commas or semicolons; some lists have empty items."""
        items = [item.strip() for item in re.split("[,;]", self[column]) if item.strip()]
        if not all(item.isdecimal() for item in items):
            raise self.wrong(column)
        return [int(item) for item in items]

    def date(self, column: str, precision: str | None) -> str | None:
        """A date as far as it is known, or None."""
        if not self[column]:
            return None
        if not DAY.fullmatch(self[column]) or not dates.is_partial_date(self[column]):
            raise self.wrong(column)
        known = 10 if precision is None else KNOWN.get(self[precision])
        if known is None:
            raise self.wrong(str(precision))
        return self[column][:known] or None


def read_state_based(path: Path, progress: Progress) -> Imported:
    """Read a UCDP/PRIO Armed Conflict file.

    Args:
        path: of the csv.
        progress: told when it is done.

    Raises:
        PublishedError: if it is no such file.
    """
    imported = _read(path, progress, ACD_COLUMNS, _state_based, "ucdp-prio-acd", "UCDP/PRIO Armed Conflict Dataset")
    imported.notes.append("The precision of the ends of episodes is not coded: their days are as written.")
    return imported


def read_non_state(path: Path, progress: Progress) -> Imported:
    """Read a UCDP Non-State Conflict file.

    Args:
        path: of the csv.
        progress: told when it is done.

    Raises:
        PublishedError: if it is no such file.
    """
    return _read(path, progress, NON_STATE_COLUMNS, _non_state, "ucdp-nonstate", "UCDP Non-State Conflict Dataset")


def place(code: int, year: int) -> str | None:
    """The state of a Gleditsch-Ward code, or of a dependency the state that it became."""
    years = range(year, year + YEARS_AHEAD)
    return next((found for when in years if (found := codes.iso3(codes.GW, code, when))), None)


def _read(
    path: Path,
    progress: Progress,
    columns: tuple[str | tuple[str, ...], ...],
    row_of: Callable[[_Record, Counter[int]], dict[str, Any]],
    name: str,
    title: str,
) -> Imported:
    content = reading.text(path)
    header, *lines = reading.records(content)
    at = positions(header, columns)
    rows, versions, left_out, unknown = [], set(), LeftOut(), Counter[int]()
    filled = list(reading.full(enumerate(lines, 2), len(header)))
    for number, cells in filled:
        record = _Record(number, cells, at)
        versions.add(record["version"])
        row = row_of(record, unknown)
        if row["locations"]:
            rows.append(row)
        else:
            left_out.add(f"no country with a code: {record['location']}")
    if len(versions) != 1:
        raise PublishedError(f"has records of the versions {', '.join(sorted(versions)) or 'none'}; one was expected")
    version = versions.pop()
    if not re.fullmatch(r"\d+(\.\d+)*(-\d{4})?", version):
        raise PublishedError(f"has the version {version!r}, which is not understood")
    source_id = f"{name}-{version.replace('.', '-')}"
    for row in rows:
        row |= {"source_ids": (source_id,), "verified": "tool"}
    table = frame(rows, schemas.columns("conflict_years"), ("conflict_id", "year"))
    progress(path.stat().st_size, path.stat().st_size)
    source: dict[str, str | None] = {
        "source_id": source_id, "publisher": PUBLISHER, "title": f"{title}, version {version}", "url": WHERE,
        "kind": "dataset", "reliability": "A", "note": "Read from the publisher's csv file.",
    }  # fmt: skip
    notes = [
        f"Code {code} of Gleditsch and Ward stands for no state in the year ({count} times): left out of the lists."
        for code, count in sorted(unknown.items())
    ]
    return Imported(version, None, {"conflict_years": table}, sources([source]), len(filled), left_out, notes)


def _state_based(record: _Record, unknown: Counter[int]) -> dict[str, Any]:
    return _common(record, unknown, "gwno_loc") | {
        "kind": "state-based",
        "type": record.one_of("type_of_conflict", TYPES),
        "side_a": record["side_a"],
        "side_b": record["side_b"],
        "governments_a": _states(record, "gwno_a", unknown),
        "governments_b": _states(record, "gwno_b", unknown),
        "incompatibility": record.one_of("incompatibility", INCOMPATIBILITIES),
        "territory": record["territory_name"] or None,
        "intensity": record.one_of("intensity_level", INTENSITIES),
        "episode_end": record.date("ep_end_date", None) if record["ep_end"] == "1" else None,
    }


def _non_state(record: _Record, unknown: Counter[int]) -> dict[str, Any]:
    low, best, high = (record.whole(f"{name}_fatality_estimate") for name in ("low", "best", "high"))
    return _common(record, unknown, "gwno_location") | {
        "kind": "non-state",
        "type": record.one_of("org", ORGANISATION),
        "side_a": record["side_a_name"],
        "side_b": record["side_b_name"],
        "episode_end": record.date("ep_end_date", "ep_end_prec") if record["ep_end"] == "1" else None,
        "fatalities_low": low,
        "fatalities_best": best,
        "fatalities_high": high,
        "note": None if low <= best <= high else "The low, best and high estimates are out of order in the source.",
    }


def _common(record: _Record, unknown: Counter[int], location: str) -> dict[str, Any]:
    return {
        "conflict_id": f"ucdp-{record.whole('conflict_id')}",
        "year": record.whole("year"),
        "locations": _states(record, location, Counter()),
        "supporters_a": _states(record, "gwno_a_2nd", unknown),
        "supporters_b": _states(record, "gwno_b_2nd", unknown),
        "start": record.date("start_date", "start_prec"),
        "episode_start": record.date("start_date2", "start_prec2"),
    }


def _states(record: _Record, column: str, unknown: Counter[int]) -> tuple[str, ...]:
    """ISO codes of a list of states, each once; those without one are counted."""
    found = []
    for code in record.numbers(column):
        state = place(code, record.whole("year"))
        if state is None:
            unknown[code] += 1
        elif state not in found:
            found.append(state)
    return tuple(found)


def _looks_state_based(found: Glimpse) -> bool:
    return found.kind == "text" and has(
        found.lines[0], "conflict_id", "type_of_conflict", "incompatibility", "gwno_loc"
    )


def _looks_non_state(found: Glimpse) -> bool:
    return found.kind == "text" and has(found.lines[0], "conflict_id", "org", "best_fatality_estimate", "ep_end")


SETS = (
    PublishedSet(
        name="ucdp-acd",
        title="UCDP/PRIO Armed Conflict Dataset",
        publisher="Uppsala Conflict Data Program (UCDP) and Peace Research Institute Oslo (PRIO)",
        where=f"{WHERE} (UCDP/PRIO Armed Conflict Dataset, CSV; unpack the zip)",
        terms=TERMS,
        licence="CC-BY-4.0",
        citation=(
            "Gleditsch, Nils Petter, Peter Wallensteen, Mikael Eriksson, Margareta Sollenberg and Håvard Strand "
            "(2002): Armed Conflict 1946-2001: A New Dataset. Journal of Peace Research 39(5). With the paper that "
            "UCDP names for the edition; always give the version."
        ),
        tables=("conflict_years",),
        fits=_looks_state_based,
        read=read_state_based,
    ),
    PublishedSet(
        name="ucdp-nonstate",
        title="UCDP Non-State Conflict Dataset",
        publisher=PUBLISHER,
        where=f"{WHERE} (UCDP Non-State Conflict Dataset, CSV; unpack the zip)",
        terms=TERMS,
        licence="CC-BY-4.0",
        citation=(
            "Sundberg, Ralph, Kristine Eck and Joakim Kreutz (2012): Introducing the UCDP Non-State Conflict Dataset. "
            "Journal of Peace Research 49(2). With the paper that UCDP names for the edition; always give the version."
        ),
        tables=("conflict_years",),
        fits=_looks_non_state,
        read=read_non_state,
    ),
)
