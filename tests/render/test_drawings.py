"""If this fails, a page links to a picture that is not there, or to another."""

from pactbook.render.drawings import Drawings


def test_drawings_are_numbered_within_their_chapter():
    sections = {"arms": {"chart": {"spec": "a"}, "kinds": [{"chart": {"spec": "b"}}]}, "map": {"spec": "map"}}
    drawings = Drawings(sections)
    assert [
        drawings.name(sections["arms"]["chart"], "a"),
        drawings.name(sections["map"], "map"),
        drawings.name(sections["arms"]["kinds"][0]["chart"], "b"),
        drawings.name({"spec": "made in a template"}, "x"),
    ] == ["arms-1-a", "map-1-map", "arms-2-b", "brief-1-x"]
