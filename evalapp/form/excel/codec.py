"""From a value of the form to what stands in a cell, and back: one pair of functions for each kind of column.

The plain way comes first: a text as it is, a word, a short notation. Where it would not be read as the same value, as with
spaces at the ends of a text, the value is written as in TOML: a text then stands between three quotation marks.
"""

import re
from typing import Any

from evalapp.base.i18n import _, current_language
from evalapp.base.numbers import canonical
from evalapp.base.text import clean
from evalapp.form.excel.columns import Column
from evalapp.form.excel.notation import (
    CellRefused,
    literal,
    number,
    read_names,
    read_rule,
    read_weights,
    write_names,
    write_rule,
    write_weights,
)
from evalapp.form.excel.words import Language, Words
from evalapp.form.names import did_you_mean
from evalapp.form.toml_text import inline, number_text

NO_ENGLISH = "—"
"""In an English column: the text was given as a table without English, not as a plain string."""

_TO_THE_LETTER = '"""'
_NONE = ("无", "none", "[]")
_SIGNIFICANT = 15
"""Digits that every spreadsheet program keeps."""
_INVISIBLE = re.compile("[\u200b-\u200d\u2060\ufeff]")
_TRUE = frozenset({"√", "✓", "\u2714", "1", "true", "y"})
_FALSE = frozenset({"×", "0", "false", "n"})

Written = str | int | float


def write_value(column: Column, value: Any, language: Language) -> Written:
    """What stands in the cell of ``column`` for ``value``."""
    match column.kind:
        case "number":
            return write_number(value)
        case "flag":
            return column.words.shown("yes" if value else "no", language)
        case "word":
            return column.words.shown(value, language)
        case "evidence":
            shown = column.words.shown(value, language)
            if shown and read_value(column, shown) == value:
                return shown
            # A text that is spelled like one of the words, and is none.
            return write_text(value) if column.words.value(value) is None else to_the_letter(value)
        case "states":
            words = "; ".join(column.words.shown(state, language) for state in value)
            return words or (_NONE[0] if language == "zh" else _NONE[1])
        case "names":
            return write_names(value)
        case "weights":
            return write_weights(value)
        case "rule":
            return write_rule(value, language)
        case _:
            return write_text(value)


def read_value(column: Column, text: str) -> Any:
    """The value of a text in a cell of ``column``, which is not empty. Raises CellRefused."""
    match column.kind:
        case "number":
            return read_number(text)
        case "flag":
            return _flag(column.words, text)
        case "word":
            return _word(column.words, text)
        case "evidence":
            return column.words.value(text) or read_text(text)
        case "states":
            return _states(column.words, text)
        case "names":
            return read_names(text)
        case "weights":
            return read_weights(text)
        case "rule":
            return read_rule(text)
        case "label":
            return read_text(text)
        case _:
            return (
                _INVISIBLE.sub("", read_text(text))
                if not text.startswith(_TO_THE_LETTER)
                else read_text(text)
            )


# Texts ----------------------------------------------------------------------------------------------------------------


def read_text(text: str) -> str:
    """A text as it stands, cleaned; between three quotation marks to the letter. Raises CellRefused."""
    plain = clean(text)
    if not plain.startswith(_TO_THE_LETTER):
        return plain
    found = literal(plain)
    if not isinstance(found, str):
        raise CellRefused(_("“{text}” begins like a value in TOML but is none").format(text=plain[:60]))
    return found


def write_text(text: str) -> str:
    """A text that :func:`read_value` reads as the same."""
    plain = bool(text) and clean(text) == text and "\t" not in text and not _INVISIBLE.search(text)
    if plain and not text.startswith(_TO_THE_LETTER):
        return text
    return to_the_letter(text)


def to_the_letter(text: str) -> str:
    """A text between three quotation marks, in which nothing is taken for anything else."""
    letters = "".join(f"\\u{ord(x):04X}" if _INVISIBLE.match(x) else x for x in inline(text)[1:-1])
    return f"{_TO_THE_LETTER}{letters}{_TO_THE_LETTER}"


def write_label(label: str | dict[str, str]) -> tuple[str, str]:
    """A text in two languages as its two cells; "" is an empty cell."""
    if isinstance(label, str):
        return _chinese(label), ""
    chinese, english = label.get("zh", ""), label.get("en", "")
    if not chinese and not english:
        return "{}", ""
    return (_chinese(chinese) if chinese else ""), _english(english)


def read_label(chinese: str | None, english: str | None) -> str | dict[str, str]:
    """The text of two cells, of which one at least is not empty. Raises CellRefused."""
    zh: str | None = None
    if chinese is not None:
        if chinese.strip() == "{}":
            return {}
        zh = read_text(chinese)
    if english is None:
        return zh or ""
    found = {} if zh is None else {"zh": zh}
    return found if clean(english) == NO_ENGLISH else {**found, "en": read_text(english)}


def _chinese(text: str) -> str:
    return write_text(text) if text != "{}" else f"{_TO_THE_LETTER}{{}}{_TO_THE_LETTER}"


def _english(text: str) -> str:
    if not text:
        return NO_ENGLISH
    return write_text(text) if text != NO_ENGLISH else f"{_TO_THE_LETTER}{text}{_TO_THE_LETTER}"


# Numbers and words ----------------------------------------------------------------------------------------------------


def write_number(x: float) -> Written:
    """``x`` as a number, or as text where a spreadsheet program would not keep all its digits."""
    kept = float(f"{x:.{_SIGNIFICANT}g}") == x and number_text(x) != "-0.0"
    return x if kept else number_text(x)


def read_number(text: str) -> int | float:
    """A number that is stored as text, also with full-width digits or a per cent sign. Raises CellRefused."""
    plain = clean(text).replace("％", "%").strip()
    share = plain.endswith("%")
    typed = plain.removesuffix("%").strip()
    try:
        value = number(canonical(typed) or typed) if typed not in {"-0", "-0.0"} else -0.0
    except ValueError:
        raise CellRefused(_("“{text}” is not a number").format(text=plain[:60])) from None
    return number(number_text(value / 100)) if share else value


def _word(words: Words, text: str) -> str:
    found = words.value(text)
    if found is None:
        plain = clean(text)
        allowed = words.offered("en" if current_language() == "en" else "zh")
        raise CellRefused(
            _("“{value}” is not one of {allowed}").format(value=plain[:60], allowed=", ".join(allowed))
            + did_you_mean(plain, [*words.chinese.values(), *words.chinese])
        )
    return found


def _states(words: Words, text: str) -> list[str]:
    if clean(text).lower() in _NONE:
        return []
    return [_word(words, name) for name in read_names(text)]


def _flag(words: Words, text: str) -> bool:
    plain = clean(text).lower()
    if plain in _TRUE or plain in _FALSE:
        return plain in _TRUE
    return _word(words, text) == "yes"
