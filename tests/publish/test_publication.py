"""If these fail, readers meet half a site, files stay that the data no longer calls for, or a change goes unnoticed."""

import functools
import http.server
import json
import threading
from pathlib import Path

import pytest

from pactbook import jsonio, workflows
from pactbook.publish import publication

PAGES = workflows.pages([{"kind": "countries", "slug": "aland"}], ["2025-09"])
ZIP = Path("downloads") / "edition.zip"
NAMES = [
    "assets/site.css",
    "downloads/edition.zip",
    "editions/2025-09/countries/aland.html",
    "editions/2025-09/manifest.json",
    "en/countries/aland.html",
    "en/countries/aland.pdf",
    "en/countries/aland/data.json",
    "en/countries/aland/manifest.json",
    "index.html",
    "manifest.json",
]


@pytest.fixture
def reports(tmp_path):
    """A site of one brief, as it is and was, with a download, a style sheet and a zip, and a file of nobody."""
    folder = tmp_path / "reports"
    for name in [*NAMES, "README.md"]:
        if not name.endswith(workflows.MANIFEST):
            jsonio.land(folder / name, name.encode())
    listed(folder)
    return folder


def listed(folder):
    workflows.list_files(folder, [Path("index.html"), Path("assets/site.css")])
    workflows.list_files(folder / "en" / "countries" / "aland", [Path("data.json")])
    workflows.list_files(folder / "editions" / "2025-09", [Path("countries/aland.html")])


def files(reports):
    return publication.files(reports, [*PAGES, ZIP])


def test_the_site_is_what_is_delivered_and_what_the_manifests_list(reports):
    found = files(reports)
    assert list(found) == NAMES
    assert publication.digest(found) == publication.digest(dict(reversed(found.items())))


@pytest.mark.parametrize("name", NAMES)
def test_a_file_that_is_missing_is_named(reports, name):
    (reports / name).unlink()
    with pytest.raises(publication.DamagedError, match=name):
        files(reports)


@pytest.mark.parametrize("name", ["index.html", "en/countries/aland/data.json"])
def test_a_file_that_is_not_what_its_manifest_lists_is_named(reports, name):
    (reports / name).write_bytes(b"other")
    with pytest.raises(publication.DamagedError, match=f"{name}: is not what"):
        files(reports)


def test_every_change_of_a_file_or_its_name_changes_the_digest(reports):
    seen = {publication.digest(files(reports))}
    (reports / "en" / "countries" / "aland.pdf").write_bytes(b"other")
    seen.add(publication.digest(files(reports)))
    (reports / "index.html").write_bytes(b"other")
    listed(reports)
    seen.add(publication.digest(files(reports)))
    found = files(reports)
    seen.add(publication.digest(found | {"new": found.pop("index.html")}))
    assert len(seen) == 4


def test_new_files_come_first_then_the_index_and_what_is_gone_leaves_last(reports, tmp_path, monkeypatch):
    folder = tmp_path / "www"
    jsonio.land(folder / "of-others.html", b"")
    before = files(reports)
    publication.copy(before | {"old/gone.html": before["index.html"]}, with_old(reports), folder)
    (reports / "index.html").write_bytes(b"new index")
    (reports / "assets" / "site.css").write_bytes(b"new style")
    (reports / "en" / "countries" / "aland.html").write_bytes(b"new page")
    listed(reports)
    landed, land = [], jsonio.land

    def watched(path, content):
        if path.name != publication.RECORD:
            assert (folder / "old" / "gone.html").exists()
            landed.append(path.relative_to(folder).as_posix())
        land(path, content)

    monkeypatch.setattr(jsonio, "land", watched)
    touched = publication.copy(files(reports), reports, folder)
    assert touched == [*landed, "old/gone.html"]
    assert landed == ["assets/site.css", "en/countries/aland.html", "manifest.json", "index.html"]
    assert not (folder / "old").exists()
    assert (folder / "of-others.html").exists()
    assert {name for name in NAMES if (folder / name).read_bytes() == (reports / name).read_bytes()} == set(NAMES)


def with_old(reports):
    jsonio.land(reports / "old" / "gone.html", (reports / "index.html").read_bytes())
    return reports


def test_an_interrupted_publication_counts_as_none_and_the_next_one_mends_it(reports, tmp_path, monkeypatch):
    folder = tmp_path / "www"
    publication.copy(files(reports), reports, folder)
    whole = publication.last_in(folder)
    assert whole == publication.digest(files(reports))

    with monkeypatch.context() as patched:
        patched.setattr(publication, "_land", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            publication.copy({"en/countries/x.html": "0"}, reports, folder)
    assert publication.last_in(folder) is None

    jsonio.land(folder / "en" / "countries" / "x.html", b"half of what was interrupted")
    (folder / "index.html").write_bytes(b"half of what was interrupted")
    publication.copy(files(reports), reports, folder)
    assert publication.last_in(folder) == whole
    assert not (folder / "en" / "countries" / "x.html").exists()
    assert (folder / "index.html").read_bytes() == (reports / "index.html").read_bytes()


def test_a_published_site_says_what_it_is_and_one_that_does_not_counts_as_unpublished(reports, tmp_path):
    folder = tmp_path / "www"
    folder.mkdir()
    handler = functools.partial(Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}/"
        assert publication.last_at(url) is None
        publication.copy(files(reports), reports, folder)
        assert publication.last_at(url) == publication.digest(files(reports))
        for text in ("<html>Please log in</html>", "[]", json.dumps({"digest": None})):
            (folder / publication.RECORD).write_text(text)
            assert publication.last_at(url) is None
        server.shutdown()
    assert publication.last_at(url) is None


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass
