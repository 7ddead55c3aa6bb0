"""All published sets that can be imported, in the order in which they are listed; every publisher has a module."""

from pactbook.ingest.published import (
    atop,
    cow_alliances,
    cow_contiguity,
    cow_igo,
    cow_mid,
    cow_nmc,
    cow_states,
    dcad,
    factbook,
    mledoze,
    mme,
    natural_earth,
    sipri_arms,
    sipri_milex,
    troopdata,
    ucdp,
    ucdp_ged,
    unga,
    worldbank,
)
from pactbook.ingest.published.model import PublishedSet

SETS: tuple[PublishedSet, ...] = (
    *sipri_milex.SETS,
    *sipri_arms.SETS,
    *cow_alliances.SETS,
    *cow_igo.SETS,
    *cow_nmc.SETS,
    *cow_contiguity.SETS,
    *cow_mid.SETS,
    *cow_states.SETS,
    *atop.SETS,
    *dcad.SETS,
    *mme.SETS,
    *ucdp.SETS,
    *ucdp_ged.SETS,
    *worldbank.SETS,
    *unga.SETS,
    *troopdata.SETS,
    *factbook.SETS,
    *mledoze.SETS,
    *natural_earth.SETS,
)
BY_NAME = {one.name: one for one in SETS}
