"""Rules across columns and tables. Each applies where the package has the tables and columns it speaks of.

A row with an error of its own is not judged here, but others may refer to it: so mending one mistake never brings up a
false one.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from operator import itemgetter

from pactbook import dates
from pactbook.ingest import outlines, values
from pactbook.ingest.files import Cells, Sheet
from pactbook.ingest.package import CORRECTIONS, EDITORIAL, Package
from pactbook.ingest.problems import Problem, shown

INTERVALS = (
    ("start", "end"),
    ("date", "end"),
    ("opened", "closed"),
    ("joined", "left"),
    ("signed", "ended"),
    ("signed", "in_force"),
    ("founded", "dissolved"),
    ("year_start", "year_end"),
    ("first_year", "last_year"),
    ("order_year", "delivered_from"),
    ("delivered_from", "delivered_to"),
)
STARTS = ("start", "date", "signed", "opened", "joined", "founded", "order_year", "year_start", "year")
TIMES = frozenset(name for pair in INTERVALS for name in pair if name not in ("founded", "dissolved", "in_force")) | {
    "year",
    "settled_on",
}
FIRST_YEAR, LAST_YEAR = 1900, 2100  # of events and figures; organisations may be older
LASTING = (  # what is no event of a day
    ("memberships", "start", "end"),
    ("agreements", "signed", "ended"),
    ("agreement_parties", "joined", "left"),
    ("facilities", "opened", "closed"),
    ("organizations", "founded", "dissolved"),
)
PLACES = (("lat", "lon", "host_iso3"), ("capital_lat", "capital_lon", "iso3"))
PERCENT = ("percent", "%")
# What an indicator of a scenario is told of its subject: columns that must, and others that may be filled.
INDICATORS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "joint_exercises": ((), ("countries", "partner")),
    "exercises_under": (("org_id",), ()),
    "deliveries": (("partner",), ("countries",)),
    "facilities_open": (("partner",), ("countries",)),
    "agreements_signed": ((), ("countries", "partner")),
    "incidents": ((), ("countries", "partner")),
    "assistance_entries": (("partner",), ("countries",)),
    "spending_constant": ((), ("countries",)),
    "borders_settled": ((), ("countries",)),
}
NEAR_KM = 150
FAR_KM = 600  # at sea an exercise may be held far from its host's coast

Sheets = dict[str, Sheet]
Row = tuple[int, Cells]
Rule = Callable[[Package, Sheets], Iterator[Problem]]


def intervals(_package: Package, sheets: Sheets) -> Iterator[Problem]:
    """A start is not after its end."""
    for sheet in sheets.values():
        for start, end in INTERVALS:
            for row, cells in dated(sheet, start, end):
                if dates.definitely_after(cells[start], cells[end]):
                    message = f"{shown(cells[end])} is before {start} {shown(cells[start])}"
                    yield sheet.found(row, end, message, "interval")


def spells(_package: Package, sheets: Sheets) -> Iterator[Problem]:
    """A country's membership spells in one organisation don't overlap; touching is fine, an unknown start is early."""
    if not have(sheets, memberships=("org_id", "iso3", "start", "end")):
        return
    sheet = sheets["memberships"]
    held: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row, cells in sheet.sound_rows():
        if all(not cells[name] or dates.is_partial_date(cells[name]) for name in ("start", "end")):
            held[cells["org_id"], cells["iso3"]].append((row, cells))
    for known in held.values():
        known.sort(key=lambda spell: (spell[1]["start"] and dates.earliest(spell[1]["start"]).isoformat(), spell[0]))
        first_row, first = known[0]
        for row, cells in known[1:]:
            if _reaches_into(first, cells):
                spell = f"{first['start'] or 'unknown'} to {first['end'] or 'now'}"
                message = f"{shown(cells['start'])} overlaps the spell in row {first_row} ({spell})"
                yield sheet.found(row, "start", message, "spells")
            if not cells["end"] or (first["end"] and dates.latest(cells["end"]) >= dates.latest(first["end"])):
                first_row, first = row, cells


def _reaches_into(first: Cells, second: Cells) -> bool:
    """Whether a spell goes on into one that starts no earlier, whatever days their dates stand for."""
    return not first["end"] or not second["start"] or dates.definitely_after(first["end"], second["start"])


def hosts(_package: Package, sheets: Sheets) -> Iterator[Problem]:
    """The host of an exercise is among its participants, as host."""
    if not have(sheets, exercises=("exercise_id", "host_iso3"), exercise_participants=("exercise_id", "iso3", "role")):
        return
    sheet = sheets["exercises"]
    listed = sheets["exercise_participants"]
    roles = {(cells["exercise_id"], cells["iso3"]): cells["role"] for cells in listed.all_cells()}
    for row, cells in filled(sheet, "host_iso3"):
        role = roles.get((cells["exercise_id"], cells["host_iso3"]))
        if role is None:
            message = f"{shown(cells['host_iso3'])} is not among the participants (exercise_participants.csv)"
            yield sheet.found(row, "host_iso3", message, "host")
        elif role != "host":
            message = f"{shown(cells['host_iso3'])} is {shown(role)} among the participants, expected 'host'"
            yield sheet.found(row, "host_iso3", message, "host")


def parties(_package: Package, sheets: Sheets) -> Iterator[Problem]:
    """An agreement has two parties or more."""
    if not have(sheets, agreements=("agreement_id",), agreement_parties=("agreement_id",)):
        return
    sheet = sheets["agreements"]
    listed = sheets["agreement_parties"]
    counts = Counter(cells["agreement_id"] for cells in listed.all_cells())
    for row, cells in filled(sheet, "agreement_id"):
        count = counts[cells["agreement_id"]]
        if count < 2:
            message = f"{shown(cells['agreement_id'])} has {count} of at least 2 parties (agreement_parties.csv)"
            yield sheet.found(row, "agreement_id", message, "parties")


def coordinates(_package: Package, sheets: Sheets) -> Iterator[Problem]:
    """Latitude and longitude come together and within their ranges."""
    for sheet in sheets.values():
        for lat, lon, _ in PLACES:
            if not (sheet.table.field(lat) and sheet.table.field(lon)):
                continue
            for one, other in ((lat, lon), (lon, lat)):
                for row, cells in filled(sheet, one):
                    if not cells[other]:
                        yield sheet.found(row, other, f"is empty, but {one} is not", "coordinates")
            for row, cells in filled(sheet, lat, lon):
                y, x = values.number(cells[lat]), values.number(cells[lon])
                if y is None or x is None or abs(y) > 90 or abs(x) > 180:
                    message = f"{cells[lat]}, {cells[lon]} is no place: {lat} is -90 to 90, {lon} is -180 to 180"
                    yield sheet.found(row, lat, message, "coordinates")


def places(package: Package, sheets: Sheets) -> Iterator[Problem]:
    """A place lies in or near the country named; a little far, perhaps at sea, is doubtful."""
    if package.outlines is None:
        return
    try:
        countries = outlines.read(package.outlines)
    except outlines.OutlinesError:
        return  # the rule on map files says why
    for sheet in sheets.values():
        for lat, lon, country in PLACES:
            for row, cells in filled(sheet, lat, lon, country):
                y, x = values.number(cells[lat]), values.number(cells[lon])
                away = None if y is None or x is None else countries.km_away(cells[country], y, x)
                if y is None or x is None or away is None or away <= NEAR_KM:
                    continue
                hint = f"; are {lat} and {lon} swapped?" if countries.km_away(cells[country], x, y) == 0 else ""
                message = f"{cells[lat]}, {cells[lon]} lies {away:,.0f} km from {cells[country]} ({country}){hint}"
                yield sheet.found(row, lat, message, "place", "error" if away > FAR_KM else "warning")


def percentages(_package: Package, sheets: Sheets) -> Iterator[Problem]:
    """A percentage lies within 0 to 100, whether the column or the row names the unit."""
    for sheet in sheets.values():
        for field in sheet.table.fields:
            if field.unit in PERCENT:
                yield from (
                    problem for row in filled(sheet, field.name) for problem in _percentage(sheet, row, field.name)
                )
        for row in filled(sheet, "value", "unit"):
            if row[1]["unit"] in PERCENT:
                yield from _percentage(sheet, row, "value")


def _percentage(sheet: Sheet, row: Row, column: str) -> Iterator[Problem]:
    number, cells = row
    value = values.number(cells[column])
    if value is None or not 0 <= value <= 100:
        yield sheet.found(number, column, f"{shown(cells[column])} is no percentage from 0 to 100", "percentage")


def tolls(_package: Package, sheets: Sheets) -> Iterator[Problem]:
    """A low toll is not above the high one."""
    for sheet in sheets.values():
        for row, cells in filled(sheet, "fatalities_low", "fatalities_high"):
            low, high = values.number(cells["fatalities_low"]), values.number(cells["fatalities_high"])
            if low is not None and high is not None and low > high:
                message = (
                    f"{shown(cells['fatalities_high'])} is less than fatalities_low {shown(cells['fatalities_low'])}"
                )
                yield sheet.found(row, "fatalities_high", message, "toll")


def sources(package: Package, sheets: Sheets) -> Iterator[Problem]:
    """Every row has a source, its own or its parent's; which changes of editors need one, `editorial_rules` says."""
    for name, sheet in sheets.items():
        table = package.tables[name]
        if name == "sources" or table.sourced_by or table.editorial:
            continue
        if not sheet.table.field("source_ids"):
            message = "has no column source_ids, and datapackage.json names no table that gives its sources"
            yield Problem(sheet.table.path, None, None, message, "source")
            continue
        for row, cells in sheet.sound_rows():
            if not cells["source_ids"]:
                yield sheet.found(row, "source_ids", "is empty, and every row needs a source", "source")


