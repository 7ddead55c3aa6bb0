"""A deal of SIPRI's register, whichever export it comes from, as a row of `arms_transfers`."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

import pandas as pd

from pactbook.ingest.published import sipri, sipri_exports, sipri_weapons
from pactbook.ingest.published.model import Imported, LeftOut, PublishedError

TABLE = "arms_transfers"
COLUMNS = (
    "transfer_id", "supplier_iso3", "recipient_iso3", "order_year", "delivered_from", "delivered_to", "category",
    "designation", "quantity", "estimated", "tiv", "terms", "summary", "note", "source_ids", "verified",
)  # fmt: skip
UNKNOWN_SUPPLIER = "unknown supplier(s)"
USED = {
    "New": "",
    "Second hand": " Used equipment.",
    "Second hand but modernized": " Used equipment, modernised before transfer.",
}
NAMED = {  # names of countries within a sentence
    "Turkiye": "Türkiye", "UAE": "the United Arab Emirates", "United Kingdom": "the United Kingdom",
    "United States": "the United States", "Netherlands": "the Netherlands", "Philippines": "the Philippines",
    "Soviet Union": "the Soviet Union", "DR Congo": "the Democratic Republic of the Congo",
    "Dominican Republic": "the Dominican Republic", "Bahamas": "the Bahamas", "Gambia": "the Gambia",
    "Central African Republic": "the Central African Republic", "Maldives": "the Maldives",
    "Bosnia-Herzegovina": "Bosnia and Herzegovina", "East Germany (GDR)": "East Germany",
}  # fmt: skip
SHORT = {"United States": "USA", "United Kingdom": "UK"}  # as SIPRI's comments have them
DOUBT = re.compile(r"\b(possibly|may be|uncertain if)\b", re.IGNORECASE)
AID = re.compile(r"\baid\b", re.IGNORECASE)
FINANCED = re.compile(
    r"\b(financed|funded|paid|bought)\b", re.IGNORECASE
)  # by somebody else's aid: to the seller a sale
GRANT = re.compile(r"(gift|donated|free of charge)\b", re.IGNORECASE)
INFERRED = (
    "The column terms is read from SIPRI's comments and marks of local production; where they say nothing it is a sale."
    " Loans and leases are sales, since there is no such value."
)
OFFSET = re.compile(r"(probably )?(payment (for|of) [^;]*\bdebt|exchanged for|barter)\b", re.IGNORECASE)


@dataclass
class Deal:
    """What an export says of a deal.

    Attributes:
        transfer_id: stable across editions.
        supplier: name; UNKNOWN_SUPPLIER if not known.
        recipient: name.
        order_year: or None.
        first, last: years of delivery, or None.
        designation, description: of the weapon, as SIPRI has them.
        ordered, delivered: how many; None if not known, or none delivered.
        tiv: of what was delivered, or None.
        status: a key of USED.
        licence: whether it is made in the recipient's country, where the export says so.
        comment: SIPRI's, or empty.
        estimated: columns whose cell SIPRI marks as uncertain.
        notes: what the editor must know besides.
    """

    transfer_id: str
    supplier: str
    recipient: str
    order_year: int | None
    first: int | None
    last: int | None
    designation: str
    description: str
    ordered: int | None
    delivered: int | None
    tiv: float | None
    status: str
    licence: bool = False
    comment: str = ""
    estimated: tuple[str, ...] = ()
    notes: list[str] = field(default_factory=list)


def table(deals: Iterable[Deal], countries: dict[str, str | None], source: str) -> pd.DataFrame:
    """The table `arms_transfers`, ordered by id; the recipients must have a code.

    Args:
        deals: with ids that are all different.
        countries: iso3 by name.
        source: id of the source.
    """
    rows = [_row(deal, countries, source) for deal in deals]
    frame = pd.DataFrame(rows, columns=list(COLUMNS)).sort_values("transfer_id", ignore_index=True)
    numbers = dict.fromkeys(("order_year", "delivered_from", "delivered_to", "quantity"), "Int64")
    text = [name for name in COLUMNS if name not in (*numbers, "tiv", "estimated", "source_ids")]
    return frame.astype({**numbers, "tiv": "Float64", **dict.fromkeys(text, "string")})


def terms(deal: Deal) -> str:
    """aid, grant, licence, offset or sale, from the words of SIPRI's comment; sale where it says nothing sure.

    Aid goes before the rest. `possibly aid` is a sale with that comment, and so is what a third party's aid pays for.
    Loans and leases have no value of their own: they are sales.
    """
    parts = [part.strip() for part in deal.comment.split(";")]
    parts = [part for part in parts if not DOUBT.search(part)]
    if any(AID.search(part) and not FINANCED.search(part) for part in parts):
        return "aid"
    if any(GRANT.match(part) for part in parts):
        return "grant"
    if deal.licence or any(_licensed(part, deal.recipient) for part in parts):
        return "licence"
    if any(OFFSET.match(part) for part in parts):
        return "offset"
    return "sale"


def name(country: str) -> str:
    """A country within a sentence."""
    return NAMED.get(country, country)


def _row(deal: Deal, countries: dict[str, str | None], source: str) -> tuple[object, ...]:
    supplier = None if deal.supplier == UNKNOWN_SUPPLIER else countries[deal.supplier]
    notes = list(deal.notes)
    if deal.comment:
        notes.append(f"SIPRI's comment: {deal.comment}.")
    return (
        deal.transfer_id,
        supplier,
        countries[deal.recipient],
        deal.order_year,
        deal.first,
        deal.last,
        sipri_weapons.category(deal.description) or sipri_weapons.OTHER,
        deal.designation,
        deal.ordered if deal.first is None else deal.delivered,
        deal.estimated,
        deal.tiv,
        terms(deal),
        _summary(deal),
        " ".join(notes) or None,
        (source,),
        "tool",
    )


def _summary(deal: Deal) -> str:
    known = deal.supplier != UNKNOWN_SUPPLIER
    supplier = name(deal.supplier) if known else "an unknown supplier"
    recipient = name(deal.recipient)
    named = deal.designation.casefold() != deal.description.casefold()  # engines are often called just that
    what = f"{deal.designation} ({sipri_weapons.spelled(deal.description)})" if named else deal.designation
    if deal.first is None:
        number = "an unknown number of" if deal.ordered is None else str(deal.ordered)
        text = f"{recipient} ordered {number} {what} from {supplier}; no delivery recorded."
    else:
        number = "an unknown number of" if deal.delivered is None else str(deal.delivered)
        when = f"in {deal.first}" if deal.last == deal.first else f"from {deal.first} to {deal.last}"
        text = f"{supplier} delivered {number} {what} to {recipient} {when}."
        if deal.ordered is not None and deal.ordered != deal.delivered:
            text += f" The order covered {deal.ordered}."
    text += USED[deal.status]
    if terms(deal) == "licence":
        text += " Licensed production in the recipient state."
    return text[0].upper() + text[1:]


def _licensed(part: str, recipient: str) -> bool:
    """Whether a comment says that the weapon is made under licence by the recipient; SIPRI names other makers too."""
    return any(
        re.search(rf"under licence in {re.escape(place)}\b", part, re.IGNORECASE)
        for place in (recipient, SHORT.get(recipient, recipient))
    )


def slug(text: str) -> str:
    """A name in small letters for an id."""
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-") or "x"


def status(cell: str, place: str) -> str:
    """Whether a weapon is new, as SIPRI has it.

    Raises:
        PublishedError: if it is none of USED.
    """
    if cell not in USED:
        raise PublishedError(f"{place}: status {cell!r} is none of {', '.join(USED)}")
    return cell


def is_left_out(deal: Deal, countries: dict[str, str | None], left_out: LeftOut, rows: int = 1) -> bool:
    """Whether a party is no country; a supplier that SIPRI does not know may be empty."""
    reasons = [sipri.why_no_country(deal.recipient)] if countries[deal.recipient] is None else []
    if deal.supplier != UNKNOWN_SUPPLIER and countries[deal.supplier] is None:
        reasons.append(sipri.why_no_country(deal.supplier))
    if not reasons and not (deal.designation and deal.description):
        reasons.append("no designation or description of the weapon")
    if reasons:
        left_out.add(reasons[0], rows)
    return bool(reasons)


def imported(
    shape: str,
    deals: list[Deal],
    countries: dict[str, str | None],
    left_out: LeftOut,
    rows_read: int,
    retrieved: str | None,
    notes: list[str],
) -> Imported:
    """What reading an export of deals gives.

    Args:
        shape: of the export, a part of the source's id.
        deals: those that are kept, with their ids.
        countries: iso3 by name.
        left_out: records that are not.
        rows_read: records in the file.
        retrieved: day on which it was made, or None.
        notes: what is to be said of the file.

    Raises:
        PublishedError: if nothing was delivered to a country.
    """
    years = [year for deal in deals for year in (deal.first, deal.last) if year is not None]
    if not years:
        raise PublishedError("has no delivery to a country")
    first, last = min(years), max(years)
    source = f"sipri-{shape}-{last + 1}"
    unknown = sorted({deal.description for deal in deals if sipri_weapons.category(deal.description) is None})
    if unknown:
        notes = [*notes, f"Descriptions without a category of ours are `other`: {', '.join(unknown)}."]
    return Imported(
        edition=f"{first}-{last}",
        retrieved=retrieved,
        tables={TABLE: table(deals, countries, source)},
        sources=sipri_exports.source_row(source, f"{shape} with deliveries {first}-{last}", last, "A"),
        rows_read=rows_read,
        left_out=left_out,
        notes=[*notes, INFERRED],
    )
