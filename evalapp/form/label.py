"""Texts of a form in two languages."""

from msgspec import Struct

from evalapp.base.i18n import _, current_language


class Text(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One text in Chinese and English; an empty one falls back to the other."""

    zh: str = ""
    en: str = ""


Label = str | Text
"""A text field of a form: a plain string is Chinese."""


def say(label: Label, language: str) -> str:
    """``label`` in ``language`` ("en", or anything else for Chinese), falling back to the other one."""
    if isinstance(label, str):
        return label
    if language == "en":
        return label.en or label.zh
    return label.zh or label.en


def with_code(label: Label, code: str) -> str:
    """What people call something in the language in force, with its code in brackets; the code alone where they coincide."""
    name = say(label, current_language())
    return _("{name} ({code})").format(name=name, code=code) if name and name != code else code
