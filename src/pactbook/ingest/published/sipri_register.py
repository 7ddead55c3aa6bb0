"""The trade register of SIPRI's Arms Transfers Database: a record per deal, `?` beside what is uncertain."""

from collections.abc import Mapping
from pathlib import Path

from pactbook.ingest.published import sipri, sipri_deals, sipri_exports
from pactbook.ingest.published.model import Imported, LeftOut, Progress, PublishedError
from pactbook.ingest.published.sipri_deals import UNKNOWN_SUPPLIER, Deal
from pactbook.ingest.published.sipri_exports import Record

COLUMNS = (
    "Recipient", "Supplier", "Year of order", "Number ordered", "Weapon designation", "Weapon description",
    "Number delivered", "Year(s) of delivery", "status", "Comments", "SIPRI TIV of delivered weapons",
)  # fmt: skip
DOUBTED = {"Year of order": "order_year", "Number ordered": "ordered", "Number delivered": "delivered"}


def read(path: Path, progress: Progress) -> Imported:
    """Read a trade register: one record per deal.

    Raises:
        PublishedError: if it has other columns, or a record that is not understood.
    """
    preamble, header, rows = sipri_exports.records(path, COLUMNS)
    doubts = {column: header.index(column) + 1 for column in DOUBTED}
    for column, place in doubts.items():
        if place >= len(header) or header[place].strip():
            raise PublishedError(f"has no column without a name after {column!r}, where `?` marks what is uncertain")
    records = [
        (line, dict(zip(header, cells, strict=True)), cells) for line, cells in sipri_exports.mended(rows, len(header))
    ]
    countries = sipri.countries(name for _, one, _ in records for name in (one["Recipient"], one["Supplier"]))
    left_out, kept = LeftOut(), []
    for line, one, cells in records:
        doubted = {DOUBTED[column]: _is_doubted(cells[place], line, column) for column, place in doubts.items()}
        deal = _register_deal(one, doubted, f"line {line}")
        if not sipri_deals.is_left_out(deal, countries, left_out):
            kept.append(deal)
    _number(kept, countries)
    progress(path.stat().st_size, path.stat().st_size)
    return sipri_deals.imported(
        "register", kept, countries, left_out, len(records), sipri_exports.retrieved(preamble), []
    )


def _is_doubted(cell: str, line: int, column: str) -> bool:
    if cell not in ("", "?"):
        raise PublishedError(f"line {line}, beside {column}: {cell!r} is neither `?` nor empty")
    return cell == "?"


def _register_deal(one: Record, doubted: Mapping[str, bool], place: str) -> Deal:
    """A record of the register; its id comes later."""
    years = [
        sipri.whole(text.strip(), f"{place}, Year(s) of delivery") for text in one["Year(s) of delivery"].split(";")
    ]
    delivered = sorted(year for year in years if year is not None)
    numbers = {column: sipri.whole(one[column], f"{place}, {column}") for column in DOUBTED}
    number = "delivered" if delivered else "ordered"
    estimated = [
        column for column, is_so in (("order_year", doubted["order_year"]), ("quantity", doubted[number])) if is_so
    ]
    return Deal(
        transfer_id="",
        supplier=one["Supplier"],
        recipient=one["Recipient"],
        order_year=numbers["Year of order"],
        first=delivered[0] if delivered else None,
        last=delivered[-1] if delivered else None,
        designation=one["Weapon designation"],
        description=one["Weapon description"],
        ordered=numbers["Number ordered"] or None,  # 0 where SIPRI does not know it
        delivered=numbers["Number delivered"] or None,
        tiv=sipri.number(one["SIPRI TIV of delivered weapons"], f"{place}, TIV") if delivered else None,
        status=sipri_deals.status(one["status"], place),
        comment=one["Comments"].rstrip("."),
        estimated=tuple(estimated),
    )


def _number(deals: list[Deal], countries: dict[str, str | None]) -> None:
    """Ids from what a deal is: the register gives none. Deals alike are counted, earlier deliveries first."""
    alike: dict[str, list[Deal]] = {}
    for deal in deals:
        supplier = "unknown" if deal.supplier == UNKNOWN_SUPPLIER else str(countries[deal.supplier])
        parts = (supplier, str(countries[deal.recipient]), str(deal.order_year or "undated"), deal.designation)
        alike.setdefault("sipri-" + "-".join(map(sipri_deals.slug, parts)), []).append(deal)
    taken = set(alike)
    for base, group in alike.items():
        ordered = sorted(
            group, key=lambda deal: (deal.first or 9999, deal.last or 9999, deal.description, deal.comment)
        )
        number = 1
        for place, deal in enumerate(ordered):
            deal.transfer_id = base
            while place and deal.transfer_id in taken:  # `ak-2` may be another weapon's name
                number += 1
                deal.transfer_id = f"{base}-{number}"
            taken.add(deal.transfer_id)
