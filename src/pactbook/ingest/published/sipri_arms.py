"""SIPRI Arms Transfers Database: the trade register, the newer export of deals and deliveries, the matrix of imports.

Nobody knows of a deal in two exports that it is the same one: the register has no number of the deal, and the newer
export writes designations in another way. So only one of the two should be imported into a package.
"""

from collections.abc import Callable
from pathlib import Path

from pactbook.ingest.published import sipri, sipri_deals, sipri_deliveries, sipri_register, sipri_tiv
from pactbook.ingest.published.glimpse import Glimpse
from pactbook.ingest.published.model import Imported, Progress, PublishedSet
from pactbook.ingest.published.sipri_exports import WHERE, has_header


def _set(
    name: str,
    title: str,
    table: str,
    fits: Callable[[Glimpse], bool],
    read: Callable[[Path, Progress], Imported],
) -> PublishedSet:
    return PublishedSet(
        name=name,
        title=f"SIPRI Arms Transfers Database, {title}",
        publisher="Stockholm International Peace Research Institute",
        where=WHERE,
        terms=sipri.TERMS,
        licence=sipri.LICENCE,
        citation=f"SIPRI Arms Transfers Database, Stockholm International Peace Research Institute, {WHERE},"
        " with the date of access",
        tables=(table,),
        fits=fits,
        read=read,
    )


FITS_REGISTER = has_header(sipri_register.COLUMNS, without=sipri_deliveries.COLUMNS[0])
FITS_DELIVERIES = has_header(sipri_deliveries.COLUMNS, without="Weapon designation")
SETS = (
    _set("sipri-register", "trade register", sipri_deals.TABLE, FITS_REGISTER, sipri_register.read),
    _set("sipri-deals", "deals and deliveries", sipri_deals.TABLE, FITS_DELIVERIES, sipri_deliveries.read),
    _set("sipri-tiv", "TIV of imports", sipri_tiv.TABLE, sipri_tiv.fits, sipri_tiv.read),
)
