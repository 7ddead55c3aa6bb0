"""One figure of a brief on the command line: its value, the measure that it is, its rows and their sources."""

import json
from pathlib import Path
from typing import Any

LOOKS = {"colour", "order", "look"}  # how a point is drawn
SILENT = {"row", "rows", "sources", "measure", "spec", "legend", "data", "spark"} | LOOKS


class UnknownFigureError(Exception):
    """There is no such brief or figure; the message says which there are."""


def explain(folder: Path, brief: str, path: str) -> str:
    """What stands behind a figure of a brief.

    Args:
        folder: the folder of the briefs' JSON files (`build/briefs`).
        brief: `<kind>/<slug>`.
        path: where the figure stands in the brief: a chapter and the names of its parts, with dots between them
            (`exercises.per_year`), `glance.<key>` or `findings.<code>`; places in a list count from 1.

    Returns:
        Lines of text: the figure, its measure, its rows and their sources.

    Raises:
        UnknownFigureError: if there is no such brief, or no figure at this path.
    """
    content = _brief(folder, brief)
    found = _at(_parts(content), path)
    if not isinstance(found, dict) or not _leads(found):
        told = "\n  ".join(f"{path}.{name}" for name in paths(found)) or "none"
        raise UnknownFigureError(f"{brief}: {path} is no figure; figures within it:\n  {told}")
    rows = found["rows"] if "rows" in found else [found["row"]]
    sources = {source["source_id"]: source for source in content["sources"]}
    lines = [f"{brief} {path}", *_figure(found), f"Measure: {found.get('measure', 'as it stands in the row')}"]
    lines += [f"Rows: {len(rows)}", *(line for row in rows for line in _row(content, row))]
    lines += [f"Sources: {len(found['sources'])}"]
    for name in found["sources"]:
        source = sources[name]
        lines.append(f"  {name} ({source['reliability']}): {source['publisher']}, {source['title']}, {source['url']}")
    return "\n".join(lines)


def listed(folder: Path, brief: str) -> str:
    """The paths of all figures of a brief, a line each.

    Raises:
        UnknownFigureError: if there is no such brief.
    """
    return "\n".join(paths(_parts(_brief(folder, brief))))


def paths(value: Any) -> list[str]:
    """The paths of all figures within a part of a brief, in order; a part that is one itself has none."""
    if isinstance(value, dict):
        steps = [(str(key), item) for key, item in value.items()]
    elif isinstance(value, list):
        steps = [(str(place), item) for place, item in enumerate(value, start=1)]
    else:
        return []
    found = []
    for step, item in steps:
        if isinstance(item, dict) and _leads(item):
            found.append(step)
        found += [f"{step}.{rest}" for rest in paths(item)]
    return found


def _row(content: dict[str, Any], row: str) -> list[str]:
    """A row, and below it what else is said of it."""
    lines = [f"  {row}"]
    if mark := content.get("marks", {}).get(row):
        lines.append(f"    marked by the publisher: {mark}")
    lines += [
        f"    {said['by']}: {said['column']} {said['other']} instead of {said['value']}"
        for said in content.get("disagreements", ())
        if said["row"] == row
    ]
    lines += [
        f"    {said['column']} corrected from {_cell(said['old'])} to {_cell(said['new'])}: {said['reason']}"
        f" ({', '.join(said['sources'])})"
        for said in content.get("corrections", ())
        if said["row"] == row
    ]
    return lines


def _cell(value: str | None) -> str:
    return "nothing" if value is None else value


def _brief(folder: Path, brief: str) -> Any:
    path = folder / f"{brief}.json"
    if path.resolve().parent.parent != folder.resolve() or not path.is_file():
        made = sorted(each.relative_to(folder).with_suffix("").as_posix() for each in folder.glob("*/*.json"))
        listed = "\n  ".join(made) if made else "none; run snakemake first"
        raise UnknownFigureError(f"{brief}: no such brief in {folder}; there are:\n  {listed}")
    return json.loads(path.read_text(encoding="utf-8"))


def _parts(content: dict[str, Any]) -> dict[str, Any]:
    """What a path may begin with."""
    parts: dict[str, Any] = content["sections"]
    return parts | {
        "findings": {_name(finding): finding for finding in content["findings"]},
        "glance": {fact["key"]: fact for fact in content["masthead"]["facts"]},
    }


def _name(finding: dict[str, Any]) -> str:
    return finding["code"] if finding["about"] is None else f"{finding['code']}:{finding['about']}"


def _at(value: Any, path: str) -> Any:
    for step in path.split(".") if path else ():
        if isinstance(value, dict) and step in value:
            value = value[step]
        elif isinstance(value, list) and step in map(str, range(1, len(value) + 1)):
            value = value[int(step) - 1]
        else:
            told = "\n  ".join(paths(value)) or "none"
            raise UnknownFigureError(f"{path}: there is no {step!r}; figures that there are at this place:\n  {told}")
    return value


def _leads(part: dict[str, Any]) -> bool:
    return "sources" in part and ("row" in part or "measure" in part)


def _figure(part: dict[str, Any]) -> list[str]:
    """The value of a figure, or the values of what shows several: a chart, a row of a table, a finding."""
    if "figure" in part:
        return [f"Figure: {'not known' if part['figure'] is None else part['figure']}"]
    lines = []
    for key, value in part.items():
        if key not in SILENT:
            lines.append(f"{key}: {json.dumps(value, ensure_ascii=False)}")
    drawn = part["data"].get("main", []) if isinstance(part.get("data"), dict) else []
    points = [{key: value for key, value in point.items() if key not in LOOKS} for point in drawn]
    return lines + [f"  {json.dumps(point, ensure_ascii=False)}" for point in points]
