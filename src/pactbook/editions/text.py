"""What changed as lines of text for a terminal, biggest first, with sources."""

from collections.abc import Iterator
from typing import Any

MOST_SOURCES = 3  # that a line names
BRIEFS = 4


def as_text(told: dict[str, Any], most: int) -> str:
    """What changed, of the whole or of one brief.

    Args:
        told: as `build/changes` holds it, with `title` and `sources`.
        most: changes that are listed, 0 for all; how many more there are is said.
    """
    changes = told["changes"]
    shown = changes[:most] if most else changes
    lines = [*_head(told), ""]
    for change in shown:
        lines += [*_change(change, told["sources"])]
    if len(shown) < len(changes):
        lines.append(f"and {len(changes) - len(shown)} more; --most 0 lists them all")
    return "\n".join(lines).rstrip()


def moved(change: dict[str, Any]) -> str:
    """From what to what, in words; "" where a change is of no single value."""
    old, new = change["old"], change["new"]
    if (old is None and new is None) or (change["kind"] == "ended" and new == change["date"]):
        return ""  # an end is its date, which stands beside it
    unit = f" {change['unit']}" if change["unit"] else ""
    if change["kind"] == "new" and old is None:
        return f"{value(new)}{unit}"
    if change["kind"] == "withdrawn" and new is None:
        return f"{value(old)}{unit}"
    return f"{value(old)} → {value(new)}{unit}"


def value(number: Any) -> str:
    """A value as text: figures with separators of thousands, and three digits of what is not whole."""
    if number is None:
        return "n/a"
    if isinstance(number, bool):
        return "yes" if number else "no"
    if isinstance(number, int):
        return f"{number:,}"
    if isinstance(number, float):
        return f"{number:,.0f}" if abs(number) >= 1000 else f"{number:.3g}"
    return str(number)


def _head(told: dict[str, Any]) -> Iterator[str]:
    draft = " (draft)" if told["draft"] else ""
    yield f"{told['title']}, edition {told['edition']}{draft}"
    previous = told["previous"]
    if previous is None:
        yield "No edition before it."
        return
    number = len(told["changes"])
    since = f"since edition {previous['edition']} ({previous['as_of']})"
    yield f"{number:,} {'change' if number == 1 else 'changes'} {since}" if number else f"No change {since}"
    if "briefs" in told:
        states = [entry["status"] for entry in told["briefs"]]
        counts = [f"{states.count(state)} {state}" for state in ("changed", "unchanged", "new", "gone")]
        yield f"Briefs: {', '.join(counts)}"


def _change(change: dict[str, Any], sources: dict[str, dict[str, Any]]) -> Iterator[str]:
    label = change["label"][:1].upper() + change["label"][1:]
    named = label if change["measure"] is None else f"{label} ({change['measure']})"
    value_told = f": {moved(change)}" if moved(change) else ""
    column = f", {change['column'].replace('_', ' ')}" if change["column"] and value_told else ""
    date = f" [{change['date']}]" if change["date"] else ""
    yield f"{change['kind']:<10}{named}{column}{value_told}{date}"
    for source in change["sources"][:MOST_SOURCES]:
        known = sources.get(source)
        yield f"{'':10}  {known['publisher']}, {known['title']}" if known else f"{'':10}  {source}"
    if len(change["sources"]) > MOST_SOURCES:
        yield f"{'':10}  and {len(change['sources']) - MOST_SOURCES} more sources"
    if briefs := change.get("briefs"):
        more = f" and {len(briefs) - BRIEFS} more" if len(briefs) > BRIEFS else ""
        yield f"{'':10}  in {', '.join(briefs[:BRIEFS])}{more}"
