"""The command at work on a data package of its own."""

import shutil
from pathlib import Path

import pandas as pd
import pytest
import yaml
from published_sets import MADE_UP, MAKERS

from pactbook import cli
from pactbook.ingest.published import sets

ROOT = Path(__file__).parents[3]
REGION = ROOT / "tests" / "region" / "data"


class Importer:
    """The command at work on a copy of the made-up region."""

    def __init__(self, folder, capsys):
        self.folder, self.capsys = folder, capsys
        self.data = folder / "data"
        shutil.copytree(REGION, self.data)
        settings = yaml.safe_load((ROOT / "config" / "config.yaml").read_text(encoding="utf-8"))
        settings["paths"]["data"] = str(self.data)
        self.config = folder / "config.yaml"
        self.config.write_text(yaml.safe_dump(settings), encoding="utf-8")

    def file(self, name):
        """A sound file of a made-up set."""
        file, make = MAKERS[name]
        make(self.folder / file)
        return self.folder / file

    def run(self, *arguments):
        """Status, what was printed, what was complained of."""
        self.capsys.readouterr()
        status = cli.main(["import", "--config", str(self.config), *map(str, arguments)])
        told = self.capsys.readouterr()
        return status, told.out, told.err

    def state(self):
        """All files of the package, with their content."""
        return {path.relative_to(self.data): path.read_bytes() for path in self.data.rglob("*") if path.is_file()}

    def table(self, name, table):
        return pd.read_csv(
            self.data / "published" / name / f"{table}.csv", dtype=str, keep_default_na=False, encoding="utf-8"
        )

    def refused(self, path, *before):
        """The one line by which a file is refused; the package must be as it was."""
        state = self.state()
        status, out, err = self.run(*before, path)
        assert (status, out) == (1, "")
        assert err.count("\n") == 1, err
        assert self.state() == state
        assert not list(self.data.rglob(".*"))
        return err


@pytest.fixture
def importer(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(sets, "SETS", MADE_UP)
    return Importer(tmp_path, capsys)
