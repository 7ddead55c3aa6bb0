"""All published sets that can be imported, in the order in which they are listed; every publisher has a module."""

from pactbook.ingest.published import atop, dcad, mme, troopdata
from pactbook.ingest.published.model import PublishedSet

SETS: tuple[PublishedSet, ...] = (
    *atop.SETS,
    *dcad.SETS,
    *mme.SETS,
    *troopdata.SETS,
)
BY_NAME = {one.name: one for one in SETS}
