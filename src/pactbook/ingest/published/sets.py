"""All published sets that can be imported, in the order in which they are listed; every publisher has a module."""

from pactbook.ingest.published import factbook, ucdp, ucdp_ged, unga, worldbank
from pactbook.ingest.published.model import PublishedSet

SETS: tuple[PublishedSet, ...] = (
    *ucdp.SETS,
    *ucdp_ged.SETS,
    *worldbank.SETS,
    *unga.SETS,
    *factbook.SETS,
)
BY_NAME = {one.name: one for one in SETS}
