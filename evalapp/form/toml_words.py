"""What a TOML parser objects to, in words for the author of a form."""

import re
import tomllib

from evalapp.base.i18n import _

_PLACE = re.compile(r" \(at line (\d+), column (\d+)\)$")
_TABLE_TWICE = re.compile(r"Cannot declare \((.*?),?\) twice")


def reason_of(invalid: tomllib.TOMLDecodeError) -> str:
    """``line 8, character 12: …``; the parser's own words where they are rare ones."""
    text = str(invalid)
    place = _PLACE.search(text)
    said = _said(text)
    if not said:
        return text
    if place is None:
        return said
    return _("line {line}, character {at}: {reason}").format(line=place[1], at=place[2], reason=said)


def _said(text: str) -> str:
    twice = _TABLE_TWICE.match(text)
    if twice is not None:
        name = ".".join(part.strip(" '\"") for part in twice[1].split(","))
        return _("the table [{name}] was there already; put its keys together").format(name=name)
    for beginning, said in (
        ("Illegal character '\\n'", _("a text does not end on its line; close its quotation mark")),
        ("Cannot overwrite a value", _("this key was given already; keep one of them")),
        ("Duplicate inline table key", _("this key was given already; keep one of them")),
        (
            "Invalid value",
            _(
                "this is no value: text stands between straight quotation marks, other values are numbers, true, false, "
                "lists and tables"
            ),
        ),
        ("Invalid statement", _("this is neither key = value nor a head such as [policy] or [[item]]")),
        ("Expected '=' after a key", _("a key is followed by = and its value")),
        (
            "Expected newline or end of document",
            _("each key begins a line of its own; is a bracket or a quotation mark left over?"),
        ),
        ("Unclosed array", _("a list is not closed: “]” or a comma is missing")),
        ("Unclosed inline table", _("a table is not closed: its brace or a comma is missing")),
    ):
        if text.startswith(beginning):
            return said
    return ""
