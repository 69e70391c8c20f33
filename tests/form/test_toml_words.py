"""What is no TOML is said in words, with its line and character."""

import tomllib

import pytest

from evalapp.form.toml_words import TomlRefused, read_toml, reason_of


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('a = "x\n', "line 1, character 7: a text does not end on its line"),
        ("a = 1\na = 2\n", "line 2, character 6: this key was given already"),
        ("a = { b = 1, b = 2 }", "this key was given already"),
        ("[a]\n[b]\n[a]\n", "line 3, character 3: the table [a] was there already"),
        ("[a.b]\n[a.b]\n", "the table [a.b] was there already"),
        ("a = yes\n", "line 1, character 5: this is no value: text stands between straight quotation marks"),
        ("a = “x”\n", "line 1, character 5: this is no value"),
        ("# c\n: 3\n", "line 2, character 1: this is neither key = value nor a head"),
        ("weight 3\n", "line 1, character 8: a key is followed by ="),
        ("a = 1 b = 2\n", "line 1, character 7: each key begins a line of its own"),
        ("a = [1, 2\nb = 3\n", "a list is not closed"),
        ("a = { b = 1\n}\n", "a table is not closed"),
        ('a = "x', "a text does not end; close its quotation mark"),
        ('a = "x\0"', "line 1, character 7: there is a control character"),
        ("# \0", "line 1, character 3: there is a control character"),
        ('a = "C:\\Users"', "a backslash is written \\\\"),
        ('a = "C:\\d"', "a backslash is written \\\\"),
        ("a.评 = 1", "line 1, character 3: a key is made of letters"),
        ("[a\n", "the head of a table is not closed"),
        ("[[a]\n", "the head of an entry is not closed"),
    ],
)
def test_a_mistake_in_words(text: str, reason: str) -> None:
    with pytest.raises(tomllib.TOMLDecodeError) as invalid:
        tomllib.loads(text)
    assert reason in reason_of(invalid.value)


def test_a_rare_mistake_is_said_as_the_parser_says_it() -> None:
    with pytest.raises(tomllib.TOMLDecodeError) as invalid:
        tomllib.loads('a = "\\ud800"')
    assert reason_of(invalid.value) == str(invalid.value)


def test_a_number_that_python_does_not_take_is_said_too() -> None:
    with pytest.raises(TomlRefused, match="one of its numbers has thousands of digits"):
        read_toml(b"a = " + b"9" * 5000)
