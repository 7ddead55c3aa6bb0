"""Tables of a made-up region, as the edition's cut leaves them."""

import pandas as pd

TRAIL = {"source_ids": ("paper",), "verified": "tool", "note": None}  # every row's


def table(name, columns, *rows, keys=1, trail=TRAIL):
    """A table of some rows; a row's identifier is the table's name and its first `keys` cells."""
    records = [
        dict(zip(columns.split(), row, strict=True)) | trail | {"row": f"{name}:{'/'.join(map(str, row[:keys]))}"}
        for row in rows
    ]
    return pd.DataFrame(records, columns=["row", *columns.split(), *trail])
