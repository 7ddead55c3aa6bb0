"""ATOP: who promised what to whom, and when."""

from pathlib import Path

import pytest

from pactbook.ingest.published import atop
from pactbook.ingest.published.glimpse import look
from pactbook.ingest.published.model import PublishedError

SHARED = Path(__file__).parents[4] / "shared" / "datasets" / "atop"
there = pytest.mark.skipif(not SHARED.is_dir(), reason="the published files are not here")
MEMBER = "atopid,cowid,member,yrent,moent,dayent,yrexit,moexit,dayexit,phase,defense,offense,neutral,nonagg,consul"
MEMBER += ",base,intcom,version\n"
ALLIANCE = "atopid,begyr,begmo,begday,endyr,endmo,endday,defense,offense,neutral,nonagg,consul,mem1,mem2,mem3,version\n"


def member(alliance, code, entry, exit_="0,0,0", flags="0,0,0,1,0", phase=0, base="", intcom=0, version="4.01"):
    return f"{alliance},,{code},{entry},{exit_},{phase},{flags},{base},{intcom},{version}\n"


def read(tmp_path, *rows, header=MEMBER, reader=atop.read_members):
    path = tmp_path / "atop.csv"
    path.write_text(header + "".join(rows), encoding="utf-8")
    return reader(path, lambda _read, _all: None)


def agreement(imported, number):
    rows = imported.tables["agreements"].set_index("agreement_id")
    return rows.loc[f"atop-{number}"]


def parties(imported, number):
    rows = imported.tables["agreement_parties"]
    own = rows[rows["agreement_id"] == f"atop-{number}"].set_index("iso3")
    return own.astype(object).where(own.notna(), None)


def test_an_alliance_without_an_end_is_in_force_when_the_data_end(tmp_path):
    imported = read(tmp_path, member(4235, 705, "1992,5,25"), member(4235, 365, "1992,5,25"))
    row = agreement(imported, 4235)
    assert row["title"] == "Agreement of Kazakhstan and Russia, 1992"
    assert (row["kind"], row["provisions"]) == ("non-aggression", ("nonaggression",))
    assert (row["signed"], row["status"]) == ("1992-05-25", "in force")
    assert "In force at the end of the data (1992)." in row["note"]
    assert "ATOP does not name its alliances" in row["note"]
    assert parties(imported, 4235)["joined"].to_dict() == {"KAZ": None, "RUS": None}
    assert (imported.edition, imported.rows_read, imported.left_out.reasons.total()) == ("4.01", 2, 0)
    assert imported.sources["source_id"].tolist() == ["atop-4-01"]


@pytest.mark.parametrize(
    ("flags", "kind", "provisions"),
    [
        ("1,0,0,1,1", "mutual defence", ("defence", "nonaggression", "consultation")),
        ("0,1,0,0,1", "defence cooperation", ("defence", "consultation")),  # no kind of ours for an attack together
        ("0,0,1,0,0", "non-aggression", ("nonaggression",)),
        ("0,0,0,0,1", "consultation/strategic partnership", ("consultation",)),
    ],
)
def test_the_strongest_obligation_is_the_kind(tmp_path, flags, kind, provisions):
    imported = read(tmp_path, *(member(1, code, "1992,5,25", flags=flags) for code in (705, 703)))
    assert (agreement(imported, 1)["kind"], agreement(imported, 1)["provisions"]) == (kind, provisions)


def test_bases_and_a_joint_command_are_provisions(tmp_path):
    rows = (member(1, code, "1992,5,25", flags="1,0,0,0,0", base=3, intcom=1) for code in (705, 703))
    assert agreement(read(tmp_path, *rows), 1)["provisions"] == ("defence", "basing", "joint command")


def test_phases_of_a_member_are_one_party_with_the_obligations_of_the_last(tmp_path):
    rows = [
        member(1, code, *span, flags=flags, phase=phase)
        for code in (705, 703)
        for span, flags, phase in (
            (("1992,5,25", "1999,4,2"), "1,0,0,0,1", 1),
            (("1999,4,2", "2010,1,5"), "0,0,0,0,1", 2),
        )
    ]
    imported = read(tmp_path, *rows)
    row = agreement(imported, 1)
    assert (row["kind"], row["signed"], row["ended"]) == (
        "consultation/strategic partnership",
        "1992-05-25",
        "2010-01-05",
    )
    assert row["status"] == "expired"
    assert "In an earlier phase also: defence." in row["note"]
    assert parties(imported, 1)["left"].to_dict() == {"KAZ": None, "KGZ": None}  # as the agreement itself
    assert (imported.rows_read, imported.left_out.reasons.total()) == (4, 0)


def test_late_comers_leavers_and_those_who_were_out_of_it_keep_their_dates(tmp_path):
    imported = read(
        tmp_path,
        member(1, 705, "1992,5,25"),
        member(1, 703, "1992,5,25"),
        member(1, 704, "1992,5,25", "1999,4,2", phase=1),
        member(1, 704, "2006,8,16", "2012,12,19", phase=2),
        member(1, 373, "1993,9,24", "1999,4,2"),
    )
    rows = parties(imported, 1)
    assert rows.loc["UZB", ["joined", "left", "note"]].tolist() == [
        None,
        "2012-12-19",
        "Out of it from 1999-04-02 to 2006-08-16.",
    ]
    assert rows.loc["AZE", ["joined", "left"]].tolist() == ["1993-09-24", "1999-04-02"]
    assert agreement(imported, 1)["title"] == "Agreement of Kazakhstan, Kyrgyzstan and Uzbekistan, 1992"
    assert agreement(imported, 1)["status"] == "in force"


