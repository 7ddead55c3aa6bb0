"""If these fail, numbers in a column do not stand below each other, or a text is set in another font."""

from fontTools.ttLib import TTFont

from pactbook import fonts


def test_all_digits_of_a_face_have_one_width():
    """The style sheets do not ask for tabular figures, since the faces have no others by default."""
    for face in fonts.faces():
        font = TTFont(face.path)
        letters = font.getBestCmap()
        assert len({font["hmtx"][letters[ord(digit)]][0] for digit in "0123456789"}) == 1


def test_letters_of_the_region_are_held_and_what_nobody_sees_is_not():
    assert fonts.lacking("Қазақстан Тоҷикистон Oʻzbekiston “–” 1,234 °✓†") == []
    assert fonts.lacking("a\u200b\x1b水") == ["\x1b", "\u200b", "水"]
