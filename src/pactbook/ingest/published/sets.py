"""All published sets that can be imported, in the order in which they are listed; every publisher has a module."""

from pactbook.ingest.published import cow_alliances, cow_contiguity, cow_igo, cow_mid, cow_nmc, cow_states
from pactbook.ingest.published.model import PublishedSet

SETS: tuple[PublishedSet, ...] = (
    *cow_alliances.SETS,
    *cow_igo.SETS,
    *cow_nmc.SETS,
    *cow_contiguity.SETS,
    *cow_mid.SETS,
    *cow_states.SETS,
)
BY_NAME = {one.name: one for one in SETS}
