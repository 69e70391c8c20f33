"""Translation with gettext: English msgids, one catalogue a language, chosen at run time.

The language is held in a ``ContextVar``, not in a module variable: a test can change it without touching other
tests. A new thread starts with an empty context, so whoever starts one hands over ``contextvars.copy_context()``.
"""

import gettext
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

LANGUAGES = ("zh_CN", "en")
_UNTRANSLATED = gettext.NullTranslations()
_catalogue: ContextVar[gettext.NullTranslations] = ContextVar("catalogue", default=_UNTRANSLATED)
_language: ContextVar[str] = ContextVar("language", default="en")
_folder: ContextVar[Path | None] = ContextVar("folder", default=None)


def use_language(language: str, locale_folder: Path) -> None:
    """Translate from now on into ``language`` ("zh_CN" or "en"); an unknown language falls back to English."""
    _catalogue.set(gettext.translation("evalapp", locale_folder, [language], fallback=True))
    _language.set(language)
    _folder.set(locale_folder)


def current_language() -> str:
    """The language in force: "zh_CN" or "en"."""
    return _language.get()


def _(message: str) -> str:
    """``message`` in the language in force."""
    return _catalogue.get().gettext(message)


def ngettext(singular: str, plural: str, n: int) -> str:
    """The form of a message that fits ``n``, in the language in force."""
    return _catalogue.get().ngettext(singular, plural, n)


@contextmanager
def libraries_translated() -> Iterator[None]:
    """Within it, libraries that ask gettext's default domain get their words from the program's own catalogue.

    Domain, folder and the variable LANGUAGE, by which gettext finds the language, are those of the whole process; so they
    are put back at the end. Before a language is chosen nothing is bound.
    """
    folder = _folder.get()
    if folder is None:
        yield
        return
    domain, bound, language = (
        gettext.textdomain(),
        gettext.bindtextdomain("evalapp"),
        os.environ.get("LANGUAGE"),
    )
    gettext.bindtextdomain("evalapp", str(folder))
    gettext.textdomain("evalapp")
    os.environ["LANGUAGE"] = _language.get()
    try:
        yield
    finally:
        gettext.bindtextdomain("evalapp", bound)
        gettext.textdomain(domain)
        if language is None:
            del os.environ["LANGUAGE"]
        else:
            os.environ["LANGUAGE"] = language