def lineage(_package: Package, sheets: Sheets) -> Iterator[Problem]:
    """An organisation is not its own parent or predecessor, nor its parent's parent, and so on."""
    for column, what in (("parent_org", "a part of itself"), ("succeeds", "its own successor")):
        if not have(sheets, organizations=("org_id", column)):
            continue
        sheet = sheets["organizations"]
        before = {cells["org_id"]: cells[column] for _, cells in filled(sheet, column)}
        circular = _in_circles(before)
        for row, cells in filled(sheet, column):
            if cells["org_id"] in circular:
                message = f"{shown(cells[column])} makes {shown(cells['org_id'])} {what}"
                yield sheet.found(row, column, message, "lineage")


def _in_circles(before: dict[str, str]) -> set[str]:
    """All that come before themselves, directly or through others; each chain is walked once."""
    walked: set[str] = set()
    circular: set[str] = set()
    for start in before:
        chain: list[str] = []
        at = start
        while at in before and at not in walked:
            walked.add(at)
            chain.append(at)
            at = before[at]
        if at in chain:
            circular.update(chain[chain.index(at) :])
    return circular


def totals(_package: Package, sheets: Sheets) -> Iterator[Problem]:
    """Doubtful: an exercise with fewer people than its participants together."""
    if not have(sheets, exercises=("exercise_id",), exercise_participants=("exercise_id", "personnel")):
        return
    sheet = sheets["exercises"]
    parts: Counter[str] = Counter()
    for _, cells in filled(sheets["exercise_participants"], "personnel"):
        parts[cells["exercise_id"]] += values.integer(cells["personnel"]) or 0
    for row, cells in filled(sheet, "personnel_total"):
        total, together = values.integer(cells["personnel_total"]), parts[cells["exercise_id"]]
        if total is not None and total < together:
            message = f"{shown(cells['personnel_total'])} is less than the {together} of its participants together"
            yield sheet.found(row, "personnel_total", message, "total", "warning")


