"""If this fails, readers find reports that the data no longer calls for, or lose ones that it does."""

from pactbook.publish.stale import remove_stale


def test_only_reports_of_briefs_no_longer_listed_are_removed(tmp_path):
    folder = tmp_path / "en" / "countries"
    folder.mkdir(parents=True)
    for name in ("kept.html", "kept.pdf", "gone.html", "gone.pdf", "notes.txt"):
        (folder / name).write_text("x")
    removed = remove_stale([{"kind": "countries", "slug": "kept"}], tmp_path)
    assert [path.name for path in removed] == ["gone.html", "gone.pdf"]
    assert sorted(path.name for path in folder.iterdir()) == ["kept.html", "kept.pdf", "notes.txt"]
