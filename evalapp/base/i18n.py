"""Translation with gettext: English msgids, one catalogue a language, chosen at run time.

The language is held in a ``ContextVar``, not in a module variable: a test can change it without touching other
tests. A new thread starts with an empty context, so whoever starts one hands over ``contextvars.copy_context()``.
"""

import gettext
from contextvars import ContextVar
from pathlib import Path

LANGUAGES = ("zh_CN", "en")
_UNTRANSLATED = gettext.NullTranslations()
_catalogue: ContextVar[gettext.NullTranslations] = ContextVar("catalogue", default=_UNTRANSLATED)
_language: ContextVar[str] = ContextVar("language", default="en")


def use_language(language: str, locale_folder: Path) -> None:
    """Translate from now on into ``language`` ("zh_CN" or "en"); an unknown language falls back to English."""
    _catalogue.set(gettext.translation("evalapp", locale_folder, [language], fallback=True))
    _language.set(language)


def current_language() -> str:
    """The language in force: "zh_CN" or "en"."""
    return _language.get()


def _(message: str) -> str:
    """``message`` in the language in force."""
    return _catalogue.get().gettext(message)


def ngettext(singular: str, plural: str, n: int) -> str:
    """The form of a message that fits ``n``, in the language in force."""
    return _catalogue.get().ngettext(singular, plural, n)