def newer_than_sources(_package: Package, sheets: Sheets) -> Iterator[Problem]:
    """Doubtful: a fact that starts in a later year than any of its sources was published in. Edits always do."""
    if not have(sheets, sources=("source_id", "published")):
        return
    published = {
        cells["source_id"]: dates.year(cells["published"]) for _, cells in dated(sheets["sources"], "published")
    }
    for name, sheet in sheets.items():
        start = next((column for column in STARTS if sheet.table.field(column)), None)
        cited = sheet.table.field("source_ids")
        if name in (EDITORIAL, CORRECTIONS) or start is None or cited is None or cited.list_of is None:
            continue
        for row, cells in dated(sheet, start):
            years = [published.get(source) for source in cells["source_ids"].split(cited.list_of.separator)]
            if all(year is not None and year < dates.year(cells[start]) for year in years):
                message = f"{shown(cells[start])} is later than the publication of all its sources"
                yield sheet.found(row, start, message, "source date", "warning")


def loose_ends(_package: Package, sheets: Sheets) -> Iterator[Problem]:
    """Doubtful: over, but without saying since when."""
    for table, status, column in (("agreements", "expired", "ended"), ("facilities", "closed", "closed")):
        if have(sheets, **{table: ("status", column)}):
            for row, cells in sheets[table].sound_rows():
                if cells["status"] == status and not cells[column]:
                    yield sheets[table].found(
                        row, column, f"is empty, but the status is {shown(status)}", "loose end", "warning"
                    )


