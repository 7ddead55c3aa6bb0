"""If these fail, nobody can tell whether two copies of an edition are the same, or a copy is not what it says."""

import hashlib
import json
import os
import zipfile

import pytest

from pactbook import workflows
from pactbook.publish import bundle

EDITION = {"id": "2025-12", "title": "Âland – and Isles", "as_of": "2025-12-31"}
ENTRIES = [
    {"kind": "countries", "slug": "aland", "title": "Aland <&>"},
    {"kind": "themes", "slug": "arms", "title": "Arms"},
]
FILES = ("tables/arms.csv", "charts/a.png", "aland.json")
SITE = {"url": "https://example.org/"}


def tree(folder, entries=ENTRIES, time=1_000_000_000):
    """A build folder whose files were made in some order at some time, with one that no manifest lists."""
    for entry in entries:
        own = folder / "pages" / "en" / entry["kind"] / entry["slug"]
        for path in (
            own.with_suffix(".html"),
            own.with_suffix(".pdf"),
            *(own / file for file in FILES),
            own / "old.csv",
        ):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"{entry['slug']} {path.name}" * 50, encoding="utf-8")
            os.utime(path, (time, time))
            path.chmod(0o600 if time % 2 else 0o666)
        workflows.list_files(own, [type(own)(file) for file in FILES])
    for path, content in {
        "index.json": list(ENTRIES),
        "changes.json": {"draft": True},
        "package.json": {
            "licenses": [{"name": "CC-BY-4.0", "title": "Attribution"}],
            "resources": [{"name": "arms"}, {"name": "spending", "licenses": [{"name": "ODbL-1.0"}]}],
        },
    }.items():
        (folder / path).write_text(json.dumps(content), encoding="utf-8")
    return folder


def made(folder, edition=EDITION):
    paths = [folder / "pages" / path for path in bundle.files(edition)]
    bundle.bundle(
        *(str(folder / f"{name}.json") for name in ("index", "changes", "package")), str(paths[0]), edition, SITE
    )
    return paths


def test_order_times_and_rights_of_the_files_leave_no_trace(tmp_path):
    first = made(tree(tmp_path / "first"))
    second = made(tree(tmp_path / "second", ENTRIES[::-1], time=1_700_000_001))
    for one, other in zip(first, second, strict=True):
        assert one.read_bytes() == other.read_bytes()


def test_the_manifest_and_the_checksum_tell_what_is_there(tmp_path):
    path, checksum = made(tree(tmp_path))
    assert checksum.read_text() == f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n"
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        content = {name.split("/", 1)[1]: archive.read(name) for name in names}
        assert {name.split("/", 1)[0] for name in names} == {"pactbook-aland-and-isles-2025-12"}
        stored = {entry.filename.split(".")[-1]: entry.compress_type for entry in archive.infolist()}
    assert stored["pdf"] == stored["png"] == zipfile.ZIP_STORED
    assert stored["html"] == zipfile.ZIP_DEFLATED
    listed = json.loads(content.pop("manifest.json"))["files"]
    assert listed == {
        name: {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)} for name, data in content.items()
    }
    assert list(content) == sorted(content)


def test_what_no_manifest_lists_is_no_part_of_the_edition(tmp_path):
    with zipfile.ZipFile(made(tree(tmp_path))[0]) as archive:
        names = {name.split("/", 1)[1] for name in archive.namelist()}
    assert "en/countries/aland/tables/arms.csv" in names
    assert "en/countries/aland/old.csv" not in names
    assert "en/countries/aland/manifest.json" not in names


def test_the_text_inside_says_what_it_is(tmp_path):
    with zipfile.ZipFile(made(tree(tmp_path))[0]) as archive:
        readme = archive.read("pactbook-aland-and-isles-2025-12/README.txt").decode()
        page = archive.read("pactbook-aland-and-isles-2025-12/index.html").decode()
    assert "edition 2025-12 (draft)" in readme
    assert "state of 2025-12-31. https://example.org/" in readme
    assert "Attribution (CC-BY-4.0): arms" in readme
    assert "ODbL-1.0 (ODbL-1.0): spending" in readme
    assert "Aland &lt;&amp;&gt;" in page


def test_zips_of_other_editions_leave_the_build_alone(tmp_path):
    """Else the folder of the build would hold what no edition's run has made."""
    made(tree(tmp_path), EDITION | {"id": "2025-09"})
    made(tmp_path)
    left = sorted(path.name for path in (tmp_path / "pages" / "downloads").iterdir())
    assert left == [f"pactbook-aland-and-isles-2025-12.zip{suffix}" for suffix in ("", ".sha256")]


@pytest.mark.parametrize(
    ("title", "name"),
    [("Central Asia", "pactbook-central-asia-1"), ("Центр", "pactbook-1"), ("../x", "pactbook-x-1")],
)
def test_the_name_of_a_zip_is_one_of_a_file_everywhere(title, name):
    assert bundle.name({"id": "1", "title": title}) == name
