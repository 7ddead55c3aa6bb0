"""The newer export of SIPRI's Arms Transfers Database: a record per deal and year of delivery."""

import re
from pathlib import Path

from pactbook.ingest.published import sipri, sipri_deals, sipri_exports
from pactbook.ingest.published.model import Imported, LeftOut, Progress, PublishedError
from pactbook.ingest.published.sipri_deals import Deal
from pactbook.ingest.published.sipri_exports import Record

COLUMNS = (
    "SIPRI AT Database ID", "Supplier", "Recipient", "Designation", "Description", "Order date",
    "Order date is estimate", "Numbers delivered", "Numbers delivered is estimate", "Delivery year",
    "Delivery year is estimate", "Status", "TIV delivery values", "Local production",
)  # fmt: skip
NO_COMMENTS = "This export has no comments of SIPRI, so that aid and gifts cannot be told from sales."
RANGE = re.compile(r"year range '?([0-9]{4})")


def read(path: Path, progress: Progress) -> Imported:
    """Read an export of deals and deliveries: one record per deal and year of delivery.

    Raises:
        PublishedError: if it has other columns, or a record that is not understood.
    """
    preamble, header, rows = sipri_exports.records(path, COLUMNS)
    records: dict[str, list[tuple[str, Record]]] = {}
    for line, cells in rows:
        if len(cells) != len(header):
            raise PublishedError(f"line {line}: {len(cells)} cells in place of {len(header)}")
        one = dict(zip(header, cells, strict=True))
        records.setdefault(one["SIPRI AT Database ID"], []).append((f"line {line}", one))
    begin = RANGE.search(preamble)
    deals = {key: _delivered(key, lines, int(begin[1]) if begin else None) for key, lines in records.items()}
    countries = sipri.countries(name for deal in deals.values() for name in (deal.recipient, deal.supplier))
    left_out = LeftOut()
    kept = [
        deal for key, deal in deals.items() if not sipri_deals.is_left_out(deal, countries, left_out, len(records[key]))
    ]
    progress(path.stat().st_size, path.stat().st_size)
    notes = [f"{len(rows):,} records, one per year of delivery, are {len(records):,} deals.", NO_COMMENTS]
    return sipri_deals.imported("deals", kept, countries, left_out, len(rows), sipri_exports.retrieved(preamble), notes)


def _delivered(key: str, lines: list[tuple[str, Record]], begin: int | None) -> Deal:
    """The deal that records of one number are; they differ in year, number and volume of deliveries alone."""
    place, one = lines[0]
    same = ("Supplier", "Recipient", "Designation", "Description", "Order date", "Status", "Local production")
    for other, record in lines[1:]:
        differing = [column for column in same if record[column] != one[column]]
        if differing:
            raise PublishedError(f"{other}: deal {key} has another {differing[0]} than on {place}")
    if not re.fullmatch(r"[0-9]+", key):
        raise PublishedError(f"{place}: {key!r} is no number of a deal")
    years = {line: sipri.whole(record["Delivery year"], f"{line}, Delivery year") for line, record in lines}
    numbers = [sipri.whole(record["Numbers delivered"], f"{line}, Numbers delivered") for line, record in lines]
    volumes = [sipri.number(record["TIV delivery values"], f"{line}, TIV delivery values") for line, record in lines]
    known = [year for year in years.values() if year is not None]
    first, last = min(known, default=None), max(known, default=None)
    estimated = {
        "order_year": _yes(lines, "Order date is estimate"),
        "delivered_from": _yes([each for each in lines if years[each[0]] == first], "Delivery year is estimate"),
        "delivered_to": _yes([each for each in lines if years[each[0]] == last], "Delivery year is estimate"),
        "quantity": _yes(lines, "Numbers delivered is estimate"),
    }
    ordered = sipri.whole(one["Order date"], f"{place}, Order date")
    notes = []
    if begin is not None and ordered is not None and ordered < begin == first:
        notes.append(f"The export begins in {begin}; earlier deliveries of this deal are not in it.")
    return Deal(
        transfer_id=f"sipri-{key}",
        supplier=one["Supplier"],
        recipient=one["Recipient"],
        order_year=ordered,
        first=first,
        last=last,
        designation=one["Designation"].removesuffix(" -"),  # SIPRI's sign for no version
        description=one["Description"],
        ordered=None,
        delivered=sum(number for number in numbers if number is not None) or None,
        tiv=round(sum(volume for volume in volumes if volume is not None), 6) if known else None,
        status=sipri_deals.status(one["Status"], place),
        licence=_yes([lines[0]], "Local production"),
        estimated=tuple(column for column, is_so in estimated.items() if is_so),
        notes=notes,
    )


def _yes(lines: list[tuple[str, Record]], column: str) -> bool:
    for place, record in lines:
        if record[column] not in ("Yes", "No", ""):
            raise PublishedError(f"{place}, {column}: {record[column]!r} is neither Yes nor No")
    return any(record[column] == "Yes" for _, record in lines)
