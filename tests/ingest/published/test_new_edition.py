"""A new edition from made-up sets: if these fail, it lacks rows, holds others' rows, or does not pass its check."""

import csv
import json
from pathlib import Path

import pytest
import yaml

from pactbook import config
from pactbook.cli import main
from pactbook.ingest import check
from pactbook.ingest.published.new_edition import countries, describing, maps
from pactbook.ingest.published.new_edition.making import make
from pactbook.ingest.published.new_edition.model import NewEditionError, Wish

ROOT = Path(__file__).parents[3]
LIKE = ROOT / "data" / "datapackage.json"
SCHEMAS = ROOT / "src" / "pactbook" / "ingest" / "published" / "schemas"
# Three made-up countries of the region (real codes, so that states of today can be asked for), a power, and others.
NEIGHBOURS = {"GHA": "TGO", "TGO": "GHA;BEN", "BEN": "TGO", "FRA": "", "BRA": "", "CHL": ""}


def described(name):
    for resource in json.loads(LIKE.read_text(encoding="utf-8"))["resources"]:
        if resource["name"] == name:
            return resource
    return json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))


def write_set(folder, name, outlines=None, **tables):
    """A folder as `pactbook import` writes it: tables of dicts, one source."""
    sources = [
        {"source_id": name, "publisher": "P", "title": f"The set {name}", "kind": "dataset", "reliability": "A",
         "verified": "tool", "published": "2020"}
    ]  # fmt: skip
    resources = []
    (folder / name).mkdir(parents=True)
    for table, rows in {**tables, "sources": sources}.items():
        resource = described(table)
        resource["schema"].pop("foreignKeys", None)
        for field in resource["schema"]["fields"]:
            field.get("pactbook:list", {}).pop("reference", None)
        resource |= {"licenses": [{"name": f"{name}-terms"}], "sources": [{"title": f"Cite {name}"}]}
        resource.pop("pactbook:sourcedBy", None)
        resources.append(resource)
        columns = [field["name"] for field in resource["schema"]["fields"]]
        with (folder / name / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
            writer.writeheader()
            common = {"source_ids": name, "verified": "tool"}
            writer.writerows({key: value for key, value in (common | row).items() if key in columns} for row in rows)
    (folder / name / "datapackage.json").write_text(
        json.dumps({"name": name, "resources": resources}), encoding="utf-8"
    )
    for file, features in (outlines or {}).items():
        (folder / name / "geo").mkdir(exist_ok=True)
        content = {"type": "FeatureCollection", "features": features}
        (folder / name / "geo" / f"{file}.geojson").write_text(json.dumps(content), encoding="utf-8")


def facts(iso3, number):
    return {
        "iso3": iso3, "iso2": iso3[:2], "name": f"Côte {iso3}", "official_name": f"Republic of {iso3}",
        "name_local": "ጋና" if iso3 == "GHA" else "", "capital": f"Town {iso3}", "lat": "1", "lon": str(number * 2),
        "landlocked": "false", "independent": "true", "land_neighbours": NEIGHBOURS[iso3],
    }  # fmt: skip


def square(iso3, number):
    west = number * 2.0
    ring = [[west, 0.0], [west + 2, 0.0], [west + 2, 2.0], [west, 2.0], [west, 0.0]]
    geometry = {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Feature", "properties": {"iso3": iso3, "name": iso3}, "geometry": geometry}


def capital(iso3, number):
    properties = {"name": f"Tówn {iso3}", "names": [], "iso3": iso3, "capital": True, "population": 9}
    point = {"type": "Point", "coordinates": [number * 2 + 1.0, 1.0]}
    return {"type": "Feature", "properties": properties, "geometry": point}


def pact(code, year, *parties):
    agreement = {
        "agreement_id": code, "title": code, "kind": "mutual defence", "signed": str(year), "status": "in force",
        "provisions": "defence", "summary": "Made up.",
    }  # fmt: skip
    return agreement, [{"agreement_id": code, "iso3": iso3} for iso3 in parties]


@pytest.fixture
def sets(tmp_path):
    """Sets of six countries, of which SUN is no more."""
    folder = tmp_path / "sets"
    write_set(folder, "facts", country_facts=[facts(iso3, number) for number, iso3 in enumerate(NEIGHBOURS)])
    write_set(
        folder,
        "maps",
        {
            "countries": [square(iso3, number) for number, iso3 in enumerate(NEIGHBOURS)],
            "places": [capital(iso3, number) for number, iso3 in enumerate(NEIGHBOURS)],
        },
    )
    pacts = [
        pact("ours", 1995, "GHA", "BEN", "BRA"),  # stays, and brings BRA
        pact("theirs", 2015, "BRA", "CHL"),  # names no core country
        pact("old", 1970, "GHA", "SUN"),  # one party is no more: too few are left
    ]
    write_set(
        folder,
        "atop-members",
        agreements=[agreement for agreement, _ in pacts],
        agreement_parties=[party for _, parties in pacts for party in parties],
    )
    write_set(
        folder,
        "cow-alliances",
        agreements=[pact("twice", 1995, "GHA", "BEN")[0]],
        agreement_parties=pact("twice", 1995, "GHA", "BEN")[1],
    )
    write_set(
        folder,
        "cow-igo",
        organizations=[
            {"org_id": f"cow-igo-{code}", "abbreviation": code.upper(), "name": code, "kind": "other organisation",
             "mutual_defence": "false", "summary": "Made up."}
            for code in ("abc", "xyz")
        ],
        memberships=[
            {"membership_id": code + iso3, "org_id": f"cow-igo-{code}", "iso3": iso3, "status": "member", "start": day}
            for code, iso3, day in (("abc", "GHA", "1980"), ("abc", "CHL", "1880"), ("xyz", "GHA", "1980"))
        ],
    )  # fmt: skip
    points = {iso3: {"iso3": iso3, "year": "2024", "ideal_point": "0.5"} for iso3 in NEIGHBOURS}
    write_set(folder, "votes", ideal_points=list(points.values()))
    return folder


WISH = Wish("my-region", "My Region", ("GHA", "BEN"), organizations=("abc",), powers=("FRA",))


def table(folder, name):
    with (folder / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_edition_holds_what_concerns_it_and_passes_its_check(sets, tmp_path):
    made = make(WISH, sets, tmp_path / "mine", LIKE)
    folder = tmp_path / "mine"
    assert not check.check(folder / "data" / "datapackage.json").failed
    assert [row["agreement_id"] for row in table(folder, "agreements")] == ["ours"]
    assert [row["iso3"] for row in table(folder, "agreement_parties")] == ["GHA", "BEN", "BRA"]
    roles = {row["iso3"]: row["role"] for row in table(folder, "countries")}
    # TGO borders on both; BRA is a party of their pact, CHL a member beside GHA
    assert roles == {
        "GHA": "core",
        "BEN": "core",
        "TGO": "neighbour",
        "FRA": "power",
        "BRA": "context",
        "CHL": "context",
    }
    assert {row["iso3"] for row in table(folder, "ideal_points")} == {"GHA", "BEN", "TGO", "FRA"}  # none of context
    assert [row["org_id"] for row in table(folder, "organizations")] == ["cow-igo-abc"]
    assert {row["iso3"]: row["start"] for row in table(folder, "memberships")} == {"GHA": "1980", "CHL": ""}
    assert made.left_out == {
        "agreements: too few parties that there are facts on": 1,
        "cow-alliances: atop-members goes before it": 3,
    }
    assert table(folder, "exercises") == []  # a table without rows has its header
    assert {row["source_id"] for row in table(folder, "sources")} == {
        "facts", "atop-members", "cow-igo", "votes", "cow-states",
    }  # fmt: skip


def test_its_date_is_the_last_day_that_all_counted_tables_reach(sets, tmp_path):
    """Positions by votes reach 2024; treaties end in 2015: a count of later ones is no count."""
    made = make(WISH, sets, tmp_path / "mine", LIKE)
    assert made.as_of == "2015-12-31"
    assert (
        make(Wish("b", "B", ("GHA",), ("abc",), as_of="2020-06-30"), sets, tmp_path / "b", LIKE).as_of == "2020-06-30"
    )


def test_names_addresses_and_places_of_countries(sets, tmp_path):
    make(WISH, sets, tmp_path / "mine", LIKE)
    row = next(row for row in table(tmp_path / "mine", "countries") if row["iso3"] == "GHA")
    assert (row["slug"], row["capital"], row["cow_code"]) == ("cote-gha", "Town GHA", "452")
    assert (row["capital_lat"], row["capital_lon"]) == (
        "1.0",
        "1.0",
    )  # those of "Tówn GHA"
    assert row["name_local"] == ""  # no font of the reports has its letters
    towns = json.loads((tmp_path / "mine" / "data" / "geo" / "places.geojson").read_text(encoding="utf-8"))["features"]
    assert {town["properties"]["name"] for town in towns if town["properties"]["iso3"] == "GHA"} == {"Town GHA"}


def test_its_config_is_one(sets, tmp_path):
    make(WISH, sets, tmp_path / "mine", LIKE)
    settings = config.checked(
        yaml.safe_load((tmp_path / "mine" / "config.yaml").read_text(encoding="utf-8")), ROOT / config.SCHEMA
    )
    assert settings["edition"] == {"id": "2015-12", "title": "My Region", "as_of": "2015-12-31", "since": 1990}
    assert list(settings["palette"]) == ["FRA", "cow-igo-abc"]
    assert settings["paths"]["build"] == "build-my-region"


def test_licences_are_those_of_the_sets(sets, tmp_path):
    make(WISH, sets, tmp_path / "mine", LIKE)
    descriptor = json.loads((tmp_path / "mine" / "data" / "datapackage.json").read_text(encoding="utf-8"))
    resources = {resource["name"]: resource for resource in descriptor["resources"]}
    assert resources["agreements"]["licenses"] == [{"name": "atop-members-terms"}]
    assert resources["agreements"]["sources"] == [{"title": "Cite atop-members"}]
    assert resources["exercises"]["licenses"][0]["name"] == "CC-BY-4.0"  # empty, and ours to fill
    assert "SIPRI" not in json.dumps(descriptor["sources"])


def test_topics_have_only_chapters_that_the_data_can_fill(sets, tmp_path):
    make(WISH, sets, tmp_path / "mine", LIKE)
    topics = {row["slug"]: row["sections"].split(";") for row in table(tmp_path / "mine", "topics")}
    assert topics == {
        "my-region": ["importance", "map", "players", "pacts", "themes"],
        "challenges": ["alignments", "rivalry"],
        "implications": ["implications"],
    }


def test_the_same_sets_give_the_same_bytes(sets, tmp_path):
    def content(folder):
        files = {path.relative_to(folder): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
        return {str(path): text.replace(str(folder).encode(), b"") for path, text in files.items()}

    for name in ("one", "two"):
        make(WISH, sets, tmp_path / name, LIKE)
    one, two = (content(tmp_path / name) for name in ("one", "two"))
    one["config.yaml"], two["config.yaml"] = (each["config.yaml"].split(b"editions-")[0] for each in (one, two))
    assert one == two


def test_nothing_is_written_over(sets, tmp_path):
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(NewEditionError, match="is there already"):
        make(WISH, sets, folder, LIKE)
    assert [path.name for path in folder.iterdir()] == ["notes.txt"]


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"countries": ("QQQ",)}, "no facts on QQQ"),
        ({"organizations": ("nobody",)}, "no set has an organisation 'nobody'"),
        ({"powers": ("GHA",)}, "either one of the countries or a power"),
        ({"name": "My Region"}, "is no name"),
        ({"countries": ()}, "no country"),
        ({"organizations": ()}, "no organisation is named"),
    ],
)
def test_what_cannot_be_made_is_refused_and_leaves_nothing(sets, tmp_path, changed, message):
    wish = Wish(**{**WISH.__dict__, **changed})
    with pytest.raises(NewEditionError, match=message):
        make(wish, sets, tmp_path / "mine", LIKE)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["sets"]