def ended_in_force(_package: Package, sheets: Sheets) -> Iterator[Problem]:
    """Doubtful: an agreement in force that had ended when the newest source came out (a clock would not repeat)."""
    if not have(sheets, agreements=("status", "ended"), sources=("published",)):
        return
    published = (dates.earliest(cells["published"]) for _, cells in dated(sheets["sources"], "published"))
    newest = max(published, default=None)
    for row, cells in dated(sheets["agreements"], "ended"):
        if cells["status"] == "in force" and newest is not None and dates.latest(cells["ended"]) < newest:
            message = f"'in force', but it ended {cells['ended']}"
            yield sheets["agreements"].found(row, "status", message, "ended", "warning")


def border_pairs(_package: Package, sheets: Sheets) -> Iterator[Problem]:
    """A border stands between two countries, and once."""
    if not have(sheets, borders=("iso3_a", "iso3_b")):
        return
    sheet = sheets["borders"]
    rows = list(filled(sheet, "iso3_a", "iso3_b"))
    for row, cells in rows:
        if cells["iso3_a"] == cells["iso3_b"]:
            yield sheet.found(row, "iso3_b", f"{shown(cells['iso3_b'])} has no border with itself", "border")
    for row, cells, first in repeated(rows, lambda cells: frozenset((cells["iso3_a"], cells["iso3_b"]))):
        message = f"{shown(cells['iso3_b'])}: the border with {cells['iso3_a']} stands in row {first} already"
        yield sheet.found(row, "iso3_b", message, "border")


def years(_package: Package, sheets: Sheets) -> Iterator[Problem]:
    """A year that the reports cannot mean is a slip of the hand."""
    for sheet in sheets.values():
        for field in sheet.table.fields:
            if field.name in TIMES:
                for row, cells in dated(sheet, field.name):
                    if not FIRST_YEAR <= dates.year(cells[field.name]) <= LAST_YEAR:
                        message = f"{shown(cells[field.name])} is not between {FIRST_YEAR} and {LAST_YEAR}"
                        yield sheet.found(row, field.name, message, "year")


def same_names(_package: Package, sheets: Sheets) -> Iterator[Problem]:
    """Doubtful: two things with one name, which a chart would draw as one."""
    for table, column in (("countries", "name"), ("organizations", "abbreviation"), ("facilities", "name")):
        if have(sheets, **{table: (column,)}):
            named = filled(sheets[table], column)
            for row, cells, first in repeated(named, itemgetter(column)):
                message = f"{shown(cells[column])} is the name in row {first} too"
                yield sheets[table].found(row, column, message, "name", "warning")


def announced(_package: Package, sheets: Sheets) -> Iterator[Problem]:
    """Doubtful: an exercise of which only the announcement is known."""
    if have(sheets, exercises=("held",)):
        for row, cells in filled(sheets["exercises"], "held"):
            if cells["held"] == "announced":
                message = "'announced' only; find out whether it was held"
                yield sheets["exercises"].found(row, "held", message, "announced", "warning")


