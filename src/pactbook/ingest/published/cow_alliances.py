"""Correlates of War, Formal Alliances: the project's own table of members, and the dyad-years of peacesciencer.

Dyad-years tell which obligations bound a pair of states in a year, not by which treaty. Each unbroken spell of the
same obligations becomes one agreement of the pair: treaties that follow one another with the same obligations are one,
and a treaty of ten states is forty-five.
"""

import itertools
from pathlib import Path
from typing import Any

import pandas as pd

from pactbook.ingest.published import cow, cow_cells, pacts, states
from pactbook.ingest.published.glimpse import Glimpse
from pactbook.ingest.published.model import Imported, LeftOut, Progress

NAME, PAGE, TITLE = "cow-alliances", "formal-alliances", "Formal Alliances"
PLEDGES = ("defense", "neutrality", "nonaggression", "entente")
MEMBER_DATES = ("mem_st_day", "mem_st_month", "mem_st_year", "mem_end_day", "mem_end_month", "mem_end_year")
MEMBERS = ("version4id", "ccode", "ss_type", *MEMBER_DATES, "left_censor", "right_censor", *PLEDGES, "version")
DYADS = ("ccode1", "ccode2", "year", "cow_defense", "cow_neutral", "cow_nonagg", "cow_entente")
R_OBJECT = "cow_alliance"  # of the R package peacesciencer
LAST_YEARS = {2012: "4.1"}  # dyad-years name no version
WORDS = {
    "defense": "defence", "neutrality": "neutrality", "nonaggression": "non-aggression", "entente": "consultation",
}  # fmt: skip
PROVISIONS = {
    "defense": "defence", "neutrality": "nonaggression", "nonaggression": "nonaggression", "entente": "consultation",
}  # fmt: skip
KINDS = {
    "defense": "mutual defence", "neutrality": "non-aggression", "nonaggression": "non-aggression",
    "entente": "consultation/strategic partnership",
}  # fmt: skip


def _fits(seen: Glimpse) -> bool:
    header = cow.header(seen)
    in_zip = cow.has_member(seen, r"alliance_v[\d.]+_by_member\.csv")
    in_r = seen.kind == "rda" and seen.members[:1] == (R_OBJECT,)
    of_members = set(MEMBERS) <= header and "year" not in header
    return of_members or set(DYADS) <= header or in_zip or in_r


def _read(path: Path, progress: Progress) -> Imported:
    raw = cow.records(path, progress, MEMBERS, DYADS)
    return _members(raw) if set(MEMBERS) <= set(raw.columns) else _dyads(raw)


def _imported(
    raw: pd.DataFrame, edition: str, agreements: list[dict[str, Any]], parties: Any, left_out: LeftOut, notes: list[str]
) -> Imported:
    by = cow.source_id(NAME, edition)
    return Imported(
        edition=edition,
        retrieved=None,
        tables={
            "agreements": cow.shaped(agreements, pacts.AGREEMENTS, ["agreement_id"], by),
            "agreement_parties": cow.shaped(parties, pacts.PARTIES, ["agreement_id", "iso3"], by),
        },
        sources=cow.source(NAME, edition, TITLE, PAGE),
        rows_read=len(raw),
        left_out=left_out,
        notes=notes,
    )


# The project's own table: a record per member and spell of membership


def _members(raw: pd.DataFrame) -> Imported:
    table = _spells(raw)
    edition, left_out = cow_cells.edition(raw), LeftOut()
    data_end = cow_cells.whole(raw, "mem_end_year").max()
    last = f"{data_end:04d}" if pd.notna(data_end) else None
    agreements: list[dict[str, Any]] = []
    parties: list[dict[str, Any]] = []
    for number, spells in table.groupby("number"):
        members = _parties(f"{NAME}-{number}", spells, left_out)
        if len(members) < 2:
            left_out.add("an alliance with fewer than two parties that have an ISO code", _represented(spells))
            continue
        agreements.append(_agreement(f"{NAME}-{number}", spells, members, last))
        signed = agreements[-1]["signed"]
        parties += [{**one, "joined": one["joined"] if one["joined"] != signed else None} for one in members]
    return _imported(
        raw, edition, agreements, parties, left_out, ["The data gives alliances by number, without names."]
    )


