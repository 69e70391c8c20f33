"""Answers as words in a table's cell: what is copied to a spreadsheet, and what is read when it is pasted back.

Pure, and the same in both languages: a label, a code, a number or the word of a state is understood whatever language
the page speaks. What a scale takes is for its own reader to say.
"""

import re
from typing import Literal

from msgspec import Struct

from evalapp.form.label import Label, say
from evalapp.form.refusal import ValueRefused
from evalapp.form.scales import Binary, Checklist, Count, Deductions, Number, Options, Scale
from evalapp.form.scales.text import Words
from evalapp.form.tree import Node

SpecialState = Literal["not_found", "not_applicable", "unable"]
Language = str

_WORDS: dict[SpecialState, tuple[str, ...]] = {
    "not_found": ("未找到", "Not found", "not_found", "没找到", "没有找到"),
    "not_applicable": ("不适用", "Not applicable", "not_applicable", "N/A"),
    "unable": ("无法评估", "Unable to assess", "unable", "不能评估"),
}
_STATES = {word.casefold(): state for state, words in _WORDS.items() for word in words}
_YES_NO = {"zh": {"yes": "是", "no": "否"}, "en": {"yes": "Yes", "no": "No"}}
_NOTHING = {"zh": "无", "en": "None"}
_NONE = ("无", "none", "没有", "以上都没有", "未发现")
_PARTED, _PARTED_FINELY = re.compile(r"[;；\n]"), re.compile(r"[、,，]")
"""A label may hold a comma; so a list is parted at commas only where what stands between semicolons is no label."""
_RISKY = re.compile(r"[=+@\-−].*|\d{1,4}\s*[/\-]\s*\d{1,4}(\s*[/\-]\s*\d{1,4})?", re.DOTALL)
_FORMULA = re.compile(r'="((?:[^"]|"")*)"', re.DOTALL)
_LONGEST_LITERAL = 255


class CellAnswer(Struct, frozen=True):
    """What the words of a cell say: an answer's state, its value as recorded, and the reason given with a state."""

    state: Literal["answered", "not_found", "not_applicable", "unable"]
    value: str = ""
    reason: str = ""


def read_cell(leaf: Node, text: str) -> CellAnswer:
    """What a cell with these words answers at ``leaf``, which assessors answer. An empty cell says nothing: do not ask.

    A state may be followed by its reason: ``不适用：没有轨道交通``. Raises ValueRefused with the scale's own reason.
    """
    scale = leaf.scale
    assert scale is not None
    plain, literal = _unwrapped(text, isinstance(scale, Words))
    if not literal:
        state = _state(leaf, plain)
        if state is not None and not _takes(scale, plain):
            return state
    return CellAnswer("answered", _read(scale, plain if literal else _as_recorded(scale, plain), plain))


def _read(scale: Scale, recorded: str, as_typed: str) -> str:
    """The value as recorded. What is refused is quoted as it was typed."""
    try:
        return scale.read(recorded)
    except ValueRefused:
        return scale.read(as_typed)


def cell_words(leaf: Node, state: str, value: str, language: Language) -> str:
    """An answer as a cell says it, "" for a blank; :func:`read_cell` reads the same answer from it."""
    scale = leaf.scale
    if state == "blank" or scale is None:
        return ""
    if state != "answered":
        words = _WORDS[state]  # type: ignore[index]
        return next((word for word in (words[0 if language.startswith("zh") else 1], *words)
                     if _says(leaf, word, state, "")), words[2])  # fmt: skip
    if isinstance(scale, Words):
        return value if _says(leaf, value, state, value) else f"'{value}"
    shown = _shown(scale, value, "zh" if language.startswith("zh") else "en")
    return shown if _says(leaf, shown, state, value) else value


def scale_words(scale: Scale, value: str, language: Language) -> str:
    """A recorded value in the words of a language where the scale reads the same value from them, else as recorded."""
    shown = (
        value
        if isinstance(scale, Words)
        else _shown(scale, value, "zh" if language.startswith("zh") else "en")
    )
    try:
        return shown if read_value(scale, shown) == value else value
    except ValueRefused:
        return value


def read_value(scale: Scale, text: str) -> str:
    """The value that words, labels or codes say, as recorded. Raises ValueRefused with the scale's own reason."""
    return _read(scale, _as_recorded(scale, text), text)


def read_written(scale: Scale, text: str) -> str:
    """What a table says, as recorded: the recorded form itself, or else labels and words. Raises ValueRefused."""
    try:
        return scale.read(text)
    except ValueRefused:
        return read_value(scale, text)


def tick_words(scale: Checklist | Deductions, code: str, label: Label, language: Language) -> str:
    """What a tick or finding is called where that alone is read as it; else its code."""
    name = say(label, language).strip()
    recorded = code if isinstance(scale, Checklist) else f"{code}=1"
    return name if name and "\n" not in name and _as_recorded(scale, name) == recorded else code


def state_of_word(word: str) -> SpecialState | None:
    """The state that a word names, in either language or by its code; None where it names none."""
    return _STATES.get(word.strip().casefold())