def twins(_package: Package, sheets: Sheets) -> Iterator[Problem]:
    """Doubtful: two exercises of one series with the same start and host."""
    if not have(sheets, exercises=("exercise_id", "series_id", "start", "host_iso3")):
        return
    sheet = sheets["exercises"]
    dated_series = filled(sheet, "series_id", "start")
    for row, cells, first in repeated(dated_series, itemgetter("series_id", "start", "host_iso3")):
        message = f"{shown(cells['exercise_id'])} has the series, start and host of row {first}"
        yield sheet.found(row, "exercise_id", message, "twin", "warning")


def moments(_package: Package, sheets: Sheets) -> Iterator[Problem]:
    """Doubtful: a lasting state that ends on the day on which it starts."""
    for table, start, end in LASTING:
        if table in sheets:
            for row, cells in dated(sheets[table], start, end):
                if cells[start] == cells[end] and dates.precision(cells[end]) == "day":
                    message = f"{shown(cells[end])} is also the day of {start}"
                    yield sheets[table].found(row, end, message, "moment", "warning")


def indicators(_package: Package, sheets: Sheets) -> Iterator[Problem]:
    """An indicator of a scenario names what it needs, and nothing that it would pass over; a scenario has some."""
    told = ("countries", "partner", "org_id")
    if not have(sheets, scenarios=("scenario_id",), scenario_indicators=("scenario_id", "indicator", *told)):
        return
    sheet = sheets["scenario_indicators"]
    for row, cells in filled(sheet, "indicator"):
        if cells["indicator"] not in INDICATORS:
            message = f"{shown(cells['indicator'])} is not one of: {', '.join(INDICATORS)}"
            yield sheet.found(row, "indicator", message, "indicator")
            continue
        needed, allowed = INDICATORS[cells["indicator"]]
        for column in told:
            if column in needed and not cells[column]:
                yield sheet.found(row, column, f"is empty, but {cells['indicator']} needs it", "indicator")
            elif column not in (*needed, *allowed) and cells[column]:
                message = f"{shown(cells[column])} is of no use: {cells['indicator']} does not ask for it"
                yield sheet.found(row, column, message, "indicator")
    measured = {cells["scenario_id"] for cells in sheet.all_cells()}
    for row, cells in filled(sheets["scenarios"], "scenario_id"):
        if cells["scenario_id"] not in measured:
            message = f"{shown(cells['scenario_id'])} has no indicator (scenario_indicators.csv)"
            yield sheets["scenarios"].found(row, "scenario_id", message, "indicator")


RULES: list[Rule] = [
    intervals,
    years,
    spells,
    border_pairs,
    hosts,
    parties,
    coordinates,
    places,
    percentages,
    tolls,
    sources,
    lineage,
    totals,
    newer_than_sources,
    loose_ends,
    ended_in_force,
    announced,
    twins,
    same_names,
    moments,
    indicators,
]


def repeated(rows: Iterable[Row], key: Callable[[Cells], Hashable]) -> Iterator[tuple[int, Cells, int]]:
    """Rows with the key of an earlier one, and that one's number."""
    seen: dict[Hashable, int] = {}
    for row, cells in rows:
        first = seen.setdefault(key(cells), row)
        if first != row:
            yield row, cells, first


def have(sheets: Sheets, **columns: tuple[str, ...]) -> bool:
    """Whether there are the tables with the columns that a rule speaks of."""
    return all(
        table in sheets and all(sheets[table].table.field(name) for name in names) for table, names in columns.items()
    )


def filled(sheet: Sheet, *columns: str) -> Iterator[Row]:
    """Sound rows with a value in each of the columns; none if the table lacks one."""
    if all(sheet.table.field(name) for name in columns):
        yield from ((row, cells) for row, cells in sheet.sound_rows() if all(cells[name] for name in columns))


def dated(sheet: Sheet, *columns: str) -> Iterator[Row]:
    """Sound rows with a date or a year in each of the columns; none if the table lacks one."""
    for row, cells in filled(sheet, *columns):
        if all(dates.is_partial_date(cells[name]) for name in columns):
            yield row, cells