def _spells(raw: pd.DataFrame) -> pd.DataFrame:
    """Typed records; an alliance with right_censor was in force when the data ended."""
    table = pd.DataFrame({pledge: cow_cells.whole(raw, pledge).fillna(0) > 0 for pledge in PLEDGES})
    table["number"], table["code"] = cow_cells.required(raw, "version4id"), cow_cells.required(raw, "ccode")
    table["start"] = cow_cells.dates(raw, "mem_st_year", "mem_st_month", "mem_st_day")
    cow_cells.required(raw, "mem_st_year")
    open_end = cow_cells.whole(raw, "right_censor").fillna(0) == 1
    table["end"] = cow_cells.dates(raw, "mem_end_year", "mem_end_month", "mem_end_day").mask(open_end)
    table["censored"] = cow_cells.whole(raw, "left_censor").fillna(0) == 1
    table["type"] = cow_cells.texts(raw, "ss_type")
    begins = {"all_st_year", "all_st_month", "all_st_day"} <= set(raw.columns)
    table["begun"] = cow_cells.dates(raw, "all_st_year", "all_st_month", "all_st_day") if begins else table["start"]
    return table


def _held(record: Any) -> list[tuple[str, str, str | None]]:
    return cow.held(int(record.code), record.start, None if pd.isna(record.end) else record.end)


def _represented(spells: pd.DataFrame) -> int:
    return sum(1 for record in spells.itertuples() if _held(record))


def _parties(agreement_id: str, spells: pd.DataFrame, left_out: LeftOut) -> list[dict[str, Any]]:
    """A row per state; several spells of one are told as one, with the gap in the note."""
    found: dict[str, list[tuple[str, str | None]]] = {}
    for record in spells.itertuples():
        held = _held(record)
        if not held:
            cow.leave_out(left_out, [int(str(record.code))])
        for iso3, start, end in held:
            found.setdefault(iso3, []).append((start, end))
    rows = []
    for iso3, times in found.items():
        times.sort(key=lambda spell: (spell[0], spell[1] or "9999"))
        gaps = [f"{left} to {back}" for (_, left), (back, _) in itertools.pairwise(times) if left and left < back]
        ends = [end for _, end in times]
        rows.append(
            {
                "agreement_id": agreement_id,
                "iso3": iso3,
                "joined": times[0][0],
                "left": None if None in ends else max(filter(None, ends)),
                "note": f"Not a party from {', '.join(gaps)}." if gaps else None,
            }
        )
    return rows


def _agreement(
    agreement_id: str, spells: pd.DataFrame, parties: list[dict[str, Any]], last: str | None
) -> dict[str, Any]:
    pledges = [pledge for pledge in PLEDGES if spells[pledge].any()]
    ended = None if spells["end"].isna().any() else spells["end"].max()
    names = sorted(states.name(party["iso3"]) for party in parties)
    note = (
        [f"Type in the data: {'; '.join(sorted(set(spells['type'].dropna())))}."]
        if spells["type"].notna().any()
        else []
    )
    if any(spells[pledge].any() and not spells[pledge].all() for pledge in PLEDGES):
        note.append("The parties' obligations differ; all that any of them has are given.")
    if spells["censored"].any():
        note.append("It was in force when the data begins.")
    if "neutrality" in pledges:
        note.append("It obliges to neutrality, given here as nonaggression.")
    return {
        "agreement_id": agreement_id,
        "title": f"Alliance of {pacts.listed(names, pacts.NAMED)} ({_words(pledges)})",
        "kind": _kind(pledges),
        "signed": spells["begun"].dropna().min() if spells["begun"].notna().any() else spells["start"].min(),
        "ended": ended,
        "status": "in force" if ended is None else "expired",
        "provisions": _provisions(pledges),
        "summary": _summary(pledges),
        "note": " ".join([*note, *_open(ended, last)]) or None,
    }


def _open(ended: str | None, last: str | None) -> list[str]:
    return [f"In force when the data ends ({last}); not followed further."] if ended is None and last else []


# Dyad-years


def _dyads(raw: pd.DataFrame) -> Imported:
    left_out = LeftOut()
    years = cow_cells.required(raw, "year")
    first, last = int(years.min()), int(years.max())
    edition = LAST_YEARS.get(last, f"to {last}")
    table = _dyad_years(raw, years, left_out)
    spells = _dyad_spells(table)
    agreements = [_dyad_agreement(spell, first, last) for spell in cow.each(spells)]
    parties = pd.concat(spells[["agreement_id", side]].rename(columns={side: "iso3"}) for side in ("iso3_a", "iso3_b"))
    notes = [
        "Dyad-years name no treaty: each agreement is an unbroken spell of the same obligations between two states.",
        "A treaty of several states stands once for each pair; treaties of the same years are not told apart.",
        f"The data ends with {last}; the file names no version.",
    ]
    return _imported(raw, edition, agreements, parties, left_out, notes)