def test_the_command_says_what_it_made(sets, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(ROOT)
    arguments = ["new-edition", "my-region", "--countries", "gha", "ben", "--organizations", "ABC", "--from", str(sets)]
    assert main([*arguments, "--folder", str(tmp_path / "mine")]) == 0
    assert "as of 2015-12-31" in capsys.readouterr().out
    assert main([*arguments, "--folder", str(tmp_path / "mine")]) == 1
    assert "is there already" in capsys.readouterr().err


def test_every_state_of_today_can_be_asked_for(sets, tmp_path):
    make(Wish("world", "World", ("ALL",), ("abc",), ("FRA",)), sets, tmp_path / "world", LIKE)
    roles = {row["iso3"]: row["role"] for row in table(tmp_path / "world", "countries")}
    assert roles == dict.fromkeys(NEIGHBOURS, "core") | {"FRA": "power"}
    assert {row["agreement_id"] for row in table(tmp_path / "world", "agreements")} == {"ours", "theirs"}


def test_neighbours_share_their_simplified_border():
    """Otherwise maps would show slits between countries."""
    outlines = {"countries": {"features": [square("AAA", 0), square("BBB", 1)]}}
    features = maps.files(outlines, {"AAA": "core"}, {})["countries"]["features"]
    first, second = ({tuple(point) for point in feature["geometry"]["coordinates"][0]} for feature in features)
    assert first & second == {(2.0, 0.0), (2.0, 2.0)}


def test_what_contradicts_itself_is_left_out(sets, tmp_path):
    """A publisher's file may place an exercise far from its host: the edition must pass its check all the same."""
    exercise = {
        "exercise_id": "far", "series_id": "s", "name": "Far", "start": "2015", "end": "2015", "held": "held",
        "location": "At sea", "host_iso3": "GHA", "lat": "60", "lon": "100", "focus": "naval", "summary": "Made up.",
    }  # fmt: skip
    series = {
        "series_id": "s",
        "name": "S",
        "first_year": "2015",
        "last_year": "2015",
        "focus": "naval",
        "summary": "-",
    }
    roles = {"GHA": "host", "CHL": "participant"}
    parties = [{"exercise_id": "far", "iso3": iso3, "role": role} for iso3, role in roles.items()]
    write_set(sets, "mme", exercise_series=[series], exercises=[exercise], exercise_participants=parties)
    made = make(WISH, sets, tmp_path / "mine", LIKE)
    (row,) = table(tmp_path / "mine", "exercises")
    assert (row["lat"], row["lon"], row["host_iso3"]) == ("", "", "GHA")
    assert made.left_out["exercises: lat and lon that cannot be right"] == 1


def test_slugs_are_plain():
    assert countries.slug("Côte d’Ivoire") == "cote-divoire"
    assert countries.slug("São Tomé and Príncipe") == "sao-tome-and-principe"
    assert countries.slug("Łódź & Øresund") == "lodz-oresund"


@pytest.mark.parametrize(
    "odd",
    [
        {"identifier": "../../x"}, {"identifier": 'a"\nevil: 1'}, {"as_of": "2020-02-31"}, {"as_of": "2020"},
        {"as_of": '2020-01-01"\nevil: 1'}, {"since": -5}, {"title": "\x1b"}, {"title": " "}, {"name": "../x"},
    ],
)  # fmt: skip
def test_what_no_config_can_hold_is_refused_before_anything_is_written(tmp_path, odd):
    wish = Wish(**({"name": "x", "title": "X", "countries": ("GHA",)} | odd))
    with pytest.raises(NewEditionError):
        make(wish, tmp_path / "sets", tmp_path / "out", LIKE)
    assert not list(tmp_path.iterdir())


def test_a_title_cannot_add_keys_to_the_config():
    wish = Wish(name="x", title='X"\nevil: "1\\', countries=("GHA",))
    text = describing.config(wish, "2020", "2020-12-31", 'a"b', ())
    assert yaml.safe_load(text)["edition"]["title"] == wish.title
    assert "evil" not in yaml.safe_load(text)


def test_a_spoilt_set_ends_in_one_line(tmp_path, capsys):
    write_set(tmp_path / "sets", "facts", country_facts=[facts("GHA", 0)])
    path = tmp_path / "sets" / "facts" / "country_facts.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("iso3,", "iso9,", 1), encoding="utf-8")
    given = ["x", "--countries", "GHA", "--from", str(tmp_path / "sets"), "--folder", str(tmp_path / "out")]
    assert main(["new-edition", *given, "--like", str(LIKE.parent)]) == 1
    said = capsys.readouterr().err
    assert "is not as an import writes it" in said
    assert said.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["sets"]
