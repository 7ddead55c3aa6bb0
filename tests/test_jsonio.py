"""If these fail, a text of the data ends the script element that it stands in, and the rest of it is run."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pactbook import jsonio

LETTERS = st.text(st.sampled_from("<>&/!-\"'\\\u2028\u2029aé script"))


@given(st.dictionaries(LETTERS, st.lists(LETTERS | st.integers() | st.none())))
def test_embedded_json_holds_the_same_and_no_letter_of_markup(value):
    text = jsonio.embedded(value)
    assert json.loads(text) == value
    assert not set("<>&\u2028\u2029\n") & set(text)


def test_embedded_json_is_canonical():
    assert jsonio.embedded({"b": 1.0000001, "a": [2.5]}) == '{"a":[2.5],"b":1}'
    with pytest.raises(ValueError, match="JSON compliant"):
        jsonio.embedded(float("nan"))