def test_one_number_of_two_states_gives_two_parties(tmp_path):
    imported = read(tmp_path, member(1, 365, "1948,4,6"), member(1, 375, "1948,4,6"))
    rows = parties(imported, 1)
    assert rows.loc["SUN", ["joined", "left"]].tolist() == [None, "1991-12-25"]
    assert rows.loc["RUS", ["joined", "left", "note"]].tolist() == [
        "1991-12-26",
        None,
        "Took over from Soviet Union.",
    ]
    assert agreement(imported, 1)["title"] == "Agreement of Finland and Soviet Union, 1948"


def test_states_without_a_code_are_counted_and_named(tmp_path):
    imported = read(
        tmp_path,
        member(1, 300, "1882,5,20", "1914,8,3"),  # Austria-Hungary
        member(1, 255, "1882,5,20", "1914,8,3"),
        member(1, 325, "1882,5,20", "1914,8,3"),
        member(2, 300, "1879,10,7", "1914,8,3"),
        member(2, 255, "1879,10,7", "1914,8,3"),
    )
    assert parties(imported, 1).index.tolist() == ["DEU", "ITA"]
    assert "Also a member, without an ISO code: Austria-Hungary." in agreement(imported, 1)["note"]
    assert dict(imported.left_out.reasons) == {
        "no country with a code: Austria-Hungary": 1,
        "fewer than two members with a code": 2,
    }
    assert imported.rows_read == 5  # of which 3 left out, 2 are parties


def test_by_alliance_gives_the_same_agreement_without_dates_of_members(tmp_path):
    imported = read(
        tmp_path,
        "4235,1992,5,25,0,0,0,1,0,0,1,1,705,365,,4.0100002\n",
        "1,1879,10,7,1914,8,3,1,0,0,0,0,300,255,,4.0100002\n",
        header=ALLIANCE,
        reader=atop.read_alliances,
    )
    assert (imported.edition, imported.rows_read) == ("4.01", 2)
    assert agreement(imported, 4235)["kind"] == "mutual defence"
    assert "When each member entered and left is not in this file." in agreement(imported, 4235)["note"]
    assert parties(imported, 4235).index.tolist() == ["KAZ", "RUS"]
    assert dict(imported.left_out.reasons) == {"fewer than two members with a code": 1}


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([], "has no records"),
        ([member(1, 705, "1992,5,25", flags="0,0,0,0,0")] * 2, "without any obligation"),
        ([member(1, "KAZ", "1992,5,25")], "row 2, column 'member': 'KAZ' is not a whole number"),
        ([member(1, 705, "1992,13,25")], "row 2, column 'dayent'"),
        ([member(1, 705, "1992,5,25", "1990,1,1")], "row 2, column 'yrent'"),
        ([member(1, 705, "1992,5,25", flags="0,0,0,7,0")], "column 'nonagg': '7' is not 0 or 1"),
        ([member(1, 705, "1992,5,25"), member(1, 703, "1992,5,25", version="5.1")], "several versions: 4.01, 5.1"),
    ],
)
def test_what_cannot_be_understood_is_refused(tmp_path, rows, says):
    if "obligation" in says:
        rows = [member(1, 705, "1992,5,25", flags="0,0,0,0,0"), member(1, 703, "1992,5,25", flags="0,0,0,0,0")]
    with pytest.raises(PublishedError, match=says):
        read(tmp_path, *rows)


def test_an_edition_with_other_columns_is_refused_with_what_differs(tmp_path):
    with pytest.raises(PublishedError, match="has no column 'yrexit'; columns are atopid"):
        read(tmp_path, header=MEMBER.replace("yrexit", "exityear"))


@there
def test_the_real_file_by_member():
    path = SHARED / "atop-member-level.csv"
    assert atop.fits_members(look(path))
    imported = atop.read_members(path, lambda _read, _all: None)
    assert imported.rows_read == 2398
    rows = imported.tables["agreement_parties"]
    core = rows[rows["iso3"].isin(["KAZ", "KGZ", "TJK", "TKM", "UZB"])]
    assert core["agreement_id"].nunique() == 75
    treaty = agreement(imported, 4220)  # the Collective Security Treaty
    assert (treaty["kind"], treaty["signed"], treaty["status"]) == ("mutual defence", "1992-05-15", "in force")
    assert parties(imported, 4220).loc["AZE", ["joined", "left"]].tolist() == ["1993-09-24", "1999-04-20"]


@there
def test_both_real_files_have_the_same_agreements():
    tables = [
        read(SHARED / name, lambda _read, _all: None).tables["agreements"]
        for name, read in (
            ("atop-member-level.csv", atop.read_members),
            ("atop-alliance-level.csv", atop.read_alliances),
        )
    ]
    assert len(tables[0]) == 705
    for column in ("agreement_id", "kind", "signed", "ended", "status"):
        same = tables[0][column].fillna("") == tables[1][column].fillna("")
        assert same.all(), tables[0].loc[~same, "agreement_id"].tolist()
