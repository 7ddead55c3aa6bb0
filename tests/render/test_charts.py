"""If these fail, the chart that a reader explores is not the one that is printed, or tells nothing when pointed at."""

import json
import re
from pathlib import Path

import pytest

from pactbook.render import charts

TEMPLATES = Path(__file__).parents[2] / "templates"
SPECS = sorted(  # maps are not explored
    path.name.removesuffix(".vl.json")
    for path in (TEMPLATES / "charts").glob("*.vl.json")
    if not path.name.removesuffix(".vl.json").endswith("map")
)


@pytest.fixture
def chart(sample):
    return sample["sections"]["exercises"]["per_year"]


def test_a_packed_chart_unpacks_to_what_is_drawn(chart):
    packed, whole = charts.packed(chart, TEMPLATES), charts.complete(chart, TEMPLATES)
    records = {
        name: [dict(zip(data["fields"], row, strict=True)) for row in data["rows"]]
        for name, data in packed["data"].items()
    }
    assert records == whole.pop("datasets")
    assert packed["spec"] == charts.without(whole, "$schema", "description")


def test_a_field_that_some_records_lack_is_null_in_them():
    mixed = {"spec": "trends", "data": {"main": [{"b": 1}, {"a": 2}], "none": []}}
    assert charts.packed(mixed, TEMPLATES)["data"] == {
        "main": {"fields": ["a", "b"], "rows": [[None, 1], [2, None]]},
        "none": {"fields": [], "rows": []},
    }


def test_the_legend_says_what_colours_mean(chart):
    legend = charts.packed(chart, TEMPLATES)["legend"]
    assert legend == {item["colour"]: item["label"] for item in chart["legend"]}


@pytest.mark.parametrize("name", SPECS)
def test_a_chart_names_what_it_tells_by_the_fields_of_its_own_data(name):
    spec = json.loads((TEMPLATES / "charts" / f"{name}.vl.json").read_text(encoding="utf-8"))
    told = spec.pop("usermeta")["tooltip"]
    rest = json.dumps(spec)
    for data, entries in told.items():
        assert f'{{"name": "{data}"}}' in rest
        titles = [entry["title"] for entry in entries]
        assert all(titles)
        assert len(titles) == len(set(titles))
        for entry in entries:
            assert ("field" in entry) != ("calculate" in entry)
            fields = [entry["field"]] if "field" in entry else re.findall(r"datum\.(\w+)", entry["calculate"])
            assert [field for field in fields if not re.search(rf"\b{field}\b", rest)] == []
