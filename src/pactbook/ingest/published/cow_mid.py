"""Correlates of War, Militarized Interstate Disputes: threats, displays and uses of force between states."""

from pathlib import Path
from typing import Any

import pandas as pd

from pactbook.ingest.published import cow, cow_cells, glimpse, schemas
from pactbook.ingest.published.glimpse import Glimpse
from pactbook.ingest.published.model import Imported, LeftOut, Progress, PublishedError

NAME, PAGE, TITLE = "cow-mid", "mids", "Militarized Interstate Disputes"
DATES = ("stday", "stmon", "styear", "endday", "endmon", "endyear")
DISPUTES = (
    *DATES,
    "outcome",
    "settle",
    "fatality",
    "fatalpre",
    "maxdur",
    "mindur",
    "hiact",
    "hostlev",
    "recip",
    "numa",
)
PARTICIPANTS = (*DATES, "stabb", "ccode", "sidea", "revstate", "revtype1", "fatality", "fatalpre", "hostlev", "orig")
DYADIC = {"disno", "dyindex", "statea", "stateb"}
NUMBERS = ("dispnum", "dispnum3")  # from version 5, and before
OUTCOMES = {
    1: "victory of side a", 2: "victory of side b", 3: "yield by side a", 4: "yield by side b", 5: "stalemate",
    6: "compromise", 7: "released", 8: "unclear", 9: "joined an ongoing war",
}  # fmt: skip
SETTLEMENTS = {1: "negotiated", 2: "imposed", 3: "none", 4: "unclear"}
HOSTILITY = {0: "none", 1: "none", 2: "threat", 3: "display of force", 4: "use of force", 5: "war"}
REVISION = {0: None, 1: "territory", 2: "policy", 3: "regime", 4: "other"}
DEAD = {0: (0, 0), 1: (1, 25), 2: (26, 100), 3: (101, 250), 4: (251, 500), 5: (501, 999), 6: (1000, None)}
SIDES, YES = {1: "a", 0: "b"}, {0: False, 1: True}


def _number(columns: set[str]) -> str | None:
    return next((name for name in NUMBERS if name in columns), None)


def _is(columns: set[str], wanted: tuple[str, ...]) -> bool:
    return set(wanted) <= columns and _number(columns) is not None


def _fits(seen: Glimpse) -> bool:
    header = cow.header(seen)
    in_zip = cow.has_member(seen, r"MIDA\b.*\.csv") and cow.has_member(seen, r"MIDB\b.*\.csv")
    return _is(header, DISPUTES) or _is(header, PARTICIPANTS) or header >= DYADIC or in_zip


def _read(path: Path, progress: Progress) -> Imported:
    disputes, participants = _pair(path, progress)
    edition = cow_cells.edition(disputes)
    if cow_cells.edition(participants) != edition:
        raise PublishedError(f"is version {edition} beside participants of version {cow_cells.edition(participants)}")
    by, left_out = cow.source_id(NAME, edition), LeftOut()
    first = _disputes(disputes, by)
    second = _participants(participants, set(first["dispute_id"]), by, left_out)
    return Imported(
        edition=edition,
        retrieved=None,
        tables={"disputes": first, "dispute_participants": second},
        sources=cow.source(NAME, edition, TITLE, PAGE),
        rows_read=len(disputes) + len(participants),
        left_out=left_out,
        notes=["Read from two files: the disputes (MIDA) and their participants (MIDB)."],
    )


