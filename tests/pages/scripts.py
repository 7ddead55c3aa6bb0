"""The script elements of a page: the data of its charts, and those that a browser runs."""

import json
from html.parser import HTMLParser
from pathlib import Path

PART = Path(__file__).parents[2] / "templates" / "parts" / "explore.html.j2"
OWN = PART.read_text(encoding="utf-8").partition("<script>")[2].partition("</script>")[0]
DATA_BLOCKS = ("application/json", "application/ld+json")


class _Scripts(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        if tag == "script":
            self.found.append([dict(attrs), ""])

    def handle_data(self, data):
        if self.cdata_elem == "script":
            self.found[-1][1] += data


def charts(text):
    """What a page holds of its charts."""
    return [json.loads(content) for attrs, content in _Scripts(text).found if attrs.get("class") == "spec"]


def run(text):
    """The content of the script elements that hold no data, or what they load."""
    return [
        attrs.get("src") or content for attrs, content in _Scripts(text).found if attrs.get("type") not in DATA_BLOCKS
    ]
