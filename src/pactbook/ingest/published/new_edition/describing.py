"""The files beside the tables of a new edition: its description, its config, a page for its editors."""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pactbook.ingest.published import map_files
from pactbook.ingest.published.new_edition.model import Data, SetFolder, Wish

# Okabe and Ito's set, which colour-blind readers can tell apart, darkened where text stands on it.
COLOURS = ("#0b5fa5", "#b5432a", "#1b8a6b", "#c98a00", "#8a5a9e", "#3b9bd1", "#8c2d19", "#5b6ea8")
OURS = [{"name": "CC-BY-4.0", "title": "Creative Commons Attribution 4.0",
         "path": "https://creativecommons.org/licenses/by/4.0/"}]  # fmt: skip


def descriptor(
    wish: Wish, resources: Sequence[Mapping[str, Any]], data: Data, sets: Sequence[SetFolder], outlines: Iterable[str]
) -> dict[str, Any]:
    """The content of `datapackage.json`: our tables, with the licence and the credit of the sets that gave their rows.

    Args:
        wish: what is asked for.
        resources: descriptions of the tables, in their order.
        data: what has been taken.
        sets: from which it comes.
        outlines: names of the map files.
    """
    credits_, licences = _credits(sets), _licences(sets)
    described = [_resource(dict(resource), data, licences, credits_) for resource in resources]
    named = set(outlines)
    for one in sets:
        described += [
            map_files.resource(name, licences[one.name], credits_[one.name]) for name in one.outlines if name in named
        ]
        named -= set(one.outlines)
    described += [map_files.resource(name, OURS, []) for name in sorted(named)]
    used = {name for given in data.given.values() for name in given} | {one.name for one in sets if one.outlines}
    return {
        "profile": "data-package",
        "name": f"pactbook-{wish.name}",
        "title": f"Pactbook: {wish.title}",
        "version": "0.1.0",
        "description": "Made by `pactbook new-edition` from published data sets, whose licences the tables have.",
        "licenses": OURS,
        "contributors": [{"title": "Pactbook", "role": "author"}],
        "sources": _distinct(entry for name in sorted(used) for entry in credits_[name]),
        "resources": described,
    }


def config(wish: Wish, identifier: str, as_of: str, folder: str, organizations: Sequence[str]) -> str:
    """The text of `config.yaml`.

    Args:
        wish: what is asked for.
        identifier: of the edition.
        as_of: its date.
        folder: of the edition, as the workflow finds it.
        organizations: their org_ids, in the order of their colours.
    """
    shown = [*wish.powers, *organizations][: len(COLOURS)]
    colours = [f'  {code}: "{colour}"' for code, colour in zip(shown, COLOURS, strict=False)]
    return "\n".join(
        [
            f"# The edition {wish.name}, made by `pactbook new-edition`. Every key is explained in config/schema.json.",
            "",
            "edition:",
            f"  id: {_quoted(identifier)}",
            f"  title: {_quoted(wish.title)}",
            f"  as_of: {_quoted(as_of)}  # facts that start later are left out",
            f"  since: {wish.since}",
            "",
            "paths:  # folders of its own, so that it stands beside other editions",
            f"  data: {_quoted(folder + '/data')}",
            "  templates: templates",
            f"  build: build-{wish.name}",
            f"  reports: reports-{wish.name}",
            f"  editions: {_quoted(_below(folder) + '/editions')}",
            "",
            "countries:",
            "  roles: [core, power, neighbour]",
            "  minimum_rows: 10  # about a country without a chapter to fill there is no brief",
            "",
            "# One colour per power and organisation, the same in every brief.",
            "palette:" if colours else "palette: {}",
            *colours,
            "",
        ]
    )


def readme(wish: Wish, data: Data, sets: Sequence[SetFolder], as_of: str, folder: str, reach: Mapping[str, int]) -> str:
    """The text of `README.md`, for whoever edits the edition."""
    filled = [(name, len(frame), data.given.get(name, [])) for name, frame in data.tables.items() if len(frame)]
    empty = [name for name, frame in data.tables.items() if not len(frame)]
    credits_ = _credits(sets)
    ends = ", ".join(f"`{name}` in {year}" for name, year in sorted(reach.items()))
    lines = [
        f"# {wish.title}",
        "",
        f"An edition of Pactbook as of {as_of}, made by `pactbook new-edition` from published data sets alone. It is",
        "yours to edit: each table is a CSV file in `data`, and `data/README.md` of Pactbook shows how to write a row.",
        "",
        f"    .venv/bin/pactbook check {folder}/data",
        f"    .venv/bin/snakemake --configfile {folder}/config.yaml",
        "",
        f"The reports land in `reports-{wish.name}/`.",
        "",
        "## What it holds",
        "",
        "| table | rows | from |",
        "|---|---|---|",
        *(f"| `{name}` | {rows:,} | {', '.join(given) or 'written by the command'} |" for name, rows, given in filled),
        "",
        f"Without rows so far: {', '.join(f'`{name}`' for name in empty)}." if empty else "Every table has rows.",
        "",
        "## What to look at first",
        "",
        f"- The sets end in different years ({ends or 'none has rows that are counted'}). The edition's date is the",
        "  last day that all of these reach: with a later one, briefs would count none where nobody has looked. What",
        "  was open when its set ended, stands as open.",
        "- `countries.csv`: roles; a country with the role `context` has no brief. `doctrine_note` is empty.",
        "- `topics.csv`: titles, questions and chapters of the region and of the themes.",
        "- `organizations.csv`: kinds, summaries, whether there is a clause of mutual defence; sets say little of it.",
        "- `config.yaml`: title, date, colours.",
        "",
        "## What was left out",
        "",
        *([f"- {reason}: {count:,}" for reason, count in sorted(data.left_out.items())] or ["Nothing."]),
        "",
        "## Sources and terms",
        "",
        *(f"- {entry['title']}" for entry in _distinct(entry for one in sets for entry in credits_[one.name])),
        "",
        "`data/datapackage.json` names the licence of each table.",
        "",
    ]
    return "\n".join(lines)


def _resource(
    resource: dict[str, Any], data: Data, licences: Mapping[str, list[Any]], credits_: Mapping[str, list[Any]]
) -> dict[str, Any]:
    """A table's description without what is told of another package's rows: its first sentence says what a row is."""
    given = data.given.get(resource["name"], []) if len(data.tables[resource["name"]]) else []
    resource["description"] = f"{str(resource.get('description', '')).split('. ')[0].rstrip('.')}."
    resource["licenses"] = _distinct(entry for name in given for entry in licences[name]) or OURS
    resource.pop("sources", None)
    if credit := _distinct(entry for name in given for entry in credits_[name]):
        resource["sources"] = credit
    return resource


def _licences(sets: Sequence[SetFolder]) -> dict[str, list[Any]]:
    """Licences by set."""
    return {one.name: _stated(one, "licenses") for one in sets}


def _credits(sets: Sequence[SetFolder]) -> dict[str, list[Any]]:
    """Citations by set."""
    return {one.name: _stated(one, "sources") for one in sets}


def _stated(one: SetFolder, key: str) -> list[Any]:
    return _distinct(entry for each in one.descriptions.values() for entry in each.get(key, []))


def _distinct(entries: Iterable[Any]) -> list[Any]:
    found: list[Any] = []
    for entry in entries:
        if entry not in found:
            found.append(entry)
    return found


def _below(folder: str) -> str:
    """A folder for frozen editions, which lies below the repository wherever the data lies."""
    return (
        folder if not Path(folder).is_absolute() and ".." not in Path(folder).parts else f"editions-{Path(folder).name}"
    )


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # which is YAML too
