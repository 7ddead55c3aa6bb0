"""All published sets that can be imported, in the order in which they are listed; every publisher has a module."""

from pactbook.ingest.published import mledoze, natural_earth
from pactbook.ingest.published.model import PublishedSet

SETS: tuple[PublishedSet, ...] = (
    *mledoze.SETS,
    *natural_earth.SETS,
)
BY_NAME = {one.name: one for one in SETS}