def _pair(path: Path, progress: Progress) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The two tables, from a zip with both or from a file and its sister beside it."""
    seen = glimpse.look(path) if path.is_file() else Glimpse(path.name, "text")
    if seen.kind == "zip":
        return cow.records(path, progress, DISPUTES), cow.records(path, progress, PARTICIPANTS)
    header = cow.header(seen)
    if header >= DYADIC:
        raise PublishedError("is the dyadic form, made from the disputes: import MIDA and MIDB instead")
    if _is(header, DISPUTES):
        return cow.records(path, progress, DISPUTES), _sister(path, PARTICIPANTS, "participants (MIDB)", progress)
    if _is(header, PARTICIPANTS):
        return _sister(path, DISPUTES, "disputes (MIDA)", progress), cow.records(path, progress, PARTICIPANTS)
    lacking = next((name for name in DISPUTES if name not in header), "dispnum")
    raise PublishedError(f"has no column {lacking!r}; columns are {', '.join(sorted(header)[:12])}")


def _sister(path: Path, wanted: tuple[str, ...], called: str, progress: Progress) -> pd.DataFrame:
    """The other file of the pair, of the same version.

    Raises:
        PublishedError: if it does not lie beside the first.
    """
    version = cow_cells.edition(cow.records(path, lambda _done, _size: None, ("version",)))
    beside = sorted(one for one in path.parent.iterdir() if one.is_file() and one.suffix.lower() == ".csv")
    for one in beside:
        if one != path and _is(cow.header(glimpse.look(one)), wanted):
            found = cow.records(one, progress, wanted)
            if cow_cells.edition(found) == version:
                return found
    raise PublishedError(f"needs the file of {called}, version {version}, in the same folder; it is not there")


def _disputes(raw: pd.DataFrame, by: str) -> pd.DataFrame:
    rows = pd.DataFrame({"dispute_id": _ids(raw), **_spans(raw), **_harm(raw)})
    going_on = next((name for name in raw.columns if name.startswith("ongo")), None)
    rows["ongoing"] = cow_cells.coded(raw, going_on, YES) if going_on else pd.NA
    rows["end"] = rows["end"].mask(rows["ongoing"].fillna(False).astype(bool))
    rows["outcome"] = cow_cells.coded(raw, "outcome", OUTCOMES)
    rows["settlement"] = cow_cells.coded(raw, "settle", SETTLEMENTS)
    rows["days_low"], rows["days_high"] = cow_cells.whole(raw, "mindur"), cow_cells.whole(raw, "maxdur")
    rows["reciprocated"] = cow_cells.coded(raw, "recip", YES)
    return cow.shaped(rows, schemas.columns("disputes"), ["dispute_id"], by)


def _participants(raw: pd.DataFrame, known: set[str], by: str, left_out: LeftOut) -> pd.DataFrame:
    rows = pd.DataFrame(
        {"dispute_id": _ids(raw), "code": cow_cells.required(raw, "ccode"), **_spans(raw), **_harm(raw)}
    )
    rows["iso3"] = cow.iso3(rows["code"], cow_cells.required(raw, "styear"))
    rows["side"] = cow_cells.coded(raw, "sidea", SIDES)
    rows["originator"] = cow_cells.coded(raw, "orig", YES)
    rows["revisionist"] = cow_cells.coded(raw, "revstate", YES)
    rows["revision"] = cow_cells.coded(raw, "revtype1", REVISION)
    unknown = ~rows["dispute_id"].isin(known)
    if unknown.any():
        left_out.add("a participant in a dispute that the file of disputes lacks", int(unknown.sum()))
    cow.leave_out(left_out, rows.loc[rows["iso3"].isna() & ~unknown, "code"])
    rows = rows[rows["iso3"].notna() & ~unknown].sort_values(
        ["dispute_id", "iso3", "start", "end", "side"], kind="stable"
    )
    rows["spell"] = rows.groupby(["dispute_id", "iso3"]).cumcount() + 1
    return cow.shaped(rows, schemas.columns("dispute_participants"), ["dispute_id", "iso3", "spell"], by)


def _ids(raw: pd.DataFrame) -> pd.Series:
    numbers = cow_cells.required(raw, _number(set(raw.columns)) or NUMBERS[0])
    return f"{NAME}-" + numbers.astype("string")


def _spans(raw: pd.DataFrame) -> dict[str, pd.Series]:
    return {
        "start": cow_cells.dates(raw, "styear", "stmon", "stday"),
        "end": cow_cells.dates(raw, "endyear", "endmon", "endday"),
    }


def _harm(raw: pd.DataFrame) -> dict[str, pd.Series]:
    """How far it went, and how many died: the count where there is one, else the bounds of the level."""
    exact = cow_cells.whole(raw, "fatalpre")
    bounds: list[Any] = [DEAD.get(level, (None, None)) for level in cow_cells.whole(raw, "fatality").fillna(-1)]
    cow_cells.coded(raw, "fatality", DEAD)  # refuses a level that is not known
    low, high = (pd.Series([pair[side] for pair in bounds], index=raw.index, dtype="Int64") for side in (0, 1))
    return {
        "hostility": cow_cells.coded(raw, "hostlev", HOSTILITY),
        "highest_action": cow_cells.whole(raw, "hiact"),
        "fatalities_low": exact.fillna(low),
        "fatalities_high": exact.fillna(high),
    }


SETS = (
    cow.published_set(
        NAME,
        TITLE,
        PAGE,
        "MIDA and MIDB, csv, both in one folder",
        "Palmer, Glenn, Vito D'Orazio, Michael Kenwick and Matthew Lane (2015): "
        '"The MID4 Dataset, 2002-2010: Procedures, Coding Rules and Description". Conflict Management and Peace '
        "Science 32(2), 222-242.",
        ("disputes", "dispute_participants"),
        _fits,
        _read,
    ),
)
