"""Several files of one set as one: indicators or countries that the publisher gives in a file each."""

from collections.abc import Mapping, Sequence
from functools import reduce

import pandas as pd

from pactbook.ingest.published.model import Imported, LeftOut

AGAIN = "stands in a file given before"


def joined(parts: Sequence[Imported], keys: Mapping[str, Sequence[str]]) -> Imported:
    """What the files give together; of rows with the same key the first stays, in the order of the files.

    Args:
        parts: what each file gave.
        keys: the columns of the primary key, by table.
    """
    if len(parts) == 1:
        return parts[0]
    left_out = LeftOut(reduce(lambda one, other: one + other, (part.left_out.reasons for part in parts)))
    tables = {}
    for name in parts[0].tables:
        whole = pd.concat([part.tables[name] for part in parts], ignore_index=True)
        again = whole.duplicated(list(keys[name]))
        if again.any():
            left_out.add(AGAIN, int(again.sum()))
        tables[name] = whole[~again].sort_values(list(keys[name]), kind="stable").reset_index(drop=True)
    sources = pd.concat([part.sources for part in parts], ignore_index=True).drop_duplicates("source_id")
    retrieved = [part.retrieved for part in parts if part.retrieved]
    return Imported(
        edition="; ".join(dict.fromkeys(part.edition for part in parts)),
        retrieved=max(retrieved, default=None),
        tables=tables,
        sources=sources.reset_index(drop=True),
        rows_read=sum(part.rows_read for part in parts),
        left_out=left_out,
        notes=list(dict.fromkeys(note for part in parts for note in part.notes)),
        outlines=next((part.outlines for part in parts if part.outlines), None),
    )
