"""If this fails, a past edition is not shown beside the present one, or stays when it should go."""

import json
import zipfile

import pytest
from test_workflow import make_house, planned, snakemake

pytestmark = pytest.mark.workflow
PAST = {"id": "2025-09", "title": "Past", "as_of": "2025-09-30"}


def freeze(house):
    """An archive as `docs/architecture.md` has it, of what was built, under an earlier name."""
    build = house / "build"
    whole = json.loads((build / "changes" / "index.json").read_text(encoding="utf-8"))
    whole |= {"edition": PAST["id"], "draft": False, "previous": None}
    files = {"edition.json": PAST | {"format": 1, "previous": None}, "changes.json": whole}
    files["index.json"] = json.loads((build / "briefs" / "index.json").read_text(encoding="utf-8"))
    for path in sorted((build / "briefs").glob("*/*.json")):
        name = f"{path.parent.name}/{path.name}"
        brief = json.loads(path.read_text(encoding="utf-8"))
        files[f"briefs/{name}"] = brief | {"edition": brief["edition"] | PAST}
        files[f"changes/{name}"] = {"edition": PAST["id"], "draft": False, "previous": None, "changes": []}
    (house / "editions").mkdir(exist_ok=True)
    with zipfile.ZipFile(house / "editions" / "2025-09.zip", "w") as file:
        for name, content in files.items():
            file.writestr(name, json.dumps(content))


def test_a_frozen_edition_is_shown_beside_the_present_one_as_long_as_it_is_kept(tmp_path):
    house = make_house(tmp_path)
    assert snakemake(house).returncode == 0
    freeze(house)
    done = snakemake(house)
    assert done.returncode == 0, done.stdout + done.stderr
    shown = house / "reports" / "editions"
    page = (shown / "2025-09" / "countries" / "alvonia.html").read_text(encoding="utf-8")
    assert "<b>Past edition</b> 2025-09" in page
    assert 'href="../../../en/countries/alvonia.html"' in page
    assert (shown / "2025-09.zip").read_bytes() == (house / "editions" / "2025-09.zip").read_bytes()
    assert 'href="../editions/2025-09/countries/alvonia.html"' in (shown / "2025-09.html").read_text(encoding="utf-8")
    assert "edition 2025-09" in (house / "reports" / "feed.xml").read_text(encoding="utf-8").lower()
    assert planned(house) == {}
    (house / "editions" / "2025-09.zip").unlink()
    done = snakemake(house)
    assert done.returncode == 0, done.stdout + done.stderr
    assert not list(shown.glob("2025-09*"))
    assert (shown / "2025-12.html").exists()
