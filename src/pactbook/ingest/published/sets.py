"""All published sets that can be imported, in the order in which they are listed; every publisher has a module."""

from pactbook.ingest.published import sipri_arms, sipri_milex
from pactbook.ingest.published.model import PublishedSet

SETS: tuple[PublishedSet, ...] = (
    *sipri_milex.SETS,
    *sipri_arms.SETS,
)
BY_NAME = {one.name: one for one in SETS}