def _dyad_years(raw: pd.DataFrame, years: pd.Series, left_out: LeftOut) -> pd.DataFrame:
    """Pairs of countries by year with the obligations that either direction codes."""
    table = pd.DataFrame({"year": years})
    for pledge, column in zip(PLEDGES, DYADS[3:], strict=True):
        table[pledge] = cow_cells.whole(raw, column).fillna(0) > 0
    codes = [cow_cells.required(raw, column) for column in DYADS[:2]]
    one, other = (cow.iso3(code, years) for code in codes)
    uncoded = one.isna() | other.isna()
    cow.leave_out(left_out, codes[0].where(one.isna(), codes[1])[uncoded])
    idle = ~uncoded & ~table[list(PLEDGES)].any(axis=1)
    if idle.any():
        left_out.add("a pair and year in which no obligation is coded", int(idle.sum()))
    itself = ~uncoded & ~idle & (one == other).fillna(False)
    if itself.any():
        left_out.add("two numbers that were one country in that year", int(itself.sum()))
    forward = (one < other).fillna(False).astype(bool)
    table["iso3_a"], table["iso3_b"] = one.where(forward, other), other.where(forward, one)
    kept = table[~(uncoded | idle | itself).astype(bool)]
    return kept.groupby(["iso3_a", "iso3_b", "year"], as_index=False)[list(PLEDGES)].any()


def _dyad_spells(table: pd.DataFrame) -> pd.DataFrame:
    keys = ["iso3_a", "iso3_b", *PLEDGES]
    table = table.astype({"iso3_a": "str", "iso3_b": "str", "year": "int64"})  # NA would make the first row no spell
    unlike = (table[keys] != table[keys].shift()).any(axis=1)
    table = table.assign(spell=(unlike | (table["year"] != table["year"].shift() + 1)).cumsum())
    columns = {name: (name, "first") for name in keys}
    spells = table.groupby("spell").agg(**columns, start=("year", "min"), end=("year", "max"))
    pairs = spells["iso3_a"].str.lower() + "-" + spells["iso3_b"].str.lower()
    same = (spells["iso3_a"] == spells["iso3_a"].shift(-1)) & (spells["iso3_b"] == spells["iso3_b"].shift(-1))
    spells["changed"] = same & (spells["start"].shift(-1) == spells["end"] + 1)
    spells["agreement_id"] = f"{NAME}-" + pairs + "-" + spells["start"].astype("string")
    return spells


def _dyad_agreement(spell: dict[str, Any], first: int, last: int) -> dict[str, Any]:
    pledges = [pledge for pledge in PLEDGES if spell[pledge]]
    ended = None if spell["end"] == last else f"{spell['end']:04d}"
    note = ["A spell of the same obligations between the two in dyad-years, not one treaty."]
    if spell["start"] == first:
        note.append("It was in force when the data begins.")
    if spell["changed"]:
        note.append(f"From {spell['end'] + 1} the two were bound by other obligations, told in a row of its own.")
    if "neutrality" in pledges:
        note.append("It obliges to neutrality, given here as nonaggression.")
    names = [states.name(spell[side]) for side in ("iso3_a", "iso3_b")]
    return {
        "agreement_id": spell["agreement_id"],
        "title": f"Alliance of {pacts.listed(names, pacts.NAMED)} ({_words(pledges)}), from {spell['start']}",
        "kind": _kind(pledges),
        "signed": f"{spell['start']:04d}",
        "ended": ended,
        "status": "in force" if ended is None else "expired",
        "provisions": _provisions(pledges),
        "summary": _summary(pledges),
        "note": " ".join([*note, *_open(ended, str(last))]),
    }


# Words


def _words(pledges: list[str]) -> str:
    return ", ".join(WORDS[pledge] for pledge in pledges) or "no obligation coded"


def _provisions(pledges: list[str]) -> tuple[str, ...]:
    """In the words of the table of agreements; consultation where nothing is coded, the least that an alliance is."""
    return tuple(dict.fromkeys(PROVISIONS[pledge] for pledge in pledges)) or ("consultation",)


def _kind(pledges: list[str]) -> str:
    return KINDS[pledges[0]] if pledges else KINDS["entente"]


def _summary(pledges: list[str]) -> str:
    return f"Formal alliance in the Correlates of War list; obligations: {_words(pledges)}."


SETS = (
    cow.published_set(
        NAME,
        TITLE,
        PAGE,
        "version 4.1, csv, file by member; R: cow_alliance of peacesciencer",
        "Gibler, Douglas M. (2009): International Military Alliances, 1648-2008. CQ Press.",
        ("agreements", "agreement_parties"),
        _fits,
        _read,
    ),
)
