"""Lists whose places mean something, as the templates know by their headings: what each place of them stands for."""

from typing import Any

COMPONENTS = ("agreements", "exercises", "facilities", "arms", "assistance")
OBLIGATIONS = ("defence", "neutrality", "nonaggression", "consultation")

# Chapter and path of the list: the column that names its places, what it holds, and the names: themselves, or the part
# of the chapter that holds them.
AXES: dict[str, tuple[str, str, str | tuple[str, ...]]] = {
    "alignments.distances.powers": ("power", "distance", "partners"),
    "commitment.countries.counts": ("kind", "initiatives", "kinds"),
    "commitment.participation.cells": ("organization", "", "organizations"),
    "capability_gaps.neighbours.gaps": ("capability", "", "measures"),
    "exercises.matrix.counts": ("year", "exercises", "years"),
    "facilities.matrix.cells": ("host", "", "columns"),
    "impact.commitment.cells": ("period", "share", "windows"),
    "influence.agreements.obligations": ("obligation", "agreements", OBLIGATIONS),
    "influence.arms.cells": ("period", "entries", "arms_periods"),
    "influence.changes.components": ("component", "change", COMPONENTS),
    "influence.exercises.cells": ("period", "exercises", "spans"),
    "pacts.networks.positions.cells": ("period", "", "periods"),
    "pacts.organizations.cells": ("country", "", "countries"),
    "pacts.ties.cells": ("partner", "", "columns"),
    "players.places.powers.cells": ("component", "", COMPONENTS),
    "projects.funders.counts": ("host", "projects", "columns"),
    "rivalry.pairs.counts": ("component", "count", COMPONENTS),
    "series.tasks.counts": ("period", "exercises", "windows"),
    "weight.table.cells": ("figure", "", "measures"),
}
PLACE = "place"  # the column of a list that is not named here: its places count from 1


def axis(path: str, section: dict[str, Any], places: int) -> tuple[str, str, list[Any]] | None:
    """What the places of a list stand for.

    Args:
        path: chapter and names of the parts, with dots between them.
        section: the chapter.
        places: how many there are.

    Returns:
        The column that names them, the column of what stands there, and their names; None for a list that is not known
        or whose places are not as many as their names.
    """
    if path not in AXES:
        return None
    column, held, named = AXES[path]
    labels = [_label(name) for name in (section.get(named, ()) if isinstance(named, str) else named)]
    return (column, held, labels) if len(labels) == places else None


def _label(name: Any) -> Any:
    """A name of a place: a code, a year, or a period as first and last year or as a record that begins with them."""
    if isinstance(name, dict):
        return f"{name['first']}–{name['last']}" if "first" in name else name["measure"]
    return "–".join(map(str, name)) if isinstance(name, list) else name
