"""If these fail, an editor who asks what stands behind a figure gets another figure's rows, or a traceback."""

import pytest

from pactbook import cli, jsonio
from pactbook.briefs.explain import UnknownFigureError, explain, paths

TRAIL = {"measure": "Exercises a year", "rows": ["exercises:a", "exercises:b"], "sources": ["paper"]}
BRIEF = {
    "masthead": {"facts": [{"key": "area", "value": 5, "row": "countries:AAA", "sources": ["paper"]}]},
    "findings": [{"code": "pace", "about": "AAA", "values": {"recent": 2}, **TRAIL}],
    "sections": {
        "exercises": {
            "empty": False,
            "total": {"figure": 2, **TRAIL},
            "latest": [{"row": "exercises:b", "sources": ["paper"], "name": "B"}],
            "per_year": {"spec": "bars", "data": {"main": [{"year": 2004, "exercises": 2, "colour": "#fff"}]}, **TRAIL},
        }
    },
    "sources": [
        {"source_id": "paper", "reliability": "B", "publisher": "Press", "title": "A page", "url": "https://e.org"}
    ],
}


@pytest.fixture
def folder(tmp_path):
    jsonio.write(tmp_path / "briefs" / "countries" / "land.json", BRIEF)
    return tmp_path / "briefs"


def test_a_figure_with_its_measure_rows_and_sources(folder):
    assert explain(folder, "countries/land", "exercises.total").splitlines() == [
        "countries/land exercises.total",
        "Figure: 2",
        "Measure: Exercises a year",
        "Rows: 2",
        "  exercises:a",
        "  exercises:b",
        "Sources: 1",
        "  paper (B): Press, A page, https://e.org",
    ]


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("exercises.per_year", '  {"exercises": 2, "year": 2004}'),
        ("exercises.latest.1", 'name: "B"'),
        ("findings.pace:AAA", 'values: {"recent": 2}'),
        ("glance.area", "value: 5"),
    ],
)
def test_charts_rows_findings_and_key_facts_are_explained_too(folder, path, told):
    assert told in explain(folder, "countries/land", path).splitlines()


def test_what_is_no_figure_lists_those_that_there_are(folder):
    with pytest.raises(
        UnknownFigureError, match=r"(?s)exercises\.latest\.1\n  exercises\.per_year\n  exercises\.total"
    ):
        explain(folder, "countries/land", "exercises")
    with pytest.raises(UnknownFigureError, match="there is no '9'"):
        explain(folder, "countries/land", "exercises.latest.9")


@pytest.mark.parametrize("name", ["countries/sea", "../secret", "/etc/passwd", ""])
def test_a_brief_that_is_not_there_lists_those_that_are(folder, name):
    with pytest.raises(UnknownFigureError, match=r"no such brief in .*\n  countries/land"):
        explain(folder, name, "exercises.total")


def test_paths_name_every_figure_once():
    assert paths(BRIEF["sections"]) == ["exercises.total", "exercises.latest.1", "exercises.per_year"]


def test_the_command_prints_it_or_says_what_is_wrong(folder, capsys):
    build = ["--build", str(folder.parent)]
    assert cli.main(["explain", "countries/land", "exercises.total", *build]) == 0
    assert "Figure: 2" in capsys.readouterr().out
    assert cli.main(["explain", "countries/land", "exercises.weather", *build]) == 1
    assert "no 'weather'" in capsys.readouterr().err
    assert cli.main(["explain", "countries/land", *build]) == 0
    assert "exercises.total\n" in capsys.readouterr().out


def test_what_else_is_said_of_a_row_stands_below_it(folder):
    """The other source's value, a correction, the publisher's mark: an editor must not have to look for them."""
    said = {"row": "exercises:b", "column": "personnel", "sources": ["paper"]}
    more = {
        "marks": {"exercises:a": "estimate"},
        "disagreements": [said | {"by": "World, Drills", "value": 900.0, "other": 1200.0}],
        "corrections": [said | {"old": "90", "new": None, "reason": "Counted twice."}],
    }
    jsonio.write(folder / "countries" / "land.json", BRIEF | more)
    assert explain(folder, "countries/land", "exercises.total").splitlines()[4:9] == [
        "  exercises:a",
        "    marked by the publisher: estimate",
        "  exercises:b",
        "    World, Drills: personnel 1200 instead of 900",
        "    personnel corrected from 90 to nothing: Counted twice. (paper)",
    ]
