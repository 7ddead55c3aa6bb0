"""If these fail, an editor looks at a preview that is not what was saved, or the preview answers strangers."""

import http.client
import json
import shutil
import threading
from pathlib import Path

import pytest
import yaml

from pactbook import cli
from pactbook.preview.server import Preview, serve
from pactbook.preview.workshop import PreviewError, Workshop

ROOT = Path(__file__).parents[2]
BRIEF = "/en/countries/alvonia.html"
NAME = ("countries", "alvonia")


@pytest.fixture
def house(tmp_path, monkeypatch):
    """A made-up region with a report beside its briefs."""
    monkeypatch.chdir(tmp_path)
    for name in ("config", "templates"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copytree(ROOT / "tests" / "region" / "data", tmp_path / "data")
    settings = yaml.safe_load((tmp_path / "config" / "config.yaml").read_text(encoding="utf-8"))
    settings["countries"]["minimum_rows"] = 1
    (tmp_path / "config" / "config.yaml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "index.html").write_text("<html><body>list of reports</body></html>", encoding="utf-8")
    (tmp_path / "secret.html").write_text("secret", encoding="utf-8")
    return tmp_path


@pytest.fixture
def preview(house):
    return Preview(Workshop(house / "config" / "config.yaml"))


@pytest.fixture
def port(preview):
    stop = threading.Event()
    server = serve(preview, 0, stop)
    preview.saved()
    yield server.server_address[1]
    stop.set()
    server.shutdown()


def get(port, path, host="localhost"):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path, headers={"Host": host})
    answer = connection.getresponse()
    return answer.status, answer.read().decode("utf-8", errors="replace")


def events(port, page):
    """What an open page is told, one after another."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", f"/preview/events?page={page}", headers={"Host": "localhost"})
    return _told(connection.getresponse())


def _told(answer):
    while line := answer.readline().decode("utf-8"):
        if line.startswith("data: "):
            yield json.loads(line[6:])


def replace(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_an_open_brief_follows_saves_of_data_and_templates_and_names_mistakes(house, port):
    told = events(port, BRIEF)
    assert "Steppe Shield-2003" in get(port, BRIEF)[1]
    replace(house / "data" / "exercises.csv", "Steppe Shield-2003", "Renamed Shield")
    assert next(told) == {"reload": True}
    assert "Renamed Shield" in get(port, BRIEF)[1]
    replace(house / "templates" / "sections" / "country" / "exercises.html.j2", "<h2>", "<h2>Saved ")
    while next(told) != {"reload": True}:
        pass
    assert "<h2>Saved " in get(port, BRIEF)[1]
    replace(house / "data" / "exercises.csv", "AAA", "KAX")
    message = ""
    while not message:
        message = next(told).get("error") or ""
    assert "exercises.csv" in message
    assert "'KAX' is not in countries.iso3" in message


def test_the_editor_is_told_which_briefs_a_save_changed(house, preview):
    preview.saved()
    preview.compare(threading.Event())
    told = preview.follow(None)
    replace(house / "data" / "exercises.csv", "Steppe Shield-2003", "Renamed Shield")
    preview.saved({house / "data" / "exercises.csv"})
    preview.compare(threading.Event())
    assert told.get_nowait() == {"error": None}
    assert {"title": "Alvonia", "path": BRIEF} in told.get_nowait()["changed"]
    preview.saved({house / "templates" / "base.html.j2"})
    preview.compare(threading.Event())
    assert [told.get_nowait(), told.get_nowait()] == [{"error": None}, {"changed": []}]


def test_all_other_pages_are_those_of_the_reports_and_nothing_outside_them(port):
    assert "list of reports" in get(port, "/")[1]
    for path in ("/../secret.html", "/%2e%2e/secret.html", "/../config/config.yaml", "/en/../../secret.html"):
        assert "secret" not in get(port, path)[1].replace(path, "")
    status, text = get(port, "/en/countries/nowhere.html")
    assert status == 200
    assert "The data calls for no brief countries/nowhere." in text
    assert get(port, "/sources.html")[0] == 404


def test_a_page_elsewhere_that_names_this_machine_gets_nothing(port):
    """A name of a stranger that resolves to this machine would let its page read what is not yet published."""
    for method in ("GET", "HEAD"):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request(method, BRIEF, headers={"Host": "stranger.example:80"})
        assert connection.getresponse().status == 403


@pytest.mark.parametrize("path", ["/assets/search-index.js", BRIEF])
def test_a_page_elsewhere_can_load_nothing_as_its_own_script(house, port, path):
    """The index of the search is a script: any page that loads it would read the text of all briefs."""
    house.joinpath("reports", "assets").mkdir()
    house.joinpath("reports", "assets", "search-index.js").write_text("window.pactbookIndex = {};", encoding="utf-8")
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path, headers={"Host": "localhost"})
    assert connection.getresponse().headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_a_brief_is_printed_as_it_is_saved_now(port):
    assert get(port, BRIEF.replace(".html", ".pdf"))[1].startswith("%PDF")


def test_a_mistake_is_text_and_never_markup(house, preview):
    replace(house / "data" / "exercises.csv", "AAA", "<script>alert(1)</script>")
    preview.workshop.refresh()
    with pytest.raises(PreviewError, match="<script>"):
        preview.workshop.vet()
    preview.saved()
    stop = threading.Event()
    server = serve(preview, 0, stop)
    try:
        text = get(server.server_address[1], BRIEF)[1]
    finally:
        stop.set()
        server.shutdown()
    assert "&lt;script>alert(1)" in text
    assert "<script>alert(1)" not in text


def test_a_port_that_is_taken_is_named(house, preview, monkeypatch, capsys):
    monkeypatch.chdir(house)
    stop = threading.Event()
    server = serve(preview, 0, stop)
    try:
        taken = str(server.server_address[1])
        assert cli.main(["serve", "--port", taken]) == 1
    finally:
        stop.set()
        server.shutdown()
    assert f"port {taken}: " in capsys.readouterr().err


def test_a_config_that_cannot_be_used_is_one_line(house):
    (house / "config" / "config.yaml").write_text("edition: [", encoding="utf-8")
    with pytest.raises(PreviewError, match=r"config\.yaml"):
        Workshop(house / "config" / "config.yaml")