def for_spreadsheet(words: str) -> str:
    """A cell's words so that a spreadsheet takes them as words: neither a share as a date, nor a sentence as a formula."""
    if not _RISKY.fullmatch(words) or re.fullmatch(r"-?[0-9.]+", words):
        return words
    if len(words) > _LONGEST_LITERAL or "\n" in words:
        return f"'{words}"
    doubled = words.replace('"', '""')
    return f'="{doubled}"'


def from_spreadsheet(text: str) -> str:
    """The words that :func:`for_spreadsheet` wrapped up, where no spreadsheet has unwrapped them."""
    if found := _FORMULA.fullmatch(text.strip()):
        return found[1].replace('""', '"')
    return text[1:] if text.startswith("'") and _RISKY.fullmatch(text[1:]) else text


def _says(leaf: Node, words: str, state: str, value: str) -> bool:
    """Whether a cell with these words is read as this answer, also on the way through a spreadsheet."""
    try:
        return read_cell(leaf, from_spreadsheet(for_spreadsheet(words))) == CellAnswer(state, value)  # type: ignore[arg-type]
    except ValueRefused:
        return False


def _unwrapped(text: str, words: bool) -> tuple[str, bool]:
    """The text without what a spreadsheet puts around it; and whether an apostrophe says that it is nothing but text."""
    if words:
        plain = text.strip()
        return (plain[1:], True) if plain.startswith("'") else (plain, False)
    return text.replace("\u00a0", " ").strip(), False


def _state(leaf: Node, text: str) -> CellAnswer | None:
    """The state that the words name, where the item offers it."""
    head, _colon, reason = text.replace("：", ":").partition(":")
    state = _STATES.get(head.strip().casefold())
    if state is None or state not in leaf.item.states:
        return None
    return CellAnswer(state, "", reason.strip())


def _takes(scale: Scale, text: str) -> bool:
    """Whether the words are one of the scale's own, which goes before the word of a state."""
    if isinstance(scale, Words):
        return False
    try:
        scale.read(_as_recorded(scale, text))
    except ValueRefused:
        return False
    return True


def _as_recorded(scale: Scale, text: str) -> str:
    """The words as the scale's reader takes them: labels of ticks as their ids, a number without its unit."""
    match scale:
        case Options():
            return _option(scale, text)
        case Checklist():
            return _parts(text, {tick.id: tick.label for tick in scale.ticks}, "")
        case Deductions():
            return _parts(text, {kind.id: kind.label for kind in scale.kinds}, "=")
        case Number() | Count():
            return _number(scale, text)
        case Binary():
            return {"y": "yes", "n": "no", "√": "yes", "×": "no"}.get(text.casefold(), text)
        case _:
            return text


def _option(scale: Options, text: str) -> str:
    """An option by value or label; else by them without regard to case and width of brackets."""
    if scale.option(text) is not None:
        return text
    found = [
        o.value for o in scale.options if text.casefold() in {name.casefold() for name in o.names | {o.value}}
    ]
    return found[0] if len(found) == 1 else text


def _parts(text: str, labels: dict[str, Label], sign: str) -> str:
    """A list of ticks or findings by label or id, as ids; what is not known stays as it is, for the reader to refuse."""
    if text.casefold() in _NONE:
        return "none"
    by_name = {name.casefold(): code for code, label in labels.items() for name in (*_names(label), code)}
    found = []
    whole = [part.strip() for part in _PARTED.split(text)]
    parts = [
        piece
        for part in whole
        for piece in ([part] if part.casefold() in by_name else _PARTED_FINELY.split(part))
    ]
    for part in parts:
        name, times, count = part.partition("×") if "×" in part else part.replace("＝", "=").partition("=")
        code = by_name.get(name.strip().casefold(), name.strip())
        if code:
            found.append(f"{code}={count.strip() or 1}" if sign else code if not times else part.strip())
    return ";".join(found) if all(code for code in found) else text


def _number(scale: Number | Count, text: str) -> str:
    """A number without the unit that stands behind it."""
    units = _names(scale.unit) if isinstance(scale, Number) else ()
    for unit in units:
        if text.casefold().endswith(unit.casefold()):
            return text[: -len(unit)].strip()
    return text


def _names(label: Label) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in (say(label, "zh_CN"), say(label, "en")) if name))


def _shown(scale: Scale, value: str, language: str) -> str:
    """A value in the words of a language, where words say it best."""
    join = "；" if language == "zh" else "; "
    tongue = "zh_CN" if language == "zh" else "en"
    match scale:
        case Binary():
            return _YES_NO[language].get(value, value)
        case Options():
            option = scale.option(value)
            return (say(option.label, tongue) if option is not None else "") or value
        case Checklist():
            on = scale.ticked(value)
            return (
                join.join(say(t.label, tongue) or t.id for t in scale.ticks if t.id in on)
                or _NOTHING[language]
            )
        case Deductions():
            counts = scale.counts(value)
            parts = (
                f"{say(k.label, tongue) or k.id} × {counts[k.id]}" for k in scale.kinds if k.id in counts
            )
            return join.join(parts) or _NOTHING[language]
        case _:
            return value
