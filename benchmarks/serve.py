"""How long after a save the open brief shows it (pactbook serve): one cell, one template; seconds, three times each."""

import http.client
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import house

BRIEF = "/en/countries/kazakhstan.html"
SAVES = {
    "data": ("data/countries.csv", "multi-vector foreign policy"),
    "template": ("templates/sections/country/exercises.html.j2", "<h2>"),
}


def get(port: int, path: str) -> str:
    """A page of the preview."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path)
    return connection.getresponse().read().decode("utf-8")


def follow(port: int) -> http.client.HTTPResponse:
    """The events of an open page."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", f"/preview/events?page={BRIEF}")
    return connection.getresponse()


def seconds(port: int, folder: Path, file: str, old: str, new: str) -> float:
    """From a save until the page that shows it has been received."""
    get(port, BRIEF)
    events = follow(port)
    path = folder / file
    text = path.read_text(encoding="utf-8")
    start = time.perf_counter()
    path.write_text(text.replace(old, new), encoding="utf-8")
    while True:
        line = events.readline().decode("utf-8")
        if line.startswith("data: ") and json.loads(line[6:]).get("reload"):
            break
    shown = get(port, BRIEF)
    taken = time.perf_counter() - start
    assert new in shown
    return taken


def main() -> None:
    """Start the preview of a copy and save in it."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = house.copy(Path(temporary) / "house")
        command = [sys.executable, "-m", "pactbook.cli", "serve", "--port", "0"]
        with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True) as server:
            assert server.stdout is not None
            port = int(server.stdout.readline().split("/")[2].partition(":")[2])
            get(port, BRIEF)
            for name, (file, old) in SAVES.items():
                taken, before = [], old
                for count in range(3):
                    after = f"{old}{'i' * (count + 1)}"
                    taken.append(seconds(port, folder, file, before, after))
                    before = after
                    time.sleep(12)  # until all briefs are compared
                print(f"{name}: {', '.join(f'{each:.2f}' for each in taken)} s (at most 3)", flush=True)
            server.terminate()


if __name__ == "__main__":
    main()
