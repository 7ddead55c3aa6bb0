"""A copy of the made-up region that a test may spoil, and what the check says about it."""

import csv
import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from pactbook.ingest import check, loading

REGION = Path(__file__).parent.parent / "region" / "data"
KNOWN = "region/exercises.csv:7: warning: held: 'announced' only; find out whether it was held"


@dataclass
class Region:
    """A data package in a folder of its own; rows are counted as in a spreadsheet."""

    folder: Path

    @property
    def package(self):
        return self.folder / "datapackage.json"

    def rows(self, table):
        with (self.folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.reader(file))

    def write(self, table, rows):
        with (self.folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)

    def edit(self, table, row, **cells):
        """Change cells of one row."""
        rows = self.rows(table)
        for column, cell in cells.items():
            rows[row - 1][rows[0].index(column)] = cell
        self.write(table, rows)

    def copy_row(self, table, row, **cells):
        """Append a copy of a row with some cells changed."""
        rows = self.rows(table)
        self.write(table, [*rows, list(rows[row - 1])])
        self.edit(table, len(rows) + 1, **cells)

    def drop(self, table, *numbers):
        """Delete rows."""
        self.write(table, [row for number, row in enumerate(self.rows(table), start=1) if number not in numbers])

    def describe(self, change):
        """Change the description by a function of it."""
        descriptor = json.loads(self.package.read_text(encoding="utf-8"))
        change(descriptor)
        self.package.write_text(json.dumps(descriptor), encoding="utf-8")

    def publish(self, name, **tables):
        """Put a published set beside the package: tables as lists of rows, the header first."""
        folder = self.folder / "published" / name
        folder.mkdir(parents=True)
        known = {each["name"]: each for each in json.loads(self.package.read_text(encoding="utf-8"))["resources"]}
        for table, rows in tables.items():
            with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
                csv.writer(file, lineterminator="\n").writerows(rows)
        described = {"name": name, "resources": [known[table] for table in tables]}
        (folder / "datapackage.json").write_text(json.dumps(described), encoding="utf-8")

    def lines(self, precedence=loading.NONE, **options):
        """What the check says, without the one warning that the region always gives and the count."""
        text = check.format_text(check.check(self.package, precedence, **options))
        return [line for line in text.splitlines()[:-1] if line != KNOWN]


@pytest.fixture
def region(tmp_path, monkeypatch):
    shutil.copytree(REGION, tmp_path / "region")
    monkeypatch.chdir(tmp_path)
    return Region(Path("region"))
