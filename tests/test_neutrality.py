"""The programme knows no region: if this fails, an edition on other countries speaks of the one that came first."""

import csv
import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
PLACES = ("src", "templates", "config/schema.json", "Snakefile")
NO_TEXT = (".pyc", ".gz", ".woff2", ".png")
# Publishers call states by names and codes of their own, of all the world: their readers must know these.
OF_ALL_STATES = ("src/pactbook/ingest/published",)
OURS_AGAIN = "src/pactbook/ingest/published/new_edition"
FOREIGN = "templates/site/vendor"  # other people's code
# A word that means something else where it stands, or stands for no region: why.
ALLOWED = {
    "NATO": "the Admiralty grades of sources are NATO's scale",
    "United Nations": "its votes are a data set on all states",
    "UN": "its votes are a data set on all states",
    "votes of the United States": "how the scale of that data set is defined",
    "American Economic Review": "a journal",
    "Georgia": "a font",
    "AND": "a word of SQL and of the search",
    "GEO": "the outlines, in the Snakefile",
}
ARTICLES = "src/pactbook/render/formats.py"  # lists the names that English puts "the" before, of all states
PEOPLES = (
    r"Central Asia\w*|Eurasia\w*|Caspian\w*|Soviet\w*|Kazakh\w*|Kyrgyz\w*|Tajik\w*|Turkmen\w*|Uzbek\w*|Russia\w*|"
    r"Chinese|American|Afghan\w*|Iranian\w*|Turkish|Indian|Pakistani\w*|Armenian\w*|Azerbaijani\w*|Belarus\w*|Mongolian\w*"
)


def rows(table):
    with (ROOT / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def names():
    """Names, codes, capitals and abbreviations of the countries and organisations in our data."""
    columns = ("iso3", "name", "official_name", "name_local", "name_ru", "capital")
    countries = {row[column] for row in rows("countries") for column in columns}
    columns = ("abbreviation", "name", "name_ru", "org_id")
    slugs = {row["slug"] for row in rows("countries")}
    organizations = {row[column] for row in rows("organizations") for column in columns}
    return {word for word in countries | slugs | organizations if word}


def found(text, words, allowed):
    """Whole words of a text that name somebody."""
    for phrase in sorted(allowed, key=len, reverse=True):
        text = re.sub(rf"\b{re.escape(phrase)}\b", "", text)
    named = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    return re.findall(rf"(?<![\w-])(?:{named})(?![\w-])|\b(?:{PEOPLES})\b", text)


def texts():
    for place in PLACES:
        path = ROOT / place
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            name = file.relative_to(ROOT).as_posix()
            publishers = name.startswith(OF_ALL_STATES) and not name.startswith(OURS_AGAIN)
            if file.is_file() and file.suffix not in NO_TEXT and not publishers and not name.startswith(FOREIGN):
                yield name, file.read_text(encoding="utf-8")


def test_code_and_templates_name_no_country_organisation_or_power():
    words = names()
    named = []
    for name, text in texts():
        without = re.sub(r"ARTICLE_NAMES = \(.*?\n\)|the Netherlands", "", text, flags=re.DOTALL)
        named += [f"{name}: {word}" for word in found(without if name == ARTICLES else text, words, ALLOWED)]
    assert not named, "\n".join(named)


def test_the_scan_finds_names_where_they_stand():
    words = names()
    assert len(words) > 300
    assert found('if iso3 == "KAZ": # Kazakh, of the SCO', words, ALLOWED) == ["KAZ", "Kazakh", "SCO"]
    assert found("a NATO grade of a Georgia font, SELECT x AND y", words, ALLOWED) == []
    assert found("briefs/countries/kazakhstan", words, ALLOWED) == ["kazakhstan"]


def test_what_is_allowed_is_still_needed():
    everything = "\n".join(text for _, text in texts())
    assert [word for word in ALLOWED if word not in everything] == []
