"""TOML texts that people write, and what the parser objects to in words for their author."""

import re
import tomllib
from typing import Any

from evalapp.base.i18n import _

_PLACE = re.compile(r" \(at line (\d+), column (\d+)\)$")
_TABLE_TWICE = re.compile(r"Cannot declare \((.*?),?\) twice")


class TomlRefused(ValueError):
    """A file that is no TOML text; the message is a clause that fits after "cannot be used:"."""


def read_toml(data: bytes) -> tuple[str, dict[str, Any]]:
    """The text in ``data``, UTF-8 with or without BOM, and its tables and keys. Raises TomlRefused."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as undecodable:
        raise TomlRefused(_("it is not UTF-8; save it again as UTF-8")) from undecodable
    try:
        return text, tomllib.loads(text)
    except tomllib.TOMLDecodeError as invalid:
        raise TomlRefused(_("it is not TOML: {reason}").format(reason=reason_of(invalid))) from invalid
    except RecursionError as nested:
        raise TomlRefused(_("its lists or tables are nested too deeply")) from nested
    except ValueError as endless:  # Python takes whole numbers of up to 4,300 digits
        raise TomlRefused(_("one of its numbers has thousands of digits; write a shorter one")) from endless


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
        ("Unterminated string", _("a text does not end; close its quotation mark")),
        ("Illegal character", _("there is a control character; delete it")),
        ("Found invalid character", _("there is a control character; delete it")),
        ("Unescaped '\\'", _("in a text between straight quotation marks a backslash is written \\\\")),
        ("Invalid hex value", _("in a text between straight quotation marks a backslash is written \\\\")),
        (
            "Invalid initial character for a key part",
            _("a key is made of letters A to Z, digits, - and _; put others between quotation marks"),
        ),
        ("Expected ']' at the end of a table", _("the head of a table is not closed: “]” is missing")),
        ("Expected ']]' at the end of an array", _("the head of an entry is not closed: “]]” is missing")),
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
